// Package searchtest asks a search questions whose answers are known: of
// papers it makes queries by rule, as readers would type them. It serves tests
// and measurements only.
package searchtest

import (
	"cmp"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Paper is what a query is made from and judged by.
type Paper struct {
	Reference, Title string
	Text             string // of the body, plain
}

// Query is one question and who answers it.
type Query struct {
	Category, Text string
	Target         string          // the reference of the paper it was made from
	Accept         map[string]bool // references of papers that fit as well
}

// Categories are the kinds of queries, in the order in which Queries makes them.
var Categories = []string{"title", "inflected", "compound", "umlaut", "typo", "reference", "body", "phrase"}

// crowd is how many papers may fit a query at most: what fits more is no
// question for one paper.
const crowd = 10

// Queries makes n queries of each category from papers, fewer where the papers
// give no more. The same papers and seed give the same queries everywhere.
func Queries(papers []Paper, seed uint64, n int) []Query {
	c := gather(papers)
	makers := map[string]func(*random, int32) (Query, bool){
		"title": c.title, "inflected": c.inflected, "compound": c.compound, "umlaut": c.umlaut,
		"typo": c.typo, "reference": c.reference, "body": c.body, "phrase": c.phrase,
	}
	var list []Query
	for _, category := range Categories {
		h := fnv.New64a()
		h.Write([]byte(category))
		r := &random{seed ^ h.Sum64()}
		asked, targets := map[string]bool{}, map[string]bool{}
		made := 0
		// A second round takes papers again and asks less of the queries, for
		// small collections.
		for round := range 2 {
			c.strict = round == 0
			for _, i := range r.order(len(c.papers)) {
				if made == n {
					break
				}
				p := c.papers[i]
				if p.Reference == "" || c.strict && targets[p.Title] {
					continue
				}
				q, ok := makers[category](r, int32(i))
				if !ok || asked[q.Text] || len(q.Accept) > crowd {
					continue
				}
				asked[q.Text], targets[p.Title] = true, true
				q.Category, q.Target = category, p.Reference
				list = append(list, q)
				made++
			}
		}
	}
	return list
}

// picked is a word of a title and what it stands for.
type picked struct {
	text string   // as it is typed
	mean []string // the words it means: of "Kita-Projekte" two
	noun bool
	at   int  // which token of the title
	last bool // nothing follows in its part of the title
}

// content lists the words of a title that a reader would look for.
func (c *collection) content(i int32) []picked {
	title := c.titles[i]
	var list []picked
	seen := map[string]bool{}
	for k := 0; k < len(title); k++ {
		t := title[k]
		// "Kita-Projekte" is one word to a reader.
		if k+1 < len(title) && c.papers[i].Title[t.end:title[k+1].start] == "-" {
			end := k + 1
			for end+1 < len(title) && c.papers[i].Title[title[end].end:title[end+1].start] == "-" {
				end++
			}
			if a, b := t, title[end]; end == k+1 && a.large && b.large && c.joinable(a.word) && c.joinable(b.word) &&
				!beside(c.papers[i].Title, a.start, b.end) && !seen[c.stem(b.word)] {
				seen[c.stem(b.word)] = true
				list = append(list, picked{c.papers[i].Title[a.start:b.end], []string{lower(a.word), lower(b.word)}, true, k, false})
			}
			k = end
			continue
		}
		l := lower(t.word)
		if !t.clean || utf8.RuneCountInString(l) < 4 || stopWords[l] || !c.real(l) || seen[c.stem(l)] {
			continue
		}
		seen[c.stem(l)] = true
		last := k+1 == len(title) || c.papers[i].Title[t.end:title[k+1].start] != " "
		list = append(list, picked{t.word, []string{l}, t.large && c.noun(l, 1), k, last})
	}
	return list
}

func (c *collection) joinable(word string) bool {
	return utf8.RuneCountInString(word) >= 4 && !strings.ContainsFunc(word, unicode.IsDigit) && c.real(word)
}

// sample takes words of a title, in their order: most of them nouns, and one
// of them rare if another is in many papers. must, if it is there, says which
// word has to be among them; the others then are too frequent to find the
// paper without it, as long as c.strict demands that.
func (c *collection) sample(r *random, i int32, least, most int, must func(picked) bool) []picked {
	all := c.content(i)
	if len(all) < least {
		return nil
	}
	for range 8 {
		want := min(least+r.below(most-least+1), len(all))
		order := r.order(len(all))
		// Words of office are in many titles, and few readers type them.
		slices.SortStableFunc(order, func(a, b int) int {
			return cmp.Compare(c.office(all[a])*r.below(2), c.office(all[b])*r.below(2))
		})
		if must != nil {
			at := slices.IndexFunc(order, func(k int) bool { return must(all[k]) })
			if at < 0 {
				return nil
			}
			order[0], order[at] = order[at], order[0]
		}
		order = order[:want]
		slices.Sort(order)
		var words []picked
		for _, k := range order {
			words = append(words, all[k])
		}
		if c.askable(words) && (must == nil || !c.strict || c.needed(words, must)) {
			return words
		}
	}
	return nil
}

func (c *collection) office(w picked) int {
	for _, m := range w.mean {
		if c.share(m) > 0.05 {
			return 1
		}
	}
	return 0
}

// needed reports whether a query without the words of one kind would be
// answered by a crowd.
func (c *collection) needed(words []picked, kind func(picked) bool) bool {
	var rest []string
	for _, w := range words {
		if !kind(w) {
			rest = append(rest, w.mean...)
		}
	}
	return len(rest) == 0 || len(c.together(rest)) > crowd
}

// askable reports whether a reader would type the words: a word that is no
// noun belongs to one beside it, as in "mobile Bühne" and "Bühne ersetzen".
func (c *collection) askable(words []picked) bool {
	nouns, rare, frequent := 0, false, false
	for k, w := range words {
		if w.noun {
			nouns++
		} else if !(k+1 < len(words) && words[k+1].noun && words[k+1].at == w.at+1) &&
			!(k > 0 && words[k-1].noun && words[k-1].at == w.at-1 && w.last && strings.HasSuffix(w.text, "n")) {
			return false
		}
		for _, m := range w.mean {
			frequent = frequent || !c.atMost(m, 0.05, 3)
			rare = rare || c.atMost(m, 0.01, 2)
		}
	}
	return nouns > 0 && (len(words) == 2 || nouns > 1) && (!frequent || rare)
}

// query joins words, and accepts every other paper with all of them in the title.
func (c *collection) query(i int32, words []picked) Query {
	var typed, mean []string
	for _, w := range words {
		typed = append(typed, w.text)
		mean = append(mean, w.mean...)
	}
	fit := c.titled(mean[0])
	for _, m := range mean[1:] {
		fit = both(fit, c.titled(m))
	}
	return Query{Text: strings.Join(typed, " "), Accept: c.references(fit, i)}
}

func both(a, b paperset) paperset {
	set := paperset{}
	for i := range a {
		if b[i] {
			set[i] = true
		}
	}
	return set
}

func (c *collection) references(set paperset, but int32) map[string]bool {
	refs := map[string]bool{}
	for i := range set {
		if p := c.papers[i]; i != but && p.Reference != "" && p.Reference != c.papers[but].Reference {
			refs[p.Reference] = true
		}
	}
	return refs
}

func (c *collection) title(r *random, i int32) (Query, bool) {
	words := c.sample(r, i, 2, 4, nil)
	if words == nil {
		return Query{}, false
	}
	return c.query(i, words), true
}

func (c *collection) inflected(r *random, i int32) (Query, bool) {
	words := c.sample(r, i, 2, 4, func(w picked) bool { return w.noun && len(c.otherForms(w)) > 0 })
	if words == nil {
		return Query{}, false
	}
	words = agreeing(words, func(w picked) bool { return len(c.otherForms(w)) > 0 })
	if len(words) < 2 {
		return Query{}, false
	}
	q := c.query(i, words)
	for k, w := range words {
		list := c.otherForms(w)
		if !w.noun || len(list) == 0 {
			continue
		}
		// A form is taken as often as people write it.
		total := 0
		for _, f := range list {
			total += c.forms[f].large
		}
		at := r.below(total)
		for _, f := range list {
			if at -= c.forms[f].large; at < 0 {
				words[k].text = capital(f)
				break
			}
		}
	}
	q.Text = c.query(i, words).Text
	return q, true
}

// agreeing leaves out adjectives before a noun that is going to change: they
// would have to change with it.
func agreeing(words []picked, changes func(picked) bool) []picked {
	var list []picked
	for k, w := range words {
		if w.noun || k+1 == len(words) || words[k+1].at != w.at+1 || !changes(words[k+1]) {
			list = append(list, w)
		}
	}
	return list
}

// otherForms lists the forms of a noun that stand somewhere in the collection.
// What is too rare beside the word is somebody's slip.
func (c *collection) otherForms(w picked) []string {
	if len(w.mean) > 1 {
		return nil
	}
	return slices.DeleteFunc(inflections(w.mean[0]), func(f string) bool {
		return !c.noun(f, 2) || c.forms[f].all*200 < c.forms[w.mean[0]].all
	})
}

// halves is a compound cut in two, in small letters; rest is without the link.
type halves struct{ first, last string }

// cuts finds the ways to cut a compound into two words of the collection.
func (c *collection) cuts(word string) []halves {
	letters := []rune(word)
	if len(letters) < 10 || strings.HasSuffix(word, "straße") {
		return nil
	}
	f := c.forms[word]
	var list []halves
	for at := 3; at <= len(letters)-3; at++ {
		front, last := string(letters[:at]), string(letters[at:])
		if !c.noun(last, 2) || hollow[last] {
			continue
		}
		for _, link := range []string{"", "s", "n", "es", "en"} {
			first, ok := strings.CutSuffix(front, link)
			if !ok || utf8.RuneCountInString(first) < 3 || !c.noun(first, 2) || hollow[first] || whole[first+" "+last] {
				continue
			}
			// A word much more frequent than its parts is no compound to
			// a reader: Karls+ruhe.
			if f != nil && 4*min(c.forms[first].all, c.forms[last].all) < f.all {
				continue
			}
			list = append(list, halves{first, last})
		}
	}
	return list
}

// asked reports whether a half of a compound can be looked for by itself.
func (c *collection) asked(part string) bool {
	return utf8.RuneCountInString(part) >= 4 && c.noun(part, 5) && !hollow[part] && !stopWords[part] && c.atMost(part, 0.1, 3)
}

func (c *collection) compound(r *random, i int32) (Query, bool) {
	if r.below(4) == 0 {
		if q, ok := c.widened(r, i); ok {
			return q, true
		}
	}
	last := r.below(4) > 0
	part := func(w picked) string {
		if len(w.mean) > 1 || !w.noun {
			return ""
		}
		for _, cut := range c.cuts(w.mean[0]) {
			switch {
			case last && c.asked(cut.last):
				return cut.last
			case !last && c.asked(cut.first):
				return cut.first
			}
		}
		return ""
	}
	must := func(w picked) bool { return part(w) != "" }
	words := c.sample(r, i, 2, 3, must)
	if words = agreeing(words, must); len(words) < 2 {
		return Query{}, false
	}
	k := slices.IndexFunc(words, must)
	p := part(words[k])
	words[k].text, words[k].mean = capital(p), []string{p}
	for other, w := range words {
		if other != k && slices.ContainsFunc(w.mean, func(m string) bool { return c.holds(m, p) || c.holds(p, m) }) {
			return Query{}, false
		}
	}
	return c.query(i, words), c.askable(words)
}

// widened asks the other way round: the title has a word, the text says it
// more exactly with a compound that ends in it, and the reader types that.
func (c *collection) widened(r *random, i int32) (Query, bool) {
	times := map[string]int{}
	for _, line := range c.lines[i] {
		for _, t := range tokens(line) {
			if t.clean && t.large {
				times[lower(t.word)]++
			}
		}
	}
	var wide []string
	for w, n := range times {
		if n >= 3 && utf8.RuneCountInString(w) >= 10 && c.noun(w, 3) && c.atMost(w, 0.02, 2) {
			wide = append(wide, w)
		}
	}
	slices.Sort(wide)
	words := c.sample(r, i, 2, 3, nil)
	for k, w := range words {
		if len(w.mean) > 1 || !w.noun || utf8.RuneCountInString(w.mean[0]) < 5 || !c.asked(w.mean[0]) {
			continue
		}
		for _, compound := range wide {
			if c.stem(compound) == c.stem(w.mean[0]) || !slices.ContainsFunc(c.cuts(compound), func(h halves) bool {
				return c.stem(h.last) == c.stem(w.mean[0])
			}) {
				continue
			}
			fit := maps.Clone(c.titled(compound))
			for _, other := range c.texts[c.stem(compound)] {
				fit[other] = true
			}
			var typed []string
			for other, w := range words {
				if other == k {
					typed = append(typed, capital(compound))
					continue
				}
				typed = append(typed, w.text)
				for _, m := range w.mean {
					if c.holds(compound, m) {
						return Query{}, false
					}
					fit = both(fit, c.titled(m))
				}
			}
			return Query{Text: strings.Join(typed, " "), Accept: c.references(fit, i)}, true
		}
	}
	return Query{}, false
}

func (c *collection) umlaut(r *random, i int32) (Query, bool) {
	marked := func(w picked) bool { return strings.ContainsAny(w.text, "äöüßÄÖÜ") }
	words := c.sample(r, i, 2, 4, marked)
	if words == nil {
		return Query{}, false
	}
	q := c.query(i, words)
	text := q.Text
	switch r.below(8) {
	case 0:
		q.Text = bareLetters.Replace(text)
	case 1, 2, 3: // most people write ss even so
		q.Text = bareLetters.Replace(strings.ReplaceAll(text, "ß", "ss"))
	default:
		q.Text = twoLetters.Replace(text)
	}
	return q, true
}

var (
	twoLetters  = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue")
	bareLetters = strings.NewReplacer("ä", "a", "ö", "o", "ü", "u", "ß", "s", "Ä", "A", "Ö", "O", "Ü", "U")
)

func (c *collection) typo(r *random, i int32) (Query, bool) {
	long := func(w picked) bool { return len(w.mean) == 1 && utf8.RuneCountInString(w.text) >= 6 }
	words := c.sample(r, i, 2, 3, long)
	if words == nil {
		return Query{}, false
	}
	q := c.query(i, words)
	at := slices.IndexFunc(words, long)
	for range 10 {
		wrong := slip(r, words[at].text)
		// What is another word is no slip that a search could see.
		if l := lower(wrong); c.forms[l] == nil && c.texts[c.stem(l)] == nil {
			words[at].text = wrong
			q.Text = c.query(i, words).Text
			return q, true
		}
	}
	return Query{}, false
}

// slip makes one mistake in a word: a letter replaced by its neighbour on the
// keyboard, dropped, doubled, or swapped with the next. One in five is at the
// first letter.
func slip(r *random, word string) string {
	letters := []rune(lower(word))
	large := unicode.IsUpper([]rune(word)[0])
	at := 0
	if r.below(5) > 0 {
		at = 1 + r.below(len(letters)-1)
	}
	switch r.below(4) {
	case 0:
		if near := []rune(keys[letters[at]]); len(near) > 0 {
			letters[at] = near[r.below(len(near))]
		}
	case 1:
		letters = slices.Delete(letters, at, at+1)
	case 2:
		letters = slices.Insert(letters, at, letters[at])
	case 3:
		at = min(at, len(letters)-2)
		letters[at], letters[at+1] = letters[at+1], letters[at]
	}
	if large {
		letters[0] = unicode.ToUpper(letters[0])
	}
	return string(letters)
}

func (c *collection) reference(r *random, i int32) (Query, bool) {
	ref := c.papers[i].Reference
	dashed := strings.ReplaceAll(ref, "/", "-")
	ways := []string{ref, dashed, lower(ref), strings.ToUpper(ref), "Nr. " + ref, "vorlage " + lower(dashed)}
	if ref != "" && ref[0] >= '0' && ref[0] <= '9' { // others have such a word of their own
		ways = append(ways, "DS-Nr. "+ref, "Vorlage "+ref, "Drucksache "+ref, "DRUCKSACHE "+ref)
	}
	text := ways[r.below(len(ways))]
	same := paperset{}
	for k, p := range c.papers {
		if lower(strings.ReplaceAll(p.Reference, "/", "-")) == lower(dashed) {
			same[int32(k)] = true
		}
	}
	return Query{Text: text, Accept: c.references(same, i)}, strings.ContainsAny(ref, "0123456789")
}

func (c *collection) body(r *random, i int32) (Query, bool) {
	type place struct {
		word string
		at   int
	}
	var places []place
	at := 0
	for _, line := range c.lines[i] {
		words := tokens(line)
		for k, t := range words {
			if c.bodyWord(t) {
				places = append(places, place{t.word, at + k})
			}
		}
		at += len(words) + 40 // a passage ends with the line
	}
	if len(places) < 3 {
		return Query{}, false
	}
	for range 12 {
		start := r.below(len(places))
		var near []place
		for _, p := range places[start:] {
			if p.at-places[start].at >= 40 {
				break
			}
			if !slices.ContainsFunc(near, func(o place) bool {
				return c.holds(lower(o.word), lower(p.word)) || c.holds(lower(p.word), lower(o.word))
			}) {
				near = append(near, p)
			}
		}
		if len(near) < 3 {
			continue
		}
		order := r.order(len(near))[:3]
		slices.Sort(order)
		words := []string{near[order[0]].word, near[order[1]].word, near[order[2]].word}
		if slices.ContainsFunc(words, func(w string) bool { return c.atMost(w, 0.003, 2) }) {
			return Query{Text: strings.Join(words, " "), Accept: c.references(c.together(words), i)}, true
		}
	}
	return Query{}, false
}

// bodyWord reports whether a word of the text is a noun a reader may remember.
func (c *collection) bodyWord(t token) bool {
	l := lower(t.word)
	return t.clean && t.large && utf8.RuneCountInString(l) >= 6 && !stopWords[l] && c.noun(l, 2) && c.real(l) && c.atMost(l, 0.02, 3)
}

// together finds the papers that have all the words in title or text.
func (c *collection) together(words []string) paperset {
	fit := paperset{}
	for k, w := range words {
		has := paperset{}
		for _, i := range c.texts[c.stem(w)] {
			has[i] = true
		}
		if k == 0 {
			fit = has
		} else {
			fit = both(fit, has)
		}
	}
	return fit
}

func (c *collection) phrase(r *random, i int32) (Query, bool) {
	type sentence struct {
		line  string
		words []token
	}
	var long []sentence
	for _, line := range c.lines[i] {
		if words := tokens(line); len(words) >= 8 { // no heading, no cell of a table
			long = append(long, sentence{line, words})
		}
	}
	for range 40 {
		if len(long) == 0 {
			break
		}
		s := long[r.below(len(long))]
		line, words := s.line, s.words
		n := 3 + r.below(3)
		start := r.below(len(words) - n + 1)
		part := words[start : start+n]
		if !c.sayable(line, part) {
			continue
		}
		phrase := line[part[0].start:part[n-1].end]
		var plain []string
		for _, t := range part {
			plain = append(plain, t.word)
		}
		fit := c.together(plain)
		text := `"` + phrase + `"`
		if r.below(4) == 0 {
			if more := c.beyond(r, i, plain); more != "" {
				fit = both(fit, c.together([]string{more}))
				if r.below(2) == 0 {
					text += " " + more
				} else {
					text = more + " " + text
				}
			}
		}
		for other := range fit {
			if !c.says(other, phrase) {
				delete(fit, other)
			}
		}
		return Query{Text: text, Accept: c.references(fit, i)}, true
	}
	return Query{}, false
}

// sayable reports whether consecutive words make a phrase: real words with
// single spaces between them, something rare, something in small letters.
func (c *collection) sayable(line string, part []token) bool {
	rare, small, nouns := false, false, 0
	for k, t := range part {
		l := lower(t.word)
		if !t.clean || k > 0 && line[part[k-1].end:t.start] != " " || !stopWords[l] && (!c.real(l) || utf8.RuneCountInString(l) < 3) {
			return false
		}
		small = small || !t.large
		if t.large && c.noun(l, 1) {
			nouns++
		}
		rare = rare || utf8.RuneCountInString(l) >= 5 && c.atMost(l, 0.005, 2)
	}
	a, b := lower(part[0].word), lower(part[len(part)-1].word)
	end := part[len(part)-1]
	return rare && small && nouns > 0 && end.large && c.noun(lower(end.word), 1) && !stopWords[a] && !stopWords[b] && utf8.RuneCountInString(a) > 3 && utf8.RuneCountInString(b) > 3
}

// beyond picks one more word of a text, outside of a phrase.
func (c *collection) beyond(r *random, i int32, phrase []string) string {
	var list []string
	for _, line := range c.lines[i] {
		for _, t := range tokens(line) {
			if c.bodyWord(t) && !slices.ContainsFunc(phrase, func(w string) bool { return c.stem(w) == c.stem(t.word) }) {
				list = append(list, t.word)
			}
		}
	}
	if len(list) == 0 {
		return ""
	}
	return list[r.below(len(list))]
}

func capital(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}

// random is splitmix64: the same numbers on every machine, for ever.
type random struct{ state uint64 }

func (r *random) below(n int) int {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(max(n, 1)))
}

// order is 0 to n-1, shuffled.
func (r *random) order(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	for i := n - 1; i > 0; i-- {
		k := r.below(i + 1)
		list[i], list[k] = list[k], list[i]
	}
	return list
}
