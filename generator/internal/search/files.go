package search

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/german"
)

// Format is the number of the format that docs/search.md describes. The
// script of the search page refuses any other.
const Format = 1

func decimal(n int) string { return strconv.Itoa(n) }

// ReferenceForm is what the number of a paper is looked up as: letters and
// digits with "/" between them, without the words before it and zeros at the
// beginning of a part. "DS-Nr. 2021-0541" is "2021/541".
func ReferenceForm(reference string) string {
	parts := strings.Split(council.NormalReference(reference), "/")
	for i, p := range parts {
		p = german.Fold(p)
		if short := strings.TrimLeft(p, "0"); short != "" && strings.Trim(p, "0123456789") == "" {
			p = short
		}
		parts[i] = p
	}
	return strings.Join(parts, "/")
}

// addReferences makes the numbers of papers terms. A paper's own number finds
// it as if in its title; follow-ups (2021/541/1) and papers whose texts name
// it come after. A number that begins with letters is also found without
// them.
func (w *writer) addReferences() {
	w.references = map[uint32][]hit{}
	add := func(form string, h hit) {
		t := w.v.term("#" + form)
		w.references[t] = append(w.references[t], h)
	}
	papers := map[string]bool{}
	for i := range w.docs {
		if p, ok := w.docs[i].object.(*council.Paper); ok {
			papers[ReferenceForm(p.Reference)] = true
		}
	}
	for i := range w.docs {
		p, ok := w.docs[i].object.(*council.Paper)
		if !ok {
			continue
		}
		doc := uint32(i)
		form := ReferenceForm(p.Reference)
		add(form, hit{doc: doc, score: maxScore, title: true})
		for cut := strings.LastIndexByte(form, '/'); cut > 0; cut = strings.LastIndexByte(form[:cut], '/') {
			if papers[form[:cut]] {
				add(form[:cut], hit{doc: doc, score: maxScore})
			}
		}
		for bare := form; ; {
			head, rest, more := strings.Cut(bare, "/")
			if !more || strings.ContainsAny(head, "0123456789") {
				break
			}
			bare = rest
			add(bare, hit{doc: doc, score: maxScore - 1, title: true})
		}
		for _, other := range p.Cites {
			add(ReferenceForm(other.Reference), hit{doc: doc, score: 8})
		}
	}
	for t, list := range w.references {
		// One hit a document, the best; in the order of documents.
		slices.SortFunc(list, func(a, b hit) int {
			if a.doc != b.doc {
				return int(a.doc) - int(b.doc)
			}
			if a.title != b.title {
				if a.title {
					return -1
				}
				return 1
			}
			return int(b.score) - int(a.score)
		})
		list = slices.CompactFunc(list, func(a, b hit) bool { return a.doc == b.doc })
		w.references[t] = list
		w.v.terms[t].df = uint32(len(list))
	}
}

// lexiconSize is how many bytes a file of the lexicon has before compression,
// on average.
const lexiconSize = 4 << 10

// writeLexicon writes the terms that stand in some documents, once by their
// first three letters ("f") and once by their last three ("r"): what a word that
// is not found may have been meant as.
func (w *writer) writeLexicon() error {
	least := uint32(1)
	switch n := len(w.docs); {
	case n >= 5000:
		least = 3
	case n >= 1000:
		least = 2
	}
	type entry struct {
		text, shown string
		weight      byte
	}
	var all []entry
	size := 0
	for _, t := range w.v.terms {
		docs := t.df + t.also/2
		if docs < least || len(t.text) < 3 || len(t.text) > maxLetters || strings.Trim(t.text, "abcdefghijklmnopqrstuvwxyz") != "" {
			continue
		}
		e := entry{text: t.text, weight: byte(min(255, math.Round(8*math.Log2(float64(docs)+1))))}
		switch {
		case t.shown == "" || strings.ToLower(t.shown) == t.text && t.shown[0] >= 'A' && t.shown[0] <= 'Z':
		default:
			e.shown = t.shown
		}
		size += 4 + len(e.text)/2 + len(e.shown)
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.text, b.text) })
	files := 1
	for files*lexiconSize < size {
		files *= 2
	}
	w.lexiconFiles = files
	z := newZipper()
	for _, side := range []string{"f", "r"} {
		buckets := make([][]entry, files)
		for _, e := range all {
			key := e.text[:3]
			if side == "r" {
				key = e.text[len(e.text)-3:]
			}
			n := hash(key) & uint32(files-1)
			buckets[n] = append(buckets[n], e)
		}
		for n, bucket := range buckets {
			var out []byte
			last := ""
			for _, e := range bucket {
				out = appendWord(out, last, e.text)
				last = e.text
				out = append(out, e.weight, byte(min(255, len(e.shown))))
				out = append(out, e.shown[:min(255, len(e.shown))]...)
			}
			if err := z.put(w.put, Dir+"/"+side+"/"+decimal(n)+".bin", out); err != nil {
				return err
			}
		}
	}
	return nil
}

// manifest is the first file that the search page reads.
type manifest struct {
	Format      int      `json:"format"`
	Version     string   `json:"version"` // changes with any file of the index
	Docs        int      `json:"docs"`    // documents
	Papers      int      `json:"papers"`  // of them
	Terms       int      `json:"terms"`   // files of terms
	Lexicon     int      `json:"lexicon"` // files of the lexicon, each side
	PerFile     int      `json:"perFile"` // descriptions a file
	Limit       int      `json:"limit"`   // longest list
	Phrases     bool     `json:"phrases"` // whether places are kept
	German      bool     `json:"german"`  // whether words are stemmed
	Years       [][2]int `json:"years"`   // year and its first document; what is before has no date
	Block       int      `json:"block"`   // documents under one stamp
	Stamps      []uint32 `json:"stamps"`  // of full blocks
	Tail        []uint32 `json:"tail"`    // of each document behind them
	Letters     string   `json:"letters"` // what words are made of, as a class of a regular expression
	StopWords   string   `json:"stopWords"`
	NumberWords string   `json:"numberWords"` // words before the number of a paper that are no part of it
	Facets      []string `json:"facets"`      // columns
}

// writeCards writes what results show.
func (w *writer) writeCards() error {
	z := newZipper()
	for from := 0; from < len(w.docs); from += perFile {
		var cards []any
		to := min(from+perFile, len(w.docs))
		for i := from; i < to; i++ {
			cards = append(cards, w.card(&w.docs[i]))
		}
		if err := z.put(w.put, Dir+"/d/"+decimal(from/perFile)+".bin", append(w.stamp(to-1), mustJSON(cards)...)); err != nil {
			return err
		}
	}
	return nil
}

// writeFacets writes the columns of facets.
func (w *writer) writeFacets() error {
	z := newZipper()
	for _, f := range w.facets() {
		if err := z.put(w.put, Dir+"/c/"+f.key+".bin", w.column(f, w.stamp)); err != nil {
			return err
		}
	}
	return nil
}

func foldAll(words []string) []string {
	for i, w := range words {
		words[i] = german.Fold(w)
	}
	return words
}

// writeManifest writes the file that is read first, as it is written last.
func (w *writer) writeManifest() error {
	m := manifest{Format: Format, Docs: len(w.docs), Terms: w.shards, Lexicon: w.lexiconFiles, PerFile: perFile, Limit: w.limit(),
		Phrases: w.o.Phrases, Block: blockDocs, Years: [][2]int{}, Stamps: []uint32{}}
	for _, f := range w.facets() {
		m.Facets = append(m.Facets, f.key)
	}
	year := 0
	for i := range w.docs {
		if _, ok := w.docs[i].object.(*council.Paper); ok {
			m.Papers++
		}
		if y := w.docs[i].date.Year(); y != year {
			year = y
			m.Years = append(m.Years, [2]int{y, i})
		}
	}
	full := len(w.docs) / blockDocs
	for b := range full {
		m.Stamps = append(m.Stamps, w.stamps[(b+1)*blockDocs-1])
	}
	m.Tail = append([]uint32{}, w.stamps[full*blockDocs:]...)
	m.Letters, m.StopWords, m.NumberWords = letterClass(), strings.Join(foldAll(german.StopWords()), " "), strings.Join(council.NumberWords(), " ")
	m.Version = strconv.FormatUint(w.version.Load(), 36)
	return w.put(Dir+"/index.json", mustJSON(m))
}
