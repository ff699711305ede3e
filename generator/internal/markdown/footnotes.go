package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// footnoteKeeper numbers footnotes that no mark leads to after the others;
// they would be dropped.
type footnoteKeeper struct{}

// Transform implements parser.ASTTransformer.
func (footnoteKeeper) Transform(doc *ast.Document, reader text.Reader, _ parser.Context) {
	if !bytes.Contains(reader.Source(), []byte("[^")) {
		return
	}
	walk(doc, func(n ast.Node) {
		list, ok := n.(*extast.FootnoteList)
		if !ok {
			return
		}
		for c := list.FirstChild(); c != nil; c = c.NextSibling() {
			if note, ok := c.(*extast.Footnote); ok && note.Index < 0 {
				list.Count++
				note.Index = list.Count
			}
		}
	})
}

// idPrefix is Options.IDPrefix for the ids of footnotes.
func idPrefix(n ast.Node) []byte {
	prefix, _ := n.OwnerDocument().Meta()[prefixKey].([]byte)
	return prefix
}

// footnotes returns the list of footnotes of a text, or nil.
func footnotes(doc ast.Node) ast.Node {
	if list, ok := doc.LastChild().(*extast.FootnoteList); ok {
		return list
	}
	return nil
}

// footnoteMarks moves the marks of a heading that becomes a plain title into a
// paragraph after it, so that their footnotes have something to go back to.
func footnoteMarks(heading ast.Node) {
	var marks []ast.Node
	walk(heading, func(n ast.Node) {
		if n.Kind() == extast.KindFootnoteLink {
			marks = append(marks, n)
		}
	})
	if marks == nil {
		return
	}
	p := ast.NewParagraph()
	for _, m := range marks {
		p.AppendChild(p, m)
	}
	heading.Parent().InsertAfter(heading.Parent(), heading, p)
}
