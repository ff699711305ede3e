package oparldemo

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/oparl"
)

// made are n papers, a sitting for ten of them, and a committee.
func made(t *testing.T, n int) map[string][]oparl.Object {
	t.Helper()
	parse := func(format string, args ...any) oparl.Object {
		o, err := oparl.Parse(fmt.Appendf(nil, format, args...))
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	all := map[string][]oparl.Object{
		"organization": {parse(`{"id": "https://x.example/organization/1", "type": "https://schema.oparl.org/1.1/Organization", "name": "Rat"}`)},
		"person":       {parse(`{"id": "https://x.example/person/1", "type": "https://schema.oparl.org/1.1/Person", "name": "Erika Beispiel"}`)},
	}
	for i := range n {
		all["paper"] = append(all["paper"], parse(`{"id": "https://x.example/paper/%d", "type": "https://schema.oparl.org/1.1/Paper", "reference": "2026/%04d", "name": "Größe %d", "modified": "2026-01-%02dT00:00:00Z"}`, i, i, i, i%28+1))
	}
	all["meeting"] = append(all["meeting"], parse(`{"id": "https://x.example/meeting/1", "type": "https://schema.oparl.org/1.1/Meeting", "name": "Rat", "start": "2026-01-01"}`))
	return all
}

func mirror(t *testing.T, dir string) *oparl.Mirror {
	t.Helper()
	return &oparl.Mirror{Dir: dir, Now: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC),
		Client: &oparl.Client{UserAgent: "test", Sleep: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }}}
}

func names(t *testing.T, m *oparl.Mirror) map[string]string {
	t.Helper()
	store, err := m.Open()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	if err := store.Each("Paper", func(o oparl.Object) bool { out[o.ID()] = o.Line("name"); return true }); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestFaults reads an endpoint with each way of misbehaving: what can be had
// comes, and what cannot is said.
func TestFaults(t *testing.T) {
	const n = 25
	tried := map[string]bool{}
	defer func() {
		for _, fault := range Faults() {
			if !tried[fault] {
				t.Errorf("nobody tries the fault %q", fault)
			}
		}
	}()
	for _, c := range []struct {
		fault  string
		papers int
		says   string // in Odd or in the error
	}{
		{"", n, ""},
		{"flaky", n, ""},
		{"busy", n, ""},
		{"html", n, ""},
		{"hang", n, ""},
		{"error-object", n, ""},
		{"truncated", n, ""},
		{"loop", n, "repeats the same page"},
		{"repeat", 10, "repeats the same page"},
		{"shrinking", n, "changed while it was read"},
		{"latin1", n, ""},
		{"control", n, ""},
		{"bare-list", n, ""},
		{"no-type", n, ""},
		{"no-id", n - 3, "without an id"},
		{"broken-object", n - 3, "no JSON object"},
		{"other-host", 10, "another host (elsewhere.example)"},
		{"huge", 0, "more than 64 MB"},
		{"endless", 0, "more than 64 MB"},
		{"redirect-circle", 0, "redirects in a circle"},
		{"redirect-file", 0, `redirects to "file:///etc/passwd"`},
		{"deep", 0, "nested more than 64 levels deep"},
		{"down", 10, "500 Internal Server Error (tried 6 times); the same command goes on from there"},
	} {
		tried[c.fault] = true
		t.Run(c.fault, func(t *testing.T) {
			s := httptest.NewServer(&Server{Objects: made(t, n), PerPage: 10, Fault: c.fault})
			defer s.Close()
			m := mirror(t, t.TempDir())
			if c.fault == "hang" {
				m.Client.Timeout = 50 * time.Millisecond
			}
			_, err := m.Update(t.Context(), s.URL+"/system")
			said := strings.Join(m.Odd, "\n")
			if err != nil {
				said += "\n" + err.Error()
			}
			got := names(t, m)
			if len(got) != c.papers {
				t.Errorf("%d papers, want %d; it says %s", len(got), c.papers, said)
			}
			for id, name := range got {
				if name != "Größe "+oparl.Tail(id) {
					t.Errorf("%s is called %q", id, name)
				}
			}
			if c.says == "" && said != "" || !strings.Contains(said, c.says) {
				t.Errorf("it says %q, want %q", said, c.says)
			}
		})
	}
}

// TestGoesOn interrupts a run at every request and goes on: nothing is asked
// for twice but the page that was under way, and all is there in the end.
func TestGoesOn(t *testing.T) {
	const n = 25
	for stop := 1; stop < 8; stop++ {
		server := &Server{Objects: made(t, n), PerPage: 10}
		s := httptest.NewServer(server)
		dir := t.TempDir()
		ctx, cancel := context.WithCancel(t.Context())
		m := mirror(t, dir)
		m.Progress = func(string, int, int) {
			if m.Client.Requests >= stop {
				cancel()
			}
		}
		m.Update(ctx, s.URL+"/system")
		first := m.Client.Requests
		cancel()
		m = mirror(t, dir)
		if _, err := m.Update(t.Context(), s.URL+"/system"); err != nil {
			t.Fatal(err)
		}
		if got := len(names(t, m)); got != n {
			t.Errorf("stopped at request %d: %d papers", stop, got)
		}
		if all := first + m.Client.Requests; all > 7+5 {
			t.Errorf("stopped at request %d: %d requests in all", stop, all)
		}
		s.Close()
	}
}

// TestAgain asks a second time only for what changed.
func TestAgain(t *testing.T) {
	objects := made(t, 25)
	server := &Server{Objects: objects, PerPage: 10}
	s := httptest.NewServer(server)
	defer s.Close()
	dir := t.TempDir()
	m := mirror(t, dir)
	if _, err := m.Update(t.Context(), s.URL+"/system"); err != nil {
		t.Fatal(err)
	}
	changed, _ := oparl.Parse([]byte(`{"id": "https://x.example/paper/3", "type": "https://schema.oparl.org/1.1/Paper", "name": "Neu", "modified": "2026-02-02T00:00:00Z"}`))
	gone, _ := oparl.Parse([]byte(`{"id": "https://x.example/paper/4", "deleted": true, "modified": "2026-02-02T00:00:00Z"}`))
	objects["paper"][3], objects["paper"][4] = changed, gone
	m = mirror(t, dir)
	m.Now = m.Now.AddDate(0, 0, 2)
	if _, err := m.Update(t.Context(), s.URL+"/system"); err != nil {
		t.Fatal(err)
	}
	if m.Client.Requests > 5 || server.Unchanged.Load() != 1 {
		t.Errorf("%d requests, %d of them for what had not changed", m.Client.Requests, server.Unchanged.Load())
	}
	got := names(t, m)
	if got["https://x.example/paper/3"] != "Neu" || len(got) != 25 {
		t.Errorf("after the second run: %d papers, %q", len(got), got["https://x.example/paper/3"])
	}
	store, _ := m.Open()
	if o, ok := store.Find("https://x.example/paper/4"); !ok || !o.Deleted() {
		t.Error("the removed paper is not marked so")
	}
	if _, err := os.Stat(filepath.Join(dir, "state.json")); err != nil {
		t.Error(err)
	}
}

// TestNoEndpoint says what is wrong with an address.
func TestNoEndpoint(t *testing.T) {
	s := httptest.NewServer(&Server{Objects: made(t, 1)})
	defer s.Close()
	for address, says := range map[string]string{
		s.URL + "/nothing":        "404",
		s.URL + "/organization/1": "neither an OParl System nor a Body",
		"http://127.0.0.1:1/x":    "no answer",
		"ftp://x.example/":        "no address of the web",
	} {
		m := mirror(t, t.TempDir())
		if _, err := m.Update(t.Context(), address); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// TestPolite waits as long as it is told to, longer each time, and never asks
// faster than its rate.
func TestPolite(t *testing.T) {
	var waits []time.Duration
	sleep := func(ctx context.Context, d time.Duration) error { waits = append(waits, d); return ctx.Err() }
	answers := []int{429, 500, 503, 200}
	asked := 0
	var agent string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		agent = r.Header.Get("User-Agent")
		if answers[asked] == 429 {
			w.Header().Set("Retry-After", "7")
		}
		w.WriteHeader(answers[asked])
		asked++
	}))
	defer s.Close()
	c := &oparl.Client{UserAgent: "Offenlage (at most 1 request a second)", Sleep: sleep}
	if a, err := c.Get(t.Context(), s.URL, "*/*", "", "", 10); err != nil || a.Status != 200 {
		t.Fatal(a.Status, err)
	}
	if fmt.Sprint(waits) != "[7s 2s 4s]" {
		t.Errorf("it waits %v", waits)
	}
	if agent != c.UserAgent {
		t.Errorf("it calls itself %q", agent)
	}
	answers, asked, waits, c.Pause = []int{200, 200, 200}, 0, nil, time.Minute
	for range 3 {
		if _, err := c.Get(t.Context(), s.URL, "*/*", "", "", 10); err != nil {
			t.Fatal(err)
		}
	}
	if len(waits) < 2 || waits[len(waits)-1] < 59*time.Second {
		t.Errorf("between requests it waits %v", waits)
	}
	late := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(429)
	}))
	defer late.Close()
	if _, err := c.Get(t.Context(), late.URL, "*/*", "", "", 10); err == nil || !strings.Contains(err.Error(), "asks to wait 24h0m0s") {
		t.Errorf("told to wait a day: %v", err)
	}
}
