package site

import "offenlage/generator/internal/council"

// FeedFile is the name of the feed of an object, beside its page.
const FeedFile = "feed.xml"

// Feed returns the path of the feed of a paper, committee, topic or faction
// below the base URL, of the list "decisions", or, for "", of all that is new.
// It is "" for what has none: what no paper belongs to, and papers without a
// day or where the city wants no feed a paper.
func (s *Site) Feed(object any) string {
	papers := 0
	path := s.Path(object)
	switch x := object.(type) {
	case *council.Paper:
		if s.Config.Feeds.Papers && x.Date != 0 {
			papers = 1
		}
	case *council.Committee:
		papers = len(x.Papers)
	case *council.Topic:
		papers = len(x.Papers)
	case *council.Faction:
		papers = len(x.Papers)
	case string:
		papers = len(s.Papers)
		if x != "" {
			papers, path = len(s.Decisions), s.List(x)
		}
	}
	if papers == 0 {
		return ""
	}
	return path + FeedFile
}

// CalendarFile is the name of a calendar, beside the page of what it holds.
const CalendarFile = "sitzungen.ics"

// Calendar returns the path of the calendar of a committee or a meeting below
// the base URL, or, for "", of all sittings. It is "" for what never sits.
func (s *Site) Calendar(object any) string {
	switch x := object.(type) {
	case *council.Committee:
		if len(x.Meetings) == 0 {
			return ""
		}
		return s.Path(x) + CalendarFile
	case *council.Meeting:
		return s.Path(x) + CalendarFile
	case string:
		return s.List("meetings") + CalendarFile
	}
	return ""
}

// OPML returns the path of the list of all feeds but those of single papers.
func (s *Site) OPML() string { return s.List("subscribe") + "feeds.opml" }

// Subscription is something that readers may follow.
type Subscription struct {
	// Object is a committee, topic or faction, "decisions", or "" for all
	// that is new; as for Feed and Calendar.
	Object any
	// Name is empty for what is no object.
	Name string
	// Path leads to its page, Feed and Calendar to the files; "" for none of
	// that kind. One of both is always there.
	Path, Feed, Calendar string
}

// Subscriptions lists what readers may follow, in the order of the lists: all
// that is new and the decisions, then committees, topics and factions.
// Single papers are left out.
func (s *Site) Subscriptions() (lists, committees, topics, factions []Subscription) {
	add := func(to *[]Subscription, object any, name, path, calendar string) {
		if feed := s.Feed(object); feed != "" || calendar != "" {
			*to = append(*to, Subscription{object, name, path, feed, calendar})
		}
	}
	add(&lists, "", "", "", s.Calendar(""))
	add(&lists, "decisions", "", s.List("decisions"), "")
	for _, x := range s.Committees {
		add(&committees, x, x.Name, s.Path(x), s.Calendar(x))
	}
	var down func(list []*council.Topic)
	down = func(list []*council.Topic) {
		for _, x := range list {
			add(&topics, x, x.Name, s.Path(x), "")
			down(x.Children)
		}
	}
	down(s.Topics)
	for _, x := range s.Factions {
		add(&factions, x, x.Name, s.Path(x), "")
	}
	return lists, committees, topics, factions
}

// Catalog returns the path of the catalogue of the site's data in one of its
// forms: "ttl", "rdf" or "jsonld". "" is the folder, below which everything in
// the catalogue has its identity.
func (s *Site) Catalog(form string) string {
	if form == "" {
		return s.List("data")
	}
	return s.List("data") + "catalog." + form
}

// Sitemap returns the path of a sitemap, of a kind of pages or of one of its
// years, or, without parts, of the index of all. They stand at the top, since a
// sitemap may only list what stands beside or below it.
func (s *Site) Sitemap(parts ...string) string {
	path := "sitemap"
	for _, part := range parts {
		path += "-" + s.segment(part)
	}
	return path + ".xml"
}

// OpenSearch returns the path of the description of the search, "" where
// browsers cannot ask it: without a search, and where what readers type may
// not stand in addresses.
func (s *Site) OpenSearch() string {
	if !s.Config.Search.Enabled || s.Config.Search.Private {
		return ""
	}
	return "opensearch.xml"
}
