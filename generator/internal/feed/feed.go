// Package feed writes Atom feeds (RFC 4287) of what is new: papers brought
// in, decisions and withdrawn papers, of the whole site and of each
// committee, topic and faction, and of what happened to a single paper; and
// one list of them (OPML 2.0).
//
// The id of an entry is the address of what it tells, a paper's page or a
// place on it. It is the same in all feeds and never changes.
package feed

import (
	"cmp"
	"encoding/xml"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/markdown"
	"offenlage/generator/internal/site"
)

// most is how many entries a feed holds.
const most = 50

// Put takes one finished file; it is called from many goroutines.
type Put func(path string, data []byte) error

// Options are what feeds need beside the site.
type Options struct {
	// Say returns a message of the interface.
	Say func(key string, pairs ...any) string
	// Modified tells when a paper or a station last changed as it is
	// published, the zero time when that is not known. nil knows nothing: an
	// entry then has the day of what it tells.
	Modified func(object any) time.Time
}

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
	Entries  []*entry `xml:"entry"`
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
	Published  string     `xml:"published"`
	Updated    string     `xml:"updated"`
	Links      []link     `xml:"link"`
	Categories []category `xml:"category"`
	Summary    string     `xml:"summary,omitempty"`
}

type category struct {
	Term string `xml:"term,attr"`
}

// event is something that a feed tells: a paper was brought in, decided or
// withdrawn.
type event struct {
	paper *council.Paper
	// station is where something was decided; nil for the other two.
	station   *council.Consultation
	withdrawn bool

	id      string
	day     council.Date
	updated time.Time
	at      int // place among all events of the site, the latest first
}

// writer makes the feeds of one site.
type writer struct {
	Options
	site   *site.Site
	events map[*council.Paper][]*event
}

// Write makes all feeds and their list.
func Write(s *site.Site, o Options, put Put) error {
	w := &writer{Options: o, site: s, events: make(map[*council.Paper][]*event, len(s.Papers))}
	w.collect()
	lists, committees, topics, factions := s.Subscriptions()
	for _, x := range slices.Concat(lists, committees, topics, factions) {
		if x.Feed == "" {
			continue
		}
		data, err := w.file(x.Feed, w.title(x), w.of(x.Object))
		if err != nil {
			return err
		}
		if err := put(x.Feed, data); err != nil {
			return err
		}
	}
	if err := w.papers(put); err != nil {
		return err
	}
	data, err := w.opml(group{"", lists}, group{o.Say("title.committees"), committees}, group{o.Say("title.topics"), topics}, group{o.Say("title.factions"), factions})
	if err != nil {
		return err
	}
	return put(s.OPML(), data)
}

// title of what readers follow.
func (w *writer) title(x site.Subscription) string {
	switch x.Object {
	case "":
		return w.site.Config.Title
	case "decisions":
		return w.Say("title.decisions")
	}
	return x.Name
}

// papers makes the feed of each paper.
func (w *writer) papers(put Put) error {
	jobs := make(chan *council.Paper)
	stop := make(chan struct{})
	var once sync.Once
	var first error
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for p := range jobs {
				path := w.site.Feed(p)
				data, err := w.file(path, p.Reference+": "+p.Title, slices.Clone(w.events[p]))
				if err == nil {
					err = put(path, data)
				}
				if err != nil {
					once.Do(func() { first = err; close(stop) })
					return
				}
			}
		})
	}
	for _, p := range w.site.Papers {
		if w.site.Feed(p) == "" {
			continue
		}
		select {
		case jobs <- p:
			continue
		case <-stop:
		}
		break
	}
	close(jobs)
	workers.Wait()
	return first
}

// collect finds everything that happened, and its order.
func (w *writer) collect() {
	var all []*event
	add := func(object any, e *event) {
		if e.updated = w.modified(object); e.updated.IsZero() {
			e.updated = w.midnight(e.day)
		}
		all = append(all, e)
		w.events[e.paper] = append(w.events[e.paper], e)
	}
	for _, p := range w.site.Papers {
		address := w.site.Absolute(w.site.Path(p))
		if p.Date != 0 {
			add(p, &event{paper: p, id: address, day: p.Date})
		}
		if p.Withdrawn != nil {
			if day := cmp.Or(p.Withdrawn.Date, p.Date); day != 0 {
				add(p, &event{paper: p, withdrawn: true, id: address + "#withdrawn", day: day})
			}
			continue // its stations are not told any more
		}
		for _, c := range p.Consultations {
			if c.Public && c.Date != 0 && c.Date <= w.site.Today && c.ResultWords != "" {
				add(c, &event{paper: p, station: c, id: address + "#" + site.StationID(c), day: c.Date})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *event) int {
		return cmp.Or(b.updated.Compare(a.updated), cmp.Compare(b.day, a.day), cmp.Compare(b.rank(), a.rank()), cmp.Compare(b.id, a.id))
	})
	for i, e := range all {
		e.at = i
	}
}

// rank puts what ends a matter after what begins it on the same day.
func (e *event) rank() int {
	switch {
	case e.withdrawn:
		return 2
	case e.station != nil:
		return 1
	}
	return 0
}

func (w *writer) modified(object any) time.Time {
	if w.Modified == nil {
		return time.Time{}
	}
	return w.Modified(object)
}

// midnight is the beginning of a day where the council sits.
func (w *writer) midnight(d council.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, w.site.Config.Zone)
}

// of gathers what the feed of an object tells: new papers, decisions and
// withdrawals; of a committee only its own decisions.
func (w *writer) of(object any) (out []*event) {
	add := func(papers []*council.Paper, fits func(*event) bool) {
		for _, p := range papers {
			for _, e := range w.events[p] {
				if e.station == nil && p.Withdrawn != nil && !e.withdrawn {
					continue
				}
				if e.station != nil && !e.station.Decides {
					continue
				}
				if fits(e) {
					out = append(out, e)
				}
			}
		}
	}
	every := func(*event) bool { return true }
	switch x := object.(type) {
	case *council.Committee:
		add(x.Papers, func(e *event) bool { return e.station == nil || slices.Contains(e.station.Committees, x) })
	case *council.Topic:
		add(x.Papers, every)
	case *council.Faction:
		add(x.Papers, every)
	case string:
		add(w.site.Papers, func(e *event) bool { return x == "" || e.station != nil })
	}
	return out
}

// file is the feed of the latest of some events.
func (w *writer) file(path, title string, events []*event) ([]byte, error) {
	slices.SortFunc(events, func(a, b *event) int { return cmp.Compare(a.at, b.at) })
	events = events[:min(most, len(events))]
	s := w.site
	f := feed{Language: s.Config.Language, Title: title, ID: s.Absolute(path), Updated: w.time(time.Unix(0, 0)), Author: person{s.Config.Publisher}, Rights: s.Config.Licence,
		Links: []link{{"self", "application/atom+xml", s.Absolute(path)}, {"alternate", "text/html", s.Absolute(strings.TrimSuffix(path, site.FeedFile))}}}
	if licence := s.Licence.URL; licence != "" {
		f.Links = append(f.Links, link{Rel: "license", Href: licence}) // RFC 4946
	}
	if title != s.Config.Title {
		f.Subtitle = s.Config.Title
	}
	for i, e := range events {
		if i == 0 {
			f.Updated = w.time(e.updated)
		}
		f.Entries = append(f.Entries, w.entry(e))
	}
	return document(f)
}

// document writes XML.
func document(v any) ([]byte, error) {
	data, err := xml.MarshalIndent(v, "", " ")
	return append([]byte(xml.Header), append(data, '\n')...), err
}

// time is an RFC 3339 time where the council sits.
func (w *writer) time(t time.Time) string {
	return t.In(w.site.Config.Zone).Format("2006-01-02T15:04:05-07:00")
}

func (w *writer) entry(e *event) *entry {
	p := e.paper
	out := &entry{ID: e.id, Published: w.time(w.midnight(e.day)), Updated: w.time(e.updated), Links: []link{{"alternate", "text/html", e.id}}}
	switch {
	case e.withdrawn:
		out.Title = w.Say("feed.withdrawn", "title", p.Title, "reference", p.Reference)
		out.Summary = p.Withdrawn.Reason
	case e.station != nil:
		var names []string
		for _, x := range e.station.Committees {
			names = append(names, x.Name)
		}
		out.Title = w.Say("feed.decision", "outcome", w.Say("outcome."+string(e.station.Outcome)), "title", p.Title, "reference", p.Reference)
		out.Summary = w.Say("feed.decided", "committee", strings.Join(names, ", "), "date", e.day, "result", e.station.ResultWords)
	default:
		out.Title = w.Say("feed.paper", "type", p.Type, "reference", p.Reference, "title", p.Title)
		out.Summary = markdown.Plain(markdown.Inline(p.Summary, markdown.Options{}))
	}
	for _, t := range p.Topics {
		out.Categories = append(out.Categories, category{t.Name})
	}
	return out
}
