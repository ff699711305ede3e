package oparltree

import "offenlage/generator/internal/council"

// results says how the outcomes of a vote on the substance ended.
var results = map[council.Outcome]string{
	council.OutcomeAdopted: "pass", council.OutcomeAdoptedAmended: "pass", council.OutcomeAdoptedInPart: "pass",
	council.OutcomeRecommended: "pass", council.OutcomeRecommendedAmended: "pass", council.OutcomeElected: "pass",
	council.OutcomeRejected: "fail", council.OutcomeNotRecommended: "fail",
}

// options are Popolo's words for the choices of a roll call.
var options = map[council.Choice]string{
	council.ChoiceYes: "yes", council.ChoiceNo: "no", council.ChoiceAbstain: "abstain",
	council.ChoiceBiased: "not voting", council.ChoiceAbsent: "absent",
}

// votes lists what was voted on at one item: the matter itself, then further
// ballots. It is nil where no vote is known of.
func (m *maker) votes(v *council.Vote, o council.Outcome, majority council.Majority, ballots []council.Ballot) (out []voteEvent) {
	if e, ok := m.vote(v, o, majority); ok {
		out = append(out, e)
	}
	for _, b := range ballots {
		if e, ok := m.vote(b.Vote, b.Outcome, b.Majority); ok {
			e.Subject = b.Subject
			if b.Procedure {
				e.Kind = "procedure"
			}
			out = append(out, e)
		}
	}
	return out
}

// vote is one vote; ok is false where neither numbers nor a majority on the
// substance are recorded, as with the empty columns of a form.
func (m *maker) vote(v *council.Vote, o council.Outcome, majority council.Majority) (e voteEvent, ok bool) {
	e.Result = results[o]
	if !v.Recorded() && (majority == "" || e.Result == "") {
		return e, false
	}
	e.Majority, e.Unanimous = string(majority), majority == council.MajorityUnanimous
	if v == nil {
		return e, true
	}
	e.Method, e.Counted, e.FromWords = v.Method, v.Counted, v.FromWords
	if v.Present.Known() {
		n := v.Present.Int()
		e.Present = &n
	}
	e.Counts = counts(v.Yes, v.No, v.Abstain, v.Absent, v.Biased)
	for _, f := range v.Factions {
		g := groupResult{Name: f.Name, Counts: counts(f.Yes, f.No, f.Abstain, 0, 0)}
		if f.Faction != nil {
			g.Group = m.refTo(f.Faction)
		}
		e.Groups = append(e.Groups, g)
	}
	for _, p := range v.Persons {
		one := vote{Name: p.Name, Option: options[p.Choice]}
		if one.Option == "" {
			one.Option = p.Words
		}
		if p.Person != nil {
			one.Voter = m.refTo(p.Person)
		}
		if p.Faction != nil {
			one.Group = m.refTo(p.Faction)
		}
		e.Votes = append(e.Votes, one)
	}
	return e, true
}

// counts lists the numbers that are known.
func counts(yes, no, abstain, absent, biased council.Count) (out []count) {
	for _, c := range []struct {
		option string
		n      council.Count
	}{{"yes", yes}, {"no", no}, {"abstain", abstain}, {"absent", absent}, {"not voting", biased}} {
		if c.n.Known() {
			out = append(out, count{c.option, c.n.Int()})
		}
	}
	return out
}
