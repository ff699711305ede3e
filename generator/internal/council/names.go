package council

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// New returns an empty Council that derives canonical values by words.
func New(words *Vocabulary, terms []*Term, today Date) *Council {
	return &Council{
		Terms: terms, Today: today, words: words,
		committees: map[string]*Committee{},
		topics:     map[string]*Topic{},
		factions:   map[string]*Faction{},
		people:     map[string]*Person{},
		references: map[string][]*Paper{},
		hidden:     map[string]bool{},
	}
}

// fold makes spellings of one name equal: case and white space do not count.
func fold(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), " "))
}

// named returns what name stands for, made by add when nobody named it before.
func named[T any](index map[string]*T, name string, add func(name string) *T) *T {
	key := fold(name)
	if x := index[key]; x != nil {
		return x
	}
	x := add(strings.Join(strings.Fields(name), " "))
	index[key] = x
	return x
}

// Committee returns the committee of that name or short name; it exists by
// being named.
func (c *Council) Committee(name string) *Committee {
	return named(c.committees, name, func(name string) *Committee {
		x := &Committee{Name: name}
		c.Committees = append(c.Committees, x)
		return x
	})
}

// Topic returns the topic of that name or synonym; it exists by being named.
func (c *Council) Topic(name string) *Topic {
	return named(c.topics, name, func(name string) *Topic {
		x := &Topic{Name: name}
		c.Topics = append(c.Topics, x)
		return x
	})
}

// Faction returns the faction of that name or short name; it exists by being
// named.
func (c *Council) Faction(name string) *Faction {
	return named(c.factions, name, func(name string) *Faction {
		x := &Faction{Name: name}
		c.Factions = append(c.Factions, x)
		return x
	})
}

// Person returns the person of that name, nil when nobody described one:
// people get an entry only on purpose.
func (c *Council) Person(name string) *Person { return c.people[fold(name)] }

// AddPerson adds a described person; a second one of the same name is the
// same person.
func (c *Council) AddPerson(name string) *Person {
	return named(c.people, name, func(name string) *Person {
		x := &Person{Name: name}
		c.People = append(c.People, x)
		return x
	})
}

// AlsoCommittee makes another name stand for x, unless it is taken.
func (c *Council) AlsoCommittee(x *Committee, name string) bool { return also(c.committees, x, name) }

// AlsoTopic makes another name stand for x, unless it is taken.
func (c *Council) AlsoTopic(x *Topic, name string) bool { return also(c.topics, x, name) }

// AlsoFaction makes another name stand for x, unless it is taken.
func (c *Council) AlsoFaction(x *Faction, name string) bool { return also(c.factions, x, name) }

func also[T any](index map[string]*T, x *T, name string) bool {
	key := fold(name)
	if key == "" || index[key] == x {
		return true
	}
	if index[key] != nil {
		return false
	}
	index[key] = x
	return true
}

// AddPaper adds a paper that may be published.
func (c *Council) AddPaper(p *Paper) {
	c.Papers = append(c.Papers, p)
	if key := NormalReference(p.Reference); key != "" { // a missing number is an error of its own
		c.references[key] = append(c.references[key], p)
	}
}

// Hide remembers the number of a withheld paper, so that no link and no
// agenda gives it away.
func (c *Council) Hide(reference string) {
	if reference != "" {
		c.hidden[NormalReference(reference)] = true
	}
}

// Hides tells whether any number is remembered so.
func (c *Council) Hides() bool { return len(c.hidden) > 0 }

// Hidden tells whether the number belongs to a withheld paper, and to no
// published one.
func (c *Council) Hidden(reference string) bool {
	key := NormalReference(reference)
	return c.hidden[key] && len(c.references[key]) == 0
}

// Find returns the published paper of that number in any spelling, or nil.
// Of several papers with one number it returns the first in file order.
func (c *Council) Find(reference string) *Paper {
	if ps := c.references[NormalReference(reference)]; len(ps) > 0 {
		return ps[0]
	}
	return nil
}

// Vocabulary returns the words that the Council was made with.
func (c *Council) Vocabulary() *Vocabulary { return c.words }

// NormalReference makes the spellings of one official number equal:
// "DS-Nr. 2021/0541", "2021-0541" and "2021/0541" give the same key.
func NormalReference(reference string) string {
	words := strings.FieldsFunc(strings.ToLower(reference), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for len(words) > 1 && referencePrefixes[words[0]] {
		words = words[1:]
	}
	return strings.Join(words, "/")
}

// NumberWords are words before the number of a paper that are no part of it.
func NumberWords() []string { return slices.Sorted(maps.Keys(referencePrefixes)) }

// referencePrefixes are words before a number that are not part of it.
var referencePrefixes = map[string]bool{
	"ds": true, "nr": true, "drs": true, "drucksache": true, "drucksachen": true, "drucksachennummer": true,
	"vorlage": true, "vorlagen": true, "vorlagennummer": true, "antrag": true, "anfrage": true,
	"paper": true, "no": true, "number": true, "motion": true, "question": true,
}

// personTitles begin the printed name of a person, never of a faction.
var personTitles = []string{
	"herr ", "frau ", "dr. ", "prof. ", "stadtrat ", "stadträtin ", "ratsherr ", "ratsfrau ", "ratsmitglied ",
	"stv. ", "einwohner", "bürgerin ", "bürger ", "gemeinderat ", "gemeinderätin ", "mr ", "ms ", "mrs ", "councillor ",
}

// officeWords occur in the names of offices that bring in papers.
var officeWords = []string{
	"verwaltung", "bürgermeister", "dezernat", "amt ", "amt", "fachbereich", "fachdienst", "referat", "stadtwerke",
	"ausschuss", "ortschaftsrat", "bezirksvertretung", "beirat", "betrieb", "gmbh", "stadt ", "vorstand", "landrat",
	"office", "department", "mayor", "board", "administration",
}

// originator decides what kind of originator the printed name stands for.
// Factions exist by being named, but only motions, amendments and questions
// make one of a name that says nothing of itself.
func (c *Council) originator(name string, kind Kind) Originator {
	o := Originator{Name: name}
	key := fold(name)
	if f := c.factions[key]; f != nil {
		o.Faction = f
		return o
	}
	if p := c.people[key]; p != nil {
		o.Person = p
		return o
	}
	if strings.Contains(key, "fraktion") || strings.Contains(key, "ratsgruppe") {
		o.Faction = c.Faction(name)
		return o
	}
	for _, title := range personTitles {
		if strings.HasPrefix(key, title) {
			return o
		}
	}
	for _, office := range officeWords {
		if strings.Contains(key, office) {
			return o
		}
	}
	switch kind {
	case KindMotion, KindAmendment, KindQuestion:
		o.Faction = c.Faction(name)
	}
	return o
}
