// Package keyword finds the topics of papers that nobody gave one, by the
// words of their titles.
package keyword

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Rules say which words stand for which topics. The zero Rules find nothing.
type Rules struct {
	exact map[string]string // words as they are written
	stems []stem            // longest first
}

type stem struct {
	topic  string
	words  []string // folded; the beginnings of words that follow each other
	inside bool     // the word may begin before
	weight int
}

// Match is a topic and the word of the text that decided.
type Match struct{ Topic, Word string }

// Most is how many topics a text gets at most.
const Most = 3

// New makes rules of topics and their patterns:
//
//	radweg                a word that begins so: Radwege, Radwegekonzept
//	*schule               a word that holds it: Grundschulen
//	=AVG                  this word alone, large and small letters as they are
//	offene ganztag        words that follow each other, each a beginning
//
// ä and ae, ß and ss are the same. The error names a pattern with fewer than
// three letters, which would catch too much.
func New(topics map[string][]string) (*Rules, error) {
	r := &Rules{exact: map[string]string{}}
	for _, topic := range slices.Sorted(maps.Keys(topics)) {
		for _, pattern := range topics[topic] {
			if word, ok := strings.CutPrefix(pattern, "="); ok {
				if len([]rune(word)) < 2 || len(split(word)) != 1 {
					return nil, fmt.Errorf("the pattern %q of %q must be one word", pattern, topic)
				}
				r.exact[word] = topic
				continue
			}
			rest, inside := strings.CutPrefix(pattern, "*")
			s := stem{topic: topic, inside: inside}
			for _, w := range split(rest) {
				s.words = append(s.words, fold(w))
				s.weight += len(fold(w))
			}
			if s.weight < 3 {
				return nil, fmt.Errorf("the pattern %q of %q needs at least three letters", pattern, topic)
			}
			r.stems = append(r.stems, s)
		}
	}
	slices.SortStableFunc(r.stems, func(a, b stem) int { return cmp.Compare(b.weight, a.weight) })
	return r, nil
}

// Find returns the topics of a text, those of the longest words first, each
// once.
func (r *Rules) Find(text string) []Match {
	if r == nil {
		return nil
	}
	words := split(text)
	folded := make([]string, len(words))
	for i, w := range words {
		folded[i] = fold(w)
	}
	var out []Match
	add := func(topic, word string) bool {
		if !slices.ContainsFunc(out, func(m Match) bool { return m.Topic == topic }) {
			out = append(out, Match{topic, word})
		}
		return len(out) == Most
	}
	for _, w := range words {
		if topic := r.exact[w]; topic != "" && add(topic, w) {
			return out
		}
	}
	taken := make([]bool, len(words)) // by a longer stem: a Wirtschaftsplan is no matter of the economy
	for _, s := range r.stems {
		for i := 0; i+len(s.words) <= len(folded); i++ {
			if !taken[i] && s.at(folded[i:]) {
				for j := range s.words {
					taken[i+j] = true
				}
				if add(s.topic, strings.Join(words[i:i+len(s.words)], " ")) {
					return out
				}
				break
			}
		}
	}
	return out
}

func (s stem) at(words []string) bool {
	for i, w := range s.words {
		if s.inside && i == 0 {
			if !strings.Contains(words[i], w) {
				return false
			}
		} else if !strings.HasPrefix(words[i], w) {
			return false
		}
	}
	return true
}

// split cuts a text into words; a hyphen parts them.
func split(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

var folder = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")

func fold(word string) string { return folder.Replace(strings.ToLower(word)) }
