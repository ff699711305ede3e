package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
)

// prefixKey holds Options.IDPrefix among the metadata of a document.
const prefixKey = "id-prefix"

// labelAttribute holds the name of a table.
const labelAttribute = "label"

// transform shifts headings, gives them anchors, names tables and decides
// about links once a text is parsed.
func transform(doc ast.Node, src []byte, o Options) {
	keepDefinitions(doc, src)
	if d, ok := doc.(*ast.Document); ok && o.IDPrefix != "" {
		d.AddMeta(prefixKey, []byte(o.IDPrefix))
	}
	shift := 0
	if top := topLevel(doc); top > 0 && o.HeadingLevel > 0 {
		shift = o.HeadingLevel - top
	}
	taken := map[string]bool{}
	heading := o.TableLabel
	var later []ast.Node // the tree must not change while it is walked
	var under []bool     // for each of later: whether it stands in a heading
	inHeading := func(n ast.Node) bool {
		for n.Type() == ast.TypeInline {
			n = n.Parent()
		}
		return n.Kind() == ast.KindHeading
	}
	walk(doc, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Heading:
			heading = strings.Join(strings.Fields(plain(n, src)), " ")
			n.Level = min(6, max(1, n.Level+shift))
			n.SetAttributeString("id", []byte(o.IDPrefix+unique(taken, anchor(heading))))
		case *ast.List:
			if n.IsOrdered() {
				number(n, src)
			}
		case *extast.Table:
			n.SetAttributeString(labelAttribute, heading)
		case *extast.FootnoteBacklink:
			later, under = append(later, n), append(under, false)
		case *ast.Link, *ast.Image, *ast.AutoLink:
			later, under = append(later, n), append(under, false)
		case *ast.Text:
			join(n)
			value := src[n.Segment.Start:n.Segment.Stop]
			if !n.IsRaw() && (o.Cite != nil || bytes.Contains(value, []byte("https://"))) && !inside(n) {
				later, under = append(later, n), append(under, inHeading(n))
			}
		}
	})
	for i, n := range later {
		switch n := n.(type) {
		case *ast.Text:
			o.find(n, src, o.Cite != nil && !under[i])
		case *extast.FootnoteBacklink:
			if n.RefCount == 0 { // nothing to go back to
				n.Parent().RemoveChild(n.Parent(), n)
			}
		default:
			o.link(n, src)
		}
	}
}

// number keeps the gaps of an ordered list: HTML would count on from the
// first, and "3." and "5." are items of an agenda. Where all items are "1.",
// it may count.
func number(list *ast.List, src []byte) {
	next := list.Start
	for c := list.FirstChild(); c != nil; c = c.NextSibling() {
		from := c.Pos()
		if from < 0 || from >= len(src) {
			return
		}
		for from < len(src) && (src[from] == ' ' || src[from] == '\t') {
			from++
		}
		to := from
		for to < len(src) && isDigit(src[to]) {
			to++
		}
		if n, err := strconv.Atoi(string(src[from:to])); err == nil && n > next {
			c.SetAttributeString("value", []byte(strconv.Itoa(n)))
			next = n
		}
		next++
	}
}

// join makes one text of those that follow each other in the source: the
// parser cuts them at each sign that could have been a mark.
func join(n *ast.Text) {
	for !n.SoftLineBreak() && !n.HardLineBreak() {
		next, ok := n.NextSibling().(*ast.Text)
		if !ok || next.Segment.Start != n.Segment.Stop || next.Segment.Padding != 0 || next.IsRaw() != n.IsRaw() {
			return
		}
		n.Segment = n.Segment.WithStop(next.Segment.Stop)
		n.SetSoftLineBreak(next.SoftLineBreak())
		n.SetHardLineBreak(next.HardLineBreak())
		n.Parent().RemoveChild(n.Parent(), next)
	}
}

// keepDefinitions shows definitions of links ("[1]: Anlage") that no link
// uses: authors write footnotes so.
func keepDefinitions(doc ast.Node, src []byte) {
	if !bytes.Contains(src, []byte("]:")) {
		return
	}
	used := map[string]bool{}
	var definitions []*ast.LinkReferenceDefinition
	use := func(r *ast.ReferenceLink) {
		if r != nil {
			used[util.ToLinkReference(r.Value)] = true
		}
	}
	walk(doc, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.LinkReferenceDefinition:
			definitions = append(definitions, n)
		case *ast.Link:
			use(n.Reference)
		case *ast.Image:
			use(n.Reference)
		}
	})
	for _, d := range definitions {
		label := util.ToLinkReference(d.Label)
		if used[label] {
			delete(used, label) // the first one counts, another would be lost
			continue
		}
		p := ast.NewParagraph()
		for i := range d.Lines().Len() {
			segment := d.Lines().At(i)
			line := ast.NewTextSegment(segment.TrimRightSpace(src))
			line.SetSoftLineBreak(i+1 < d.Lines().Len())
			p.AppendChild(p, line)
		}
		d.Parent().ReplaceChild(d.Parent(), d, p)
	}
}

// walk visits n and all below, in the order of the text.
func walk(n ast.Node, visit func(ast.Node)) {
	// The only errors of a walk are those of its function.
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			visit(n)
		}
		return ast.WalkContinue, nil
	})
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

// unique makes an id that is not taken: "kosten", "kosten-2".
func unique(taken map[string]bool, id string) string {
	name := id
	for n := 2; taken[name]; n++ {
		name = id + "-" + strconv.Itoa(n)
	}
	taken[name] = true
	return name
}

// plain is the text of a node without its marks; blocks and lines end in a
// space.
func plain(n ast.Node, src []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			if n.Type() == ast.TypeBlock {
				b.WriteByte(' ')
			}
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			if n.IsRaw() {
				b.Write(n.Segment.Value(src))
			} else {
				b.Write(unescape(n.Segment.Value(src)))
			}
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(src))
		case *ast.RawHTML:
			b.Write(n.Segments.Value(src))
		case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
			b.Write(rawLines(n, src))
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// rawLines is the source of a block that holds no Markdown.
func rawLines(n ast.Node, src []byte) []byte {
	out := n.Lines().Value(src)
	if block, ok := n.(*ast.HTMLBlock); ok && block.HasClosure() {
		out = append(out, block.ClosureLine.Value(src)...)
	}
	return out
}
