package build

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"offenlage/generator/internal/german"
	"offenlage/generator/internal/searchtest"
)

// index is the index of a built site in memory, which a test may spoil.
type index map[string]string

func indexOf(files map[string]string) index {
	x := index{}
	for name, data := range files {
		if p, ok := strings.CutPrefix(name, "search/"); ok {
			x[p] = data
		}
	}
	return x
}

func (x index) client(t *testing.T) *searchtest.Client {
	t.Helper()
	script, err := os.ReadFile("../../../templates/static/search.js/1-engine.js")
	if err != nil {
		t.Fatal(err)
	}
	c, err := searchtest.NewClient(string(script), func(path string, again bool) ([]byte, error) {
		if again {
			if data, ok := x[path+" again"]; ok {
				return []byte(data), nil
			}
		}
		data, ok := x[path]
		if !ok {
			return nil, fs.ErrNotExist
		}
		return []byte(data), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestSearchWords holds the script's fold and stem against the program's, on
// every word of the example's pages and some that are written oddly.
func TestSearchWords(t *testing.T) {
	_, files := example(t)
	words := map[string]bool{}
	for _, w := range strings.Fields("Straße STRASSE Groẞe Mu\u0308ller ﬁnden neue Quelle aeue quue Éclair Σίσυφος naïve ÅNGSTRÖM Łódź aß ßß Ⅷ ﬀ Straßenverhältnisse systemen Bürgermeisterinnen ıI İstanbul 12a a1b2 x ü") {
		words[w] = true
	}
	for name, data := range files {
		if strings.HasSuffix(name, ".html") {
			for _, w := range strings.FieldsFunc(data, func(r rune) bool { return strings.ContainsRune(" \n<>=\"/.,;:()&-–„“", r) }) {
				words[w] = true
			}
		}
	}
	c := indexOf(files).client(t)
	for w := range words {
		folded, err := c.Call("fold", w)
		if err != nil {
			t.Fatal(err)
		}
		stemmed, err := c.Call("stem", folded)
		if err != nil {
			t.Fatal(err)
		}
		if folded != german.Fold(w) || stemmed != german.Stem(german.Fold(w)) {
			t.Errorf("%q: the script says %v, %v; the program %s, %s", w, folded, stemmed, german.Fold(w), german.Stem(german.Fold(w)))
		}
	}
	if len(words) < 2000 {
		t.Errorf("only %d words were compared", len(words))
	}
}

// TestSearch asks the search of the example. "want" stands for the first
// results in their order: numbers of papers, or addresses of what has none.
func TestSearch(t *testing.T) {
	_, files := example(t)
	for _, test := range []struct {
		q    string
		want string // first results
		has  string // anywhere in the first ten
		note string // "kind word: shown shown"
		none bool
	}{
		{q: "Trinkbrunnen", want: "2024/0012"},
		{q: "trinkbrunnens marktplätze", want: "2024/0012"},
		{q: "Fluss Lahredamm Radweges", has: "2024/0004"},
		{q: "Strassentempo", want: "2025/0047", note: "split Strassentempo: Straße Tempo"},
		{q: "Tempo Lahrestrasse", want: "2025/0047"},
		{q: "TEMPO LAHRESTRASSE", want: "2025/0047"},
		{q: "Städtepartnerschaft", want: "2026/0023"},
		{q: "Staedtepartnerschaft", want: "2026/0023"},
		{q: "Stadtepartnerschaft", want: "2026/0023"},
		{q: "Waermeplanung", want: "2025/0016"},
		{q: "Wärme Planung", has: "2025/0016"},
		{q: "Grundsteuer Senken", want: "2024/0050"},
		{q: "Sozialarbeit Schule", has: "2026/0007"},
		{q: "Dächer Photovoltaik", has: "2026/0031"},
		{q: "Miete Spiegel", has: "2026/0033"},
		{q: "Zebrastreiffen", want: "2026/0045", note: "typo Zebrastreiffen: Zebrastreifen"},
		{q: "Hundesteur", want: "2026/0042", note: "typo Hundesteur: Hundesteuer"},
		{q: "2024/0033", want: "2024/0033 2024/0033/1"},
		{q: "ds-nr. 2024-0033", want: "2024/0033 2024/0033/1"},
		{q: "Vorlage 2024/33", want: "2024/0033 2024/0033/1"},
		{q: "2024/0033/1", want: "2024/0033/1"},
		{q: "2024_0047 haushalt", want: "2024/0047"},
		{q: `"Sanierung statt Schließung"`, want: "2024/0021"},
		{q: "„Sanierung statt Schließung“", want: "2024/0021"},
		{q: `"Schließung statt Sanierung"`, has: "2024/0021", note: "phrase : "},
		{q: `"auf dem Lahredamm" beleuchten`, want: "2025/0003/1"},
		{q: "Freibad -Sanierung -Änderungsantrag -Kosten", want: "", has: ""},
		{q: "Planungsausschuss", want: "gremien/planungsausschuss/"},
		{q: "Impressum", want: "impressum/"},
		{q: "der die das", none: true, note: "common : "},
		{q: "", none: true}, {q: "   ", none: true}, {q: "x", none: true}, {q: "?!…", none: true},
		{q: "🙂🙂", none: true}, {q: "مرحبا بالعالم", none: true}, {q: "<script>alert()</script>", none: true, note: "unknown alert: "},
		{q: `"`, none: true}, {q: `Trinkbrunnen "`, want: "2024/0012"}, {q: `"Trinkbrunnen`, want: "2024/0012"}, {q: "-", none: true}, {q: "--", none: true},
		{q: "Qwrtzpsdfg", none: true, note: "unknown Qwrtzpsdfg: "},
		{q: "Qwrtzpsdfg Trinkbrunnen", want: "2024/0012", note: "unknown Qwrtzpsdfg: "},
		{q: strings.Repeat("a", 10000), none: true},
		{q: strings.Repeat("Trinkbrunnen ", 800), want: "2024/0012", note: "cut : "},
		{q: "constructor __proto__ toString", none: true},
		{q: "Bürger*innen", has: ""},
	} {
		name := test.q
		if len(name) > 40 {
			name = name[:40]
		}
		t.Run(name, func(t *testing.T) {
			c := indexOf(files).client(t)
			a, err := c.Ask(searchtest.Question{Q: test.q})
			if err != nil {
				t.Fatal(err)
			}
			cards, err := c.Cards(a.Docs[:min(10, len(a.Docs))])
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, card := range cards {
				if card.Reference != "" {
					got = append(got, card.Reference)
				} else {
					got = append(got, card.Path)
				}
			}
			want := strings.Fields(test.want)
			if len(got) < len(want) || !slices.Equal(got[:len(want)], want) || test.has != "" && !slices.Contains(got, test.has) {
				t.Errorf("found %v, want %v %s", got, want, test.has)
			}
			if test.none && len(got) > 0 {
				t.Errorf("found %v, and there is nothing", got)
			}
			var notes []string
			for _, n := range a.Notes {
				notes = append(notes, n.Kind+" "+n.Word+": "+strings.Join(n.Shown, " "))
			}
			if test.note != "" && !slices.Contains(notes, test.note) {
				t.Errorf("said %q, want %q", notes, test.note)
			}
		})
	}
}

// TestSearchFacets compares filters and counts with what the papers say.
func TestSearchFacets(t *testing.T) {
	_, files := example(t)
	r, err := Run(options("../../..", ""))
	if err != nil {
		t.Fatal(err)
	}
	c := indexOf(files).client(t)
	motions := 0
	years := map[int]int{}
	for _, p := range r.Site.Council.Papers {
		if p.Kind == "motion" {
			motions++
			years[p.Date.Year()]++
		}
	}
	a, err := c.Ask(searchtest.Question{Filters: map[string]any{"kind": []string{"motion"}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Docs) != motions || !a.Everything || !slices.IsSortedFunc(a.Docs, func(a, b int) int { return b - a }) {
		t.Errorf("%d motions are found, and there are %d; newest first: %v", len(a.Docs), motions, a.Docs)
	}
	for year, n := range years {
		a, err := c.Ask(searchtest.Question{Filters: map[string]any{"kind": []string{"motion"}, "year": [2]int{year, year}}})
		if err != nil {
			t.Fatal(err)
		}
		if len(a.Docs) != n {
			t.Errorf("%d motions of %d, and there are %d", len(a.Docs), year, n)
		}
	}
	// Every count is what the filter then finds, whatever else is asked.
	for _, q := range []searchtest.Question{{Q: "Haushalt"}, {Q: "Lahre", Filters: map[string]any{"kind": []string{"motion", "proposal"}}}, {Q: "Sanierung", Filters: map[string]any{"state": []string{"adopted"}, "year": [2]int{2024, 2025}}}} {
		a, err := c.Ask(q)
		if err != nil {
			t.Fatal(err)
		}
		checked := 0
		for _, facet := range []string{"committee", "topic", "kind", "faction", "outcome", "state", "votes"} {
			counts, err := c.Counts(a, facet)
			if err != nil {
				t.Fatal(err)
			}
			for _, value := range counts {
				narrow := searchtest.Question{Q: q.Q, Filters: maps.Clone(q.Filters)}
				if narrow.Filters == nil {
					narrow.Filters = map[string]any{}
				}
				narrow.Filters[facet] = []string{value.Key}
				b, err := c.Ask(narrow)
				if err != nil {
					t.Fatal(err)
				}
				if b.Exact != value.Count {
					t.Errorf("%q %v: %s %s counts %d and finds %d", q.Q, q.Filters, facet, value.Key, value.Count, b.Exact)
				}
				if value.Label == "" || value.Label == value.Key {
					t.Errorf("%s %s has no label", facet, value.Key)
				}
				checked++
			}
		}
		if checked < 5 {
			t.Errorf("%q: only %d counts", q.Q, checked)
		}
	}
}

// TestSearchTitles finds every paper by each word of its title.
func TestSearchTitles(t *testing.T) {
	_, files := example(t)
	r, err := Run(options("../../..", ""))
	if err != nil {
		t.Fatal(err)
	}
	c := indexOf(files).client(t)
	for _, p := range r.Site.Council.Papers {
		for _, w := range strings.FieldsFunc(p.Title, func(r rune) bool { return strings.ContainsRune(" „“:,.?-–", r) }) {
			if f := german.Fold(w); german.StopWord(f) || len(f) < 2 {
				continue
			}
			a, err := c.Ask(searchtest.Question{Q: w})
			if err != nil {
				t.Fatal(err)
			}
			cards, err := c.Cards(a.Docs)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(cards, func(c searchtest.Card) bool { return c.Reference == p.Reference }) {
				t.Errorf("%q does not find %s: %s", w, p.Reference, p.Title)
			}
		}
	}
}

// TestSearchBroken takes files away, cuts them, puts others in their places:
// the page is told, and never shows other papers than those that fit.
func TestSearchBroken(t *testing.T) {
	_, files := example(t)
	whole := indexOf(files)
	older := index{}
	{ // an index of the example without one paper in the middle
		dir := t.TempDir()
		if err := os.CopyFS(filepath.Join(dir, "content"), os.DirFS("../../../content")); err != nil {
			t.Fatal(err)
		}
		config, err := os.ReadFile("../../../config.toml")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "config.toml"), config, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(filepath.Join(dir, "content", "papers", "2025", "2025-0008.md")); err != nil {
			t.Fatal(err)
		}
		out := t.TempDir()
		r, err := Run(options(dir, out))
		if err != nil || r.Site == nil {
			t.Fatal(err)
		}
		if !r.Published {
			t.Skip("the example needs that paper")
		}
		older = indexOf(tree(t, out))
	}
	var terms string // the file that holds "trinkbrunnen"
	for p, data := range whole {
		if strings.HasPrefix(p, "t/") {
			if words, err := searchtest.Words(p, []byte(data)); err != nil {
				t.Fatal(err)
			} else if slices.Contains(words, "trinkbrunn") {
				terms = p
			}
		}
	}
	if terms == "" {
		t.Fatal("no file of terms holds trinkbrunn")
	}
	plain, err := searchtest.Inflate([]byte(whole[terms]))
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		spoil func(x index)
		kind  string // "" when the answer is right all the same
	}{
		"missing":              {func(x index) { delete(x, terms) }, "missing"},
		"no manifest":          {func(x index) { delete(x, "index.json") }, "missing"},
		"cut off":              {func(x index) { x[terms] = x[terms][:len(x[terms])/2] }, "broken"},
		"empty":                {func(x index) { x[terms] = "" }, "broken"},
		"a page instead":       {func(x index) { x[terms] = "<!doctype html><title>404</title>" }, "stale"},
		"from an older build":  {func(x index) { x[terms] = older[terms] }, "stale"},
		"inflated by the host": {func(x index) { x[terms] = string(plain) }, ""},
		"stale in a cache":     {func(x index) { x[terms+" again"] = x[terms]; x[terms] = older[terms] }, ""},
		"cut off in a cache":   {func(x index) { x[terms+" again"] = x[terms]; x[terms] = x[terms][:40] }, ""},
		"other format":         {func(x index) { x["index.json"] = strings.Replace(x["index.json"], `"format":1`, `"format":2`, 1) }, "stale"},
		"descriptions missing": {func(x index) { maps.DeleteFunc(x, func(p, _ string) bool { return strings.HasPrefix(p, "d/") }) }, "missing"},
	} {
		t.Run(name, func(t *testing.T) {
			x := maps.Clone(whole)
			test.spoil(x)
			c := x.client(t)
			a, err := c.Ask(searchtest.Question{Q: "Trinkbrunnen"})
			var cards []searchtest.Card
			if err == nil {
				cards, err = c.Cards(a.Docs[:min(1, len(a.Docs))])
			}
			var p *searchtest.Problem
			switch {
			case test.kind == "" && err != nil:
				t.Error(err)
			case test.kind == "":
				if len(cards) == 0 || cards[0].Reference != "2024/0012" {
					t.Errorf("found %v", cards)
				}
			case !errors.As(err, &p):
				t.Errorf("no complaint, but %v", cards)
			case p.Kind != test.kind && !(name == "a page instead" && p.Kind == "broken"):
				t.Errorf("says %q (%v), want %q", p.Kind, err, test.kind)
			}
		})
	}
}

// TestSearchGrows adds a paper: files that it does not concern keep their
// bytes.
func TestSearchGrows(t *testing.T) {
	a, err := txtar.ParseFile("testdata/golden.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 400 { // a small town's worth of papers
		a.Files = append(a.Files, txtar.File{Name: fmt.Sprintf("content/papers/zz-%d.md", i), Data: []byte(fmt.Sprintf(
			"+++\nreference = \"2025/%04d\"\ntitle = \"%s %s\"\ntype = \"Antrag\"\npublic = true\ndate = 2025-%02d-%02d\n+++\n%s\n",
			2000+i, townWords[i%len(townWords)], townWords[(i*7+3)%len(townWords)], i/40+1, i%28+1, strings.Join(townWords[i%20:i%20+20], " ")))})
	}
	build := func() map[string]string {
		out := t.TempDir()
		r, err := Run(options(unpack(t, a), out))
		if err != nil || !r.Published {
			t.Fatal(err, r.Problems)
		}
		return indexOf(tree(t, out))
	}
	before := build()
	a.Files = append(a.Files, txtar.File{Name: "content/papers/zzz.md", Data: []byte(
		"+++\nreference = \"2026/9999\"\ntitle = \"Quittenmarmelade\"\ntype = \"Antrag\"\npublic = true\ndate = 2026-11-20\n+++\nMarmelade.\n")})
	after := build()
	changed, same := []string{}, 0
	for p, data := range after {
		if before[p] == data {
			same++
		} else if strings.HasPrefix(p, "t/") || strings.HasPrefix(p, "p/") || strings.HasPrefix(p, "d/") || strings.HasPrefix(p, "b/") {
			changed = append(changed, p)
		}
	}
	t.Logf("%d of %d files stay; of terms, places and descriptions change %v", same, len(after), changed)
	if same < 5 || len(changed) > 16 {
		t.Errorf("%d files of the index stay as they are, %d of terms, places and descriptions change: %v", same, len(changed), changed)
	}
	if len(before) != len(after) {
		t.Errorf("%d files, then %d", len(before), len(after))
	}
}

// townWords are words for papers.
var townWords = strings.Fields(`Straße Brücke Spielplatz Schule Kindergarten Haushalt Gebühr Radweg Bahnhof Friedhof Bücherei Theater Sporthalle Freibad Feuerwehr
	Markt Brunnen Baum Parkplatz Buslinie Wohnung Gewerbe Verwaltung Satzung Planung Lärm Klima Energie Wasser Abfall Museum Denkmal Verein Jugend Senioren Inklusion
	Digitalisierung Breitband Sicherheit Polizei Handel`)
