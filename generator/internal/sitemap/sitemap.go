// Package sitemap tells crawlers and browsers what there is: sitemaps
// (https://www.sitemaps.org/protocol.html) in files by year with one index,
// robots.txt (RFC 9309), and a description of the search (OpenSearch 1.1).
//
// Pages that only narrow a list, and its further pages, are left out: what
// stands on them is listed by itself.
package sitemap

import (
	"bytes"
	"encoding/xml"
	"slices"
	"strconv"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
)

// What one file may hold, by the protocol.
const (
	mostAddresses = 50_000
	mostBytes     = 50 << 20
)

// Put takes one finished file.
type Put func(path string, data []byte) error

// Options are what sitemaps need beside the site.
type Options struct {
	// Modified tells when what a page shows last changed, the zero time when
	// that is not known; nil knows nothing. What is not known is left out.
	Modified func(object any) time.Time
}

const namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// location is a page, or in an index a file.
type location struct {
	Address  string `xml:"loc"`
	Modified string `xml:"lastmod,omitempty"`
}

// Write makes the sitemaps, and robots.txt where the site stands at the top of
// its host, since crawlers read it nowhere else.
func Write(s *site.Site, o Options, put Put) error {
	w := &writer{Options: o, site: s, put: put, addresses: mostAddresses, bytes: mostBytes}
	if err := w.all(); err != nil {
		return err
	}
	if s.Config.BasePath() == "/" {
		if err := put("robots.txt", []byte("User-agent: *\nAllow: /\n\nSitemap: "+s.Absolute(s.Sitemap())+"\n")); err != nil {
			return err
		}
	}
	path := s.OpenSearch()
	if path == "" {
		return nil
	}
	data, err := openSearch(s)
	if err != nil {
		return err
	}
	return put(path, data)
}

type writer struct {
	Options
	site             *site.Site
	put              Put
	addresses, bytes int // most of a file
	index            []location
}

func (w *writer) all() error {
	s := w.site
	if err := w.file(w.pages(), "pages"); err != nil {
		return err
	}
	for _, y := range s.Years {
		if err := w.file(objects(w, y.Items), "papers", s.Year(y.Year)); err != nil {
			return err
		}
	}
	for _, y := range s.MeetingYears {
		if err := w.file(objects(w, y.Items), "meetings", s.Year(y.Year)); err != nil {
			return err
		}
	}
	data, err := document("sitemapindex", "sitemap", w.index)
	if err != nil {
		return err
	}
	return w.put(s.Sitemap(), data)
}

// pages lists what belongs to no year.
func (w *writer) pages() (out []location) {
	s := w.site
	for _, path := range []string{"", s.List("papers"), s.List("decisions"), s.List("meetings"), s.List("committees"), s.List("topics"), s.List("factions"),
		s.List("statistics"), s.List("statistics", "open"), s.List("statistics", "coverage"), s.List("glossary"), s.List("subscribe")} {
		out = append(out, location{Address: s.Absolute(path)})
	}
	for _, y := range s.Years {
		out = append(out, location{Address: s.Absolute(s.List("papers", "year", s.Year(y.Year)))})
	}
	for _, y := range s.MeetingYears {
		out = append(out, location{Address: s.Absolute(s.List("meetings", s.Year(y.Year)))})
	}
	for _, y := range s.DecisionYears {
		out = append(out, location{Address: s.Absolute(s.List("decisions", s.Year(y.Year)))})
	}
	out = append(out, objects(w, s.Committees)...)
	out = append(out, objects(w, s.Council.Topics)...)
	out = append(out, objects(w, s.Factions)...)
	return append(out, objects(w, s.Pages)...)
}

// objects lists the pages of some objects; a paper that was withdrawn is not
// worth finding.
func objects[T any](w *writer, list []T) (out []location) {
	for _, x := range list {
		if p, ok := any(x).(*council.Paper); ok && p.Withdrawn != nil {
			continue
		}
		l := location{Address: w.site.Absolute(w.site.Path(x))}
		if w.Modified != nil {
			if t := w.Modified(x); !t.IsZero() {
				l.Modified = t.In(w.site.Config.Zone).Format(time.RFC3339)
			}
		}
		out = append(out, l)
	}
	return out
}

// file writes one sitemap, or several where one would be too large: the
// second has a "2" as its last part. A sitemap of nothing is left out.
func (w *writer) file(list []location, parts ...string) error {
	for n := 1; len(list) > 0; n++ {
		size, count := 200, 0 // of the frame, and more
		last := time.Time{}
		for ; count < len(list) && count < w.addresses; count++ {
			entry, err := xml.Marshal(list[count])
			if err != nil {
				return err
			}
			if size += len(entry) + 10; size > w.bytes && count > 0 {
				break
			}
			if t, err := time.Parse(time.RFC3339, list[count].Modified); err == nil && t.After(last) {
				last = t
			}
		}
		data, err := document("urlset", "url", list[:count])
		if err != nil {
			return err
		}
		path := w.site.Sitemap(parts...)
		if n > 1 {
			path = w.site.Sitemap(append(slices.Clone(parts), strconv.Itoa(n))...)
		}
		if err := w.put(path, data); err != nil {
			return err
		}
		entry := location{Address: w.site.Absolute(path)}
		if !last.IsZero() {
			entry.Modified = last.In(w.site.Config.Zone).Format(time.RFC3339)
		}
		w.index = append(w.index, entry)
		list = list[count:]
	}
	return nil
}

// document writes a list of locations under the given names, a line each.
func document(root, item string, list []location) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	start := xml.StartElement{Name: xml.Name{Local: root}, Attr: []xml.Attr{{Name: xml.Name{Local: "xmlns"}, Value: namespace}}}
	line := xml.CharData("\n")
	// Errors of the encoder stay, and are reported by Close.
	e.EncodeToken(start)
	e.EncodeToken(line)
	for _, l := range list {
		e.EncodeElement(l, xml.StartElement{Name: xml.Name{Local: item}})
		e.EncodeToken(line)
	}
	e.EncodeToken(start.End())
	err := e.Close()
	b.WriteByte('\n')
	return b.Bytes(), err
}
