package build

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"offenlage/generator/internal/validator"
)

// icsProblems holds the form of a calendar against RFC 5545 §3.1: lines end
// in CRLF and have at most 75 octets.
func icsProblems(text string) (problems []string) {
	body, ok := strings.CutSuffix(text, "END:VCALENDAR\r\n")
	if !ok || !strings.HasPrefix(body, "BEGIN:VCALENDAR\r\n") {
		problems = append(problems, "it is no calendar")
	}
	for line := range strings.SplitSeq(text, "\r\n") {
		if len(line) > 75 {
			problems = append(problems, fmt.Sprintf("a line of %d octets", len(line)))
		}
		if strings.ContainsAny(line, "\r\n") {
			problems = append(problems, fmt.Sprintf("a line that does not end in CRLF: %q", line))
		}
	}
	return problems
}

// icalJS asks the npm package of that name, and for what RFC 5545 §3.6.1
// wants of an event.
const icalJS = `
import ICAL from "ical.js";
function check(name, text) {
  const bad = [];
  const calendar = new ICAL.Component(ICAL.parse(text));
  if (calendar.getFirstPropertyValue("version") != "2.0" || !calendar.getFirstPropertyValue("prodid")) bad.push("version, prodid");
  const zones = new Set(calendar.getAllSubcomponents("vtimezone").map(z => z.getFirstPropertyValue("tzid")));
  const uids = new Set();
  const events = calendar.getAllSubcomponents("vevent");
  if (!events.length) bad.push("no event");
  for (const e of events) {
    const one = key => { const all = e.getAllProperties(key); if (all.length != 1) bad.push(all.length + " " + key); return all[0]; };
    const uid = one("uid")?.getFirstValue();
    if (uids.has(uid)) bad.push("uid twice: " + uid);
    uids.add(uid);
    for (const key of ["dtstamp", "dtstart", "dtend"]) {
      if (key == "dtend" && !e.hasProperty(key)) continue;
      const time = one(key)?.getFirstValue();
      if (!(time instanceof ICAL.Time) || isNaN(time.toUnixTime()) || time.year < 1990 || time.month > 12) bad.push(key + " " + time);
      const zone = e.getFirstProperty(key)?.getParameter("tzid");
      if (zone && !zones.has(zone)) bad.push("no zone " + zone);
    }
    const event = new ICAL.Event(e);
    if (e.hasProperty("dtend") && event.endDate.compare(event.startDate) <= 0) bad.push("it ends before it begins");
    if (!one("summary")?.getFirstValue()) bad.push("no summary");
    if (!URL.canParse(one("url")?.getFirstValue())) bad.push("url");
    if (!Number.isInteger(one("sequence")?.getFirstValue())) bad.push("sequence");
    if (!["CONFIRMED", "CANCELLED"].includes(one("status")?.getFirstValue())) bad.push("status");
  }
  return bad;
}`

const icalVersion = "ical.js@2.2.1"

// TestCalendars reads every calendar of the example with a reader that is not
// ours.
func TestCalendars(t *testing.T) {
	_, files := example(t)
	calendars := some(files, ".ics")
	if len(calendars) < 30 {
		t.Errorf("%d calendars", len(calendars))
	}
	for name, text := range calendars {
		for _, p := range icsProblems(text) {
			t.Errorf("%s: %s", name, p)
		}
	}
	all := calendars["sitzungen/sitzungen.ics"]
	if a, b := strings.Count(all, "STATUS:CANCELLED"), strings.Count(all, "TZID="); a == 0 || b < 20 {
		t.Errorf("%d cancelled sittings, %d hours: too few to say anything", a, b)
	}
	for _, p := range validator.Node(t, icalJS, calendars, icalVersion) {
		t.Errorf("ical.js: %s: %s", p.File, p.Message)
	}
}

// TestCalendarFaults plants what can go wrong; all of it must be found.
func TestCalendarFaults(t *testing.T) {
	_, files := example(t)
	good := files["sitzungen/sitzungen.ics"]
	outside := map[string]string{}
	for _, fault := range []struct{ what, old, new string }{
		{"a line that ends in LF", "\r\n", "\n"},
		{"a line of 80 octets", "BEGIN:VEVENT\r\n", "BEGIN:VEVENT\r\nCOMMENT:" + strings.Repeat("x", 72) + "\r\n"},
		{"a German date", "DTSTAMP:2026", "DTSTAMP:23.11.2026"},
		{"no identity", "\r\nUID:", "\r\nX-UID:"},
		{"one identity of two", "END:VEVENT\r\n", "END:VEVENT\r\n" + good[strings.Index(good, "BEGIN:VEVENT"):strings.Index(good, "END:VEVENT")] + "END:VEVENT\r\n"},
		{"a zone that is not described", "TZID:Europe/Berlin", "TZID:Europe/Köln"},
		{"no time stamp", "\r\nDTSTAMP:", "\r\nX-DTSTAMP:"},
		{"a part that is not closed", "END:VEVENT\r\n", ""},
		{"an unknown status", "STATUS:CANCELLED", "STATUS:ABGESAGT"},
		{"no number of changes", "\r\nSEQUENCE:0", ""},
	} {
		bad := strings.Replace(good, fault.old, fault.new, 1)
		if bad == good {
			t.Fatalf("%s: could not be planted", fault.what)
		}
		if len(icsProblems(bad)) == 0 {
			outside[fault.what] = bad
		}
	}
	if len(outside) != 8 {
		t.Errorf("ours finds all but %d, want 8", len(outside))
	}
	left := maps.Clone(outside)
	for _, p := range validator.Node(t, icalJS, outside, icalVersion) {
		delete(left, p.File)
	}
	for what := range left {
		t.Errorf("nobody finds: %s", what)
	}
}
