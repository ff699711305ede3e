package markdown

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// schemes are those that neither run code nor carry content of their own.
var schemes = []string{"http", "https", "mailto", "tel"}

// resolve decides about a destination; what could run code never passes.
func (o *Options) resolve(dest string) (href string, ok bool) {
	if !safe(dest) {
		return "", false
	}
	if o.Link == nil {
		return dest, true
	}
	href, ok = o.Link(dest)
	return href, ok && safe(href)
}

// scheme returns the scheme of an address in lower case and whether it has
// one, as browsers see it: they skip white space and control characters.
func scheme(address string) (string, bool) {
	address = strings.Map(func(r rune) rune {
		if r <= ' ' || control(r) {
			return -1
		}
		return r
	}, address)
	i := strings.IndexAny(address, `:/?#\`)
	if i < 0 || address[i] != ':' {
		return "", false
	}
	return strings.ToLower(address[:i]), true
}

// safe lets through addresses without a scheme, and the harmless schemes.
func safe(address string) bool {
	s, ok := scheme(address)
	return !ok || slices.Contains(schemes, s)
}

// external tells that an address leads, or may lead, to another host.
func external(address string) bool {
	if s, ok := scheme(address); ok {
		return strings.HasPrefix(s, "http")
	}
	address = strings.TrimSpace(address)
	return len(address) > 1 && strings.Trim(address[:2], `/\`) == ""
}

// destination is what the written destination of a link means.
func destination(written []byte) string {
	return strings.Map(dropControl, string(unescape(written)))
}

// autoDestination is the destination of <https://…> and <a@b.example>.
func autoDestination(n *ast.AutoLink, src []byte) string {
	dest := string(n.URL(src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	return dest
}

// link decides about a link, an image or an address in angle brackets.
func (o *Options) link(n ast.Node, src []byte) {
	switch n := n.(type) {
	case *ast.Link:
		href, ok := o.resolve(destination(n.Destination))
		if !ok {
			unwrap(n)
			return
		}
		n.Destination = []byte(href)
	case *ast.Image:
		// A picture from elsewhere would tell its host who reads the page.
		href, ok := o.resolve(destination(n.Destination))
		if _, other := scheme(href); !ok || other || external(href) {
			unwrap(n)
			return
		}
		n.Destination = []byte(href)
	case *ast.AutoLink:
		label := ast.NewString(n.Label(src))
		label.SetRaw(true)
		parent := n.Parent()
		href, ok := o.resolve(autoDestination(n, src))
		if !ok || inside(n) {
			parent.ReplaceChild(parent, n, label)
			return
		}
		link := ast.NewLink()
		link.Destination = []byte(href)
		link.AppendChild(link, label)
		parent.ReplaceChild(parent, n, link)
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

// inside tells that a node stands in a link, a picture or code.
func inside(n ast.Node) bool {
	for up := n.Parent(); up != nil && up.Type() == ast.TypeInline; up = up.Parent() {
		switch up.Kind() {
		case ast.KindLink, ast.KindImage, ast.KindCodeSpan:
			return true
		}
	}
	return false
}

// find turns addresses and official numbers in one stretch of text into
// links.
func (o *Options) find(n *ast.Text, src []byte, cite bool) {
	if n.Segment.Padding != 0 || n.Segment.ForceNewline {
		return // not the bytes of src
	}
	f := finder{o: o, n: n, start: n.Segment.Start, src: src[n.Segment.Start:n.Segment.Stop]}
	at := 0
	addresses(f.src, func(from, to int) {
		if cite {
			f.cite(at, from)
		}
		if href, ok := o.resolve(destination(f.src[from:to])); ok {
			f.put(from, to, href)
		}
		at = to
	})
	if cite {
		f.cite(at, len(f.src))
	}
	n.Segment = n.Segment.WithStart(f.start + f.done)
}

// finder cuts one text node where links begin and end.
type finder struct {
	o     *Options
	n     *ast.Text
	src   []byte // of the node as it was
	start int    // of src
	done  int    // in src: what stands before n by now
}

func (f *finder) cite(from, to int) {
	numbers(f.src[from:to], func(a, b int) {
		if href := f.o.Cite(string(f.src[from+a : from+b])); href != "" && safe(href) {
			f.put(from+a, from+b, href)
		}
	})
}

func (f *finder) put(from, to int, href string) {
	parent := f.n.Parent()
	if from > f.done {
		parent.InsertBefore(parent, f.n, ast.NewTextSegment(text.NewSegment(f.start+f.done, f.start+from)))
	}
	link := ast.NewLink()
	link.Destination = []byte(href)
	link.AppendChild(link, ast.NewTextSegment(text.NewSegment(f.start+from, f.start+to)))
	parent.InsertBefore(parent, f.n, link)
	f.done = to
}

// addresses calls found with the place of each bare "https://" address.
func addresses(src []byte, found func(from, to int)) {
	for at := 0; ; {
		i := bytes.Index(src[at:], []byte("https://"))
		if i < 0 {
			return
		}
		from := at + i
		to := from + len("https://")
		for to < len(src) && src[to] > ' ' && bytes.IndexByte([]byte("<>\"`|"), src[to]) < 0 {
			if r, size := utf8.DecodeRune(src[to:]); bytes.ContainsRune([]byte("\u00a0„“”‚‘’»«…"), r) {
				break
			} else {
				to += size
			}
		}
		at = to
		for to > from && bytes.IndexByte([]byte(".,;:!?'*_~)]&\\"), src[to-1]) >= 0 {
			if src[to-1] == ')' && bytes.Count(src[from:to], []byte("(")) >= bytes.Count(src[from:to], []byte(")")) {
				break
			}
			to--
		}
		if to > from+len("https://") && (from == 0 || !isLetterOrDigit(src[from-1])) {
			found(from, to)
		}
	}
}
