package oparl

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// Mirror keeps the objects of an endpoint in a folder, one a file, and brings
// it up to date: a first time it asks for everything, later only for what
// changed. It may be interrupted at any moment, and then goes on where it
// was.
type Mirror struct {
	// Dir is the folder. It belongs to the mirror alone.
	Dir string
	// Client asks.
	Client *Client
	// Now is when this run begins.
	Now time.Time
	// People asks for persons as well.
	People bool
	// Progress is told what is read and how far it is; total is 0 when the
	// endpoint does not say. Nil stands for nobody.
	Progress func(what string, done, total int)
	// Odd says what was unusual and what was done about it.
	Odd []string

	state state
}

// state is what a run leaves for the next, in state.json.
type state struct {
	Source   string              `json:"source"`
	Tag      string              `json:"etag,omitempty"`     // of the System or Body
	Modified string              `json:"modified,omitempty"` // likewise
	Lists    map[string]*reading `json:"lists"`
}

// reading is how far a list was read.
type reading struct {
	Since time.Time `json:"since"`          // when the last complete reading began; zero before the first
	Began time.Time `json:"began"`          // when the one under way began
	Next  string    `json:"next,omitempty"` // its next page, "" when none is under way
}

// lists are those of a body that are read (OParl 1.1, Body), with the type of
// their objects.
var lists = []struct{ key, kind string }{
	{"organization", "Organization"}, {"meeting", "Meeting"}, {"paper", "Paper"}, {"person", "Person"},
}

// maxPages ends a list that never ends.
const maxPages = 100_000

// Update reads what is new at address, an OParl System or Body. The error is
// about the address itself or the disk; what is wrong further down stands in
// Odd, and complete is false when a list could not be read to its end.
func (m *Mirror) Update(ctx context.Context, address string) (complete bool, err error) {
	if err := os.MkdirAll(filepath.Join(m.Dir, "objects"), 0o755); err != nil {
		return false, err
	}
	if err := m.load(address); err != nil {
		return false, err
	}
	top, err := m.top(ctx, address)
	if err != nil {
		return false, fmt.Errorf("read %s: %w", address, err)
	}
	bodies, err := m.bodies(ctx, address, top)
	if err != nil {
		return false, fmt.Errorf("read %s: %w", address, err)
	}
	complete = true
	for _, body := range bodies {
		for _, l := range lists {
			if l.kind == "Person" && !m.People {
				continue
			}
			at := body.Ref(l.key)
			if at == "" {
				m.odd("the body %q names no list of %ss", body.Line("name"), strings.ToLower(l.kind))
				continue
			}
			if err := m.list(ctx, resolve(address, at), l.kind); err != nil {
				if ctx.Err() != nil {
					return false, ctx.Err()
				}
				var disk *fs.PathError
				if errors.As(err, &disk) {
					return false, err
				}
				complete = false
				m.odd("the list of %ss was not read to its end: %v; the same command goes on from there", strings.ToLower(l.kind), err)
			}
		}
	}
	// What one of them names may be missing as well.
	for range 3 {
		n, err := m.missing(ctx)
		if err != nil || n == 0 {
			return complete, err
		}
	}
	return complete, nil
}

func (m *Mirror) odd(format string, args ...any) { m.Odd = append(m.Odd, fmt.Sprintf(format, args...)) }

// top is the System or Body. It hardly ever changes, and is asked for only in
// case it did (RFC 9110, section 13).
func (m *Mirror) top(ctx context.Context, address string) (Object, error) {
	file := filepath.Join(m.Dir, "top.json")
	old, err := os.ReadFile(file)
	if err != nil || m.state.Source != address {
		m.state.Tag, m.state.Modified, old = "", "", nil
	}
	a, err := m.Client.Get(ctx, address, "application/json", m.state.Tag, m.state.Modified, MaxAnswer)
	if err != nil {
		return Object{}, err
	}
	switch {
	case a.Status == http.StatusNotModified && old != nil:
		return Parse(old)
	case a.Status != http.StatusOK:
		return Object{}, fmt.Errorf("the endpoint answers %d", a.Status)
	}
	o, err := Parse(a.Body)
	if err == nil {
		err = refused(o)
	}
	if err != nil {
		return o, err
	}
	m.state.Source, m.state.Tag, m.state.Modified = address, a.Tag, a.Modified
	if err := writeFile(file, a.Body); err != nil {
		return o, err
	}
	return o, m.save()
}

// bodies are the bodies of a system, or the one that was given.
func (m *Mirror) bodies(ctx context.Context, address string, top Object) ([]Object, error) {
	if top.Type() == "Body" || top.Type() == "" && top.Ref("paper") != "" {
		return []Object{top}, nil
	}
	at := top.Ref("body")
	if at == "" {
		return nil, errors.New(`it is neither an OParl System nor a Body: neither names a "body" nor lists of papers; see https://dev.oparl.org/api/endpoints for addresses`)
	}
	if inside := top.Objects("body"); len(inside) > 0 {
		return inside, nil
	}
	var out []Object
	next, seen := resolve(address, at), map[string]bool{}
	for next != "" && !seen[next] && len(seen) < maxPages {
		seen[next] = true
		_, page, err := m.page(ctx, next)
		if err != nil {
			return nil, err
		}
		for _, raw := range page.elements {
			o, err := m.element(ctx, raw)
			if err != nil {
				m.odd("a body could not be read: %v", err)
				continue
			}
			out = append(out, o)
		}
		next = page.next
		if next != "" {
			next = resolve(at, next)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("its list of bodies is empty")
	}
	return out, nil
}

// element is an object of a list, which may be given by its address.
func (m *Mirror) element(ctx context.Context, raw json.RawMessage) (Object, error) {
	if len(raw) > 0 && raw[0] == '"' {
		return m.Client.object(ctx, text(raw))
	}
	return Parse(raw)
}

// page is one page of a list.
type page struct {
	elements []json.RawMessage
	next     string
	total    int
}

// parsePage reads a page of a list (OParl 1.1, "Objektlisten und
// Paginierung"), a bare list, or one object where a list is due.
func parsePage(data []byte) (page, error) {
	data = bytes.TrimSpace(tidy(data))
	if deep(data) {
		return page{}, fmt.Errorf("the JSON is nested more than %d levels deep", maxDepth)
	}
	if len(data) > 0 && data[0] == '[' {
		var p page
		if err := json.Unmarshal(data, &p.elements); err != nil {
			return p, describe(data, err)
		}
		return p, nil
	}
	o, err := Parse(data)
	if err != nil {
		if p, ok := salvage(data); ok {
			return p, nil
		}
		return page{}, err
	}
	if err := refused(o); err != nil {
		return page{}, err
	}
	if o.Raw("data") == nil {
		if o.ID() != "" {
			return page{elements: []json.RawMessage{data}}, nil
		}
		return page{}, errors.New(`the page has no "data"`)
	}
	p := page{elements: list(o.Raw("data"))}
	for _, l := range o.Objects("links") {
		p.next = l.String("next")
	}
	for _, l := range o.Objects("pagination") {
		p.total, _ = l.Int("totalElements")
	}
	return p, nil
}

// page asks for one page, again when what comes is none: some endpoints send
// a web page or an error with status 200 when they are busy.
func (m *Mirror) page(ctx context.Context, address string) (a Answer, p page, err error) {
	pause := firstPause
	for try := 1; ; try++ {
		if a, err = m.Client.Get(ctx, address, "application/json", "", "", MaxAnswer); err != nil || a.Status != http.StatusOK {
			return a, p, err
		}
		if p, err = parsePage(a.Body); err == nil || try == 3 {
			return a, p, err
		}
		if err := m.Client.sleep(ctx, pause); err != nil {
			return a, p, err
		}
		pause *= 2
	}
}

var nextLink = regexp.MustCompile(`"next"\s*:\s*("(?:[^"\\]|\\.)*")`)

// salvage reads what can be read of a page with broken JSON in one of its
// objects: those between braces that close, and the address of the next page.
// ok is false when the page breaks off: then asking again helps more.
func salvage(data []byte) (p page, ok bool) {
	_, rest, found := bytes.Cut(data, []byte(`"data"`))
	at := bytes.IndexByte(rest, '[')
	if !found || at < 0 || !bytes.HasSuffix(data, []byte("}")) {
		return p, false
	}
	end, depth, quoted := -1, 0, false
	list := rest[at:]
	for i := 0; i < len(list) && end < 0; i++ {
		switch c := list[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				end = i + 1
			}
		}
	}
	if end < 0 {
		return p, false
	}
	err := elements(bytes.NewReader(list[:end]), func(_, _ int64, object []byte) error {
		p.elements = append(p.elements, bytes.Clone(object)) // a broken one is left out by whom it concerns
		return nil
	})
	if m := nextLink.FindSubmatch(list[end:]); m != nil {
		p.next = text(m[1])
	}
	return p, err == nil && len(p.elements) > 0
}

// list reads one list, from where an earlier run stopped.
func (m *Mirror) list(ctx context.Context, address, kind string) error {
	l := m.state.Lists[address]
	if l == nil {
		l = &reading{}
		m.state.Lists[address] = l
	}
	next := l.Next
	if next == "" {
		l.Began = m.Now
		next = filtered(address, l.Since)
	}
	seen, pages := map[string]bool{}, map[uint64]bool{}
	done, total, again := 0, 0, 0
	for next != "" {
		if seen[next] || len(seen) >= maxPages {
			m.odd("the list of %ss leads in a circle at %s; what came before is taken", strings.ToLower(kind), next)
			break
		}
		seen[next] = true
		a, p, err := m.page(ctx, next)
		if err != nil {
			return fmt.Errorf("%s: %w", next, err)
		}
		if a.Status == http.StatusNotFound || a.Status == http.StatusGone {
			switch {
			case l.Next != "" && len(seen) == 1: // the page where the last run stopped is no more
				next, seen = filtered(address, l.Since), map[string]bool{}
				l.Next = ""
				continue
			case !l.Since.IsZero(): // what some send for an empty filtered list
				next = ""
				continue
			}
			return fmt.Errorf("the endpoint answers %d for %s", a.Status, next)
		}
		if sum := hash(string(bytes.Join(raws(p.elements), nil))); len(p.elements) > 0 && pages[sum] {
			m.odd("the list of %ss repeats the same page at %s; what came before is taken", strings.ToLower(kind), next)
			break
		} else {
			pages[sum] = true
		}
		for _, raw := range p.elements {
			o, err := m.element(ctx, raw)
			if err != nil {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				m.odd("an element of the list of %ss was left out: %v", strings.ToLower(kind), err)
				continue
			}
			if err := m.keep(o, kind); err != nil {
				return err
			}
			done++
		}
		if m.Progress != nil {
			m.Progress(kind, done, p.total)
		}
		after := ""
		if p.next != "" {
			after = resolve(next, p.next)
			if host(after) != host(next) {
				m.odd("the list of %ss goes on at another host (%s), which is not followed", strings.ToLower(kind), host(after))
				after = ""
			}
		}
		switch {
		case total == 0:
			total = p.total
		case p.total != total && p.total > 0 && after == "" && again < 2:
			// An object that left the list moved another one from a page
			// to come to one that was read.
			m.odd("the list of %ss changed while it was read; it is read again", strings.ToLower(kind))
			again++
			seen, pages, done, total = map[string]bool{}, map[uint64]bool{}, 0, 0
			after = filtered(address, l.Since)
		}
		l.Next = after
		if err := m.save(); err != nil {
			return err
		}
		next = after
	}
	l.Since, l.Began, l.Next = l.Began, time.Time{}, ""
	return m.save()
}

func raws(all []json.RawMessage) [][]byte {
	out := make([][]byte, len(all))
	for i, raw := range all {
		out[i] = raw
	}
	return out
}

// filtered asks for what changed since a time (OParl 1.1, "Filter"). A margin
// covers clocks that differ.
func filtered(address string, since time.Time) string {
	if since.IsZero() {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	q := u.Query()
	q.Set("modified_since", since.Add(-10*time.Minute).Format(time.RFC3339))
	u.RawQuery = q.Encode()
	return u.String()
}

// resolve makes an address absolute, and keeps it as safe as the one it was
// found at.
func resolve(base, ref string) string {
	b, err := url.Parse(base)
	if err != nil {
		return ref
	}
	u, err := b.Parse(ref)
	if err != nil {
		return ref
	}
	if b.Scheme == "https" && u.Scheme == "http" && u.Host == b.Host {
		u.Scheme = "https"
	}
	return u.String()
}

func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Host
}

// keep writes an object to its file, if that changes it.
func (m *Mirror) keep(o Object, kind string) error {
	if o.ID() == "" {
		m.odd("a %s without an id was left out: %s", strings.ToLower(kind), o.Line("name"))
		return nil
	}
	if o.Type() == "" {
		o.fields["type"] = json.RawMessage(`"https://schema.oparl.org/1.1/` + kind + `"`)
	}
	file := m.file(o.ID(), cmp.Or(kind, o.Type()))
	data := append(o.JSON(), '\n')
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, data) {
		return nil
	}
	return writeFile(file, data)
}

func (m *Mirror) file(id, kind string) string {
	h := fnv.New128a()
	h.Write([]byte(id))
	name := hex.EncodeToString(h.Sum(nil))
	return filepath.Join(m.Dir, "objects", strings.ToLower(kind), name[:2], name+".json")
}

// missing asks for the objects that others name and no list gave: sittings,
// items and stations of their own. It returns how many came.
func (m *Mirror) missing(ctx context.Context) (came int, err error) {
	store, err := m.Open()
	if err != nil {
		return 0, err
	}
	want := map[string]string{}
	var order []string
	need := func(o Object, key, kind string) {
		for _, id := range o.Refs(key) {
			if _, ok := store.Find(id); !ok && want[id] == "" && strings.HasPrefix(id, "http") {
				want[id] = kind
				order = append(order, id)
			}
		}
	}
	err = store.Each("Paper", func(o Object) bool {
		need(o, "consultation", "Consultation")
		for _, c := range o.Objects("consultation") {
			need(c, "meeting", "Meeting")
			need(c, "agendaItem", "AgendaItem")
		}
		need(o, "mainFile", "File")
		need(o, "auxiliaryFile", "File")
		return true
	})
	if err == nil {
		err = store.Each("Meeting", func(o Object) bool {
			need(o, "agendaItem", "AgendaItem")
			need(o, "location", "Location")
			return true
		})
	}
	if err != nil {
		return 0, err
	}
	asked := m.asked()
	for i, id := range order {
		if asked[id] {
			continue
		}
		if m.Progress != nil {
			m.Progress("missing objects", i+1, len(order))
		}
		o, err := m.Client.object(ctx, id)
		if ctx.Err() != nil {
			return came, ctx.Err()
		}
		if err != nil {
			m.odd("%s, which others name, could not be read: %v", id, err)
			asked[id] = true
			if err := m.remember(id); err != nil {
				return came, err
			}
			continue
		}
		if err := m.keep(o, want[id]); err != nil {
			return came, err
		}
		came++
	}
	return came, nil
}

// asked are addresses that gave nothing and are not asked again.
func (m *Mirror) asked() map[string]bool {
	out := map[string]bool{}
	data, _ := os.ReadFile(filepath.Join(m.Dir, "nothing.txt"))
	for line := range strings.Lines(string(data)) {
		out[strings.TrimSpace(line)] = true
	}
	return out
}

func (m *Mirror) remember(id string) error {
	f, err := os.OpenFile(filepath.Join(m.Dir, "nothing.txt"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString(strings.ReplaceAll(id, "\n", "") + "\n")
	return errors.Join(err, f.Close())
}

// Open reads the mirrored objects.
func (m *Mirror) Open() (*Store, error) {
	return Open(os.DirFS(filepath.Join(m.Dir, "objects")))
}

func (m *Mirror) load(address string) error {
	m.state = state{Source: address, Lists: map[string]*reading{}}
	data, err := os.ReadFile(filepath.Join(m.Dir, "state.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var old state
	if json.Unmarshal(data, &old) != nil || old.Lists == nil {
		m.odd("the notes of the last run cannot be read; everything is asked for anew")
		return nil
	}
	m.state = old
	return nil
}

func (m *Mirror) save() error {
	data, err := json.MarshalIndent(m.state, "", " ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(m.Dir, "state.json"), append(data, '\n'))
}

// writeFile writes a file beside its place and moves it there.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	tmp := path + ".new"
	if err := os.WriteFile(tmp, data, 0o644); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}
