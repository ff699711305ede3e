package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"offenlage/generator/internal/diag"
)

// remembered is a site of which the ledger tests change one thing at a time.
const remembered = `
-- config.toml --
title = "T"
base_url = "https://t.example/"
language = "de"
-- content/papers/a.md --
+++
reference = "2026/1"
title = "Radweg"
type = "Antrag"
public = true
date = 2026-01-02
[[consultation]]
committee = "Rat"
date = 2026-02-01
+++
Text.
-- content/papers/b.md --
+++
reference = "2026/2"
title = "Museum"
type = "Antrag"
public = true
date = 2026-01-03
+++
-- content/pages/impressum.md --
+++
title = "Impressum"
+++
Text.
`

// TestRemember builds day after day, changes one thing each day, and looks at
// what the ledger says of it.
func TestRemember(t *testing.T) {
	dir, out := unpack(t, txtar.Parse([]byte(remembered))), t.TempDir()
	edit := func(file, old, with string) {
		t.Helper()
		file = filepath.Join(dir, file)
		data, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(data), old) {
			t.Fatal(err, "nothing to edit in", file)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(data), old, with, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, filepath.FromSlash(LedgerFile))
	build := func(day int, remember bool) *Result {
		t.Helper()
		o := options(dir, out)
		o.Now, o.Remember = time.Date(2026, 11, day, 12, 0, 0, 0, time.UTC), remember
		r, err := Run(o)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	// changed lists what the ledger says was modified on the day, without
	// kinds that a change of any paper leads to.
	changed := func(day string) string {
		t.Helper()
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for line := range strings.Lines(string(data)) {
			if cells := strings.Split(strings.TrimSpace(line), "\t"); len(cells) > 3 && (strings.HasPrefix(cells[3], "2026-11-"+day) || cells[3] == "-" && strings.HasPrefix(cells[2], "2026-11-"+day)) {
				ids = append(ids, strings.Join(append(cells[:1], cells[4:]...), " "))
			}
		}
		return strings.Join(ids, ", ")
	}

	if build(1, false); exists(path) {
		t.Fatal("a build that must not remember wrote the ledger")
	}
	r := build(1, true)
	if p := r.Site.Papers[0]; r.Site.Published(p).Day() != 1 || r.Site.Published(p).Format("15:04:05-07:00") != "13:00:00+01:00" {
		t.Errorf("published %v", r.Site.Published(p))
	}
	all := "agendaitem/2026-02-01-rat_2026-1, body/1, consultation/2026-1_2026-02-01-rat, file/paper_2026-1_vorlage.text.txt, location/t, meeting/2026-02-01-rat, organization/rat, page/impressum, paper/2026-1, paper/2026-2, system/1"
	if got := changed("01"); got != all {
		t.Errorf("the first build remembers %s", got)
	}
	first, _ := os.ReadFile(path)
	info, _ := os.Stat(path)
	build(2, true)
	if again, _ := os.Stat(path); !again.ModTime().Equal(info.ModTime()) {
		t.Error("a build without changes wrote the ledger")
	}
	for i, c := range []struct{ file, old, with, want string }{
		{"content/papers/a.md", "+++\nText.", "+++\nText!", "file/paper_2026-1_vorlage.text.txt, paper/2026-1"},
		{"content/papers/a.md", `title = "Radweg"`, `title = "Radwege"`, "agendaitem/2026-02-01-rat_2026-1, file/paper_2026-1_vorlage.text.txt, meeting/2026-02-01-rat, paper/2026-1"},
		{"content/papers/a.md", "date = 2026-02-01\n", "date = 2026-02-01\nresult = \"beschlossen\"\n", "agendaitem/2026-02-01-rat_2026-1, consultation/2026-1_2026-02-01-rat, meeting/2026-02-01-rat, paper/2026-1"},
		{"content/papers/b.md", "public = true", "public = false", "paper/2026-2 deleted"},
		{"content/papers/b.md", "public = false", "public = true", "paper/2026-2"},
		{"content/pages/impressum.md", "Text", "Texte", "page/impressum"},
		{"config.toml", "https://t.example/", "https://u.example/rat/", ""},
	} {
		edit(c.file, c.old, c.with)
		day := i + 11
		build(day, true)
		if got := changed(time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC).Format("02")); got != c.want {
			t.Errorf("after %q became %q, changed: %s\nwant %s", c.old, c.with, got, c.want)
		}
	}
	if data, _ := os.ReadFile(path); !strings.Contains(string(data), "paper/2026-2\t") || strings.Contains(string(data), "deleted") {
		t.Error("what came back is still gone")
	}

	// An error keeps the ledger as it is; a broken ledger is an error.
	before, _ := os.ReadFile(path)
	edit("content/papers/a.md", "reference", "refrence")
	if r := build(25, true); r.Published {
		t.Fatal("an error was published")
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Error("a build with errors changed the ledger")
	}
	if err := os.WriteFile(path, append(first, "<<<<<<< HEAD\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	r = build(26, true)
	found := false
	for _, p := range r.Problems {
		found = found || p.Rule == "bad-ledger" && p.Severity == diag.Error && p.File == LedgerFile && strings.Contains(p.Message, "merge")
	}
	if !found || r.Published {
		t.Errorf("a broken ledger: %v", r.Problems)
	}
}

// TestTakenBack publishes marked texts, takes them back in every way, and looks
// for the marks: of what was public once, no more than an address is left.
func TestTakenBack(t *testing.T) {
	const site = `
-- config.toml --
title = "T"
base_url = "https://t.example/"
language = "de"
-- content/papers/a.md --
+++
reference = "2026/1"
title = "GEHEIM Titel"
type = "GEHEIM Art"
public = true
topics = ["GEHEIM Thema"]
summary = "GEHEIM Kurzes"
[[file]]
path = "plan.csv"
title = "GEHEIM Anlage"
public = true
[[consultation]]
committee = "Rat"
date = 2026-02-01
agenda_item = "1"
result = "GEHEIM beschlossen"
+++
GEHEIM Text.
-- content/papers/plan.csv --
GEHEIM
-- content/papers/b.md --
+++
reference = "2026/2"
title = "Bleibt"
type = "Antrag"
public = true
[[consultation]]
committee = "Rat"
date = 2026-03-01
agenda_item = "2"
role = "GEHEIM Rolle"
result = "GEHEIM abgelehnt"
+++
-- content/papers/c.md --
+++
reference = "2026/3"
title = "GEHEIM Zurückgezogen"
type = "Antrag"
public = true
+++
GEHEIM Text.
`
	dir, out := unpack(t, txtar.Parse([]byte(site))), t.TempDir()
	o := options(dir, out)
	o.Remember = true
	if r, err := Run(o); err != nil || !r.Published {
		t.Fatal(err, r.Problems)
	}
	marks := func() (n int, all map[string]string) {
		all = tree(t, out)
		for name, data := range all {
			if strings.HasPrefix(name, "oparl/") || strings.HasSuffix(name, ".txt") {
				n += strings.Count(strings.ToUpper(name+data), marker)
			}
		}
		return n, all
	}
	if n, _ := marks(); n < 20 {
		t.Fatalf("only %d marks were public", n)
	}
	for file, edit := range map[string][2]string{
		"a.md": {"public = true\ntopics", "public = false\ntopics"}, "c.md": {"public = true", "embargo = 2030-01-01T00:00:00Z\npublic = true"},
		"b.md": {"agenda_item", "public = false\nagenda_item"},
	} {
		path := filepath.Join(dir, "content/papers", file)
		data, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(data), edit[0]) {
			t.Fatal(file, err)
		}
		if err := os.WriteFile(path, []byte(strings.Replace(string(data), edit[0], edit[1], 1)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if r, err := Run(o); err != nil || !r.Published {
		t.Fatal(err, r.Problems)
	}
	n, files := marks()
	if n > 0 {
		t.Errorf("%d marks are left", n)
	}
	for _, name := range []string{"paper/2026-1", "paper/2026-3", "file/paper_2026-1_plan.csv", "consultation/2026-1_2026-02-01-rat", "agendaitem/2026-03-01-rat_2"} {
		if text := files["oparl/v1.1/"+name+".json"]; !strings.Contains(text, `"deleted":true`) {
			t.Errorf("%s is %s", name, text)
		}
	}
	if text := files["oparl/v1.1/consultation/2026-2_2026-03-01-rat.json"]; !strings.Contains(text, `"offenlage:public":false`) || strings.Contains(text, "agendaItem") || strings.Contains(text, "role") {
		t.Errorf("a station that is not public any more is %s", text)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
