// Package compare finds what changed between two texts, word by word.
package compare

import "strings"

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
	return out.changes, shared
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

type builder struct{ changes []Change }

func (b *builder) add(kind Kind, words []string) {
	for _, w := range words {
		if n := len(b.changes); n > 0 && b.changes[n-1].Kind == kind {
			last := &b.changes[n-1]
			if w != "\n" && !strings.HasSuffix(last.Text, "\n") {
				last.Text += " "
			}
			last.Text += w
			continue
		}
		b.changes = append(b.changes, Change{kind, w})
	}
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
