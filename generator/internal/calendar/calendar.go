// Package calendar writes sittings as iCalendar files (RFC 5545): all of
// them, those of each committee, and each by itself.
//
// A sitting that moves to another day gets another address, and with that
// another identity, unless its author keeps the earlier address as an alias:
// the first alias is then its identity, and SEQUENCE counts the moves.
package calendar

import (
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
)

// Put takes one finished file.
type Put func(path string, data []byte) error

// Options are what calendars need beside the site.
type Options struct {
	// Say returns a message of the interface.
	Say func(key string, pairs ...any) string
	// Modified tells when a sitting last changed as it is published, the zero
	// time when that is not known; nil knows nothing.
	Modified func(object any) time.Time
}

// refresh is how often programs shall ask for a calendar again.
const refresh = "P1D"

// Write makes all calendars.
func Write(s *site.Site, o Options, put Put) error {
	w := writer{o, s}
	if err := put(s.Calendar(""), w.file(s.Config.Title, s.Council.Meetings)); err != nil {
		return err
	}
	for _, x := range s.Committees {
		path := s.Calendar(x)
		if path == "" {
			continue
		}
		if err := put(path, w.file(x.Name+" – "+s.Config.Title, x.Meetings)); err != nil {
			return err
		}
	}
	for _, m := range s.Council.Meetings {
		if err := put(s.Calendar(m), w.file("", []*council.Meeting{m})); err != nil {
			return err
		}
	}
	return nil
}

type writer struct {
	Options
	site *site.Site
}

// file is a calendar of some sittings; one without a name is of one sitting,
// to load once.
func (w writer) file(name string, meetings []*council.Meeting) []byte {
	s := w.site
	c := ics.NewCalendarFor("Offenlage")
	c.SetMethod(ics.MethodPublish)
	c.SetProductId("-//Offenlage//Sitzungen//" + strings.ToUpper(s.Config.Language))
	if name != "" {
		c.SetName(name)
		c.SetXWRCalName(name)
		c.SetRefreshInterval(refresh)
		c.SetXPublishedTTL(refresh)
	}
	first, last := 0, 0 // years of sittings with an hour
	for _, m := range meetings {
		if year := m.Date.Year(); !m.Start.IsZero() {
			if first == 0 || year < first {
				first = year
			}
			last = max(last, year)
		}
	}
	if first != 0 && !w.utc() {
		addZone(c, s.Config.Zone, first, last)
	}
	for _, m := range meetings {
		w.event(c, m)
	}
	return []byte(c.Serialize(ics.WithNewLineWindows))
}

// utc tells that times need no description of their zone.
func (w writer) utc() bool { return w.site.Config.Zone == time.UTC }

// event adds one sitting. A sitting without an hour takes the whole day.
func (w writer) event(c *ics.Calendar, m *council.Meeting) {
	s := w.site
	path := s.Path(m)
	identity, moves := path, len(m.Aliases)
	if moves > 0 {
		identity = m.Aliases[0]
	}
	e := c.AddEvent(strings.Trim(identity, "/") + "@" + s.Config.BaseURL.Hostname())
	day := time.Date(m.Date.Year(), m.Date.Month(), m.Date.Day(), 0, 0, 0, 0, time.UTC)
	e.SetDtStampTime(day)
	if w.Modified != nil {
		if t := w.Modified(m); !t.IsZero() {
			e.SetDtStampTime(t)
			e.SetModifiedAt(t)
		}
	}
	if m.Start.IsZero() {
		e.SetAllDayStartAt(day)
		e.SetAllDayEndAt(day.AddDate(0, 0, 1))
	} else {
		w.hour(e, ics.ComponentPropertyDtStart, m.Start)
		if m.End.After(m.Start) {
			w.hour(e, ics.ComponentPropertyDtEnd, m.End)
		}
	}
	var names []string
	for _, x := range m.Committees {
		names = append(names, x.Name)
	}
	summary := strings.Join(names, ", ")
	if m.Status == council.StatusCancelled {
		summary = w.Say("calendar.cancelled", "name", summary) // not every program shows the status
		e.SetStatus(ics.ObjectStatusCancelled)
		moves++
	} else {
		e.SetStatus(ics.ObjectStatusConfirmed)
	}
	e.SetSequence(moves)
	e.SetSummary(summary)
	if m.Place != "" {
		e.SetLocation(m.Place)
	}
	e.SetURL(s.Absolute(path))
	// Who reads the calendar is not taken by the sitting.
	e.SetTimeTransparency(ics.TransparencyTransparent)
	var text []string
	for _, item := range m.Agenda {
		text = append(text, strings.TrimSpace(item.Number+" "+item.Title))
	}
	// Not every program shows the address of an event.
	e.SetDescription(strings.Join(append(text, s.Absolute(path)), "\n"))
}

// hour sets a time as clocks show it where the council sits.
func (w writer) hour(e *ics.VEvent, property ics.ComponentProperty, t time.Time) {
	if w.utc() {
		e.SetProperty(property, t.UTC().Format(local)+"Z")
		return
	}
	e.SetProperty(property, t.In(w.site.Config.Zone).Format(local), ics.WithTZID(w.site.Config.Zone.String()))
}
