package rdf

import (
	"fmt"
	"strings"
)

// Turtle writes the graph as Turtle (https://www.w3.org/TR/turtle/).
func (g *Graph) Turtle() []byte {
	var b strings.Builder
	for _, p := range g.prefixes {
		fmt.Fprintf(&b, "@prefix %s: %s .\n", p.Name, reference(IRI(p.IRI)))
	}
	g.each(func(s *subject) {
		b.WriteString("\n" + reference(s.iri))
		for i, x := range s.said {
			if i > 0 {
				b.WriteString(" ;")
			}
			predicate := string(x.predicate)
			if x.predicate == Type {
				predicate = "a"
			}
			b.WriteString("\n  " + predicate + " ")
			for j, o := range x.objects {
				if j > 0 {
					b.WriteString(", ")
				}
				b.WriteString(turtle(o))
			}
		}
		b.WriteString(" .\n")
	})
	return []byte(b.String())
}

func turtle(v Value) string {
	switch v := v.(type) {
	case IRI:
		return reference(v)
	case Name:
		return string(v)
	case Text:
		if v.Language != "" {
			return quote(v.Text) + "@" + v.Language
		}
		return quote(v.Text)
	case Typed:
		return quote(v.Text) + "^^" + string(v.Type)
	}
	panic("rdf: unknown value")
}

// reference writes an IRI in angle brackets. What must not stand between them
// is percent-encoded, which leaves an address what it was.
func reference(iri IRI) string { return "<" + escapeIRI(iri) + ">" }

func escapeIRI(iri IRI) string {
	var b strings.Builder
	for i := range len(iri) {
		if c := iri[i]; c <= ' ' || strings.IndexByte("<>\"{}|^`\\", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

var escapeText = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`)

func quote(text string) string {
	return `"` + escapeText.Replace(strings.ToValidUTF8(text, "\uFFFD")) + `"`
}
