package council

import (
	"slices"
	"strings"
	"testing"

	"offenlage/generator/internal/diag"
)

const today = Date(20261123)

// linked makes a Council, lets add fill it, and links it.
func linked(t *testing.T, add func(c *Council)) (*Council, []diag.Problem) {
	t.Helper()
	c := New(&Vocabulary{}, []*Term{{Name: "2020–2025", From: 20201101, To: 20251031}, {Name: "2025–2030", From: 20251101}}, today)
	add(c)
	problems := &diag.List{}
	c.Link(problems)
	return c, problems.Problems()
}

// station is one step of a Beratungsfolge in a test: committee, day, role,
// result.
func station(c *Council, committee string, day Date, role, result string) *Consultation {
	return &Consultation{Committees: []*Committee{c.Committee(committee)}, Date: day, RoleWords: role, ResultWords: result, Public: true, Key: "consultation[0]"}
}

func TestStates(t *testing.T) {
	type step struct {
		committee string
		day       Date
		role      string
		result    string
	}
	for _, test := range []struct {
		name  string
		typ   string
		date  Date
		steps []step
		want  State
	}{
		{"no station", "Antrag", 20261101, nil, StateIntroduced},
		{"no station, term over", "Antrag", 20240101, nil, StateLapsed},
		{"planned", "Vorlage", 20261101, []step{{"Rat", 20261210, "Entscheidung", ""}}, StateConsultation},
		{"today", "Vorlage", 20261101, []step{{"Rat", today, "Entscheidung", ""}}, StateConsultation},
		{"no day yet", "Vorlage", 20261101, []step{{"Rat", 0, "Entscheidung", ""}}, StateConsultation},
		{"past without a result is not open", "Vorlage", 20260101, []step{{"Rat", 20260201, "Entscheidung", ""}}, StateNoResult},
		{"adopted", "Vorlage", 20260101, []step{{"Bauausschuss", 20260201, "Vorberatung", "einstimmig abgelehnt"}, {"Rat", 20260301, "Entscheidung", "mehrheitlich beschlossen"}}, StateAdopted},
		{"a recommendation alone decides nothing", "Vorlage", 20260101, []step{{"Bauausschuss", 20260201, "Vorberatung", "einstimmig zugestimmt"}}, StateConsultation},
		{"amended", "Vorlage", 20260101, []step{{"Rat", 20260301, "Entscheidung", "Beschlossen mit geändertem Beschlusstext"}}, StateAmended},
		{"in part", "Antrag", 20260101, []step{{"Rat", 20260301, "Entscheidung", "teilweise zugestimmt"}}, StatePartly},
		{"rejected", "Antrag", 20260101, []step{{"Rat", 20260301, "Entscheidung", "Stimmengleichheit – abgelehnt"}}, StateRejected},
		{"noted", "Bericht", 20260101, []step{{"Rat", 20260301, "Kenntnisnahme", "zur Kenntnis genommen"}}, StateNoted},
		{"settled", "Antrag", 20260101, []step{{"Rat", 20260301, "Entscheidung", "einstimmig – gilt als behandelt"}}, StateSettled},
		{"withdrawn by its mover", "Antrag", 20260101, []step{{"Rat", 20260301, "Entscheidung", "vom Einbringer zurückgezogen"}}, StateWithdrawn},
		{"referred and not back yet", "Antrag", 20260101, []step{{"Rat", 20260301, "Entscheidung", "verwiesen in Fachausschuss"}, {"Bauausschuss", 20261201, "Vorberatung", ""}}, StateConsultation},
		{"referred and back", "Antrag", 20260101, []step{{"Rat", 20260301, "Entscheidung", "verwiesen in Fachausschuss"}, {"Bauausschuss", 20260401, "Vorberatung", "empfohlen"}, {"Rat", 20260501, "Entscheidung", "abgelehnt"}}, StateRejected},
		{"postponed", "Antrag", 20260101, []step{{"Rat", 20260301, "Entscheidung", "vertagt"}}, StatePostponed},
		{"postponed, with a new day", "Antrag", 20260101, []step{{"Rat", 20260301, "Entscheidung", "vertagt"}, {"Rat", 20261210, "Entscheidung", ""}}, StateConsultation},
		{"decided first, for information later", "Vorlage", 20260101, []step{{"Rat", 20260301, "Entscheidung", "beschlossen"}, {"Ortschaftsrat", 20260401, "Kenntnisnahme", "Kenntnisnahme"}}, StateAdopted},
		{"unknown role: the last station counts", "Antrag", 20260101, []step{{"Rat", 20260301, "unbekannt", "mehrheitlich abgelehnt"}}, StateRejected},
		{"unknown words", "Antrag", 20260101, []step{{"Rat", 20260301, "Entscheidung", "siehe Dokument"}}, StateOther},
		{"elected", "Wahlvorschlag", 20260101, []step{{"Rat", 20260301, "Wahl", "gewählt"}}, StateAdopted},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, _ := linked(t, func(c *Council) {
				p := &Paper{File: "a.md", ID: "a", Reference: "1/1", Type: test.typ, Date: test.date}
				for _, s := range test.steps {
					p.Consultations = append(p.Consultations, station(c, s.committee, s.day, s.role, s.result))
				}
				c.AddPaper(p)
			})
			if got := c.Papers[0].State; got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestReferencesGoBothWays(t *testing.T) {
	c, problems := linked(t, func(c *Council) {
		c.AddPaper(&Paper{File: "1", Reference: "DS-Nr. 2026/0001", Type: "Vorlage", Related: []Ref{{Reference: "2026/0003"}}})
		c.AddPaper(&Paper{File: "2", Reference: "2026/0002", Type: "Änderungsantrag", Amends: []Ref{{Reference: "2026-0001"}}, Answers: []Ref{{Reference: "2026/0002"}}})
		c.AddPaper(&Paper{File: "3", Reference: "2026/0003", Type: "Bericht", Text: Text{File: "3", Cites: []string{"2026/0001", "2026/0003", "4/5"}}, Replaces: []Ref{{Reference: "9/9"}}})
		c.AddPaper(&Paper{File: "4", Reference: "2026/0004", Type: "Antwort", Answers: []Ref{{Reference: "2026/0005"}}, Related: []Ref{{Reference: "2026/0006"}}})
		c.AddPaper(&Paper{File: "5", Reference: "2026/0005", Type: "Anfrage"})
		c.Hide("2026/0006")
	})
	one, two, three, five := c.Find("2026/1"), c.Find("2026/0002"), c.Find("2026/0003"), c.Find("2026/0005")
	if one != nil {
		t.Error("2026/1 is not 2026/0001")
	}
	one = c.Find("Vorlage 2026/0001")
	switch {
	case len(two.Amends) != 1 || two.Amends[0].Paper != one || len(one.AmendedBy) != 1 || one.AmendedBy[0] != two:
		t.Error("amendment")
	case len(two.Answers) != 0:
		t.Error("a paper answers itself")
	case len(three.Related) != 1 || three.Related[0].Paper != one:
		t.Error("related papers do not go back")
	case len(three.Cites) != 1 || three.Cites[0] != one || len(one.CitedBy) != 1:
		t.Error("citations")
	case len(three.Replaces) != 1 || three.Replaces[0].Paper != nil || three.Replaces[0].Reference != "9/9":
		t.Error("a number of a paper that is not here is lost")
	case five.State != StateAnswered:
		t.Errorf("the question is %s", five.State)
	case len(c.Find("2026/0004").Related) != 0:
		t.Error("a link to a withheld paper stands")
	}
	if len(problems) != 1 || problems[0].Rule != "withheld-link" {
		t.Errorf("problems: %v", problems)
	}
}

func TestStationAndItemAreOneThing(t *testing.T) {
	c, problems := linked(t, func(c *Council) {
		p := &Paper{File: "p", Reference: "1/1", Title: "Radweg", Type: "Vorlage", Date: 20260101}
		p.Consultations = []*Consultation{station(c, "Bauausschuss", 20260201, "Vorberatung", ""), station(c, "Rat", 20260301, "Entscheidung", "beschlossen"), station(c, "Kulturausschuss", 20260302, "", "abgelehnt")}
		c.AddPaper(p)
		c.AddMeeting(&Meeting{File: "bau", Committees: []*Committee{c.Committee("Bauausschuss")}, Date: 20260201, Agenda: []*AgendaItem{
			{Number: "Ö 10", Title: "Anderes"}, {Number: "Ö 2", Reference: "1-1", ResultWords: "einstimmig empfohlen", Vote: &Vote{Yes: Num(9), No: Num(0)}, Key: "agenda[1]"}}})
		c.AddMeeting(&Meeting{File: "haupt", Committees: []*Committee{c.Committee("Hauptausschuss"), c.Committee("Finanzausschuss")}, Date: 20260210, Agenda: []*AgendaItem{
			{Number: "1", Reference: "1/1", ResultWords: "zur Kenntnis genommen", Key: "agenda[0]"}}})
		m := &Meeting{File: "kultur", Committees: []*Committee{c.Committee("Kulturausschuss")}, Date: 20260302, NonPublic: 1}
		m.Secret("1/1")
		c.AddMeeting(m)
	})
	p := c.Find("1/1")
	if len(problems) != 0 {
		t.Errorf("problems: %v", problems)
	}
	var got []string
	for _, s := range p.Consultations {
		got = append(got, s.Committees[0].Name+" "+s.Number+" "+string(s.Outcome))
		if s.Public != (s.Item != nil) || s.Meeting == nil {
			t.Errorf("%s: public %v, item %v, meeting %v", s.Committees[0].Name, s.Public, s.Item, s.Meeting)
		}
	}
	const want = "Bauausschuss Ö 2 recommended, Hauptausschuss 1 noted, Rat  adopted, Kulturausschuss  none"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("got %q\nwant %q", s, want)
	}
	bau := p.Consultations[0].Meeting
	if bau.Agenda[0].Number != "Ö 2" || bau.Agenda[0].ID != "top-2" || bau.Agenda[0].Title != "Radweg" {
		t.Errorf("agenda: %+v", bau.Agenda[0])
	}
	if v := p.Consultations[0].Vote; v == nil || v.Yes.Int() != 9 {
		t.Error("the vote of the item is not the station's")
	}
	if s := p.Consultations[3]; s.ResultWords != "" || s.Meeting.NonPublic != 1 {
		t.Errorf("the item is not public, but its station is: %+v", s)
	}
	if rat := p.Consultations[2].Meeting; rat.File != "" || len(rat.Agenda) != 1 || rat.ID != "2026-03-01-rat" {
		t.Errorf("the sitting does not exist by being named: %+v", rat)
	}
}

func TestOverruledAndClose(t *testing.T) {
	c, _ := linked(t, func(c *Council) {
		p := &Paper{File: "p", Reference: "1/1", Type: "Antrag", Date: 20260101}
		p.Consultations = []*Consultation{station(c, "Bauausschuss", 20260201, "Vorberatung", "mehrheitlich nicht empfohlen"), station(c, "Rat", 20260301, "Entscheidung", "Ja: 17, Nein: 16, Enthaltungen: 0")}
		c.AddPaper(p)
	})
	d := c.Papers[0].Deciding
	if len(d.Overrules) != 1 || !d.Decides || !d.Vote.Close() || !d.Vote.FromWords || d.Outcome != OutcomeAdopted {
		t.Errorf("%+v %+v", d, d.Vote)
	}
}

func TestOriginators(t *testing.T) {
	c, _ := linked(t, func(c *Council) {
		c.AddPerson("Ada Beispiel")
		for i, o := range []struct{ typ, name string }{{"Antrag", "SPD"}, {"Vorlage", "Die FRAKTION"}, {"Antrag", "Stadtrat Müller"}, {"Vorlage", "Tiefbauamt"}, {"Antrag", "Ortschaftsrat Nord"}, {"Bürgerantrag", "Erna Muster"}, {"Antrag", "Ada Beispiel"}} {
			c.AddPaper(&Paper{File: o.name, Reference: "1/" + string(rune('a'+i)), Type: o.typ, Originators: []Originator{{Name: o.name}}})
		}
	})
	want := map[string]string{"SPD": "faction", "Die FRAKTION": "faction", "Ada Beispiel": "person"}
	for _, p := range c.Papers {
		o, got := p.Originators[0], ""
		switch {
		case o.Faction != nil:
			got = "faction"
		case o.Person != nil:
			got = "person"
		}
		if got != want[o.Name] {
			t.Errorf("%s is taken for a %q", o.Name, got)
		}
	}
}

func TestCompareNumbers(t *testing.T) {
	sorted := []string{"", "1", "2", "6.9", "6.14", "10", "Ö 2", "Ö 10"}
	for i := range sorted {
		for j := range sorted {
			got := CompareNumbers(sorted[i], sorted[j])
			if (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("%q and %q: %d", sorted[i], sorted[j], got)
			}
		}
	}
}

func TestDate(t *testing.T) {
	if NewDate(2026, 2, 30) != 0 || NewDate(0, 1, 1) != 0 || NewDate(2024, 2, 29) != 20240229 {
		t.Error("impossible days")
	}
	if d := Date(20261231); d.AddDays(1) != 20270101 || d.String() != "2026-12-31" || d.Weekday() != 4 {
		t.Error(d.AddDays(1), d, d.Weekday())
	}
}

func FuzzNormalReference(f *testing.F) {
	for _, s := range []string{"DS-Nr. 2021/0541", "2021-0541", "BV-2023-017", "", "//", "Ä/1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if once := NormalReference(s); NormalReference(once) != once {
			t.Errorf("%q gives %q, and that %q", s, once, NormalReference(once))
		}
	})
}

// TestEarlier finds where a paper comes back to a committee, also after a
// joint sitting.
func TestEarlier(t *testing.T) {
	c, _ := linked(t, func(c *Council) {
		joint := station(c, "Bauausschuss", 20260301, "Vorberatung", "vertagt")
		joint.Committees = append(joint.Committees, c.Committee("Umweltausschuss"))
		c.AddPaper(&Paper{File: "p", ID: "1", Reference: "1", Title: "T", Type: "Vorlage", Consultations: []*Consultation{
			station(c, "Bauausschuss", 20260201, "Vorberatung", "vertagt"), joint,
			station(c, "Rat", 20260401, "Entscheidung", "verwiesen"), station(c, "Umweltausschuss", 20260501, "Vorberatung", ""),
		}})
	})
	stations := c.Papers[0].Consultations
	for i, want := range []*Consultation{nil, stations[0], nil, stations[1]} {
		if got := stations[i].Earlier(); got != want {
			t.Errorf("station %d: %v, want %v", i, got, want)
		}
	}
}

// TestCalledOff takes a cancelled sitting for none: the matter goes on, and has
// not been there before.
func TestCalledOff(t *testing.T) {
	c, _ := linked(t, func(c *Council) {
		c.AddMeeting(&Meeting{File: "m", Date: 20260301, Committees: []*Committee{c.Committee("Rat")}, StatusWords: "cancelled"})
		c.AddPaper(&Paper{File: "a", ID: "1", Reference: "1", Title: "T", Type: "Vorlage", Date: 20260101, Consultations: []*Consultation{station(c, "Rat", 20260301, "Entscheidung", "")}})
		c.AddPaper(&Paper{File: "b", ID: "2", Reference: "2", Title: "T", Type: "Vorlage", Date: 20260101, Consultations: []*Consultation{
			station(c, "Rat", 20260301, "Entscheidung", ""), station(c, "Rat", 20260401, "Entscheidung", "beschlossen")}})
	})
	for _, p := range c.Papers {
		if first := p.Consultations[0]; !first.CalledOff() {
			t.Errorf("%s: the station is not called off", p.ID)
		}
		if p.ID == "1" && p.State != StateConsultation {
			t.Errorf("the matter is %s", p.State)
		}
		if p.ID == "2" && (p.Consultations[1].Earlier() != nil || p.State != StateAdopted) {
			t.Errorf("after %v it is %s", p.Consultations[1].Earlier(), p.State)
		}
	}
}

// TestFactionOn goes by the day.
func TestFactionOn(t *testing.T) {
	old, new := &Faction{Name: "A"}, &Faction{Name: "B"}
	p := &Person{Memberships: []Membership{{Committee: &Committee{}}, {Faction: old, To: 20251031}, {Faction: new, From: 20251101}}}
	for day, want := range map[Date]*Faction{20250101: old, 20260101: new} {
		if got := p.FactionOn(day); got != want {
			t.Errorf("%s: %v", day, got)
		}
	}
	if (&Person{}).FactionOn(20260101) != nil {
		t.Error("nobody's faction is one")
	}
}

// TestSettled names a station only where its result is what became of the
// matter.
func TestSettled(t *testing.T) {
	for name, test := range map[string]struct {
		typ  string
		date Date
		role string
		got  string
		want bool
	}{
		"adopted":                   {"Vorlage", 20260101, "Entscheidung", "beschlossen", true},
		"put off":                   {"Antrag", 20260101, "Entscheidung", "vertagt", true},
		"withdrawn":                 {"Antrag", 20260101, "Entscheidung", "zurückgezogen", true},
		"recommended, goes on":      {"Vorlage", 20260101, "Vorberatung", "zugestimmt", false},
		"no result":                 {"Vorlage", 20260101, "Entscheidung", "", false},
		"put off, then term's end":  {"Antrag", 20250101, "Entscheidung", "vertagt", false},
		"noted, then answered":      {"Anfrage", 20260101, "Kenntnisnahme", "zur Kenntnis genommen", false},
		"noted without any further": {"Bericht", 20260101, "Kenntnisnahme", "zur Kenntnis genommen", true},
	} {
		c, _ := linked(t, func(c *Council) {
			c.AddPaper(&Paper{File: "a", ID: "a", Reference: "1/1", Title: "T", Type: test.typ, Date: test.date, Consultations: []*Consultation{station(c, "Rat", test.date+100, test.role, test.got)}})
			if name == "noted, then answered" {
				c.AddPaper(&Paper{File: "b", ID: "b", Reference: "1/1/1", Title: "T", Type: "Stellungnahme", Date: test.date + 200, Answers: []Ref{{Reference: "1/1"}}})
			}
		})
		p := c.Papers[slices.IndexFunc(c.Papers, func(p *Paper) bool { return p.ID == "a" })]
		if got := p.Settled() != nil; got != test.want {
			t.Errorf("%s: %v, want %v (%s)", name, got, test.want, p.State)
		}
	}
}

// TestSecretSittings withholds a station whenever a sitting that may be its own
// dealt with the paper in secret: the second of a day, one of a joint sitting,
// one that is withheld as a whole, one of any day for a station without a
// day. What another agenda lists as public stays.
func TestSecretSittings(t *testing.T) {
	meeting := func(c *Council, day Date, secret bool, names ...string) *Meeting {
		m := &Meeting{File: "m", Date: day}
		for _, name := range names {
			m.Committees = append(m.Committees, c.Committee(name))
		}
		if secret {
			m.Secret("1/1")
			m.NonPublic = 1
		}
		return m
	}
	for _, test := range []struct {
		name     string
		station  func(c *Council) *Consultation
		meetings func(c *Council) []*Meeting
		withheld []Date // days of sittings of the Bauausschuss that are withheld as a whole
		public   int    // stations that are public afterwards
		rules    string
	}{
		{"second of a day", nil, func(c *Council) []*Meeting {
			return []*Meeting{meeting(c, 20260402, false, "Bauausschuss"), meeting(c, 20260402, true, "Bauausschuss")}
		}, nil, 0, ""},
		{"first of a day", nil, func(c *Council) []*Meeting {
			return []*Meeting{meeting(c, 20260402, true, "Bauausschuss"), meeting(c, 20260402, false, "Bauausschuss")}
		}, nil, 0, ""},
		{"listed as public in the other one", nil, func(c *Council) []*Meeting {
			open := meeting(c, 20260402, false, "Bauausschuss")
			open.Agenda = []*AgendaItem{{Number: "1", Reference: "1/1", Key: "agenda[0]"}}
			return []*Meeting{open, meeting(c, 20260402, true, "Bauausschuss")}
		}, nil, 1, ""},
		{"joint station", func(c *Council) *Consultation {
			s := station(c, "Rat", 20260402, "", "beschlossen")
			s.Committees = append(s.Committees, c.Committee("Bauausschuss"))
			return s
		}, func(c *Council) []*Meeting { return []*Meeting{meeting(c, 20260402, true, "Bauausschuss")} }, nil, 0, ""},
		{"joint station, sitting withheld", func(c *Council) *Consultation {
			s := station(c, "Rat", 20260402, "", "beschlossen")
			s.Committees = append(s.Committees, c.Committee("Bauausschuss"))
			return s
		}, nil, []Date{20260402}, 0, ""},
		{"no day", func(c *Council) *Consultation { return station(c, "Bauausschuss", 0, "", "beschlossen") },
			func(c *Council) []*Meeting { return []*Meeting{meeting(c, 20260402, true, "Bauausschuss")} }, nil, 0, "withheld-undated"},
		{"another day", nil, func(c *Council) []*Meeting { return []*Meeting{meeting(c, 20260403, true, "Bauausschuss")} }, nil, 1, ""},
		{"another committee", nil, func(c *Council) []*Meeting { return []*Meeting{meeting(c, 20260402, true, "Rat")} }, []Date{20260403}, 1, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, problems := linked(t, func(c *Council) {
				s := station(c, "Bauausschuss", 20260402, "", "beschlossen")
				if test.station != nil {
					s = test.station(c)
				}
				s.Resolution = "secret"
				c.AddPaper(&Paper{File: "p", ID: "1-1", Reference: "1/1", Title: "T", Type: "Vorlage", Consultations: []*Consultation{s}})
				if test.meetings != nil {
					for _, m := range test.meetings(c) {
						c.AddMeeting(m)
					}
				}
				for _, day := range test.withheld {
					m := &Meeting{Date: day, Committees: []*Committee{{Name: "Bauausschuss"}}}
					m.Secret("1/1")
					c.HideSitting(m)
				}
			})
			public := 0
			for _, s := range c.Papers[0].Consultations {
				if s.Public {
					public++
				} else if s.ResultWords != "" || s.Resolution != "" || s.Item != nil {
					t.Errorf("a withheld station says %+v", s)
				}
				if test.public == 0 && s.Resolution != "" {
					t.Error("the resolution stands")
				}
			}
			if public != test.public {
				t.Errorf("%d public stations, want %d", public, test.public)
			}
			for _, m := range c.Meetings {
				if m.NonPublic > 1 {
					t.Errorf("the agenda counts %d secret items", m.NonPublic)
				}
				for _, item := range m.Agenda {
					if test.public == 0 {
						t.Errorf("an agenda lists %+v", item)
					}
				}
			}
			rules := ""
			for _, p := range problems {
				rules += p.Rule
			}
			if rules != test.rules {
				t.Errorf("problems: %v", problems)
			}
		})
	}
}
