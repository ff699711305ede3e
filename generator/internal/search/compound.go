package search

import (
	"maps"
	"math"
	"strings"

	"offenlage/generator/internal/german"
)

// A compound is split when its parts cover it whole, each part is a word of
// its own in these papers or in the shipped lists, and the parts are not much
// rarer than the whole: "Gemeinderat" stands in every paper and "Gemeinde" and
// "Rat" by themselves in fewer, so it is a word of its own.

const (
	minCompound = 8 // letters of a word that may be split
	minShort    = 6 // the same when both parts are shipped: Radweg
	minPart     = 4 // letters of a part that the shipped list does not hold
	maxParts    = 5
	partCost    = 0.6 // what each further part costs, in logarithms of documents
	ownWord     = 0.25
)

// links stand between the parts of a compound.
var links = []string{"", "s", "n", "en", "es", "er", "e", "ns"}

// part is a word that compounds may hold.
type part struct {
	term  uint32
	log   float64 // of the documents that hold it
	first bool    // may stand before another
	last  bool    // may stand last
}

// splitter splits compounds of one collection.
type splitter struct {
	parts map[string]part
	keep  map[string]bool // names and the like: never split
	known map[string]bool // stems of shipped parts
}

// link finds what the written words stand for beside themselves: the parts of
// compounds, and the other form of words like Kita, Kitas.
func (v *vocabulary) link(list []folded, docs int, names map[string]bool) {
	s := newSplitter(v, list, docs, names)
	own := len(v.terms)
	splits := make([][]string, len(list)) // folded words that each also stands for
	_ = parallel(chunks(len(list)), func(i int) error {
		for n := range list[i*chunk : min(len(list), (i+1)*chunk)] {
			f := &list[n+i*chunk]
			if f.term == none || f.count == 0 {
				continue
			}
			df := 0.0
			if int(f.term) < own {
				df = float64(v.terms[f.term].df)
			}
			splits[n+i*chunk] = s.split(f.text, f.upper*2 > f.count, df)
		}
		return nil
	})
	also := make([][]uint32, len(list))
	stems := map[string]uint32{}
	for n := range list {
		for _, text := range splits[n] {
			t, ok := stems[text]
			if !ok {
				t = v.term(german.Stem(text))
				stems[text] = t
			}
			if t != list[n].term {
				also[n] = append(also[n], t)
			}
		}
	}
	v.variants(list, also)
	v.more = map[uint32][]uint32{}
	for n := 1; n < len(v.words); n++ {
		f := v.words[n].fold
		if len(also[f]) == 0 {
			continue
		}
		v.own[n] |= compound
		v.more[uint32(n)] = also[f]
		for _, t := range also[f] {
			v.terms[t].also += v.words[n].count
		}
	}
}

// variants links words whose plural the stemmer does not see: Kita, Kitas;
// Zentrum, Zentren; Thema, Themen; Bus, Busse.
func (v *vocabulary) variants(list []folded, also [][]uint32) {
	noun := map[uint32][]int{}
	for n, f := range list {
		if f.term != none && f.upper*2 > f.count && len(f.text) >= 3 {
			noun[f.term] = append(noun[f.term], n)
		}
	}
	tie := func(a, b uint32) {
		for _, n := range noun[a] {
			also[n] = append(also[n], b)
		}
		for _, n := range noun[b] {
			also[n] = append(also[n], a)
		}
	}
	for n, f := range list {
		if len(noun[f.term]) == 0 || noun[f.term][0] != n { // one of each term is enough, the first
			continue
		}
		t := v.terms[f.term].text
		try := func(other string) {
			if o, ok := v.byText[other]; ok && o != f.term && len(noun[o]) > 0 {
				tie(f.term, o)
			}
		}
		switch {
		case len(t) < 3:
		case strings.HasSuffix(t, "ium"):
			try(t[:len(t)-2])
		case strings.HasSuffix(t, "um"):
			try(t[:len(t)-2])
		case strings.HasSuffix(t, "us"), strings.HasSuffix(t, "as"), strings.HasSuffix(t, "is"):
			try(t + "s")
		case strings.HasSuffix(t, "a"):
			try(t + "s")
			if len(t) > 4 {
				try(t[:len(t)-1])
			}
		case german.Vowel(t[len(t)-1]):
			try(t + "s")
		}
	}
}

func newSplitter(v *vocabulary, list []folded, docs int, names map[string]bool) *splitter {
	s := &splitter{parts: map[string]part{}, keep: foldedSet(wholeWords), known: map[string]bool{}}
	maps.Copy(s.keep, names)
	for w := range foldedSet(wholeWords) {
		s.keep[german.Stem(w)] = true
	}
	add := func(text string, p part) {
		old, ok := s.parts[text]
		if ok {
			p.first = p.first || old.first
			p.last = p.last || old.last
			if old.log > p.log {
				p.log, p.term = old.log, old.term
			}
		}
		s.parts[text] = p
	}
	never := foldedSet(neverLast)
	shipped := foldedSet(partNouns)
	for w := range shipped {
		s.known[german.Stem(w)] = true
	}
	least := 3.0 // documents that a part of the collection's own stands in
	if docs < 1000 {
		least = 1
	}
	floor := 3.0 // documents that a shipped part counts for at least
	if docs > 2000 {
		floor = float64(docs) / 700
	}
	for n := range list {
		f := &list[n]
		if f.term == none || len(f.text) < 3 || len(f.text) > 24 {
			continue
		}
		df := float64(v.terms[f.term].df)
		known := shipped[f.text]
		if !known && (len(f.text) < minPart || df < least || f.upper*2 <= f.count || strings.Trim(f.text, "abcdefghijklmnopqrstuvwxyz") != "") {
			continue
		}
		if known {
			df = max(df, floor)
		}
		p := part{term: f.term, log: math.Log(df), first: true, last: !never[f.text] && (len(f.text) >= minPart || known)}
		add(f.text, p)
		if len(f.text) > 4 && strings.HasSuffix(f.text, "e") { // Schule, Schulweg
			add(f.text[:len(f.text)-1], part{term: p.term, log: p.log - 0.5, first: true})
		}
	}
	for w := range shipped {
		if _, ok := s.parts[w]; !ok {
			add(w, part{term: none, log: math.Log(floor), first: true, last: !never[w]})
		}
	}
	for w := range foldedSet(verbParts) {
		if p, ok := s.parts[w]; !ok || !p.first {
			add(w, part{term: none, log: math.Log(floor), first: true})
		}
	}
	return s
}

// split returns what a compound also stands for, folded: its parts, the rows
// of parts that are words themselves, and each row of last parts. It returns
// nil for a word that is none. df is in how many documents the word stands.
func (s *splitter) split(w string, noun bool, df float64) []string {
	if len(w) < minShort || len(w) > maxLetters || s.keep[w] || s.keep[german.Stem(w)] {
		return nil
	}
	for i := 0; i < len(w); i++ {
		if w[i] < 'a' || w[i] > 'z' {
			return nil
		}
	}
	body, adjective := w, ""
	if !noun {
		body, adjective = cutAdjective(german.Stem(w))
		if adjective == "" || len(body) < 4 {
			return nil
		}
	}
	found := s.best(body, adjective != "")
	if found == nil || adjective == "" && len(found) < 2 {
		return nil
	}
	if len(w) < minCompound {
		for _, p := range found {
			if !s.known[german.Stem(body[p.from:p.to])] {
				return nil
			}
		}
	}
	sum := 0.0
	for _, p := range found {
		sum += p.log
	}
	if math.Exp(sum/float64(len(found))) < ownWord*df {
		return nil
	}
	var out []string
	for i := range found {
		for j := i; j < len(found); j++ {
			if i == 0 && j == len(found)-1 && adjective == "" {
				continue
			}
			text := body[found[i].from:found[j].to]
			if i == j {
				if found[i].whole != "" {
					text = found[i].whole
				}
				if len(text) > 2 {
					out = append(out, text)
				}
				out = append(out, s.split(text, true, math.Exp(found[i].log))...)
				continue
			}
			if p, ok := s.parts[text]; ok && (p.first || p.last) || j == len(found)-1 {
				out = append(out, text)
			}
		}
	}
	if adjective != "" {
		out = append(out, adjective)
	}
	return out
}

var adjectiveStems = func() []string {
	var out []string
	for w := range foldedSet(adjectives) {
		out = append(out, german.Stem(w))
	}
	return out
}()

// cutAdjective cuts the longest of the adjectives off the end of a stem.
func cutAdjective(w string) (rest, adjective string) {
	for _, a := range adjectiveStems {
		if len(a) > len(adjective) && strings.HasSuffix(w, a) {
			adjective = a
		}
	}
	return w[:len(w)-len(adjective)], adjective
}

// piece is a part found in a word.
type piece struct {
	from, to int
	log      float64
	whole    string // the word that the part is short for: "schule" for "schul"
}

// best is the most likely row of parts that covers w; open tells that
// something follows it. It is nil when there is none.
func (s *splitter) best(w string, open bool) []piece {
	type state struct {
		sum  float64
		from int // place before the part
		part piece
		ok   bool
	}
	// rows[k][i] is the best row of k parts that ends, with its link, at i.
	var rows [maxParts + 1][maxLetters + 2]state
	rows[0][0].ok = true
	for k := 0; k < maxParts; k++ {
		for i := 0; i < len(w); i++ {
			if !rows[k][i].ok {
				continue
			}
			for j := i + 3; j <= min(len(w), i+24); j++ {
				p, ok := s.parts[w[i:j]]
				if !ok {
					continue
				}
				sum := rows[k][i].sum + p.log
				put := func(end int) {
					if to := &rows[k+1][end]; !to.ok || sum > to.sum {
						*to = state{sum, i, piece{from: i, to: j, log: p.log}, true}
					}
				}
				if j == len(w) {
					if p.last && !open || open && p.first {
						put(j)
					}
					continue
				}
				if !p.first {
					continue
				}
				for _, l := range links {
					if strings.HasPrefix(w[j:], l) && (j+len(l) < len(w) || open) {
						put(j + len(l))
					}
				}
			}
		}
	}
	bestRow, score := 0, math.Inf(-1)
	for k := 1; k <= maxParts; k++ {
		if end := rows[k][len(w)]; end.ok {
			if mean := end.sum/float64(k) - partCost*float64(k-1); mean > score && (k > 1 || open) {
				bestRow, score = k, mean
			}
		}
	}
	if bestRow == 0 {
		return nil
	}
	out := make([]piece, bestRow)
	for k, i := bestRow, len(w); k > 0; k-- {
		out[k-1] = rows[k][i].part
		i = rows[k][i].from
	}
	for n := range out {
		text := w[out[n].from:out[n].to]
		if p := s.parts[text]; !p.last && len(text) > 3 {
			if _, ok := s.parts[text+"e"]; ok {
				out[n].whole = text + "e"
			}
		}
	}
	return out
}
