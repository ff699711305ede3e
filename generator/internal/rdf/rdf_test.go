package rdf

import (
	"encoding/json"
	"strings"
	"testing"

	"offenlage/generator/internal/validator"
)

func forms(t *testing.T, g *Graph) map[string]string {
	t.Helper()
	x, err := g.XML()
	if err != nil {
		t.Fatal(err)
	}
	j, err := g.JSON()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"ttl": string(g.Turtle()), "rdf": string(x), "jsonld": string(j)}
}

// TestForms writes what is hard to write, and lets three readers compare.
func TestForms(t *testing.T) {
	g := New(Prefix{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}, Prefix{"xsd", "http://www.w3.org/2001/XMLSchema#"}, Prefix{"dct", "http://purl.org/dc/terms/"})
	a, b := IRI("https://x.example/a#ä b"), IRI("https://x.example/b")
	g.Add(a, Type, Name("dct:Standard"))
	g.Add(a, "dct:title", Text{"„Vorlagen“ & \"mehr\" <b>\n\\ende\t", "de"}, Text{"Papers", "en"}, Text{"Papers", "en"})
	g.Add(b, "dct:title", Text{"without a language", ""})
	g.Add(a, "dct:modified", Typed{"2026-01-07", "xsd:date"})
	g.Add(a, "dct:relation", b, IRI("mailto:rat@x.example"), IRI("https://x.example/?a=b&c=<d>"))
	g.Add(b, "dct:abstract", Text{}, IRI(""), Typed{})
	good := forms(t, g)
	text := func(forms map[string]string) string {
		data, err := json.Marshal(forms)
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	cases := map[string]string{"good": text(good)}
	for form, change := range map[string][2]string{"ttl": {"Papers", "Paper"}, "rdf": {`xml:lang="en"`, `xml:lang="de"`}, "jsonld": {"2026-01-07", "2026-01-08"}} {
		other := map[string]string{}
		for k, v := range good {
			other[k] = v
		}
		other[form] = strings.Replace(good[form], change[0], change[1], 1)
		cases["changed "+form] = text(other)
	}
	cases["broken"] = text(map[string]string{"ttl": strings.Replace(good["ttl"], " .\n", "\n", 2), "rdf": good["rdf"], "jsonld": good["jsonld"]})
	found := map[string][]string{}
	for _, p := range validator.Node(t, validator.Statements+`
async function check(name, text) {
  const { turtle, bad } = await statements(text);
  if (turtle.length != 8) bad.push(turtle.length + " statements");
  return bad;
}`, cases, validator.StatementsPackages...) {
		found[p.File] = append(found[p.File], p.Message)
	}
	for name := range cases {
		if (len(found[name]) == 0) != (name == "good") {
			t.Errorf("%s: %q\n%s", name, found[name], cases[name])
		}
	}
}

// TestEmpty leaves out what says nothing.
func TestEmpty(t *testing.T) {
	g := New(Prefix{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}, Prefix{"dct", "http://purl.org/dc/terms/"})
	g.Add("https://x.example/", "dct:title", Text{})
	if text := string(g.Turtle()); strings.Contains(text, "x.example") {
		t.Error(text)
	}
}
