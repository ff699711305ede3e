package search

import "offenlage/generator/internal/council"

// choice is one value of a facet.
type choice struct{ key, label string }

// facet is one way to narrow results. The years are none: documents are
// numbered by day, so that a year is a range of numbers.
type facet struct {
	key    string
	values func(object any) []choice
}

func (x *Index) facets() []facet {
	label := func(key, message string) choice { return choice{key, x.o.Label(message)} }
	bodies := func(list []*council.Committee) (out []choice) {
		for _, body := range list {
			out = append(out, choice{body.ID, body.Name})
		}
		return out
	}
	paper := func(values func(p *council.Paper) []choice) func(any) []choice {
		return func(object any) []choice {
			if p, ok := object.(*council.Paper); ok {
				return values(p)
			}
			return nil
		}
	}
	return []facet{
		{"committee", func(object any) (out []choice) {
			switch o := object.(type) {
			case *council.Paper:
				for _, c := range o.Consultations {
					out = append(out, bodies(c.Committees)...)
				}
			case *council.Meeting:
				return bodies(o.Committees)
			}
			return out
		}},
		{"topic", paper(func(p *council.Paper) (out []choice) {
			for _, t := range p.Topics {
				for ; t != nil; t = t.Parent {
					out = append(out, choice{t.ID, t.Name})
				}
			}
			return out
		})},
		{"kind", func(object any) []choice {
			if p, ok := object.(*council.Paper); ok {
				return []choice{label(string(p.Kind), "kind."+string(p.Kind)+".other")}
			}
			kind := kindOf(object)
			return []choice{label(kind, "search.kinds."+kind)}
		}},
		{"faction", paper(func(p *council.Paper) (out []choice) {
			for _, o := range p.Originators {
				if o.Faction != nil {
					out = append(out, choice{o.Faction.ID, o.Faction.Label()})
				}
			}
			return out
		})},
		{"outcome", paper(func(p *council.Paper) []choice {
			if p.Deciding == nil || !p.Deciding.Decides || p.Deciding.Outcome == council.OutcomeNone {
				return nil
			}
			return []choice{label(string(p.Deciding.Outcome), "outcome."+string(p.Deciding.Outcome))}
		})},
		{"state", paper(func(p *council.Paper) []choice { return []choice{label(string(p.State), "state."+string(p.State))} })},
		{"votes", paper(func(p *council.Paper) (out []choice) {
			for _, c := range p.Consultations {
				if !c.Vote.Recorded() {
					continue
				}
				out = append(out, label("recorded", "search.votes.recorded"))
				if len(c.Vote.Factions) > 0 || len(c.Vote.Persons) > 0 {
					out = append(out, label("factions", "search.votes.factions"))
				}
				if c.Vote.Contested() {
					out = append(out, label("contested", "search.votes.contested"))
				}
				if c.Vote.Close() {
					out = append(out, label("close", "search.votes.close"))
				}
			}
			return out
		})},
	}
}

// kindOf names documents that are no papers.
func kindOf(object any) string {
	switch object.(type) {
	case *council.Meeting:
		return "meeting"
	case *council.Committee:
		return "committee"
	case *council.Faction:
		return "faction"
	case *council.Topic:
		return "topic"
	}
	return "page"
}

// column lists, for each document in order, how many values it has and which,
// by their place in the list of labels that comes first.
func (x *Index) column(f facet, stamp func(last int) []byte) []byte {
	place := map[string]int{}
	labels := [][2]string{}
	var rows []byte
	for i := range x.docs {
		var values []int
		for _, v := range f.values(x.docs[i].object) {
			n, ok := place[v.key]
			if !ok {
				n = len(labels)
				place[v.key] = n
				labels = append(labels, [2]string{v.key, v.label})
			}
			if !contains(values, n) {
				values = append(values, n)
			}
		}
		rows = appendNumber(rows, len(values))
		for _, n := range values {
			rows = appendNumber(rows, n)
		}
	}
	head := mustJSON(labels)
	out := append(stamp(len(x.docs)-1), appendNumber(nil, len(head))...)
	return append(append(out, head...), rows...)
}

func contains(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}
