package site

import (
	"strings"
	"testing"

	"offenlage/generator/internal/council"
)

// TestStationID gives every station of a paper an anchor of its own, also
// where a committee is called what a number would make.
func TestStationID(t *testing.T) {
	rat, second := &council.Committee{ID: "rat"}, &council.Committee{ID: "rat-2"}
	p := &council.Paper{}
	add := func(x *council.Committee, day council.Date) {
		p.Consultations = append(p.Consultations, &council.Consultation{Paper: p, Date: day, Committees: []*council.Committee{x}})
	}
	for range 3 {
		add(rat, 20260105)
	}
	add(second, 20260105)
	add(second, 20260105)
	add(rat, 0)
	add(rat, 0)
	var got []string
	for _, c := range p.Consultations {
		got = append(got, strings.TrimPrefix(StationID(c), "station-"))
	}
	const want = "2026-01-05-rat 2026-01-05-rat-3 2026-01-05-rat-4 2026-01-05-rat-2 2026-01-05-rat-2-2 rat rat-2"
	if strings.Join(got, " ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, " "), want)
	}
}
