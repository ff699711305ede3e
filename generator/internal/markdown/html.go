package markdown

import (
	"bytes"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// nodeRenderer writes what goldmark's own renderer would drop or style: raw
// HTML as text, tables without style attributes; and links, whose destinations
// have been decided about and must not be read as Markdown again.
type nodeRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (r *nodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindHTMLBlock, r.htmlBlock)
	reg.Register(ast.KindRawHTML, r.rawHTML)
	reg.Register(ast.KindLink, r.link)
	reg.Register(ast.KindImage, r.image)
	reg.Register(extast.KindTable, r.table)
	reg.Register(extast.KindTableHeader, r.tableHeader)
	reg.Register(extast.KindTableRow, r.tableRow)
	reg.Register(extast.KindTableCell, r.tableCell)
}

func (r *nodeRenderer) htmlBlock(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	w.WriteString("<p>")
	w.Write(util.EscapeHTML(bytes.TrimSpace(rawLines(n, src))))
	w.WriteString("</p>\n")
	return ast.WalkSkipChildren, nil
}

func (r *nodeRenderer) rawHTML(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	w.Write(util.EscapeHTML(n.(*ast.RawHTML).Segments.Value(src)))
	return ast.WalkSkipChildren, nil
}

// table stands in a box of its own, which scrolls on narrow screens and can
// be reached by keyboard. A region without a name would be noise.
func (r *nodeRenderer) table(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		w.WriteString("</tbody>\n</table></div>\n")
		return ast.WalkContinue, nil
	}
	w.WriteString(`<div class="table" tabindex="0"`)
	value, _ := n.AttributeString(labelAttribute)
	if label, _ := value.(string); label != "" {
		w.WriteString(` role="region" aria-label="`)
		w.Write(util.EscapeHTML([]byte(label)))
		w.WriteByte('"')
	}
	w.WriteString("><table>\n")
	return ast.WalkContinue, nil
}

func (r *nodeRenderer) tableHeader(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<thead>\n<tr>\n")
	} else {
		w.WriteString("</tr>\n</thead>\n<tbody>\n")
	}
	return ast.WalkContinue, nil
}

func (r *nodeRenderer) tableRow(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		w.WriteString("<tr>\n")
	} else {
		w.WriteString("</tr>\n")
	}
	return ast.WalkContinue, nil
}

func (r *nodeRenderer) tableCell(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	cell := n.(*extast.TableCell)
	tag := "td"
	if _, head := n.Parent().(*extast.TableHeader); head {
		tag = "th"
	}
	if !entering {
		w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	w.WriteString("<" + tag)
	if tag == "th" {
		w.WriteString(` scope="col"`)
	}
	if cell.Alignment == extast.AlignRight || cell.Alignment == extast.AlignCenter {
		w.WriteString(` class="` + cell.Alignment.String() + `"`)
	}
	w.WriteString(">")
	return ast.WalkContinue, nil
}

func (r *nodeRenderer) link(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	link := n.(*ast.Link)
	w.WriteString(`<a href="`)
	w.Write(util.EscapeHTML(util.URLEscape(link.Destination, false)))
	w.WriteByte('"')
	if external(string(link.Destination)) {
		w.WriteString(` rel="noopener noreferrer"`)
	}
	title(w, link.Title)
	w.WriteByte('>')
	return ast.WalkContinue, nil
}

func (r *nodeRenderer) image(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	image := n.(*ast.Image)
	w.WriteString(`<img src="`)
	w.Write(util.EscapeHTML(util.URLEscape(image.Destination, false)))
	w.WriteString(`" alt="`)
	w.Write(util.EscapeHTML([]byte(plain(image, src))))
	w.WriteString(`" loading="lazy"`)
	title(w, image.Title)
	w.WriteByte('>')
	return ast.WalkSkipChildren, nil
}

func title(w util.BufWriter, written []byte) {
	if len(written) > 0 {
		w.WriteString(` title="`)
		w.Write(util.EscapeHTML(unescape(written)))
		w.WriteByte('"')
	}
}

// part is a node of a text; id is that of a paragraph, "" for none. Nodes have
// attributes too, but room for ten at once.
type part struct {
	node ast.Node
	id   string
}

// renderParts renders some nodes of one text.
func renderParts(src []byte, parts []part) string {
	return rendered(src, func(w *writer) {
		for _, p := range parts {
			if p.id == "" {
				w.node(src, p.node)
				continue
			}
			w.WriteString(`<p id="`)
			w.Write(util.EscapeHTML([]byte(p.id)))
			w.WriteString(`">`)
			w.children(src, p.node)
			w.WriteString("</p>\n")
		}
	})
}

// renderInside renders what stands inside a node.
func renderInside(src []byte, n ast.Node) string {
	return rendered(src, func(w *writer) { w.children(src, n) })
}

func rendered(src []byte, write func(*writer)) string {
	w := writers.Get().(*writer)
	defer writers.Put(w)
	w.Reset()
	write(w)
	if out := w.String(); !bytes.Contains(src, []byte("&#")) {
		return out
	} else {
		return strings.Map(dropControl, out) // "&#1;" is one as well
	}
}

// writer lets the renderer write into memory without buffers in between.
type writer struct{ bytes.Buffer }

var writers = sync.Pool{New: func() any { return new(writer) }}

// node writes one node; the only errors of a renderer are those of its writer.
func (w *writer) node(src []byte, n ast.Node) { _ = md.Renderer().Render(w, src, n) }

func (w *writer) children(src []byte, n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.node(src, c)
	}
}

func (*writer) Buffered() int { return 0 }
func (*writer) Flush() error  { return nil }
