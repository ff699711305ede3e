package markdown

import (
	"strconv"
	"strings"
)

// blockEnds are the elements after which a line ends.
var blockEnds = map[string]bool{"p": true, "li": true, "tr": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
	"div": true, "blockquote": true, "ul": true, "ol": true, "table": true, "pre": true, "section": true, "dd": true, "dt": true, "br": true, "td": true, "th": true}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&amp;", "&")

// Plain is the text of HTML that this package wrote, a block a line.
func Plain(html string) string { return plainText(html, nil) }

// Document is Plain as people read it in a file: items of lists have their
// numbers or a hyphen, and the cells of a row stand in one line.
func Document(html string) string { return plainText(html, &marks{}) }

func plainText(html string, m *marks) string {
	var b strings.Builder
	b.Grow(len(html))
	for {
		open := strings.IndexByte(html, '<')
		if open < 0 {
			b.WriteString(strings.ReplaceAll(html, "\n", " "))
			break
		}
		b.WriteString(strings.ReplaceAll(html[:open], "\n", " "))
		end := strings.IndexByte(html[open:], '>')
		if end < 0 {
			break
		}
		tag := html[open+1 : open+end]
		name := strings.TrimPrefix(tag, "/")
		if cut := strings.IndexAny(name, " />"); cut >= 0 {
			name = name[:cut]
		}
		if blockEnds[name] && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") && !m.joins(&b, name) {
			b.WriteByte('\n')
		}
		m.mark(&b, name, tag)
		html = html[open+end+1:]
	}
	var lines []string
	for line := range strings.Lines(entities.Replace(b.String())) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// bullet stands for the number of an item that has none.
const bullet = -1

// marks writes the marks of lists and tables; nil writes none.
type marks struct {
	next []int // of the lists around, the number of the next item; bullet for none
	cell bool  // a cell stands before in this row
	at   int   // length of the text behind the last mark
}

// joins tells that no line ends at a tag: behind a mark, or between the cells
// of a row.
func (m *marks) joins(b *strings.Builder, name string) bool {
	if m == nil {
		return false
	}
	return name == "td" || name == "th" || strings.TrimSpace(b.String()[m.at:]) == ""
}

func (m *marks) mark(b *strings.Builder, name, tag string) {
	if m == nil {
		return
	}
	closing := strings.HasPrefix(tag, "/")
	switch {
	case closing && (name == "ol" || name == "ul") && len(m.next) > 0:
		m.next = m.next[:len(m.next)-1]
	case closing:
		return
	case name == "ol":
		m.next = append(m.next, attribute(tag, "start", 1))
	case name == "ul":
		m.next = append(m.next, bullet)
	case name == "tr":
		m.cell = false
		return
	case name == "td" || name == "th":
		if m.cell {
			b.WriteString(" | ")
		}
		m.cell = true
	case name == "li" && len(m.next) > 0:
		next := &m.next[len(m.next)-1]
		if *next != bullet {
			*next = attribute(tag, "value", *next)
			b.WriteString(strconv.Itoa(*next) + ". ")
			*next++
		} else {
			b.WriteString("- ")
		}
	default:
		return
	}
	m.at = b.Len()
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
