package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
)

// segments are the parts of addresses in each language. They never change
// once published; a city that wants other first parts sets [urls].
var segments = map[string]map[string]string{
	"de": {
		"papers": "vorlagen", "committees": "gremien", "topics": "themen", "meetings": "sitzungen",
		"factions": "fraktionen", "decisions": "beschluesse", "search": "suche", "keywords": "a-z", "statistics": "statistik", "open": "offen", "questions": "anfragen", "motions": "antraege", "glossary": "begriffe", "subscribe": "abonnieren", "open-data": "offene-daten", "pages": "seiten", "calendar": "kalender", "coverage": "luecken",
		"data": "daten",
		"year": "jahr", "kind": "art", "state": "stand", "page": "seite", "outcome": "ergebnis",
		"close": "knapp", "overruled": "abweichend", "undated": "ohne-datum", "paper": "vorlage",

		"proposal": "vorlage", "information": "mitteilung", "motion": "antrag", "amendment": "aenderungsantrag",
		"question": "anfrage", "answer": "antwort", "petition": "anregung", "minutes": "niederschrift",
		"budget": "haushalt", "bylaw": "satzung", "election": "wahl", "display": "offenlage", "other": "sonstiges",

		"introduced": "eingebracht", "consultation": "in-beratung", "postponed": "vertagt", "adopted": "beschlossen",
		"adopted-amended": "geaendert-beschlossen", "adopted-in-part": "teilweise-beschlossen", "rejected": "abgelehnt",
		"noted": "zur-kenntnis-genommen", "answered": "beantwortet", "settled": "erledigt", "withdrawn": "zurueckgezogen",
		"lapsed": "verfallen", "no-result": "ohne-ergebnis", "elected": "gewaehlt",
	},
	"en": {
		"keywords": "a-z",
	},
}

// segment returns the part of an address that stands for name; what a
// language does not translate is the name itself.
func (s *Site) segment(name string) string {
	if word, ok := s.words[name]; ok {
		return word
	}
	return s.word(name)
}

func (s *Site) word(name string) string {
	if own := s.Config.Segments[name]; own != "" {
		return own
	}
	if word := segments[s.Config.Language][name]; word != "" {
		return word
	}
	return name
}

// Path returns the address of an object below the base URL, ending in "/":
// "vorlagen/2021-0541/". It knows papers, committees, topics, meetings,
// factions and pages, and returns "" for anything else.
func (s *Site) Path(object any) string {
	switch x := object.(type) {
	case *council.Paper:
		return s.segment("papers") + "/" + x.ID + "/"
	case *council.Committee:
		return s.segment("committees") + "/" + x.ID + "/"
	case *council.Topic:
		return s.segment("topics") + "/" + x.ID + "/"
	case *council.Meeting:
		return s.segment("meetings") + "/" + x.ID + "/"
	case *council.Faction:
		return s.segment("factions") + "/" + x.ID + "/"
	case *council.Page:
		return x.ID + "/"
	}
	return ""
}

// URL returns the address of an object as a page links to it, from the root
// of the host: "/ris/vorlagen/2021-0541/". A station leads to its place on
// the paper's page, an item to its place on the meeting's. It returns "" for
// what has no address.
func (s *Site) URL(object any) string {
	switch x := object.(type) {
	case *council.AgendaItem:
		return s.URL(x.Meeting) + "#" + x.ID
	case *council.Consultation:
		if id := StationID(x); id != "" {
			return s.URL(x.Paper) + "#" + id
		}
		return s.URL(x.Paper)
	}
	p := s.Path(object)
	if p == "" {
		return ""
	}
	return s.Config.BasePath() + p
}

// StationID is the anchor of a station on its paper's page, made from day and
// committee so that it survives new stations; "" for none.
func StationID(c *council.Consultation) string {
	first := anchorOf(c)
	id, n := first, 1
	for _, earlier := range c.Paper.Consultations {
		if earlier == c {
			break
		}
		if earlier.Date != c.Date || earlier.Committees[0] != c.Committees[0] {
			continue
		}
		// A number must not make the anchor of another committee: "rat-2".
		for taken := true; taken; {
			n++
			id = first + "-" + strconv.Itoa(n)
			taken = slices.ContainsFunc(c.Paper.Consultations, func(other *council.Consultation) bool { return anchorOf(other) == id })
		}
	}
	return id
}

func anchorOf(c *council.Consultation) string {
	if c.Date == 0 {
		return "station-" + c.Committees[0].ID
	}
	return "station-" + c.Date.String() + "-" + c.Committees[0].ID
}

// List returns the path of a list below the base URL: List("papers") is
// "vorlagen/", List("papers", "year", "2026") "vorlagen/jahr/2026/".
func (s *Site) List(kind string, parts ...string) string {
	p := s.segment(kind) + "/"
	for _, part := range parts {
		p += s.segment(part) + "/"
	}
	return p
}

// Year returns the part of an address that stands for a year, also for the
// year 0 of undated objects.
func (s *Site) Year(year int) string {
	if year == 0 {
		return "undated"
	}
	return strconv.Itoa(year)
}

// Numbered returns the path of the n-th page of a list; the first has the
// list's own.
func (s *Site) Numbered(list string, n int) string {
	if n <= 1 {
		return list
	}
	return list + s.segment("page") + "/" + strconv.Itoa(n) + "/"
}

// Absolute returns the full address of a path below the base URL.
func (s *Site) Absolute(path string) string {
	u := *s.Config.BaseURL
	u.Path += path
	return u.String()
}

// claim gives every object and every list its address. Two that want one are
// an error that names both.
func (s *Site) claim() {
	s.taken = map[string]string{}
	claim := func(path, file, key, what, hint string) {
		path = strings.TrimSuffix(path, "/")
		if first, ok := s.taken[path]; ok {
			s.problems.Errorf("same-address", file, key, hint, "%s and %s would both stand at /%s/", what, first, path)
			return
		}
		s.taken[path] = what
	}
	const slug = `add slug = "…" to one of them`
	for _, kind := range config.Segments() {
		claim(s.List(kind), "config.toml", "urls", "the list of "+kind, "choose other words in [urls]")
	}
	for _, part := range []string{"year", "kind", "state", "page"} {
		claim(s.List("papers", part), "", "", "a list of papers", slug)
	}
	for _, kind := range []string{"committees", "topics", "factions"} {
		claim(s.List(kind, "page"), "", "", "a list of "+kind, slug)
	}
	for _, y := range s.MeetingYears {
		claim(s.List("meetings", s.Year(y.Year)), "", "", "a list of meetings", slug)
	}
	c := s.Council
	for _, x := range c.Committees {
		claim(s.Path(x), x.File, "name", fmt.Sprintf("the committee %q", x.Name), slug)
	}
	for _, x := range c.Topics {
		claim(s.Path(x), x.File, "name", fmt.Sprintf("the topic %q", x.Name), slug)
	}
	for _, x := range c.Factions {
		claim(s.Path(x), x.File, "name", fmt.Sprintf("the faction %q", x.Name), slug)
	}
	for _, x := range c.Papers {
		if x.Reference == "" {
			continue // which is an error already
		}
		claim(s.Path(x), x.File, "reference", fmt.Sprintf("paper %s (%s)", x.Reference, x.File), slug)
	}
	for _, x := range c.Meetings {
		what := fmt.Sprintf("the sitting of %s on %s", x.Committees[0].Name, x.Date)
		if x.File != "" {
			what += " (" + x.File + ")"
		}
		claim(s.Path(x), x.File, "date", what, slug)
	}
	claim(s.List("meetings", "page"), "", "", "a list of meetings", slug)
	claim(AssetDir, "", "", "the site's own files", `choose another slug`)
	claim(OParlDir, "", "", "the OParl tree", `choose another slug`)
	for _, x := range c.Pages {
		claim(s.Path(x), x.File, "title", fmt.Sprintf("the page %q", x.Title), slug)
	}
	alias := func(file string, target any, paths []string) {
		for _, p := range paths {
			claim(p, file, "aliases", fmt.Sprintf("the alias %q in %s", p, file), "take the alias out, or choose another one")
			s.Redirects = append(s.Redirects, Redirect{From: p, To: s.Path(target)})
		}
	}
	for _, x := range c.Papers {
		alias(x.File, x, x.Aliases)
	}
	for _, x := range c.Committees {
		alias(x.File, x, x.Aliases)
	}
	for _, x := range c.Topics {
		alias(x.File, x, x.Aliases)
	}
	for _, x := range c.Factions {
		alias(x.File, x, x.Aliases)
	}
	for _, x := range c.Meetings {
		alias(x.File, x, x.Aliases)
	}
	for _, x := range c.Pages {
		alias(x.File, x, x.Aliases)
	}
}
