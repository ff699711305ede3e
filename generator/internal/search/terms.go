package search

import (
	"encoding/binary"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"offenlage/generator/internal/german"
)

// term is what a query word is looked up as: a stem, or "#2021/541" for the
// number of a paper.
type term struct {
	text  string
	df    uint32 // documents that hold it, those with two of its forms twice
	count uint32 // how often it occurs at most
	also  uint32 // how often it occurs inside other words at most
	shown string // the word as it is written most often
	often uint32 // how often that is
}

// vocabulary is what the words of all texts stand for.
type vocabulary struct {
	terms  []term
	byText map[string]uint32
	words  []word                  // by their common number, from 1
	own    []uint32                // the term of each word, by the word's common number; none for stop words
	more   map[uint32][]uint32     // terms that hold the word's parts, for compounds and variants
	of     map[*tokenizer][]uint32 // common number of each reader's number
	form   map[*tokenizer][]bool   // lines that belong to a form, by number
}

const (
	none     = ^uint32(0)
	compound = uint32(1) << 31 // set in own for words that more has
)

// word is one word as it is written, of all readers together.
type word struct {
	text  string
	fold  uint32
	count uint32
	docs  uint32
	upper bool
}

// folded is a word without what is typed in several ways.
type folded struct {
	text         string
	term         uint32 // none for stop words
	count, upper uint32 // how often it occurs, and with a capital
}

// learn makes the vocabulary of all documents and finds compounds in it.
func (x *Index) learn() *vocabulary {
	v, list := x.read()
	v.link(list, len(x.docs), x.names())
	return v
}

// read makes the vocabulary of all documents. Nothing in it depends on which
// reader had which document.
func (x *Index) read() (*vocabulary, []folded) {
	v := &vocabulary{byText: map[string]uint32{}, of: map[*tokenizer][]uint32{}, form: map[*tokenizer][]bool{}}
	x.findForms(v)

	// One number for each written word, in the order of the alphabet.
	number := map[string]uint32{}
	words := make([]word, 1)
	for _, r := range x.readers {
		for i, text := range r.words.words[1:] {
			n, ok := number[text]
			if !ok {
				n = uint32(len(words))
				number[text] = n
				words = append(words, word{text: text})
			}
			words[n].count += r.words.facts[i+1].count
			words[n].docs += r.words.facts[i+1].docs
		}
	}
	slices.SortFunc(words[1:], func(a, b word) int { return strings.Compare(a.text, b.text) })
	folds := make([]string, len(words))
	_ = parallel(chunks(len(words)), func(i int) error {
		for n := range words[i*chunk : min(len(words), (i+1)*chunk)] {
			n += i * chunk
			first, _ := utf8.DecodeRuneInString(words[n].text)
			words[n].upper = unicode.IsUpper(first)
			folds[n] = german.Fold(words[n].text)
		}
		return nil
	})
	byFold := make(map[string]uint32, len(words))
	var list []folded
	for n := 1; n < len(words); n++ {
		w := &words[n]
		number[w.text] = uint32(n)
		f, ok := byFold[folds[n]]
		if !ok {
			f = uint32(len(list))
			byFold[folds[n]] = f
			list = append(list, folded{text: folds[n], term: none})
		}
		w.fold = f
		list[f].count += w.count
		if w.upper {
			list[f].upper += w.count
		}
	}
	stems := make([]string, len(list))
	_ = parallel(chunks(len(list)), func(i int) error {
		for n := range list[i*chunk : min(len(list), (i+1)*chunk)] {
			n += i * chunk
			if !german.StopWord(list[n].text) {
				stems[n] = german.Stem(list[n].text)
			}
		}
		return nil
	})
	for n := range list {
		if stems[n] != "" {
			list[n].term = v.term(stems[n])
			v.terms[list[n].term].count += list[n].count
		}
	}
	v.own = make([]uint32, len(words))
	v.own[0] = none
	for n, w := range words[1:] {
		t := list[w.fold].term
		v.own[n+1] = t
		if t == none {
			continue
		}
		v.terms[t].df = min(v.terms[t].df+w.docs, uint32(len(x.docs)))
		if w.count > v.terms[t].often {
			v.terms[t].often, v.terms[t].shown = w.count, w.text
		}
	}
	for _, r := range x.readers {
		of := make([]uint32, len(r.words.words))
		for n, w := range r.words.words[1:] {
			of[n+1] = number[w]
		}
		v.of[r] = of
	}
	v.words = words
	return v, list
}

func (v *vocabulary) term(text string) uint32 {
	t, ok := v.byText[text]
	if !ok {
		t = uint32(len(v.terms))
		v.byText[text] = t
		v.terms = append(v.terms, term{text: text})
	}
	return t
}

const chunk = 4096

func chunks(n int) int { return (n + chunk - 1) / chunk }

// findForms marks the lines that stand in more than a fifth of the documents:
// headings and questions of printed forms, which say nothing about a paper.
func (x *Index) findForms(v *vocabulary) {
	docs := map[uint64]uint32{}
	for _, r := range x.readers {
		for _, l := range r.counts {
			docs[l.hash] += l.docs
		}
	}
	limit := max(20, uint32(len(x.docs)/5))
	for _, r := range x.readers {
		form := make([]bool, len(r.counts))
		for n, l := range r.counts {
			form[n] = docs[l.hash] > limit
		}
		v.form[r] = form
	}
}

// token is one word of a document that is searched for: its common number and
// where it stands: place<<8, attachment<<4 (15 for any further one), field<<1.
type token struct{ word, where uint32 }

// words appends the tokens of a document to out.
func (d *document) words(v *vocabulary, out []token) []token {
	of, form := v.of[d.reader], v.form[d.reader]
	place, here, skip := uint32(0), uint32(0), false // here is attachment and field
	for row := d.row; len(row) > 0; {
		n, size := uint32(row[0]), 1
		if n >= 0x80 {
			if len(row) > 1 && row[1] < 0x80 {
				n, size = n&0x7f|uint32(row[1])<<7, 2
			} else {
				long, s := binary.Uvarint(row)
				n, size = uint32(long), s
			}
		}
		row = row[size:]
		switch {
		case n > 1:
			if !skip {
				out = append(out, token{of[n-1], place<<8 | here})
			}
			place++
		case n == 1:
			place++
		default:
			mark := row[0]
			row = row[1:]
			switch mark {
			case markAnnex:
				n, size := binary.Uvarint(row)
				here, row = here&0xf|uint32(min(n, 15))<<4, row[size:]
			case markLine:
				n, size := binary.Uvarint(row)
				row = row[size:]
				skip = n > 0 && form[n-1]
				place += lineGap
			default:
				here = uint32(mark-markField) << 1
			}
		}
	}
	return out
}
