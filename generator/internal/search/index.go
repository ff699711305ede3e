// Package search makes the index that the search page reads: files below
// "search/" in which a browser finds any word of any published text with a
// few small requests, and no server that thinks. docs/search.md describes the
// files to the byte.
//
// New numbers what can be found, Add takes the texts one by one while their
// pages are made, and Write turns them into files. Texts are not kept: what
// stays of one is a row of word numbers.
package search

import (
	"encoding/binary"
	"errors"
	"hash/maphash"
	"runtime"
	"sync"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
)

// Dir is the folder of the index below the output folder.
const Dir = "search"

// Options say what is indexed and how it is named.
type Options struct {
	// Phrases keeps the places of words, so that "words in quotes" are found
	// as they stand. They are the larger half of the index.
	Phrases bool
	// Label returns a message of the interface, "state.adopted".
	Label func(key string) string
	// Text returns the plain text of an attachment, "" for none. nil for
	// attachments that are not searched.
	Text func(f council.File) (string, error)
}

// Part is a stretch of an object's text.
type Part struct {
	// Title is the heading, "" for none.
	Title string
	// HTML is the text below it.
	HTML string
	// Resolves tells that it says what is, or shall be, resolved. Its words
	// count twice.
	Resolves bool
}

// The fields of a document, in the order in which they are read.
const (
	fieldTitle = iota
	fieldLead  // summary, resolutions: what it comes down to
	fieldBody
	fieldMeta // committees, topics, places, who brought it in
	fieldAnnex
	fields
)

// weights of a word in each field but the title, which has its own formula.
var weights = [fields]float32{fieldLead: 2, fieldBody: 1, fieldMeta: 1, fieldAnnex: 0.5}

// The row of numbers that stays of a text. A word stands as its number + 1;
// 0 announces one of these.
const (
	markField = 1  // + field
	markAnnex = 16 // then the number of the attachment, from 1
	markLine  = 17 // then the number of a short line + 1, 0 for another line
)

// shortLine is the number of words up to which a line may be a part of a form.
const shortLine = 12

// lineGap is the distance between the last word of a line and the first of
// the next, longer than a phrase's.
const lineGap = 8

// Index is one index being made. Add is safe for concurrent use.
type Index struct {
	site *site.Site
	o    Options
	docs []document
	at   map[any]int32

	mu      sync.Mutex
	idle    []*tokenizer
	readers []*tokenizer
}

// document is one thing that can be found.
type document struct {
	object any
	path   string // below the base URL
	date   council.Date
	reader *tokenizer // whose numbers the row has; nil before Add
	row    []byte
	length [fields]uint32
	teaser string
}

// tokenizer numbers the words of some documents. There are as many as there
// are goroutines that call Add.
type tokenizer struct {
	words   *lexicon
	lines   map[uint64]uint32
	counts  []line
	row     []byte
	current []uint32
}

// line is a short line and in how many documents it stands.
type line struct {
	hash uint64
	docs uint32
	last int32 // document that counted last
}

// New numbers the documents of a site: what has no date first, then by day,
// so that a new paper comes last and the others keep their numbers.
func New(s *site.Site, o Options) *Index {
	x := &Index{site: s, o: o, at: map[any]int32{}}
	for _, object := range documents(s) {
		x.at[object.object] = int32(len(x.docs))
		x.docs = append(x.docs, object)
	}
	return x
}

// Add takes the text of a paper, meeting, committee, topic, faction or page,
// in the order of its parts. What New did not number is passed over.
func (x *Index) Add(object any, parts []Part) error {
	id, ok := x.at[object]
	if !ok {
		return nil
	}
	t := x.take()
	defer x.give(t)
	d := &x.docs[id]
	t.row = t.row[:0]
	r := reading{t: t, d: d, id: id}
	describe(&r, object)
	for _, p := range parts {
		field := fieldBody
		if p.Resolves {
			field = fieldLead
			if d.teaser == "" {
				d.teaser = teaser(p.HTML)
			}
		}
		r.plain(field, p.Title)
		r.html(field, p.HTML)
	}
	if x.o.Text != nil {
		for i, f := range attachments(object) {
			text, err := x.o.Text(f)
			if err != nil {
				return err
			}
			r.annex(i+1, f.Title, text)
		}
	}
	d.reader, d.row = t, append([]byte(nil), t.row...)
	return nil
}

func (x *Index) take() *tokenizer {
	x.mu.Lock()
	defer x.mu.Unlock()
	if n := len(x.idle); n > 0 {
		t := x.idle[n-1]
		x.idle = x.idle[:n-1]
		return t
	}
	t := &tokenizer{words: newLexicon(), lines: map[uint64]uint32{}}
	x.readers = append(x.readers, t)
	return t
}

func (x *Index) give(t *tokenizer) {
	x.mu.Lock()
	x.idle = append(x.idle, t)
	x.mu.Unlock()
}

// complete adds what nobody gave a text of.
func (x *Index) complete() error {
	for i := range x.docs {
		if x.docs[i].reader == nil {
			if err := x.Add(x.docs[i].object, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// reading is one document being read.
type reading struct {
	t     *tokenizer
	d     *document
	id    int32
	field int // of the words that come, -1 before the first
	begun bool
}

func (r *reading) enter(field int) {
	if r.begun && r.field == field && field != fieldAnnex {
		return
	}
	r.field, r.begun = field, true
	r.t.row = append(r.t.row, 0, byte(markField+field))
}

func (r *reading) plain(field int, text string) { r.read(field, text, false) }
func (r *reading) html(field int, text string)  { r.read(field, text, true) }

func (r *reading) annex(number int, title, text string) {
	if title == "" && text == "" {
		return
	}
	r.enter(fieldAnnex)
	r.t.row = append(r.t.row, 0, markAnnex)
	r.t.row = binary.AppendUvarint(r.t.row, uint64(number))
	r.plain(fieldAnnex, title)
	r.plain(fieldAnnex, text)
}

func (r *reading) read(field int, text string, html bool) {
	if text == "" {
		return
	}
	if field != fieldAnnex || r.field != fieldAnnex {
		r.enter(field)
	}
	t := r.t
	tokens(text, html, func(w string) {
		n := uint32(0)
		if searchable(w) {
			n = t.words.number(w, uint32(r.id)+1)
		}
		t.current = append(t.current, n)
	}, func() { r.line() })
}

// line writes the words of a line to the row.
func (r *reading) line() {
	t := r.t
	if len(t.current) == 0 {
		return
	}
	r.d.length[r.field] += uint32(len(t.current))
	t.row = append(t.row, 0, markLine)
	if len(t.current) <= shortLine && r.field == fieldBody {
		t.row = binary.AppendUvarint(t.row, uint64(t.line(r.id))+1)
	} else {
		t.row = append(t.row, 0)
	}
	for _, n := range t.current {
		t.row = binary.AppendUvarint(t.row, uint64(n)+1)
	}
	t.current = t.current[:0]
}

// line numbers the short line that was read and counts its documents.
func (t *tokenizer) line(doc int32) uint32 {
	var h maphash.Hash
	h.SetSeed(seed)
	for _, n := range t.current {
		h.WriteString(t.words.words[n])
		h.WriteByte(' ')
	}
	sum := h.Sum64()
	n, ok := t.lines[sum]
	if !ok {
		n = uint32(len(t.counts))
		t.lines[sum] = n
		t.counts = append(t.counts, line{hash: sum, last: -1})
	}
	if l := &t.counts[n]; l.last != doc {
		l.last = doc
		l.docs++
	}
	return n
}

// parallel calls do for 0 to n-1, as many at a time as there are cores, and
// returns the first error.
func parallel(n int, do func(i int) error) error {
	var next, failed = make(chan int), make(chan error, 1)
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					select {
					case failed <- err:
					default:
					}
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// together calls all at the same time and returns the first error.
func together(all ...func() error) error {
	errs := make([]error, len(all))
	var group sync.WaitGroup
	for i, do := range all {
		group.Go(func() { errs[i] = do() })
	}
	group.Wait()
	return errors.Join(errs...)
}
