package build

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/searchtest"
	"offenlage/templates"
)

var update = flag.Bool("update", false, "rewrite what the tests expect")

// now is the day of all tests.
var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// unpack writes the files of an archive below a new folder. A file whose name
// ends in "?" is left out: it belongs to the test.
func unpack(t *testing.T, a *txtar.Archive) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range a.Files {
		if strings.HasSuffix(f.Name, "?") {
			continue
		}
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func options(dir, out string) Options {
	return Options{Dir: dir, Out: out, Now: now, Templates: templates.Files}
}

// TestProblems feeds what people get wrong. Each archive is a site; its file
// "want?" holds the problems that must be reported, hints included. With an
// error among them nothing may be written.
func TestProblems(t *testing.T) {
	files, err := filepath.Glob("testdata/problems/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(a.Files, func(f txtar.File) bool { return f.Name == "config.toml" }) {
				a.Files = append(a.Files, txtar.File{Name: "config.toml", Data: []byte("title = \"Test\"\nbase_url = \"https://test.example/\"\nlanguage = \"en\"\n")})
			}
			out := filepath.Join(t.TempDir(), "public")
			r, err := Run(options(unpack(t, a), out))
			if err != nil {
				t.Fatal(err)
			}
			var got bytes.Buffer
			if err := diag.WriteText(&got, r.Problems, 0, false); err != nil {
				t.Fatal(err)
			}
			at := slices.IndexFunc(a.Files, func(f txtar.File) bool { return f.Name == "want?" })
			if at < 0 {
				at = len(a.Files)
				a.Files = append(a.Files, txtar.File{Name: "want?"})
			}
			if *update {
				a.Files[at].Data = got.Bytes()
				a.Files = slices.DeleteFunc(a.Files, func(f txtar.File) bool {
					return f.Name == "config.toml" && bytes.Contains(f.Data, []byte("https://test.example/"))
				})
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if want := string(a.Files[at].Data); got.String() != want {
				t.Errorf("got:\n%s\nwant:\n%s", got.String(), want)
			}
			_, err = os.Stat(out)
			if bad, _ := diag.Count(r.Problems); (bad > 0) == r.Published || bad > 0 && err == nil {
				t.Errorf("%d errors, published %v, folder: %v", bad, r.Published, err)
			}
		})
	}
}

// tree reads all files below dir.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		out[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// example is the example council, as every newcomer builds it.
func example(t *testing.T) (dir string, files map[string]string) {
	t.Helper()
	out := t.TempDir()
	r, err := Run(options("../../..", out))
	if err != nil {
		t.Fatal(err)
	}
	if !r.Published {
		diag.WriteText(os.Stderr, r.Problems, 0, false)
		t.Fatal("the example was not built")
	}
	return out, tree(t, out)
}

// TestIdentical builds the example with one core and with many: the files
// must be the same to the byte. A third build must write nothing.
func TestIdentical(t *testing.T) {
	_, many := example(t)
	before := runtime.GOMAXPROCS(1)
	dir, one := example(t)
	runtime.GOMAXPROCS(before)
	if len(many) != len(one) {
		t.Errorf("%d files with many cores, %d with one", len(many), len(one))
	}
	for name, data := range one {
		if many[name] != data {
			t.Errorf("%s differs between one core and many", name)
		}
	}
	r, err := Run(options("../../..", dir))
	if err != nil {
		t.Fatal(err)
	}
	if r.Stats.Written != 0 || r.Stats.Removed != 0 || r.Stats.Unchanged == 0 {
		t.Errorf("a second build of the same input: %+v", r.Stats)
	}
}

// TestExampleIsClean makes sure that a newcomer's first build shows no
// problem but the drafts to fill in, and that the example has what it promises.
func TestExampleIsClean(t *testing.T) {
	r, err := Run(options("../../..", ""))
	if err != nil {
		t.Fatal(err)
	}
	drafts := 0
	for _, p := range r.Problems {
		if p.Rule == "legal-page" && strings.Contains(p.Message, "still has something to fill in") {
			drafts++
			continue
		}
		t.Errorf("%s: %s [%s]", p.Severity, p, p.Rule)
	}
	if drafts != 3 {
		t.Errorf("%d drafts of legal pages say what to fill in, want 3", drafts)
	}
	c := r.Site.Council
	for _, want := range []struct {
		what     string
		got, min int
	}{
		{"papers", len(c.Papers), 60}, {"committees", len(c.Committees), 7}, {"topics", len(c.Topics), 12},
		{"factions", len(c.Factions), 4}, {"sittings", len(c.Meetings), 25}, {"kinds of paper", len(r.Site.Kinds), 10},
		{"years", len(r.Site.Years), 3}, {"withheld", c.Withheld.Total(), 3}, {"close votes", len(r.Site.Close), 1},
		{"overruled committees", len(r.Site.Overruled), 1}, {"coming sittings", len(r.Site.Upcoming), 1},
	} {
		if want.got < want.min {
			t.Errorf("%d %s, want at least %d", want.got, want.what, want.min)
		}
	}
}

// marker is planted in every field that can be withheld.
const marker = "GEHEIM"

// TestWithheld plants markers in every place that is not public and looks for
// them in names and contents of all files.
func TestWithheld(t *testing.T) {
	a, err := txtar.ParseFile("testdata/withheld.txtar")
	if err != nil {
		t.Fatal(err)
	}
	planted := 0
	for _, f := range a.Files {
		planted += strings.Count(f.Name+string(f.Data), marker)
	}
	if planted < 60 {
		t.Fatalf("only %d markers are planted", planted)
	}
	out := t.TempDir()
	r, err := Run(options(unpack(t, a), out))
	if err != nil {
		t.Fatal(err)
	}
	if !r.Published {
		diag.WriteText(os.Stderr, r.Problems, 0, false)
		t.Fatal("not published")
	}
	files := tree(t, out)
	public, indexed, packed := 0, 0, 0
	for name, data := range files {
		if strings.Contains(strings.ToUpper(name), marker) {
			t.Errorf("the name %s gives away what is withheld", name)
		}
		if inner, ok := strings.CutPrefix(name, "search/"); ok && path.Ext(name) == ".bin" {
			words, err := searchtest.Words(inner, []byte(data))
			if err != nil {
				t.Fatal(err)
			}
			indexed += len(words)
			data = strings.Join(words, "\n")
		}
		switch path.Ext(name) {
		case ".sqlite":
			data = databaseText(t, data)
			packed++
		case ".xlsx":
			data = unzipped(t, data)
			packed++
		case ".ics": // long lines are folded anywhere
			data = strings.ReplaceAll(data, "\r\n ", "")
		}
		if i := strings.Index(strings.ToUpper(data), marker); i >= 0 {
			t.Errorf("%s gives away what is withheld: %q", name, data[max(0, i-100):min(len(data), i+60)])
		}
		public += strings.Count(data, "OFFEN")
	}
	if indexed < 100 {
		t.Errorf("only %d words of the index were read", indexed)
	}
	if packed != 12 { // a database and eleven workbooks
		t.Errorf("%d packed files were read", packed)
	}
	if public == 0 {
		t.Error("nothing public was published either")
	}
	w := r.Site.Council.Withheld
	got := fmt.Sprintf("papers %d, embargoed %d, meetings %d, pages %d, consultations %d, items %d, files %d",
		w.Papers, w.Embargoed, w.Meetings, w.Pages, w.Consultations, w.Items, w.Files)
	const want = "papers 3, embargoed 2, meetings 2, pages 1, consultations 3, items 4, files 2"
	if got != want {
		t.Errorf("counted as withheld: %s\nwant %s", got, want)
	}
}
