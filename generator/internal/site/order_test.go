package site

import (
	"net/url"
	"strings"
	"testing"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
)

// TestOrder puts the council before committees without an order of their own,
// and people by their family names.
func TestOrder(t *testing.T) {
	c := council.New(council.NewVocabulary(nil, nil, nil), nil, 20261123)
	for _, name := range []string{"Bauausschuss", "Rat", "Umweltausschuss"} {
		x := c.Committee(name)
		x.Council = name == "Rat"
	}
	c.Committee("Umweltausschuss").Order = 1
	for _, name := range []string{"Zoe Adler", "Anna Zimmer", "Dr. Bernd Möller", "Anna Moll"} {
		x := c.Committee("Rat")
		x.Members = append(x.Members, council.Membership{Person: &council.Person{Name: name}, Committee: x})
	}
	problems := &diag.List{}
	c.Link(problems)
	cfg := config.Default()
	cfg.BaseURL = &url.URL{Scheme: "https", Host: "x.example", Path: "/"}
	s := New(cfg, c, problems)
	var bodies, members []string
	for _, x := range s.Committees {
		bodies = append(bodies, x.Name)
	}
	for _, m := range s.Committees[1].Members {
		members = append(members, m.Person.Name)
	}
	if got := strings.Join(bodies, ", "); got != "Umweltausschuss, Rat, Bauausschuss" {
		t.Errorf("committees: %s", got)
	}
	if got := strings.Join(members, ", "); got != "Zoe Adler, Anna Moll, Dr. Bernd Möller, Anna Zimmer" {
		t.Errorf("members: %s", got)
	}
}
