package site

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/german"
)

// Keyword is a word that stands in the titles of several papers.
type Keyword struct {
	Word   string // as it is written most often
	ID     string // anchor on its page of the register
	Letter string // "a" to "z", "0" for anything else
	Papers []*council.Paper
	Inside []*Keyword // longer words that hold it, by word
}

// A keyword stands in at least this many titles, or in fewer where there are
// few papers, and in at most this share of them: a word in every tenth title,
// such as the city's name, leads nowhere.
const (
	keywordLeast = 3
	keywordFew   = 500 // papers up to which two titles are enough
	keywordShare = 10
)

// Keywords makes the register of words in titles, in the order of the
// alphabet. Words that differ only in their endings are one.
func (s *Site) Keywords() []*Keyword {
	type entry struct {
		papers []*council.Paper
		words  map[string]int
	}
	byStem := map[string]*entry{}
	stems := map[string]string{} // by word; "" for what is no keyword
	for _, p := range s.Papers {
		for _, w := range strings.FieldsFunc(p.Title, func(r rune) bool { return !unicode.IsLetter(r) }) {
			stem, ok := stems[w]
			if !ok {
				first, _ := utf8.DecodeRuneInString(w)
				folded := german.Fold(w)
				if unicode.IsUpper(first) && len(folded) > 3 && w != strings.ToUpper(w) && !german.StopWord(folded) {
					stem = german.Stem(folded)
				}
				stems[w] = stem
			}
			if stem == "" {
				continue
			}
			e := byStem[stem]
			if e == nil {
				e = &entry{words: map[string]int{}}
				byStem[stem] = e
			}
			e.words[w]++
			if n := len(e.papers); n == 0 || e.papers[n-1] != p {
				e.papers = append(e.papers, p)
			}
		}
	}
	least, most := keywordLeast, max(20, len(s.Papers)/keywordShare)
	if len(s.Papers) <= keywordFew {
		least = 2
	}
	var out []*Keyword
	kept := map[string]*Keyword{}
	for stem, e := range byStem {
		if len(e.papers) < least || len(e.papers) > most {
			continue
		}
		k := &Keyword{Papers: e.papers, Letter: "0"}
		often := 0
		for w, n := range e.words {
			if n > often || n == often && w < k.Word {
				k.Word, often = w, n
			}
		}
		if c := german.Fold(k.Word)[0]; 'a' <= c && c <= 'z' {
			k.Letter = string(c)
		}
		k.ID = council.Slug(k.Word)
		kept[stem] = k
		out = append(out, k)
	}
	key := map[*Keyword]string{}
	for _, k := range out {
		key[k] = german.Fold(k.Word)
	}
	byWord := func(a, b *Keyword) int { return cmp.Or(cmp.Compare(key[a], key[b]), cmp.Compare(a.Word, b.Word)) }
	slices.SortFunc(out, byWord)
	for stem, k := range kept {
		for cut := 4; cut <= len(stem)-4; cut++ {
			for _, part := range []string{stem[:cut], stem[cut:]} {
				if inner := kept[part]; inner != nil {
					inner.Inside = append(inner.Inside, k)
				}
			}
		}
	}
	taken := map[string]bool{}
	for _, k := range out {
		slices.SortFunc(k.Inside, byWord)
		k.Inside = slices.Compact(k.Inside)
		for id, n := k.ID, 2; taken[k.Letter+k.ID]; n++ {
			k.ID = id + "-" + strconv.Itoa(n)
		}
		taken[k.Letter+k.ID] = true
	}
	return out
}
