package oparltree

import (
	"cmp"
	"crypto/sha512"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/ledger"
	"offenlage/generator/internal/markdown"
	"offenlage/generator/internal/site"
)

// maker turns what is in a Site into objects of OParl. It is used twice: for
// sums, with addresses below "" and no times, and for what is published.
type maker struct {
	site      *site.Site
	base      string
	published bool
	// checksums holds the SHA-512 of attachments and of their texts, by path.
	checksums map[string]string
	// text reads the text of an attachment; nil while sums are made.
	text func(path string) (string, error)

	places  map[string]*place // by id
	members map[any][]string  // ids of memberships by committee or faction
}

// place is what shares one id of a location.
type place struct {
	name             string
	papers, meetings []string // ids, sorted
}

// document is a text as its page shows it.
type document struct {
	text string
	sum  string // SHA-512, hexadecimal
}

func newDocument(text []byte) *document {
	sum := sha512.Sum512(text)
	return &document{string(text), hex.EncodeToString(sum[:])}
}

func newMaker(s *site.Site, checksums map[string]string) *maker {
	m := &maker{site: s, checksums: checksums, places: map[string]*place{}, members: map[any][]string{}}
	at := func(name string) *place {
		id := s.PlaceID(name)
		p := m.places[id]
		if p == nil {
			p = &place{name: name}
			m.places[id] = p
		}
		p.name = min(p.name, name)
		return p
	}
	at(s.Config.Publisher)
	for _, p := range s.Council.Papers {
		if !live(p) {
			continue
		}
		for _, name := range p.Places {
			x := at(name)
			x.papers = append(x.papers, s.ID(p))
		}
	}
	for _, mt := range s.Council.Meetings {
		if mt.Place != "" {
			x := at(mt.Place)
			x.meetings = append(x.meetings, s.ID(mt))
		}
	}
	for _, p := range m.places {
		slices.Sort(p.papers)
		p.papers = slices.Compact(p.papers)
		slices.Sort(p.meetings)
	}
	for _, p := range s.Council.People {
		for i, ms := range p.Memberships {
			var of any = ms.Faction
			if ms.Committee != nil {
				of = ms.Committee
			}
			m.members[of] = append(m.members[of], s.MembershipID(p, i))
		}
	}
	for _, ids := range m.members {
		slices.Sort(ids)
	}
	return m
}

// live tells that a paper is published; one whose publication was withdrawn
// is a deleted object.
func live(p *council.Paper) bool { return p.Withdrawn == nil }

func (m *maker) ref(id string) string { return m.base + site.ResourcePath(id) }

func (m *maker) refTo(object any) string { return m.ref(m.site.ID(object)) }

func (m *maker) refs(ids []string) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = m.ref(id)
	}
	return out
}

func (m *maker) list(name string) string { return m.base + m.site.ResourceList(name, 1) }

// page is the address of an object's page.
func (m *maker) page(object any) string { return m.base + m.site.Path(object) }

func (m *maker) head(id, kind string) head { return head{m.ref(id), schema + kind} }

func (m *maker) tail(id, web string) tail {
	if !m.published {
		return tail{Web: web}
	}
	e, _ := m.site.Remembered().Entry(id)
	return tail{e.Published.Format(ledger.TimeLayout), e.Modified.Format(ledger.TimeLayout), web}
}

func (m *maker) system() system {
	c := m.site.Config
	return system{head: m.head(site.SystemID, "System"), OParlVersion: schema, License: m.site.Licence.URL, Body: m.list("body"), Name: c.Title,
		ContactEmail: c.OParl.ContactEmail, ContactName: c.OParl.ContactName, Website: m.base, Profile: "static", tail: m.tail(site.SystemID, m.base)}
}

func (m *maker) body() body {
	c := m.site.Config
	b := body{head: m.head(site.BodyID, "Body"), System: m.ref(site.SystemID), ShortName: c.OParl.ShortName, Name: c.Publisher, Website: m.base,
		License: m.site.Licence.URL, AGS: c.OParl.AGS, ContactEmail: c.OParl.ContactEmail, ContactName: c.OParl.ContactName,
		Organization: m.list("organization"), Person: m.list("person"), Meeting: m.list("meeting"), Paper: m.list("paper"),
		LegislativeTerm: []legislativeTerm{}, AgendaItem: m.list("agendaitem"), Consultation: m.list("consultation"), File: m.list("file"),
		LocationList: m.list("location"), LegislativeTerms: m.list("legislativeterm"), Membership: m.list("membership"),
		DeletedList: m.list(deletedList), tail: m.tail(site.BodyID, m.base)}
	for _, t := range m.site.Council.Terms {
		b.LegislativeTerm = append(b.LegislativeTerm, m.term(t, false))
	}
	l := m.location(m.site.PlaceID(c.Publisher), false)
	b.Location = &l
	for _, x := range m.site.Committees {
		if x.Council && b.MainOrganization == "" {
			b.MainOrganization = m.refTo(x)
		}
	}
	return b
}

func (m *maker) term(t *council.Term, alone bool) legislativeTerm {
	id := m.site.ID(t)
	x := legislativeTerm{head: m.head(id, "LegislativeTerm"), Name: t.Name, StartDate: t.From.String(), EndDate: t.To.String(), tail: m.tail(id, "")}
	if alone {
		x.Body = m.ref(site.BodyID)
	}
	return x
}

func (m *maker) committee(x *council.Committee) organization {
	id := m.site.ID(x)
	o := organization{head: m.head(id, "Organization"), Body: m.ref(site.BodyID), Name: x.Name, Membership: m.refs(m.members[x]),
		Meeting: m.list(meetingsOf(x)), ShortName: cmp.Or(x.Short, x.Name), OrganizationType: "Gremium", Classification: x.Kind, Kind: x.Kind,
		StartDate: x.From.String(), EndDate: x.To.String(), VotingMemberCount: x.Seats, tail: m.tail(id, m.page(x))}
	if x.Council {
		o.Classification = "Parlament"
	}
	if x.Predecessor != nil {
		o.Predecessor = m.refTo(x.Predecessor)
	}
	return o
}

// meetingsOf is the name of the list of a committee's meetings.
func meetingsOf(x *council.Committee) string { return "meeting/organization/" + x.ID }

func (m *maker) faction(x *council.Faction) organization {
	id := m.site.ID(x)
	return organization{head: m.head(id, "Organization"), Body: m.ref(site.BodyID), Name: x.Name, Membership: m.refs(m.members[x]),
		ShortName: x.Label(), OrganizationType: "Fraktion", Classification: "Fraktion", StartDate: x.From.String(), EndDate: x.To.String(),
		VotingMemberCount: x.Seats, Colour: x.Colour, tail: m.tail(id, m.page(x))}
}

func (m *maker) person(p *council.Person) person {
	id := m.site.ID(p)
	x := person{head: m.head(id, "Person"), Body: m.ref(site.BodyID), Name: p.Name, tail: m.tail(id, "")}
	for i := range p.Memberships {
		x.Membership = append(x.Membership, m.membership(p, i, false))
	}
	return x
}

func (m *maker) membership(p *council.Person, i int, alone bool) membership {
	id, ms := m.site.MembershipID(p, i), p.Memberships[i]
	x := membership{head: m.head(id, "Membership"), Role: ms.Role, StartDate: ms.From.String(), EndDate: ms.To.String(), tail: m.tail(id, "")}
	if ms.Committee != nil {
		x.Organization = m.refTo(ms.Committee)
	} else {
		x.Organization = m.refTo(ms.Faction)
	}
	if alone {
		x.Person = m.refTo(p)
	}
	return x
}

func (m *maker) location(id string, alone bool) location {
	p := m.places[id]
	x := location{head: m.head(id, "Location"), Description: p.name, tail: m.tail(id, "")}
	main := id == m.site.PlaceID(m.site.Config.Publisher)
	if main {
		x.Locality = p.name
	}
	if alone {
		x.Meetings, x.Papers = m.refs(p.meetings), m.refs(p.papers)
		if main {
			x.Bodies = []string{m.ref(site.BodyID)}
		}
	}
	return x
}

// states are the words that OParl recommends for Meeting.meetingState.
var states = map[council.Status]string{
	council.StatusScheduled: "terminiert", council.StatusInvited: "eingeladen", council.StatusHeld: "durchgeführt", council.StatusCancelled: "terminiert",
}

func (m *maker) meeting(x *council.Meeting, minutes *document) (meeting, error) {
	id := m.site.ID(x)
	o := meeting{head: m.head(id, "Meeting"), Name: names(x.Committees), MeetingState: states[x.Status], Cancelled: x.Status == council.StatusCancelled,
		Organization: m.organizations(x.Committees), AgendaItem: []agendaItem{}, Derived: x.File == "", NonPublicItems: x.NonPublic,
		Minutes: string(x.Minutes), tail: m.tail(id, m.page(x))}
	if x.Start.IsZero() {
		// OParl wants a date-time where only the day is known.
		o.Start = time.Date(x.Date.Year(), x.Date.Month(), x.Date.Day(), 0, 0, 0, 0, m.site.Config.Zone).Format(ledger.TimeLayout)
		o.TimeKnown = new(bool)
	} else {
		o.Start = x.Start.In(m.site.Config.Zone).Format(ledger.TimeLayout)
	}
	if !x.End.IsZero() {
		o.End = x.End.In(m.site.Config.Zone).Format(ledger.TimeLayout)
	}
	if x.Place != "" {
		l := m.location(m.site.PlaceID(x.Place), false)
		o.Location = &l
	}
	for _, a := range x.Attendance {
		if a.Person != nil && a.Present {
			o.Participant = append(o.Participant, m.refTo(a.Person))
		}
	}
	files, err := m.files(x, x.Files, x.Text, minutes, false)
	if err != nil {
		return o, err
	}
	if x.Text.File != "" {
		o.ResultsProtocol, files = &files[0], files[1:]
	}
	o.AuxiliaryFile = files
	for i := range x.Agenda {
		o.AgendaItem = append(o.AgendaItem, m.item(x, i, false))
	}
	return o, nil
}

func names(all []*council.Committee) string {
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = x.Name
	}
	return strings.Join(out, ", ")
}

func (m *maker) organizations(all []*council.Committee) []string {
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = m.refTo(x)
	}
	return out
}

func (m *maker) item(of *council.Meeting, i int, alone bool) agendaItem {
	x := of.Agenda[i]
	id := m.site.ID(x)
	o := agendaItem{head: m.head(id, "AgendaItem"), Number: x.Number, Order: i, Name: x.Title, Public: true, Result: x.ResultWords,
		tail: m.tail(id, m.page(of)+"#"+x.ID)}
	if alone {
		o.Meeting = m.refTo(of)
	}
	outcome := x.Outcome
	if c := x.Consultation; c != nil {
		if live(c.Paper) {
			o.Consultation = m.refTo(c)
		}
		o.Result, outcome = c.ResultWords, c.Outcome
		o.ResolutionText = plain(c.Resolution)
		o.Votes = m.votes(c.Vote, c.Outcome, c.Majority, c.Ballots)
	} else {
		o.Votes = m.votes(x.Vote, x.Outcome, x.Majority, nil)
	}
	o.Outcome = known(outcome)
	return o
}

// known is the outcome where there is one.
func known(o council.Outcome) string {
	if o == council.OutcomeNone {
		return ""
	}
	return string(o)
}

// plain is Markdown as a page shows it, without its marks.
func plain(src string) string {
	if src == "" {
		return ""
	}
	return markdown.Document(markdown.Block([]byte(src), markdown.Options{}))
}

func (m *maker) paper(x *council.Paper, text *document) (paper, error) {
	id := m.site.ID(x)
	o := paper{head: m.head(id, "Paper"), Body: m.ref(site.BodyID), Name: x.Title, Reference: x.Reference, Date: x.Date.String(), PaperType: x.Type,
		Consultation: []consultation{}, Kind: string(x.Kind), State: string(x.State), Summary: plain(x.Summary), Lead: x.Lead, Signatory: x.SignedBy,
		Deadline: x.Deadline.String(), tail: m.tail(id, m.page(x))}
	o.RelatedPaper = m.papers(x.Related)
	o.SuperordinatedPaper = m.papers(x.Amends, x.Answers)
	o.Replaces = m.papers(x.Replaces)
	for _, p := range slices.Concat(x.AmendedBy, x.AnsweredBy) {
		if live(p) {
			o.SubordinatedPaper = append(o.SubordinatedPaper, m.refTo(p))
		}
	}
	files, err := m.files(x, x.Files, x.Text, text, false)
	if err != nil {
		return o, err
	}
	if x.Text.File != "" {
		o.MainFile, files = &files[0], files[1:]
	}
	o.AuxiliaryFile = files
	taken := map[string]bool{}
	for _, name := range x.Places {
		if id := m.site.PlaceID(name); !taken[id] {
			taken[id] = true
			o.Location = append(o.Location, m.location(id, false))
		}
	}
	for _, who := range x.Originators {
		o.Originator = append(o.Originator, who.Name)
		switch {
		case who.Faction != nil:
			o.OriginatorOrganization = append(o.OriginatorOrganization, m.refTo(who.Faction))
		case who.Person != nil:
			o.OriginatorPerson = append(o.OriginatorPerson, m.refTo(who.Person))
		}
	}
	for _, t := range x.Topics {
		o.Keyword = append(o.Keyword, t.Name)
	}
	if x.Term != nil {
		o.LegislativeTerm = m.refTo(x.Term)
	}
	if i := x.Implementation; i != nil {
		o.Implementation = &progress{i.Status, i.Office, i.Due.String(), plain(i.Report)}
	}
	for _, i := range x.Impact {
		o.Impact = append(o.Impact, impact(i))
	}
	for i := range x.Consultations {
		o.Consultation = append(o.Consultation, m.consultation(x, i, false))
	}
	return o, nil
}

// papers are the addresses of papers that are published here, each once.
func (m *maker) papers(lists ...[]council.Ref) (out []string) {
	for _, r := range slices.Concat(lists...) {
		if r.Paper != nil && live(r.Paper) {
			if ref := m.refTo(r.Paper); !slices.Contains(out, ref) {
				out = append(out, ref)
			}
		}
	}
	return out
}

// unknownRole stands where no role is given: readers of the data ask for one.
const unknownRole = "unbekannt"

func (m *maker) consultation(of *council.Paper, i int, alone bool) consultation {
	x := of.Consultations[i]
	id := m.site.ID(x)
	web := m.page(of)
	if anchor := site.StationID(x); anchor != "" {
		web += "#" + anchor
	}
	o := consultation{head: m.head(id, "Consultation"), Organization: m.organizations(x.Committees), Sequence: i, Public: x.Public, tail: m.tail(id, web)}
	if alone {
		o.Paper = m.refTo(of)
	}
	if x.Meeting != nil {
		o.Meeting = m.refTo(x.Meeting)
	}
	if !x.Public {
		return o
	}
	if x.Item != nil {
		o.AgendaItem = m.refTo(x.Item)
	}
	decides := x.Decides || x.Role == council.RoleDecision || x.Role == council.RoleElection || x.Role == council.RoleApproval
	o.Authoritative = &decides
	o.Role, o.RoleKind = cmp.Or(x.RoleWords, unknownRole), string(x.Role)
	o.Result, o.Outcome = x.ResultWords, known(x.Outcome)
	o.ReferredTo, o.PostponedTo = m.organizations(x.ReferredTo), x.PostponedTo.String()
	o.Votes = m.votes(x.Vote, x.Outcome, x.Majority, x.Ballots)
	return o
}

// files are the text of an object, where it has one, and its attachments.
func (m *maker) files(of any, attached []council.File, text council.Text, doc *document, alone bool) (out []file, err error) {
	if text.File != "" {
		name := m.site.TextName(of)
		id := m.site.FileID(of, name)
		f := file{head: m.head(id, "File"), Name: name, FileName: name, MimeType: "text/plain", AccessURL: m.page(of) + name,
			License: m.site.Licence.URL, tail: m.tail(id, m.page(of))}
		switch x := of.(type) {
		case *council.Paper:
			f.Name, f.Date = x.Title, x.Date.String()
		case *council.Meeting:
			f.Name, f.Date = names(x.Committees), x.Date.String()
		}
		if doc != nil {
			size := int64(len(doc.text))
			f.Size, f.SHA512 = &size, doc.sum
			if m.site.Config.OParl.Texts {
				f.Text = doc.text
			}
		} else {
			f.Sources = []string{text.Sum}
		}
		out = append(out, f)
	}
	for i, a := range attached {
		id := m.fileID(of, attached, i)
		f := file{head: m.head(id, "File"), Name: a.Title, FileName: a.Name, MimeType: mime(a.Format), Date: a.Date.String(), AccessURL: a.URL, tail: m.tail(id, m.page(of))}
		if a.URL == "" {
			f.AccessURL, f.SHA512 = m.page(of)+a.Name, m.checksums[a.Path]
			f.Size = &a.Size
		} else if a.Size > 0 {
			f.Size = &a.Size
		}
		switch {
		case a.Text == "" || m.text != nil && !m.site.Config.OParl.Texts:
		case m.text == nil:
			f.Sources = []string{m.checksums[a.Text]}
		default:
			if f.Text, err = m.text(a.Text); err != nil {
				return nil, err
			}
		}
		out = append(out, f)
	}
	if alone {
		for i := range out {
			switch of.(type) {
			case *council.Paper:
				out[i].Paper = []string{m.refTo(of)}
			case *council.Meeting:
				out[i].Meeting = []string{m.refTo(of)}
			}
		}
	}
	return out, nil
}

// fileID is the id of an attachment: by its name here, or, where it stands
// elsewhere, by that address, so that it stays when others come.
func (m *maker) fileID(of any, attached []council.File, i int) string {
	a := attached[i]
	if a.URL == "" {
		return m.site.FileID(of, a.Name)
	}
	name, same := "url-"+ledger.Sum([]byte(a.URL)), 1
	for _, other := range attached[:i] {
		if other.URL == a.URL {
			same++
		}
	}
	if same > 1 {
		name += "-" + strconv.Itoa(same)
	}
	return m.site.FileID(of, name)
}

// mimes are the types of attachments by their endings (IANA, "Media Types").
// The machine's own table would make the result depend on it.
var mimes = map[string]string{
	"pdf": "application/pdf", "txt": "text/plain", "csv": "text/csv", "json": "application/json", "geojson": "application/geo+json", "zip": "application/zip",
	"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml", "webp": "image/webp", "tif": "image/tiff", "tiff": "image/tiff",
	"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint", "rtf": "application/rtf",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
	"odt":  "application/vnd.oasis.opendocument.text", "ods": "application/vnd.oasis.opendocument.spreadsheet", "odp": "application/vnd.oasis.opendocument.presentation",
	"mp3": "audio/mpeg", "mp4": "video/mp4", "ics": "text/calendar",
}

func mime(format string) string {
	return cmp.Or(mimes[format], "application/octet-stream")
}
