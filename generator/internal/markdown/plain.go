package markdown

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// blockEnds are the elements after which a line ends.
var blockEnds = map[string]bool{"p": true, "li": true, "tr": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
	"div": true, "blockquote": true, "ul": true, "ol": true, "table": true, "pre": true, "section": true, "dd": true, "dt": true, "br": true, "td": true, "th": true}

// entities are those that this package writes.
var entities = []struct{ name, text string }{{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", `"`}, {"&#34;", `"`}, {"&#39;", "'"}, {"&amp;", "&"}}

// Plain is the text of HTML that this package wrote, a block a line.
func Plain(html string) string {
	w := lines{out: make([]byte, 0, len(html))}
	w.html(html)
	return string(w.end(0))
}

// Document is Plain as people read it in a file: items of lists have their
// numbers or a hyphen, and the cells of a row stand in one line.
func Document(html string) string { return string(AppendDocument(make([]byte, 0, len(html)), html)) }

// AppendDocument appends what Document returns to dst.
func AppendDocument(dst []byte, html string) []byte {
	w := lines{out: dst, start: len(dst), marks: true, marked: true}
	w.html(html)
	return w.end(len(dst))
}

// lines collects text in lines without white space at their ends, double
// blanks or empty lines.
type lines struct {
	out   []byte
	start int  // where the line begins
	gap   bool // white space stands before what comes next

	marks  bool  // of lists and tables are written
	marked bool  // nothing stands behind the last mark
	next   []int // of the lists around, the number of the next item; bullet for none
	cell   bool  // a cell stands before in this row
}

// bullet stands for the number of an item that has none.
const bullet = -1

func (w *lines) html(html string) {
	for {
		open := strings.IndexByte(html, '<')
		if open < 0 {
			w.text(html)
			return
		}
		w.text(html[:open])
		size := strings.IndexByte(html[open:], '>')
		if size < 0 {
			return
		}
		w.tag(html[open+1 : open+size])
		html = html[open+size+1:]
	}
}

// text adds a text whose white space is that of HTML.
func (w *lines) text(s string) {
	for i := 0; i < len(s); {
		space, size := false, 1
		switch c := s[i]; {
		case c == ' ' || '\t' <= c && c <= '\r':
			space = true
		case c == '&':
			w.entity(s[i:], &size)
			i += size
			continue
		case c >= utf8.RuneSelf:
			var r rune
			r, size = utf8.DecodeRuneInString(s[i:])
			space = unicode.IsSpace(r)
		}
		if space {
			w.gap = true
			i += size
			continue
		}
		end := i + size
		for end < len(s) && s[end] > ' ' && s[end] != '&' && s[end] < utf8.RuneSelf {
			end++
		}
		w.write(s[i:end])
		i = end
	}
}

// entity adds the character that s begins with, and sets size to the length of its
// name.
func (w *lines) entity(s string, size *int) {
	for _, e := range entities {
		if strings.HasPrefix(s, e.name) {
			*size = len(e.name)
			w.write(e.text)
			return
		}
	}
	w.write("&")
}

// write adds what holds no white space.
func (w *lines) write(s string) {
	if w.gap && len(w.out) > w.start {
		w.out = append(w.out, ' ')
	}
	w.gap, w.marked = false, false
	w.out = append(w.out, s...)
}

func (w *lines) tag(tag string) {
	name, closing := strings.CutPrefix(tag, "/")
	if cut := strings.IndexAny(name, " />"); cut >= 0 {
		name = name[:cut]
	}
	// No line ends behind a mark, or between the cells of a row.
	if blockEnds[name] && !(w.marks && (w.marked || name == "td" || name == "th")) {
		w.endLine()
	}
	if w.marks {
		w.mark(name, tag, closing)
	}
}

func (w *lines) endLine() {
	if len(w.out) > w.start {
		w.out = append(w.out, '\n')
		w.start = len(w.out)
	}
	w.gap = false
}

// end returns all that was collected behind from.
func (w *lines) end(from int) []byte {
	w.endLine()
	if len(w.out) > from {
		w.out = w.out[:len(w.out)-1]
	}
	return w.out
}

// mark writes what stands before items and between cells.
func (w *lines) mark(name, tag string, closing bool) {
	switch {
	case closing && (name == "ol" || name == "ul") && len(w.next) > 0:
		w.next = w.next[:len(w.next)-1]
	case closing:
		return
	case name == "ol":
		w.next = append(w.next, attribute(tag, "start", 1))
	case name == "ul":
		w.next = append(w.next, bullet)
	case name == "tr":
		w.cell = false
		return
	case name == "td" || name == "th":
		if w.cell {
			w.text(" | ")
		}
		w.cell = true
	case name == "li" && len(w.next) > 0:
		if next := &w.next[len(w.next)-1]; *next != bullet {
			*next = attribute(tag, "value", *next)
			w.text(strconv.Itoa(*next) + ". ")
			*next++
		} else {
			w.text("- ")
		}
	default:
		return
	}
	w.marked = true
}

// attribute is a number in a tag, or the number that stands for its absence.
func attribute(tag, name string, without int) int {
	_, rest, ok := strings.Cut(tag, " "+name+`="`)
	value, _, _ := strings.Cut(rest, `"`)
	if n, err := strconv.Atoi(value); ok && err == nil {
		return n
	}
	return without
}
