package oparltree

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"offenlage/generator/internal/ledger"
	"offenlage/generator/internal/site"
)

// Handler answers for a tree what a static host cannot (OParl 1.1,
// "Objektlisten", "Fehlermeldungen"): lists by when their objects were
// published and changed, with those that are gone; lists without embedded
// objects; errors as objects. It reads the files of the tree and nothing else.
type Handler struct {
	// Files is the folder in which the site was built.
	Files fs.FS
	// Site is what was built there.
	Site *site.Site
}

// errorObject is OParl's answer to a request that cannot be met.
type errorObject struct {
	Type    string `json:"type"`
	Message string `json:"message"`
	Debug   string `json:"debug,omitempty"`
}

// ServeHTTP answers GET and HEAD for addresses below site.OParlDir. Addresses
// in its answers begin with that at which it was asked, so that what it
// serves leads nowhere else.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, inside := strings.CutPrefix(r.URL.Path, h.Site.Config.BasePath())
	data, err := fs.ReadFile(h.Files, name)
	if !inside || !fs.ValidPath(name) || err != nil {
		h.fail(w, http.StatusNotFound, notFound, name)
		return
	}
	if bytes.HasPrefix(data, listStart) {
		q, err := parseQuery(r.URL.Query())
		if err != nil {
			h.fail(w, http.StatusBadRequest, err.Error(), r.URL.RawQuery)
			return
		}
		if q.asked() {
			if data, err = h.filtered(name, q); errors.Is(err, fs.ErrNotExist) {
				h.fail(w, http.StatusNotFound, "The list has no such page.", name)
				return
			} else if err != nil {
				h.fail(w, http.StatusInternalServerError, "The list cannot be read.", err.Error())
				return
			}
		}
	}
	var of stamps
	_ = json.Unmarshal(data, &of) // a list has none
	here := "http://" + r.Host + h.Site.Config.BasePath()
	data = bytes.ReplaceAll(data, []byte(`"`+h.Site.Absolute("")), []byte(`"`+here))
	header(w)
	w.Header().Set("ETag", `"`+ledger.Sum(data)+`"`)
	modified, _ := time.Parse(ledger.TimeLayout, of.Modified)
	http.ServeContent(w, r, "", modified, bytes.NewReader(data))
}

func header(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Access-Control-Allow-Origin", "*")
}

// notFound is the message where no object stands.
const notFound = "There is no object at this address."

// errorFile is an error object that a host can be told to send for addresses
// where nothing stands.
const errorFile = site.OParlDir + "/error.json"

func (h *Handler) fail(w http.ResponseWriter, status int, message, debug string) {
	data, err := encode(nil, errorObject{schema + "Error", message, debug})
	if err != nil {
		data = nil // texts can be written
	}
	header(w)
	w.WriteHeader(status)
	w.Write(data)
}

// stamps are what a filter looks at.
type stamps struct {
	ID       string `json:"id"`
	Created  string `json:"created"`
	Modified string `json:"modified"`
}

// query is what a request asks of a list. Zero times ask nothing.
type query struct {
	createdSince, createdUntil, modifiedSince, modifiedUntil time.Time
	omitInternal                                             bool
	kept                                                     url.Values // as the links of the answer repeat it
}

func (q *query) asked() bool { return len(q.kept) > 0 }

// parseQuery reads the parameters that OParl knows; others say nothing. The
// limit that a client wishes is not granted.
func parseQuery(values url.Values) (*query, error) {
	q := &query{kept: url.Values{}}
	for name, into := range map[string]*time.Time{"created_since": &q.createdSince, "created_until": &q.createdUntil,
		"modified_since": &q.modifiedSince, "modified_until": &q.modifiedUntil} {
		text := values.Get(name)
		if text == "" {
			continue
		}
		// A plus that nobody escaped is a space by now.
		t, err := time.Parse(time.RFC3339, strings.ReplaceAll(text, " ", "+"))
		if err != nil {
			return nil, errors.New(name + " must be a date-time such as 2026-11-25T10:00:00+01:00.")
		}
		*into = t
		q.kept.Set(name, t.Format(ledger.TimeLayout))
	}
	if values.Get("omit_internal") == "true" {
		q.omitInternal = true
		q.kept.Set("omit_internal", "true")
	}
	return q, nil
}

// wants tells whether an object of those times is asked for.
func (q *query) wants(of stamps) bool {
	created, err := time.Parse(ledger.TimeLayout, of.Created)
	modified, err2 := time.Parse(ledger.TimeLayout, of.Modified)
	if err != nil || err2 != nil {
		return false
	}
	return (q.createdSince.IsZero() || !created.Before(q.createdSince)) && (q.createdUntil.IsZero() || !created.After(q.createdUntil)) &&
		(q.modifiedSince.IsZero() || !modified.Before(q.modifiedSince)) && (q.modifiedUntil.IsZero() || !modified.After(q.modifiedUntil))
}

// listStart is how the file of a page begins; each object stands in a line of
// its own.
var listStart = []byte(`{"data":[`)

// filtered makes the page of that name of the list that q asks for.
func (h *Handler) filtered(name string, q *query) ([]byte, error) {
	list, n := h.split(name)
	var out [][]byte
	var keys []string
	take := func(list string, fits func(id string) bool) (web string, err error) {
		for i := 1; ; i++ {
			data, err := fs.ReadFile(h.Files, h.Site.ResourceList(list, i))
			if err != nil {
				return web, err
			}
			objects, rest := splitPage(data)
			for _, o := range objects {
				var of stamps
				if err := json.Unmarshal(o, &of); err != nil {
					return web, err
				}
				if !fits(of.ID) || !q.wants(of) {
					continue
				}
				if q.omitInternal {
					if o, err = external(o); err != nil {
						return web, err
					}
				}
				out, keys = append(out, o), append(keys, strings.TrimSuffix(of.ID, ".json"))
			}
			if web = rest.Links.Web; rest.Links.Next == "" {
				return web, nil
			}
		}
	}
	web, err := take(list, func(string) bool { return true })
	if err != nil {
		return nil, err
	}
	if !q.modifiedSince.IsZero() {
		// Deleted objects belong to the lists of their kind.
		folder := h.Site.Absolute(site.OParlDir + "/" + kindOf(list+"/") + "/")
		if _, err := take(deletedList, func(id string) bool { return strings.HasPrefix(id, folder) && list != deletedList }); err != nil {
			return nil, err
		}
	}
	order := make([]int, len(out))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(keys[a], keys[b]) })
	from := (n - 1) * PerPage
	if n > 1 && from >= len(order) {
		return nil, fs.ErrNotExist
	}
	var page [][]byte
	for _, i := range order[from:min(from+PerPage, len(order))] {
		page = append(page, out[i])
	}
	return writePage(page, n, len(out), web, func(n int) string {
		return h.Site.Absolute(h.Site.ResourceList(list, n)) + "?" + q.kept.Encode()
	})
}

// split tells which page of which list a file is.
func (h *Handler) split(name string) (list string, n int) {
	list = strings.TrimSuffix(strings.TrimPrefix(name, site.OParlDir+"/"), ".json")
	if i := strings.LastIndexByte(list, '/'); i > 0 {
		if n, err := strconv.Atoi(list[i+1:]); err == nil {
			if j := strings.LastIndexByte(list[:i], '/'); j > 0 && h.Site.ResourceList(list[:j], n) == name {
				return list[:j], n
			}
		}
	}
	return list, 1
}

// splitPage takes a page apart that writePage made.
func splitPage(data []byte) (objects [][]byte, rest around) {
	lines := bytes.Split(bytes.TrimSuffix(bytes.TrimPrefix(data, listStart), []byte("\n")), []byte("\n"))
	last := lines[len(lines)-1]
	_ = json.Unmarshal(append([]byte("{"), last...), &rest)
	for _, line := range lines[:len(lines)-1] {
		if line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte(",")), []byte("]")); len(line) > 0 {
			objects = append(objects, line)
		}
	}
	return objects, rest
}

// external leaves out of an object all that are embedded in it (OParl 1.1,
// "omit_internal").
func external(object []byte) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	out := []byte{'{'}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		if embeds(value) {
			continue
		}
		name, err := json.Marshal(key)
		if err != nil {
			return nil, err
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, name...), ':'), value...)
	}
	return append(out, '}'), nil
}

// embeds tells whether a value is an object of OParl, or a list of such.
func embeds(value json.RawMessage) bool {
	var one head
	if value[0] == '{' {
		return json.Unmarshal(value, &one) == nil && strings.HasPrefix(one.Type, schema)
	}
	var several []head
	return value[0] == '[' && json.Unmarshal(value, &several) == nil && len(several) > 0 && strings.HasPrefix(several[0].Type, schema)
}
