package feed

import (
	"encoding/xml"

	"offenlage/generator/internal/site"
)

// opml is a list of feeds that readers take in as a whole
// (http://opml.org/spec2.opml).
type opml struct {
	XMLName xml.Name   `xml:"opml"`
	Version string     `xml:"version,attr"`
	Title   string     `xml:"head>title"`
	Owner   string     `xml:"head>ownerName"`
	Body    []*outline `xml:"body>outline"`
}

// outline is a feed, or a group of them. The type of a feed is "rss" by that
// specification, also when it is Atom.
type outline struct {
	Text     string     `xml:"text,attr"`
	Title    string     `xml:"title,attr,omitempty"`
	Type     string     `xml:"type,attr,omitempty"`
	Feed     string     `xml:"xmlUrl,attr,omitempty"`
	Page     string     `xml:"htmlUrl,attr,omitempty"`
	Language string     `xml:"language,attr,omitempty"`
	Inside   []*outline `xml:"outline"`
}

// group is some feeds under one name; those without a name stand at the top.
type group struct {
	name string
	list []site.Subscription
}

// opml lists the feeds of the groups.
func (w *writer) opml(groups ...group) ([]byte, error) {
	s := w.site
	out := opml{Version: "2.0", Title: s.Config.Title, Owner: s.Config.Publisher}
	for _, g := range groups {
		to := &out.Body
		inside := &outline{Text: g.name}
		if g.name != "" {
			to = &inside.Inside
		}
		for _, x := range g.list {
			if x.Feed != "" {
				title := w.title(x)
				*to = append(*to, &outline{Text: title, Title: title, Type: "rss", Feed: s.Absolute(x.Feed), Page: s.Absolute(x.Path), Language: s.Config.Language})
			}
		}
		if len(inside.Inside) > 0 {
			out.Body = append(out.Body, inside)
		}
	}
	return document(out)
}
