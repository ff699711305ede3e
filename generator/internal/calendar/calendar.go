// Package calendar writes sittings as iCalendar files (RFC 5545): all of
// them, those of each committee, and each by itself.
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

// Write makes all calendars.
func Write(s *site.Site, put Put) error {
	if err := put(s.Calendar(""), file(s, s.Config.Title, s.Council.Meetings)); err != nil {
		return err
	}
	for _, x := range s.Committees {
		if len(x.Meetings) == 0 {
			continue
		}
		if err := put(s.Calendar(x), file(s, x.Name+" – "+s.Config.Title, x.Meetings)); err != nil {
			return err
		}
	}
	for _, m := range s.Council.Meetings {
		if err := put(s.Calendar(m), file(s, "", []*council.Meeting{m})); err != nil {
			return err
		}
	}
	return nil
}

// file is a calendar of some sittings.
func file(s *site.Site, name string, meetings []*council.Meeting) []byte {
	c := ics.NewCalendarFor("Offenlage")
	c.SetMethod(ics.MethodPublish)
	c.SetProductId("-//Offenlage//Sitzungen//" + strings.ToUpper(s.Config.Language))
	if name != "" {
		c.SetName(name)
		c.SetXWRCalName(name)
	}
	for _, m := range meetings {
		event(s, c, m)
	}
	return []byte(c.Serialize(ics.WithNewLineWindows))
}

// event adds one sitting. Its address is its identity; hours are given in
// UTC, so that no rule of a time zone is needed. A sitting without an hour
// takes the whole day.
func event(s *site.Site, c *ics.Calendar, m *council.Meeting) {
	path := s.Path(m)
	e := c.AddEvent(strings.Trim(path, "/") + "@" + s.Config.BaseURL.Hostname())
	day := time.Date(m.Date.Year(), m.Date.Month(), m.Date.Day(), 0, 0, 0, 0, time.UTC)
	e.SetDtStampTime(day)
	if m.Start.IsZero() {
		e.SetAllDayStartAt(day)
		e.SetAllDayEndAt(day.AddDate(0, 0, 1))
	} else {
		e.SetStartAt(m.Start.UTC())
		if m.End.After(m.Start) {
			e.SetEndAt(m.End.UTC())
		}
	}
	var names []string
	for _, x := range m.Committees {
		names = append(names, x.Name)
	}
	e.SetSummary(strings.Join(names, ", "))
	if m.Place != "" {
		e.SetLocation(m.Place)
	}
	e.SetURL(s.Absolute(path))
	switch m.Status {
	case council.StatusCancelled:
		e.SetStatus(ics.ObjectStatusCancelled)
	default:
		e.SetStatus(ics.ObjectStatusConfirmed)
	}
	var agenda []string
	for _, item := range m.Agenda {
		agenda = append(agenda, strings.TrimSpace(item.Number+" "+item.Title))
	}
	if len(agenda) > 0 {
		e.SetDescription(strings.Join(agenda, "\n"))
	}
}
