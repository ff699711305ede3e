package render

import (
	"html/template"
	"time"

	"offenlage/generator/internal/compare"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/markdown"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/statistics"
)

// The structs of this file are what templates see: one for each kind of page,
// each with a Frame. Their fields, and those of the council and site types
// they hold, are the interface that a city's own templates are written
// against.

// Frame is what every page has.
type Frame struct {
	Site        *site.Site
	Title       string  // of the page, without the site's name
	Description string  // one plain sentence for search engines, "" for none
	Path        string  // address below the base URL, "vorlagen/2021-0541/"
	Section     string  // entry of the main menu it belongs to: "papers", "decisions" …, "" for none
	Crumbs      []Crumb // from the home page down, without the page itself
	Here        string  // the page's own step of them, Title when ""
	Feed        string  // address of its feed, "" for none
	Calendar    string  // address of its sittings as iCalendar, "" for none
	About       any     // what it is about in the words of schema.org, nil for nothing more than the way to it
	Data        []Link  // its list as files of data
}

// Link leads to a file.
type Link struct{ Label, URL string }

// Crumb is one step of the way from the home page.
type Crumb struct{ Title, URL string }

// Canonical is the page's full address.
func (f Frame) Canonical() string { return f.Site.Absolute(f.Path) }

// Pager leads through a list that has several pages.
type Pager struct {
	Number, Count int    // this page and how many there are, from 1
	Total         int    // entries in all
	First, Last   int    // running numbers of the entries on this page, from 1
	Prev, Next    string // addresses, "" at the ends
	Pages         []PageLink
}

// PageLink is one page of a Pager. A gap stands for pages left out.
type PageLink struct {
	Number int
	URL    string
	Here   bool
	Gap    bool
}

// Facet is one way to narrow a list, "2026" or "Antrag", as a link.
type Facet struct {
	Label string
	URL   string // "" when there is nothing to follow
	Count int
	Here  bool
	Share float64 // of the largest count of its list, where it is drawn
}

// Rest is how much of a chart lies above the facet.
func (f Facet) Rest() float64 { return 1 - f.Share }

// Home is home.html.
type Home struct {
	Frame
	Decisions  []*council.Consultation // latest first
	Upcoming   []*council.Meeting      // next first
	Recent     []*council.Paper        // newest first
	Committees []*council.Committee
	Topics     []*council.Topic
	Years      []Facet
	Service    string // address of the OParl System from the root of the host, "" for none
}

// PaperList is papers.html: all papers, or those of one year, kind or state.
type PaperList struct {
	Frame
	Papers               []*council.Paper // of this page
	Pager                Pager
	Years, Kinds, States []Facet
}

// PaperMonth is a stretch of a list: the papers of one month.
type PaperMonth struct {
	Title  string // "November 2026", or that there is no date
	Papers []*council.Paper
}

// Section is a stretch of a text under one heading.
type Section struct {
	ID, Title string
	Kind      markdown.SectionKind
	HTML      template.HTML
}

// PaperPage is paper.html.
type PaperPage struct {
	Frame
	Paper *council.Paper
	// Proposed is the proposed resolution or motion, Sections the rest of
	// the text in its order.
	Proposed, Sections []Section
	// Changes leads from the proposed text to the one that was resolved; nil
	// when they are the same or have nothing in common.
	Changes []compare.Change
	// Signature is what stands at the end of the text, "" for none.
	Signature template.HTML
	// Relations are the ties to other papers, in the order they are shown.
	Relations []Relation
	// Next is the first station that is still to come; nil for none.
	Next *council.Consultation
	// Version is the day on which what the page says last changed, First the one
	// on which the paper was published; 0 when nothing is remembered.
	Version, First council.Date
	Citation       string // ready sentence, with version and address
	BibTeX         string // the same as an entry of BibTeX
	RIS            string // the same as programs for literature read it
	Metadata       []Meta // for reference managers; nil for a paper that was withdrawn
	Embed          string // HTML that shows the paper as a card in somebody's page
	// Contents leads through a long text; nil for a short one.
	Contents []Section
}

// Relation is one kind of tie to other papers. A paper that is only named
// has a Reference and no Paper.
type Relation struct {
	Title  string // "Ändert"
	Papers []council.Ref
}

// CommitteeList is committees.html.
type CommitteeList struct {
	Frame
	Committees []*council.Committee // that sit today
	Former     []*council.Committee // whose time has ended
}

// Overview is what a committee or a topic is about in short; further pages of
// a list have an empty one.
type Overview struct {
	Upcoming  []*council.Meeting      // next first
	Decisions []*council.Consultation // latest first, a few
	Open      []*council.Paper        // newest first, a few
	States    []StateCount            // of all its papers
	Years     []Facet                 // of all its papers, oldest first
}

// CommitteePage is committee.html.
type CommitteePage struct {
	Frame
	Committee *council.Committee
	Text      template.HTML
	Members   []council.Membership // on the day of the build
	Overview
	Past     []*council.Meeting // latest first, a few
	Meetings string             // address of the list of all its meetings
	Papers   []*council.Paper   // of this page
	Pager    Pager
}

// CommitteeMeetings is committee-meetings.html.
type CommitteeMeetings struct {
	Frame
	Committee *council.Committee
	Years     []site.Year[*council.Meeting]
}

// TopicList is topics.html.
type TopicList struct {
	Frame
	Topics []*council.Topic // the uppermost ones
}

// TopicPage is topic.html.
type TopicPage struct {
	Frame
	Topic *council.Topic
	Text  template.HTML
	Overview
	Papers []*council.Paper // of this page
	Pager  Pager
}

// MeetingList is meetings.html: the coming meetings, or those of one year.
type MeetingList struct {
	Frame
	Upcoming []*council.Meeting // next first; empty on the page of a year
	Months   []Month            // latest first
	Years    []Facet
	// Tables is the address of the year's sittings as months in tables, of this
	// year's on the page of all; "" for none.
	Tables string
}

// MeetingCalendar is meeting-calendar.html: the sittings of a year as tables.
type MeetingCalendar struct {
	Frame
	Months []Month // first to last
	List   string  // address of the same sittings as a list
	Years  []Facet
}

// Month is the meetings of one month.
type Month struct {
	Year, Month int
	Meetings    []*council.Meeting // by day, first to last
}

// Day is a day of a month in a table, or, with Number 0, of another month.
type Day struct {
	Number   int
	Date     council.Date
	Meetings []*council.Meeting
}

// Weeks cuts the month into weeks from Monday to Sunday.
func (m Month) Weeks() (weeks [][7]Day) {
	first := council.NewDate(m.Year, time.Month(m.Month), 1)
	column := (int(first.Weekday()) + 6) % 7
	var week [7]Day
	next := 0
	for d := first; int(d.Month()) == m.Month; d = d.AddDays(1) {
		day := Day{Number: d.Day(), Date: d}
		for next < len(m.Meetings) && m.Meetings[next].Date == d {
			day.Meetings = append(day.Meetings, m.Meetings[next])
			next++
		}
		week[column] = day
		if column++; column == 7 {
			weeks, week, column = append(weeks, week), [7]Day{}, 0
		}
	}
	if column > 0 {
		weeks = append(weeks, week)
	}
	return weeks
}

// MeetingPage is meeting.html.
type MeetingPage struct {
	Frame
	Meeting *council.Meeting
	Minutes []Section
	Press   string // address of the page of what was decided, "" for none
}

// FactionList is factions.html.
type FactionList struct {
	Frame
	Factions []FactionSummary
}

// FactionSummary is a faction and how what it brought in ended.
type FactionSummary struct {
	Faction *council.Faction
	States  []StateCount // that occur, in display order
}

// StateCount is a number of papers in one state.
type StateCount struct {
	State council.State
	Count int
}

// FactionPage is faction.html.
type FactionPage struct {
	Frame
	FactionSummary
	Text    template.HTML
	Members []council.Membership // on the day of the build
	Split   []SplitVote
	Papers  []*council.Paper // of this page
	Pager   Pager
}

// SplitVote is a decision in which a faction stood on several sides.
type SplitVote struct {
	Decision *council.Consultation
	Vote     council.FactionVote
}

// DecisionList is decisions.html: all decisions, or those of one year or
// outcome, the close ones, or those against a committee.
type DecisionList struct {
	Frame
	Intro           string
	Decisions       []*council.Consultation // of this page
	Pager           Pager
	Views           []Facet // all, close, against a committee
	Years, Outcomes []Facet
}

// TextPage is page.html.
type TextPage struct {
	Frame
	Page *council.Page
	Text template.HTML
}

// StatisticsPage is statistics.html, and coverage.html: what is counted, and
// what is missing.
type StatisticsPage struct {
	Frame
	Coverage statistics.Coverage
	Tables   []*statistics.Table
}

// OpenPage is open.html: what waits for an answer or a decision.
type OpenPage struct {
	Frame
	Questions, Motions       Waiting
	AnswerDays, DecisionDays int // limits of what has no deadline
	Tables                   []*statistics.Table
}

// Waiting is the beginning of a list of what waits.
type Waiting struct {
	Oldest []statistics.Waiting // a few, oldest first
	Total  int                  // of the whole list
	Late   int                  // of the whole list, overdue
	All    string               // address of the whole list, "" when Oldest is all
}

// OpenList is open-list.html: all questions, or all motions, that wait.
type OpenList struct {
	Frame
	Waiting []statistics.Waiting // of this page, oldest first
	Pager   Pager
}

// GlossaryPage is glossary.html: what the words on the pages mean.
type GlossaryPage struct {
	Frame
	Kinds, Outcomes, Terms []Term // by word
}

// Term is one word and what it means.
type Term struct{ ID, Word, Text string }

// OpenDataPage is open-data.html: what data there is, and how to use it.
type OpenDataPage struct {
	Frame
	Coverage statistics.Coverage
	Changed  council.Date // day of the last change, 0 when nothing is remembered
	Tables   []DataTable
	Package  Link   // describes all tables
	Database string // address of the SQLite file, "" for none
	// Service is the full address of the OParl System, ServicePapers that of
	// its list of papers; "" for none.
	Service, ServicePapers string
	Catalogue              []Link // of the data, by DCAT-AP.de
	// Example and Decisions are the full addresses of the decisions as CSV and
	// as NDJSON.
	Example, Decisions string
}

// DataTable is a list of the site as files.
type DataTable struct {
	Name, Title, About string
	Rows               int
	Files              []Link
	Columns            []DataColumn
}

// DataColumn is one column of a DataTable; Type is that of Table Schema 2.0.
type DataColumn struct{ Name, Type, About string }

// SubscribePage is subscribe.html: every feed and calendar.
type SubscribePage struct {
	Frame
	Papers bool   // every paper has a feed too
	OPML   string // address of the list of all feeds
	Groups []SubscriptionGroup
}

// SubscriptionGroup is what readers can follow of one kind.
type SubscriptionGroup struct {
	ID, Title string
	Calendars bool // at least one of them has one
	Items     []Subscription
}

// Subscription is what readers can follow, with the addresses of its page, its
// feed and its calendar, "" for none.
type Subscription struct {
	Name, URL, Feed, Calendar string
	Webcal                    template.URL // the calendar, for a program that keeps it up to date
}

// PressPage is press.html: what a sitting decided, on a page to print.
type PressPage struct {
	Frame
	Meeting *council.Meeting
	Decided []*council.AgendaItem // with a result, in the order of the agenda
	Open    []*council.AgendaItem // postponed, referred, taken off
}

// SearchPage is search.html. Without scripts it lists the registers.
type SearchPage struct {
	Frame
	Years, Kinds, Letters []Facet
	Committees            []*council.Committee
	Topics                []*council.Topic // the uppermost ones
	Factions              []*council.Faction
	States                []council.State // all there are, for their badges
}

// KeywordPage is keywords.html: the keywords of one letter with their papers.
type KeywordPage struct {
	Frame
	Keywords []KeywordEntry // of this page
	Pager    Pager
	Letters  []Facet
}

// KeywordEntry is a word of titles and the papers that have it.
type KeywordEntry struct {
	Keyword *site.Keyword
	Papers  []*council.Paper // the newest
	Inside  []Facet          // longer words that hold it
}

// NotFound is 404.html.
type NotFound struct{ Frame }

// RedirectPage is redirect.html, which stands at an earlier address.
type RedirectPage struct {
	Frame
	Target string // today's address, from the root of the host
}
