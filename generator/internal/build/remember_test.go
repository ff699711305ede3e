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

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
