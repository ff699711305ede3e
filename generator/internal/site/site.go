// Package site turns a linked council into what is published: one address for
// every object, the lists that readers browse, and their order. A Site is
// never changed after New, so that pages can be made in parallel without
// locks. It knows addresses and order, but no page.
package site

import (
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/ledger"
)

// PerPage is how many entries a page of a long list shows.
const PerPage = 50

// AssetDir is the folder of the site's own files: style, scripts, pictures.
const AssetDir = "assets"

// Site is everything that is published, in the order in which readers see it.
type Site struct {
	Config  *config.Config
	Licence Licence // of the data; zero when none is given or nobody knows it
	Council *council.Council
	Today   council.Date

	Papers     []*council.Paper     // newest first
	Committees []*council.Committee // by the order given, then by name
	Topics     []*council.Topic     // the uppermost ones, by name
	Factions   []*council.Faction   // by seats, then by name
	Pages      []*council.Page      // by the order given, then by title

	Years  []Year[*council.Paper]                 // of papers, newest first
	Kinds  []Group[council.Kind, *council.Paper]  // kinds that occur, in display order
	States []Group[council.State, *council.Paper] // states that occur, in display order

	Upcoming     []*council.Meeting // from today on and not cancelled, next first
	MeetingYears []Year[*council.Meeting]

	Decisions     []*council.Consultation // what settled a matter, newest first
	DecisionYears []Year[*council.Consultation]
	Outcomes      []Group[council.Outcome, *council.Consultation]
	Close         []*council.Consultation // contested and decided by few votes
	Overruled     []*council.Consultation // the council against a committee

	Redirects []Redirect

	ledger      *ledger.Ledger               // nil before Remember
	ids         map[any]string               // of objects that have no address on the site, and of persons
	memberships map[*council.Person][]string // ids of the memberships, in their order
	problems    *diag.List
	words       map[string]string // first parts of addresses by kind
	taken       map[string]string // what stands at each path, without the last slash
	byFile      map[string]any    // objects by content file
	attachments map[string]string // addresses of public attachments by path
}

// Year holds what belongs to one year, newest first; Year 0 is for undated
// objects and comes last.
type Year[T any] struct {
	Year  int
	Items []T
}

// Group holds what shares one canonical value, newest first.
type Group[K, T any] struct {
	Key   K
	Items []T
}

// Redirect leads from an earlier path below the base URL to today's.
type Redirect struct{ From, To string }

// New makes the Site. Addresses that two objects want are added to problems.
func New(cfg *config.Config, c *council.Council, problems *diag.List) *Site {
	s := &Site{Config: cfg, Licence: licence(cfg.Licence), Council: c, Today: c.Today, Papers: c.Papers, problems: problems}
	s.words = map[string]string{}
	for _, kind := range config.Segments() {
		s.words[kind] = s.word(kind)
	}
	s.sortNames()
	s.Years = byYear(c.Papers, func(p *council.Paper) int { return p.Date.Year() })
	s.Kinds = groups(council.Kinds(), c.Papers, func(p *council.Paper) council.Kind { return p.Kind })
	s.States = groups(council.States(), c.Papers, func(p *council.Paper) council.State { return p.State })
	s.MeetingYears = byYear(c.Meetings, func(m *council.Meeting) int { return m.Date.Year() })
	for _, m := range slices.Backward(c.Meetings) {
		if m.Date >= s.Today && m.Status != council.StatusCancelled {
			s.Upcoming = append(s.Upcoming, m)
		}
	}
	s.decide()
	s.name()
	s.claim()
	s.index()
	return s
}

// sortNames orders what readers look up by name as their language does.
func (s *Site) sortNames() {
	tag, err := language.Parse(s.Config.Language)
	if err != nil {
		tag = language.Und
	}
	collator := collate.New(tag, collate.IgnoreCase, collate.Numeric)
	keys := map[string][]byte{}
	buf := &collate.Buffer{}
	key := func(name string) []byte {
		k, ok := keys[name]
		if !ok {
			k = slices.Clone(collator.KeyFromString(buf, name))
			buf.Reset()
			keys[name] = k
		}
		return k
	}
	byName := func(a, b string) int { return cmp.Or(slices.Compare(key(a), key(b)), cmp.Compare(a, b)) }
	// What has no order of its own comes after all that has.
	rank := func(order int) uint { return uint(order) - 1 }

	s.Committees = slices.SortedFunc(slices.Values(s.Council.Committees), func(a, b *council.Committee) int {
		return cmp.Or(cmp.Compare(rank(a.Order), rank(b.Order)), councilFirst(a, b), byName(a.Name, b.Name))
	})
	topics := func(a, b *council.Topic) int { return byName(a.Name, b.Name) }
	for _, t := range s.Council.Topics {
		slices.SortFunc(t.Children, topics)
		if t.Parent == nil {
			s.Topics = append(s.Topics, t)
		}
	}
	slices.SortFunc(s.Topics, topics)
	s.Factions = slices.SortedFunc(slices.Values(s.Council.Factions), func(a, b *council.Faction) int {
		return cmp.Or(cmp.Compare(b.Seats, a.Seats), byName(a.Name, b.Name))
	})
	s.Pages = slices.SortedFunc(slices.Values(s.Council.Pages), func(a, b *council.Page) int {
		return cmp.Or(cmp.Compare(rank(a.Order), rank(b.Order)), byName(a.Title, b.Title))
	})
	member := func(a, b council.Membership) int {
		return cmp.Or(byName(family(a.Person.Name), family(b.Person.Name)), byName(a.Person.Name, b.Person.Name))
	}
	for _, x := range s.Council.Committees {
		slices.SortStableFunc(x.Members, member)
	}
	for _, x := range s.Council.Factions {
		slices.SortStableFunc(x.Members, member)
	}
}

func councilFirst(a, b *council.Committee) int {
	switch {
	case a.Council == b.Council:
		return 0
	case a.Council:
		return -1
	}
	return 1
}

// family is the last word of a name, by which people are looked up.
func family(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// decide lists the stations that settled a matter.
func (s *Site) decide() {
	for _, p := range s.Papers {
		for _, c := range p.Consultations {
			if c.Decides {
				s.Decisions = append(s.Decisions, c)
			}
		}
	}
	slices.SortStableFunc(s.Decisions, func(a, b *council.Consultation) int { return cmp.Compare(b.Date, a.Date) })
	s.DecisionYears = byYear(s.Decisions, func(c *council.Consultation) int { return c.Date.Year() })
	s.Outcomes = groups(council.Outcomes(), s.Decisions, func(c *council.Consultation) council.Outcome { return c.Outcome })
	for _, c := range s.Decisions {
		if c.Vote.Close() {
			s.Close = append(s.Close, c)
		}
		if len(c.Overrules) > 0 {
			s.Overruled = append(s.Overruled, c)
		}
	}
}

func byYear[T any](items []T, year func(T) int) []Year[T] {
	var out []Year[T]
	at := map[int]int{}
	for _, x := range items {
		y := year(x)
		i, ok := at[y]
		if !ok {
			i = len(out)
			at[y] = i
			out = append(out, Year[T]{Year: y})
		}
		out[i].Items = append(out[i].Items, x)
	}
	slices.SortFunc(out, func(a, b Year[T]) int { return cmp.Compare(b.Year, a.Year) })
	return out
}

func groups[K comparable, T any](order []K, items []T, key func(T) K) []Group[K, T] {
	byKey := map[K][]T{}
	for _, x := range items {
		byKey[key(x)] = append(byKey[key(x)], x)
	}
	var out []Group[K, T]
	for _, k := range order {
		if len(byKey[k]) > 0 {
			out = append(out, Group[K, T]{k, byKey[k]})
		}
	}
	return out
}
