package cli

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/build"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/oparl"
	"offenlage/generator/internal/oparldemo"
	"offenlage/templates"
)

const city = "../../../../shared/data/karlsruhe"

// run runs a command and returns what it printed.
func run(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := Main(args, Env{Stdout: &out, Stderr: &errs, Dir: t.TempDir(), Getenv: func(string) string { return "" }, Templates: templates.Files}); code != ok {
		t.Fatalf("offenlage %s: exit %d\n%s%s", strings.Join(args, " "), code, out.String(), errs.String())
	}
	return out.String()
}

func newSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte("title = \"Stadt\"\nbase_url = \"https://rat.example/\"\nlanguage = \"de\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir
}

func contentOf(t *testing.T, site string) map[string]string {
	t.Helper()
	out := map[string]string{}
	root := os.DirFS(filepath.Join(site, "content"))
	err := fs.WalkDir(root, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(root, p)
		out[p] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestImportCity imports a real city from a folder and from an endpoint: both
// give the same files, which build.
func TestImportCity(t *testing.T) {
	if _, err := os.Stat(city); err != nil {
		t.Skip("the real city is not here")
	}
	folder := newSite(t)
	said := run(t, "import", "oparl", mustAbs(t, city), "--site", folder)
	if !strings.Contains(said, "1990 papers (1990 new") {
		t.Errorf("it says\n%s", said)
	}
	// The same counts as in the source's own files: nothing is lost.
	got := map[string]int{}
	for name, text := range contentOf(t, folder) {
		for _, part := range strings.Split(text, "\n[[")[1:] {
			kind, _, _ := strings.Cut(part, "]]")
			got[name[:strings.IndexByte(name, '/')]+" "+kind]++
			for _, key := range []string{"date", "result"} {
				if kind == "consultation" && strings.Contains(part, "\n"+key+" = ") {
					got[kind+" with "+key]++
				}
			}
		}
	}
	for what, want := range map[string]int{"papers consultation": 1959, "consultation with date": 1906, "consultation with result": 1444, "papers file": 6613, "meetings agenda": 3936} {
		if got[what] != want {
			t.Errorf("%s: %d, want %d", what, got[what], want)
		}
	}
	if said := run(t, "import", "oparl", mustAbs(t, city), "--site", folder); !strings.Contains(said, "1990 papers (0 new, 0 changed, 1990 as before)") ||
		!strings.Contains(said, "458 meetings (0 new, 0 changed, 458 as before)") {
		t.Errorf("a second time it says\n%s", said)
	}
	all, err := oparldemo.Folder(os.DirFS(mustAbs(t, city)))
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(&oparldemo.Server{Objects: all})
	defer s.Close()
	overHTTP := newSite(t)
	run(t, "import", "oparl", s.URL+"/system", "--site", overHTTP, "--rate", "50")
	a, b := contentOf(t, folder), contentOf(t, overHTTP)
	if !slices.Equal(slices.Sorted(maps.Keys(a)), slices.Sorted(maps.Keys(b))) {
		t.Errorf("%d files from the folder, %d from the endpoint", len(a), len(b))
	}
	for name, text := range a {
		if b[name] != text {
			t.Errorf("%s differs:\n%s\n---\n%s", name, text, b[name])
			break
		}
	}
	r, err := build.Run(build.Options{Dir: folder, Now: time.Now(), Templates: templates.Files})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems {
		if p.Severity == diag.Error {
			t.Errorf("%s", p)
		}
	}
	if n := len(r.Site.Council.Papers); n != 1990 {
		t.Errorf("%d papers", n)
	}
}

func mustAbs(t *testing.T, path string) string {
	t.Helper()
	abs, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

// TestImportFiles downloads documents beside their papers, asks again only
// for those that changed, and takes no name and no web page from a server
// that means harm.
func TestImportFiles(t *testing.T) {
	mux := http.NewServeMux()
	s := httptest.NewServer(mux)
	defer s.Close()
	asked := map[string]int{}
	serve := func(path, kind, body string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			asked[path]++
			w.Header().Set("Content-Type", kind)
			w.Header().Set("Last-Modified", "Mon, 02 Feb 2026 10:00:00 GMT")
			if r.Header.Get("If-Modified-Since") == "Mon, 02 Feb 2026 10:00:00 GMT" {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			io.WriteString(w, body)
		})
	}
	serve("/text", "text/plain", "Beschlussvorschlag\n\nDas Haus wird ge-\nbaut.\n")
	serve("/page", "text/html", "<html>Anmelden</html>")
	serve("/up", "text/plain", "harmlos")
	file := func(id, address, kind string) string {
		return fmt.Sprintf(`{"id": %q, "type": "https://schema.oparl.org/1.1/File", "name": "Datei", "mimeType": %q, "accessUrl": "%s%s", "modified": "2026-03-01T00:00:00Z"}`, id, kind, s.URL, address)
	}
	papers := objects(t, `{"id": "https://x.example/p/1", "type": "https://schema.oparl.org/1.1/Paper", "name": "Haus", "reference": "2026/0001", "paperType": "Antrag", "date": "2026-02-01",
	  "mainFile": `+file("https://x.example/f/1", "/text", "text/plain")+`,
	  "auxiliaryFile": [`+file("https://x.example/f/2", "/page", "application/pdf")+`, `+file(`https://x.example/..\\..\\x`, "/up", "text/plain")+`, `+file("https://x.example/f/4", "/gone", "text/plain")+`]}`)
	mux.Handle("/", &oparldemo.Server{Objects: map[string][]oparl.Object{"paper": papers, "meeting": {}, "organization": {}}})
	site := newSite(t)
	said := run(t, "import", "oparl", s.URL+"/system", "--site", site, "--files", "--rate", "50")
	for _, want := range []string{"a web page came instead of the file", "the endpoint answers 404", "2 documents (2 new"} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q:\n%s", want, said)
		}
	}
	got := contentOf(t, site)
	if want := []string{"papers/2026/1.txt", "papers/2026/2026-0001.md", "papers/2026/x.txt"}; !slices.Equal(slices.Sorted(maps.Keys(got)), want) {
		t.Errorf("files: %v", slices.Sorted(maps.Keys(got)))
	}
	paper := got["papers/2026/2026-0001.md"]
	if !strings.Contains(paper, "## Beschlussvorschlag\n\nDas Haus wird gebaut.") || !strings.Contains(paper, `path = "1.txt"`) || !strings.Contains(paper, `url = "`+s.URL+`/page"`) {
		t.Errorf("the paper is\n%s", paper)
	}
	run(t, "import", "oparl", s.URL+"/system", "--site", site, "--files", "--rate", "50")
	if again := contentOf(t, site); again["papers/2026/2026-0001.md"] != paper {
		t.Errorf("a second run changes the paper:\n%s", again["papers/2026/2026-0001.md"])
	}
	run(t, "build", "--site", site, "--out", filepath.Join(site, "out"))
	if _, err := os.Stat(filepath.Join(site, "out", "vorlagen", "2026-0001", "1.txt")); err != nil {
		t.Error(err)
	}
}

func objects(t *testing.T, all ...string) []oparl.Object {
	t.Helper()
	var out []oparl.Object
	for _, data := range all {
		o, err := oparl.Parse([]byte(data))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, o)
	}
	return out
}
