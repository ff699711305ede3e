package render

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/statistics"
)

// How many entries the short lists of an overview page hold.
const (
	homeDecisions = 8
	homeMeetings  = 6
	homePapers    = 8
	fewMeetings   = 4
	fewDecisions  = 6
	fewPapers     = 8
	fewWaiting    = 25
)

// each yields a job for every page of the site until yield returns false.
func (w *run) each(yield func(job) bool) {
	for _, list := range []func(func(job) bool) bool{
		w.homeJobs, w.paperJobs, w.committeeJobs, w.topicJobs, w.meetingJobs, w.factionJobs, w.decisionJobs, w.statisticsJobs, w.glossaryJobs, w.subscribeJobs, w.openDataJobs, w.searchJobs, w.otherJobs,
	} {
		if !list(yield) {
			return
		}
	}
}

// at makes a job for the page at path below the base URL.
func at(path, template string, data func() (any, error)) job {
	return job{path: path + "index.html", template: template, data: data}
}

func (w *run) frame(path, section, title string, crumbs ...Crumb) Frame {
	return Frame{Site: w.site, Path: path, Section: section, Title: title, Crumbs: crumbs,
		Description: w.locale.T("describe.page", "title", title, "site", w.site.Config.Title)}
}

// feed is the address of the feed of an object, "" for none.
func (w *run) feed(object any) string {
	path := w.site.Feed(object)
	if path == "" {
		return ""
	}
	return w.site.Config.BasePath() + path
}

// data leads to files of a list; tables are named in the order of paths, and
// an empty path is left out.
func (w *run) data(tables []string, paths ...string) (out []Link) {
	for i, path := range paths {
		if path != "" {
			format := "CSV"
			if strings.HasSuffix(path, ".xlsx") {
				format = "Excel"
			}
			label := w.locale.T("data.file", "table", w.locale.T("data.table."+tables[i]+".title"), "format", format)
			out = append(out, Link{label, w.site.Config.BasePath() + path})
		}
	}
	return out
}

// dataOf leads to the papers and decisions of a committee, a topic or a
// faction as data.
func (w *run) dataOf(object any) []Link {
	return w.data([]string{"papers", "decisions"}, w.site.ListData(object, "papers"), w.site.ListData(object, "decisions"))
}

func (w *run) crumb(title, path string) Crumb {
	return Crumb{title, w.site.Config.BasePath() + path}
}

// listCrumb is the crumb of one of the main lists.
func (w *run) listCrumb(kind string) Crumb {
	return w.crumb(w.locale.T("title."+kind), w.site.List(kind))
}

func (w *run) facet(label, path string, count int, here string) Facet {
	return Facet{Label: label, URL: w.site.Config.BasePath() + path, Count: count, Here: path == here}
}

// numbered yields one job for each page of a long list.
func numbered[T any](w *run, yield func(job) bool, list, template string, items []T, data func(n int, page []T, pager Pager) (any, error)) bool {
	count := max(1, (len(items)+site.PerPage-1)/site.PerPage)
	for n := 1; n <= count; n++ {
		from := (n - 1) * site.PerPage
		page := items[from:min(from+site.PerPage, len(items))]
		pager := w.pager(list, n, count, from, len(page), len(items))
		if !yield(at(w.site.Numbered(list, n), template, func() (any, error) { return data(n, page, pager) })) {
			return false
		}
	}
	return true
}

func (w *run) pager(list string, n, count, from, here, total int) Pager {
	address := func(n int) string { return w.site.Config.BasePath() + w.site.Numbered(list, n) }
	p := Pager{Number: n, Count: count, Total: total, First: from + 1, Last: from + here}
	if n > 1 {
		p.Prev = address(n - 1)
	}
	if n < count {
		p.Next = address(n + 1)
	}
	for i := 1; i <= count; i++ {
		switch {
		case i == 1 || i == count || i >= n-2 && i <= n+2:
			p.Pages = append(p.Pages, PageLink{Number: i, URL: address(i), Here: i == n})
		case i == n-3 || i == n+3:
			p.Pages = append(p.Pages, PageLink{Gap: true})
		}
	}
	return p
}

// title of the n-th page of a list.
func (w *run) pageTitle(title string, n int) string {
	if n == 1 {
		return title
	}
	return w.locale.T("title.page", "title", title, "n", n)
}

func (w *run) homeJobs(yield func(job) bool) bool {
	return yield(at("", "home.html", func() (any, error) {
		s := w.site
		h := Home{Frame: w.frame("", "", w.locale.T("title.home")), Committees: sitting(s.Committees, s.Today), Topics: s.Topics,
			Decisions: s.Decisions[:min(homeDecisions, len(s.Decisions))],
			Upcoming:  s.Upcoming[:min(homeMeetings, len(s.Upcoming))],
			Recent:    s.Papers[:min(homePapers, len(s.Papers))],
			Years:     w.paperYears("")}
		h.About = w.schemaHome()
		h.Feed, h.Calendar = w.feed(""), w.calendar("")
		if s.Config.OParl.Enabled {
			h.Service = s.Config.BasePath() + site.ResourcePath(site.SystemID)
		}
		h.Description = w.locale.T("describe.site", "title", s.Config.Title)
		return h, nil
	}))
}

// sitting returns the committees whose time has not ended.
func sitting(all []*council.Committee, day council.Date) []*council.Committee {
	var out []*council.Committee
	for _, x := range all {
		if x.To == 0 || x.To >= day {
			out = append(out, x)
		}
	}
	return out
}

func (w *run) yearLabel(year int) string {
	if year == 0 {
		return w.locale.T("facet.undated")
	}
	return strconv.Itoa(year)
}

func (w *run) paperYears(here string) []Facet {
	var out []Facet
	for _, y := range w.site.Years {
		out = append(out, w.facet(w.yearLabel(y.Year), w.site.List("papers", "year", w.site.Year(y.Year)), len(y.Items), here))
	}
	return out
}

func (w *run) paperJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	type list struct {
		path, title string
		papers      []*council.Paper
		data        []Link
	}
	tables := []string{"papers"}
	lists := []list{{s.List("papers"), l.T("title.papers"), s.Papers, w.data(tables, s.Data("papers.csv"))}}
	for _, y := range s.Years {
		title := l.T("title.papers-year", "year", strconv.Itoa(y.Year))
		if y.Year == 0 {
			title = l.T("title.papers-undated")
		}
		lists = append(lists, list{s.List("papers", "year", s.Year(y.Year)), title, y.Items, w.data(tables, s.ListData(y, "papers"))})
	}
	for _, g := range s.Kinds {
		lists = append(lists, list{s.List("papers", "kind", string(g.Key)), l.T("title.papers-kind", "kind", l.T("kind."+string(g.Key)+".other")), g.Items, nil})
	}
	for _, g := range s.States {
		lists = append(lists, list{s.List("papers", "state", string(g.Key)), l.T("title.papers-state", "state", l.T("state."+string(g.Key))), g.Items, nil})
	}
	for i, list := range lists {
		years := w.paperYears(list.path)
		var kinds, states []Facet
		for _, g := range s.Kinds {
			kinds = append(kinds, w.facet(l.T("kind."+string(g.Key)+".other"), s.List("papers", "kind", string(g.Key)), len(g.Items), list.path))
		}
		for _, g := range s.States {
			states = append(states, w.facet(l.T("state."+string(g.Key)), s.List("papers", "state", string(g.Key)), len(g.Items), list.path))
		}
		ok := numbered(w, yield, list.path, "papers.html", list.papers, func(n int, page []*council.Paper, pager Pager) (any, error) {
			p := PaperList{Frame: w.frame(s.Numbered(list.path, n), "papers", w.pageTitle(list.title, n)), Papers: page, Pager: pager, Years: years, Kinds: kinds, States: states}
			p.Feed = w.feed("")
			p.Data = list.data
			if i > 0 {
				p.Crumbs = []Crumb{w.listCrumb("papers")}
			}
			return p, nil
		})
		if !ok {
			return false
		}
	}
	// The list of years has no page of its own: cutting the end of an address
	// leads to the list of all papers.
	for _, part := range []string{"year", "kind", "state"} {
		path := s.List("papers", part)
		if !yield(w.redirect(path, s.List("papers"))) {
			return false
		}
	}
	// By id, as others list them: so whoever collects the texts can let go of
	// them early.
	byID := slices.SortedFunc(slices.Values(s.Papers), func(a, b *council.Paper) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range byID {
		if !yield(at(s.Path(p), "paper.html", func() (any, error) { return w.paper(p) })) {
			return false
		}
	}
	return true
}

func (w *run) redirect(from, to string) job {
	file := from
	if len(file) == 0 || file[len(file)-1] == '/' {
		file += "index.html"
	}
	return job{path: file, template: "redirect.html", data: func() (any, error) {
		return RedirectPage{Frame: w.frame(to, "", w.locale.T("redirect.title")), Target: w.site.Config.BasePath() + to}, nil
	}}
}

func (w *run) committeeJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	ok := yield(at(s.List("committees"), "committees.html", func() (any, error) {
		p := CommitteeList{Frame: w.frame(s.List("committees"), "committees", l.T("title.committees")), Committees: sitting(s.Committees, s.Today)}
		for _, x := range s.Committees {
			if x.To != 0 && x.To < s.Today {
				p.Former = append(p.Former, x)
			}
		}
		return p, nil
	}))
	for _, x := range s.Committees {
		if !ok {
			return false
		}
		path := s.Path(x)
		meetings := path + s.List("meetings")
		data := w.dataOf(x)
		ok = numbered(w, yield, path, "committee.html", x.Papers, func(n int, page []*council.Paper, pager Pager) (any, error) {
			p := CommitteePage{Frame: w.frame(s.Numbered(path, n), "committees", w.pageTitle(x.Name, n), w.listCrumb("committees")),
				Committee: x, Papers: page, Pager: pager, Meetings: s.Config.BasePath() + meetings}
			p.Description = l.T("describe.committee", "name", x.Name)
			p.Feed, p.Calendar, p.Data = w.feed(x), w.calendar(x), data
			if n == 1 {
				p.About = w.schemaCommittee(x)
				p.Members = current(x.Members, s.Today)
				var upcoming []*council.Meeting
				for _, m := range x.Meetings {
					switch {
					case m.Date >= s.Today && m.Status != council.StatusCancelled:
						upcoming = append(upcoming, m)
					case m.Date < s.Today && len(p.Past) < fewMeetings:
						p.Past = append(p.Past, m)
					}
				}
				slices.Reverse(upcoming)
				p.Overview = w.overview("committee", x.ID, x.Papers, upcoming,
					func(c *council.Consultation) bool { return slices.Contains(c.Committees, x) })
				var err error
				p.Text, err = w.body(x, x.Text)
				return p, err
			}
			return p, nil
		}) && yield(at(meetings, "committee-meetings.html", func() (any, error) {
			p := CommitteeMeetings{Frame: w.frame(meetings, "committees", l.T("title.committee-meetings", "name", x.Name), w.listCrumb("committees"), w.crumb(x.Name, path)),
				Committee: x, Years: meetingYears(x.Meetings)}
			p.Calendar = w.calendar(x)
			return p, nil
		}))
	}
	return ok
}

// overview gathers what is shown in short of some papers, newest first: facet
// and id say whose they are, concerns tells which of their stations count.
func (w *run) overview(facet, id string, papers []*council.Paper, upcoming []*council.Meeting, concerns func(*council.Consultation) bool) Overview {
	o := Overview{Upcoming: upcoming, States: states(papers), Years: w.searchYears(facet, id, papers)}
	for _, p := range papers {
		waits := false
		for _, c := range p.Consultations {
			if !concerns(c) {
				continue
			}
			if c.Decides && c.Public {
				o.Decisions = append(o.Decisions, c)
			}
			waits = waits || c.Outcome == council.OutcomeNone
		}
		if p.State.Open() && waits && len(o.Open) < fewPapers {
			o.Open = append(o.Open, p)
		}
	}
	slices.SortStableFunc(o.Decisions, func(a, b *council.Consultation) int { return int(b.Date) - int(a.Date) })
	o.Decisions = o.Decisions[:min(fewDecisions, len(o.Decisions))]
	return o
}

func current(all []council.Membership, day council.Date) []council.Membership {
	var out []council.Membership
	for _, m := range all {
		if m.On(day) {
			out = append(out, m)
		}
	}
	return out
}

func meetingYears(all []*council.Meeting) []site.Year[*council.Meeting] {
	var out []site.Year[*council.Meeting]
	for _, m := range all {
		if y := m.Date.Year(); len(out) == 0 || out[len(out)-1].Year != y {
			out = append(out, site.Year[*council.Meeting]{Year: y})
		}
		last := &out[len(out)-1]
		last.Items = append(last.Items, m)
	}
	return out
}

func (w *run) topicJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	ok := yield(at(s.List("topics"), "topics.html", func() (any, error) {
		return TopicList{Frame: w.frame(s.List("topics"), "topics", l.T("title.topics")), Topics: s.Topics}, nil
	}))
	for _, x := range s.Council.Topics {
		if !ok {
			return false
		}
		path := s.Path(x)
		data := w.dataOf(x)
		ok = numbered(w, yield, path, "topic.html", x.Papers, func(n int, page []*council.Paper, pager Pager) (any, error) {
			p := TopicPage{Frame: w.frame(s.Numbered(path, n), "topics", w.pageTitle(x.Name, n), w.listCrumb("topics")), Topic: x, Papers: page, Pager: pager}
			if x.Parent != nil {
				p.Crumbs = append(p.Crumbs, w.crumb(x.Parent.Name, s.Path(x.Parent)))
			}
			p.Description = l.T("describe.topic", "name", x.Name)
			p.Feed, p.Data = w.feed(x), data
			var err error
			if n == 1 {
				p.Overview = w.overview("topic", x.ID, x.Papers, treating(s.Upcoming, x.Papers), func(*council.Consultation) bool { return true })
				p.Text, err = w.body(x, x.Text)
			}
			return p, err
		})
	}
	return ok
}

func (w *run) meetingJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	years := func(here string) []Facet {
		var out []Facet
		for _, y := range s.MeetingYears {
			out = append(out, w.facet(w.yearLabel(y.Year), s.List("meetings", s.Year(y.Year)), len(y.Items), here))
		}
		return out
	}
	tables := []string{"meetings"}
	ok := yield(at(s.List("meetings"), "meetings.html", func() (any, error) {
		p := MeetingList{Frame: w.frame(s.List("meetings"), "meetings", l.T("title.meetings")), Upcoming: s.Upcoming, Years: years("")}
		p.Calendar = w.calendar("")
		p.Data = w.data(tables, s.Data("meetings.csv"))
		var past []*council.Meeting
		for _, m := range s.Council.Meetings {
			if m.Date < s.Today && len(past) < site.PerPage {
				past = append(past, m)
			}
		}
		p.Months = months(past)
		if len(s.MeetingYears) > 0 {
			year := s.MeetingYears[0].Year // the latest, unless this one has sittings
			if slices.ContainsFunc(s.MeetingYears, func(y site.Year[*council.Meeting]) bool { return y.Year == s.Today.Year() }) {
				year = s.Today.Year()
			}
			p.Tables = s.Config.BasePath() + s.List("meetings", s.Year(year)) + s.List("calendar")
		}
		return p, nil
	}))
	for _, y := range s.MeetingYears {
		path := s.List("meetings", s.Year(y.Year))
		calendar := path + s.List("calendar")
		title := l.T("title.meetings-year", "year", strconv.Itoa(y.Year))
		ok = ok && yield(at(path, "meetings.html", func() (any, error) {
			p := MeetingList{Frame: w.frame(path, "meetings", title, w.listCrumb("meetings")),
				Months: months(y.Items), Years: years(path), Tables: s.Config.BasePath() + calendar}
			p.Data = w.data(tables, s.ListData(y, "meetings"))
			return p, nil
		})) && yield(at(calendar, "meeting-calendar.html", func() (any, error) {
			p := MeetingCalendar{Frame: w.frame(calendar, "meetings", l.T("title.meeting-calendar", "year", strconv.Itoa(y.Year)), w.listCrumb("meetings"), w.crumb(title, path)),
				Months: months(y.Items), Years: years(path), List: s.Config.BasePath() + path}
			slices.Reverse(p.Months)
			for _, m := range p.Months {
				slices.Reverse(m.Meetings)
			}
			return p, nil
		}))
	}
	for _, m := range s.Council.Meetings {
		ok = ok && yield(at(s.Path(m), "meeting.html", func() (any, error) { return w.meeting(m) }))
		if path := w.pressPath(m); path != "" {
			ok = ok && yield(at(path, "press.html", func() (any, error) { return w.pressPage(m, path), nil }))
		}
	}
	return ok
}

// months groups meetings that stand latest first.
func months(all []*council.Meeting) []Month {
	var out []Month
	for _, m := range all {
		y, mo := m.Date.Year(), int(m.Date.Month())
		if len(out) == 0 || out[len(out)-1].Year != y || out[len(out)-1].Month != mo {
			out = append(out, Month{Year: y, Month: mo})
		}
		last := &out[len(out)-1]
		last.Meetings = append(last.Meetings, m)
	}
	return out
}

func (w *run) factionJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	ok := yield(at(s.List("factions"), "factions.html", func() (any, error) {
		p := FactionList{Frame: w.frame(s.List("factions"), "factions", l.T("title.factions"))}
		for _, x := range s.Factions {
			p.Factions = append(p.Factions, summary(x))
		}
		return p, nil
	}))
	for _, x := range s.Factions {
		if !ok {
			return false
		}
		path := s.Path(x)
		data := w.dataOf(x)
		ok = numbered(w, yield, path, "faction.html", x.Papers, func(n int, page []*council.Paper, pager Pager) (any, error) {
			p := FactionPage{Frame: w.frame(s.Numbered(path, n), "factions", w.pageTitle(x.Name, n), w.listCrumb("factions")),
				FactionSummary: FactionSummary{Faction: x}, Papers: page, Pager: pager}
			p.Description = l.T("describe.faction", "name", x.Name)
			p.Feed, p.Data = w.feed(x), data
			if n > 1 {
				return p, nil
			}
			p.FactionSummary = summary(x)
			p.Members = current(x.Members, s.Today)
			p.Split = split(s, x)
			var err error
			p.Text, err = w.body(x, x.Text)
			return p, err
		})
	}
	return ok
}

// split returns the decisions in which the faction stood on several sides,
// latest first, a few.
func split(s *site.Site, x *council.Faction) (out []SplitVote) {
	for _, c := range s.Decisions {
		if c.Vote == nil || len(out) == fewDecisions {
			continue
		}
		for _, f := range c.Vote.Factions {
			if f.Faction == x && f.Split() {
				out = append(out, SplitVote{c, f})
				break
			}
		}
	}
	return out
}

func summary(x *council.Faction) FactionSummary {
	return FactionSummary{Faction: x, States: states(x.Papers)}
}

// states counts papers by where they stand.
func states(papers []*council.Paper) (out []StateCount) {
	counts := map[council.State]int{}
	for _, p := range papers {
		counts[p.State]++
	}
	for _, s := range council.States() {
		if counts[s] > 0 {
			out = append(out, StateCount{s, counts[s]})
		}
	}
	return out
}

// searchYears counts some papers, newest first, by year, and leads to the
// search for them where there is one; facet and id say whose papers they are.
// Oldest years come first; there are none for papers of a single year.
func (w *run) searchYears(facet, id string, papers []*council.Paper) (out []Facet) {
	mark := "?"
	if w.site.Config.Search.Private {
		mark = "#"
	}
	most := 0
	for _, p := range papers {
		year := p.Date.Year()
		if year == 0 {
			continue
		}
		label := strconv.Itoa(year)
		if n := len(out); n == 0 || out[n-1].Label != label {
			f := Facet{Label: label}
			if w.site.Config.Search.Enabled {
				query := url.Values{w.locale.T("search.parameter." + facet): {id}, w.locale.T("search.parameter.year"): {label}}
				f.URL = w.site.Config.BasePath() + w.site.List("search") + mark + query.Encode()
			}
			out = append(out, f)
		}
		last := &out[len(out)-1]
		last.Count++
		most = max(most, last.Count)
	}
	if len(out) < 2 {
		return nil
	}
	for i := range out {
		out[i].Share = float64(out[i].Count) / float64(most)
	}
	slices.Reverse(out)
	return out
}

// treating returns those of some meetings that deal with one of the papers.
func treating(meetings []*council.Meeting, papers []*council.Paper) (out []*council.Meeting) {
	wanted := map[*council.Paper]bool{}
	for _, p := range papers {
		wanted[p] = true
	}
	for _, m := range meetings {
		if slices.ContainsFunc(m.Agenda, func(i *council.AgendaItem) bool { return i.Paper != nil && wanted[i.Paper] }) {
			out = append(out, m)
		}
	}
	return out
}

func (w *run) decisionJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	type list struct {
		path, title, intro string
		decisions          []*council.Consultation
		data               []Link
	}
	tables := []string{"decisions"}
	all := list{s.List("decisions"), l.T("title.decisions"), l.T("intro.decisions"), s.Decisions, w.data([]string{"decisions", "decisions"}, s.Data("decisions.csv"), s.Data("decisions.xlsx"))}
	narrow := list{s.List("decisions", "close"), l.T("title.decisions-close"), l.T("intro.decisions-close", "n", council.CloseMargin), s.Close, nil}
	overruled := list{s.List("decisions", "overruled"), l.T("title.decisions-overruled"), l.T("intro.decisions-overruled"), s.Overruled, nil}
	lists := []list{all, narrow, overruled}
	for _, y := range s.DecisionYears {
		title := l.T("title.decisions-year", "year", strconv.Itoa(y.Year))
		if y.Year == 0 {
			title = l.T("title.decisions-undated")
		}
		lists = append(lists, list{s.List("decisions", s.Year(y.Year)), title, "", y.Items, w.data(tables, s.ListData(y, "decisions"))})
	}
	for _, g := range s.Outcomes {
		lists = append(lists, list{s.List("decisions", "outcome", string(g.Key)), l.T("title.decisions-outcome", "outcome", l.T("outcome."+string(g.Key))), "", g.Items, nil})
	}
	counted := slices.ContainsFunc(s.Decisions, func(c *council.Consultation) bool { _, known := c.Vote.Margin(); return known })
	if !counted {
		lists[1].intro = l.T("intro.decisions-uncounted")
	}
	for i, list := range lists {
		views := []Facet{w.facet(l.T("facet.all"), all.path, len(s.Decisions), list.path)}
		if counted { // else "0" would say that none was close
			views = append(views, w.facet(l.T("facet.close"), narrow.path, len(s.Close), list.path))
		}
		views = append(views, w.facet(l.T("facet.overruled"), overruled.path, len(s.Overruled), list.path))
		var years, outcomes []Facet
		for _, y := range s.DecisionYears {
			years = append(years, w.facet(w.yearLabel(y.Year), s.List("decisions", s.Year(y.Year)), len(y.Items), list.path))
		}
		for _, g := range s.Outcomes {
			outcomes = append(outcomes, w.facet(l.T("outcome."+string(g.Key)), s.List("decisions", "outcome", string(g.Key)), len(g.Items), list.path))
		}
		ok := numbered(w, yield, list.path, "decisions.html", list.decisions, func(n int, page []*council.Consultation, pager Pager) (any, error) {
			p := DecisionList{Frame: w.frame(s.Numbered(list.path, n), "decisions", w.pageTitle(list.title, n)), Intro: list.intro, Decisions: page, Pager: pager,
				Views: views, Years: years, Outcomes: outcomes}
			if i > 0 {
				p.Crumbs = []Crumb{w.listCrumb("decisions")}
			}
			p.Feed, p.Data = w.feed("decisions"), list.data
			return p, nil
		})
		if !ok {
			return false
		}
	}
	return yield(w.redirect(s.List("decisions", "outcome"), s.List("decisions")))
}

func (w *run) statisticsJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	at := func(template, key string, parts []string, data func(f Frame) any) bool {
		path := s.List("statistics", parts...)
		return yield(at(path, template, func() (any, error) {
			f := w.frame(path, "statistics", l.T("title."+key))
			if len(parts) > 0 {
				f.Crumbs = []Crumb{w.listCrumb("statistics")}
			}
			f.Description = l.T("describe." + key)
			return data(f), nil
		}))
	}
	return at("statistics.html", "statistics", nil, func(f Frame) any {
		return StatisticsPage{Frame: f, Coverage: statistics.Covered(s), Tables: statistics.Tables(s, w.Words())}
	}) && at("coverage.html", "coverage", []string{"coverage"}, func(f Frame) any {
		return StatisticsPage{Frame: f, Coverage: statistics.Covered(s), Tables: statistics.CoverageTables(s, w.Words())}
	}) && w.openJobs(yield)
}

// openJobs make the page of what waits and its two lists in full.
func (w *run) openJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	path := s.List("statistics", "open")
	questions, motions := statistics.Open(s)
	begin := func(kind string, all []statistics.Waiting) Waiting {
		b := Waiting{Oldest: all[:min(fewWaiting, len(all))], Total: len(all)}
		for _, x := range all {
			if x.Overdue {
				b.Late++
			}
		}
		if len(all) > fewWaiting {
			b.All = s.Config.BasePath() + s.List("statistics", "open", kind)
		}
		return b
	}
	ok := yield(at(path, "open.html", func() (any, error) {
		p := OpenPage{Frame: w.frame(path, "statistics", l.T("title.open"), w.listCrumb("statistics")), Questions: begin("questions", questions), Motions: begin("motions", motions),
			AnswerDays: statistics.AnswerDays, DecisionDays: statistics.DecisionDays, Tables: statistics.OpenTables(s, w.Words())}
		p.Description = l.T("describe.open")
		return p, nil
	}))
	for _, x := range []struct {
		kind string
		all  []statistics.Waiting
	}{{"questions", questions}, {"motions", motions}} {
		if len(x.all) <= fewWaiting {
			continue
		}
		list, title := s.List("statistics", "open", x.kind), l.T("open."+x.kind)
		ok = ok && numbered(w, yield, list, "open-list.html", x.all, func(n int, page []statistics.Waiting, pager Pager) (any, error) {
			return OpenList{Frame: w.frame(s.Numbered(list, n), "statistics", w.pageTitle(title, n), w.listCrumb("statistics"), w.crumb(l.T("title.open"), path)), Waiting: page, Pager: pager}, nil
		})
	}
	return ok
}

func (w *run) otherJobs(yield func(job) bool) bool {
	s := w.site
	for _, x := range s.Pages {
		ok := yield(at(s.Path(x), "page.html", func() (any, error) {
			p := TextPage{Frame: w.frame(s.Path(x), "", x.Title), Page: x}
			var err error
			p.Text, err = w.body(x, x.Text)
			return p, err
		}))
		if !ok {
			return false
		}
	}
	for _, r := range s.Redirects {
		from := r.From
		if last := from[max(0, len(from)-5):]; last != ".html" && (len(last) < 4 || last[len(last)-4:] != ".htm") {
			from += "/"
		}
		if !yield(w.redirect(from, r.To)) {
			return false
		}
	}
	return yield(job{path: "404.html", template: "404.html", data: func() (any, error) {
		return NotFound{w.frame("404.html", "", w.locale.T("title.404"))}, nil
	}})
}
