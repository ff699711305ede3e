package council

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"offenlage/generator/internal/diag"
)

// AddMeeting adds a meeting that somebody described.
func (c *Council) AddMeeting(m *Meeting) { c.Meetings = append(c.Meetings, m) }

// HideSitting remembers which papers a withheld meeting dealt with in secret,
// so that their stations there are not shown either: those whose items are
// not public.
func (c *Council) HideSitting(m *Meeting) { c.withheldMeetings = append(c.withheldMeetings, m) }

// secretSitting is a sitting that dealt with a paper in secret.
type secretSitting struct {
	*Meeting
	withheld bool // the whole sitting is, and not part of the Council
}

// secrets returns the sittings that dealt with papers in secret, by the normal
// form of their numbers.
func (c *Council) secrets(described []*Meeting) map[string][]secretSitting {
	out := map[string][]secretSitting{}
	add := func(list []*Meeting, withheld bool) {
		for _, m := range list {
			for _, reference := range m.secret {
				out[reference] = append(out[reference], secretSitting{m, withheld})
			}
		}
	}
	add(described, false)
	add(c.withheldMeetings, true)
	return out
}

// fits tells that the sitting may be the station's: one of its committees sat,
// on its day where it names one. Committees are compared by name, since those
// of a withheld file are not part of the Council.
func (m secretSitting) fits(c *Council, s *Consultation) bool {
	if s.Date != 0 && s.Date != m.Date {
		return false
	}
	return slices.ContainsFunc(m.Committees, func(x *Committee) bool { return slices.Contains(s.Committees, c.committees[fold(x.Name)]) })
}

// sitting is what tells meetings apart: a committee sits on a day.
type sitting struct {
	committee *Committee
	day       Date
}

// linkMeetings makes stations and items of agendas one thing: each dated
// station gets its meeting and its item, each item that names a paper its
// station. Whatever is not public on either side is not public on both.
func (c *Council) linkMeetings(problems *diag.List) {
	described := len(c.Meetings)
	index := map[sitting][]*Meeting{}
	for _, m := range c.Meetings {
		for _, x := range m.Committees {
			index[sitting{x, m.Date}] = append(index[sitting{x, m.Date}], m)
		}
	}
	secrets := c.secrets(c.Meetings[:described])
	secret := map[*Meeting]map[*Paper]bool{} // items that are not public
	for _, m := range c.Meetings[:described] {
		m.Agenda = slices.DeleteFunc(m.Agenda, func(item *AgendaItem) bool {
			item.Meeting = m
			if item.Reference == "" {
				return false
			}
			if c.Hidden(item.Reference) {
				problems.Warnf("withheld-item", m.File, item.Key, "", "an item of the agenda names a withheld paper and is withheld with it")
				c.Withheld.Items++
				m.NonPublic++
				return true
			}
			item.Paper = c.Find(item.Reference)
			return false
		})
	}
	for _, p := range c.Papers {
		for _, s := range p.Consultations {
			s.Paper = p
			hidden := false
			for _, m := range secrets[NormalReference(p.Reference)] {
				if !m.fits(c, s) {
					continue
				}
				hidden = true
				if !m.withheld && s.Date != 0 {
					s.Meeting = m.Meeting
				}
			}
			if hidden && s.Public {
				if s.Date == 0 {
					problems.Warnf("withheld-undated", p.File, s.Key, "give it the date of its sitting", "a station without a date is withheld, since a sitting of this committee deals with the paper in secret")
				}
				s.conceal()
				c.Withheld.Consultations++
			}
			if s.Date == 0 {
				continue
			}
			if s.Meeting == nil {
				s.Meeting = c.meetingOf(s, index)
			}
			if !s.Public {
				if secret[s.Meeting] == nil {
					secret[s.Meeting] = map[*Paper]bool{}
				}
				secret[s.Meeting][p] = true
			}
			c.joinItem(s, problems)
		}
	}
	for _, m := range c.Meetings[:described] {
		m.Agenda = slices.DeleteFunc(m.Agenda, func(item *AgendaItem) bool {
			if item.Paper != nil && secret[m][item.Paper] && item.Consultation == nil {
				c.Withheld.Items++ // counted for the meeting with its station
				return true
			}
			return false
		})
		for _, item := range m.Agenda {
			c.joinStation(m, item)
		}
	}
	for _, m := range c.Meetings {
		c.finishMeeting(m)
	}
}

// Secret marks the number of a paper whose item on this agenda is not public.
func (m *Meeting) Secret(reference string) {
	if reference != "" {
		m.secret = append(m.secret, NormalReference(reference))
	}
}

func (m *Meeting) secretly(p *Paper) bool {
	return slices.Contains(m.secret, NormalReference(p.Reference))
}

// conceal leaves of a station only committee and day.
func (s *Consultation) conceal() {
	*s = Consultation{Paper: s.Paper, Committees: s.Committees, Date: s.Date, Meeting: s.Meeting, Key: s.Key, Outcome: OutcomeNone}
}

// meetingOf finds the meeting of a dated station, or makes one.
func (c *Council) meetingOf(s *Consultation, index map[sitting][]*Meeting) *Meeting {
	var found *Meeting
	for _, m := range index[sitting{s.Committees[0], s.Date}] {
		better := found == nil
		for _, item := range m.Agenda {
			better = better || item.Paper == s.Paper
		}
		if better {
			found = m
		}
	}
	if found != nil {
		return found
	}
	m := &Meeting{Committees: s.Committees, Date: s.Date}
	for _, x := range m.Committees {
		index[sitting{x, m.Date}] = append(index[sitting{x, m.Date}], m)
	}
	c.Meetings = append(c.Meetings, m)
	return m
}

// joinItem ties a station to its item; a public station that no agenda lists
// gets an item of its own.
func (c *Council) joinItem(s *Consultation, problems *diag.List) {
	if !s.Public {
		if !s.Meeting.secretly(s.Paper) { // else the agenda counted it
			s.Meeting.NonPublic++
		}
		return
	}
	var item *AgendaItem
	for _, x := range s.Meeting.Agenda {
		if x.Paper == s.Paper && x.Consultation == nil && (item == nil || x.Number == s.Number) {
			item = x
		}
	}
	if item == nil {
		item = &AgendaItem{Meeting: s.Meeting, Number: s.Number, Paper: s.Paper}
		s.Meeting.Agenda = append(s.Meeting.Agenda, item)
	}
	s.Item, item.Consultation = item, s
	if s.Number == "" {
		s.Number = item.Number
	}
	if item.Number == "" {
		item.Number = s.Number
	}
	switch {
	case s.ResultWords == "":
		s.ResultWords = item.ResultWords
	case item.ResultWords != "" && fold(item.ResultWords) != fold(s.ResultWords):
		problems.Warnf("two-results", s.Paper.File, s.Key+".result", "write the same words in both files, or in one of them only",
			"the result is %q here and %q in %s; this one is shown", s.ResultWords, item.ResultWords, s.Meeting.File)
	}
	item.ResultWords = s.ResultWords
	if s.Vote == nil {
		s.Vote = item.Vote
	}
}

// joinStation gives an item that names a published paper a station there,
// and derives the outcome of items without one.
func (c *Council) joinStation(m *Meeting, item *AgendaItem) {
	if item.Consultation != nil {
		return
	}
	if item.Paper == nil {
		item.Outcome, item.Majority, item.Vote = c.outcome(item.ResultWords, item.Vote)
		return
	}
	p := item.Paper
	s := &Consultation{Paper: p, Committees: m.Committees, Date: m.Date, Number: item.Number, Public: true,
		ResultWords: item.ResultWords, Vote: item.Vote, Meeting: m, Item: item}
	item.Consultation = s
	at := len(p.Consultations)
	for i, other := range p.Consultations {
		if other.Date > s.Date {
			at = i
			break
		}
	}
	p.Consultations = slices.Insert(p.Consultations, at, s)
}

// finishMeeting sorts the agenda, names its anchors and says whether the
// meeting was held.
func (c *Council) finishMeeting(m *Meeting) {
	slices.SortStableFunc(m.Agenda, func(a, b *AgendaItem) int {
		if (a.Number == "") != (b.Number == "") {
			return cmp.Compare(b.Number, a.Number) // items without a number come last
		}
		return CompareNumbers(itemNumber(a.Number), itemNumber(b.Number))
	})
	taken := map[string]bool{}
	for _, item := range m.Agenda {
		name := Slug(itemNumber(item.Number))
		if name == "" && item.Paper != nil {
			name = Slug(item.Paper.Reference)
		}
		if name == "" {
			name = Slug(item.Title)
		}
		item.ID = "top-" + name
		for id, n := item.ID, 2; taken[item.ID]; n++ {
			item.ID = id + "-" + strconv.Itoa(n)
		}
		taken[item.ID] = true
		if item.Title == "" && item.Paper != nil {
			item.Title = item.Paper.Title
		}
		item.Reference = ""
	}
	if s, ok := ParseStatus(m.StatusWords); ok {
		m.Status = s
	} else if m.Date < c.Today {
		m.Status = StatusHeld
	} else {
		m.Status = StatusScheduled
	}
	names := make([]string, len(m.Committees))
	for i, x := range m.Committees {
		names[i] = x.Name
		if x.Slug != "" {
			names[i] = x.Slug
		}
	}
	m.ID = m.Slug
	if m.ID == "" {
		m.ID = m.Date.String() + "-" + Slug(strings.Join(names, " "))
	}
}

// itemNumber is the number without the letters that only repeat that the
// item is public: "Ö 5" counts as "5".
func itemNumber(number string) string {
	rest := strings.TrimSpace(number)
	for _, prefix := range []string{"TOP", "Top", "Ö", "ö"} {
		rest = strings.TrimSpace(strings.TrimPrefix(rest, prefix))
	}
	if rest == "" {
		return number
	}
	return rest
}
