package site

import (
	"cmp"
	"slices"

	"offenlage/generator/internal/council"
)

// Data returns the path of a file of the whole site's data below the base
// URL: Data("papers.csv") is "daten/papers.csv".
func (s *Site) Data(file string) string { return s.List("data") + file }

// DataName names the site's data: the title in the letters of an address.
func (s *Site) DataName() string {
	if name := council.Slug(s.Config.Title); name != "" {
		return name
	}
	return "data"
}

// ListData returns the path of the rows of a table that belong to a
// committee, a topic, a faction or a year, beside its page; "" when there are
// none. Tables are "papers", "decisions" and, of years, "meetings".
func (s *Site) ListData(object any, table string) string {
	rows := 0
	path := s.Path(object)
	switch x := object.(type) {
	case *council.Committee:
		rows = len(x.Papers)
	case *council.Topic:
		rows = len(x.Papers)
	case *council.Faction:
		rows = len(x.Papers)
	case Year[*council.Paper]:
		rows, path = len(x.Items), s.List("papers", "year", s.Year(x.Year))
	case Year[*council.Consultation]:
		rows, path = len(x.Items), s.List("decisions", s.Year(x.Year))
	case Year[*council.Meeting]:
		rows, path = len(x.Items), s.List("meetings", s.Year(x.Year))
	}
	if _, year := object.(Year[*council.Consultation]); table == "decisions" && !year {
		rows = len(s.DecisionsOf(object))
	}
	if rows == 0 {
		return ""
	}
	return path + table + ".csv"
}

// DecisionsOf returns the decisions of a committee, or those on papers of a
// topic or a faction, newest first.
func (s *Site) DecisionsOf(object any) (out []*council.Consultation) {
	var papers []*council.Paper
	var body *council.Committee
	switch x := object.(type) {
	case *council.Committee:
		papers, body = x.Papers, x
	case *council.Topic:
		papers = x.Papers
	case *council.Faction:
		papers = x.Papers
	}
	for _, p := range papers {
		for _, c := range p.Consultations {
			if c.Decides && (body == nil || slices.Contains(c.Committees, body)) {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *council.Consultation) int { return cmp.Compare(b.Date, a.Date) })
	return out
}
