package statistics

import (
	"maps"
	"slices"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
)

// Coverage counts what is published and what is missing.
type Coverage struct {
	Items, Results    int // public items that were dealt with, and those with a result
	Sittings, Minutes int // sittings that were held, and those with minutes
	Papers, Texts     int // papers, and those with a text
}

// WithoutMinutes is how many sittings have no minutes.
func (c Coverage) WithoutMinutes() int { return c.Sittings - c.Minutes }

// Missing is how many per cent of the items have no published result; 0
// without items.
func (c Coverage) Missing() int {
	if c.Items == 0 {
		return 0
	}
	return (100*(c.Items-c.Results) + c.Items/2) / c.Items
}

func (c *Coverage) paper(p *council.Paper) {
	c.Papers++
	c.Texts += boolInt(p.Text.File != "")
}

func (c *Coverage) sitting(m *council.Meeting) {
	c.Sittings++
	c.Minutes += boolInt(m.Text.File != "")
	for _, item := range m.Agenda {
		if item.Paper == nil && item.ResultWords == "" {
			continue // an item like "opening" that nothing is decided on
		}
		c.Items++
		c.Results += boolInt(item.ResultWords != "")
	}
}

func held(m *council.Meeting, s *site.Site) bool {
	return m.Date < s.Today && m.Status != council.StatusCancelled
}

// Covered counts the whole site.
func Covered(s *site.Site) (c Coverage) {
	for _, p := range s.Papers {
		c.paper(p)
	}
	for _, m := range s.Council.Meetings {
		if held(m, s) {
			c.sitting(m)
		}
	}
	return c
}

// CoverageTables count what is missing: by year, by committee, by both, and how
// long minutes have been missing.
func CoverageTables(s *site.Site, words Words) []*Table {
	c := &counter{s, s.List("statistics", "coverage"), words}
	tables := []*Table{c.coverageYears(), c.coverageCommittees(),
		c.coverageBoth("coverage-results", func(n Coverage) (part, all int) { return n.Results, n.Items })}
	if Covered(s).Minutes > 0 { // else each number would be none
		tables = append(tables, c.coverageBoth("coverage-minutes", func(n Coverage) (part, all int) { return n.Minutes, n.Sittings }), c.delays())
	}
	return filled(tables...)
}

// sittings counts the sittings of each committee by year, 0 for all years.
func (c *counter) sittings(x *council.Committee) map[int]*Coverage {
	out := map[int]*Coverage{0: {}}
	for _, m := range x.Meetings {
		if !held(m, c.site) {
			continue
		}
		year := m.Date.Year()
		if out[year] == nil {
			out[year] = &Coverage{}
		}
		out[year].sitting(m)
		out[0].sitting(m)
	}
	return out
}

func (c *counter) coverageYears() *Table {
	t := c.table("coverage-years", "", "year", "items", "results", "sittings", "minutes", "papers", "texts")
	byYear := map[int]*Coverage{}
	at := func(year int) *Coverage {
		if byYear[year] == nil {
			byYear[year] = &Coverage{}
		}
		return byYear[year]
	}
	for _, m := range c.site.Council.Meetings {
		if held(m, c.site) {
			at(m.Date.Year()).sitting(m)
		}
	}
	for _, p := range c.site.Papers {
		at(p.Date.Year()).paper(p)
	}
	for _, y := range slices.Backward(slices.Sorted(maps.Keys(byYear))) {
		n := byYear[y]
		t.add(c.year(y), "", c.n(n.Items), c.share(n.Results, n.Items), c.n(n.Sittings), c.share(n.Minutes, n.Sittings), c.n(n.Papers), c.share(n.Texts, n.Papers))
	}
	return t
}

func (c *counter) coverageCommittees() *Table {
	t := c.table("coverage-committees", "", "committee", "items", "results", "sittings", "minutes")
	for _, x := range c.site.Committees {
		if n := c.sittings(x)[0]; n.Sittings > 0 {
			t.add(x.Name, c.site.URL(x), c.n(n.Items), c.share(n.Results, n.Items), c.n(n.Sittings), c.share(n.Minutes, n.Sittings))
		}
	}
	return t
}

// coverageYearsShown is how many years, the newest, stand side by side in a
// table.
const coverageYearsShown = 8

// coverageBoth is one share by committee and year.
func (c *counter) coverageBoth(id string, share func(Coverage) (part, all int)) *Table {
	t := c.table(id, Shades, "committee")
	var shown []int
	for _, y := range c.site.MeetingYears {
		if slices.ContainsFunc(y.Items, func(m *council.Meeting) bool { return held(m, c.site) }) && len(shown) < coverageYearsShown {
			shown = append(shown, y.Year)
			t.Head = append(t.Head, c.year(y.Year))
		}
	}
	for _, x := range c.site.Committees {
		n := c.sittings(x)
		var cells []Cell
		some := false
		for _, y := range shown {
			cell := Cell{Text: "–"}
			if n[y] != nil {
				if part, all := share(*n[y]); all > 0 {
					cell = c.share(part, all)
					cell.Text = c.Say("statistics.of", "share", cell.Text, "n", all)
					some = true
				}
			}
			cells = append(cells, cell)
		}
		if some {
			t.add(x.Name, c.site.URL(x), cells...)
		}
	}
	return t
}

// delays says how long the minutes of sittings have been missing.
func (c *counter) delays() *Table {
	t := c.table("coverage-delays", Spreads, "committee", "missing-minutes", "oldest", "median", "quarter", "three-quarters", "cases")
	for _, x := range c.site.Committees {
		var days []int
		for _, m := range x.Meetings {
			if held(m, c.site) && m.Date != 0 && m.Text.File == "" {
				days = append(days, m.Date.DaysTo(c.site.Today))
			}
		}
		if len(days) > 0 {
			t.add(x.Name, c.site.URL(x), append([]Cell{c.n(len(days)), c.n(slices.Max(days))}, c.spread(days)...)...)
		}
	}
	return t
}
