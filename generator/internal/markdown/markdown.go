// Package markdown turns the Markdown text of a paper into safe HTML, split
// into sections, and finds links and official numbers in it. Nothing of a
// text is lost and nothing of it is executed: raw HTML is shown as text,
// destinations that run code become plain text, and no style or handler is
// ever written. It decides nothing about where links lead.
package markdown

import (
	"bufio"
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Options say how headings and links of one text are written.
type Options struct {
	// HeadingLevel is the level of the text's uppermost headings in the
	// output, 2 to 6.
	HeadingLevel int
	// Link turns a destination as written into the address to link to; with
	// ok false only the text is shown. nil leaves safe destinations as they
	// are.
	Link func(dest string) (href string, ok bool)
	// Cite returns the address of an official number found in running text,
	// "" for no link. nil leaves numbers alone.
	Cite func(reference string) (href string)
}

// Section is a stretch of a text under one of its uppermost headings, or
// under a bold lead-in that names a usual section ("**Sachverhalt:**").
type Section struct {
	ID    string // anchor, unique in the text; "" without a heading
	Title string // heading as plain text; "" for what stands before the first
	Kind  SectionKind
	HTML  string // without the heading
}

// Link is a link or an image of a text.
type Link struct {
	Dest string // as written
	Line int    // from 1
}

// maxNesting is how many block quotes or brackets may open on one line before
// the text is shown as it stands: parsing deeper nesting takes quadratic time.
const maxNesting = 200

// maxMarks is how many signs that Markdown may read one paragraph can have.
const maxMarks = 5000

// md serves all goroutines.
var md = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough),
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(&transformer{}, 100))),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(&nodeRenderer{}, 10))),
)

// optionsKey carries Options through a parse.
var optionsKey = parser.NewContextKey()

func parse(src []byte, o Options) ast.Node {
	ctx := parser.NewContext()
	ctx.Set(optionsKey, &o)
	return md.Parser().Parse(text.NewReader(src), parser.WithContext(ctx))
}

// clean makes src valid: no control characters, no broken UTF-8, no nesting
// that explodes.
func clean(src []byte) []byte {
	if !utf8.Valid(src) {
		src = bytes.ToValidUTF8(src, []byte("\uFFFD"))
	}
	control, deep := scan(src)
	if control {
		src = bytes.Map(func(r rune) rune {
			if r < ' ' && r != '\n' && r != '\t' && r != '\r' || 0x7f <= r && r < 0xa0 {
				return -1
			}
			return r
		}, src)
	}
	if deep {
		return escapeAll(src)
	}
	return src
}

// scan reads a text once. It tells whether there are control characters, and
// whether a paragraph has more marks, or a line opens more nesting, than
// anybody writes.
func scan(src []byte) (control, deep bool) {
	run, marks, blank := 0, 0, true
	for i, b := range src {
		switch class[b] {
		case letter:
			if run > 0 {
				run = max(0, run-8)
			}
			blank = false
		case space:
		case newline:
			if run = 0; blank {
				marks = 0
			}
			blank = true
		case opening:
			run++
			marks++
			blank = false
		case mark:
			marks++
			blank = false
		case unseen:
			// U+0080 to U+009F are written C2 80 to C2 9F.
			control = control || b != 0xc2 || i+1 < len(src) && src[i+1] < 0xa0
		}
		deep = deep || run > maxNesting || marks > maxMarks
	}
	return control, deep
}

// The classes of bytes that scan tells apart.
const (
	letter = iota
	space
	newline
	opening
	mark
	unseen
)

var class = func() (c [256]uint8) {
	for b := range 0x20 {
		c[b] = unseen
	}
	c[0x7f], c[0xc2] = unseen, unseen
	c['\n'] = newline
	for _, b := range " \t\r" {
		c[b] = space
	}
	for _, b := range "[]>(*_<!`~" {
		c[b] = opening
	}
	for _, b := range ".)-+" {
		c[b] = mark
	}
	return c
}()

// escapeAll makes a text that Markdown reads as itself.
func escapeAll(src []byte) []byte {
	var b bytes.Buffer
	b.Grow(2 * len(src))
	for _, c := range src {
		if c < utf8.RuneSelf && util.IsPunct(c) {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.Bytes()
}

// Render turns a text into its sections, in order. What stands before the
// first heading is a Section without a title. The error is always nil today.
func Render(src []byte, o Options) ([]Section, error) {
	src = clean(src)
	doc := parse(src, o)
	var sections []Section
	var nodes []ast.Node
	current := Section{}
	flush := func() {
		if len(nodes) > 0 || current.Title != "" {
			current.HTML = renderNodes(src, nodes)
			sections = append(sections, current)
		}
		nodes = nil
	}
	top := topLevel(doc)
	taken := headingIDs(doc)
	begin := func(title, id string, kind SectionKind) {
		flush()
		current = Section{Title: title, Kind: kind, ID: id}
	}
	signature := signatureStart(doc, src)
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if n == signature {
			begin("", "", Signature)
			if _, rule := n.(*ast.ThematicBreak); rule {
				continue
			}
		}
		if h, ok := n.(*ast.Heading); ok && h.Level == top {
			title := plain(h, src)
			begin(title, headingID(h), kindOf(title))
			continue
		}
		if title, rest, ok := leadIn(n, src); ok {
			begin(title, unique(taken, anchor(title)), kindOf(title))
			if !rest {
				continue
			}
		}
		nodes = append(nodes, n)
	}
	flush()
	return sections, nil
}

// Block renders a text as one piece, headings and all.
func Block(src []byte, o Options) string {
	src = clean(src)
	doc := parse(src, o)
	var nodes []ast.Node
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		nodes = append(nodes, n)
	}
	return renderNodes(src, nodes)
}

// Inline renders a text of one paragraph without the paragraph around it;
// anything longer is rendered as Block does.
func Inline(src string, o Options) string {
	html := strings.TrimSpace(Block([]byte(src), o))
	if inner, ok := strings.CutPrefix(html, "<p>"); ok {
		if inner, ok = strings.CutSuffix(inner, "</p>"); ok && !strings.Contains(inner, "<p>") {
			return inner
		}
	}
	return html
}

func renderNodes(src []byte, nodes []ast.Node) string {
	var b bytes.Buffer
	w := bufio.NewWriterSize(&b, 1<<10) // one for all nodes: the renderer would make one for each
	for _, n := range nodes {
		// The only errors of a renderer are those of its writer.
		_ = md.Renderer().Render(w, src, n)
	}
	w.Flush()
	return b.String()
}

// topLevel is the level of the uppermost heading of a text, 0 without one.
func topLevel(doc ast.Node) int {
	top := 0
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && (top == 0 || h.Level < top) {
			top = h.Level
		}
	}
	return top
}

// leadIn finds a paragraph that begins with a bold name of a usual section:
// "**Betreff:** Radweg" or "**Beschlussentwurf:**" alone. It takes the bold
// part out; rest tells that something is left.
func leadIn(n ast.Node, src []byte) (title string, rest, ok bool) {
	p, ok := n.(*ast.Paragraph)
	if !ok {
		return "", false, false
	}
	bold, ok := p.FirstChild().(*ast.Emphasis)
	if !ok || bold.Level != 2 {
		return "", false, false
	}
	title = strings.TrimSpace(plain(bold, src))
	after, _ := bold.NextSibling().(*ast.Text)
	colon := strings.HasSuffix(title, ":")
	if !colon && after != nil && bytes.HasPrefix(after.Segment.Value(src), []byte(":")) {
		after.Segment = after.Segment.WithStart(after.Segment.Start + 1)
		colon = true
	}
	if kindOf(title) == Other || !colon && bold.NextSibling() != nil {
		return "", false, false
	}
	p.RemoveChild(p, bold)
	if after != nil {
		after.Segment = after.Segment.TrimLeftSpace(src)
	}
	return strings.TrimRight(title, ": "), p.ChildCount() > 0 && strings.TrimSpace(plain(p, src)) != "", true
}

// signatureStart finds the thematic break before a signature: the last one of
// the text, when only one paragraph of at most four short lines follows.
func signatureStart(doc ast.Node, src []byte) ast.Node {
	last, ok := doc.LastChild().(*ast.Paragraph)
	if !ok {
		return nil
	}
	rule, ok := last.PreviousSibling().(*ast.ThematicBreak)
	if !ok || last.Lines().Len() > 4 {
		return nil
	}
	for i := range last.Lines().Len() {
		line := last.Lines().At(i)
		if line.Len() > 80 {
			return nil
		}
	}
	if c := plain(last, src); strings.ContainsAny(c, ".!?") && strings.HasSuffix(strings.TrimSpace(c), ".") {
		return nil
	}
	return rule
}

func headingID(h *ast.Heading) string {
	id, _ := h.AttributeString("id")
	name, _ := id.([]byte)
	return string(name)
}

// headingIDs counts the anchors that the headings of a text have taken.
func headingIDs(doc ast.Node) map[string]int {
	taken := map[string]int{}
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering {
			taken[headingID(h)]++
		}
		return ast.WalkContinue, nil
	})
	return taken
}

// unique returns id, or id with the first number that makes it new.
func unique(taken map[string]int, id string) string {
	taken[id]++
	if taken[id] == 1 {
		return id
	}
	for n := taken[id]; ; n++ {
		next := id + "-" + strconv.Itoa(n)
		if taken[next] == 0 {
			taken[next] = 1
			return next
		}
	}
}

// plain is the text of a node without its marks.
func plain(n ast.Node, src []byte) string {
	var b strings.Builder
	ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(util.UnescapePunctuations(n.Segment.Value(src)))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// Text is a text without marks, its white space collapsed.
func Text(src []byte) string {
	src = clean(src)
	var parts []string
	doc := parse(src, Options{})
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		parts = append(parts, plain(n, src))
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// Links lists the destinations of links and images, in order.
func Links(src []byte) []Link {
	src = clean(src)
	var out []Link
	seen := func(dest string) (string, bool) {
		out = append(out, Link{Dest: dest})
		return "", false
	}
	parse(src, Options{Link: seen})
	at := 0 // destinations come in the order of the text
	for i := range out {
		if n := bytes.Index(src[at:], []byte(out[i].Dest)); n >= 0 {
			at += n
		}
		out[i].Line = 1 + bytes.Count(src[:at], []byte("\n"))
	}
	return out
}
