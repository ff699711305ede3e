package oparltree_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"offenlage/generator/internal/build"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/oparltest"
	"offenlage/templates"
)

// now is the time of all builds.
var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

const exampleBase = "https://ratsportal.auenfurt.example/"

// shared is a folder that is not there everywhere: OParl's schema, and a real
// city.
const shared = "../../../../shared"

func run(t *testing.T, o build.Options) *build.Result {
	t.Helper()
	o.Templates = templates.Files
	if o.Now.IsZero() {
		o.Now = now
	}
	r, err := build.Run(o)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Published {
		diag.WriteText(os.Stderr, r.Problems, 0, false)
		t.Fatal("not published")
	}
	return r
}

// site copies the example, so that its config and ledger can be changed.
func site(t *testing.T, config string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../../content")); err != nil {
		t.Fatal(err)
	}
	os.Remove(filepath.Join(dir, filepath.FromSlash(build.LedgerFile)))
	data, err := os.ReadFile("../../../config.toml")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "config.toml"), string(data)+config)
	return dir
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// schemas are those of OParl, nil where they are not there.
func schemas(t testing.TB) map[string]*jsonschema.Schema {
	data, err := os.ReadFile(filepath.Join(shared, "oparl", "oparl11-jsonschema.json"))
	if err != nil {
		return nil
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	for kind, raw := range all {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err == nil {
			err = c.AddResource("urn:oparl:"+kind, doc)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	out := map[string]*jsonschema.Schema{}
	for kind := range all {
		if out[kind], err = c.Compile("urn:oparl:" + kind); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// check looks at a tree with our own checks and with OParl's schema.
func check(t testing.TB, files fs.FS, o oparltest.Options) (r *oparltest.Result, bySchema []string) {
	known := schemas(t)
	o.Each = func(where, kind string, o oparltest.Object) {
		if s := known[kind]; s != nil {
			if err := s.Validate(o); err != nil {
				bySchema = append(bySchema, where+": "+strings.ReplaceAll(err.Error(), "\n", " "))
			}
		}
	}
	return oparltest.Check(files, o), bySchema
}

func report(t *testing.T, faults ...[]string) {
	t.Helper()
	all := slices.Concat(faults...)
	for _, f := range all[:min(20, len(all))] {
		t.Error(f)
	}
	if len(all) > 20 {
		t.Errorf("and %d more", len(all)-20)
	}
}

// TestExample builds the example council and looks at every object.
func TestExample(t *testing.T) {
	for _, c := range []struct {
		name, config string
		main         bool
	}{{"all", "", false}, {"main", "objects = \"main\"\n", true}, {"texts", "texts = false\nags = \"05382060\"\n", false}} {
		t.Run(c.name, func(t *testing.T) {
			out := t.TempDir()
			r := run(t, build.Options{Dir: site(t, c.config), Out: out})
			got, bySchema := check(t, os.DirFS(out), oparltest.Options{Base: exampleBase, Main: c.main})
			report(t, got.Faults, bySchema)
			t.Logf("stand-alone %v, listed %v, embedded %v, %d links, %d pages of lists; without a file %d", got.Alone, got.Listed, got.Embedded, got.Links, got.Lists, r.Embedded)
			council := r.Site.Council
			for kind, want := range map[string]int{"Paper": len(council.Papers), "Meeting": len(council.Meetings), "Person": len(council.People),
				"Organization": len(council.Committees) + len(council.Factions), "LegislativeTerm": len(council.Terms)} {
				if kind == "Paper" {
					for _, p := range council.Papers {
						if p.Withdrawn != nil {
							want--
						}
					}
				}
				if got.Alone[kind] != want {
					t.Errorf("%d of %s, want %d", got.Alone[kind], kind, want)
				}
			}
			if (got.Alone["Consultation"] == 0) != c.main || got.Listed["Consultation"] == 0 || (r.Embedded > 0) != c.main {
				t.Errorf("%d consultations have files, %d are listed, %d objects are embedded only", got.Alone["Consultation"], got.Listed["Consultation"], r.Embedded)
			}
		})
	}
}

// TestCity does the same with a real city, where it is there, and adds a paper
// to it.
func TestCity(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	source := filepath.Join(shared, "data", "karlsruhe")
	if _, err := os.Stat(source); err != nil {
		t.Skip("no real city here")
	}
	dir, out := city(t, source), t.TempDir()
	r := run(t, build.Options{Dir: dir, Out: out, Remember: true})
	got, bySchema := check(t, os.DirFS(out), oparltest.Options{Base: r.Site.Absolute("")})
	report(t, got.Faults, bySchema)
	t.Logf("stand-alone %v, listed %v, embedded %v, %d links, %d pages of lists", got.Alone, got.Listed, got.Embedded, got.Links, got.Lists)
	if got.Alone["Paper"] < 1900 || got.Alone["File"] < 1900 {
		t.Errorf("only %v", got.Alone)
	}
	before := contents(t, out)
	write(t, filepath.Join(dir, "content/papers/2026/9999.md"), strings.ReplaceAll(another, "Rat der Stadt Auenfurt", "Gemeinderat"))
	run(t, build.Options{Dir: dir, Out: out, Remember: true, Now: now.Add(time.Hour)})
	all := changed(t, before, contents(t, out))
	tree := 0
	for _, name := range all {
		if strings.Contains(name, "oparl/v1.1/") {
			tree++
		}
	}
	if tree == 0 || tree > 40 {
		t.Errorf("one more paper changes %d files of the tree", tree)
	}
	t.Logf("one more paper changes %d of %d files, of them %d of the tree", len(all), len(before), tree)
}

// load reads the OParl files of a built site, and the names of all others.
func load(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f := &fstest.MapFile{}
		if strings.HasPrefix(p, "oparl/") {
			f.Data, err = os.ReadFile(filepath.Join(dir, p))
		}
		files[p] = f
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestFaults plants mistakes of every kind, one at a time, and demands that
// each is caught, by our checks always.
func TestFaults(t *testing.T) {
	out := t.TempDir()
	run(t, build.Options{Dir: site(t, ""), Out: out})
	good := load(t, out)
	const dir = "oparl/v1.1/"
	paper, station, item := dir+"paper/2025-0019.json", dir+"consultation/2025-0019_2025-06-26-rat.json", dir+"agendaitem/2025-06-26-rat_5.json"
	set := func(file, name string, value any) func(fstest.MapFS) {
		return func(files fstest.MapFS) {
			var o map[string]any
			if err := json.Unmarshal(files[file].Data, &o); err != nil {
				t.Fatal(file, err)
			}
			if value == nil {
				if _, there := o[name]; !there {
					t.Fatalf("%s has no %s", file, name)
				}
				delete(o, name)
			} else {
				o[name] = value
			}
			data, err := json.Marshal(o)
			if err != nil {
				t.Fatal(err)
			}
			files[file] = &fstest.MapFile{Data: data}
		}
	}
	replace := func(file, old, with string) func(fstest.MapFS) {
		return func(files fstest.MapFS) {
			if !bytes.Contains(files[file].Data, []byte(old)) {
				t.Fatalf("%s has no %s", file, old)
			}
			files[file] = &fstest.MapFile{Data: bytes.Replace(files[file].Data, []byte(old), []byte(with), 1)}
		}
	}
	known := schemas(t) != nil
	for _, c := range []struct {
		name   string
		plant  func(fstest.MapFS)
		want   string // what our checks say
		schema bool   // OParl's schema catches it too
	}{
		{"id is not the address", set(paper, "id", exampleBase+dir+"paper/2025-0020.json"), "its id is", false},
		{"a required property is missing", set(dir+"body/1.json", "legislativeTerm", nil), "Body has no legislativeTerm", true},
		{"no creation time", set(paper, "created", nil), "Paper has no created", true},
		{"a time in Zulu", set(paper, "modified", "2026-11-23T12:00:00Z"), "modified is no time", true},
		{"modified before created", set(paper, "modified", "2020-11-23T12:00:00+01:00"), "modified before", false},
		{"a German date", set(paper, "date", "27.01.2025"), "date is no date", true},
		{"a day that is none", set(paper, "date", "2025-02-30"), "date is no date", false},
		{"a number as text", set(item, "order", "4"), "order is no int", true},
		{"an unknown property", set(paper, "title", "x"), "OParl knows no title", true},
		{"another vendor's property", set(paper, "stadt:x", "x"), "nobody knows the vendor", false},
		{"null", replace(paper, `"reference":"2025/0019"`, `"reference":null`), "reference is null", true},
		{"a relative address", set(dir+"system.json", "body", "/oparl/v1.1/body.json"), "body is no url", true},
		{"a dead link", set(station, "meeting", exampleBase+dir+"meeting/1999.json"), "nothing is there", false},
		{"a page that is not there", func(f fstest.MapFS) { delete(f, "vorlagen/2025-0019/index.html") }, "nothing is there", false},
		{"a text that is not there", func(f fstest.MapFS) { delete(f, "vorlagen/2025-0019/vorlage.text.txt") }, "nothing is there", false},
		{"an object that is not listed", func(f fstest.MapFS) {
			f[dir+"paper/x.json"] = f[paper]
			replace(dir+"paper/x.json", `paper/2025-0019.json"`, `paper/x.json"`)(f)
		}, "no list has it", false},
		{"a listed object without a file", func(f fstest.MapFS) { delete(f, paper) }, "has no file", false},
		{"a list that says something else", replace(dir+"paper.json", `"reference":"2025/0019"`, `"reference":"2025/0020"`), "listed with another reference", false},
		{"an embedded object that says something else", replace(paper, `"offenlage:result":"vertagt"`, `"offenlage:result":"verschoben"`), "embedded with another offenlage:result", false},
		{"a wrong total", replace(dir+"paper.json", `"totalElements":`, `"totalElements":1`), "the list does not say that it has", false},
		{"a next page that is none", replace(dir+"agendaitem.json", `seite/2.json","last"`, `seite/9.json","last"`), "the link next leads to no page", false},
		{"pages that share an object", func(f fstest.MapFS) {
			object, _, _ := bytes.Cut(bytes.TrimPrefix(f[dir+"agendaitem.json"].Data, []byte("{\"data\":[\n")), []byte("\n"))
			replace(dir+"agendaitem/seite/2.json", "{\"data\":[\n", "{\"data\":[\n"+string(object)+"\n")(f)
		}, "is listed twice", false},
		{"a list out of order", func(f fstest.MapFS) {
			first, rest, _ := bytes.Cut(bytes.TrimPrefix(f[dir+"paper.json"].Data, []byte("{\"data\":[\n")), []byte(",\n"))
			second, rest, _ := bytes.Cut(rest, []byte(",\n"))
			f[dir+"paper.json"] = &fstest.MapFile{Data: slices.Concat([]byte("{\"data\":[\n"), second, []byte(",\n"), first, []byte(",\n"), rest)}
		}, "stands behind", false},
		{"an object embedded with its parent", func(f fstest.MapFS) {
			replace(paper, `"offenlage:sequence":0`, `"paper":"`+exampleBase+paper+`","offenlage:sequence":0`)(f)
		}, "is embedded and names its paper", false},
		{"an object alone without its parent", set(station, "paper", nil), "stands alone without its paper", false},
		{"agenda in another order", func(f fstest.MapFS) {
			meeting := dir + "meeting/2025-06-26-rat.json"
			replace(meeting, `"order":1,`, `"order":2,`)(f)
		}, "has the order", false},
		{"a vote of nothing", set(item, "offenlage:votes", []any{map[string]any{"result": "pass"}}), "nobody recorded anything", false},
		{"a count that is none", replace(item, `{"option":"yes","value":17}`, `{"option":"yes","value":null}`), "a count is none", false},
		{"a tombstone that tells too much", set(paper, "deleted", true), "a deleted object still has", false},
		{"HTML escapes", replace(paper, "Windenergie", `\u003cWindenergie`), "escapes what only HTML minds", false},
		{"a byte order mark", replace(paper, "{", "\xef\xbb\xbf{"), "byte order mark", false},
		{"an item and a station that disagree", set(item, "consultation", exampleBase+dir+"consultation/2025-0019_2025-03-20-rat.json"), "its consultation names another item", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := fstest.MapFS{}
			for name, f := range good {
				files[name] = f
			}
			c.plant(files)
			r, bySchema := check(t, files, oparltest.Options{Base: exampleBase})
			if !slices.ContainsFunc(r.Faults, func(f string) bool { return strings.Contains(f, c.want) }) {
				t.Errorf("not caught: %q", r.Faults)
			}
			if known && c.schema && len(bySchema) == 0 {
				t.Error("the schema of OParl does not catch it")
			}
		})
	}
}

// TestLists makes more papers than a page holds.
func TestLists(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	write(t, filepath.Join(dir, "config.toml"), "title = \"T\"\nbase_url = \"https://t.example/rat/\"\nlanguage = \"de\"\n")
	for i := range 345 {
		write(t, filepath.Join(dir, fmt.Sprintf("content/papers/%d.md", i)), fmt.Sprintf("+++\nreference = \"2026/%d\"\ntitle = \"T\"\ntype = \"Antrag\"\npublic = true\n+++\nText %d.\n", i, i))
	}
	run(t, build.Options{Dir: dir, Out: out})
	r, bySchema := check(t, os.DirFS(out), oparltest.Options{Base: "https://t.example/rat/"})
	report(t, r.Faults, bySchema)
	var page struct {
		Data  []map[string]any
		Links struct{ Web string }
	}
	data, err := os.ReadFile(filepath.Join(out, "oparl/v1.1/paper/seite/4.json"))
	if err != nil || json.Unmarshal(data, &page) != nil || len(page.Data) != 45 || page.Links.Web != "https://t.example/rat/vorlagen/" {
		t.Errorf("the last page: %v, %d papers, %s", err, len(page.Data), page.Links.Web)
	}
}
