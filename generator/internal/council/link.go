package council

import (
	"cmp"
	"slices"
	"strings"

	"offenlage/generator/internal/diag"
)

// Link finishes a Council once everything was added: it ties papers to each
// other and to meetings, derives canonical values and states, and sorts every
// list. Problems that only show here are added to problems. Nothing may be
// added afterwards.
func (c *Council) Link(problems *diag.List) {
	c.linkPeople()
	c.linkTopics(problems)
	c.linkReferences(problems)
	c.linkMeetings(problems)
	c.linkOriginators() // after stations that turned out not to be public are gone
	for _, p := range c.Papers {
		c.settle(p)
	}
	c.collect()
	c.identify()
	c.order()
}

// linkPeople hands every membership to its committee or faction.
func (c *Council) linkPeople() {
	for _, x := range c.Committees {
		if x.Predecessor != nil {
			x.Predecessor.Successors = append(x.Predecessor.Successors, x)
		}
	}
	c.findCouncil()
	for _, person := range c.People {
		for i := range person.Memberships {
			m := &person.Memberships[i]
			m.Person = person
			switch {
			case m.Committee != nil:
				m.Committee.Members = append(m.Committee.Members, *m)
			case m.Faction != nil:
				m.Faction.Members = append(m.Faction.Members, *m)
			}
		}
	}
}

// councilNames are bodies that decide last, folded, where no file says so.
var councilNames = []string{"gemeinderat", "stadtrat", "rat", "rat der stadt", "stadtverordnetenversammlung", "stadtvertretung",
	"gemeindevertretung", "kreistag", "bürgerschaft", "council", "city council"}

func (c *Council) findCouncil() {
	for _, x := range c.Committees {
		if x.Council {
			return
		}
	}
	for _, name := range councilNames {
		if x := c.committees[name]; x != nil {
			x.Council = true
		}
	}
}

// linkTopics cuts circles of parents and lists children.
func (c *Council) linkTopics(problems *diag.List) {
	for _, t := range c.Topics {
		for up, n := t.Parent, 0; up != nil; up, n = up.Parent, n+1 {
			if up == t || n > len(c.Topics) {
				problems.Errorf("topic-circle", t.File, "parent", "take one of the parents out", "topic %q is below itself", t.Name)
				t.Parent = nil
				break
			}
		}
	}
	for _, t := range c.Topics {
		if t.Parent != nil {
			t.Parent.Children = append(t.Parent.Children, t)
		}
	}
}

// linkOriginators finds factions; those named in votes come first, since they
// make clear what an originator of the same name is.
func (c *Council) linkOriginators() {
	votes := func(v *Vote) {
		if v == nil {
			return
		}
		for i := range v.Factions {
			v.Factions[i].Faction = c.Faction(v.Factions[i].Name)
		}
		for i := range v.Persons {
			v.Persons[i].Person = c.Person(v.Persons[i].Name)
			if name := v.Persons[i].FactionName; name != "" {
				v.Persons[i].Faction = c.Faction(name)
			}
		}
	}
	for _, p := range c.Papers {
		for _, s := range p.Consultations {
			votes(s.Vote)
			for _, b := range s.Ballots {
				votes(b.Vote)
			}
		}
	}
	for _, m := range c.Meetings {
		for _, item := range m.Agenda {
			votes(item.Vote)
		}
		for i := range m.Attendance {
			m.Attendance[i].Person = c.Person(m.Attendance[i].Name)
		}
	}
	for _, p := range c.Papers {
		p.Kind = c.words.Kind(p.Type)
		for i, o := range p.Originators {
			p.Originators[i] = c.originator(o.Name, p.Kind)
		}
	}
}

// linkReferences turns numbers into papers, in both directions. What names a
// withheld paper is dropped.
func (c *Council) linkReferences(problems *diag.List) {
	for _, same := range c.references {
		for _, p := range same[1:] {
			problems.Warnf("same-number", p.File, "reference", "give each paper its own number",
				"%q is already the number of %s; links lead there", p.Reference, same[0].File)
		}
	}
	for _, p := range c.Papers {
		if c.hidden[NormalReference(p.Reference)] {
			problems.Warnf("withheld-number", p.File, "reference", "give each paper its own number", "%q is the number of a withheld paper as well", p.Reference)
		}
		c.resolve(p, "amends", &p.Amends, problems, func(to *Paper) { to.AmendedBy = append(to.AmendedBy, p) })
		c.resolve(p, "answers", &p.Answers, problems, func(to *Paper) { to.AnsweredBy = append(to.AnsweredBy, p) })
		c.resolve(p, "replaces", &p.Replaces, problems, func(to *Paper) { to.ReplacedBy = append(to.ReplacedBy, p) })
	}
	for _, p := range c.Papers {
		named := len(p.Related)
		c.resolve(p, "related", &p.Related, problems, func(*Paper) {})
		named = min(named, len(p.Related))
		for _, r := range p.Related[:named] {
			if r.Paper != nil && !slices.ContainsFunc(r.Paper.Related, func(back Ref) bool {
				return back.Paper == p || back.Paper == nil && NormalReference(back.Reference) == NormalReference(p.Reference)
			}) {
				r.Paper.Related = append(r.Paper.Related, Ref{p.Reference, p})
			}
		}
		if p.Withdrawn != nil {
			if c.Hidden(p.Withdrawn.Successor.Reference) {
				p.Withdrawn.Successor = Ref{}
			}
			p.Withdrawn.Successor.Paper = c.Find(p.Withdrawn.Successor.Reference)
		}
		for _, number := range p.Text.Cites {
			to := c.Find(number)
			if to == nil || to == p || slices.Contains(p.Cites, to) || p.Withdrawn != nil {
				continue
			}
			p.Cites = append(p.Cites, to)
			to.CitedBy = append(to.CitedBy, p)
		}
		if !c.Hides() {
			p.Text.Cites = nil
		}
	}
}

// resolve finds the papers of refs, drops withheld ones and the paper itself,
// and calls back for each paper found.
func (c *Council) resolve(p *Paper, key string, refs *[]Ref, problems *diag.List, back func(*Paper)) {
	*refs = slices.DeleteFunc(*refs, func(r Ref) bool {
		if !c.Hidden(r.Reference) {
			return false
		}
		problems.Warnf("withheld-link", p.File, key, "", "paper %s is withheld; the link to it is left out", r.Reference)
		return true
	})
	for i := range *refs {
		r := &(*refs)[i]
		if r.Paper == nil {
			r.Paper = c.Find(r.Reference)
			if r.Paper != nil && r.Paper != p {
				back(r.Paper)
			}
		}
	}
	*refs = slices.DeleteFunc(*refs, func(r Ref) bool { return r.Paper == p })
}

// settle derives what the stations of a paper mean.
func (c *Council) settle(p *Paper) {
	if p.Term == nil {
		day := p.Date
		if day == 0 && len(p.Consultations) > 0 {
			day = p.Consultations[0].Date
		}
		for _, t := range c.Terms {
			if day != 0 && t.From <= day && (t.To == 0 || day <= t.To) {
				p.Term = t
			}
		}
	}
	for i, s := range p.Consultations {
		s.Paper = p
		s.Role = c.words.Role(s.RoleWords)
		s.Outcome, s.Majority, s.Vote = c.outcome(s.ResultWords, s.Vote)
		for _, name := range s.Referred {
			s.ReferredTo = append(s.ReferredTo, c.Committee(name))
		}
		s.Referred = nil
		if s.Outcome == OutcomeReferred && len(s.ReferredTo) == 0 {
			for _, name := range ReferredTo(s.ResultWords) {
				if x := c.committees[fold(name)]; x != nil {
					s.ReferredTo = append(s.ReferredTo, x)
				}
			}
		}
		if r, ok := recommended[s.Outcome]; ok && s.Role.prepares() {
			s.Outcome = r
		}
		last := i == len(p.Consultations)-1
		s.Decides = s.Outcome.Final() && !s.Role.prepares() && s.Role != RoleInformation &&
			(s.Role.decides() || last || s.Committees[0].Council)
		for b := range s.Ballots {
			ballot := &s.Ballots[b]
			ballot.Outcome, ballot.Majority, ballot.Vote = c.outcome(ballot.ResultWords, ballot.Vote)
		}
		if s.Item != nil {
			s.Item.Outcome, s.Item.Majority, s.Item.Vote = s.Outcome, s.Majority, s.Vote
		}
	}
	p.Deciding = deciding(p.Consultations)
	p.State = state(p, c.Today)
	if d := p.Deciding; d != nil && d.Committees[0].Council {
		for _, s := range p.Consultations {
			if s != d && s.Date != 0 && s.Date <= d.Date && !s.Committees[0].Council && against(s.Outcome, d.Outcome) {
				d.Overrules = append(d.Overrules, s)
			}
		}
	}
}

// outcome derives an outcome from its words and reads a vote out of them
// where none was typed.
func (c *Council) outcome(words string, v *Vote) (Outcome, Majority, *Vote) {
	o, m := c.words.Outcome(words)
	if v == nil && strings.ContainsAny(words, "0123456789") {
		if t, ok := ParseVote(words); ok {
			v = &Vote{Yes: t.Yes, No: t.No, Abstain: t.Abstain, Biased: t.Biased, Absent: t.Absent, Present: t.Present, FromWords: true}
			for _, f := range t.Factions {
				v.Factions = append(v.Factions, FactionVote{Name: f.Name, Faction: c.factions[fold(f.Name)], Yes: f.Yes, No: f.No, Abstain: f.Abstain})
			}
		}
	}
	return o, m, v
}

// against tells that a decision goes against a recommendation.
func against(recommendation, decision Outcome) bool {
	switch recommendation {
	case OutcomeRecommended, OutcomeRecommendedAmended, OutcomeAdopted, OutcomeAdoptedAmended:
		return decision == OutcomeRejected
	case OutcomeNotRecommended, OutcomeRejected:
		return decision == OutcomeAdopted || decision == OutcomeAdoptedAmended || decision == OutcomeAdoptedInPart
	}
	return false
}

// collect hands papers to whoever they belong to.
func (c *Council) collect() {
	for _, p := range c.Papers {
		var committees []*Committee
		for _, s := range p.Consultations {
			for _, x := range s.Committees {
				if !slices.Contains(committees, x) {
					committees = append(committees, x)
					x.Papers = append(x.Papers, p)
				}
			}
		}
		var topics []*Topic
		for _, t := range p.Topics {
			for ; t != nil; t = t.Parent {
				if !slices.Contains(topics, t) {
					topics = append(topics, t)
					t.Papers = append(t.Papers, p)
				}
			}
		}
		var factions []*Faction
		for _, o := range p.Originators {
			if o.Faction != nil && !slices.Contains(factions, o.Faction) {
				factions = append(factions, o.Faction)
				o.Faction.Papers = append(o.Faction.Papers, p)
			}
		}
	}
	for _, m := range c.Meetings {
		for _, x := range m.Committees {
			x.Meetings = append(x.Meetings, m)
		}
	}
}

// identify gives everything that only exists by being named its address.
func (c *Council) identify() {
	for _, x := range c.Committees {
		if x.ID == "" {
			x.ID = Slug(x.Name)
		}
	}
	for _, x := range c.Topics {
		if x.ID == "" {
			x.ID = Slug(x.Name)
		}
	}
	for _, x := range c.Factions {
		if x.ID == "" {
			x.ID = Slug(x.Name)
		}
	}
}

// order sorts every list that the files left in an order of their own.
func (c *Council) order() {
	newest := func(a, b *Paper) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), CompareNumbers(b.Reference, a.Reference), cmp.Compare(a.File, b.File))
	}
	oldest := func(a, b *Paper) int { return newest(b, a) }
	refs := func(a, b Ref) int {
		if a.Paper != nil && b.Paper != nil {
			return oldest(a.Paper, b.Paper)
		}
		return cmp.Compare(a.Reference, b.Reference)
	}
	slices.SortFunc(c.Papers, newest)
	for _, p := range c.Papers {
		for _, list := range [][]*Paper{p.AmendedBy, p.AnsweredBy, p.ReplacedBy, p.Cites, p.CitedBy} {
			slices.SortFunc(list, oldest)
		}
		slices.SortFunc(p.Related, refs)
	}
	late := func(a, b *Meeting) int {
		return cmp.Or(cmp.Compare(b.Date, a.Date), b.Start.Compare(a.Start), cmp.Compare(a.ID, b.ID))
	}
	slices.SortFunc(c.Meetings, late)
	for _, x := range c.Committees {
		slices.SortFunc(x.Papers, newest)
		slices.SortFunc(x.Meetings, late)
		for i, m := range x.Meetings {
			if i+1 < len(x.Meetings) && m.Committees[0] == x {
				m.Previous = x.Meetings[i+1]
			}
			if i > 0 && m.Committees[0] == x {
				m.Next = x.Meetings[i-1]
			}
		}
	}
	for _, t := range c.Topics {
		slices.SortFunc(t.Papers, newest)
	}
	for _, f := range c.Factions {
		slices.SortFunc(f.Papers, newest)
	}
	slices.SortFunc(c.Terms, func(a, b *Term) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Name, b.Name)) })
}

// CompareNumbers orders official numbers and numbers of agenda items as a
// reader counts: "Ö 2" before "Ö 10", "6.9" before "6.14".
func CompareNumbers(a, b string) int {
	for a != "" && b != "" {
		if digit(a[0]) && digit(b[0]) {
			x, restA := leading(a)
			y, restB := leading(b)
			if n := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); n != 0 {
				return n
			}
			a, b = restA, restB
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

// leading cuts the digits off the front, without leading zeros.
func leading(s string) (digits, rest string) {
	n := 0
	for n < len(s) && digit(s[n]) {
		n++
	}
	return strings.TrimLeft(s[:n], "0"), s[n:]
}
