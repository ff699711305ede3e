package markdown

import (
	"net/url"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// transformer shifts headings, gives them anchors, and decides about links
// once a text is parsed.
type transformer struct{}

// Transform implements parser.ASTTransformer.
func (transformer) Transform(doc *ast.Document, reader text.Reader, pc parser.Context) {
	o, _ := pc.Get(optionsKey).(*Options)
	if o == nil {
		o = &Options{}
	}
	src := reader.Source()
	shift := 0
	if top := topLevel(doc); top > 0 && o.HeadingLevel > 0 {
		shift = o.HeadingLevel - top
	}
	taken := map[string]int{}
	var links, texts []ast.Node
	ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			n.Level = min(6, max(1, n.Level+shift))
			n.SetAttributeString("id", []byte(unique(taken, anchor(plain(n, src)))))
		case *ast.Link, *ast.Image, *ast.AutoLink:
			links = append(links, n)
		case *ast.Text:
			if o.Cite != nil && !n.IsRaw() && !inside(n) {
				texts = append(texts, n)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, n := range texts {
		cite(n.(*ast.Text), src, o.Cite)
	}
	for _, n := range links { // in the order of the text, which Links relies on
		switch n := n.(type) {
		case *ast.Link:
			if href, ok := o.resolve(string(n.Destination)); ok {
				n.Destination, n.Title = []byte(href), nil
				external(n, href)
			} else {
				unwrap(n)
			}
		case *ast.AutoLink:
			o.autoLink(n, src)
		case *ast.Image:
			// A picture from elsewhere would tell its host who reads the page.
			if href, ok := o.resolve(string(n.Destination)); ok && !isExternal(href) {
				n.Destination, n.Title = []byte(href), nil
				n.SetAttributeString("loading", []byte("lazy"))
			} else {
				unwrap(n)
			}
		}
	}
}

// autoLink makes <https://…> a link like any other.
func (o *Options) autoLink(n *ast.AutoLink, src []byte) {
	dest := string(n.URL(src))
	if n.AutoLinkType == ast.AutoLinkEmail {
		dest = "mailto:" + dest
	}
	label := ast.NewString(n.Label(src))
	parent := n.Parent()
	href, ok := o.resolve(dest)
	if !ok {
		parent.ReplaceChild(parent, n, label)
		return
	}
	link := ast.NewLink()
	link.Destination = []byte(href)
	external(link, href)
	link.AppendChild(link, label)
	parent.ReplaceChild(parent, n, link)
}

// resolve decides about a destination; what could run code never passes.
func (o *Options) resolve(dest string) (href string, ok bool) {
	if !safe(dest) {
		if o.Link != nil {
			o.Link(dest) // so that Links sees it
		}
		return "", false
	}
	if o.Link == nil {
		return dest, true
	}
	href, ok = o.Link(dest)
	return href, ok && safe(href)
}

// safe lets through addresses without a scheme, and the harmless schemes.
func safe(dest string) bool {
	bare := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == '\u00ad' || r == '\u200b' {
			return -1
		}
		return r
	}, dest)
	u, err := url.Parse(bare)
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "", "http", "https", "mailto", "tel":
		return !strings.HasPrefix(bare, ":")
	}
	return false
}

func isExternal(href string) bool {
	return strings.HasPrefix(href, "http:") || strings.HasPrefix(href, "https:") || strings.HasPrefix(href, "//")
}

func external(n ast.Node, href string) {
	if isExternal(href) {
		n.SetAttributeString("rel", []byte("noopener noreferrer"))
	}
}

// unwrap leaves the text of a link in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for c := n.FirstChild(); c != nil; {
		next := c.NextSibling()
		parent.InsertBefore(parent, n, c)
		c = next
	}
	parent.RemoveChild(parent, n)
}

// inside tells that a text stands in a link, in code or in a heading.
func inside(n ast.Node) bool {
	for up := n.Parent(); up != nil; up = up.Parent() {
		switch up.(type) {
		case *ast.Link, *ast.Image, *ast.CodeSpan, *ast.Heading:
			return true
		}
	}
	return false
}

// cite turns official numbers in one stretch of text into links.
func cite(n *ast.Text, src []byte, address func(string) string) {
	value := n.Segment.Value(src)
	parent := n.Parent()
	at := 0
	numbers(value, func(from, to int) {
		href := address(string(value[from:to]))
		if href == "" {
			return
		}
		if from > at {
			parent.InsertBefore(parent, n, ast.NewTextSegment(text.NewSegment(n.Segment.Start+at, n.Segment.Start+from)))
		}
		link := ast.NewLink()
		link.Destination = []byte(href)
		link.AppendChild(link, ast.NewTextSegment(text.NewSegment(n.Segment.Start+from, n.Segment.Start+to)))
		parent.InsertBefore(parent, n, link)
		at = to
	})
	if at > 0 {
		n.Segment = text.NewSegment(n.Segment.Start+at, n.Segment.Stop)
	}
}
