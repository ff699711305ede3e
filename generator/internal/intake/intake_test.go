package intake

import (
	"context"
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"offenlage/generator/internal/content"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/forms"
	"offenlage/generator/internal/oparl"
)

// FuzzRun imports what a hostile source may give: the content files must be
// ones that the build reads, and a second run must leave them as they are.
func FuzzRun(f *testing.F) {
	f.Add([]byte(`[{"id": "p", "type": "x/Paper", "name": "a\"b\\c\n+++\n", "reference": "2026/1", "date": "2026-01-01", "paperType": "x", "keyword": ["a\u0000"], "v:x\n": {"a": [1]},
	  "mainFile": {"id": "f", "accessUrl": "https://x/y z", "text": "+++\n# x\n\"\"\""}, "consultation": [{"id": "c", "meeting": "m", "agendaItem": "i", "organization": "o"}]},
	 {"id": "m", "type": "x/Meeting", "start": "2026-01-01T10:00:00", "organization": ["o"], "agendaItem": [{"id": "i", "public": true, "number": "1\n", "result": "x"}, {"id": "j"}]},
	 {"id": "o", "type": "x/Organization", "name": "Rat [x]", "shortName": "R"}, {"id": "o2", "type": "x/Organization", "name": "Rat [x]", "organizationType": "Gremium"}]`))
	f.Add([]byte(`[{"id": "p", "type": "x/Paper", "reference": "../../x"}, {"id": "q", "type": "x/Paper", "reference": "../../x"}, {"id": "q/q", "type": "x/Paper", "deleted": true}]`))
	f.Add([]byte(`{"id": "0", "type": "x/Paper", "v": "+++\n"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		store, err := oparl.Open(fstest.MapFS{"x.json": {Data: data}})
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		o := Options{Site: dir, Store: store, Zone: time.UTC, People: true}
		if _, err := Run(context.Background(), o); err != nil {
			t.Fatal(err)
		}
		first := files(t, dir)
		problems := &diag.List{}
		content.Read(os.DirFS(dir), council.New(&council.Vocabulary{}, nil, 0), content.Options{Zone: time.UTC}, problems)
		for _, p := range problems.Problems() {
			if p.Rule == "toml" || p.Rule == "front-matter" || p.Rule == "unknown-key" || p.Rule == "wrong-type" || p.Rule == "not-utf8" {
				t.Errorf("%s\n%s", p, first[p.File])
			}
		}
		if _, err := Run(context.Background(), o); err != nil {
			t.Fatal(err)
		}
		for name, text := range files(t, dir) {
			if first[name] != text {
				t.Errorf("%s changes:\n%s\n---\n%s", name, first[name], text)
			}
		}
	})
}

// FuzzText makes content files of texts; each must be one that the build
// reads.
func FuzzText(f *testing.F) {
	f.Add("ANTRAG\nSPD-Fraktion \"x\"\nVorlage Nr.: 2026/0001\nTitel\nGremium Termin TOP\nRat 1.1.2026 3 x\nBegründung\n+++\nText")
	f.Fuzz(func(t *testing.T, text string) {
		dir := t.TempDir()
		if _, err := Text(dir, "x.txt", forms.Read([]byte(text))); err != nil {
			t.Fatal(err)
		}
		problems := &diag.List{}
		content.Read(os.DirFS(dir), council.New(&council.Vocabulary{}, nil, 0), content.Options{Zone: time.UTC}, problems)
		for _, p := range problems.Problems() {
			if p.Rule == "toml" || p.Rule == "front-matter" || p.Rule == "unknown-key" || p.Rule == "wrong-type" || p.Rule == "not-utf8" {
				t.Errorf("%s\n%v", p, files(t, dir))
			}
		}
	})
}

func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(os.DirFS(dir), p)
		out[p] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
