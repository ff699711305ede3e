// Package council is the domain: papers, their way through the committees,
// votes, meetings, and whoever takes part. It turns what was read from files
// into one linked Council: names become pointers, links go both ways, and
// canonical roles, outcomes and states are derived beside the council's own
// words, which are never changed.
//
// Its types carry the names of OParl 1.1 (https://oparl.org/spezifikation/).
// It knows no file format and no page; what must not be published never gets
// into a Council at all.
package council

import (
	"slices"
	"time"
)

// Text says where the Markdown text of an object stands. Texts are not kept
// in memory; who needs one reads File.
type Text struct {
	// File is the content file whose body is meant, "" when there is no text.
	File string
	// Sum is the SHA-256 of the text in hexadecimal digits, "" when there is
	// no text.
	Sum string
	// Cites holds the official numbers found in the text. Link clears those
	// of papers where nothing is withheld.
	Cites []string
	// Links tells that the text has links or images of its own.
	Links bool
}

// Paper is a printed matter of the council (OParl "Paper").
type Paper struct {
	File      string // content file
	ID        string // last part of the address, from Reference or the author's slug
	Reference string // official number as printed
	Title     string // subject
	Type      string // kind as printed
	Kind      Kind   // derived from Type
	Date      Date   // day of the paper, 0 when unknown

	Originators []Originator // who brought it in, in the author's order
	Lead        string       // office in charge, "" when unknown
	Topics      []*Topic     // in the author's order, each once
	// TopicWords holds for each topic the word by which it was found; nil
	// when the author named the topics.
	TopicWords []string
	Places     []string
	Summary    string // plain-language lead, inline Markdown
	SignedBy   string
	Language   string // of its words, "" for the site's
	Deadline   Date   // due for an answer or a decision
	Term       *Term  // nil when neither named nor derivable
	Aliases    []string
	Files      []File // public ones only
	Web        string // its page in the council system it was imported from, "" for none

	Withdrawn      *Withdrawal     // nil unless the publication was withdrawn
	Implementation *Implementation // nil when nothing is known
	Impact         []Impact        // in the author's order of keys

	// Consultations is the Beratungsfolge, in the order of the paper.
	Consultations []*Consultation
	Text          Text

	Amends, Answers, Replaces         []Ref
	AmendedBy, AnsweredBy, ReplacedBy []*Paper // by date
	// Related holds papers named as related on either side, by date.
	Related []Ref
	// Cites and CitedBy come from numbers in the texts, by date.
	Cites, CitedBy []*Paper

	State State // derived, see State
	// Deciding is the station that settles the matter; nil without stations.
	Deciding *Consultation
}

// Ref names another paper. Paper is nil when no paper of that number is
// published here.
type Ref struct {
	Reference string
	Paper     *Paper
}

// TopicWord is the word by which the i-th topic was found, "" when the author
// named it.
func (p *Paper) TopicWord(i int) string {
	if i < len(p.TopicWords) {
		return p.TopicWords[i]
	}
	return ""
}

// Originator brought a paper in. At most one of Faction and Person is set;
// neither is for an office.
type Originator struct {
	Name    string // as printed
	Faction *Faction
	Person  *Person
}

// File is an attachment (OParl "File").
type File struct {
	Path   string // slash-separated, below the content folder; "" for a URL
	URL    string // where it stands elsewhere; "" for a Path
	Title  string
	Date   Date
	Name   string // last part of the address; "" for a URL
	Format string // "pdf", "csv"; "" when unknown
	Size   int64  // bytes; 0 for a URL
	// Text is a plain text file with what the document says, below the content
	// folder; "" for none. TextName is the last part of its address.
	Text, TextName string
}

// Withdrawal is why a published paper is gone; its page stays as a tombstone.
type Withdrawal struct {
	Date      Date
	Reason    string
	Successor Ref
}

// Implementation is what became of a decision (Beschlusskontrolle).
type Implementation struct {
	Status string
	Office string
	Due    Date
	Report string // inline Markdown
}

// Impact is one effect that the form asks for, "financial" or "climate".
type Impact struct {
	Name  string
	Value string // as written; an amount is a decimal number
}

// Consultation is one station of a paper's Beratungsfolge (OParl
// "Consultation"); with a day it is at the same time an item of that
// meeting's agenda.
type Consultation struct {
	Paper      *Paper
	Committees []*Committee // several at a joint sitting; never empty
	Date       Date         // 0 while planned
	Number     string       // item of the agenda, "Ö 6.14"
	RoleWords  string
	Role       Role
	// Public is false for a station of which only committee and day may be
	// shown; every other field of it is then empty.
	Public      bool
	ResultWords string
	// Outcome is derived from ResultWords; what a body that only prepares
	// the decision adopts or rejects counts as recommended or not.
	Outcome     Outcome
	Majority    Majority
	Resolution  string // Markdown; the text resolved where it differs
	ReferredTo  []*Committee
	Referred    []string // names typed for ReferredTo; Link uses and clears them
	PostponedTo Date
	Vote        *Vote // nil when nothing is recorded
	Ballots     []Ballot

	Meeting *Meeting    // nil without a day
	Item    *AgendaItem // nil without a day, or when not public
	// Decides tells that this body's result settles the matter here.
	Decides bool
	// Overrules holds earlier stations whose recommendation this decision
	// went against.
	Overrules []*Consultation

	Key string // place in the content file, "consultation[2]"; "" from an agenda
}

// Vote is a recorded vote. Counts that nobody recorded are unknown, not 0.
type Vote struct {
	Yes, No, Abstain, Biased, Absent, Present Count
	Method                                    string // as written: "offen", "geheim", "namentlich"
	Counted                                   bool   // counted one by one, not only declared
	Factions                                  []FactionVote
	Persons                                   []PersonVote
	// FromWords tells that the counts were read out of the result's words.
	FromWords bool
}

// Recorded tells whether the vote has any number or name worth showing.
func (v *Vote) Recorded() bool {
	return v != nil && (v.Yes.Known() || v.No.Known() || v.Abstain.Known() || len(v.Factions) > 0 || len(v.Persons) > 0)
}

// Margin is the distance between yes and no; ok is false when either is
// unknown.
func (v *Vote) Margin() (n int, ok bool) {
	if v == nil || !v.Yes.Known() || !v.No.Known() {
		return 0, false
	}
	return max(v.Yes.Int()-v.No.Int(), v.No.Int()-v.Yes.Int()), true
}

// CloseMargin is the largest margin of a vote that counts as close.
const CloseMargin = 3

// Unassigned is how many recorded votes belong to no listed faction, such as
// those of the mayor and of members without one. It is 0 when the totals or a
// faction's votes are unknown.
func (v *Vote) Unassigned() int {
	if v == nil || len(v.Factions) == 0 || !v.Yes.Known() || !v.No.Known() {
		return 0
	}
	n := v.Yes.Int() + v.No.Int() + v.Abstain.Int()
	for _, f := range v.Factions {
		if !f.Yes.Known() && !f.No.Known() && !f.Abstain.Known() {
			return 0
		}
		n -= f.Yes.Int() + f.No.Int() + f.Abstain.Int()
	}
	return max(n, 0)
}

// Close tells that the vote was contested and decided by CloseMargin votes
// or fewer.
func (v *Vote) Close() bool {
	n, ok := v.Margin()
	return ok && n <= CloseMargin && v.No.Int() > 0
}

// CalledOff tells that the sitting of the station was cancelled.
func (c *Consultation) CalledOff() bool {
	return c.Meeting != nil && c.Meeting.Status == StatusCancelled && c.Outcome == OutcomeNone
}

// Earlier returns the last station before this one in the same committee, nil
// when the paper comes there for the first time. A cancelled sitting is none.
func (c *Consultation) Earlier() (last *Consultation) {
	for _, other := range c.Paper.Consultations {
		if other == c {
			return last
		}
		if other.CalledOff() {
			continue
		}
		for _, x := range other.Committees {
			if slices.Contains(c.Committees, x) {
				last = other
			}
		}
	}
	return nil
}

// Contested tells that at least one vote against was recorded.
func (v *Vote) Contested() bool { return v != nil && v.No.Known() && v.No.Int() > 0 }

// FactionVote is how one faction voted; it may stand on several sides.
type FactionVote struct {
	Name             string
	Faction          *Faction
	Yes, No, Abstain Count
}

// Split tells that the faction stood on more than one side.
func (f FactionVote) Split() bool {
	sides := 0
	for _, n := range []Count{f.Yes, f.No, f.Abstain} {
		if n.Known() && n.Int() > 0 {
			sides++
		}
	}
	return sides > 1
}

// PersonVote is one line of a roll call.
type PersonVote struct {
	Name        string
	Person      *Person  // nil when nobody described the person
	FactionName string   // as printed, "" for members without one
	Faction     *Faction // nil for members without one
	Words       string   // as written: "Ja"
	Choice      Choice   // derived from Words
}

// Ballot is a further vote within the same item, on a motion to close the
// debate or on an amendment.
type Ballot struct {
	Subject     string
	Procedure   bool // on the proceedings, not on the substance
	ResultWords string
	Outcome     Outcome
	Majority    Majority
	Vote        *Vote
}

// Meeting is a sitting of one or more committees (OParl "Meeting").
type Meeting struct {
	File        string // "" when the meeting is only named by papers
	ID          string
	Committees  []*Committee
	Date        Date
	Start, End  time.Time // zero when the hour is not known
	Place       string
	StatusWords string
	Status      Status
	Agenda      []*AgendaItem // public ones, by number
	NonPublic   int           // items of which nothing is shown
	Attendance  []Attendance
	Minutes     Minutes
	Aliases     []string
	Files       []File
	Text        Text // minutes

	Slug           string   // the author's, "" for none
	Previous, Next *Meeting // of the same committee, by day

	secret []string // numbers of papers whose items are not public
}

// AgendaItem is one item of a meeting's public agenda (OParl "AgendaItem").
type AgendaItem struct {
	Meeting *Meeting
	ID      string // anchor on the meeting's page, from Number
	Number  string
	Title   string
	Paper   *Paper // nil without a published paper
	// Consultation is the station of Paper that is this item; nil without
	// one.
	Consultation *Consultation
	ResultWords  string
	Outcome      Outcome
	Majority     Majority
	Vote         *Vote

	Reference string // number of the paper as named; Link uses and clears it
	Key       string // place in the content file; "" when a paper names the item
}

// Attendance is one line of a meeting's list of members.
type Attendance struct {
	Name    string
	Person  *Person // nil when nobody described the person
	Present bool
}

// Committee is a body that sits: the council, a committee, an advisory board
// (OParl "Organization").
type Committee struct {
	File        string // "" when only named
	ID, Name    string
	Short       string
	Kind        string // "Ausschuss", as written
	Council     bool   // the body that decides last
	Order       int    // lower comes first; 0 means none given
	Seats       int
	From, To    Date
	Predecessor *Committee
	Successors  []*Committee
	Aliases     []string
	Text        Text

	Papers   []*Paper   // newest first
	Meetings []*Meeting // newest first
	Members  []Membership

	Slug string
}

// Topic is a subject that papers are grouped by (OParl "keyword").
type Topic struct {
	File     string
	ID, Name string
	Synonyms []string
	Parent   *Topic
	Children []*Topic
	Aliases  []string
	Text     Text

	// Papers holds those of the topic and of all topics below it, newest
	// first, each once.
	Papers []*Paper

	Slug string
}

// Faction is a group of members of the council (OParl "Organization").
type Faction struct {
	File     string
	ID, Name string
	Short    string
	Colour   string // "#rrggbb", "" when none is given
	Seats    int
	From, To Date
	Aliases  []string
	Text     Text

	Papers  []*Paper // brought in, newest first
	Members []Membership

	Slug string
}

// Label is the short name where there is one.
func (f *Faction) Label() string {
	if f.Short != "" {
		return f.Short
	}
	return f.Name
}

// Person is a member of the council or of a committee (OParl "Person").
type Person struct {
	File        string
	Name        string
	Memberships []Membership
	Text        Text
}

// FactionOn is the faction that the person belongs to on a day, nil for none.
func (p *Person) FactionOn(day Date) *Faction {
	for _, m := range p.Memberships {
		if m.Faction != nil && m.On(day) {
			return m.Faction
		}
	}
	return nil
}

// Membership ties a person to a committee or a faction; just one of the two
// is set.
type Membership struct {
	Person    *Person
	Committee *Committee
	Faction   *Faction
	Role      string // as written
	From, To  Date
}

// On tells whether the membership holds on the day.
func (m Membership) On(day Date) bool {
	return (m.From == 0 || m.From <= day) && (m.To == 0 || day <= m.To)
}

// Term is an electoral term (OParl "LegislativeTerm").
type Term struct {
	Name     string
	From, To Date // To is 0 while it is open
}

// Page is a text of the site's own: Impressum, Datenschutz.
type Page struct {
	File    string
	ID      string // address, may hold slashes
	Title   string
	Order   int
	Menu    string // "footer", or "" for a page that only links lead to
	Aliases []string
	Files   []File
	Text    Text
}

// Withheld counts what was read and is not published.
type Withheld struct {
	Papers, Meetings, Pages int // not marked public
	Embargoed               int // papers whose embargo still runs
	Consultations           int // stations reduced to committee and day
	Items                   int // items of agendas
	Files                   int // attachments of published objects
}

// Total is the number of withheld objects of all kinds.
func (w Withheld) Total() int {
	return w.Papers + w.Meetings + w.Pages + w.Embargoed + w.Consultations + w.Items + w.Files
}

// Council is everything that may be published, linked. After Link it does
// not change.
type Council struct {
	Papers     []*Paper     // newest first
	Meetings   []*Meeting   // newest first
	Committees []*Committee // as added, like the three lists below
	Topics     []*Topic     // all levels
	Factions   []*Faction
	People     []*Person
	Pages      []*Page
	Terms      []*Term // by day
	Withheld   Withheld
	Today      Date

	words      *Vocabulary
	committees map[string]*Committee // by folded name, short name
	topics     map[string]*Topic
	factions   map[string]*Faction
	people     map[string]*Person
	references map[string][]*Paper // by NormalReference
	hidden     map[string]bool     // numbers of withheld papers, likewise

	withheldMeetings []*Meeting
}
