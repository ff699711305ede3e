package council

import (
	"strings"
	"testing"

	"offenlage/generator/internal/diag"
)

// TestItemAnchors gives every item of an agenda an anchor of its own, also
// where a number is what counting a double one would make.
func TestItemAnchors(t *testing.T) {
	c := New(NewVocabulary(nil, nil, nil), nil, NewDate(2026, 11, 23))
	m := &Meeting{File: "a", Committees: []*Committee{c.Committee("Rat")}, Date: NewDate(2026, 1, 5)}
	for _, number := range []string{"5", "5", "5.2", "Ö 5"} {
		m.Agenda = append(m.Agenda, &AgendaItem{Number: number, Title: "T"})
	}
	c.AddMeeting(m)
	c.Link(&diag.List{})
	var got []string
	for _, item := range m.Agenda {
		got = append(got, item.ID)
	}
	if want := "top-5 top-5-2 top-5-3 top-5-2-2"; strings.Join(got, " ") != want {
		t.Errorf("%s, want %s", strings.Join(got, " "), want)
	}
}
