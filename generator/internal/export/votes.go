package export

import (
	"strconv"
	"strings"

	"offenlage/generator/internal/council"
)

func yes(v *council.Vote) council.Count     { return v.Yes }
func no(v *council.Vote) council.Count      { return v.No }
func abstain(v *council.Vote) council.Count { return v.Abstain }
func biased(v *council.Vote) council.Count  { return v.Biased }
func absent(v *council.Vote) council.Count  { return v.Absent }
func present(v *council.Vote) council.Count { return v.Present }

func tally(v *council.Vote, side func(*council.Vote) council.Count) value {
	if v == nil {
		return value{}
	}
	return count(side(v))
}

// The levels of rows of the votes.
const (
	total      = "total"   // of the whole body
	ofFactions = "faction" // of one faction
	ofPersons  = "person"  // of one person
)

// voteRow is one line of a vote: its total, or what one faction or one person
// did. Just one of faction and person is set below the total.
type voteRow struct {
	vote    *council.Vote
	station *council.Consultation // nil for an item without a paper
	item    *council.AgendaItem   // nil for a station without a day
	ballot  int                   // 0 for the vote on the matter itself
	subject string
	result  string
	outcome council.Outcome
	major   council.Majority

	level   string
	n       int // among those of its level, from 1
	faction *council.FactionVote
	person  *council.PersonVote
}

// id of the row: that of the station or item, the number of the vote there,
// and the line.
func (r voteRow) id() string {
	of := ""
	if r.station != nil {
		of = stationID(r.station)
	} else {
		of = itemID(r.item)
	}
	id := of + "/" + strconv.Itoa(r.ballot) + "/" + r.level
	if r.level != total {
		id += "-" + strconv.Itoa(r.n)
	}
	return id
}

func (r voteRow) date() council.Date {
	if r.station != nil {
		return r.station.Date
	}
	return r.item.Meeting.Date
}

func (r voteRow) committees() []*council.Committee {
	if r.station != nil {
		return r.station.Committees
	}
	return r.item.Meeting.Committees
}

// lines appends the rows of one vote; there are none when nothing of it is
// recorded.
func (r voteRow) lines(rows []voteRow) []voteRow {
	if !r.vote.Recorded() {
		return rows
	}
	r.level = total
	rows = append(rows, r)
	r.level = ofFactions
	for i := range r.vote.Factions {
		r.n, r.faction = i+1, &r.vote.Factions[i]
		rows = append(rows, r)
	}
	r.level, r.faction = ofPersons, nil
	for i := range r.vote.Persons {
		r.n, r.person = i+1, &r.vote.Persons[i]
		rows = append(rows, r)
	}
	return rows
}

// voteRows lists all recorded votes: those of stations, in the order of
// papers, then those of items that no paper belongs to.
func (m maker) voteRows() []voteRow {
	var rows []voteRow
	for _, p := range m.site.Papers {
		for _, c := range p.Consultations {
			rows = voteRow{vote: c.Vote, station: c, item: c.Item, result: c.ResultWords, outcome: c.Outcome, major: c.Majority}.lines(rows)
			for i := range c.Ballots {
				b := &c.Ballots[i]
				rows = voteRow{vote: b.Vote, station: c, item: c.Item, ballot: i + 1, subject: b.Subject, result: b.ResultWords, outcome: b.Outcome, major: b.Majority}.lines(rows)
			}
		}
	}
	for _, x := range m.site.Council.Meetings {
		for _, item := range x.Agenda {
			if item.Consultation == nil {
				rows = voteRow{vote: item.Vote, item: item, result: item.ResultWords, outcome: item.Outcome, major: item.Majority}.lines(rows)
			}
		}
	}
	return rows
}

func (m maker) votes() *Table {
	type T = voteRow
	// side is a number of the body or of a faction; a person has none.
	side := func(r T, ofVote func(*council.Vote) council.Count, ofFaction func(*council.FactionVote) council.Count) value {
		switch {
		case r.level == total:
			return count(ofVote(r.vote))
		case r.faction != nil && ofFaction != nil:
			return count(ofFaction(r.faction))
		}
		return value{}
	}
	whole := func(r T, v value) value {
		if r.level != total {
			return value{}
		}
		return v
	}
	return define("votes", id, m.voteRows(), []column[T]{
		col("id", String, func(r T) value { return text(r.id()) }).required().says("votes-id", ""),
		col("web", String, func(r T) value {
			if r.station != nil {
				return text(m.stationWeb(r.station))
			}
			return text(m.itemWeb(r.item))
		}).required(),
		col("consultation", String, func(r T) value {
			if r.station == nil {
				return value{}
			}
			return text(stationID(r.station))
		}).refers("consultations"),
		col("agenda_item", String, func(r T) value {
			if r.item == nil {
				return value{}
			}
			return text(itemID(r.item))
		}).refers("agenda"),
		col("paper", String, func(r T) value {
			if r.station == nil {
				return value{}
			}
			return text(r.station.Paper.ID)
		}).refers("papers"),
		col("reference", String, func(r T) value {
			if r.station == nil {
				return value{}
			}
			return text(r.station.Paper.Reference)
		}),
		col("date", Date, func(r T) value { return day(r.date()) }).says("votes-date", ""),
		col("committee", String, func(r T) value { return text(r.committees()[0].ID) }).required().refers("committees"),
		col("ballot", Integer, func(r T) value { return integer(r.ballot) }).required(),
		col("subject", String, func(r T) value { return text(r.subject) }),
		col("level", String, func(r T) value { return text(r.level) }).required().among([]string{total, ofFactions, ofPersons}),
		col("name", String, func(r T) value {
			switch {
			case r.faction != nil:
				return text(r.faction.Name)
			case r.person != nil:
				return text(r.person.Name)
			}
			return value{}
		}).says("votes-name", ""),
		col("faction", String, func(r T) value {
			switch {
			case r.faction != nil && r.faction.Faction != nil:
				return text(r.faction.Faction.ID)
			case r.person != nil && r.person.Faction != nil:
				return text(r.person.Faction.ID)
			}
			return value{}
		}).refers("factions"),
		col("vote", String, func(r T) value {
			if r.person == nil {
				return value{}
			}
			return text(r.person.Words)
		}),
		col("choice", String, func(r T) value {
			if r.person == nil {
				return value{}
			}
			return text(string(r.person.Choice))
		}).among(names([]council.Choice{council.ChoiceYes, council.ChoiceNo, council.ChoiceAbstain, council.ChoiceBiased, council.ChoiceAbsent, council.ChoiceOther})),
		col("yes", Integer, func(r T) value { return side(r, yes, func(f *council.FactionVote) council.Count { return f.Yes }) }),
		col("no", Integer, func(r T) value { return side(r, no, func(f *council.FactionVote) council.Count { return f.No }) }),
		col("abstain", Integer, func(r T) value {
			return side(r, abstain, func(f *council.FactionVote) council.Count { return f.Abstain })
		}),
		col("biased", Integer, func(r T) value { return side(r, biased, nil) }),
		col("absent", Integer, func(r T) value { return side(r, absent, nil) }),
		col("present", Integer, func(r T) value { return side(r, present, nil) }),
		col("method", String, func(r T) value { return whole(r, text(r.vote.Method)) }),
		col("from_words", Boolean, func(r T) value { return whole(r, boolean(r.vote.FromWords)) }),
		col("result", String, func(r T) value { return whole(r, text(r.result)) }),
		col("outcome", String, func(r T) value { return whole(r, outcome(r.outcome)) }).among(outcomes()),
		col("majority", String, func(r T) value { return whole(r, text(string(r.major))) }).among(majorities()),
	})
}

// The sides on which a faction can have stood.
var stands = []string{"yes", "no", "abstain", "split"}

// stand says where a faction stood in a vote: on one side, or on several
// ("split"); "" when nobody recorded it.
func stand(v *council.Vote, x *council.Faction) string {
	if v == nil {
		return ""
	}
	for i := range v.Factions {
		f := &v.Factions[i]
		switch {
		case f.Faction != x:
		case f.Split():
			return "split"
		case f.Yes.Int() > 0:
			return "yes"
		case f.No.Int() > 0:
			return "no"
		case f.Abstain.Int() > 0:
			return "abstain"
		}
	}
	return ""
}

// decisions is the wide table: one row a decision with its paper, its vote
// and a column for each faction of which a vote on a decision is recorded. It
// needs no join to be drawn, so that it is the one that is a workbook too.
func (m maker) decisions() *Table {
	type T = *council.Consultation
	columns := []column[T]{
		col("id", String, func(c T) value { return text(stationID(c)) }).required().refers("consultations").says("decisions-id", ""),
		col("web", String, func(c T) value { return text(m.stationWeb(c)) }).required(),
		col("date", Date, func(c T) value { return day(c.Date) }).says("consultations-date", ""),
		col("committee", String, func(c T) value { return text(c.Committees[0].ID) }).required().refers("committees"),
		col("committees", List, func(c T) value { return committeeNames(c.Committees) }).required(),
		col("paper", String, func(c T) value { return text(c.Paper.ID) }).required().refers("papers"),
		col("reference", String, func(c T) value { return text(c.Paper.Reference) }).required(),
		col("name", String, func(c T) value { return text(c.Paper.Title) }).required().says("papers-name", ""),
		col("paper_type", String, func(c T) value { return text(c.Paper.Type) }),
		col("kind", String, func(c T) value { return text(string(c.Paper.Kind)) }).required().among(names(council.Kinds())),
		col("originators", List, func(c T) value { return originatorNames(c.Paper) }),
		col("topics", List, func(c T) value { return topicNames(c.Paper) }),
		col("result", String, func(c T) value { return text(c.ResultWords) }),
		col("outcome", String, func(c T) value { return outcome(c.Outcome) }).required().among(outcomes()),
		col("majority", String, func(c T) value { return text(string(c.Majority)) }).among(majorities()),
		col("yes", Integer, func(c T) value { return tally(c.Vote, yes) }),
		col("no", Integer, func(c T) value { return tally(c.Vote, no) }),
		col("abstain", Integer, func(c T) value { return tally(c.Vote, abstain) }),
		col("against_committee", Boolean, func(c T) value { return boolean(len(c.Overrules) > 0) }).required(),
	}
	voted := map[*council.Faction]bool{}
	for _, c := range m.site.Decisions {
		if c.Vote != nil {
			for _, f := range c.Vote.Factions {
				voted[f.Faction] = true
			}
		}
	}
	for _, f := range m.site.Factions {
		if voted[f] {
			columns = append(columns, col("vote_"+strings.ReplaceAll(f.ID, "-", "_"), String, func(c T) value { return text(stand(c.Vote, f)) }).among(stands).says("vote-of", f.Label()))
		}
	}
	return define("decisions", id, m.site.Decisions, columns)
}
