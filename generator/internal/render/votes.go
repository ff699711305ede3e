package render

import (
	"strings"

	"offenlage/generator/internal/council"
)

// programKeys are the messages that this package asks for by itself.
var programKeys = []string{
	"vote.numbers", "vote.unopposed", "vote.abstain.one", "vote.abstain.other", "vote.unanimous", "vote.majority", "vote.tie", "vote.consensus",
	"vote.verb.adopted", "vote.verb.adopted-amended", "vote.verb.adopted-in-part", "vote.verb.rejected", "vote.verb.recommended",
	"vote.verb.recommended-amended", "vote.verb.not-recommended", "vote.verb.elected", "vote.verb.other", "vote.yes", "vote.no", "vote.abstentions", "vote.absent", "vote.biased",
	"relation.amends", "relation.amended-by", "relation.answers", "relation.answered-by", "relation.replaces", "relation.related", "relation.cites", "relation.cited-by",
	"date.clock", "number.decimal", "cite.sentence", "cite.undated", "cite.version", "cite.withdrawn", "cite.withdrawn-on", "redirect.title",
	"title.home", "title.papers", "title.papers-year", "title.papers-undated", "title.papers-kind", "title.papers-state", "title.committees", "title.committee-meetings",
	"title.topics", "title.meetings", "title.meetings-year", "title.meeting", "title.factions", "title.decisions", "title.decisions-year", "title.decisions-undated",
	"title.decisions-outcome", "title.decisions-close", "title.decisions-overruled", "title.404", "title.page", "facet.all", "facet.undated", "facet.close", "facet.overruled",
	"intro.decisions", "intro.decisions-close", "intro.decisions-overruled", "intro.decisions-uncounted", "crumb.home", "paper.anchor",
	"statistics.papers.title", "statistics.papers.about", "statistics.motions.title", "statistics.motions.about", "statistics.outcomes.title", "statistics.outcomes.about", "statistics.durations.title", "statistics.durations.about", "statistics.factions.title", "statistics.factions.about", "statistics.votes.title", "statistics.votes.about",
	"statistics.together.title", "statistics.together.about", "statistics.attendance.title", "statistics.attendance.about", "statistics.open-factions.title", "statistics.open-factions.about", "statistics.open-offices.title", "statistics.open-offices.about", "statistics.coverage-years.title", "statistics.coverage-years.about", "statistics.coverage-committees.title", "statistics.coverage-committees.about",
	"statistics.coverage-results.title", "statistics.coverage-results.about", "statistics.coverage-minutes.title", "statistics.coverage-minutes.about", "statistics.coverage-delays.title", "statistics.coverage-delays.about", "statistics.answers.title", "statistics.answers.about", "statistics.answers.untimed",
	"statistics.column.year", "statistics.column.papers", "statistics.column.state", "statistics.column.motions", "statistics.column.share", "statistics.column.outcome",
	"statistics.column.decisions", "statistics.column.kind", "statistics.column.median", "statistics.column.quarter", "statistics.column.three-quarters", "statistics.column.cases",
	"statistics.column.faction", "statistics.column.adopted", "statistics.column.decided", "statistics.column.votes", "statistics.column.unanimous", "statistics.column.contested",
	"statistics.column.close", "statistics.column.unanimous-share", "statistics.column.committee", "statistics.column.sittings", "statistics.column.seats", "statistics.column.present",
	"statistics.column.overdue", "statistics.column.other-kinds", "statistics.column.treated", "statistics.column.open-motions", "statistics.column.questions", "statistics.column.questions-overdue", "statistics.column.motions-overdue", "statistics.column.open-factions", "statistics.column.open-offices",
	"statistics.column.asked", "statistics.column.answered", "statistics.column.unopposed", "statistics.column.missing-minutes", "statistics.column.oldest", "statistics.column.items", "statistics.column.results", "statistics.column.minutes", "statistics.column.texts", "statistics.percent", "statistics.under", "statistics.over", "statistics.of",
	"statistics.no-faction", "title.statistics", "title.coverage", "title.open", "describe.statistics", "describe.coverage",
	"describe.open", "open.questions", "open.motions",
	"data.file", "data.table.papers.title", "data.table.decisions.title", "data.table.meetings.title",
	"feed.paper", "feed.decision", "feed.decided", "feed.withdrawn", "subscribe.opml", "meeting.calendars", "catalog.title", "catalog.about",
	"dataset.papers.title", "dataset.papers.about", "dataset.papers.words", "dataset.votes.title", "dataset.votes.about", "dataset.votes.words", "dataset.meetings.title", "dataset.meetings.about", "dataset.meetings.words", "dataset.oparl.title", "dataset.oparl.about", "dataset.oparl.words", "dataset.statistics.title", "dataset.statistics.about", "dataset.statistics.words", "dataset.calendars.title", "dataset.calendars.about", "dataset.calendars.words", "dataset.feeds.title", "dataset.feeds.about", "dataset.feeds.words",
	"calendar.cancelled", "subscribe.all", "subscribe.everything", "title.subscribe", "title.open-data", "describe.open-data", "data.package", "data.about", "describe.subscribe", "describe.page", "describe.glossary", "title.glossary", "title.press", "press.kicker", "title.meeting-calendar", "paper.removed", "paper.added", "title.search", "title.keywords", "describe.search",
	"describe.paper", "describe.committee", "describe.topic", "describe.faction", "describe.meeting", "describe.site",
}

// voteSentence says in one sentence how a body voted, "" when there is
// nothing to say: "Mit 27 Ja- gegen 11 Nein-Stimmen bei 3 Enthaltungen
// angenommen". Without recorded numbers it says just what the words say.
func (w *run) voteSentence(outcome council.Outcome, majority council.Majority, v *council.Vote) string {
	l := w.locale
	verb := "vote.verb." + string(outcome)
	if !l.Has(verb) {
		verb = "vote.verb.other"
	}
	result := l.T(verb)
	if _, ok := v.Margin(); ok {
		abstain := ""
		if v.Abstain.Known() && v.Abstain.Int() > 0 {
			abstain = l.N("vote.abstain", v.Abstain.Int())
		}
		key := "vote.numbers"
		if v.No.Int() == 0 {
			key = "vote.unopposed"
		}
		text := l.T(key, "yes", v.Yes, "no", v.No, "abstain", abstain, "verb", result)
		return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r == ' ' }), " ")
	}
	if majority == "" || verb == "vote.verb.other" {
		return ""
	}
	return l.T("vote."+string(majority), "verb", result)
}

// Bar is a vote as a picture: parts side by side on a line of 100 units.
type Bar struct {
	Parts []BarPart
	Total int    // votes in all parts together
	Label string // says the same in words
}

// BarPart is one side of a vote.
type BarPart struct {
	Side     string // "yes", "no", "abstain", "absent"
	Word     string
	Count    int
	X, Width float64 // of 100
}

// voteBar draws the recorded numbers; nil when yes or no is unknown, since a
// bar would claim what nobody counted.
func (w *run) voteBar(v *council.Vote) *Bar {
	if _, ok := v.Margin(); !ok {
		return nil
	}
	l := w.locale
	sides := []struct {
		side, key string
		n         council.Count
	}{
		{"yes", "vote.yes", v.Yes}, {"no", "vote.no", v.No}, {"abstain", "vote.abstentions", v.Abstain},
		{"biased", "vote.biased", v.Biased}, {"absent", "vote.absent", v.Absent},
	}
	total := 0
	for _, s := range sides {
		if s.n.Known() {
			total += s.n.Int()
		}
	}
	if total == 0 {
		return nil
	}
	b := &Bar{Total: total}
	x := 0.0
	var words []string
	for _, s := range sides {
		if !s.n.Known() {
			continue
		}
		words = append(words, l.T(s.key)+": "+l.Number(s.n.Int()))
		if s.n.Int() == 0 {
			continue
		}
		width := 100 * float64(s.n.Int()) / float64(total)
		b.Parts = append(b.Parts, BarPart{Side: s.side, Word: l.T(s.key), Count: s.n.Int(), X: x, Width: width})
		x += width
	}
	b.Label = strings.Join(words, ", ")
	return b
}

// factionBar draws how one faction voted; nil without votes. Where a list
// names the sides a faction stood on, the others were empty.
func (w *run) factionBar(f council.FactionVote) *Bar {
	return w.voteBar(&council.Vote{Yes: council.Num(f.Yes.Int()), No: council.Num(f.No.Int()), Abstain: f.Abstain})
}

// Voting is one result with its vote, of a station, an item, or a ballot.
type Voting struct {
	Words    string // the council's own
	Outcome  council.Outcome
	Majority council.Majority
	Vote     *council.Vote // nil when nothing is recorded
	Seats    *Hemicycle    // nil where the vote is not drawn as seats

	Explained bool // with a plain sentence on what the outcome means
}

// decisionVoting is the result of a station with its seats and in plain words.
func decisionVoting(c *council.Consultation) Voting {
	v := stationVoting(c)
	v.Seats, v.Explained = hemicycle(v.Vote), true
	return v
}

func stationVoting(c *council.Consultation) Voting {
	return Voting{Words: c.ResultWords, Outcome: c.Outcome, Majority: c.Majority, Vote: c.Vote}
}

func itemVoting(i *council.AgendaItem) Voting {
	return Voting{Words: i.ResultWords, Outcome: i.Outcome, Majority: i.Majority, Vote: i.Vote}
}

func ballotVoting(b council.Ballot) Voting {
	return Voting{Words: b.ResultWords, Outcome: b.Outcome, Majority: b.Majority, Vote: b.Vote}
}
