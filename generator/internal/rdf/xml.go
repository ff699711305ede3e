package rdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// XML writes the graph as RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/).
func (g *Graph) XML() ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", "  ")
	root := xml.StartElement{Name: local("rdf:RDF")}
	for _, p := range g.prefixes {
		root.Attr = append(root.Attr, xml.Attr{Name: local("xmlns:" + p.Name), Value: p.IRI})
	}
	// Errors of the encoder stay, and are reported by Close.
	e.EncodeToken(root)
	g.each(func(s *subject) {
		about := xml.StartElement{Name: local("rdf:Description"), Attr: []xml.Attr{{Name: local("rdf:about"), Value: escapeIRI(s.iri)}}}
		e.EncodeToken(about)
		for _, x := range s.said {
			for _, o := range x.objects {
				start := xml.StartElement{Name: local(string(x.predicate))}
				text := ""
				set := func(name, value string) { start.Attr = append(start.Attr, xml.Attr{Name: local(name), Value: value}) }
				switch o := o.(type) {
				case IRI:
					set("rdf:resource", escapeIRI(o))
				case Name:
					set("rdf:resource", escapeIRI(g.expand(o)))
				case Text:
					text = o.Text
					if o.Language != "" {
						set("xml:lang", o.Language)
					}
				case Typed:
					text = o.Text
					set("rdf:datatype", string(g.expand(o.Type)))
				}
				e.EncodeToken(start)
				e.EncodeToken(xml.CharData(text))
				e.EncodeToken(start.End())
			}
		}
		e.EncodeToken(about.End())
	})
	e.EncodeToken(root.End())
	if err := e.Close(); err != nil {
		return nil, fmt.Errorf("write RDF/XML: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// local is a name with its prefix as it stands: the encoder would write each
// namespace out again at every element.
func local(name string) xml.Name { return xml.Name{Local: name} }
