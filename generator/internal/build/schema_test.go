package build

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"offenlage/generator/internal/validator"
)

// schemaProblems holds the data of a page against what search engines ask of
// it: one block, the steps of the way counted from 1, addresses that are
// pages of the site, days as ISO 8601 has them, and never an empty value.
func schemaProblems(files map[string]string, base, site string, blocks []string) (problems []string) {
	complain := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	if len(blocks) > 1 {
		complain("%d blocks of data", len(blocks))
	}
	for _, block := range blocks {
		var data struct {
			Context string           `json:"@context"`
			Graph   []map[string]any `json:"@graph"`
		}
		if err := json.Unmarshal([]byte(block), &data); err != nil {
			complain("%v", err)
			continue
		}
		if data.Context != "https://schema.org" || len(data.Graph) == 0 {
			complain("context %q, %d things", data.Context, len(data.Graph))
		}
		if strings.ContainsAny(block, "<>") {
			complain("a text could end the element")
		}
		var walk func(key string, v any)
		walk = func(key string, v any) {
			switch v := v.(type) {
			case map[string]any:
				if v["@type"] == nil && v["@id"] == nil {
					complain("%s is of no type", key)
				}
				for k, x := range v {
					walk(k, x)
				}
			case []any:
				for i, x := range v {
					walk(key, x)
					if step, ok := x.(map[string]any); ok && key == "itemListElement" && step["position"] != float64(i+1) {
						complain("step %d has the number %v", i+1, step["position"])
					}
				}
			case string:
				switch {
				case v == "":
					complain("%s is empty", key)
				case (key == "@id" || key == "url" || key == "item") && strings.HasPrefix(v, site):
					_, path, _ := strings.Cut(strings.TrimPrefix(v, "https://"), "/")
					if !published(files, base, "/"+path) {
						complain("%s %q is no page", key, v)
					}
				case key == "@id" || key == "url" || key == "item":
					complain("%s %q is not of this site", key, v)
				case strings.HasSuffix(key, "Date") || key == "dateCreated":
					if !day.MatchString(v) {
						complain("%s %q", key, v)
					}
				}
			case nil:
				complain("%s is null", key)
			}
		}
		for _, thing := range data.Graph {
			walk("", thing)
		}
	}
	return problems
}

// schemaOrg expands the data with a reader of JSON-LD, and looks up types and
// their properties in the vocabulary as published for TypeScript.
const schemaOrg = `
import jsonld from "jsonld";
import { readFileSync as readVocabulary } from "node:fs";
const types = new Map();
for (const m of readVocabulary("node_modules/schema-dts/dist/schema.d.ts", "utf8").matchAll(/^(?:export )?interface (\w+?)(?:Base|Leaf) extends ([^{]+)\{(.*?)^\}/gms)) {
  if (!types.has(m[1])) types.set(m[1], { parents: [...m[2].matchAll(/(\w+)Base/g)].map(p => p[1]), properties: new Set([...m[3].matchAll(/^ +"(\w+)"\?:/gm)].map(p => p[1])) });
}
types.set("Thing", { parents: [], properties: new Set(["name", "url", "alternateName", "description", "potentialAction"]) });
const has = (type, property) => types.get(type)?.properties.has(property) || types.get(type)?.parents.some(p => has(p, property));
const documentLoader = url => {
  if (new URL(url).host != "schema.org") throw new Error("asks for " + url);
  return { documentUrl: url, document: { "@context": { "@vocab": "https://schema.org/" } } };
};
async function check(name, text) {
  const bad = [];
  const walk = thing => {
    if (Array.isArray(thing)) return thing.forEach(walk);
    if (typeof thing != "object") return;
    const [type] = thing["@type"] ?? [];
    if (type && !types.has(type.replace("https://schema.org/", ""))) bad.push("no type " + type);
    for (const [key, value] of Object.entries(thing)) {
      if (key.startsWith("@")) { if (key == "@graph") walk(value); continue; }
      const property = key.replace("https://schema.org/", "");
      if (!type) bad.push("a thing of no type has " + property);
      else if (!property.endsWith("-input") && !has(type.replace("https://schema.org/", ""), property)) bad.push(type + " has no " + property);
      walk(value);
    }
  };
  walk(await jsonld.expand(JSON.parse(text), { documentLoader, safe: true }));
  return bad;
}`

var schemaVersions = []string{"jsonld@9.0.0", "schema-dts@2.1.0"}

// blocksOf finds the data of a page.
func blocksOf(doc *html.Node) (blocks []string) {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Script && attr(n, "type") == "application/ld+json" {
			blocks = append(blocks, n.FirstChild.Data)
		}
	}
	return blocks
}

// TestSchema asks readers that are not ours about the data of every page of
// the example; what each kind of page is about must be there.
func TestSchema(t *testing.T) {
	_, files := example(t)
	blocks := map[string]string{}
	for name, p := range parsePages(t, files) {
		for _, block := range blocksOf(p.doc) {
			blocks[name] = block
		}
	}
	for name, want := range map[string][]string{
		"index.html":                                        {`"@type":"WebSite"`, `"urlTemplate":"https://ratsportal.auenfurt.example/suche/?q={q}"`, `"license":"https://www.govdata.de/dl-de/by-2-0"`},
		"gremien/planungsausschuss/index.html":              {`"@type":"GovernmentOrganization"`, `"@type":"BreadcrumbList"`},
		"sitzungen/2025-03-20-rat/index.html":               {`"@type":"Event"`, `"startDate":"2025-03-20T17:00:00+01:00"`, `"eventStatus":"https://schema.org/EventScheduled"`},
		"vorlagen/2025-0003/index.html":                     {`"@type":"Legislation"`, `"legislationIdentifier":"2025/0003"`, `"legislationPassedBy":[{"@type":"GovernmentOrganization"`, `"legislationDate":"2025-`},
		"vorlagen/jahr/2025/index.html":                     {`{"@type":"ListItem","position":2,"name":"Vorlagen","item":"https://ratsportal.auenfurt.example/vorlagen/"}`},
		"sitzungen/2024-09-10-planungsausschuss/index.html": {`"location":{"@type":"Place"`},
	} {
		for _, part := range want {
			if !strings.Contains(blocks[name], part) {
				t.Errorf("%s has no %s in %s", name, part, blocks[name])
			}
		}
	}
	if len(blocks) < 150 {
		t.Errorf("only %d pages have data", len(blocks))
	}
	for _, p := range validator.Node(t, schemaOrg, blocks, schemaVersions...) {
		t.Errorf("%s: %s", p.File, p.Message)
	}
}

// TestSchemaFaults plants what can go wrong; all of it must be found.
func TestSchemaFaults(t *testing.T) {
	_, files := example(t)
	const name = "vorlagen/2025-0003/index.html"
	good := blocksOf(parsePages(t, map[string]string{name: files[name]})[name].doc)[0]
	outside := map[string]string{}
	for _, fault := range []struct {
		what, old, new string
		ours           bool // found without asking others
	}{
		{"a German date", `"dateCreated":"2025-`, `"dateCreated":"07.01.2025-`, true},
		{"an empty name", `"name":"`, `"name":"","x":"`, true},
		{"a page that is not there", "/vorlagen/2025-0003/", "/vorlagen/2025-9999/", true},
		{"a wrong step", `"position":2`, `"position":3`, true},
		{"an end of the element", `"name":"`, `"name":"</script>`, true},
		{"JSON that is cut off", "]}", "", true},
		{"another vocabulary", "https://schema.org", "https://schema.example", true},
		{"a thing of no type", `"publisher":{"@type":"GovernmentOrganization",`, `"publisher":{`, true},
		{"a type that is not there", `"@type":"Legislation"`, `"@type":"Vorlage"`, false},
		{"a property that is not there", `"legislationIdentifier"`, `"legislationNumber"`, false},
		{"a property of another type", `"legislationType"`, `"eventStatus"`, false},
	} {
		bad := strings.Replace(good, fault.old, fault.new, 1)
		if bad == good {
			t.Fatalf("%s: could not be planted", fault.what)
		}
		if found := len(schemaProblems(files, "/", "https://ratsportal.", []string{bad})) > 0; found != fault.ours {
			t.Errorf("%s: found %v by ours", fault.what, found)
		}
		if !fault.ours {
			outside[fault.what] = bad
		}
	}
	left := maps.Clone(outside)
	for _, p := range validator.Node(t, schemaOrg, outside, schemaVersions...) {
		delete(left, p.File)
	}
	for what := range left {
		t.Errorf("nobody finds: %s", what)
	}
}

// TestCitation holds what a reference manager takes a paper with.
func TestCitation(t *testing.T) {
	_, files := example(t)
	found, papers := map[string]int{}, 0
	for name, p := range parsePages(t, files) {
		if !strings.HasPrefix(name, "vorlagen/2") {
			continue
		}
		seen := map[string]int{}
		for n := range p.doc.Descendants() {
			if tag, ok := strings.CutPrefix(attr(n, "name"), "citation_"); ok && n.DataAtom == atom.Meta {
				seen[tag]++
				if attr(n, "content") == "" {
					t.Errorf("%s: %s is empty", name, tag)
				}
			}
		}
		if len(seen) == 0 {
			continue // withdrawn
		}
		papers++
		for tag, n := range seen {
			found[tag]++
			if n > 1 && tag != "author" && tag != "keywords" {
				t.Errorf("%s: %d %s", name, n, tag)
			}
		}
	}
	for _, tag := range []string{"title", "technical_report_institution", "technical_report_number", "language", "public_url"} {
		if found[tag] != papers || papers < 60 {
			t.Errorf("%s is on %d of %d papers", tag, found[tag], papers)
		}
	}
	for _, tag := range []string{"author", "publication_date", "keywords", "pdf_url"} {
		t.Logf("%s is on %d of %d papers", tag, found[tag], papers)
	}
}
