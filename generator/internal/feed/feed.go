// Package feed writes Atom feeds (RFC 4287) of what is new: papers brought in
// and decisions, of the whole site and of each committee, topic and faction.
package feed

import (
	"cmp"
	"encoding/xml"
	"slices"
	"strings"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
)

// most is how many entries a feed holds.
const most = 50

// Put takes one finished file.
type Put func(path string, data []byte) error

type feed struct {
	XMLName  xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Language string   `xml:"xml:lang,attr"`
	Title    string   `xml:"title"`
	Subtitle string   `xml:"subtitle,omitempty"`
	ID       string   `xml:"id"`
	Updated  string   `xml:"updated"`
	Author   person   `xml:"author"`
	Rights   string   `xml:"rights,omitempty"`
	Links    []link   `xml:"link"`
	Entries  []entry  `xml:"entry"`
}

type person struct {
	Name string `xml:"name"`
}

type link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type entry struct {
	Title      string     `xml:"title"`
	ID         string     `xml:"id"`
	Updated    string     `xml:"updated"`
	Links      []link     `xml:"link"`
	Categories []category `xml:"category"`
	Summary    string     `xml:"summary,omitempty"`

	day  council.Date
	rank int // decisions after papers of the same day
}

type category struct {
	Term string `xml:"term,attr"`
}

// Write makes all feeds. say returns a message of the interface.
func Write(s *site.Site, say func(key string, pairs ...any) string, put Put) error {
	w := &writer{s, say}
	one := func(object any, title string, papers []*council.Paper, decisions []*council.Consultation) error {
		path := s.Feed(object)
		if path == "" {
			return nil
		}
		data, err := w.feed(path, title, papers, decisions)
		if err != nil {
			return err
		}
		return put(path, data)
	}
	if err := one("", s.Config.Title, s.Papers, s.Decisions); err != nil {
		return err
	}
	if err := one("decisions", say("title.decisions"), nil, s.Decisions); err != nil {
		return err
	}
	for _, x := range s.Committees {
		of := decisions(x.Papers, func(c *council.Consultation) bool { return slices.Contains(c.Committees, x) })
		if err := one(x, x.Name, x.Papers, of); err != nil {
			return err
		}
	}
	every := func(*council.Consultation) bool { return true }
	for _, x := range s.Council.Topics {
		if err := one(x, x.Name, x.Papers, decisions(x.Papers, every)); err != nil {
			return err
		}
	}
	for _, x := range s.Factions {
		if err := one(x, x.Name, x.Papers, decisions(x.Papers, every)); err != nil {
			return err
		}
	}
	return nil
}

// decisions lists what settled some papers, as far as it may matter: papers
// come newest first, and a feed holds few entries.
func decisions(papers []*council.Paper, fits func(*council.Consultation) bool) (out []*council.Consultation) {
	for _, p := range papers {
		for _, c := range p.Consultations {
			if c.Decides && c.Public && c.Date != 0 && fits(c) {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *council.Consultation) int { return cmp.Compare(b.Date, a.Date) })
	return out
}

type writer struct {
	site *site.Site
	say  func(key string, pairs ...any) string
}

func (w *writer) feed(path, title string, papers []*council.Paper, decisions []*council.Consultation) ([]byte, error) {
	s := w.site
	var entries []entry
	for _, p := range papers {
		if p.Date != 0 && p.Withdrawn == nil {
			entries = append(entries, w.paper(p))
		}
		if len(entries) == most {
			break
		}
	}
	n := 0
	for _, c := range decisions {
		if c.Date == 0 || !c.Public || c.Paper.Withdrawn != nil || c.Date > s.Today {
			continue
		}
		entries = append(entries, w.decision(c))
		if n++; n == most {
			break
		}
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(b.rank, a.rank), cmp.Compare(b.ID, a.ID))
	})
	entries = entries[:min(most, len(entries))]
	f := feed{Language: s.Config.Language, Title: title, ID: s.Absolute(path), Author: person{s.Config.Publisher}, Rights: s.Config.Licence, Entries: entries,
		Links: []link{{"self", "application/atom+xml", s.Absolute(path)}, {"alternate", "text/html", s.Absolute(strings.TrimSuffix(path, site.FeedFile))}}}
	if title != s.Config.Title {
		f.Subtitle = s.Config.Title
	}
	f.Updated = w.time(0)
	if len(entries) > 0 {
		f.Updated = entries[0].Updated
	}
	data, err := xml.MarshalIndent(f, "", " ")
	return append([]byte(xml.Header), append(data, '\n')...), err
}

// time is the beginning of a day where the council sits.
func (w *writer) time(d council.Date) string {
	t := time.Unix(0, 0)
	if d != 0 {
		t = time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, w.site.Config.Zone)
	}
	return t.In(w.site.Config.Zone).Format("2006-01-02T15:04:05-07:00")
}

func (w *writer) paper(p *council.Paper) entry {
	e := entry{Title: w.say("feed.paper", "type", p.Type, "reference", p.Reference, "title", p.Title), ID: w.site.Absolute(w.site.Path(p)), Updated: w.time(p.Date), Summary: p.Summary, day: p.Date}
	e.Links = []link{{"alternate", "text/html", e.ID}}
	for _, t := range p.Topics {
		e.Categories = append(e.Categories, category{t.Name})
	}
	return e
}

func (w *writer) decision(c *council.Consultation) entry {
	p := c.Paper
	id := w.site.Absolute(w.site.Path(p)) + "#" + site.StationID(c)
	e := entry{Title: w.say("feed.decision", "outcome", w.say("outcome."+string(c.Outcome)), "title", p.Title, "reference", p.Reference), ID: id, Updated: w.time(c.Date), day: c.Date, rank: 1,
		Summary: w.say("feed.decided", "committee", c.Committees[0].Name, "date", c.Date, "result", c.ResultWords)}
	e.Links = []link{{"alternate", "text/html", id}}
	for _, t := range p.Topics {
		e.Categories = append(e.Categories, category{t.Name})
	}
	return e
}
