package build

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"offenlage/generator/internal/diag"
)

// TestGolden builds a small site with every odd case and compares the pages
// named here to the byte. "go test -update" rewrites them; read the
// difference before it is committed.
func TestGolden(t *testing.T) {
	a, err := txtar.ParseFile("testdata/golden.txtar")
	if err != nil {
		t.Fatal(err)
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
	checkLinksOnly(t, files)
	got := &txtar.Archive{Comment: []byte("Written by go test -update.\n")}
	for _, name := range []string{".offenlage/files", "vorlagen/2026-0001/index.html", "vorlagen/2026-0002/index.html", "sitzungen/2026-03-01-rat/index.html", "alt/1/index.html", "fraktionen/spd/index.html"} {
		if files[name] == "" {
			t.Errorf("there is no %s", name)
		}
		got.Files = append(got.Files, txtar.File{Name: name, Data: []byte(files[name])})
	}
	const golden = "testdata/golden.want.txtar"
	if *update {
		if err := os.WriteFile(golden, txtar.Format(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := txtar.ParseFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range got.Files {
		if i >= len(want.Files) || strings.TrimRight(string(want.Files[i].Data), "\n") != strings.TrimRight(string(f.Data), "\n") {
			t.Errorf("%s is not as in %s", f.Name, golden)
		}
	}
}

// checkLinksOnly follows the links of a site that is too small for the rest.
func checkLinksOnly(t *testing.T, files map[string]string) {
	t.Helper()
	pages := parsePages(t, files)
	for _, p := range pages {
		for n := range p.doc.Descendants() {
			if n.Data == "a" {
				checkLink(t, pages, files, p, "/", attr(n, "href"))
			}
		}
	}
}

// TestSubPath builds the example for a host where it does not stand at the
// top, with the English interface.
func TestSubPath(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../../content")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte("title = \"Auenfurt\"\nbase_url = \"https://example.org/a/rat\"\nlanguage = \"en\"\n[[term]]\nname = \"all\"\nfrom = 2020-01-01\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	r, err := Run(options(dir, out))
	if err != nil || !r.Published {
		t.Fatal(err, r.Problems)
	}
	files := tree(t, out)
	if _, ok := files["papers/2025-0019/index.html"]; !ok {
		t.Error("an English site has no English addresses")
	}
	checkPages(t, files, "/a/rat/", "https://example.org/a/rat/")
}

// shared is the folder of real papers; tests that use it are skipped where it
// is not.
const shared = "../../../../shared"

// realCity builds the papers of a real city; the test is skipped where they
// are not.
func realCity(t *testing.T) (dir, out string, r *Result) {
	t.Helper()
	if testing.Short() {
		t.Skip("long")
	}
	corpus := filepath.Join(shared, "bench", "corpus.py")
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no real city here")
	}
	dir, out = t.TempDir(), t.TempDir()
	if log, err := exec.Command("python3", corpus, filepath.Join(shared, "data", "karlsruhe"), filepath.Join(dir, "content", "papers"), "--front", "offenlage").CombinedOutput(); err != nil {
		t.Skipf("corpus: %v\n%s", err, log)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte("title = \"Karlsruhe\"\nbase_url = \"https://ratsportal.example/\"\nlanguage = \"de\"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r, err := Run(options(dir, out))
	if err != nil || !r.Published {
		t.Fatal(err, r.Problems)
	}
	return dir, out, r
}

// TestRealCity builds the papers of a real city: no error, and everything
// that holds for the example holds for each of its pages.
func TestRealCity(t *testing.T) {
	_, out, r := realCity(t)
	if n := len(r.Site.Papers); n != 1990 {
		t.Errorf("%d papers", n)
	}
	stations := 0
	for _, p := range r.Site.Papers {
		stations += len(p.Consultations)
		for _, c := range p.Consultations {
			if c.ResultWords != "" && c.Outcome == "other" && !slices.Contains([]string{"siehe Dokument Abstimmungsergebnisse"}, c.ResultWords) {
				t.Errorf("%s: nobody knows what %q means", p.Reference, c.ResultWords)
			}
		}
	}
	if stations < 1900 {
		t.Errorf("only %d stations", stations)
	}
	files := tree(t, out)
	checkPages(t, files, "/", "https://ratsportal.")
	checkTables(t, files, r.Site)
}

// TestSeedPaper builds a real paper as its city published it: each part of
// its form stands where a reader looks for it.
func TestSeedPaper(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(shared, "data", "seed", "vorlage-2021-0541.md"))
	if err != nil {
		t.Skip("no real paper here")
	}
	dir := unpack(t, &txtar.Archive{Files: []txtar.File{
		{Name: "config.toml", Data: []byte("title = \"Stadt\"\nbase_url = \"https://stadt.example/\"\nlanguage = \"de\"\n")},
		{Name: "content/papers/0541.md", Data: append([]byte("+++\nreference = \"2021/0541\"\ntitle = \"Open Source Software in der Stadtverwaltung\"\ntype = \"Vorlage\"\npublic = true\noriginators = [\"Die FRAKTION\"]\ntopics = [\"Digitalisierung\"]\nsigned_by = \"Alexander Biber, Bürgermeister\"\n\n[[consultation]]\ncommittee = \"Ausschuss für Bürger*innenbeteiligung, Digitalisierung, Beteiligungssteuerung und Verbraucherschutz\"\ndate = 2021-09-16\n+++\n"), text...)},
	}})
	out := t.TempDir()
	r, err := Run(options(dir, out))
	if err != nil || !r.Published {
		t.Fatal(err, r.Problems)
	}
	page := tree(t, out)["vorlagen/2021-0541/index.html"]
	for what, part := range map[string]string{
		"number": "<dd>2021/0541</dd>", "openness": "<dd>öffentlich</dd>", "committee": "Ausschuss für Bürger*innenbeteiligung", "day": "16.\u00a0September 2021",
		"empty columns": "<dt>Ja</dt><dd>–</dd></div><div><dt>Nein</dt><dd>–</dd></div><div><dt>Enth.</dt><dd>–</dd>", "subject": "<h2 id=\"betreff\">Betreff",
		"motion": "Antrag Die FRAKTION vom 01. April 2021", "proposed resolution": "<section class=\"proposed\" aria-labelledby=\"beschlussentwurf\">", "facts": "<h2 id=\"sachdarstellung\">Sachdarstellung",
		"signatory": "<dd>Alexander Biber, Bürgermeister</dd>", "signature": "<div class=\"signature\">",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page does not show its %s (%s)", what, part)
		}
	}
}

// TestUncounted does not say that no vote was close where none was counted.
func TestUncounted(t *testing.T) {
	for result, counted := range map[string]bool{"mehrheitlich beschlossen": false, "beschlossen, Ja: 20, Nein: 3": true} {
		dir := unpack(t, &txtar.Archive{Files: []txtar.File{
			{Name: "config.toml", Data: []byte("title = \"Stadt\"\nbase_url = \"https://stadt.example/\"\nlanguage = \"de\"\n")},
			{Name: "content/papers/1.md", Data: []byte("+++\nreference = \"2026/1\"\ntitle = \"Radweg\"\ntype = \"Vorlage\"\npublic = true\n\n[[consultation]]\ncommittee = \"Rat\"\ndate = 2026-03-01\nrole = \"Entscheidung\"\nresult = \"" + result + "\"\npublic = true\n+++\nText.\n")},
		}})
		out := t.TempDir()
		r, err := Run(options(dir, out))
		if err != nil || !r.Published {
			t.Fatal(err, r.Problems)
		}
		files := tree(t, out)
		if got := strings.Contains(files["beschluesse/index.html"], "Knappe Abstimmungen"); got != counted {
			t.Errorf("%s: close votes are offered: %v", result, got)
		}
		if !strings.Contains(files["beschluesse/index.html"], "Rat gegen Ausschuss") {
			t.Errorf("%s: decisions against a committee are not offered", result)
		}
		if got := strings.Contains(files["beschluesse/knapp/index.html"], "Zu keinem Beschluss sind Stimmenzahlen veröffentlicht."); got == counted {
			t.Errorf("%s: it is said that nothing was counted: %v", result, got)
		}
	}
}

// TestTopics gives papers topics by their titles: not those that name some,
// not by what is withheld, and with the word that decided.
func TestTopics(t *testing.T) {
	a := txtar.Parse([]byte(`
-- config.toml --
title = "T"
base_url = "https://t.example/"
language = "de"
[topics]
standard = true
"Kultur" = []
"Dorf" = ["dorfplatz"]
-- content/papers/a.md --
+++
reference = "2026/1"
title = "Ein Radwegekonzept"
type = "Antrag"
public = true
+++
-- content/papers/b.md --
+++
reference = "2026/2"
title = "Der Radweg am Dorfplatz mit Museum"
type = "Antrag"
public = true
topics = ["Eigenes"]
+++
-- content/papers/c.md --
+++
reference = "2026/3"
title = "Abwasser"
type = "Antrag"
public = false
+++
-- content/papers/d.md --
+++
reference = "2026/4"
title = "Der Dorfplatz, das Museum"
type = "Antrag"
public = true
+++
`))
	out := t.TempDir()
	r, err := Run(options(unpack(t, a), out))
	if err != nil || !r.Published {
		t.Fatal(err, r.Problems)
	}
	var got []string
	for _, p := range r.Site.Papers {
		for i, topic := range p.Topics {
			got = append(got, p.Reference+" "+topic.Name+" "+p.TopicWord(i))
		}
	}
	slices.Sort(got)
	if want := "2026/1 Radverkehr Radwegekonzept; 2026/2 Eigenes ; 2026/4 Dorf Dorfplatz"; strings.Join(got, "; ") != want {
		t.Errorf("%s, want %s", strings.Join(got, "; "), want)
	}
	files := tree(t, out)
	if !strings.Contains(files["vorlagen/2026-1/index.html"], "(wegen „Radwegekonzept“)") {
		t.Error("the page does not say why")
	}
	for name := range files {
		if strings.Contains(name, "abwasser") {
			t.Errorf("a withheld paper made %s", name)
		}
	}
}

// TestLanguages marks the council's own words where the interface has another
// language, and a paper in a language of its own.
func TestLanguages(t *testing.T) {
	const paper = "+++\nreference = \"2026/%d\"\ntitle = \"T\"\ntype = \"Antrag\"\npublic = true\n%s+++\nText.\n"
	dir := unpack(t, &txtar.Archive{Files: []txtar.File{
		{Name: "config.toml", Data: []byte("title = \"T\"\nbase_url = \"https://t.example/\"\nlanguage = \"en\"\ncontent_language = \"de\"\n")},
		{Name: "content/papers/1.md", Data: fmt.Appendf(nil, paper, 1, "")},
		{Name: "content/papers/2.md", Data: fmt.Appendf(nil, paper, 2, "language = \"dsb\"\n")},
		{Name: "content/papers/3.md", Data: fmt.Appendf(nil, paper, 3, "language = \"en\"\n")},
	}})
	out := t.TempDir()
	if r, err := Run(options(dir, out)); err != nil || !r.Published {
		t.Fatal(err, r.Problems)
	}
	files := tree(t, out)
	for page, parts := range map[string][]string{
		"papers/2026-1/index.html": {`<html lang="en">`, `<h1 lang="de">`, `<section class="prose" lang="de">`},
		"papers/2026-2/index.html": {`<h1 lang="dsb">`, `<section class="prose" lang="dsb">`},
		"papers/2026-3/index.html": {`<h1>`, `<section class="prose">`},
		"papers/index.html":        {`href="/papers/2026-1/" lang="de"`, `href="/papers/2026-2/" lang="dsb"`, `href="/papers/2026-3/">`},
	} {
		for _, part := range parts {
			if !strings.Contains(files[page], part) {
				t.Errorf("%s has no %s", page, part)
			}
		}
	}
}
