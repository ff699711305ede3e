package statistics

import (
	"cmp"
	"slices"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
)

// What has no deadline of its own is overdue after this many days.
const (
	AnswerDays   = 60  // a question without an answer
	DecisionDays = 180 // a motion without a decision
)

// Waiting is a matter that waits for something.
type Waiting struct {
	Paper   *council.Paper
	Days    int  // since the day of the paper
	Overdue bool // past its deadline, or older than the limit of its kind
}

// Open lists questions without an answer and motions without a decision,
// oldest first. Papers without a date come last and are never overdue.
func Open(s *site.Site) (questions, motions []Waiting) {
	for _, p := range s.Papers {
		if !p.State.Open() || p.Withdrawn != nil {
			continue
		}
		w := Waiting{Paper: p}
		limit := DecisionDays
		if p.Kind == council.KindQuestion {
			limit = AnswerDays
		}
		if p.Date != 0 && p.Date <= s.Today {
			w.Days = p.Date.DaysTo(s.Today)
			w.Overdue = w.Days > limit
		}
		if p.Deadline != 0 {
			w.Overdue = p.Deadline < s.Today
		}
		switch p.Kind {
		case council.KindQuestion:
			questions = append(questions, w)
		case council.KindMotion, council.KindAmendment, council.KindPetition:
			motions = append(motions, w)
		}
	}
	byAge := func(a, b Waiting) int {
		return cmp.Or(cmp.Compare(boolInt(a.Paper.Date == 0), boolInt(b.Paper.Date == 0)), cmp.Compare(a.Paper.Date, b.Paper.Date), cmp.Compare(a.Paper.Reference, b.Paper.Reference))
	}
	slices.SortFunc(questions, byAge)
	slices.SortFunc(motions, byAge)
	return questions, motions
}

// OpenTables counts what waits, by faction and by office in charge.
func OpenTables(s *site.Site, words Words) []*Table {
	c := &counter{s, s.List("statistics", "open"), words}
	questions, motions := Open(s)
	type count struct{ questions, lateQuestions, motions, lateMotions int }
	gather := func(id string, names func(p *council.Paper) []string, link func(name string) string) *Table {
		t := c.table(id, Bars, id, "overdue", "questions", "questions-overdue", "open-motions", "motions-overdue")
		counts := map[string]*count{}
		add := func(w Waiting, do func(c *count, late int)) {
			for _, name := range names(w.Paper) {
				if counts[name] == nil {
					counts[name] = &count{}
				}
				do(counts[name], boolInt(w.Overdue))
			}
		}
		for _, w := range questions {
			add(w, func(c *count, late int) { c.questions++; c.lateQuestions += late })
		}
		for _, w := range motions {
			add(w, func(c *count, late int) { c.motions++; c.lateMotions += late })
		}
		var order []string
		for name := range counts {
			order = append(order, name)
		}
		slices.SortFunc(order, func(a, b string) int {
			x, y := counts[a], counts[b]
			return cmp.Or(cmp.Compare(y.lateQuestions+y.lateMotions, x.lateQuestions+x.lateMotions), cmp.Compare(y.questions+y.motions, x.questions+x.motions), cmp.Compare(a, b))
		})
		for _, name := range order {
			n := counts[name]
			t.add(name, link(name), c.n(n.lateQuestions+n.lateMotions), c.n(n.questions), c.n(n.lateQuestions), c.n(n.motions), c.n(n.lateMotions))
		}
		return t
	}
	addresses := map[string]string{}
	for _, f := range s.Factions {
		addresses[f.Label()] = s.URL(f)
	}
	return filled(
		gather("open-factions", func(p *council.Paper) (names []string) {
			for _, o := range p.Originators {
				if o.Faction != nil && !slices.Contains(names, o.Faction.Label()) {
					names = append(names, o.Faction.Label())
				}
			}
			if names == nil {
				names = []string{c.Say("statistics.no-faction")}
			}
			return names
		}, func(name string) string { return addresses[name] }),
		gather("open-offices", func(p *council.Paper) []string {
			if p.Lead == "" {
				return nil
			}
			return []string{p.Lead}
		}, func(string) string { return "" }),
	)
}
