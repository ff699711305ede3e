package export

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
)

// maker makes the tables of one site.
type maker struct{ site *site.Site }

// Tables returns all tables in the order in which they are listed. Columns
// stand in a fixed order and keep their names; new ones come at the end.
func Tables(s *site.Site) []*Table {
	m := maker{s}
	return []*Table{m.papers(), m.consultations(), m.decisions(), m.votes(), m.meetings(), m.agenda(), m.committees(), m.topics(), m.factions(), m.paperTopics(), m.originators()}
}

var id = []string{"id"}

func (m maker) web(object any) value { return text(m.site.Absolute(m.site.Path(object))) }

// stationID is the id of a station: that of its paper, and its place there.
func stationID(c *council.Consultation) string { return c.Paper.ID + "#" + site.StationID(c) }

func (m maker) stationWeb(c *council.Consultation) string {
	return m.site.Absolute(m.site.Path(c.Paper)) + "#" + site.StationID(c)
}

func itemID(i *council.AgendaItem) string { return i.Meeting.ID + "#" + i.ID }

func (m maker) itemWeb(i *council.AgendaItem) string {
	return m.site.Absolute(m.site.Path(i.Meeting)) + "#" + i.ID
}

func committeeNames(list []*council.Committee) value {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = x.Name
	}
	return texts(out)
}

func topicNames(p *council.Paper) value {
	out := make([]string, len(p.Topics))
	for i, x := range p.Topics {
		out[i] = x.Name
	}
	return texts(out)
}

func originatorNames(p *council.Paper) value {
	out := make([]string, len(p.Originators))
	for i, x := range p.Originators {
		out[i] = x.Name
	}
	return texts(out)
}

func references(refs []council.Ref) value {
	out := make([]string, len(refs))
	for i, r := range refs {
		out[i] = r.Reference
		if r.Paper != nil {
			out[i] = r.Paper.Reference
		}
	}
	return texts(out)
}

func (m maker) files(object any, files []council.File) value {
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = f.URL
		if f.URL == "" {
			out[i] = m.site.Absolute(m.site.Path(object) + f.Name)
		}
	}
	return texts(out)
}

// outcomes are those that say something: no result is an empty cell.
func outcomes() []string {
	return names(slices.DeleteFunc(council.Outcomes(), func(o council.Outcome) bool { return o == council.OutcomeNone }))
}

func outcome(o council.Outcome) value {
	if o == council.OutcomeNone {
		return value{}
	}
	return text(string(o))
}

func majorities() []string {
	return names([]council.Majority{council.MajorityUnanimous, council.MajorityMajority, council.MajorityTie, council.MajorityConsensus})
}

func roles() []string {
	return names(slices.DeleteFunc(council.Roles(), func(r council.Role) bool { return r == council.RoleUnknown }))
}

func statuses() []string {
	return names([]council.Status{council.StatusScheduled, council.StatusInvited, council.StatusHeld, council.StatusCancelled})
}

var decimal = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// amount is what a paper costs in euros, "" when it does not say so in
// figures.
func amount(p *council.Paper) string {
	for _, i := range p.Impact {
		if i.Name == "amount" && decimal.MatchString(i.Value) {
			return strings.TrimSuffix(i.Value, ".00") // a German spreadsheet takes no digits behind a point
		}
	}
	return ""
}

// settled returns the station that settled the matter, nil while none did.
func settled(p *council.Paper) *council.Consultation {
	if d := p.Deciding; d != nil && d.Decides && p.Withdrawn == nil {
		return d
	}
	return nil
}

func (m maker) papers() *Table {
	type T = *council.Paper
	return define("papers", id, m.site.Papers, []column[T]{
		col("id", String, func(p T) value { return text(p.ID) }).required().says("papers-id", ""),
		col("web", String, func(p T) value { return m.web(p) }).required(),
		col("reference", String, func(p T) value { return text(p.Reference) }).required(),
		col("name", String, func(p T) value { return text(p.Title) }).required().says("papers-name", ""),
		col("paper_type", String, func(p T) value { return text(p.Type) }),
		col("kind", String, func(p T) value { return text(string(p.Kind)) }).required().among(names(council.Kinds())),
		col("date", Date, func(p T) value { return day(p.Date) }).says("papers-date", ""),
		col("state", String, func(p T) value { return text(string(p.State)) }).required().among(names(council.States())),
		col("decision", String, func(p T) value {
			if d := settled(p); d != nil {
				return text(stationID(d))
			}
			return value{}
		}).refers("consultations"),
		col("decision_date", Date, func(p T) value {
			if d := settled(p); d != nil {
				return day(d.Date)
			}
			return value{}
		}),
		col("result", String, func(p T) value {
			if d := settled(p); d != nil {
				return text(d.ResultWords)
			}
			return value{}
		}),
		col("outcome", String, func(p T) value {
			if d := settled(p); d != nil {
				return outcome(d.Outcome)
			}
			return value{}
		}).among(outcomes()),
		col("originators", List, originatorNames),
		col("under_direction_of", String, func(p T) value { return text(p.Lead) }),
		col("topics", List, topicNames),
		col("locations", List, func(p T) value { return texts(p.Places) }),
		col("summary", String, func(p T) value { return text(p.Summary) }),
		col("amount", Number, func(p T) value { return text(amount(p)) }),
		col("deadline", Date, func(p T) value { return day(p.Deadline) }),
		col("legislative_term", String, func(p T) value {
			if p.Term == nil {
				return value{}
			}
			return text(p.Term.Name)
		}),
		col("amends", List, func(p T) value { return references(p.Amends) }),
		col("answers", List, func(p T) value { return references(p.Answers) }),
		col("replaces", List, func(p T) value { return references(p.Replaces) }),
		col("related", List, func(p T) value { return references(p.Related) }),
		col("files", List, func(p T) value { return m.files(p, p.Files) }),
		col("source", String, func(p T) value { return text(p.Web) }),
		col("withdrawn", Date, func(p T) value {
			if p.Withdrawn == nil {
				return value{}
			}
			return day(p.Withdrawn.Date)
		}),
	})
}

// place is a station and its place among those of its paper, from 1.
type place struct {
	*council.Consultation
	sequence int
}

func (m maker) consultations() *Table {
	type T = place
	var rows []T
	for _, p := range m.site.Papers {
		for i, c := range p.Consultations {
			rows = append(rows, T{c, i + 1})
		}
	}
	return define("consultations", id, rows, []column[T]{
		col("id", String, func(c T) value { return text(stationID(c.Consultation)) }).required().says("consultations-id", ""),
		col("web", String, func(c T) value { return text(m.stationWeb(c.Consultation)) }).required(),
		col("paper", String, func(c T) value { return text(c.Paper.ID) }).required().refers("papers"),
		col("reference", String, func(c T) value { return text(c.Paper.Reference) }).required(),
		col("sequence", Integer, func(c T) value { return integer(c.sequence) }).required(),
		col("date", Date, func(c T) value { return day(c.Date) }).says("consultations-date", ""),
		col("committee", String, func(c T) value { return text(c.Committees[0].ID) }).required().refers("committees"),
		col("committees", List, func(c T) value { return committeeNames(c.Committees) }).required(),
		col("public", Boolean, func(c T) value { return boolean(c.Public) }).required(),
		col("meeting", String, func(c T) value {
			if c.Meeting == nil || !c.Public {
				return value{}
			}
			return text(c.Meeting.ID)
		}).refers("meetings"),
		col("agenda_item", String, func(c T) value {
			if c.Item == nil {
				return value{}
			}
			return text(itemID(c.Item))
		}).refers("agenda"),
		col("number", String, func(c T) value { return text(c.Number) }),
		col("role", String, func(c T) value { return text(c.RoleWords) }),
		col("role_kind", String, func(c T) value {
			if c.Role == council.RoleUnknown {
				return value{}
			}
			return text(string(c.Role))
		}).among(roles()),
		col("result", String, func(c T) value { return text(c.ResultWords) }),
		col("outcome", String, func(c T) value { return outcome(c.Outcome) }).among(outcomes()),
		col("majority", String, func(c T) value { return text(string(c.Majority)) }).among(majorities()),
		col("decides", Boolean, func(c T) value { return boolean(c.Decides) }).required(),
		col("yes", Integer, func(c T) value { return tally(c.Vote, yes) }),
		col("no", Integer, func(c T) value { return tally(c.Vote, no) }),
		col("abstain", Integer, func(c T) value { return tally(c.Vote, abstain) }),
		col("resolution", String, func(c T) value { return text(strings.TrimSpace(c.Resolution)) }),
		col("referred_to", List, func(c T) value { return committeeNames(c.ReferredTo) }),
		col("postponed_to", Date, func(c T) value { return day(c.PostponedTo) }),
		col("overrules", List, func(c T) value {
			var out []string
			for _, x := range c.Overrules {
				out = append(out, stationID(x))
			}
			return texts(out)
		}),
	})
}

// clock writes a moment with the offset of its zone, never "Z" (OParl 1.1,
// "Datums- und Zeitangaben").
func clock(t time.Time) value {
	if t.IsZero() {
		return value{}
	}
	return text(t.Format("2006-01-02T15:04:05-07:00"))
}

func (m maker) meetings() *Table {
	type T = *council.Meeting
	attendance := func(x T, fits func(council.Attendance) bool) value {
		n := 0
		for _, a := range x.Attendance {
			if fits(a) {
				n++
			}
		}
		return value{n: n, known: len(x.Attendance) > 0}
	}
	return define("meetings", id, m.site.Council.Meetings, []column[T]{
		col("id", String, func(x T) value { return text(x.ID) }).required().says("meetings-id", ""),
		col("web", String, func(x T) value { return m.web(x) }).required(),
		col("date", Date, func(x T) value { return day(x.Date) }).required().says("meetings-date", ""),
		col("start", Datetime, func(x T) value { return clock(x.Start) }),
		col("end", Datetime, func(x T) value { return clock(x.End) }),
		col("committee", String, func(x T) value { return text(x.Committees[0].ID) }).required().refers("committees"),
		col("committees", List, func(x T) value { return committeeNames(x.Committees) }).required(),
		col("location", String, func(x T) value { return text(x.Place) }),
		col("meeting_state", String, func(x T) value { return text(x.StatusWords) }),
		col("status", String, func(x T) value { return text(string(x.Status)) }).required().among(statuses()),
		col("minutes", String, func(x T) value { return text(string(x.Minutes)) }).among(names([]council.Minutes{council.MinutesDraft, council.MinutesApproved})),
		col("items", Integer, func(x T) value { return integer(len(x.Agenda)) }).required(),
		col("items_not_public", Integer, func(x T) value { return integer(x.NonPublic) }).required(),
		col("members", Integer, func(x T) value { return attendance(x, func(council.Attendance) bool { return true }) }),
		col("members_present", Integer, func(x T) value { return attendance(x, func(a council.Attendance) bool { return a.Present }) }),
		col("files", List, func(x T) value { return m.files(x, x.Files) }),
	})
}

func (m maker) agenda() *Table {
	type T = *council.AgendaItem
	var rows []T
	for _, x := range m.site.Council.Meetings {
		rows = append(rows, x.Agenda...)
	}
	order := map[T]int{}
	for _, x := range m.site.Council.Meetings {
		for i, item := range x.Agenda {
			order[item] = i + 1
		}
	}
	return define("agenda", id, rows, []column[T]{
		col("id", String, func(i T) value { return text(itemID(i)) }).required().says("agenda-id", ""),
		col("web", String, func(i T) value { return text(m.itemWeb(i)) }).required(),
		col("meeting", String, func(i T) value { return text(i.Meeting.ID) }).required().refers("meetings"),
		col("date", Date, func(i T) value { return day(i.Meeting.Date) }).required().says("meetings-date", ""),
		col("committees", List, func(i T) value { return committeeNames(i.Meeting.Committees) }).required(),
		col("sequence", Integer, func(i T) value { return integer(order[i]) }).required().says("agenda-sequence", ""),
		col("number", String, func(i T) value { return text(i.Number) }),
		col("name", String, func(i T) value { return text(i.Title) }).says("agenda-name", ""),
		col("paper", String, func(i T) value {
			if i.Paper == nil {
				return value{}
			}
			return text(i.Paper.ID)
		}).refers("papers"),
		col("reference", String, func(i T) value {
			if i.Paper == nil {
				return value{}
			}
			return text(i.Paper.Reference)
		}),
		col("consultation", String, func(i T) value {
			if i.Consultation == nil {
				return value{}
			}
			return text(stationID(i.Consultation))
		}).refers("consultations"),
		col("result", String, func(i T) value { return text(i.ResultWords) }),
		col("outcome", String, func(i T) value { return outcome(i.Outcome) }).among(outcomes()),
		col("majority", String, func(i T) value { return text(string(i.Majority)) }).among(majorities()),
		col("yes", Integer, func(i T) value { return tally(i.Vote, yes) }),
		col("no", Integer, func(i T) value { return tally(i.Vote, no) }),
		col("abstain", Integer, func(i T) value { return tally(i.Vote, abstain) }),
	})
}

func (m maker) committees() *Table {
	type T = *council.Committee
	return define("committees", id, m.site.Committees, []column[T]{
		col("id", String, func(x T) value { return text(x.ID) }).required().says("committees-id", ""),
		col("web", String, func(x T) value { return m.web(x) }).required(),
		col("name", String, func(x T) value { return text(x.Name) }).required().says("committees-name", ""),
		col("short_name", String, func(x T) value { return text(x.Short) }),
		col("classification", String, func(x T) value { return text(x.Kind) }),
		col("council", Boolean, func(x T) value { return boolean(x.Council) }).required(),
		col("seats", Integer, func(x T) value { return positive(x.Seats) }),
		col("start_date", Date, func(x T) value { return day(x.From) }),
		col("end_date", Date, func(x T) value { return day(x.To) }),
		col("predecessor", String, func(x T) value {
			if x.Predecessor == nil {
				return value{}
			}
			return text(x.Predecessor.ID)
		}).refers("committees"),
	})
}

func (m maker) topics() *Table {
	type T = *council.Topic
	return define("topics", id, m.site.Council.Topics, []column[T]{
		col("id", String, func(x T) value { return text(x.ID) }).required().says("topics-id", ""),
		col("web", String, func(x T) value { return m.web(x) }).required(),
		col("name", String, func(x T) value { return text(x.Name) }).required().says("topics-name", ""),
		col("parent", String, func(x T) value {
			if x.Parent == nil {
				return value{}
			}
			return text(x.Parent.ID)
		}).refers("topics"),
		col("synonyms", List, func(x T) value { return texts(x.Synonyms) }),
		col("papers", Integer, func(x T) value { return integer(len(x.Papers)) }).required(),
	})
}

func (m maker) factions() *Table {
	type T = *council.Faction
	return define("factions", id, m.site.Factions, []column[T]{
		col("id", String, func(x T) value { return text(x.ID) }).required().says("factions-id", ""),
		col("web", String, func(x T) value { return m.web(x) }).required(),
		col("name", String, func(x T) value { return text(x.Name) }).required().says("factions-name", ""),
		col("short_name", String, func(x T) value { return text(x.Short) }),
		col("color", String, func(x T) value { return text(x.Colour) }),
		col("seats", Integer, func(x T) value { return positive(x.Seats) }),
		col("start_date", Date, func(x T) value { return day(x.From) }),
		col("end_date", Date, func(x T) value { return day(x.To) }),
		col("papers", Integer, func(x T) value { return integer(len(x.Papers)) }).required(),
	})
}

// nth is the n-th of something of a paper, from 0.
type nth struct {
	paper *council.Paper
	n     int
}

func (m maker) paperTopics() *Table {
	type T = nth
	var rows []T
	for _, p := range m.site.Papers {
		for i := range p.Topics {
			rows = append(rows, T{p, i})
		}
	}
	return define("paper_topics", []string{"paper", "topic"}, rows, []column[T]{
		col("paper", String, func(x T) value { return text(x.paper.ID) }).required().refers("papers"),
		col("topic", String, func(x T) value { return text(x.paper.Topics[x.n].ID) }).required().refers("topics"),
		col("word", String, func(x T) value { return text(x.paper.TopicWord(x.n)) }),
	})
}

func (m maker) originators() *Table {
	type T = nth
	var rows []T
	for _, p := range m.site.Papers {
		for i := range p.Originators {
			rows = append(rows, T{p, i})
		}
	}
	return define("originators", []string{"paper", "sequence"}, rows, []column[T]{
		col("paper", String, func(x T) value { return text(x.paper.ID) }).required().refers("papers"),
		col("sequence", Integer, func(x T) value { return integer(x.n + 1) }).required().says("originators-sequence", ""),
		col("name", String, func(x T) value { return text(x.paper.Originators[x.n].Name) }).required().says("originators-name", ""),
		col("faction", String, func(x T) value {
			if f := x.paper.Originators[x.n].Faction; f != nil {
				return text(f.ID)
			}
			return value{}
		}).refers("factions"),
	})
}
