package statistics

import (
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
)

// Coverage counts what is published and what is missing.
type Coverage struct {
	Items, Results    int // public items that were dealt with, and those with a result
	Sittings, Minutes int // sittings that were held, and those with minutes
	Papers, Texts     int // papers, and those with a text
}

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

// CoverageTables count what is missing by year and by committee.
func CoverageTables(s *site.Site, words Words) []*Table {
	c := &counter{s, s.List("statistics", "coverage"), words}
	years := c.table("coverage-years", false, "year", "items", "results", "sittings", "minutes", "papers", "texts")
	byYear := map[int]*Coverage{}
	at := func(year int) *Coverage {
		if byYear[year] == nil {
			byYear[year] = &Coverage{}
		}
		return byYear[year]
	}
	for _, m := range s.Council.Meetings {
		if held(m, s) {
			at(m.Date.Year()).sitting(m)
		}
	}
	for _, p := range s.Papers {
		at(p.Date.Year()).paper(p)
	}
	var order []int
	for _, y := range s.Years {
		order = append(order, y.Year)
	}
	for _, y := range order {
		if n := byYear[y]; n != nil {
			years.add(c.year(y), "", c.n(n.Items), c.share(n.Results, n.Items), c.n(n.Sittings), c.share(n.Minutes, n.Sittings), c.n(n.Papers), c.share(n.Texts, n.Papers))
		}
	}
	committees := c.table("coverage-committees", false, "committee", "items", "results", "sittings", "minutes")
	for _, x := range s.Committees {
		var n Coverage
		for _, m := range x.Meetings {
			if held(m, s) {
				n.sitting(m)
			}
		}
		if n.Sittings > 0 {
			committees.add(x.Name, s.URL(x), c.n(n.Items), c.share(n.Results, n.Items), c.n(n.Sittings), c.share(n.Minutes, n.Sittings))
		}
	}
	var out []*Table
	for _, t := range []*Table{years, committees} {
		if len(t.Rows) > 0 {
			out = append(out, t.finish())
		}
	}
	return out
}
