// Package rdf holds a graph of statements and writes it as Turtle, as RDF/XML
// and as JSON-LD: the same statements in the same order, whatever the form.
//
// It knows what a catalogue needs and no more: every subject has an IRI, so
// that there are no blank nodes; names are written with prefixes.
package rdf

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Prefix is a short name of a vocabulary: "dct" for "http://purl.org/dc/terms/".
type Prefix struct{ Name, IRI string }

// Name is a term of a vocabulary as it is written, "dct:title".
type Name string

// Value is the object of a statement: an IRI, a Name, a Text or a Typed.
type Value interface{ value() }

// IRI is an absolute address of a thing.
type IRI string

// Text is a text in a language; Language "" is for one in none.
type Text struct{ Text, Language string }

// Typed is a number, a day or the like, with its type: {"2026-01-07", "xsd:date"}.
type Typed struct {
	Text string
	Type Name
}

func (IRI) value()   {}
func (Name) value()  {}
func (Text) value()  {}
func (Typed) value() {}

// Type is the predicate that says what a thing is.
const Type Name = "rdf:type"

// Graph is a set of statements, by subject in the order in which they were
// added. It is not safe for concurrent use.
type Graph struct {
	prefixes []Prefix
	subjects []*subject
	byIRI    map[IRI]*subject
}

type subject struct {
	iri  IRI
	said []said
}

type said struct {
	predicate Name
	objects   []Value
}

// New makes an empty graph whose names have these prefixes; "rdf" must be
// among them.
func New(prefixes ...Prefix) *Graph {
	return &Graph{prefixes: slices.SortedFunc(slices.Values(prefixes), func(a, b Prefix) int { return cmp.Compare(a.Name, b.Name) }), byIRI: map[IRI]*subject{}}
}

// Add states something of a subject. It panics at a name without a known
// prefix, which only a program can get wrong. What was said before is not
// said again, and empty values say nothing.
func (g *Graph) Add(about IRI, predicate Name, objects ...Value) {
	g.expand(predicate)
	s := g.byIRI[about]
	if s == nil {
		s = &subject{iri: about}
		g.byIRI[about] = s
		g.subjects = append(g.subjects, s)
	}
	at := slices.IndexFunc(s.said, func(x said) bool { return x.predicate == predicate })
	for _, o := range objects {
		switch o := o.(type) {
		case IRI:
			if o == "" {
				continue
			}
		case Name:
			g.expand(o)
		case Text:
			if o.Text == "" {
				continue
			}
		case Typed:
			if o.Text == "" {
				continue
			}
			g.expand(o.Type)
		}
		if at < 0 {
			at = len(s.said)
			s.said = append(s.said, said{predicate: predicate})
		}
		if !slices.Contains(s.said[at].objects, o) {
			s.said[at].objects = append(s.said[at].objects, o)
		}
	}
}

// expand returns the IRI that a name stands for.
func (g *Graph) expand(n Name) IRI {
	prefix, rest, _ := strings.Cut(string(n), ":")
	for _, p := range g.prefixes {
		if p.Name == prefix {
			return IRI(p.IRI + rest)
		}
	}
	panic(fmt.Sprintf("rdf: %q has no known prefix", n))
}

// each calls f for all subjects of which something was said.
func (g *Graph) each(f func(*subject)) {
	for _, s := range g.subjects {
		if len(s.said) > 0 {
			f(s)
		}
	}
}
