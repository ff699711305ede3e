// Package oparltree turns a Site into OParl 1.1 as static files
// (https://oparl.org/spezifikation/): every object below oparl/v1.1/ under its
// id, and the lists of them in pages of 100. docs/oparl.md describes what is
// said of a paper, and what a folder of files cannot do: a Handler does the
// rest.
//
// It never reads what a site withholds, nor the source of a text: texts are
// what their pages show. They go through one at a time, so that memory grows
// with what is known about papers and not with what they say.
package oparltree

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/ledger"
	"offenlage/generator/internal/site"
)

// PerPage is how many objects a page of a list holds. OParl recommends paging
// above that number.
const PerPage = 100

// deletedList is the list of what is gone, which clients cannot ask a static
// host for: "offenlage:deleted" of the Body leads to it.
const deletedList = "deleted"

// inner are the kinds that have no files of their own where the site says
// objects = "main".
var inner = []string{"agendaitem", "consultation", "file", "membership"}

// Put takes one finished file; it is called from many goroutines.
type Put func(path string, data []byte) error

// Tree writes the tree of one site. Add may be called from many goroutines.
type Tree struct {
	m        *maker
	put      Put
	lists    map[string]*list
	embedded atomic.Int64
	gone     []ledger.Entry
}

// New prepares the tree of a site that Remember was called for. checksums is
// as for Stamp; text reads the text of an attachment.
func New(s *site.Site, checksums map[string]string, text func(path string) (string, error), put Put) *Tree {
	m := newMaker(s, checksums)
	m.base, m.published, m.text = s.Absolute(""), true, text
	t := &Tree{m: m, put: put, lists: map[string]*list{}}
	t.plan()
	return t
}

// Embedded is how many objects have no file of their own, since the site
// wants those of the main kinds only.
func (t *Tree) Embedded() int { return int(t.embedded.Load()) }

// plan makes all lists, so that a page can be written as soon as its objects
// are there.
func (t *Tree) plan() {
	s, m := t.m.site, t.m
	ids := map[string][]string{}
	add := func(list string, more ...string) { ids[list] = append(ids[list], more...) }
	webs := map[string]string{"body": "", "organization": s.List("committees"), "person": "", "meeting": s.List("meetings"), "paper": s.List("papers"),
		"agendaitem": s.List("meetings"), "consultation": s.List("papers"), "file": "", "location": "", "legislativeterm": "", "membership": "", deletedList: ""}
	for name := range webs {
		ids[name] = nil
	}
	add("body", site.BodyID)
	for _, x := range s.Council.Terms {
		add("legislativeterm", s.ID(x))
	}
	for _, x := range s.Council.Committees {
		add("organization", s.ID(x))
		name := meetingsOf(x)
		webs[name] = s.Path(x) + s.List("meetings")
		if len(x.Meetings) == 0 {
			webs[name] = s.Path(x)
		}
		ids[name] = nil
		for _, mt := range x.Meetings {
			add(name, s.ID(mt))
		}
	}
	for _, x := range s.Council.Factions {
		add("organization", s.ID(x))
	}
	for _, x := range s.Council.People {
		add("person", s.ID(x))
		for i := range x.Memberships {
			add("membership", s.MembershipID(x, i))
		}
	}
	for id := range m.places {
		add("location", id)
	}
	for _, x := range s.Council.Meetings {
		add("meeting", s.ID(x))
		for _, item := range x.Agenda {
			add("agendaitem", s.ID(item))
		}
		add("file", m.fileIDs(x, x.Files, x.Text)...)
	}
	for _, x := range s.Council.Papers {
		if live(x) {
			add("paper", s.ID(x))
			for _, c := range x.Consultations {
				add("consultation", s.ID(c))
			}
			add("file", m.fileIDs(x, x.Files, x.Text)...)
		}
	}
	for _, e := range s.Remembered().Deleted() {
		if kinds[kindOf(e.ID)] != "" {
			t.gone = append(t.gone, e)
			add(deletedList, e.ID)
		}
	}
	for name, ids := range ids {
		slices.Sort(ids)
		t.lists[name] = newList(name, ids)
		if web := webs[name]; web != "" {
			t.lists[name].web = m.base + web
		}
	}
}

// kinds are the types of OParl by the first part of an id.
var kinds = map[string]string{"system": "System", "body": "Body", "organization": "Organization", "person": "Person", "membership": "Membership",
	"meeting": "Meeting", "agendaitem": "AgendaItem", "paper": "Paper", "consultation": "Consultation", "file": "File", "location": "Location",
	"legislativeterm": "LegislativeTerm"}

func kindOf(id string) string {
	kind, _, _ := strings.Cut(id, "/")
	return kind
}

// Add writes a paper or a meeting with all that stands inside it; text is
// that of its page, empty for none, and is not kept. Other objects are none of
// its business.
func (t *Tree) Add(object any, text []byte) error {
	s := t.m.site
	switch x := object.(type) {
	case *council.Paper:
		if !live(x) {
			return nil
		}
		doc, err := t.text(x, x.Text, text)
		if err != nil {
			return err
		}
		o, err := t.m.paper(x, doc)
		if err != nil {
			return err
		}
		if err := t.write(s.ID(x), o, "paper"); err != nil {
			return err
		}
		for i, c := range x.Consultations {
			if err := t.write(s.ID(c), t.m.consultation(x, i, true), "consultation"); err != nil {
				return err
			}
		}
		return t.files(x, x.Files, x.Text, doc)
	case *council.Meeting:
		doc, err := t.text(x, x.Text, text)
		if err != nil {
			return err
		}
		o, err := t.m.meeting(x, doc)
		if err != nil {
			return err
		}
		lists := []string{"meeting"}
		for _, c := range x.Committees {
			lists = append(lists, meetingsOf(c))
		}
		if err := t.write(s.ID(x), o, lists...); err != nil {
			return err
		}
		for i, item := range x.Agenda {
			if err := t.write(s.ID(item), t.m.item(x, i, true), "agendaitem"); err != nil {
				return err
			}
		}
		return t.files(x, x.Files, x.Text, doc)
	}
	return nil
}

// text publishes the plain text of an object; nil for one without.
func (t *Tree) text(of any, text council.Text, shown []byte) (*document, error) {
	if text.File == "" {
		return nil, nil
	}
	s := t.m.site
	return newDocument(shown), t.put(s.Path(of)+s.TextName(of), shown)
}

func (t *Tree) files(of any, attached []council.File, text council.Text, doc *document) error {
	files, err := t.m.files(of, attached, text, doc, true)
	if err != nil {
		return err
	}
	for i, id := range t.m.fileIDs(of, attached, text) {
		f := files[i]
		if f.Text == "" {
			err = t.write(id, f, "file")
		} else if err = t.write(id, f); err == nil {
			// The texts of a city stand in its papers and files already: the
			// list of all files would be as large again.
			f.Text = ""
			err = t.enlist(id, f, "file")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Finish writes all that has no page with a text of its own, and the lists
// that have no objects.
func (t *Tree) Finish() error {
	s, m := t.m.site, t.m
	err := t.write(site.SystemID, m.system())
	one := func(id string, object any, lists ...string) {
		if err == nil {
			err = t.write(id, object, lists...)
		}
	}
	one(site.BodyID, m.body(), "body")
	for _, x := range s.Council.Terms {
		one(s.ID(x), m.term(x, true), "legislativeterm")
	}
	for _, x := range s.Council.Committees {
		one(s.ID(x), m.committee(x), "organization")
	}
	for _, x := range s.Council.Factions {
		one(s.ID(x), m.faction(x), "organization")
	}
	for _, x := range s.Council.People {
		one(s.ID(x), m.person(x), "person")
		for i := range x.Memberships {
			one(s.MembershipID(x, i), m.membership(x, i, true), "membership")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(m.places)) {
		one(id, m.location(id, true), "location")
	}
	for _, e := range t.gone {
		one(e.ID, tombstone{m.head(e.ID, kinds[kindOf(e.ID)]), e.Published.Format(ledger.TimeLayout), e.Modified.Format(ledger.TimeLayout), true}, deletedList)
	}
	if err == nil {
		var data []byte
		if data, err = encode(nil, errorObject{Type: schema + "Error", Message: notFound}); err == nil {
			err = t.put(errorFile, data)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.lists)) {
		l := t.lists[name]
		if len(l.ids) == 0 && err == nil {
			err = t.page(l, 0)
		}
		if err == nil && l.open() {
			err = fmt.Errorf("not all objects of the list %s were added", name)
		}
	}
	return err
}

// buffers hold an object while it is written.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// write publishes an object and puts it into lists.
func (t *Tree) write(id string, object any, lists ...string) error {
	return t.encoded(id, object, func(data []byte) error {
		if t.m.site.Config.OParl.Main && slices.Contains(inner, kindOf(id)) {
			t.embedded.Add(1)
		} else if err := t.put(site.ResourcePath(id), data); err != nil {
			return err
		}
		return t.keep(id, data, lists)
	})
}

// enlist puts an object into lists only.
func (t *Tree) enlist(id string, object any, lists ...string) error {
	return t.encoded(id, object, func(data []byte) error { return t.keep(id, data, lists) })
}

func (t *Tree) encoded(id string, object any, do func(data []byte) error) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buf)
	buf.Reset()
	data, err := encode(buf, object)
	if err != nil {
		return fmt.Errorf("write %s: %w", id, err)
	}
	return do(data)
}

// keep holds an object for lists, whose pages are written once they are full.
func (t *Tree) keep(id string, data []byte, lists []string) error {
	for _, name := range lists {
		l := t.lists[name]
		page, full, err := l.add(id, data[:len(data)-1])
		if err != nil {
			return err
		}
		if full {
			if err := t.page(l, page); err != nil {
				return err
			}
		}
	}
	return nil
}

// encode writes an object as one line. OParl forbids to escape what only HTML
// minds.
func encode(buf *bytes.Buffer, object any) ([]byte, error) {
	if buf == nil {
		buf = &bytes.Buffer{}
	}
	e := json.NewEncoder(buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(object); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// list is one external list of objects (OParl 1.1, "Objektlisten"), sorted by
// id, so that a new object changes the pages behind it only.
type list struct {
	name string
	ids  []string // sorted
	web  string   // the page that people see, "" for none

	mu      sync.Mutex
	pages   [][][]byte // objects of each page, nil once it is written
	missing []int      // objects that each page waits for
}

func newList(name string, ids []string) *list {
	n := (len(ids) + PerPage - 1) / PerPage
	l := &list{name: name, ids: ids, pages: make([][][]byte, n), missing: make([]int, n)}
	for i := range l.missing {
		l.missing[i] = min(PerPage, len(ids)-i*PerPage)
	}
	return l
}

// add keeps a copy of an object until its page is full.
func (l *list) add(id string, data []byte) (page int, full bool, err error) {
	i, found := slices.BinarySearch(l.ids, id)
	if !found {
		return 0, false, fmt.Errorf("%s is no object of the list %s", id, l.name)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	page = i / PerPage
	if l.pages[page] == nil {
		if l.missing[page] == 0 {
			return 0, false, errors.New(id + " was added twice")
		}
		l.pages[page] = make([][]byte, l.missing[page])
	}
	l.pages[page][i%PerPage] = bytes.Clone(data)
	l.missing[page]--
	return page, l.missing[page] == 0, nil
}

func (l *list) open() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(l.missing, func(n int) bool { return n > 0 })
}

// around is what stands on a page beside its objects (OParl 1.1,
// "Paginierung"). What counts the whole list stands on its first page only:
// it is optional, and would change every page with each new object.
type around struct {
	Pagination pagination `json:"pagination"`
	Links      links      `json:"links"`
}

type pagination struct {
	TotalElements   *int `json:"totalElements,omitempty"`
	ElementsPerPage int  `json:"elementsPerPage"`
	CurrentPage     int  `json:"currentPage"`
	TotalPages      int  `json:"totalPages,omitempty"`
}

type links struct {
	First string `json:"first"`
	Self  string `json:"self"`
	Prev  string `json:"prev,omitempty"`
	Next  string `json:"next,omitempty"`
	Last  string `json:"last,omitempty"`
	Web   string `json:"web,omitempty"` // the list that people see
}

// page writes a full page of a list and lets go of it.
func (t *Tree) page(l *list, i int) error {
	var objects [][]byte
	if len(l.ids) > 0 {
		l.mu.Lock()
		objects, l.pages[i] = l.pages[i], nil
		l.mu.Unlock()
	}
	address := func(n int) string { return t.m.base + t.m.site.ResourceList(l.name, n) }
	data, err := writePage(objects, i+1, len(l.ids), l.web, address)
	if err != nil {
		return fmt.Errorf("write the list %s: %w", l.name, err)
	}
	return t.put(t.m.site.ResourceList(l.name, i+1), data)
}

// writePage makes the n-th page of a list that holds total objects. An empty
// list has one page.
func writePage(objects [][]byte, n, total int, web string, address func(n int) string) ([]byte, error) {
	last := max(1, (total+PerPage-1)/PerPage)
	a := around{pagination{ElementsPerPage: PerPage, CurrentPage: n}, links{First: address(1), Self: address(n), Web: web}}
	if n == 1 {
		a.Pagination.TotalElements, a.Pagination.TotalPages, a.Links.Last = &total, last, address(last)
	} else {
		a.Links.Prev = address(n - 1)
	}
	if n < last {
		a.Links.Next = address(n + 1)
	}
	rest, err := encode(nil, a)
	if err != nil {
		return nil, err
	}
	size := 0
	for _, o := range objects {
		size += len(o) + 2
	}
	var b bytes.Buffer
	b.Grow(size + len(rest) + 16)
	b.WriteString(`{"data":[`)
	for i, o := range objects {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n")
		b.Write(o)
	}
	b.WriteString("],\n")
	b.Write(rest[1:])
	return b.Bytes(), nil
}
