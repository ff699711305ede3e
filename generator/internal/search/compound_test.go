package search

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"offenlage/generator/internal/german"
)

// collect makes a vocabulary of texts, each a document.
func collect(texts []string) (*vocabulary, []folded, *splitter) {
	x := &Index{docs: make([]document, len(texts))}
	t := x.take()
	for i, text := range texts {
		r := reading{t: t, d: &x.docs[i], id: int32(i)}
		t.row = t.row[:0]
		r.plain(fieldBody, text)
		x.docs[i].reader, x.docs[i].row = t, slices.Clone(t.row)
	}
	x.give(t)
	v, list := x.read()
	return v, list, newSplitter(v, list, len(texts), nil)
}

// texts reads the files below dir that end in suffix.
func texts(t *testing.T, dir, suffix string) (out []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, suffix) {
			return err
		}
		text, err := os.ReadFile(p)
		out = append(out, string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCompounds splits 200 words of council papers and keeps some whole, by
// the words of the example and, where they are there, of a real city's papers.
func TestCompounds(t *testing.T) {
	src, err := os.ReadFile("testdata/compounds.txt")
	if err != nil {
		t.Fatal(err)
	}
	collections := map[string][]string{"example": texts(t, "../../../content", ".md")}
	if city := "../../../../shared/data/karlsruhe/texts"; !testing.Short() {
		if _, err := os.Stat(city); err == nil {
			collections["city"] = texts(t, city, ".txt")
		}
	}
	least := map[string]float64{"example": 0.75, "city": 0.85}
	for name, docs := range collections {
		v, list, s := collect(docs)
		df := map[string]float64{}
		for _, f := range list {
			if f.term != none {
				df[f.text] = float64(v.terms[f.term].df)
			}
		}
		split, whole, splitGood, wholeGood := 0, 0, 0, 0
		for line := range strings.Lines(string(src)) {
			fields := strings.Fields(line)
			if len(fields) == 0 || strings.HasPrefix(line, "#") {
				continue
			}
			word, parts := german.Fold(fields[0]), fields[1:]
			var got []string
			for _, p := range s.split(word, true, df[word]) {
				got = append(got, german.Stem(p))
			}
			if len(parts) == 0 {
				whole++
				if got == nil {
					wholeGood++
				} else if testing.Verbose() {
					t.Logf("%s: %s is split: %v", name, fields[0], got)
				}
				continue
			}
			split++
			good := true
			for _, p := range parts {
				p = german.Stem(german.Fold(p))
				good = good && slices.ContainsFunc(got, func(g string) bool { return g == p || len(p) > 3 && strings.HasPrefix(g, p[:len(p)-1]) })
			}
			if good {
				splitGood++
			} else if testing.Verbose() {
				t.Logf("%s: %s: %v, want %v", name, fields[0], got, parts)
			}
		}
		t.Logf("%s: %d of %d compounds split as they should be, %d of %d words kept whole", name, splitGood, split, wholeGood, whole)
		if float64(splitGood) < least[name]*float64(split) || float64(wholeGood) < 0.85*float64(whole) {
			t.Errorf("%s: %d of %d split, %d of %d whole", name, splitGood, split, wholeGood, whole)
		}
	}
}
