package calendar

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/validator"
)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// written makes the calendars of one committee.
func written(t *testing.T, zone *time.Location, modified func(object any) time.Time, meetings ...*council.Meeting) map[string]string {
	t.Helper()
	c := council.New(council.NewVocabulary(nil, nil, nil), nil, council.NewDate(2026, 11, 23))
	body := c.Committee("Ausschuss für Bau, Verkehr und Städtepartnerschaften mit einem sehr langen Namen, der umbrochen wird")
	for i, m := range meetings {
		m.File, m.Committees = fmt.Sprint(i), []*council.Committee{body}
		c.AddMeeting(m)
	}
	problems := &diag.List{}
	c.Link(problems)
	cfg := config.Default()
	cfg.Zone = zone
	cfg.BaseURL = &url.URL{Scheme: "https", Host: "x.example", Path: "/rat/"}
	files := map[string]string{}
	say := func(key string, pairs ...any) string { return key + fmt.Sprint(pairs...) }
	err := Write(site.New(cfg, c, problems), Options{Say: say, Modified: modified}, func(path string, data []byte) error { files[path] = string(data); return nil })
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestWrite holds the lines that RFC 5545 asks for: CRLF, at most 75 bytes,
// commas escaped, hours where the council sits, whole days without an hour,
// sittings that were cancelled or moved.
func TestWrite(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	files := written(t, berlin, nil,
		&council.Meeting{Date: council.NewDate(2026, 7, 1), Start: time.Date(2026, 7, 1, 17, 0, 0, 0, berlin), End: time.Date(2026, 7, 1, 17, 30, 0, 0, time.UTC), Place: "Rathaus, Saal 2",
			Agenda: []*council.AgendaItem{{Number: "Ö 1", Title: "Radweg; Straße"}, {Title: "Ohne Nummer"}}},
		&council.Meeting{Date: council.NewDate(2026, 12, 24), StatusWords: "abgesagt", Status: council.StatusCancelled},
		&council.Meeting{Date: council.NewDate(2026, 12, 30), Aliases: []string{"sitzungen/2026-12-28-bau", "sitzungen/2026-12-29-bau"}})
	if len(files) != 5 {
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
	for _, want := range []string{"DTSTART;TZID=Europe/Berlin:20260701T170000\r\n", "DTEND;TZID=Europe/Berlin:20260701T193000\r\n", "LOCATION:Rathaus\\, Saal 2\r\n", "STATUS:CANCELLED\r\n",
		"SUMMARY:calendar.cancelledname", "DTSTART;VALUE=DATE:20261224\r\n", "DTEND;VALUE=DATE:20261225\r\n", "URL:https://x.example/rat/sitzungen/2026-07-01-", "der umbrochen wird\r\n",
		"DESCRIPTION:Ö 1 Radweg\\; Straße\\nOhne Nummer\\nhttps://x.example/rat/sitzungen/2026-07-01-", "UID:sitzungen/2026-12-28-bau@x.example\r\n", "SEQUENCE:2\r\n", "DTSTAMP:20260701T000000Z\r\n",
		"BEGIN:DAYLIGHT\r\nDTSTART:20250330T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n",
		"BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n"} {
		if !strings.Contains(whole, want) {
			t.Errorf("there is no %q in\n%s", want, whole)
		}
	}
	if strings.Count(all, "BEGIN:VEVENT") != 3 || strings.Count(all, "BEGIN:VTIMEZONE") != 1 {
		t.Error("not three sittings in one time zone")
	}
}

// TestModified takes the time of the last change where it is known.
func TestModified(t *testing.T) {
	files := written(t, zone(t, "Europe/Berlin"), func(any) time.Time { return time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC) }, &council.Meeting{Date: council.NewDate(2026, 12, 24)})
	for _, want := range []string{"DTSTAMP:20261102T090000Z\r\n", "LAST-MODIFIED:20261102T090000Z\r\n", "SEQUENCE:0\r\n"} {
		if !strings.Contains(files["sitzungen/sitzungen.ics"], want) {
			t.Errorf("there is no %q in\n%s", want, files["sitzungen/sitzungen.ics"])
		}
	}
}

// TestFarYears ends for every year that an author may mistype: what Go knows of
// a zone far ahead once led around in a circle.
func TestFarYears(t *testing.T) {
	z := zone(t, "Europe/Berlin")
	for year := 2036; year <= 2100; year++ {
		list := onsets(z, year, year)
		if len(list) != 2 || list[0].to != 2*3600 || list[1].to != 3600 {
			t.Errorf("%d: %+v", year, list)
		}
	}
}

// TestZones writes sittings around each change of clocks, in zones with and
// without a rule, north and south, and lets ical.js work out the moments from
// the description of the zone in the file.
func TestZones(t *testing.T) {
	files, want := map[string]string{}, map[string][]string{}
	for _, name := range []string{"Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Africa/Casablanca", "UTC"} {
		z := time.UTC
		if name != "UTC" {
			z = zone(t, name)
		}
		var meetings []*council.Meeting
		for year := 2024; year <= 2027; year++ {
			for _, day := range [][2]int{{1, 15}, {3, 7}, {3, 15}, {3, 28}, {4, 1}, {4, 10}, {7, 1}, {10, 1}, {10, 24}, {11, 1}, {11, 9}} {
				start := time.Date(year, time.Month(day[0]), day[1], 17, 30, 0, 0, z)
				meetings = append(meetings, &council.Meeting{Date: council.NewDate(year, time.Month(day[0]), day[1]), Start: start})
				want[name] = append(want[name], fmt.Sprint(start.Unix()))
			}
		}
		files[name] = written(t, z, nil, meetings...)["sitzungen/sitzungen.ics"]
	}
	got := map[string][]string{}
	for _, p := range validator.Node(t, `
import ICAL from "ical.js";
function check(name, text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map(e => String(new ICAL.Event(e).startDate.toUnixTime()));
}`, files, "ical.js@2.2.1") {
		got[p.File] = append(got[p.File], p.Message)
	}
	for name := range files {
		slices.Sort(got[name])
		slices.Sort(want[name])
		if !slices.Equal(got[name], want[name]) {
			t.Errorf("%s:\n%s\nwant\n%s\n%s", name, got[name], want[name], files[name][:1500])
		}
	}
}
