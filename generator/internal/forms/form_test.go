package forms

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

const shared = "../../../../shared/data/"

// TestSeed reads a real Vorlage of another city: every field, and no word
// lost.
func TestSeed(t *testing.T) {
	text, err := os.ReadFile(shared + "seed/vorlage-2021-0541.md")
	if err != nil {
		t.Skip("the real paper is not here")
	}
	f := Read(text)
	if f.Reference != "2021/0541" || f.Type != "Vorlage" || !f.Public || f.Title != "Open Source Software in der Stadtverwaltung" ||
		!slices.Equal(f.Originators, []string{"Die FRAKTION"}) || f.MotionDate != "2021-04-01" || f.SignedBy != "Alexander Biber, Bürgermeister" || len(f.Uncertain) > 0 {
		t.Errorf("%+v", f)
	}
	want := Station{Committee: "Ausschuss für Bürger*innenbeteiligung, Digitalisierung, Beteiligungssteuerung und Verbraucherschutz", Date: "2021-09-16", Yes: -1, No: -1, Abstain: -1}
	if len(f.Stations) != 1 || f.Stations[0] != want {
		t.Errorf("stations: %+v", f.Stations)
	}
	if !strings.Contains(f.Body, "## Beschlussentwurf\n") || !strings.Contains(f.Body, "## Sachdarstellung\n") {
		t.Errorf("body:\n%s", f.Body)
	}
	lost(t, string(text), f)
}

// lost reports words of a text that stand in no field.
func lost(t *testing.T, text string, f Form) {
	t.Helper()
	all := fmt.Sprintf("%v", f)
	have := map[string]int{}
	split := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	}
	for _, w := range split(all) {
		have[strings.ToLower(w)]++
	}
	// Words of the form itself, and dates, which are written another way.
	for _, w := range split("Betreff Antrag vom öffentlich Beratungsfolge Sitzung am Ja Nein Enth DS Nr 01 April 2021 16 09") {
		have[strings.ToLower(w)] += 9
	}
	for _, w := range split(text) {
		if have[strings.ToLower(w)]--; have[strings.ToLower(w)] < 0 {
			t.Errorf("the word %q is lost", w)
		}
	}
}

func TestRead(t *testing.T) {
	f := Read([]byte(" Stadt Beispiel \n Der Oberbürgermeister \nANTRAG\nGRÜNE-Gemeinderatsfraktion \nStadtrat Max Muster (Die Linke)\nvom: 19.03.2026\n\nVorlage Nr.:  \nVerantwortlich:\n2026/0039\nDez. 4\nEin Rad-\nweg am Fluss \nGremium Termin TOP ö nö Ergebnis\nBauausschuss 3.3.2026 4 x vorberaten\nGemeinderat 20.03.2026 25 a\nX\neinstimmig zugestimmt\nKurzfassung\nEin Satz vom 1.1.2026 über Geld.\nunterzeichnet von:\nErika Beispiel\nDr. Max von Muster\n"))
	if f.Reference != "2026/0039" || f.Type != "Antrag" || f.Public || f.Title != "Ein Radweg am Fluss" || f.MotionDate != "2026-03-19" || f.Lead != "Dez. 4" ||
		strings.Join(f.Originators, "; ") != "GRÜNE-Gemeinderatsfraktion; Stadtrat Max Muster (Die Linke)" || f.SignedBy != "Erika Beispiel, Dr. Max von Muster" {
		t.Errorf("%+v", f)
	}
	want := []Station{{"Bauausschuss", "2026-03-03", "4", "vorberaten", -1, -1, -1}, {"Gemeinderat", "2026-03-20", "25 a", "einstimmig zugestimmt", -1, -1, -1}}
	if !slices.Equal(f.Stations, want) {
		t.Errorf("stations: %+v", f.Stations)
	}
	if !strings.Contains(f.Body, "## Kurzfassung\n\nEin Satz") {
		t.Errorf("body: %s", f.Body)
	}
	for text, want := range map[string]bool{
		"BESCHLUSSVORLAGE\nöffentlich\nVorlage Nr.: 2026/0001\n":                   true,
		"BESCHLUSSVORLAGE\nnichtöffentlich\nVorlage Nr.: 2026/0001\n":              false,
		"BESCHLUSSVORLAGE\nöffentlich\nnicht öffentlich\nVorlage Nr.: 2026/0001\n": false,
		"BESCHLUSSVORLAGE\nö nö\nVorlage Nr.: 2026/0001\n":                         false,
		"Niederschrift\nöffentlich\n":                                              false,
	} {
		if f := Read([]byte(text)); f.Public != want {
			t.Errorf("%q: public %v", text, f.Public)
		}
	}
	if f := Read([]byte("Niederschrift der Sitzung vom 1.1.2026\nAnlage 2\n")); f.Type != "" || f.Body == "" || len(f.Stations) > 0 {
		t.Errorf("no form: %+v", f)
	}
}

// TestKarlsruhe compares what forms of a real city say with the objects of
// its council system, on texts drawn at random.
func TestKarlsruhe(t *testing.T) {
	dir := shared + "karlsruhe/"
	if _, err := os.Stat(dir); err != nil {
		t.Skip("the real city is not here")
	}
	type ref struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	}
	var orgs []ref
	load(t, dir+"organizations.json", &orgs)
	names := map[string]string{}
	for _, o := range orgs {
		names[o.ID] = o.Name
	}
	starts := map[string]string{}
	for _, file := range glob(t, dir+"meetings/*.json") {
		var m struct{ ID, Start string }
		load(t, file, &m)
		starts[m.ID] = m.Start[:10]
	}
	type sample struct {
		file, reference, kind string
		committees, days      []string
	}
	var all []sample
	for _, file := range glob(t, dir+"papers/*.json") {
		var p struct {
			Reference, PaperType string
			AuxiliaryFile        []ref
			Consultation         []struct {
				Meeting      string
				Organization []string
			}
		}
		load(t, file, &p)
		s := sample{reference: p.Reference, kind: p.PaperType}
		for _, c := range p.Consultation {
			for _, o := range c.Organization {
				s.committees = append(s.committees, names[o])
			}
			if starts[c.Meeting] != "" {
				s.days = append(s.days, starts[c.Meeting])
			}
		}
		for _, a := range p.AuxiliaryFile {
			s.file = dir + "texts/" + a.ID[strings.LastIndexByte(a.ID, '/')+1:] + ".txt"
			text, err := os.ReadFile(s.file)
			if err != nil || len(s.committees) == 0 || len(s.days) == 0 {
				continue
			}
			// A form, by a rule that is not the one under test.
			if start := string(text[:min(400, len(text))]); strings.Contains(start, "Der Oberbürgermeister") &&
				(strings.Contains(start, "BESCHLUSSVORLAGE") || strings.Contains(start, "ANTRAG") || strings.Contains(start, "ANFRAGE") || strings.Contains(start, "STELLUNGNAHME")) {
				all = append(all, s)
			}
		}
	}
	rand.New(rand.NewPCG(2026, 11)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	type count struct{ right, wrong, none int }
	fields := map[string]*count{"number": {}, "committee": {}, "day": {}, "kind": {}}
	elsewhere := 0
	judge := func(field, got string, right bool, s sample) {
		c := fields[field]
		switch {
		case got == "":
			c.none++
		case right:
			c.right++
		default:
			c.wrong++
			t.Logf("%s %s: %q, not of %s %v %v %s", filepath.Base(s.file), field, got, s.reference, s.committees, s.days, s.kind)
		}
	}
	for _, s := range all[:200] {
		text, _ := os.ReadFile(s.file)
		f := Read(text)
		judge("number", f.Reference, f.Reference == s.reference, s)
		if len(f.Stations) == 0 {
			judge("committee", "", false, s)
			judge("day", "", false, s)
		}
		for _, st := range f.Stations {
			known := slices.ContainsFunc(s.committees, func(c string) bool { return sameCommittee(c, st.Committee) })
			dated := slices.Contains(s.days, st.Date)
			// A line that shares neither is a preliminary sitting, which the
			// system does not show; what shares one must share the other.
			switch {
			case known || dated:
				judge("committee", st.Committee, known, s)
				judge("day", st.Date, dated, s)
			default:
				elsewhere++
			}
		}
		judge("kind", f.Type, sameKind(f.Type, s.kind), s)
	}
	t.Logf("of %d forms, 200 drawn; %d stations that the council system does not show (preliminary sittings)", len(all), elsewhere)
	for _, field := range []string{"number", "committee", "day", "kind"} {
		c := fields[field]
		precision, recall := float64(c.right)/float64(c.right+c.wrong), float64(c.right)/float64(c.right+c.wrong+c.none)
		t.Logf("%-10s precision %.3f  recall %.3f  (%d right, %d wrong, %d left out)", field, precision, recall, c.right, c.wrong, c.none)
		if precision < 0.95 || recall < 0.8 {
			t.Errorf("%s is too often wrong or left out", field)
		}
	}
}

// sameCommittee knows that the council system calls two committees otherwise
// than the forms do.
func sameCommittee(system, form string) bool {
	return system == form || system == "Haupt- und Finanzausschuss" && form == "Hauptausschuss"
}

// sameKind: a Stellungnahme answers the paper that it is filed with.
func sameKind(form, system string) bool {
	switch form {
	case "Stellungnahme":
		return true
	case "Änderungsantrag", "Ergänzungsantrag":
		return system == "Änderungs-/Ergänzungsantrag"
	}
	return form == system
}

func load(t *testing.T, file string, into any) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func FuzzRead(f *testing.F) {
	f.Add("ANTRAG\nSPD-Fraktion\nVorlage Nr.: 2026/0001\nTitel\nGremium Termin TOP\nRat 1.1.2026 3 x\nBegründung\nText")
	f.Add("**Vorlage, DS-Nr. 2021/0541**\n\nöffentlich\n\nBeratungsfolge\tam\nRat\t1.1.2026\t1\t2\n\n**Betreff:** x\n\n---\nA B")
	f.Fuzz(func(t *testing.T, s string) {
		got := Read([]byte(s))
		for _, text := range append([]string{got.Reference, got.Type, got.Title, got.Lead, got.SignedBy, got.Body}, got.Originators...) {
			if !utf8.ValidString(text) {
				t.Errorf("%q: %q is not UTF-8", s, text)
			}
		}
	})
}
