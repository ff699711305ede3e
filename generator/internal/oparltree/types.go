package oparltree

// schema is what the types of all objects begin with (OParl 1.1, "Schema").
const schema = "https://schema.oparl.org/1.1/"

// head and tail are what all objects have in common. Times are "" while a sum
// is made.
type head struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

type tail struct {
	Created  string `json:"created,omitempty"`
	Modified string `json:"modified,omitempty"`
	Web      string `json:"web,omitempty"`
}

// tombstone is what is left of a deleted object (OParl 1.1, "Gelöschte
// Objekte").
type tombstone struct {
	head
	Created  string `json:"created"`
	Modified string `json:"modified"`
	Deleted  bool   `json:"deleted"`
}

type system struct {
	head
	OParlVersion string `json:"oparlVersion"`
	License      string `json:"license,omitempty"`
	Body         string `json:"body"`
	Name         string `json:"name"`
	ContactEmail string `json:"contactEmail,omitempty"`
	ContactName  string `json:"contactName,omitempty"`
	Website      string `json:"website,omitempty"`
	Product      string `json:"product,omitempty"`
	Profile      string `json:"offenlage:profile"`
	tail
}

type body struct {
	head
	System           string            `json:"system"`
	ShortName        string            `json:"shortName"`
	Name             string            `json:"name"`
	Website          string            `json:"website,omitempty"`
	License          string            `json:"license,omitempty"`
	AGS              string            `json:"ags,omitempty"`
	ContactEmail     string            `json:"contactEmail,omitempty"`
	ContactName      string            `json:"contactName,omitempty"`
	Organization     string            `json:"organization"`
	Person           string            `json:"person"`
	Meeting          string            `json:"meeting"`
	Paper            string            `json:"paper"`
	LegislativeTerm  []legislativeTerm `json:"legislativeTerm"`
	AgendaItem       string            `json:"agendaItem"`
	Consultation     string            `json:"consultation"`
	File             string            `json:"file"`
	LocationList     string            `json:"locationList"`
	LegislativeTerms string            `json:"legislativeTermList"`
	Membership       string            `json:"membership"`
	Location         *location         `json:"location,omitempty"`
	MainOrganization string            `json:"mainOrganization,omitempty"`
	DeletedList      string            `json:"offenlage:deleted"`
	tail
}

type legislativeTerm struct {
	head
	Body      string `json:"body,omitempty"`
	Name      string `json:"name"`
	StartDate string `json:"startDate,omitempty"`
	EndDate   string `json:"endDate,omitempty"`
	tail
}

type organization struct {
	head
	Body              string   `json:"body"`
	Name              string   `json:"name"`
	Membership        []string `json:"membership,omitempty"`
	Meeting           string   `json:"meeting,omitempty"`
	ShortName         string   `json:"shortName"`
	OrganizationType  string   `json:"organizationType"`
	Classification    string   `json:"classification,omitempty"`
	StartDate         string   `json:"startDate,omitempty"`
	EndDate           string   `json:"endDate,omitempty"`
	VotingMemberCount int      `json:"votingMemberCount,omitempty"`
	Kind              string   `json:"offenlage:kind,omitempty"`
	Predecessor       string   `json:"offenlage:predecessor,omitempty"`
	Colour            string   `json:"offenlage:colour,omitempty"`
	tail
}

type person struct {
	head
	Body       string       `json:"body"`
	Name       string       `json:"name"`
	Membership []membership `json:"membership,omitempty"`
	tail
}

type membership struct {
	head
	Person       string `json:"person,omitempty"`
	Organization string `json:"organization"`
	Role         string `json:"role,omitempty"`
	StartDate    string `json:"startDate,omitempty"`
	EndDate      string `json:"endDate,omitempty"`
	tail
}

type meeting struct {
	head
	Name            string       `json:"name"`
	MeetingState    string       `json:"meetingState"`
	Cancelled       bool         `json:"cancelled"`
	Start           string       `json:"start"`
	End             string       `json:"end,omitempty"`
	Location        *location    `json:"location,omitempty"`
	Organization    []string     `json:"organization"`
	Participant     []string     `json:"participant,omitempty"`
	ResultsProtocol *file        `json:"resultsProtocol,omitempty"`
	AuxiliaryFile   []file       `json:"auxiliaryFile,omitempty"`
	AgendaItem      []agendaItem `json:"agendaItem"`
	TimeKnown       *bool        `json:"offenlage:timeKnown,omitempty"`
	Derived         bool         `json:"offenlage:derived,omitempty"`
	NonPublicItems  int          `json:"offenlage:nonPublicItems,omitempty"`
	Minutes         string       `json:"offenlage:minutes,omitempty"`
	tail
}

type agendaItem struct {
	head
	Meeting        string      `json:"meeting,omitempty"`
	Number         string      `json:"number,omitempty"`
	Order          int         `json:"order"`
	Name           string      `json:"name"`
	Public         bool        `json:"public"`
	Consultation   string      `json:"consultation,omitempty"`
	Result         string      `json:"result,omitempty"`
	ResolutionText string      `json:"resolutionText,omitempty"`
	Outcome        string      `json:"offenlage:outcome,omitempty"`
	Votes          []voteEvent `json:"offenlage:votes,omitempty"`
	tail
}

type paper struct {
	head
	Body                   string         `json:"body"`
	Name                   string         `json:"name"`
	Reference              string         `json:"reference"`
	Date                   string         `json:"date,omitempty"`
	PaperType              string         `json:"paperType"`
	RelatedPaper           []string       `json:"relatedPaper,omitempty"`
	SuperordinatedPaper    []string       `json:"superordinatedPaper,omitempty"`
	SubordinatedPaper      []string       `json:"subordinatedPaper,omitempty"`
	MainFile               *file          `json:"mainFile,omitempty"`
	AuxiliaryFile          []file         `json:"auxiliaryFile,omitempty"`
	Location               []location     `json:"location,omitempty"`
	OriginatorPerson       []string       `json:"originatorPerson,omitempty"`
	OriginatorOrganization []string       `json:"originatorOrganization,omitempty"`
	Consultation           []consultation `json:"consultation"`
	Keyword                []string       `json:"keyword,omitempty"`
	Kind                   string         `json:"offenlage:kind"`
	State                  string         `json:"offenlage:state"`
	Summary                string         `json:"offenlage:summary,omitempty"`
	Originator             []string       `json:"offenlage:originator,omitempty"`
	Lead                   string         `json:"offenlage:lead,omitempty"`
	Signatory              string         `json:"offenlage:signatory,omitempty"`
	Deadline               string         `json:"offenlage:deadline,omitempty"`
	LegislativeTerm        string         `json:"offenlage:legislativeTerm,omitempty"`
	Replaces               []string       `json:"offenlage:replaces,omitempty"`
	Implementation         *progress      `json:"offenlage:implementation,omitempty"`
	Impact                 []impact       `json:"offenlage:impact,omitempty"`
	tail
}

// progress is what became of a decision.
type progress struct {
	Status string `json:"status,omitempty"`
	Office string `json:"office,omitempty"`
	Due    string `json:"due,omitempty"`
	Report string `json:"report,omitempty"`
}

type impact struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type consultation struct {
	head
	Paper         string      `json:"paper,omitempty"`
	AgendaItem    string      `json:"agendaItem,omitempty"`
	Meeting       string      `json:"meeting,omitempty"`
	Organization  []string    `json:"organization"`
	Authoritative *bool       `json:"authoritative,omitempty"`
	Role          string      `json:"role,omitempty"`
	Sequence      int         `json:"offenlage:sequence"`
	Public        bool        `json:"offenlage:public"`
	RoleKind      string      `json:"offenlage:role,omitempty"`
	Result        string      `json:"offenlage:result,omitempty"`
	Outcome       string      `json:"offenlage:outcome,omitempty"`
	ReferredTo    []string    `json:"offenlage:referredTo,omitempty"`
	PostponedTo   string      `json:"offenlage:postponedTo,omitempty"`
	Votes         []voteEvent `json:"offenlage:votes,omitempty"`
	tail
}

type file struct {
	head
	Name      string   `json:"name"`
	FileName  string   `json:"fileName,omitempty"`
	MimeType  string   `json:"mimeType,omitempty"`
	Date      string   `json:"date,omitempty"`
	Size      *int64   `json:"size,omitempty"`
	SHA512    string   `json:"sha512Checksum,omitempty"`
	Text      string   `json:"text,omitempty"`
	AccessURL string   `json:"accessUrl"`
	License   string   `json:"fileLicense,omitempty"`
	Meeting   []string `json:"meeting,omitempty"`
	Paper     []string `json:"paper,omitempty"`
	// Sources stand for the text while a sum is made.
	Sources []string `json:"sources,omitempty"`
	tail
}

type location struct {
	head
	Description string   `json:"description"`
	Locality    string   `json:"locality,omitempty"`
	Bodies      []string `json:"bodies,omitempty"`
	Meetings    []string `json:"meetings,omitempty"`
	Papers      []string `json:"papers,omitempty"`
	tail
}

// voteEvent is one vote, in the vocabulary of Popolo's VoteEvent
// (https://www.popoloproject.com/specs/vote-event.html). Numbers that nobody
// recorded are left out.
type voteEvent struct {
	Subject   string        `json:"subject,omitempty"`
	Kind      string        `json:"kind,omitempty"`   // "procedure"; nothing for a vote on the substance
	Result    string        `json:"result,omitempty"` // "pass" or "fail"
	Majority  string        `json:"majority,omitempty"`
	Unanimous bool          `json:"unanimous,omitempty"`
	Method    string        `json:"method,omitempty"`
	Counted   bool          `json:"counted,omitempty"`
	FromWords bool          `json:"fromWords,omitempty"`
	Present   *int          `json:"present,omitempty"`
	Counts    []count       `json:"counts,omitempty"`
	Groups    []groupResult `json:"group_results,omitempty"`
	Votes     []vote        `json:"votes,omitempty"`
}

type count struct {
	Option string `json:"option"`
	Value  int    `json:"value"`
}

type groupResult struct {
	Group  string  `json:"group,omitempty"`
	Name   string  `json:"name"`
	Counts []count `json:"counts,omitempty"`
}

type vote struct {
	Voter  string `json:"voter,omitempty"`
	Name   string `json:"name"`
	Group  string `json:"group,omitempty"`
	Option string `json:"option"`
}
