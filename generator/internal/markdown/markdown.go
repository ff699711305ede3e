// Package markdown turns the Markdown text of a paper into safe HTML, split
// into sections, and finds links and official numbers in it. Nothing of a
// text is lost and nothing of it is executed: raw HTML is shown as text,
// destinations that run code become plain text, and no style or handler is
// ever written. It decides nothing about where links lead.
//
// It reads CommonMark with tables, strikethrough, footnotes and bare
// "https://" addresses. Quotation marks, dashes and the like stay as typed.
package markdown

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Options say how headings and links of one text are written. The zero value
// leaves headings at their levels and links every safe destination.
type Options struct {
	// HeadingLevel is the level of the text's uppermost headings in the
	// output, 1 to 6; the others follow, down to 6 at most. 0 leaves levels
	// as they are.
	HeadingLevel int
	// IDPrefix is put before every id, so that several texts can stand on one
	// page; "" for none.
	IDPrefix string
	// TableLabel names, for screen readers, tables under no heading. Others
	// have the name of the heading above them. With "" they have no name.
	TableLabel string
	// ParagraphIDs gives the paragraphs of each section ids of their own,
	// "sachverhalt-p2", "p2" before the first heading. Render alone does so.
	ParagraphIDs bool
	// Link turns a destination into the address to link to; with ok false
	// only the text is shown. It is called in the order of the text, footnotes
	// last, never for destinations that run code, with
	// escapes and entities resolved, and for images too. nil leaves safe
	// destinations as they are.
	Link func(dest string) (href string, ok bool)
	// Cite returns the address of an official number found in running text,
	// "" for no link. Links, code and headings are not searched. nil leaves
	// numbers alone.
	Cite func(reference string) (href string)
}

// Section is a stretch of a text under one of its uppermost headings, or
// under a bold lead-in that names a usual section ("**Sachverhalt:**").
// Lower headings stay inside, with ids of their own.
type Section struct {
	ID         string // anchor, unique in the text; "" without a heading
	Title      string // heading as plain text; "" for what stands before the first
	Level      int    // of the heading in the output; 0 without one
	Kind       SectionKind
	HTML       string // without the heading
	Paragraphs int    // directly in the section, not those of lists and quotations
}

// Link is a link or an image of a text.
type Link struct {
	Dest string // escapes and entities resolved, as Options.Link sees it
	Line int    // from 1
}

// md serves all goroutines.
var md = goldmark.New(
	goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.NewFootnote(extension.WithFootnoteIDPrefixFunction(idPrefix))),
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(footnoteKeeper{}, 998))), // the extension drops them at 999
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(&nodeRenderer{}, 10))),
)

// verbatim knows paragraphs and nothing else.
var verbatim = parser.NewParser(parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 100)))

// parse returns the tree of a text and the bytes that its nodes point into.
func parse(src []byte) (ast.Node, []byte) {
	src = clean(src)
	if explosive(src) {
		return verbatim.Parse(text.NewReader(src)), src
	}
	return md.Parser().Parse(text.NewReader(src)), src
}

// Render turns a text into its sections, in order; none for an empty text.
// Footnotes stand at the end of the last section that is no signature. The
// error is always nil today.
func Render(src []byte, o Options) ([]Section, error) {
	doc, src := parse(src)
	top := leadIns(doc, src)
	var heads []*ast.Heading // before their levels are shifted, when two may become one
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && h.Level == top {
			heads = append(heads, h)
		}
	}
	transform(doc, src, o)
	signature, notes := signatureStart(doc, src), footnotes(doc)

	var sections []Section
	var nodes []part
	var current Section
	flush := func() {
		if len(nodes) > 0 || current.Title != "" {
			current.HTML = renderParts(src, nodes)
			sections = append(sections, current)
		}
		nodes = nodes[:0]
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		switch {
		case n == signature:
			if notes != nil {
				nodes, notes = append(nodes, part{node: notes}), nil
			}
			flush()
			current = Section{Kind: Signature, Paragraphs: 1}
			nodes = append(nodes, part{node: n})
		case len(heads) > 0 && n == ast.Node(heads[0]):
			flush()
			current = head(heads[0], src)
			heads = heads[1:]
			footnoteMarks(n)
		case n.Kind() != ast.KindLinkReferenceDefinition && n.Kind() != extast.KindFootnoteList:
			one := part{node: n}
			if _, ok := n.(*ast.Paragraph); ok {
				current.Paragraphs++
				if o.ParagraphIDs {
					one.id = paragraphID(current, o.IDPrefix)
				}
			}
			nodes = append(nodes, one)
		}
	}
	if notes != nil {
		nodes = append(nodes, part{node: notes})
	}
	flush()
	return sections, nil
}

// paragraphID is the id of the paragraph of a section that was just counted.
func paragraphID(s Section, prefix string) string {
	number := strconv.Itoa(s.Paragraphs)
	if s.ID != "" {
		return s.ID + "-p" + number
	}
	return prefix + "p" + number
}

// head begins the section of a heading.
func head(h *ast.Heading, src []byte) Section {
	title := strings.TrimSpace(plain(h, src))
	id, _ := h.AttributeString("id")
	anchor, _ := id.([]byte)
	return Section{ID: string(anchor), Title: title, Level: h.Level, Kind: kindOf(title)}
}

// Block renders a text as one piece, headings and all; bold lead-ins stay
// paragraphs.
func Block(src []byte, o Options) string {
	doc, src := parse(src)
	transform(doc, src, o)
	return renderInside(src, doc)
}

// Inline renders a text of one paragraph without the paragraph around it;
// anything longer is rendered as Block does.
func Inline(src string, o Options) string {
	doc, b := parse([]byte(src))
	transform(doc, b, o)
	if p, ok := doc.FirstChild().(*ast.Paragraph); ok && doc.ChildCount() == 1 {
		return renderInside(b, p)
	}
	return strings.TrimSpace(renderInside(b, doc))
}

// Text is a text without marks, its white space collapsed, footnotes last.
func Text(src []byte) string {
	doc, src := parse(src)
	keepDefinitions(doc, src)
	return strings.Join(strings.Fields(plain(doc, src)), " ")
}

// Links lists the destinations of links and images in the order of the lines
// where they are written, which for "[a][1]" is that of the definition.
func Links(src []byte) []Link {
	doc, src := parse(src)
	var out []Link
	at, line := 0, 1
	add := func(pos int, dest string) {
		if pos < at {
			at, line = 0, 1
		}
		line += bytes.Count(src[at:pos], []byte("\n"))
		at = pos
		out = append(out, Link{Dest: dest, Line: line})
	}
	defined := map[string]int{}
	walk(doc, func(n ast.Node) {
		if d, ok := n.(*ast.LinkReferenceDefinition); ok {
			if _, again := defined[util.ToLinkReference(d.Label)]; !again {
				defined[util.ToLinkReference(d.Label)] = d.Pos()
			}
		}
	})
	place := func(r *ast.ReferenceLink, pos int) int {
		if r == nil {
			return pos
		}
		return defined[util.ToLinkReference(r.Value)]
	}
	last := 0 // a link has the place of the text in it, or of what was before
	walk(doc, func(n ast.Node) {
		if pos := n.Pos(); pos >= 0 && pos <= len(src) {
			last = pos
		}
		switch n := n.(type) {
		case *ast.Link:
			add(place(n.Reference, last), destination(n.Destination))
		case *ast.Image:
			add(place(n.Reference, last), destination(n.Destination))
		case *ast.AutoLink:
			add(last, autoDestination(n, src))
		case *ast.Text:
			join(n)
			if !n.IsRaw() && !inside(n) {
				addresses(src[n.Segment.Start:n.Segment.Stop], func(from, to int) {
					add(n.Segment.Start+from, destination(src[n.Segment.Start+from:n.Segment.Start+to]))
				})
			}
		}
	})
	slices.SortStableFunc(out, func(a, b Link) int { return cmp.Compare(a.Line, b.Line) })
	return out
}
