package site

import (
	"strconv"
	"strings"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/ledger"
)

// OParlDir is the folder of the OParl tree below the base URL.
const OParlDir = "oparl/v1.1"

// The ids of the two objects of OParl that a site has one of.
const (
	SystemID = "system/1"
	BodyID   = "body/1"
)

// between stands between the parts of an id, none of which holds it. The last
// part of the address of an object is then its own among all of its kind, by
// which many programs tell objects apart.
const between = "_"

// name gives ids to what has no page of its own: persons, their memberships,
// terms of office.
func (s *Site) name() {
	s.ids, s.memberships = map[any]string{}, map[*council.Person][]string{}
	taken := map[string]bool{"person/" + s.segment("page"): true}
	free := func(id string) string {
		first := id
		for n := 2; taken[id]; n++ {
			id = first + "-" + strconv.Itoa(n)
		}
		taken[id] = true
		return id
	}
	for _, t := range s.Council.Terms {
		s.ids[t] = free("legislativeterm/" + council.Slug(t.Name))
	}
	for _, p := range s.Council.People {
		id := free("person/" + council.Slug(p.Name))
		s.ids[p] = id
		for _, m := range p.Memberships {
			part := between
			if m.Committee != nil {
				part += m.Committee.ID
			} else {
				part += m.Faction.ID
			}
			if m.From != 0 {
				part += "-" + m.From.String()
			}
			s.memberships[p] = append(s.memberships[p], free("membership/"+strings.TrimPrefix(id, "person/")+part))
		}
	}
}

// ID is the lasting name of an object: its kind by OParl and what tells it
// from others of the kind, "paper/2021-0541". It follows from the address of
// the object's page and never changes while that does not. Pages, which OParl
// does not know, are "page/impressum". It is "" for anything else.
func (s *Site) ID(object any) string {
	switch x := object.(type) {
	case *council.Paper:
		return "paper/" + x.ID
	case *council.Meeting:
		return "meeting/" + x.ID
	case *council.Committee:
		return "organization/" + x.ID
	case *council.Faction:
		return "organization/faction/" + x.ID
	case *council.AgendaItem:
		return "agendaitem/" + x.Meeting.ID + between + strings.TrimPrefix(x.ID, "top-")
	case *council.Consultation:
		return "consultation/" + x.Paper.ID + between + strings.TrimPrefix(StationID(x), "station-")
	case *council.Person, *council.Term:
		return s.ids[x]
	case *council.Page:
		return "page/" + x.ID
	}
	return ""
}

// MembershipID is the id of the i-th membership of a person.
func (s *Site) MembershipID(p *council.Person, i int) string { return s.memberships[p][i] }

// FileID is the id of a file that belongs to a paper or a meeting, by the last
// part of its address: "file/paper_2021-0541_plan.pdf".
func (s *Site) FileID(object any, name string) string {
	return "file/" + strings.Replace(s.ID(object), "/", between, 1) + between + name
}

// PlaceID is the id of a place that papers or sittings name.
func (s *Site) PlaceID(name string) string { return "location/" + council.Slug(name) }

// ResourcePath is where the object of that id stands in the OParl tree, below
// the base URL.
func ResourcePath(id string) string {
	if id == SystemID {
		id = "system"
	}
	return OParlDir + "/" + id + ".json"
}

// ResourceList is the path of the n-th page of a list of the OParl tree below
// the base URL: of "paper", or of "meeting/organization/rat".
func (s *Site) ResourceList(list string, n int) string {
	if n > 1 {
		list += "/" + s.segment("page") + "/" + strconv.Itoa(n)
	}
	return OParlDir + "/" + list + ".json"
}

// PathOf is where the page or the file of that id stood below the base URL,
// also when it is gone; "" for what has neither.
func (s *Site) PathOf(id string) string {
	kind, rest, _ := strings.Cut(id, "/")
	switch kind {
	case "paper":
		return s.segment("papers") + "/" + rest + "/"
	case "meeting":
		return s.segment("meetings") + "/" + rest + "/"
	case "organization":
		if faction, ok := strings.CutPrefix(rest, "faction/"); ok {
			return s.segment("factions") + "/" + faction + "/"
		}
		return s.segment("committees") + "/" + rest + "/"
	case "page":
		return rest + "/"
	case "file":
		if parts := strings.SplitN(rest, between, 3); len(parts) == 3 {
			return s.PathOf(parts[0]+"/"+parts[1]) + parts[2]
		}
	}
	return ""
}

// TextName is the last part of the address of the plain text of a paper, or of
// the minutes of a sitting: "vorlage.text.txt". The names of attachments have
// one dot only.
func (s *Site) TextName(object any) string {
	switch object.(type) {
	case *council.Paper:
		return s.word("paper") + ".text.txt"
	case *council.Meeting:
		return s.word("minutes") + ".text.txt"
	}
	return ""
}

// Remember gives the site what earlier builds knew about its objects. It is
// called before the first page is made, and never again.
func (s *Site) Remember(l *ledger.Ledger) { s.ledger = l }

// Remembered is what Remember got; nil before it.
func (s *Site) Remembered() *ledger.Ledger { return s.ledger }

// Published is when the object was first published, the zero time when
// nothing is known of it. It knows all that ID knows.
func (s *Site) Published(object any) time.Time { return s.entry(object).Published }

// Modified is when the object last changed, the zero time when nothing is
// known of it. A change of something inside it counts: a result changes the
// station, its paper and the agenda.
func (s *Site) Modified(object any) time.Time { return s.entry(object).Modified }

func (s *Site) entry(object any) ledger.Entry {
	if s.ledger == nil {
		return ledger.Entry{}
	}
	e, _ := s.ledger.Entry(s.ID(object))
	return e
}
