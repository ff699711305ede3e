package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// leadIns makes headings of bold lead-ins, at the uppermost level of the
// text, which it returns.
func leadIns(doc ast.Node, src []byte) (top int) {
	top = topLevel(doc)
	if top == 0 {
		top = 2
	}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		p, ok := n.(*ast.Paragraph)
		if !ok {
			continue
		}
		if h := leadIn(p, src); h != nil {
			h.Level = top
			doc.InsertBefore(doc, p, h)
			if p.ChildCount() == 0 {
				doc.RemoveChild(doc, p)
				n = h
			}
		}
	}
	return top
}

// leadIn takes the bold name of a usual section off a paragraph that begins
// with it: "**Betreff:** Radweg", "**Betreff**: Radweg", or
// "**Beschlussentwurf**" alone. It returns nil for other paragraphs.
func leadIn(p *ast.Paragraph, src []byte) *ast.Heading {
	bold, ok := p.FirstChild().(*ast.Emphasis)
	if !ok || bold.Level != 2 {
		return nil
	}
	title := strings.TrimSpace(plain(bold, src))
	after, _ := bold.NextSibling().(*ast.Text)
	inner := strings.HasSuffix(title, ":")
	outer := !inner && after != nil && bytes.HasPrefix(after.Segment.Value(src), []byte(":"))
	if kindOf(title) == Other || !inner && !outer && bold.NextSibling() != nil {
		return nil
	}
	if outer {
		after.Segment = after.Segment.WithStart(after.Segment.Start + 1)
	}
	if after != nil {
		after.Segment = after.Segment.TrimLeftSpace(src)
		if after.Segment.Len() == 0 { // only the end of its line
			p.RemoveChild(p, after)
		}
	}
	p.RemoveChild(p, bold)
	h := ast.NewHeading(1)
	for c := bold.FirstChild(); c != nil; c = bold.FirstChild() {
		h.AppendChild(h, c) // which takes it out of bold
	}
	if last, ok := h.LastChild().(*ast.Text); ok {
		value := last.Segment.Value(src)
		last.Segment = last.Segment.WithStop(last.Segment.Stop - len(value) + len(bytes.TrimRight(value, ": ")))
	}
	return h
}

const (
	signatureLines = 4
	signatureWidth = 80 // bytes
)

// signatureStart finds a signature and returns its first paragraph. Signed is
// a text that ends, after its last thematic break, in at most four short
// lines ("Erika Muster", "Bürgermeisterin") that are no sentence. The break
// itself is taken out; definitions of links and footnotes do not count.
func signatureStart(doc ast.Node, src []byte) ast.Node {
	var first ast.Node
	lines, end := 0, ""
	for n := doc.LastChild(); n != nil; n = n.PreviousSibling() {
		switch n := n.(type) {
		case *ast.LinkReferenceDefinition, *extast.FootnoteList:
		case *ast.Paragraph:
			if first == nil {
				end = strings.TrimSpace(plain(n, src))
			}
			first = n
			if lines += n.Lines().Len(); lines > signatureLines {
				return nil
			}
			for i := range n.Lines().Len() {
				if line := n.Lines().At(i); line.Len() > signatureWidth {
					return nil
				}
			}
		case *ast.ThematicBreak:
			if first == nil || n.PreviousSibling() == nil || strings.ContainsAny(end[max(0, len(end)-1):], ".!?:") {
				return nil
			}
			doc.RemoveChild(doc, n)
			return first
		default:
			return nil
		}
	}
	return nil
}
