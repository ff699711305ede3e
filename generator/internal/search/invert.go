package search

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/binary"
	"hash/crc32"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// Put takes one finished file; it is called from many goroutines.
type Put func(path string, data []byte) error

// Sizes that the index is cut by.
const (
	shardSize = 5 << 10 // bytes of a file of terms before compression, on average
	longList  = 4 << 10 // bytes of a list that gets a file of its own
	listLimit = 12000   // documents of the longest list
	fewDocs   = 2000    // documents up to which no list is cut for its length
	blockDocs = 128     // documents under one stamp
	atOnce    = 5 << 20 // occurrences in memory at a time
)

// BM25F, with its usual constants: how soon more hits count less, how much
// the length of a text counts.
const (
	saturation  = 1.2
	lengthShare = 0.6
	titleWeight = 6
	titleShare  = 0.3
	maxScore    = 31
)

// Write makes the files. Nothing may be added any more.
func (x *Index) Write(put Put) error {
	if err := x.complete(); err != nil {
		return err
	}
	w := &writer{Index: x}
	w.put = func(path string, data []byte) error {
		w.version.Add(mix(uint64(crc32.ChecksumIEEE([]byte(path)))<<32 | uint64(crc32.ChecksumIEEE(data))))
		return put(path, data)
	}
	w.norms()
	w.stampDocs()
	// What results show needs no vocabulary, which is made by one core alone.
	if err := together(func() error {
		w.v = x.learn()
		w.addReferences()
		w.divide()
		return nil
	}, w.writeCards, w.writeFacets); err != nil {
		return err
	}
	if err := together(w.writeTerms, w.writeLexicon); err != nil {
		return err
	}
	return w.writeManifest()
}

// writer turns an Index into files.
type writer struct {
	*Index
	v   *vocabulary
	put Put

	norm, titleNorm []float32 // by document
	stamps          []uint32  // of each document: everything up to it
	references      map[uint32][]hit
	shards          int        // files of terms, a power of two
	members         [][]uint32 // terms of each, by their texts
	lexiconFiles    int
	version         atomic.Uint64 // a sum over all files, in any order
}

// mix spreads the bits of n (the finalizer of splitmix64).
func mix(n uint64) uint64 {
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// norms works out what the length of each document takes off a hit. The
// average length is rounded to steps of a quarter, so that one more paper
// does not change the score of all others.
func (w *writer) norms() {
	var title, text, titles, texts float64
	length := func(d *document) float64 {
		sum := 0.0
		for f := fieldLead; f < fields; f++ {
			sum += float64(weights[f]) * float64(d.length[f])
		}
		return sum
	}
	for i := range w.docs {
		d := &w.docs[i]
		if n := d.length[fieldTitle]; n > 0 {
			title += float64(n)
			titles++
		}
		if n := length(d); n > 0 {
			text += n
			texts++
		}
	}
	round := func(sum, n float64) float64 {
		if n == 0 {
			return 1
		}
		return math.Pow(1.25, math.Round(math.Log(sum/n)/math.Log(1.25)))
	}
	averageTitle, average := round(title, titles), round(text, texts)
	w.norm = make([]float32, len(w.docs))
	w.titleNorm = make([]float32, len(w.docs))
	for i := range w.docs {
		d := &w.docs[i]
		w.norm[i] = float32(1 - lengthShare + lengthShare*length(d)/average)
		w.titleNorm[i] = float32(1 - titleShare + titleShare*float64(d.length[fieldTitle])/averageTitle)
	}
}

// stampDocs gives each document a stamp of itself and all before it. A file
// that names documents begins with the highest of them and a stamp: by it the
// page sees whether the file numbers documents as the manifest does.
func (w *writer) stampDocs() {
	h := fnv.New32a()
	w.stamps = make([]uint32, len(w.docs))
	for i := range w.docs {
		h.Write([]byte(w.docs[i].path))
		h.Write([]byte{0})
		w.stamps[i] = h.Sum32() & 0xffffff
	}
}

// stamp begins a file whose highest document is last. Within a full block of
// documents it is the stamp of the block's end, so that it does not change
// when documents are added behind.
func (w *writer) stamp(last int) []byte {
	if last < 0 {
		return []byte{0, 0, 0, 0}
	}
	at := last
	if end := last/blockDocs*blockDocs + blockDocs - 1; end < len(w.docs) {
		at = end
	}
	s := w.stamps[at]
	return append(appendNumber(nil, last), byte(s), byte(s>>8), byte(s>>16))
}

// hash places a term in a file of terms.
func hash(text string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(text))
	n := h.Sum32()
	return n ^ n>>15
}

// divide chooses how many files of terms there are, and which term stands in
// which.
func (w *writer) divide() {
	size := 0
	for _, t := range w.v.terms {
		if t.df > 0 || t.also > 0 {
			list := int(t.df+t.also/2) * 5 / 2
			if list > longList {
				list = 0
			}
			size += 8 + len(t.text)/2 + list
		}
	}
	w.shards = 1
	for w.shards*shardSize < size {
		w.shards *= 2
	}
	order := make([]uint32, len(w.v.terms))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(w.v.terms[a].text, w.v.terms[b].text) })
	w.members = make([][]uint32, w.shards)
	for _, t := range order {
		n := hash(w.v.terms[t].text) & uint32(w.shards-1)
		w.members[n] = append(w.members[n], t)
	}
}

// occurrence is one word in one document.
type occurrence struct {
	doc   uint32
	where uint32 // place<<8 | attachment<<4 (15 for any further one) | field<<1 | 1 inside another word
}

// writeTerms makes the files of terms, some of them at a time: the words of
// all documents are gone through once for each portion.
func (w *writer) writeTerms() error {
	total := 0
	for _, t := range w.v.terms {
		total += int(t.count + t.also)
	}
	portions := min(w.shards, max(2, total/atOnce+1))
	return parallel(portions, func(i int) error {
		return w.portion(w.members[i*w.shards/portions:(i+1)*w.shards/portions], i*w.shards/portions)
	})
}

func (w *writer) portion(shards [][]uint32, first int) error {
	v := w.v
	start := make([]uint32, len(v.terms)) // where the next occurrence of a term goes, + 1; 0 for other portions
	n := uint32(0)
	for _, terms := range shards {
		for _, t := range terms {
			start[t] = n + 1
			n += v.terms[t].count + v.terms[t].also
		}
	}
	all := make([]occurrence, n)
	var tokens []token
	for i := range w.docs {
		doc := uint32(i)
		tokens = w.docs[i].words(v, tokens[:0])
		for _, token := range tokens {
			own := v.own[token.word]
			if own == none {
				continue
			}
			if t := own &^ compound; start[t] != 0 {
				all[start[t]-1] = occurrence{doc, token.where}
				start[t]++
			}
			if own&compound == 0 {
				continue
			}
			for _, t := range v.more[token.word] {
				if start[t] != 0 {
					all[start[t]-1] = occurrence{doc, token.where | 1}
					start[t]++
				}
			}
		}
	}
	z := newZipper()
	e := &encoder{writer: w, zip: z}
	from := uint32(0)
	for i, terms := range shards {
		e.reset()
		for _, t := range terms {
			end := start[t] - 1
			if err := e.term(t, all[from:end]); err != nil {
				return err
			}
			from += v.terms[t].count + v.terms[t].also
		}
		if err := e.finish(first + i); err != nil {
			return err
		}
	}
	return nil
}

// hit is one document of a list.
type hit struct {
	doc   uint32
	score uint8
	title bool
	annex uint8
}

// encoder makes files of terms.
type encoder struct {
	*writer
	zip *zipper

	last             int    // highest document so far
	dict, body       []byte // of the file of terms
	places           []byte // of the file of places
	lastText         string
	count            int
	exact, inside    []hit
	list, long, more []byte
}

func (e *encoder) reset() {
	e.last, e.count, e.lastText = -1, 0, ""
	e.dict, e.body, e.places = e.dict[:0], e.body[:0], e.places[:0]
}

// term adds one term with its occurrences, which stand in the order of
// documents and places.
func (e *encoder) term(t uint32, all []occurrence) error {
	e.exact, e.inside = e.exact[:0], e.inside[:0]
	if refs := e.references[t]; refs != nil {
		for _, h := range refs {
			if h.title {
				e.exact = append(e.exact, h)
			} else {
				e.inside = append(e.inside, h)
			}
		}
	}
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j].doc == all[i].doc {
			j++
		}
		e.document(all[i:j])
		i = j
	}
	df, cdf := len(e.exact), len(e.inside)
	if df+cdf == 0 {
		return nil
	}
	limit := e.limit()
	e.exact = best(e.exact, limit)
	e.inside = best(e.inside, limit)
	e.list = appendHits(e.list[:0], e.exact)
	size := len(e.list)
	e.list = appendHits(e.list, e.inside)

	text := e.v.terms[t].text
	e.count++
	e.dict = appendWord(e.dict, e.lastText, text)
	e.lastText = text
	e.dict = appendNumber(e.dict, df)
	e.dict = appendNumber(e.dict, cdf)
	last := -1
	for _, list := range [][]hit{e.exact, e.inside} {
		if len(list) > 0 {
			last = max(last, int(list[len(list)-1].doc))
		}
	}
	var places []byte
	if e.o.Phrases {
		e.more = e.appendPlaces(e.more[:0], all)
		places = e.more
	}
	if name := fileName(text); name != "" && len(e.list) > longList {
		e.dict = append(e.dict, 0)
		e.long = append(e.long[:0], e.stamp(last)...)
		e.long = appendNumber(e.long, size)
		if err := e.zip.put(e.put, Dir+"/b/"+name, append(e.long, e.list...)); err != nil {
			return err
		}
		if len(places) > 0 {
			e.long = append(e.long[:0], e.stamp(last)...)
			return e.zip.put(e.put, Dir+"/q/"+name, append(e.long, places...))
		}
		return nil
	}
	e.last = max(e.last, last)
	e.dict = appendNumber(e.dict, size+1)
	e.dict = appendNumber(e.dict, len(e.list)-size)
	e.body = append(e.body, e.list...)
	if e.o.Phrases {
		e.places = appendNumber(e.places, len(places))
		e.places = append(e.places, places...)
	}
	return nil
}

// limit is how many documents of a list are kept.
func (w *writer) limit() int {
	if len(w.docs) <= fewDocs {
		return len(w.docs)
	}
	return min(listLimit, max(fewDocs, len(w.docs)/4))
}

// document turns what one document holds of a term into a hit.
func (e *encoder) document(all []occurrence) {
	var exact, inside [fields]uint32
	var annex uint8
	var most, run uint32
	for i, o := range all {
		field := o.where >> 1 & 7
		if o.where&1 == 0 {
			exact[field]++
		} else {
			inside[field]++
		}
		if a := uint8(o.where >> 4 & 15); a > 0 { // the attachment with most hits
			if i == 0 || uint8(all[i-1].where>>4&15) != a {
				run = 0
			}
			if run++; run > most {
				most, annex = run, a
			}
		}
	}
	doc := all[0].doc
	for f := range fields - 1 { // the page has it as well
		if f != fieldTitle && exact[f]+inside[f] > 0 {
			annex = 0
		}
	}
	if exact[fieldTitle]+inside[fieldTitle] > 0 {
		annex = 0
	}
	direct := false
	if score := e.score(doc, &exact); score > 0 {
		e.exact = append(e.exact, hit{doc, score, exact[fieldTitle] > 0, annex})
		direct = true
	}
	if score := e.score(doc, &inside); score > 0 && (!direct || inside[fieldTitle] > 0 && exact[fieldTitle] == 0) {
		e.inside = append(e.inside, hit{doc, score, inside[fieldTitle] > 0, annex})
	}
}

func (w *writer) score(doc uint32, counts *[fields]uint32) uint8 {
	sum := float32(0)
	for f := fieldLead; f < fields; f++ {
		sum += weights[f] * float32(counts[f])
	}
	x := sum/w.norm[doc] + titleWeight*float32(counts[fieldTitle])/w.titleNorm[doc]
	if x == 0 {
		return 0
	}
	return max(1, uint8(math.Round(float64(maxScore*x/(x+saturation)))))
}

// best keeps the n best hits in the order of documents: those in titles
// before others, then by score, then the newest.
func best(list []hit, n int) []hit {
	if len(list) <= n {
		return list
	}
	rank := func(h hit) int {
		r := int(h.score)
		if h.title {
			r += 64
		}
		return r
	}
	slices.SortFunc(list, func(a, b hit) int { return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(b.doc, a.doc)) })
	list = list[:n]
	slices.SortFunc(list, func(a, b hit) int { return cmp.Compare(a.doc, b.doc) })
	return list
}

// appendHits writes a list: for each document its distance from the one
// before, less one; score, bit 5 for a hit in the title, bit 6 when the number
// of an attachment follows.
func appendHits(out []byte, list []hit) []byte {
	next := uint32(0)
	for _, h := range list {
		out = binary.AppendUvarint(out, uint64(h.doc-next))
		next = h.doc + 1
		b := h.score
		if h.title {
			b |= 1 << 5
		}
		if h.annex > 0 {
			out = append(out, b|1<<6, h.annex)
		} else {
			out = append(out, b)
		}
	}
	return out
}

// appendPlaces writes where a term stands by itself: for each kept document
// its distance from the one before less one, how many bytes follow, and the
// distances of the places.
func (e *encoder) appendPlaces(out []byte, all []occurrence) []byte {
	next, kept := uint32(0), 0
	var places []byte
	for i := 0; i < len(all); {
		doc := all[i].doc
		places = places[:0]
		at := uint32(0)
		for ; i < len(all) && all[i].doc == doc; i++ {
			if all[i].where&1 == 0 {
				p := all[i].where >> 8
				places = binary.AppendUvarint(places, uint64(p-at))
				at = p
			}
		}
		for kept < len(e.exact) && e.exact[kept].doc < doc {
			kept++
		}
		if len(places) == 0 || kept == len(e.exact) || e.exact[kept].doc != doc {
			continue
		}
		out = binary.AppendUvarint(out, uint64(doc-next))
		next = doc + 1
		out = appendNumber(out, len(places))
		out = append(out, places...)
	}
	return out
}

// finish writes the file of terms and the file of their places.
func (e *encoder) finish(number int) error {
	name := decimal(number) + ".bin"
	out := append(e.stamp(e.last), appendNumber(nil, e.count)...)
	out = appendNumber(out, len(e.dict))
	out = append(append(out, e.dict...), e.body...)
	if err := e.zip.put(e.put, Dir+"/t/"+name, out); err != nil {
		return err
	}
	if !e.o.Phrases {
		return nil
	}
	return e.zip.put(e.put, Dir+"/p/"+name, append(e.stamp(e.last), e.places...))
}

// fileName of a term with a long list, "" when it has letters of which hosts
// make different names.
func fileName(text string) string {
	if strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789") != "" {
		return ""
	}
	return "t-" + text + ".bin"
}

// appendWord writes a word after another: how many letters both begin with,
// how many bytes follow, and these.
func appendWord(out []byte, last, text string) []byte {
	letters, bytes := 0, 0
	for i, r := range text {
		if l, _ := utf8.DecodeRuneInString(last[min(i, len(last)):]); i >= len(last) || l != r || letters == 255 {
			break
		}
		letters++
		bytes = i + utf8.RuneLen(r)
	}
	out = append(out, byte(letters), byte(len(text)-bytes))
	return append(out, text[bytes:]...)
}

func appendNumber(out []byte, n int) []byte { return binary.AppendUvarint(out, uint64(n)) }

// zipper compresses one file after another.
type zipper struct {
	buf bytes.Buffer
	zip *gzip.Writer
}

func newZipper() *zipper {
	z := &zipper{}
	z.zip, _ = gzip.NewWriterLevel(&z.buf, gzip.BestSpeed)
	return z
}

// put compresses data and hands it on. The bytes depend on data alone.
func (z *zipper) put(put Put, path string, data []byte) error {
	z.buf.Reset()
	z.zip.Reset(&z.buf)
	if _, err := z.zip.Write(data); err != nil {
		return err
	}
	if err := z.zip.Close(); err != nil {
		return err
	}
	return put(path, z.buf.Bytes())
}
