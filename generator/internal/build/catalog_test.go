package build

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"testing"

	"offenlage/generator/internal/validator"
)

const catalogueCheck = validator.Statements + validator.Catalogue + `
async function check(name, text) {
  const { turtle, bad } = await statements(text);
  return [...bad, ...catalogue(turtle)];
}`

// catalogueForms is the catalogue of a site as validator.Statements takes it.
func catalogueForms(files map[string]string) map[string]string {
	return map[string]string{"ttl": files["daten/catalog.ttl"], "rdf": files["daten/catalog.rdf"], "jsonld": files["daten/catalog.jsonld"]}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestCatalogue reads the catalogue of the example in its three forms, and
// holds what it says of files against the files.
func TestCatalogue(t *testing.T) {
	_, files := example(t)
	const base = "https://ratsportal.auenfurt.example/"
	var data struct {
		Graph []map[string]any `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(files["daten/catalog.jsonld"]), &data); err != nil {
		t.Fatal(err)
	}
	one := func(node map[string]any, key string) string {
		list, _ := node[key].([]any)
		if len(list) != 1 {
			t.Errorf("%v has %d %s", node["@id"], len(list), key)
			return ""
		}
		v := list[0].(map[string]any)
		if id, ok := v["@id"].(string); ok {
			return id
		}
		return v["@value"].(string)
	}
	sums, distributions := map[string]string{}, 0
	for _, node := range data.Graph {
		if node["spdx:checksumValue"] != nil {
			sums[node["@id"].(string)] = one(node, "spdx:checksumValue")
		}
	}
	for _, node := range data.Graph {
		if node["dcat:downloadURL"] == nil {
			continue
		}
		distributions++
		path := strings.TrimPrefix(one(node, "dcat:downloadURL"), base)
		file, ok := files[path]
		sum := sha256.Sum256([]byte(file))
		if !ok || one(node, "dcat:byteSize") != strconv.Itoa(len(file)) || sums[one(node, "spdx:checksum")] != hex.EncodeToString(sum[:]) {
			t.Errorf("what is said of %s is wrong: %v", path, node)
		}
	}
	if distributions < 10 {
		t.Errorf("only %d files are listed", distributions)
	}
	for _, p := range validator.Node(t, catalogueCheck, map[string]string{"catalogue": asJSON(t, catalogueForms(files))}, validator.StatementsPackages...) {
		t.Error(p.Message)
	}
}

// TestCatalogueFaults plants what can go wrong; all of it must be found.
func TestCatalogueFaults(t *testing.T) {
	_, files := example(t)
	cases := map[string]string{}
	for what, change := range map[string]struct {
		form, old, new string
		alone          bool // only one form has the fault, else all three follow the Turtle
	}{
		"a title of another language":    {"rdf", `xml:lang="de"`, `xml:lang="en"`, true},
		"another size":                   {"jsonld", `"@type": "xsd:nonNegativeInteger"`, `"@type": "xsd:integer"`, true},
		"Turtle that is cut off":         {"ttl", " .\n\n", "\n\n", true},
		"no title of the catalogue":      {"ttl", "\n  dct:title", "\n  dct:alternative", false},
		"no publisher":                   {"ttl", "\n  dct:publisher", "\n  dct:creator", false},
		"two publishers":                 {"ttl", "#publisher> ;", "#publisher>, <https://x.example/> ;", false},
		"a publisher that is not there":  {"ttl", "daten/#publisher>", "daten/#verlag>", false},
		"a licence of another list":      {"ttl", "<http://dcat-ap.de/def/licenses/dl-by-de/2.0> ;\n  dcatde", "<https://www.govdata.de/dl-de/by-2-0> ;\n  dcatde", false},
		"a licence that is a text":       {"ttl", "dct:license <http://dcat-ap.de/def/licenses/dl-by-de/2.0>", `dct:license "dl-de/by-2-0"`, false},
		"a German date":                  {"ttl", `dcat:startDate "2024-`, `dcat:startDate "01.01.2024-`, false},
		"no address of a file":           {"ttl", "\n  dcat:accessURL", "\n  dcat:accesURL", false},
		"a size in words":                {"ttl", `dcat:byteSize "`, `dcat:byteSize "etwa `, false},
		"an unknown theme":               {"ttl", "data-theme/GOVE", "data-theme/Rathaus", false},
		"a distribution that is missing": {"ttl", "#file:", "#datei:", false},
	} {
		forms := catalogueForms(files)
		bad := strings.Replace(forms[change.form], change.old, change.new, 1)
		if bad == forms[change.form] {
			t.Fatalf("%s: could not be planted", what)
		}
		forms[change.form] = bad
		key := what
		if !change.alone {
			key = "rules: " + what
		}
		cases[key] = asJSON(t, forms)
	}
	cases["rules: nothing"] = asJSON(t, catalogueForms(files))
	// What all forms would say alike must be found by the rules alone.
	script := strings.Replace(catalogueCheck, "return [...bad, ...catalogue(turtle)];", `return name.startsWith("rules: ") ? catalogue(turtle) : bad;`, 1)
	left := maps.Clone(cases)
	for _, p := range validator.Node(t, script, cases, validator.StatementsPackages...) {
		delete(left, p.File)
	}
	delete(left, "rules: nothing")
	for what := range left {
		t.Errorf("nobody finds: %s", what)
	}
}
