package searchtest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// collection is what the rules must know of all papers.
type collection struct {
	papers []Paper
	lines  [][]string // the text of each paper, by lines, tidied
	titles [][]token
	forms  map[string]*form     // by the word in small letters
	texts  map[string][]int32   // stem to papers that hold it in title or text
	heads  map[string][]int32   // word in small letters to papers that have it in the title
	known  map[string]bool      // stems of nouns
	sorted []string             // the keys of heads
	fits   map[string]paperset  // answers of titled
	plain  map[int32]string     // answers of verbatim
	folded map[string][2]string // fold and stem of a word
	strict bool                 // the queries must depend on what was changed in them
}

// form is one spelling and how often it stands where.
type form struct {
	all   int
	large int // with a capital letter inside a sentence
	small int
}

type paperset map[int32]bool

// token is a word as it stands in a line.
type token struct {
	word       string
	start, end int
	large      bool // begins with a capital letter
	first      bool // begins a sentence, so that a capital letter says nothing
	clean      bool // letters only, no hyphen or star beside it, not all capitals
}

func gather(papers []Paper) *collection {
	c := &collection{
		papers: slices.Clone(papers),
		forms:  map[string]*form{},
		texts:  map[string][]int32{},
		heads:  map[string][]int32{},
		known:  map[string]bool{},
		fits:   map[string]paperset{},
		plain:  map[int32]string{},
		folded: map[string][2]string{},
	}
	slices.SortStableFunc(c.papers, func(a, b Paper) int {
		return cmp.Or(cmp.Compare(a.Reference, b.Reference), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Text, b.Text))
	})
	for i := range c.papers {
		p := &c.papers[i]
		p.Title = strings.Join(strings.Fields(tidy(p.Title)), " ")
		title := tokens(p.Title)
		c.titles = append(c.titles, title)
		var lines []string
		for line := range strings.Lines(tidy(p.Text)) {
			if line = strings.Join(strings.Fields(line), " "); line != "" {
				lines = append(lines, line)
			}
		}
		c.lines = append(c.lines, lines)
		for _, t := range title {
			c.heads[lower(t.word)] = add(c.heads[lower(t.word)], int32(i))
		}
		c.count(int32(i), title)
		for _, line := range lines {
			c.count(int32(i), tokens(line))
		}
	}
	c.sorted = slices.Sorted(maps.Keys(c.heads))
	for word := range c.forms {
		if c.noun(word, 2) {
			c.known[c.stem(word)] = true
		}
	}
	return c
}

func (c *collection) count(paper int32, words []token) {
	for _, t := range words {
		stem := c.stem(t.word)
		c.texts[stem] = add(c.texts[stem], paper)
		if !t.clean {
			continue
		}
		l := lower(t.word)
		f := c.forms[l]
		if f == nil {
			f = &form{}
			c.forms[l] = f
		}
		f.all++
		switch {
		case !t.large:
			f.small++
		case !t.first:
			f.large++
		}
	}
}

// noun reports whether a word in small letters stands at least so many times
// with a capital letter where only nouns and names have one.
func (c *collection) noun(word string, times int) bool {
	f := c.forms[word]
	return f != nil && f.large >= times && f.large >= 4*f.small
}

// share is in which part of the papers a word stands, in any form.
func (c *collection) share(word string) float64 {
	return float64(len(c.texts[c.stem(word)])) / float64(len(c.papers))
}

// atMost is share with a floor, so that it has a meaning for few papers too.
func (c *collection) atMost(word string, share float64, floor int) bool {
	return c.share(word) <= share || len(c.texts[c.stem(word)]) <= floor
}

// real reports whether a word is no slip of somebody's pen: it stands in two
// papers, in whatever form, or often in one.
func (c *collection) real(word string) bool {
	f := c.forms[lower(word)]
	return f != nil && (f.large > 2 || len(c.texts[c.stem(word)]) > 1)
}

// titled finds the papers with a word in the title, in any form, by itself or
// as a part of a compound.
func (c *collection) titled(word string) paperset {
	word = lower(word)
	if set, ok := c.fits[word]; ok {
		return set
	}
	set := paperset{}
	for _, other := range c.sorted {
		if c.holds(other, word) {
			for _, i := range c.heads[other] {
				set[i] = true
			}
		}
	}
	c.fits[word] = set
	return set
}

// holds reports whether a word of a title is the word asked for, or a
// compound with it.
func (c *collection) holds(title, word string) bool {
	stem := c.stem(word)
	if c.stem(title) == stem {
		return true
	}
	if utf8.RuneCountInString(word) < 4 || len(stem) < 3 {
		return false
	}
	whole := c.fold(title)
	for at := 0; ; {
		i := strings.Index(whole[at:], stem)
		if i < 0 {
			return false
		}
		at += i
		if c.before(whole[:at]) && c.after(whole[at+len(stem):]) {
			return true
		}
		at++
	}
}

var links = []string{"", "s", "n", "en", "es", "er", "e"}

// before reports whether a part can stand before another in a compound.
func (c *collection) before(part string) bool {
	if part == "" {
		return true
	}
	for _, link := range links {
		if rest, ok := strings.CutSuffix(part, link); ok && len(rest) >= 3 && c.known[stem(rest)] {
			return true
		}
	}
	return false
}

// after is the same for what follows: an ending, or a link and a noun.
func (c *collection) after(part string) bool {
	if part == "" || slices.Contains(endings, part) {
		return true
	}
	for _, link := range links {
		if rest, ok := strings.CutPrefix(part, link); ok && len(rest) >= 3 && c.known[stem(rest)] {
			return true
		}
	}
	return false
}

// verbatim is title and text of a paper in small letters and single spaces,
// a space around every end of a line.
func (c *collection) verbatim(i int32) string {
	if _, ok := c.plain[i]; !ok {
		c.plain[i] = " " + lower(c.papers[i].Title+" \n "+strings.Join(c.lines[i], " ")) + " "
	}
	return c.plain[i]
}

func (c *collection) says(i int32, phrase string) bool {
	text, phrase := c.verbatim(i), lower(phrase)
	for at := 0; ; {
		j := strings.Index(text[at:], phrase)
		if j < 0 {
			return false
		}
		at += j
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(phrase):])
		if !wordRune(before) && !wordRune(after) {
			return true
		}
		at += len(phrase)
	}
}

func (c *collection) fold(word string) string { return c.both(word)[0] }
func (c *collection) stem(word string) string { return c.both(word)[1] }

func (c *collection) both(word string) [2]string {
	both, ok := c.folded[word]
	if !ok {
		both[0] = fold(word)
		both[1] = stem(both[0])
		c.folded[word] = both
	}
	return both
}

func add(list []int32, paper int32) []int32 {
	if n := len(list); n > 0 && list[n-1] == paper {
		return list
	}
	return append(list, paper)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func lower(s string) string { return strings.ToLower(s) }

// tidy makes one letter of a letter and the mark behind it, and drops soft hyphens.
func tidy(s string) string {
	return marks.Replace(s)
}

var marks = strings.NewReplacer(
	"a\u0308", "ä", "o\u0308", "ö", "u\u0308", "ü", "A\u0308", "Ä", "O\u0308", "Ö", "U\u0308", "Ü",
	"\u00ad", "", "\ufeff", "", "\u200b", "",
)

// tokens cuts a line into its words.
func tokens(line string) []token {
	var list []token
	first := true
	for at := 0; at < len(line); {
		r, size := utf8.DecodeRuneInString(line[at:])
		if !wordRune(r) {
			if strings.ContainsRune(".:?!•*", r) {
				first = true
			}
			at += size
			continue
		}
		start := at
		letters, larges, all := 0, 0, 0
		for at < len(line) {
			r, size := utf8.DecodeRuneInString(line[at:])
			if !wordRune(r) {
				break
			}
			all++
			if unicode.IsLetter(r) {
				letters++
			}
			if unicode.IsUpper(r) {
				larges++
			}
			at += size
		}
		t := token{word: line[start:at], start: start, end: at, first: first, large: unicode.IsUpper(r)}
		t.clean = letters == all && (larges == 0 || larges == 1 && t.large) && !beside(line, start, at)
		// "V erfahren" is one word that a program tore apart.
		if n := len(list); n > 0 && !t.large && utf8.RuneCountInString(list[n-1].word) == 1 && list[n-1].large {
			t.clean = false
		}
		list = append(list, t)
		first = letters < all
	}
	return list
}

// beside reports whether a hyphen, a star or the like joins a word to another.
func beside(line string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(line[:start])
	after, size := utf8.DecodeRuneInString(line[end:])
	if strings.ContainsRune("-‐‑*_/@&§'’", before) || strings.ContainsRune("-‐‑*_/@&'’", after) {
		return true
	}
	next, _ := utf8.DecodeRuneInString(line[min(end+size, len(line)):])
	return (after == ':' || after == '.' || after == '(') && unicode.IsLetter(next)
}

// fold writes a word in small letters without marks, ä and ae as a.
func fold(word string) string {
	var b strings.Builder
	var last rune
	for _, r := range lower(word) {
		if plain, ok := bare[r]; ok {
			b.WriteString(plain)
			last = 'x'
			continue
		}
		// ae, oe, ue are umlauts, but not in neue, Bauer, Quelle.
		if r == 'e' && (last == 'a' || last == 'o' || last == 'u') {
			so := strings.TrimSuffix(b.String(), string(last))
			if before, _ := utf8.DecodeLastRuneInString(so); so == "" || !strings.ContainsRune("aeiouyq", before) {
				last = 'e'
				continue
			}
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

var bare = map[rune]string{
	'ä': "a", 'ö': "o", 'ü': "u", 'ß': "ss", 'é': "e", 'è': "e", 'ê': "e", 'ë': "e", 'á': "a", 'à': "a", 'â': "a",
	'ó': "o", 'ò': "o", 'ô': "o", 'í': "i", 'ì': "i", 'î': "i", 'ï': "i", 'ú': "u", 'ù': "u", 'û': "u", 'ç': "c", 'ñ': "n",
}

// endings are those of German inflection, longest first.
var endings = []string{"innen", "nisses", "nissen", "nisse", "ern", "ens", "ers", "em", "en", "er", "es", "um", "e", "n", "s"}

// stem takes the ending off a folded word, so that the forms of a word
// compare equal. It serves to judge answers and is no stemmer for a search.
func stem(folded string) string {
	for _, end := range endings {
		rest, ok := strings.CutSuffix(folded, end)
		if !ok || len(rest) < 4 && !(len(rest) == 3 && (end == "e" || end == "es" || end == "en")) {
			continue
		}
		switch {
		case end == "innen":
			return rest + "in"
		case strings.HasPrefix(end, "nis"):
			return rest + "nis"
		case end == "s" && strings.HasSuffix(rest, "s"), end == "s" && strings.HasSuffix(rest, "ni"), end == "n" && strings.HasSuffix(rest, "i"):
			return folded
		}
		return rest
	}
	return folded
}
