package build

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// page is what the invariants look at.
type page struct {
	name          string
	doc           *html.Node
	ids           map[string]bool
	title, policy string
}

func parsePages(t *testing.T, files map[string]string) map[string]*page {
	t.Helper()
	out := map[string]*page{}
	for name, data := range files {
		if path.Ext(name) != ".html" {
			continue
		}
		doc, err := html.Parse(strings.NewReader(data))
		if err != nil {
			t.Fatal(name, err)
		}
		p := &page{name: name, doc: doc, ids: map[string]bool{}}
		for n := range doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			if id := attr(n, "id"); id != "" {
				if p.ids[id] {
					t.Errorf("%s: two elements have the id %q", name, id)
				}
				p.ids[id] = true
			}
			switch {
			case n.DataAtom == atom.Title && n.FirstChild != nil && p.title == "":
				p.title = n.FirstChild.Data
			case n.DataAtom == atom.Meta && strings.EqualFold(attr(n, "http-equiv"), "Content-Security-Policy"):
				p.policy = attr(n, "content")
			}
		}
		out[name] = p
	}
	return out
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// TestEveryPage holds what must be true of every page of the example: its
// links and anchors lead somewhere, nothing is asked of another host, and
// nothing needs more than the Content-Security-Policy allows.
func TestEveryPage(t *testing.T) {
	_, files := example(t)
	checkPages(t, files, "/", "https://ratsportal.")
}

func checkPages(t *testing.T, files map[string]string, base, site string) {
	t.Helper()
	pages := parsePages(t, files)
	titles := map[string]string{}
	links := 0
	for name, p := range pages {
		redirect := false
		var schemas []string
		counts := map[atom.Atom]int{}
		previous := 0
		for n := range p.doc.Descendants() {
			if n.Type != html.ElementNode {
				continue
			}
			counts[n.DataAtom]++
			for _, a := range n.Attr {
				switch {
				case strings.HasPrefix(a.Key, "on"):
					t.Errorf("%s: <%s> has the handler %s", name, n.Data, a.Key)
				case a.Key == "style":
					t.Errorf("%s: <%s> has a style attribute", name, n.Data)
				case a.Key == "src" || a.Key == "srcset" || a.Key == "poster" || a.Key == "data" || a.Key == "action":
					if foreign(a.Val) {
						t.Errorf("%s: <%s %s> asks another host: %s", name, n.Data, a.Key, a.Val)
					}
				}
			}
			switch n.DataAtom {
			case atom.Script, atom.Style:
				if attr(n, "type") == "application/ld+json" {
					schemas = append(schemas, n.FirstChild.Data)
					break
				}
				if n.FirstChild != nil {
					t.Errorf("%s: inline <%s>", name, n.Data)
				}
				if n.DataAtom == atom.Script && !published(files, base, attr(n, "src")) {
					t.Errorf("%s: script %q is no file of the site", name, attr(n, "src"))
				}
			case atom.Link:
				rel, href := attr(n, "rel"), attr(n, "href")
				if rel == "canonical" {
					if !strings.HasPrefix(href, site) {
						t.Errorf("%s: canonical address %q", name, href)
					}
				} else if foreign(href) || !published(files, base, href) {
					t.Errorf("%s: <link rel=%s> to %q", name, rel, href)
				}
			case atom.Meta:
				redirect = redirect || strings.EqualFold(attr(n, "http-equiv"), "refresh")
			case atom.Img:
				if attr(n, "alt") == "" && !hasAttr(n, "alt") {
					t.Errorf("%s: a picture without alt", name)
				}
				if foreign(attr(n, "src")) || !published(files, base, attr(n, "src")) {
					t.Errorf("%s: picture %q is no file of the site", name, attr(n, "src"))
				}
			case atom.Time:
				if !day.MatchString(attr(n, "datetime")) {
					t.Errorf("%s: <time datetime=%q>", name, attr(n, "datetime"))
				}
			case atom.Th:
				if attr(n, "scope") == "" {
					t.Errorf("%s: a table header without scope", name)
				}
			case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
				level := int(n.Data[1] - '0')
				if level > previous+1 {
					t.Errorf("%s: a heading of level %d follows one of level %d", name, level, previous)
				}
				previous = level
			case atom.A:
				links++
				checkLink(t, pages, files, p, base, attr(n, "href"))
			}
		}
		for _, problem := range schemaProblems(files, base, site, schemas) {
			t.Errorf("%s: %s", name, problem)
		}
		if counts[atom.H1] != 1 || counts[atom.Main] != 1 {
			t.Errorf("%s: %d h1, %d main", name, counts[atom.H1], counts[atom.Main])
		}
		if attr(root(p.doc), "lang") == "" {
			t.Errorf("%s: no lang", name)
		}
		if p.policy == "" || strings.Contains(p.policy, "unsafe") || !strings.Contains(p.policy, "default-src 'none'") {
			t.Errorf("%s: Content-Security-Policy %q", name, p.policy)
		}
		if strings.TrimSpace(p.title) == "" {
			t.Errorf("%s: no title", name)
		}
		if other, twice := titles[p.title]; twice && !redirect {
			t.Errorf("%s and %s have the same title %q", name, other, p.title)
		}
		if !redirect {
			titles[p.title] = name
		}
		if strings.Contains(text(p.doc), "{{") || strings.Contains(text(p.doc), "ZgotmplZ") || strings.Contains(text(p.doc), "%!") {
			t.Errorf("%s: something was not filled in", name)
		}
	}
	if links < 1000 {
		t.Errorf("only %d links were checked", links)
	}
}

var day = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?([+-]\d{2}:\d{2}|Z)?)?$`)

func foreign(address string) bool {
	u, err := url.Parse(address)
	return err != nil || u.Host != "" || u.Scheme != ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func root(doc *html.Node) *html.Node {
	for n := range doc.ChildNodes() {
		if n.DataAtom == atom.Html {
			return n
		}
	}
	return doc
}

func text(doc *html.Node) string {
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
	}
	return b.String()
}

// target is the file that an address of the site leads to, "" for none.
func target(base, address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	rest, ok := strings.CutPrefix(u.Path, base)
	if !ok {
		return ""
	}
	if rest == "" || strings.HasSuffix(rest, "/") {
		rest += "index.html"
	}
	return rest
}

func published(files map[string]string, base, address string) bool {
	_, ok := files[target(base, address)]
	return ok
}

func checkLink(t *testing.T, pages map[string]*page, files map[string]string, from *page, base, href string) {
	t.Helper()
	u, err := url.Parse(href)
	switch {
	case err != nil || href == "":
		t.Errorf("%s: link to %q", from.name, href)
	case u.Scheme == "mailto" || u.Scheme == "tel" || u.Scheme == "https" || u.Scheme == "http":
	case u.Scheme == "webcal":
		if _, ok := files[target(base, u.Path)]; !ok || path.Ext(u.Path) != ".ics" {
			t.Errorf("%s: link to %q, which is no calendar", from.name, href)
		}
	case u.Scheme != "" || u.Host != "":
		t.Errorf("%s: link to %q", from.name, href)
	case u.Path == "":
		if !from.ids[u.Fragment] {
			t.Errorf("%s: there is no #%s", from.name, u.Fragment)
		}
	default:
		name := target(base, href)
		if _, ok := files[name]; !ok {
			t.Errorf("%s: link to %q, which is no page", from.name, href)
		} else if u.Fragment != "" && (pages[name] == nil || !pages[name].ids[u.Fragment]) {
			t.Errorf("%s: link to %q, which has no #%s", from.name, href, u.Fragment)
		}
	}
}
