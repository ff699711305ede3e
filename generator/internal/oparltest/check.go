// Package oparltest looks for mistakes in a tree of OParl 1.1 files: in each
// object where it stands alone, in a list and embedded in others, and in what
// ties them together. It knows the standard from its text, and nothing of how
// the tree is made. It is for tests.
package oparltest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

const schema = "https://schema.oparl.org/1.1/"

// Object is an object as JSON has it.
type Object = map[string]any

// Result is what Check found.
type Result struct {
	Faults []string
	// Objects counts objects by type: Alone those with a file of their own,
	// Listed those in lists, Embedded those inside others.
	Alone, Listed, Embedded map[string]int
	Links, Lists            int
}

// Options say where a tree stands.
type Options struct {
	// Base is the address of the folder, ending in "/".
	Base string
	// Main tells that objects of some types stand inside others only.
	Main bool
	// Each is shown every object in every form; nil for nobody.
	Each func(where, kind string, o Object)
}

type checker struct {
	o      Options
	files  fs.FS
	r      *Result
	alone  map[string]Object // by address
	lists  map[string]page   // by address of the page
	inside map[string]Object // first embedded form, by id
	refs   map[string]string // addresses that somebody refers to, and who
}

type page struct {
	Data       []Object `json:"data"`
	Pagination struct {
		TotalElements                            *int
		ElementsPerPage, CurrentPage, TotalPages int
	} `json:"pagination"`
	Links map[string]string `json:"links"`
}

// Check looks at all JSON files below oparl/v1.1/ of a built site, and at
// whether what they lead to is there.
func Check(files fs.FS, o Options) *Result {
	c := &checker{o: o, files: files, r: &Result{Alone: map[string]int{}, Listed: map[string]int{}, Embedded: map[string]int{}},
		alone: map[string]Object{}, lists: map[string]page{}, inside: map[string]Object{}, refs: map[string]string{}}
	c.read()
	for _, where := range slices.Sorted(maps.Keys(c.alone)) {
		o := c.alone[where]
		c.r.Alone[kindOf(o)]++
		if o["id"] != where {
			c.fault(where, "its id is %v", o["id"])
		}
		c.object(where, o, formAlone)
	}
	for _, where := range slices.Sorted(maps.Keys(c.lists)) {
		c.page(where, c.lists[where])
	}
	c.links()
	c.whole()
	return c.r
}

func (c *checker) fault(where, format string, args ...any) {
	c.r.Faults = append(c.r.Faults, strings.TrimPrefix(where, c.o.Base)+": "+fmt.Sprintf(format, args...))
}

func (c *checker) read() {
	err := fs.WalkDir(c.files, "oparl/v1.1", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		where := c.o.Base + p
		data, err := fs.ReadFile(c.files, p)
		switch {
		case err != nil:
			return err
		case path.Ext(p) != ".json":
			c.fault(where, "a host would not send it as JSON")
			return nil
		case !utf8.Valid(data) || bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
			c.fault(where, "it is no UTF-8, or has a byte order mark")
		case bytes.Contains(data, []byte(`\u003c`)) || bytes.Contains(data, []byte(`\u0026`)):
			c.fault(where, "it escapes what only HTML minds")
		}
		var o Object
		if err := json.Unmarshal(data, &o); err != nil {
			c.fault(where, "it is no JSON: %v", err)
			return nil
		}
		if _, ok := o["data"]; ok {
			var p page
			if err := json.Unmarshal(data, &p); err != nil {
				c.fault(where, "it is no page of a list: %v", err)
			}
			c.lists[where] = p
			return nil
		}
		if path.Base(p) == "error.json" && kindOf(o) == "Error" && o["message"] != nil {
			return nil // no object: what a host sends where there is none
		}
		c.alone[where] = o
		return nil
	})
	if err != nil {
		c.fault(c.o.Base, "it cannot be read: %v", err)
	}
}

func kindOf(o Object) string {
	t, _ := o["type"].(string)
	return strings.TrimPrefix(t, schema)
}

type form int

const (
	formAlone form = iota
	formListed
	formEmbedded
)

var (
	dayForm  = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	timeForm = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$`)
)

const timeLayout = "2006-01-02T15:04:05-07:00"

// object checks one object by itself, and what is embedded in it.
func (c *checker) object(where string, o Object, as form) {
	kind := kindOf(o)
	if c.o.Each != nil {
		c.o.Each(where, kind, o)
	}
	known, ok := properties[kind]
	if !ok {
		c.fault(where, "%v is no type of OParl", o["type"])
		return
	}
	created, _ := o["created"].(string)
	modified, _ := o["modified"].(string)
	from, err1 := time.Parse(timeLayout, created)
	to, err2 := time.Parse(timeLayout, modified)
	if err1 == nil && err2 == nil && to.Before(from) {
		c.fault(where, "it was modified before it was created")
	}
	if o["deleted"] == true {
		if as != formAlone && !strings.Contains(where, "/deleted") {
			c.fault(where, "a deleted object stands in it: %v", o["id"])
		}
		if keys := slices.Sorted(maps.Keys(o)); !slices.Equal(keys, []string{"created", "deleted", "id", "modified", "type"}) {
			c.fault(where, "a deleted object still has %v", keys)
		}
		return
	}
	kinds := map[string]string{}
	for p := range strings.SplitSeq(known+","+common, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), " ")
		value, required := strings.CutSuffix(value, "!")
		kinds[name] = value
		if _, there := o[name]; required && !there {
			c.fault(where, "%s has no %s", kind, name)
		}
	}
	if need := alone[kind]; need != "" {
		if _, there := o[need]; there == (as == formEmbedded) {
			c.fault(where, "%s %s its %s", kind, map[bool]string{true: "is embedded and names", false: "stands alone without"}[there], need)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(o)) {
		value, kind := o[name], kinds[name]
		switch {
		case value == nil:
			c.fault(where, "%s is null", name)
		case strings.Contains(name, ":"):
			if !strings.HasPrefix(name, "offenlage:") {
				c.fault(where, "nobody knows the vendor of %s", name)
			}
			c.vendor(where, name, value)
		case kind == "":
			c.fault(where, "OParl knows no %s", name)
		default:
			c.value(where, name, kind, value)
		}
	}
	for i, item := range objects(o["agendaItem"]) {
		if n, _ := item["order"].(float64); int(n) != i {
			c.fault(where, "the item at place %d has the order %v", i, item["order"])
		}
	}
	if as == formEmbedded {
		c.embedded(where, o)
	}
}

// value checks one property, which may be a list.
func (c *checker) value(where, name, kind string, value any) {
	if inner, ok := strings.CutPrefix(kind, "["); ok {
		list, ok := value.([]any)
		if !ok {
			c.fault(where, "%s is no list", name)
			return
		}
		for _, v := range list {
			c.value(where, name, strings.TrimSuffix(inner, "]"), v)
		}
		return
	}
	text, isText := value.(string)
	ok := isText && text != ""
	switch kind {
	case "url":
		ok = isText && regexp.MustCompile(`^https?://[^\s]+$`).MatchString(text)
		if ok && name != "id" && strings.HasPrefix(text, c.o.Base) {
			c.refs[text] = where + " " + name
		}
	case "date":
		_, err := time.Parse("2006-01-02", text)
		ok = err == nil && dayForm.MatchString(text)
	case "time":
		_, err := time.Parse(timeLayout, text)
		ok = err == nil && timeForm.MatchString(text)
	case "bool":
		_, ok = value.(bool)
	case "int":
		n, isNumber := value.(float64)
		ok = isNumber && n == float64(int64(n)) && n >= 0
	case "object":
		_, ok = value.(map[string]any)
	case "string":
	default:
		inner, isObject := value.(map[string]any)
		if ok = isObject && kindOf(inner) == kind; ok {
			c.r.Embedded[kind]++
			c.object(where+" "+name, inner, formEmbedded)
		}
	}
	if !ok {
		c.fault(where, "%s is no %s: %.60v", name, kind, value)
	}
}

// vendor checks votes: numbers that are none, and votes that say nothing.
func (c *checker) vendor(where, name string, value any) {
	if text, ok := value.(string); ok && strings.HasPrefix(text, c.o.Base) {
		c.refs[text] = where + " " + name
	}
	if name != "offenlage:votes" {
		return
	}
	for _, v := range objects(value) {
		if v["counts"] == nil && v["group_results"] == nil && v["votes"] == nil && v["majority"] == nil {
			c.fault(where, "a vote of which nobody recorded anything")
		}
		for _, n := range objects(v["counts"]) {
			if value, ok := n["value"].(float64); !ok || value < 0 || n["option"] == nil {
				c.fault(where, "a count is none: %v", n)
			}
		}
	}
}

// embedded compares an embedded object with its stand-alone form.
func (c *checker) embedded(where string, o Object) {
	id, _ := o["id"].(string)
	if first := c.inside[id]; first == nil {
		c.inside[id] = o
	}
	full := c.alone[id]
	if full == nil {
		if !c.o.Main || !slices.Contains([]string{"AgendaItem", "Consultation", "File", "Membership"}, kindOf(o)) {
			c.fault(where, "%s is embedded and has no file", id)
		}
		return
	}
	if name := difference(o, full, back[kindOf(o)]); name != "" {
		c.fault(where, "%s is embedded with another %s", id, name)
	}
}

// difference names a property in which two forms of an object differ, but for
// those that only the second may have.
func difference(a, b Object, but []string) string {
	for _, name := range slices.Sorted(maps.Keys(b)) {
		if _, there := a[name]; !slices.Contains(but, name) && !there {
			return name
		}
	}
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if !reflect.DeepEqual(a[name], b[name]) {
			return name
		}
	}
	return ""
}

func objects(value any) (out []Object) {
	list, _ := value.([]any)
	for _, v := range list {
		if o, ok := v.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

// page checks a page of a list.
func (c *checker) page(where string, p page) {
	n := p.Pagination
	for name, link := range p.Links {
		if name == "web" {
			c.refs[link] = where + " web"
		} else if _, ok := c.lists[link]; !ok {
			c.fault(where, "the link %s leads to no page: %s", name, link)
		}
	}
	if p.Links["self"] != where {
		c.fault(where, "it says that it is %s", p.Links["self"])
	}
	if (p.Links["prev"] == "") != (n.CurrentPage == 1) {
		c.fault(where, "page %d has wrong links: %v", n.CurrentPage, p.Links)
	}
	if p.Links["next"] != "" && len(p.Data) != n.ElementsPerPage {
		c.fault(where, "a page has %d objects instead of %d", len(p.Data), n.ElementsPerPage)
	}
	for _, o := range p.Data {
		c.r.Listed[kindOf(o)]++
		id, _ := o["id"].(string)
		c.object(where, o, formListed)
		full := c.alone[id]
		if full == nil {
			if !c.o.Main || !slices.Contains([]string{"AgendaItem", "Consultation", "File", "Membership"}, kindOf(o)) {
				c.fault(where, "%s is listed and has no file", id)
			}
			continue
		}
		// The list of files leaves their texts to the files.
		var but []string
		if kindOf(o) == "File" {
			but = []string{"text"}
		}
		if name := difference(o, full, but); name != "" {
			c.fault(where, "%s is listed with another %s", id, name)
		}
	}
}

// links checks that all that is referred to is there.
func (c *checker) links() {
	for _, to := range slices.Sorted(maps.Keys(c.refs)) {
		c.r.Links++
		who := c.refs[to]
		if o, ok := c.alone[to]; ok {
			if o["deleted"] == true {
				c.fault(who, "it leads to %s, which is deleted", to)
			}
			continue
		}
		if _, ok := c.lists[to]; ok || c.inside[to] != nil {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(to, c.o.Base), "#")
		if name == "" || strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		if _, err := fs.Stat(c.files, name); err != nil {
			c.fault(who, "it leads to %s, and nothing is there", to)
		}
	}
}

// whole checks what only all objects together can show.
func (c *checker) whole() {
	system, body := Object{}, Object{}
	for _, o := range c.alone {
		switch kindOf(o) {
		case "System":
			system = o
		case "Body":
			body = o
		}
	}
	if first, _ := system["body"].(string); len(c.lists[first].Data) != 1 {
		c.fault(c.o.Base, "the System leads to no list of one Body")
	}
	listed := map[string]map[string]bool{}
	for kind, name := range listsOf {
		listed[kind] = map[string]bool{}
		first, _ := body[name].(string)
		c.walk(first, kind, listed[kind])
	}
	for where, o := range c.alone {
		kind := kindOf(o)
		if listsOf[kind] != "" && o["deleted"] != true && !listed[kind][where] {
			c.fault(where, "no list has it")
		}
	}
	for id, o := range c.inside {
		if !listed[kindOf(o)][id] {
			c.fault(id, "it is embedded, and no list has it")
		}
	}
	for where, o := range c.alone {
		if o["deleted"] == true {
			continue
		}
		switch kindOf(o) {
		case "Organization":
			if first, _ := o["meeting"].(string); first != "" {
				c.walk(first, "Meeting", map[string]bool{})
			}
		case "AgendaItem":
			if to, _ := o["consultation"].(string); to != "" && c.alone[to] != nil && c.alone[to]["agendaItem"] != where {
				c.fault(where, "its consultation names another item")
			}
		case "Consultation":
			if to, _ := o["agendaItem"].(string); to != "" && c.alone[to] != nil && c.alone[to]["consultation"] != where {
				c.fault(where, "its item names another consultation")
			}
			if to, _ := o["paper"].(string); !slices.ContainsFunc(objects(c.alone[to]["consultation"]), func(x Object) bool { return x["id"] == where }) {
				c.fault(where, "its paper does not have it")
			}
		}
	}
	slices.Sort(c.r.Faults)
}

// walk follows a list from its first page.
func (c *checker) walk(first, kind string, seen map[string]bool) {
	last, n := "", 0
	total, all := c.lists[first].Pagination.TotalElements, c.lists[first].Pagination.TotalPages
	for at, pages := first, 0; at != ""; pages++ {
		p, ok := c.lists[at]
		if !ok || pages > len(c.lists) {
			c.fault(at, "the list of %s breaks off or leads in a circle", kind)
			return
		}
		c.r.Lists++
		if p.Pagination.CurrentPage != pages+1 || (p.Links["next"] == "") != (pages+1 == all) {
			c.fault(at, "it says that it is page %d, and is page %d of %d", p.Pagination.CurrentPage, pages+1, all)
		}
		for _, o := range p.Data {
			id, _ := o["id"].(string)
			if kindOf(o) != kind {
				c.fault(at, "%s stands in a list of %s", id, kind)
			}
			if seen[id] {
				c.fault(at, "%s is listed twice", id)
			}
			seen[id] = true
			if key := strings.TrimSuffix(id, ".json"); key <= last {
				c.fault(at, "%s stands behind %s", id, last)
			} else {
				last = key
			}
			n++
		}
		at = p.Links["next"]
	}
	if total == nil || *total != n {
		c.fault(first, "the list does not say that it has %d objects", n)
	}
}
