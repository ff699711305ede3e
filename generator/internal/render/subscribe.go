package render

import (
	"html/template"

	"offenlage/generator/internal/site"
)

// subscribeJobs makes the page of all feeds and calendars.
func (w *run) subscribeJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	path := s.List("subscribe")
	return yield(at(path, "subscribe.html", func() (any, error) {
		p := SubscribePage{Frame: w.frame(path, "", l.T("title.subscribe")), Papers: s.Config.Feeds.Papers, OPML: s.Config.BasePath() + s.OPML()}
		p.Description = l.T("describe.subscribe")
		lists, committees, topics, factions := s.Subscriptions()
		for _, g := range []struct {
			id, title string
			list      []site.Subscription
		}{{"all", "subscribe.everything", lists}, {"committees", "title.committees", committees}, {"topics", "title.topics", topics}, {"factions", "title.factions", factions}} {
			group := SubscriptionGroup{ID: g.id, Title: l.T(g.title)}
			for _, x := range g.list {
				item := w.subscription(x)
				group.Calendars = group.Calendars || item.Calendar != ""
				group.Items = append(group.Items, item)
			}
			if len(group.Items) > 0 {
				p.Groups = append(p.Groups, group)
			}
		}
		return p, nil
	}))
}

func (w *run) subscription(x site.Subscription) Subscription {
	base := w.site.Config.BasePath()
	out := Subscription{Name: x.Name, URL: base + x.Path}
	switch x.Object {
	case "":
		out.Name = w.locale.T("subscribe.all")
	case "decisions":
		out.Name = w.locale.T("title.decisions")
	}
	if x.Feed != "" {
		out.Feed = base + x.Feed
	}
	if x.Calendar != "" {
		out.Calendar = base + x.Calendar
		u := *w.site.Config.BaseURL
		u.Scheme = "webcal"
		u.Path += x.Calendar
		// The address is the city's own, with a scheme that the templates
		// would take for a danger.
		out.Webcal = template.URL(u.String())
	}
	return out
}

// calendar is the address of the calendar of an object, "" for none.
func (w *run) calendar(object any) string {
	path := w.site.Calendar(object)
	if path == "" {
		return ""
	}
	return w.site.Config.BasePath() + path
}
