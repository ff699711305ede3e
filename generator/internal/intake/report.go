package intake

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Report says what an import did.
type Report struct {
	// Read counts the objects of the source by their OParl type.
	Read map[string]int
	// Files counts content files by folder and by what became of them.
	Files map[string]*Files
	// Odd holds what was unusual and how it was treated, with the number of
	// times and some places.
	Odd map[string]*Oddity
	// Left counts keys of objects that no content file holds, "File.created".
	Left map[string]int
	// Topics counts the papers that the words of their titles give a topic,
	// and NoTopic those that have none.
	Topics  map[string]int
	NoTopic int
	// Withheld counts items and stations that the source does not mark as
	// public.
	Withheld int
}

// Files counts content files of one folder.
type Files struct{ New, Changed, Unchanged int }

// Oddity is one kind of surprise.
type Oddity struct {
	Count  int
	Places []string // the first few
}

const fewPlaces = 3

func newReport() *Report {
	return &Report{Read: map[string]int{}, Files: map[string]*Files{}, Odd: map[string]*Oddity{}, Left: map[string]int{}, Topics: map[string]int{}}
}

// odd notes a surprise; what says as well how it was treated.
func (r *Report) odd(what, place string) {
	what = shown(what)
	o := r.Odd[what]
	if o == nil {
		o = &Oddity{}
		r.Odd[what] = o
	}
	o.Count++
	if len(o.Places) < fewPlaces && place != "" {
		o.Places = append(o.Places, shown(place))
	}
}

// shown is a text of the source as a terminal may print it.
func shown(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, "?"))
	if len(text) > 300 {
		text = strings.ToValidUTF8(text[:300], "") + "…"
	}
	return text
}

func (r *Report) file(folder string) *Files {
	if r.Files[folder] == nil {
		r.Files[folder] = &Files{}
	}
	return r.Files[folder]
}

// WriteTo prints the report for a person.
func (r *Report) WriteTo(w io.Writer) (int64, error) {
	c := &counter{w: w}
	fmt.Fprintln(c, "From the source:")
	for _, k := range slices.Sorted(maps.Keys(r.Read)) {
		fmt.Fprintf(c, "  %6d %s\n", r.Read[k], k)
	}
	fmt.Fprintln(c, "To content/:")
	for _, k := range slices.Sorted(maps.Keys(r.Files)) {
		f := r.Files[k]
		fmt.Fprintf(c, "  %6d %s (%d new, %d changed, %d as before)\n", f.New+f.Changed+f.Unchanged, k, f.New, f.Changed, f.Unchanged)
	}
	if r.Withheld > 0 {
		fmt.Fprintf(c, "Withheld, since the source does not mark them as public: %d items and stations\n", r.Withheld)
	}
	if len(r.Topics) > 0 {
		fmt.Fprintln(c, "Topics by the words of titles (with [topics] standard = true in config.toml, or words of your own):")
		for _, k := range byCount(r.Topics, func(n int) int { return n }) {
			fmt.Fprintf(c, "  %6d %s\n", r.Topics[k], k)
		}
		fmt.Fprintf(c, "  %6d papers without a topic\n", r.NoTopic)
	}
	if len(r.Odd) > 0 {
		fmt.Fprintln(c, "What was odd, and what was done about it:")
		for _, k := range byCount(r.Odd, func(o *Oddity) int { return o.Count }) {
			o := r.Odd[k]
			fmt.Fprintf(c, "  %6d× %s\n", o.Count, k)
			for _, p := range o.Places {
				fmt.Fprintf(c, "          %s\n", p)
			}
		}
	}
	if len(r.Left) > 0 {
		fmt.Fprintln(c, "Left at the source (key, times):")
		for _, k := range byCount(r.Left, func(n int) int { return n }) {
			fmt.Fprintf(c, "  %6d %s\n", r.Left[k], k)
		}
	}
	return c.n, c.err
}

func byCount[V any](m map[string]V, count func(V) int) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(cmp.Compare(count(m[b]), count(m[a])), cmp.Compare(a, b))
	})
}

type counter struct {
	w   io.Writer
	n   int64
	err error
}

func (c *counter) Write(p []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.w.Write(p)
	c.n, c.err = c.n+int64(n), err
	return n, err
}
