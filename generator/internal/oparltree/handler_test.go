package oparltree_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/build"
	"offenlage/generator/internal/oparltest"
	"offenlage/generator/internal/oparltree"
)

// history builds a site on five days: papers come, change, and go. It returns
// the address at which it is served, and its folders.
func history(t *testing.T) (address, dir, out string, last *build.Result) {
	t.Helper()
	dir, out = t.TempDir(), t.TempDir()
	write(t, filepath.Join(dir, "config.toml"), "title = \"T\"\nbase_url = \"https://t.example/rat/\"\nlanguage = \"de\"\n")
	paper := func(i int, title string, public bool) {
		write(t, filepath.Join(dir, fmt.Sprintf("content/papers/%d.md", i)), fmt.Sprintf("+++\nreference = \"2026/%d\"\ntitle = %q\ntype = \"Antrag\"\npublic = %v\n[[consultation]]\ncommittee = \"Rat\"\ndate = 2026-03-%02d\n+++\nText %d.\n", i, title, public, 1+i%28, i))
	}
	for day := 1; day <= 5; day++ {
		for i := range 60 {
			paper(60*(day-1)+i, "Neu", true)
		}
		if day > 1 {
			for i := range 8 {
				paper(60*(day-2)+7*i, "Geändert", true)
				paper(60*(day-2)+7*i+3, "Weg", false)
			}
		}
		last = run(t, build.Options{Dir: dir, Out: out, Remember: true, Now: time.Date(2026, 11, day, 9, 30, 0, 0, time.UTC)})
	}
	server := httptest.NewServer(&oparltree.Handler{Files: os.DirFS(out), Site: last.Site})
	t.Cleanup(server.Close)
	return server.URL + "/rat/", dir, out, last
}

func ask(t *testing.T, address string, header ...string) (*http.Response, []byte) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.Header.Get("Access-Control-Allow-Origin") != "*" || answer.Header.Get("Content-Type") != "application/json" && answer.StatusCode != http.StatusNotModified {
		t.Errorf("%s: headers %v", address, answer.Header)
	}
	return answer, data
}

type listPage struct {
	Data       []map[string]any
	Pagination struct{ TotalElements, CurrentPage int }
	Links      map[string]string
}

// follow reads all pages of a list.
func follow(t *testing.T, address, query string) (all []map[string]any) {
	t.Helper()
	total := 0
	for pages := 1; address != ""; pages++ {
		answer, data := ask(t, address)
		var p listPage
		if err := json.Unmarshal(data, &p); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %s: %v", address, answer.Status, err)
		}
		for name, link := range p.Links {
			u, err := url.Parse(link)
			if name != "web" && (err != nil || !maps.EqualFunc(u.Query(), must(url.ParseQuery(query)), slices.Equal)) {
				t.Errorf("the link %s does not repeat %s: %s", name, query, link)
			}
		}
		if p.Pagination.CurrentPage != pages || p.Links["self"] != address && pages > 1 {
			t.Errorf("%s says that it is page %d, %s", address, p.Pagination.CurrentPage, p.Links["self"])
		}
		all = append(all, p.Data...)
		total += p.Pagination.TotalElements // the first page says it
		if address = p.Links["next"]; address == "" && total != len(all) {
			t.Errorf("%d objects came, and %d are promised", len(all), total)
		}
	}
	return all
}

func must[T any](x T, err error) T {
	if err != nil {
		panic(err)
	}
	return x
}

// TestTombstones looks at the tree after papers went.
func TestTombstones(t *testing.T) {
	_, _, out, _ := history(t)
	r, bySchema := check(t, os.DirFS(out), oparltest.Options{Base: "https://t.example/rat/"})
	report(t, r.Faults, bySchema)
	data, err := os.ReadFile(filepath.Join(out, "oparl/v1.1/paper/2026-3.json"))
	const want = `{"id":"https://t.example/rat/oparl/v1.1/paper/2026-3.json","type":"https://schema.oparl.org/1.1/Paper","created":"2026-11-01T10:30:00+01:00","modified":"2026-11-02T10:30:00+01:00","deleted":true}` + "\n"
	if err != nil || string(data) != want {
		t.Errorf("a deleted paper is %s, %v", data, err)
	}
}

// TestFilters asks for lists with every mix of filters, and compares with
// what a look at every object says.
func TestFilters(t *testing.T) {
	address, dir, _, _ := history(t)
	ledger := must(os.ReadFile(filepath.Join(dir, filepath.FromSlash(build.LedgerFile))))
	random := rand.New(rand.NewPCG(1, 2))
	some, deleted := 0, 0
	for _, list := range []string{"paper", "meeting", "consultation", "agendaitem", "file", "organization", "person", "meeting/organization/rat"} {
		kind, _, _ := strings.Cut(list, "/")
		for range 40 {
			query := url.Values{}
			since := map[string]time.Time{}
			for _, name := range []string{"created_since", "created_until", "modified_since", "modified_until"} {
				if random.IntN(3) == 0 {
					at := time.Date(2026, 11, 1+random.IntN(5), 9, 30, random.IntN(3)-1, 0, time.UTC).In(time.FixedZone("", 3600*random.IntN(3)))
					since[name] = at
					query.Set(name, at.Format("2006-01-02T15:04:05-07:00"))
				}
			}
			var want []string
			for line := range strings.Lines(string(ledger)) {
				cells := strings.Split(strings.TrimSpace(line), "\t")
				if !strings.HasPrefix(cells[0], kind+"/") {
					continue
				}
				if cells[3] == "-" {
					cells[3] = cells[2]
				}
				created, modified := must(time.Parse(time.RFC3339, cells[2])), must(time.Parse(time.RFC3339, cells[3]))
				fits := true
				for name, at := range since {
					of := modified
					if strings.HasPrefix(name, "created") {
						of = created
					}
					fits = fits && (of.Equal(at) || of.After(at) == strings.HasSuffix(name, "since"))
				}
				if _, asked := since["modified_since"]; len(cells) > 4 && !asked || !fits {
					continue
				}
				want = append(want, address+"oparl/v1.1/"+cells[0]+".json")
			}
			var got []string
			for _, o := range follow(t, address+"oparl/v1.1/"+list+".json?"+query.Encode(), query.Encode()) {
				got = append(got, o["id"].(string))
				if o["deleted"] == true {
					deleted++
				}
			}
			some += len(got)
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("%s?%s: %d objects, want %d", list, query.Encode(), len(got), len(want))
			}
		}
	}
	if some < 1000 || deleted < 50 {
		t.Errorf("only %d objects and %d deleted ones were asked for", some, deleted)
	}
}

// TestAnswers looks at what else a server must do.
func TestAnswers(t *testing.T) {
	address, _, _, _ := history(t)
	tree := address + "oparl/v1.1/"

	for _, o := range follow(t, tree+"paper.json?omit_internal=true", "omit_internal=true") {
		if o["consultation"] != nil || o["mainFile"] != nil || o["reference"] == nil {
			t.Fatalf("omit_internal leaves %v", slices.Sorted(maps.Keys(o)))
		}
	}
	answer, data := ask(t, tree+"paper/2026-5.json")
	var o map[string]any
	if err := json.Unmarshal(data, &o); err != nil || o["id"] != tree+"paper/2026-5.json" || o["web"] != address+"vorlagen/2026-5/" {
		t.Errorf("%v: an object leads elsewhere: %s", err, data)
	}
	if strings.Contains(string(data), "t.example") {
		t.Errorf("an object names another host: %s", data)
	}
	tag, day := answer.Header.Get("ETag"), answer.Header.Get("Last-Modified")
	if day != "Sun, 01 Nov 2026 09:30:00 GMT" || answer.Header.Get("Content-Length") == "" {
		t.Errorf("headers %v", answer.Header)
	}
	for name, value := range map[string]string{"If-None-Match": tag, "If-Modified-Since": day} {
		if again, _ := ask(t, tree+"paper/2026-5.json", name, value); again.StatusCode != http.StatusNotModified {
			t.Errorf("with %s: %s", name, again.Status)
		}
	}
	if answer, _ := ask(t, tree+"paper/2026-3.json"); answer.StatusCode != http.StatusOK {
		t.Errorf("a deleted object answers %s", answer.Status)
	}
	for _, c := range []struct {
		path string
		code int
	}{{"paper/1999.json", 404}, {"paper/", 404}, {"../../content/ledger.tsv", 404}, {"paper.json?created_since=gestern", 400},
		{"paper/seite/9.json?modified_since=2026-11-01T00:00:00Z", 404}, {"paper.json?modified_since=2026-11-01T00:00:00+01:00", 200}, {"paper.json?limit=5&x=y", 200}} {
		answer, data := ask(t, tree+c.path)
		var o map[string]any
		if err := json.Unmarshal(data, &o); err != nil || answer.StatusCode != c.code || c.code != 200 && (o["type"] != "https://schema.oparl.org/1.1/Error" || o["message"] == "") {
			t.Errorf("%s: %s %.200s", c.path, answer.Status, data)
		}
	}
}
