package feed

import (
	"encoding/xml"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/site"
)

// written makes the feeds of two papers, one of them withdrawn.
func written(t *testing.T, papers bool, modified func(object any) time.Time) map[string]string {
	t.Helper()
	c := council.New(council.NewVocabulary(nil, nil, nil), nil, council.NewDate(2026, 11, 23))
	one := &council.Paper{File: "a", ID: "2026-1", Reference: "2026/1", Title: "Radweg & mehr", Type: "Antrag", Date: council.NewDate(2026, 1, 7), Summary: "Ein **Radweg**."}
	one.Consultations = []*council.Consultation{
		{Paper: one, Committees: []*council.Committee{c.Committee("Bauausschuss"), c.Committee("Rechnungsprüfung")}, Date: council.NewDate(2026, 2, 1), Public: true, RoleWords: "Vorberatung", ResultWords: "vertagt"},
		{Paper: one, Committees: []*council.Committee{c.Committee("Kulturausschuss")}, Date: council.NewDate(2026, 2, 2)},
		{Paper: one, Committees: []*council.Committee{c.Committee("Rat")}, Date: council.NewDate(2026, 3, 1), Public: true, RoleWords: "Entscheidung", ResultWords: "einstimmig beschlossen"},
		{Paper: one, Committees: []*council.Committee{c.Committee("Rat")}, Date: council.NewDate(2026, 12, 1), Public: true, RoleWords: "Kenntnisnahme"},
	}
	c.AddPaper(one)
	c.AddPaper(&council.Paper{File: "b", ID: "2026-2", Reference: "2026/2", Title: "Falsch", Type: "Vorlage", Date: council.NewDate(2026, 1, 8),
		Withdrawn: &council.Withdrawal{Date: council.NewDate(2026, 1, 9), Reason: "Doppelt."}})
	problems := &diag.List{}
	c.Link(problems)
	cfg := config.Default()
	cfg.BaseURL = &url.URL{Scheme: "https", Host: "x.example", Path: "/rat/"}
	cfg.Feeds.Papers = papers
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	cfg.Zone = zone
	files := map[string]string{}
	var lock sync.Mutex
	say := func(key string, pairs ...any) string {
		for i := 1; i < len(pairs); i += 2 {
			if text, ok := pairs[i].(string); ok {
				key += " | " + text
			}
		}
		return key
	}
	err = Write(site.New(cfg, c, problems), Options{Say: say, Modified: modified}, func(path string, data []byte) error {
		lock.Lock()
		defer lock.Unlock()
		files[path] = string(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// told lists the entries of a feed: id, time, title, summary.
func told(t *testing.T, data string) (out []string) {
	t.Helper()
	var f feed
	if err := xml.Unmarshal([]byte(data), &f); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	for _, e := range f.Entries {
		out = append(out, strings.Join([]string{strings.TrimPrefix(e.ID, "https://x.example/rat/"), e.Updated, e.Title, e.Summary}, "; "))
	}
	return out
}

func TestWrite(t *testing.T) {
	files := written(t, true, nil)
	rat := "vorlagen/2026-1/#station-2026-03-01-rat; 2026-03-01T00:00:00+01:00; feed.decision | outcome.adopted | Radweg & mehr | 2026/1; feed.decided | Rat | einstimmig beschlossen"
	first := "vorlagen/2026-1/; 2026-01-07T00:00:00+01:00; feed.paper | Antrag | 2026/1 | Radweg & mehr; Ein Radweg."
	gone := "vorlagen/2026-2/#withdrawn; 2026-01-09T00:00:00+01:00; feed.withdrawn | Falsch | 2026/2; Doppelt."
	for path, want := range map[string][]string{
		"feed.xml":             {rat, gone, first},
		"beschluesse/feed.xml": {rat},
		"gremien/rat/feed.xml": {rat, first},
		// Which committee only prepared the matter has no decision of its own.
		"gremien/bauausschuss/feed.xml": {first},
		"vorlagen/2026-1/feed.xml":      {rat, "vorlagen/2026-1/#station-2026-02-01-bauausschuss; 2026-02-01T00:00:00+01:00; feed.decision | outcome.postponed | Radweg & mehr | 2026/1; feed.decided | Bauausschuss, Rechnungsprüfung | vertagt", first},
		"vorlagen/2026-2/feed.xml":      {gone, "vorlagen/2026-2/; 2026-01-08T00:00:00+01:00; feed.paper | Vorlage | 2026/2 | Falsch; "},
	} {
		if got := told(t, files[path]); !slices.Equal(got, want) {
			t.Errorf("%s:\n%s\nwant\n%s", path, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
	if list := files["abonnieren/feeds.opml"]; strings.Count(list, "xmlUrl=") != len(files)-3 {
		t.Errorf("%d files, and the list is\n%s", len(files), list)
	}
}

// TestPapersOff leaves the feeds of single papers out.
func TestPapersOff(t *testing.T) {
	for path := range written(t, false, nil) {
		if strings.HasPrefix(path, "vorlagen/") {
			t.Errorf("there is %s", path)
		}
	}
}

// TestModified sorts by what is known of changes; the ids stay.
func TestModified(t *testing.T) {
	files := written(t, true, func(object any) time.Time {
		if p, ok := object.(*council.Paper); ok && p.Withdrawn == nil {
			return time.Date(2026, 11, 1, 12, 30, 0, 0, time.UTC)
		}
		return time.Time{}
	})
	got := told(t, files["feed.xml"])
	if len(got) != 3 || !strings.HasPrefix(got[0], "vorlagen/2026-1/; 2026-11-01T13:30:00+01:00; ") || !strings.HasPrefix(got[1], "vorlagen/2026-1/#station-2026-03-01-rat; 2026-03-01T00:00:00+01:00; ") {
		t.Errorf("%q", got)
	}
	if !strings.Contains(files["feed.xml"], "<published>2026-01-07T00:00:00+01:00</published>") {
		t.Error("the day of the paper is lost")
	}
}
