package calendar

import (
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// onset is a moment at which clocks are set to another offset from UTC.
type onset struct {
	local    time.Time // what clocks showed until then, as if in UTC
	from, to int       // offsets in seconds east of UTC
	name     string    // of the new time, "CEST"
	daylight bool
}

// onsets finds the changes of clocks in the years from first to last.
func onsets(zone *time.Location, first, last int) (out []onset) {
	end := time.Date(last+1, 1, 1, 0, 0, 0, 0, time.UTC)
	for t := time.Date(first, 1, 1, 0, 0, 0, 0, zone); ; {
		_, next := t.ZoneBounds()
		if !next.IsZero() && !next.After(t) { // as at the end of leap years far ahead
			t = t.AddDate(0, 0, 1)
			if t.Before(end) {
				continue
			}
			return out
		}
		if next.IsZero() || !next.Before(end) {
			return out
		}
		_, from := next.Add(-time.Second).Zone()
		name, to := next.Zone()
		if from != to {
			out = append(out, onset{next.UTC().Add(time.Duration(from) * time.Second), from, to, name, next.IsDST()})
		}
		t = next
	}
}

// rule is a repetition of onsets (RFC 5545 §3.3.10), such as the last Sunday
// of March; "" when they follow none.
func rule(list []onset) string {
	if len(list) < 2 {
		return ""
	}
	first := list[0].local
	week, last := (first.Day()-1)/7+1, true
	for i, o := range list {
		t := o.local
		if t.Year() != first.Year()+i || t.Month() != first.Month() || t.Weekday() != first.Weekday() || t.Format("150405") != first.Format("150405") {
			return ""
		}
		last = last && t.AddDate(0, 0, 7).Month() != t.Month()
		if (t.Day()-1)/7+1 != week {
			week = 0
		}
	}
	if last {
		week = -1
	}
	if week == 0 {
		return ""
	}
	return fmt.Sprintf("FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", int(first.Month()), week, strings.ToUpper(first.Weekday().String()[:2]))
}

// addZone describes the time zone in the years of some sittings (RFC 5545
// §3.6.5): by rules where clocks change by a rule, else day by day.
func addZone(c *ics.Calendar, zone *time.Location, first, last int) {
	z := c.AddTimezone(zone.String())
	all := onsets(zone, first-1, last+1) // so that one lies before the first sitting
	if len(all) == 0 {
		name, offset := time.Date(first, 1, 1, 0, 0, 0, 0, zone).Zone()
		all = []onset{{time.Date(first-1, 1, 1, 0, 0, 0, 0, time.UTC), offset, offset, name, false}}
	}
	type kind struct {
		from, to int
		name     string
		daylight bool
	}
	var kinds []kind
	groups := map[kind][]onset{}
	for _, o := range all {
		k := kind{o.from, o.to, o.name, o.daylight}
		if groups[k] == nil {
			kinds = append(kinds, k)
		}
		groups[k] = append(groups[k], o)
	}
	for _, k := range kinds {
		list := groups[k]
		part := &ics.ComponentBase{}
		set := func(property ics.Property, value string) { part.AddProperty(ics.ComponentProperty(property), value) }
		set(ics.PropertyDtstart, list[0].local.Format(local))
		if r := rule(list); r != "" {
			set(ics.PropertyRrule, r)
		} else if len(list) > 1 {
			for _, o := range list { // the first again: not every program counts DTSTART among them
				set(ics.PropertyRdate, o.local.Format(local))
			}
		}
		set(ics.PropertyTzoffsetfrom, offset(k.from))
		set(ics.PropertyTzoffsetto, offset(k.to))
		set(ics.PropertyTzname, k.name)
		if k.daylight {
			z.Components = append(z.Components, &ics.Daylight{ComponentBase: *part})
		} else {
			z.Components = append(z.Components, &ics.Standard{ComponentBase: *part})
		}
	}
}

// local is a time without a zone (RFC 5545 §3.3.5).
const local = "20060102T150405"

// offset writes seconds east of UTC, "+0100".
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if s := seconds % 60; s != 0 {
		text += fmt.Sprintf("%02d", s)
	}
	return text
}
