package rdf

import "encoding/json"

// document is a graph in JSON-LD: its context holds the prefixes alone, so that
// readers need nothing from elsewhere.
type document struct {
	Context map[string]string `json:"@context"`
	Graph   []map[string]any  `json:"@graph"`
}

type jsonValue struct {
	ID       string `json:"@id,omitempty"`
	Value    string `json:"@value,omitempty"`
	Language string `json:"@language,omitempty"`
	Type     string `json:"@type,omitempty"`
}

// JSON writes the graph as JSON-LD (https://www.w3.org/TR/json-ld11/).
func (g *Graph) JSON() ([]byte, error) {
	d := document{Context: map[string]string{}}
	for _, p := range g.prefixes {
		d.Context[p.Name] = p.IRI
	}
	g.each(func(s *subject) {
		node := map[string]any{"@id": escapeIRI(s.iri)}
		for _, x := range s.said {
			var list []any
			for _, o := range x.objects {
				switch o := o.(type) {
				case IRI:
					list = append(list, jsonValue{ID: escapeIRI(o)})
				case Name:
					list = append(list, jsonValue{ID: string(g.expand(o))})
				case Text:
					list = append(list, jsonValue{Value: o.Text, Language: o.Language})
				case Typed:
					list = append(list, jsonValue{Value: o.Text, Type: string(o.Type)})
				}
			}
			key := string(x.predicate)
			if x.predicate == Type {
				key = "@type"
				for i, v := range list {
					list[i] = v.(jsonValue).ID
				}
			}
			node[key] = list
		}
		d.Graph = append(d.Graph, node)
	})
	data, err := json.MarshalIndent(d, "", " ")
	return append(data, '\n'), err
}
