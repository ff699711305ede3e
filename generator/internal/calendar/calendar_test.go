package calendar

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/site"
)

// TestWrite holds the lines that RFC 5545 asks for: CRLF, at most 75 bytes,
// commas escaped, hours in UTC, whole days without an hour, sittings that were
// cancelled.
func TestWrite(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := council.New(council.NewVocabulary(nil, nil, nil), nil, council.NewDate(2026, 11, 23))
	body := c.Committee("Ausschuss für Bau, Verkehr und Städtepartnerschaften mit einem sehr langen Namen, der umbrochen wird")
	c.AddMeeting(&council.Meeting{File: "a", Committees: []*council.Committee{body}, Date: council.NewDate(2026, 7, 1), Start: time.Date(2026, 7, 1, 17, 0, 0, 0, zone), End: time.Date(2026, 7, 1, 19, 30, 0, 0, zone), Place: "Rathaus, Saal 2"})
	c.AddMeeting(&council.Meeting{File: "b", Committees: []*council.Committee{body}, Date: council.NewDate(2026, 12, 24), StatusWords: "abgesagt", Status: council.StatusCancelled})
	problems := &diag.List{}
	c.Link(problems)
	cfg := config.Default()
	cfg.BaseURL = &url.URL{Scheme: "https", Host: "x.example", Path: "/rat/"}
	s := site.New(cfg, c, problems)
	files := map[string]string{}
	if err := Write(s, func(path string, data []byte) error { files[path] = string(data); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(files) != 4 {
		t.Fatalf("%d files", len(files))
	}
	all := files["sitzungen/sitzungen.ics"]
	for path, text := range files {
		if !strings.HasPrefix(text, "BEGIN:VCALENDAR\r\n") || !strings.HasSuffix(text, "END:VCALENDAR\r\n") || strings.Count(text, "\n") != strings.Count(text, "\r\n") {
			t.Errorf("%s: %q", path, text)
		}
		for line := range strings.SplitSeq(text, "\r\n") {
			if len(line) > 75 {
				t.Errorf("%s: a line of %d bytes: %s", path, len(line), line)
			}
		}
	}
	whole := strings.ReplaceAll(all, "\r\n ", "")
	for _, want := range []string{"DTSTART:20260701T150000Z\r\n", "DTEND:20260701T173000Z\r\n", "LOCATION:Rathaus\\, Saal 2\r\n", "STATUS:CANCELLED\r\n", "DTSTART;VALUE=DATE:20261224\r\n", "DTEND;VALUE=DATE:20261225\r\n",
		"URL:https://x.example/rat/sitzungen/2026-07-01-", "der umbrochen wird\r\n"} {
		if !strings.Contains(whole, want) {
			t.Errorf("there is no %q in\n%s", want, whole)
		}
	}
	if strings.Count(all, "BEGIN:VEVENT") != 2 {
		t.Error("not two sittings")
	}
}
