// Package oparldemo is a council system that speaks OParl: it serves objects
// with pages and filters, and misbehaves on request as real ones do. Tests
// and "make oparl-demo" use it.
package oparldemo

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"offenlage/generator/internal/oparl"
)

// Server is the system. Its address is /system below where it is served.
type Server struct {
	// Objects by list: "organization", "meeting", "paper", "person".
	Objects map[string][]oparl.Object
	// PerPage is how many objects a page has; 0 stands for 100.
	PerPage int
	// Fault is one of Faults, or "" for none.
	Fault string

	// Unchanged counts requests that were answered with 304.
	Unchanged atomic.Int64

	requests atomic.Int64
	shrunk   atomic.Bool // the list has lost its first paper
}

// Faults are the ways in which it can misbehave.
func Faults() []string {
	return []string{"flaky", "busy", "html", "error-object", "truncated", "loop", "repeat", "shrinking", "latin1", "control",
		"bare-list", "no-type", "no-id", "other-host", "huge", "endless", "redirect-circle", "redirect-file", "deep", "down", "hang", "broken-object"}
}

const jsonType = "application/json"

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	first, _, _ := strings.Cut(strings.Trim(r.URL.Path, "/"), "/")
	if !s.trouble(w, r, s.requests.Add(1), first) {
		s.answer(w, r)
	}
}

func (s *Server) answer(w http.ResponseWriter, r *http.Request) {
	base := "http://" + r.Host
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	w.Header().Set("Content-Type", jsonType)
	switch {
	case parts[0] == "system":
		w.Header().Set("ETag", `"1"`)
		if r.Header.Get("If-None-Match") == `"1"` {
			s.Unchanged.Add(1)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		write(w, map[string]any{"id": base + "/system", "type": "https://schema.oparl.org/1.1/System", "oparlVersion": "https://schema.oparl.org/1.1/", "name": "Beispielsystem", "body": base + "/bodies"})
	case parts[0] == "bodies":
		write(w, map[string]any{"data": []any{s.body(base)}, "links": map[string]any{}, "pagination": map[string]any{"totalElements": 1}})
	case s.Objects[parts[0]] != nil && len(parts) == 1:
		s.list(w, r, base, parts[0])
	default:
		for _, all := range s.Objects {
			for _, o := range all {
				if strings.HasSuffix(o.ID(), r.URL.Path) {
					w.Write(o.JSON())
					return
				}
			}
		}
		http.NotFound(w, r)
	}
}

func (s *Server) body(base string) map[string]any {
	b := map[string]any{"id": base + "/body", "type": "https://schema.oparl.org/1.1/Body", "name": "Stadt Beispiel"}
	for _, key := range []string{"organization", "meeting", "paper", "person"} {
		b[key] = base + "/" + key
	}
	return b
}

// list serves one page, filtered by modified_since.
func (s *Server) list(w http.ResponseWriter, r *http.Request, base, name string) {
	all := s.Objects[name]
	if since, err := time.Parse(time.RFC3339, r.URL.Query().Get("modified_since")); err == nil {
		all = slices.DeleteFunc(slices.Clone(all), func(o oparl.Object) bool {
			t, ok := o.Time("modified", time.UTC)
			return ok && t.Before(since)
		})
	} else {
		all = slices.DeleteFunc(slices.Clone(all), oparl.Object.Deleted)
	}
	per := s.PerPage
	if per == 0 {
		per = 100
	}
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	page = max(page, 1)
	if s.Fault == "shrinking" && name == "paper" && (page > 1 || s.shrunk.Load()) {
		s.shrunk.Store(true)
		all = all[1:]
	}
	from := min((page-1)*per, len(all))
	part := all[from:min(from+per, len(all))]
	if s.Fault == "repeat" {
		part = all[:min(per, len(all))]
	}
	data := make([]json.RawMessage, len(part))
	for i, o := range part {
		data[i] = s.spoil(o.JSON(), i)
	}
	if s.Fault == "bare-list" {
		data = data[:0]
		for _, o := range all {
			data = append(data, o.JSON())
		}
		write(w, data)
		return
	}
	links := map[string]any{}
	next := func(n int) string {
		q := r.URL.Query()
		q.Set("page", strconv.Itoa(n))
		return base + "/" + name + "?" + q.Encode()
	}
	switch {
	case from+per < len(all) || s.Fault == "repeat":
		links["next"] = next(page + 1)
	case s.Fault == "loop":
		links["next"] = next(1)
	}
	if s.Fault == "other-host" && links["next"] != nil {
		links["next"] = strings.Replace(next(page+1), r.Host, "elsewhere.example", 1)
	}
	if s.Fault == "broken-object" && len(data) > 0 {
		parts := make([]string, len(data))
		for i, d := range data {
			parts[i] = string(d)
		}
		parts[0] = `{"id": "broken", "name": tru}`
		next, _ := links["next"].(string)
		fmt.Fprintf(w, `{"data": [%s], "links": {"next": %q}}`, strings.Join(parts, ","), next)
		return
	}
	write(w, map[string]any{"data": data, "links": links, "pagination": map[string]any{"totalElements": len(all), "elementsPerPage": per, "currentPage": page}})
}

// spoil breaks the i-th object of a page.
func (s *Server) spoil(data []byte, i int) []byte {
	var o map[string]json.RawMessage
	if i != 0 || json.Unmarshal(data, &o) != nil {
		return data
	}
	switch s.Fault {
	case "no-type":
		delete(o, "type")
	case "no-id":
		delete(o, "id")
	default:
		return data
	}
	out, _ := json.Marshal(o)
	return out
}

// trouble answers in place of the system; it returns false when the system
// shall answer.
func (s *Server) trouble(w http.ResponseWriter, r *http.Request, n int64, first string) bool {
	inList := first == "paper"
	switch s.Fault {
	case "flaky":
		if n%3 == 0 {
			http.Error(w, "oops", http.StatusInternalServerError)
			return true
		}
	case "busy":
		if n%4 == 0 {
			w.Header().Set("Retry-After", "2")
			http.Error(w, "slow down", http.StatusTooManyRequests)
			return true
		}
	case "hang":
		if n%3 == 0 {
			<-r.Context().Done()
			return true
		}
	case "html":
		if n%3 == 0 {
			fmt.Fprint(w, "<!doctype html><title>Wartung</title>")
			return true
		}
	case "error-object":
		if n%3 == 0 {
			write(w, map[string]any{"type": "https://schema.oparl.org/1.1/Error", "message": "Datenbank beschäftigt"})
			return true
		}
	case "truncated":
		if n%3 == 0 {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, `{"data": [{"id": "x`)
			return true
		}
	case "down":
		if inList && r.URL.Query().Get("page") != "" {
			http.Error(w, "gone for good", http.StatusInternalServerError)
			return true
		}
	case "huge":
		if inList {
			chunk := []byte(`{"data": ["` + strings.Repeat("x", 1<<20))
			for range 100 {
				if _, err := w.Write(chunk); err != nil {
					return true
				}
			}
			return true
		}
	case "endless":
		if inList {
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, strings.Repeat(" ", 1<<20)); err != nil {
					break
				}
			}
			return true
		}
	case "redirect-circle":
		if inList {
			http.Redirect(w, r, r.URL.String(), http.StatusFound)
			return true
		}
	case "redirect-file":
		if inList {
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
			return true
		}
	case "deep":
		if inList {
			fmt.Fprint(w, `{"data": `+strings.Repeat("[", 1_000_000)+`]}`)
			return true
		}
	case "latin1", "control":
		if inList {
			rec := &recorder{header: w.Header()}
			s.answer(rec, r)
			w.Write(rec.spoiled(s.Fault))
			return true
		}
	}
	return false
}

// recorder keeps an answer to spoil it.
type recorder struct {
	header http.Header
	body   strings.Builder
}

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(int)             {}
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }

func (r *recorder) spoiled(how string) []byte {
	text := r.body.String()
	switch how {
	case "latin1":
		var out []byte
		for _, c := range text {
			if c > 255 {
				c = '?'
			}
			out = append(out, byte(c))
		}
		return out
	case "control":
		return []byte(strings.ReplaceAll(text, " ", "\x02\v"))
	}
	return []byte(text)
}

func write(w io.Writer, v any) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.Encode(v)
}
