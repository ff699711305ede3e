package search

import (
	"fmt"
	"hash/maphash"
	"strings"
	"unicode"
	"unicode/utf8"

	"offenlage/generator/internal/german"
)

// Limits of what is worth finding; everything else still takes up a place, so
// that phrases keep their distances.
const (
	maxLetters = 48 // bytes of a word
	maxDigits  = 5  // of a number
)

// lexicon numbers the words of texts as they are written: "Straße" and
// "straße" are two. Number 0 stands for what is not searched for. Two words
// of more than eight bytes are told apart by 64 bits of their hashes: among a
// million words the odds that two are taken for one are about one to forty
// million.
type lexicon struct {
	slots []slot
	words []string
	facts []facts // by number
}

// slot is one place of a lexicon's table; number 0 is a free one. It is kept
// small, and what is known of a word stands elsewhere, so that the table
// stays near the processor.
type slot struct{ tag, number uint32 }

// facts are what is known of one word.
type facts struct {
	key        uint64
	count      uint32 // how often it occurs
	docs, last uint32 // documents that hold it, and the last of them + 1
}

func newLexicon() *lexicon {
	return &lexicon{slots: make([]slot, 1<<14), words: []string{""}, facts: make([]facts, 1)}
}

var seed = maphash.MakeSeed()

// key tells words apart: a short one by its bytes, a longer one by a hash,
// whose lowest byte is never that of a short one.
func key(w string) uint64 {
	if len(w) > 8 {
		return maphash.String(seed, w)<<8 | 0xff
	}
	k := uint64(0)
	for i := 0; i < len(w); i++ {
		k = k<<8 | uint64(w[i])
	}
	return k
}

// stopKeys are the keys of stop words, in small letters and with a capital, in
// a table that the processor keeps at hand: nearly every second word is one.
var stopKeys = func() (table [1 << 10]uint64) {
	add := func(w string) {
		if len(w) > 8 {
			return
		}
		i := key(w) * stopFactor >> 54
		for table[i] != 0 {
			i = (i + 1) & (1<<10 - 1)
		}
		table[i] = key(w)
	}
	for _, w := range german.StopWords() {
		add(w)
		first, size := utf8.DecodeRuneInString(w)
		add(string(unicode.ToUpper(first)) + w[size:])
	}
	return table
}()

const stopFactor = 0x9e3779b97f4a7c15

// number of a word, which is copied when it is new, in document doc - 1; 0 for
// stop words.
func (l *lexicon) number(word string, doc uint32) uint32 {
	key := key(word)
	if len(word) <= 8 {
		for i := key * stopFactor >> 54; stopKeys[i] != 0; i = (i + 1) & (1<<10 - 1) {
			if stopKeys[i] == key {
				return 0
			}
		}
	}
	hash := key * 0x9e3779b97f4a7c15
	hash ^= hash >> 29
	tag := uint32(hash >> 32)
	mask := uint32(len(l.slots) - 1)
	i := uint32(hash) & mask
	for l.slots[i].number != 0 {
		if s := l.slots[i]; s.tag == tag && l.facts[s.number].key == key {
			f := &l.facts[s.number]
			f.count++
			if f.last != doc {
				f.last = doc
				f.docs++
			}
			return s.number
		}
		i = (i + 1) & mask
	}
	n := uint32(len(l.words))
	l.words = append(l.words, strings.Clone(word))
	l.facts = append(l.facts, facts{key, 1, 1, doc})
	l.slots[i] = slot{tag, n}
	if len(l.words)*3 > len(l.slots)*2 {
		l.grow()
	}
	return n
}

func (l *lexicon) grow() {
	l.slots = make([]slot, 2*len(l.slots))
	mask := uint32(len(l.slots) - 1)
	for n, f := range l.facts[1:] {
		hash := f.key * 0x9e3779b97f4a7c15
		hash ^= hash >> 29
		i := uint32(hash) & mask
		for l.slots[i].number != 0 {
			i = (i + 1) & mask
		}
		l.slots[i] = slot{uint32(hash >> 32), uint32(n) + 1}
	}
}

// blockTags end a line of text. A phrase does not go from one into the next.
var blockTags = map[string]bool{"p": true, "li": true, "td": true, "th": true, "tr": true, "h1": true, "h2": true, "h3": true, "h4": true,
	"h5": true, "h6": true, "div": true, "blockquote": true, "ul": true, "ol": true, "table": true, "pre": true, "section": true, "dd": true, "dt": true}

// tokens calls word for each word of a text and line at the end of each of
// its blocks. In HTML, tags and entities are no words, and the end of a block
// element ends a block; in plain text an empty line does.
//
// Words are runs of letters and digits. A soft hyphen inside is left out, and
// so is the sign of "Bürger*innen", "Bürger:innen" and "Bürger_innen". A word
// that is cut at the end of a line ("Straßen-\nbahn") is one.
func tokens(text string, html bool, word func(w string), line func()) {
	var scratch []byte
	for i := 0; i < len(text); {
		c := text[i]
		switch kind := byteKinds[c]; {
		case kind == letterByte || kind == wideByte:
			start, end, n := i, i, 0
			joined := false
			scratch = scratch[:0]
			for i < len(text) {
				size := 0
				switch byteKinds[text[i]] {
				case letterByte:
					size = 1
				case wideByte:
					r, width := utf8.DecodeRuneInString(text[i:])
					if r == 0xad { // soft hyphen
						scratch, joined = append(scratch, text[start:i]...), true
						i += width
						start, end = i, i
						continue
					}
					if wordRune(r) {
						size = width
					}
				}
				if size > 0 {
					i += size
					end = i
					n++
					continue
				}
				if skip := joint(text[i:], text[start:end]); n > 0 && skip > 0 {
					scratch, joined = append(scratch, text[start:end]...), true
					i += skip
					start, end = i, i
					continue
				}
				break
			}
			if n == 0 { // a sign of more than one byte
				if i == start {
					_, width := utf8.DecodeRuneInString(text[i:])
					i += width
				}
				continue
			}
			if joined {
				scratch = append(scratch, text[start:end]...)
				word(string(scratch))
			} else {
				word(text[start:end])
			}
		case c == '<' && html:
			end := strings.IndexByte(text[i:], '>')
			if end < 0 {
				return
			}
			name := strings.TrimPrefix(text[i+1:i+end], "/")
			if cut := strings.IndexAny(name, " />\n"); cut >= 0 {
				name = name[:cut]
			}
			if blockTags[name] {
				line()
			}
			i += end + 1
		case c == '&' && html:
			if end := strings.IndexByte(text[i:min(len(text), i+10)], ';'); end > 0 {
				i += end
			}
			i++
		case c == '\n' && !html && i+1 < len(text) && text[i+1] == '\n':
			line()
			i += 2
		default:
			i++
		}
	}
	line()
}

// joint is the length of a sign inside a word, 0 for its end.
func joint(rest, before string) int {
	switch rest[0] {
	case '*', ':', '_':
		if strings.HasPrefix(rest[1:], "innen") || strings.HasPrefix(rest[1:], "in") && (len(rest) == 3 || byteKinds[rest[3]] == otherByte) {
			return 1
		}
	case '-': // at the end of a line, going on in small letters
		if len(before) > 1 && len(rest) > 2 && rest[1] == '\n' && (rest[2] >= 'a' && rest[2] <= 'z' || rest[2] == 0xc3) &&
			!strings.HasPrefix(rest[2:], "und ") && !strings.HasPrefix(rest[2:], "oder ") && !strings.HasPrefix(rest[2:], "bzw") {
			return 2
		}
	}
	return 0
}

const (
	otherByte = iota
	letterByte
	wideByte
)

var byteKinds = func() (kinds [256]byte) {
	for c := range kinds {
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9':
			kinds[c] = letterByte
		case c >= 0x80:
			kinds[c] = wideByte
		}
	}
	return kinds
}()

// letters are what words are made of beside ASCII, in ranges that the script
// of the search page has as well.
var letters = [][2]rune{{0xaa, 0xaa}, {0xb5, 0xb5}, {0xba, 0xba}, {0xc0, 0xd6}, {0xd8, 0xf6}, {0xf8, 0x481}, {0x48a, 0x587},
	{0x5d0, 0x5ea}, {0x620, 0x669}, {0x66e, 0x6d3}, {0x6f0, 0x6fc}, {0x900, 0x963}, {0x966, 0x1fff}, {0x3041, 0xd7a3},
	{0xf900, 0xfdfb}, {0xfe70, 0xfefc}, {0xff10, 0xff19}, {0xff21, 0xff3a}, {0xff41, 0xff5a}}

// letterClass is letters with ASCII, as a class of a regular expression of
// the script.
func letterClass() string {
	class := "0-9A-Za-z"
	for _, l := range letters {
		class += fmt.Sprintf(`\u%04x-\u%04x`, l[0], l[1])
	}
	return class
}

func wordRune(r rune) bool {
	for _, l := range letters {
		if r <= l[1] {
			return r >= l[0]
		}
	}
	return false
}

// searchable tells that a word may be asked for.
func searchable(w string) bool {
	if len(w) > maxLetters || len(w) < 2 {
		return len(w) == 1 && '0' <= w[0] && w[0] <= '9'
	}
	if c := w[len(w)-1]; len(w) > maxDigits && '0' <= c && c <= '9' && strings.Trim(w, "0123456789") == "" {
		return false
	}
	return len(w) > utf8.UTFMax || utf8.RuneCountInString(w) > 1
}
