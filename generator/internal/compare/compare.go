// Package compare finds what changed between two texts, word by word.
package compare

import (
	"slices"
	"strings"
)

// Kind says what became of a stretch of text.
type Kind int

// The kinds of changes.
const (
	Same Kind = iota
	Removed
	Added
)

// Change is a stretch of text of one kind. "\n" stands for the end of a
// paragraph.
type Change struct {
	Kind Kind
	Text string
}

// most is how many words are compared; longer texts are taken as replaced.
const most = 3000

// Words compares two texts. The stretches come in the order of reading; what
// was removed stands before what was added in its place. shared is the share
// of words that both texts have in common, of the longer one, 0 to 1.
func Words(before, after string) (changes []Change, shared float64) {
	a, b := split(before), split(after)
	start := 0
	for start < min(len(a), len(b)) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < min(len(a), len(b))-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	var out builder
	out.add(Same, a[:start])
	inner := 0
	x, y := a[start:len(a)-end], b[start:len(b)-end]
	if len(x) > most || len(y) > most {
		out.add(Removed, x)
		out.add(Added, y)
	} else {
		inner = out.compare(x, y)
	}
	out.add(Same, a[len(a)-end:])
	if n := max(len(a), len(b)); n > 0 {
		shared = float64(start+end+inner) / float64(n)
	}
	return out.changes(), shared
}

// split cuts a text into words and ends of paragraphs.
func split(text string) (out []string) {
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		words := strings.Fields(line)
		if i > 0 && len(words) > 0 {
			out = append(out, "\n")
		}
		out = append(out, words...)
	}
	return out
}

// run is a stretch of words of one kind.
type run struct {
	kind  Kind
	words []string
}

type builder struct{ runs []run }

func (b *builder) add(kind Kind, words []string) {
	if len(words) == 0 {
		return
	}
	if n := len(b.runs); n > 0 && b.runs[n-1].kind == kind {
		last := &b.runs[n-1]
		last.words = append(last.words, words...)
		return
	}
	b.runs = append(b.runs, run{kind, slices.Clone(words)})
}

// changes puts the words of each stretch together.
func (b *builder) changes() (out []Change) {
	for _, r := range b.join() {
		var text strings.Builder
		for i, w := range r.words {
			if i > 0 && w != "\n" && r.words[i-1] != "\n" {
				text.WriteByte(' ')
			}
			text.WriteString(w)
		}
		out = append(out, Change{r.kind, text.String()})
	}
	return out
}

// join takes a word or two that both texts have between replaced stretches as
// replaced too: "wird" in a sentence that is another altogether says nothing.
func (b *builder) join() (out []run) {
	for i := 0; i < len(b.runs); {
		r, n := b.replaced(i)
		for n > 0 && i+n < len(b.runs) {
			same := b.runs[i+n]
			next, m := b.replaced(i + n + 1)
			if most := min(r.size(), next.size()); m == 0 || len(same.words) > most || slices.Contains(same.words, "\n") {
				break
			}
			r = replacement{slices.Concat(r.removed, same.words, next.removed), slices.Concat(r.added, same.words, next.added)}
			n += 1 + m
		}
		if n == 0 {
			out = append(out, b.runs[i])
			i++
			continue
		}
		out = append(out, run{Removed, r.removed}, run{Added, r.added})
		i += n
	}
	return out
}

// replacement is a stretch in whose place another stands.
type replacement struct{ removed, added []string }

// size is the number of words of its longer side.
func (r replacement) size() int { return max(len(r.removed), len(r.added)) }

// replaced returns the replacement at i and how many runs it has, 0 for none.
func (b *builder) replaced(i int) (replacement, int) {
	if i+1 < len(b.runs) && b.runs[i].kind != Same && b.runs[i+1].kind != Same {
		x, y := b.runs[i], b.runs[i+1]
		if x.kind == Added {
			x, y = y, x
		}
		return replacement{x.words, y.words}, 2
	}
	return replacement{}, 0
}

// compare adds the changes between two rows of words along their longest
// common row, whose length it returns.
func (b *builder) compare(x, y []string) int {
	// length[i][j] is that of the rows from i and j on.
	length := make([][]uint16, len(x)+1)
	for i := range length {
		length[i] = make([]uint16, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if x[i] == y[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(x) && j < len(y) {
		switch {
		case x[i] == y[j]:
			b.add(Same, x[i:i+1])
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			b.add(Removed, x[i:i+1])
			i++
		default:
			b.add(Added, y[j:j+1])
			j++
		}
	}
	b.add(Removed, x[i:])
	b.add(Added, y[j:])
	return int(length[0][0])
}
