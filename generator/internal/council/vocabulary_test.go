package council

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestOutcomes holds words of real councils, the traps among them.
func TestOutcomes(t *testing.T) {
	for _, test := range []struct {
		words    string
		outcome  Outcome
		majority Majority
	}{
		{"", OutcomeNone, ""},
		{"einstimmig beschlossen", OutcomeAdopted, MajorityUnanimous},
		{"Einstimmig zugestimmt", OutcomeAdopted, MajorityUnanimous},
		{"mehrheitlich beschlossen", OutcomeAdopted, MajorityMajority},
		{"mehrheitlich zugestimmt", OutcomeAdopted, MajorityMajority},
		{"Zustimmung", OutcomeAdopted, ""},
		{"genehmigt", OutcomeAdopted, ""},
		{"einvernehmlich beschlossen", OutcomeAdopted, MajorityConsensus},
		{"einverstanden", OutcomeAdopted, ""},
		{"geändert beschlossen", OutcomeAdoptedAmended, ""},
		{"zugestimmt zu geändertem Beschlusstext", OutcomeAdoptedAmended, ""},
		{"Beschlossen mit geändertem Beschlusstext", OutcomeAdoptedAmended, ""},
		{"mehrheitlich zugestimmt zu geändertem Antrag", OutcomeAdoptedAmended, MajorityMajority},
		{"einstimmig zugestimmt zum modifizierten Antrag", OutcomeAdoptedAmended, MajorityUnanimous},
		{"mit Änderungen beschlossen", OutcomeAdoptedAmended, ""},
		{"teilweise zugestimmt", OutcomeAdoptedInPart, ""},
		{"teilweise abgelehnt", OutcomeAdoptedInPart, ""},
		{"mehrheitlich abgelehnt", OutcomeRejected, MajorityMajority},
		{"einstimmig abgelehnt", OutcomeRejected, MajorityUnanimous},
		{"abgelehnt", OutcomeRejected, ""},
		{"nicht beschlossen", OutcomeRejected, ""},
		{"Stimmengleichheit – abgelehnt", OutcomeRejected, MajorityTie},
		{"Stimmengleichheit", OutcomeRejected, MajorityTie},
		{"empfohlen", OutcomeRecommended, ""},
		{"geändert empfohlen", OutcomeRecommendedAmended, ""},
		{"vorberaten ohne Änderungen", OutcomeRecommended, ""},
		{"Kenntnisnahme", OutcomeNoted, ""},
		{"zur Kenntnis genommen", OutcomeNoted, ""},
		{"Stellungnahme zur Kenntnis genommen", OutcomeNoted, ""},
		{"zur Kenntnis genommen + mehrheitliche Zustimmung", OutcomeAdopted, MajorityMajority},
		{"vertagt", OutcomePostponed, ""},
		{"zurückgestellt", OutcomeDeferred, ""},
		{"verwiesen in Fachausschuss", OutcomeReferred, ""},
		{"verwiesen in den Gemeinderat", OutcomeReferred, ""},
		{"in die Ausschüsse verwiesen", OutcomeReferred, ""},
		{"Weiterbehandlung im Planungsausschuss", OutcomeReferred, ""},
		{"weitere Beratung im Hauptausschuss", OutcomeReferred, ""},
		{"abgesetzt", OutcomeRemoved, ""},
		{"lag nicht vor", OutcomeRemoved, ""},
		{"zurückgezogen", OutcomeWithdrawn, ""},
		{"von der Verwaltung zurückgezogen", OutcomeWithdrawn, ""},
		{"vom Einbringer zurückgezogen", OutcomeWithdrawn, ""},
		{"Antrag zurückgezogen", OutcomeWithdrawn, ""},
		{"erledigt", OutcomeSettled, ""},
		{"erledigt durch Stellungnahme der Verwaltung", OutcomeSettled, ""},
		{"erledigt durch Antwort der Verwaltung", OutcomeSettled, ""},
		{"mit Stellungnahme einverstanden", OutcomeSettled, ""},
		{"Antrag ist erledigt", OutcomeSettled, ""},
		{"gegenstandslos", OutcomeSettled, ""},
		{"gilt als behandelt", OutcomeSettled, ""},
		{"in Beschlussvorlage übernommen", OutcomeSettled, ""},
		{"keine Abstimmung", OutcomeNoVote, ""},
		{"nicht zur Abstimmung gestellt", OutcomeNoVote, ""},
		{"ohne Ergebnis", OutcomeNoVote, ""},
		{"gewählt", OutcomeElected, ""},
		{"siehe Dokument Abstimmungsergebnisse", OutcomeOther, ""},

		// The traps.
		{"ungeändert beschlossen", OutcomeAdopted, ""},
		{"nicht empfohlen", OutcomeNotRecommended, ""},
		{"mehrheitlich nicht empfohlen", OutcomeNotRecommended, MajorityMajority},
		{"ohne Beschlussfassung geschoben", OutcomePostponed, ""},
		{"einstimmig – gilt als behandelt", OutcomeSettled, ""},
		{"einstimmig verwiesen in den Bauausschuss", OutcomeReferred, MajorityUnanimous},
		{"Die Verweisung wird abgelehnt", OutcomeOther, ""},
		{"Kein Beschluss, nur Bericht zur Kenntnis genommen", OutcomeNoted, ""},
		{"Verwiesen in Ausschuss für Umwelt und Gesundheit", OutcomeReferred, ""},
		{"Weiterbehandlung im Jugendhilfeausschuss", OutcomeReferred, ""},
		{"Weiterbehandlung im Migrationsbeirat", OutcomeReferred, ""},
		{"Weiterbehandlung im Sozialausschuss", OutcomeReferred, ""},
		{"Weiterbehandlung im Sportausschus", OutcomeReferred, ""},
		{"Zugestimmt zu geändertem Beschlusstext", OutcomeAdoptedAmended, ""},
		{"einstimmig zugestimmt", OutcomeAdopted, MajorityUnanimous},
		{"mehrheitlich zugestimmt zu geändertem Beschlusstext", OutcomeAdoptedAmended, MajorityMajority},
		{"teilweise in modifzierte Beschlussvorlage übernommen", OutcomeAdoptedInPart, ""},
		{"verwiesen an Bauausschuss", OutcomeReferred, ""},
		{"verwiesen an Kulturausschuss", OutcomeReferred, ""},
		{"verwiesen an Schulbeirat", OutcomeReferred, ""},
		{"verwiesen in Ausschuss für öffentliche Einrichtungen", OutcomeReferred, ""},
		{"verwiesen in Personalausschuss", OutcomeReferred, ""},
		{"verwiesen in Planungsausschuss", OutcomeReferred, ""},
		{"verwiesen in Sozialausschuss", OutcomeReferred, ""},
		{"verwiesen in Wirtschaftsförderungsausschuss", OutcomeReferred, ""},
		{"verwiesen in den Ausschuss für Umwelt und Gesundheit", OutcomeReferred, ""},
		{"verwiesen in den Jugendhilfeausschuss", OutcomeReferred, ""},

		// Nothing but the vote: the proposal was adopted.
		{"einstimmig", OutcomeAdopted, MajorityUnanimous},
		{"mehrheitlich", OutcomeAdopted, MajorityMajority},
		{"einstimmig dafür", OutcomeAdopted, MajorityUnanimous},
		{"einstimmig bei 2 Enthaltungen", OutcomeAdopted, MajorityUnanimous},
		{"einstimmig, 1 Enthaltung", OutcomeAdopted, MajorityUnanimous},
		{"einstimmig bei 3 Entahltungen", OutcomeAdopted, MajorityUnanimous},
		{"einstimmig ohne Enthaltungen", OutcomeAdopted, MajorityUnanimous},
		{"einstimmig ohne Gegenstimmen", OutcomeAdopted, MajorityUnanimous},
		{"Einstimmig12 Ja-Stimmen", OutcomeAdopted, MajorityUnanimous},
		{"mehrheitlich bei 3 Gegenstimmen", OutcomeAdopted, MajorityMajority},
		{"einstimmig bei 2 Gegenstimmen", OutcomeOther, MajorityUnanimous}, // a contradiction
		{"einstimmig dagegen", OutcomeOther, MajorityUnanimous},
		{"0x ja, 14x nein", OutcomeRejected, ""},
		{"12:12", OutcomeRejected, ""},
		{"12 Ja-Stimmen", OutcomeOther, ""},
		{"TOP 12, siehe Protokoll", OutcomeOther, ""},

		// Spellings that look alike.
		{"unge\u0061\u0308ndert beschlossen", OutcomeAdopted, ""},
		{"nicht\u00a0empfohlen", OutcomeNotRecommended, ""},
		{"nicht\u202fempfohlen", OutcomeNotRecommended, ""},
		{"\u200bbe\u00adschlossen", OutcomeAdopted, ""},
		{"ABGELEHNT", OutcomeRejected, ""},

		{"Ja: 27, Nein: 5, Enthaltungen: 1", OutcomeAdopted, ""},
		{"Ja: 5, Nein: 27", OutcomeRejected, ""},
		{"mehrheitlich gegen die CDU-Fraktion bei Enthaltung der FDP", OutcomeOther, MajorityMajority},
	} {
		o, m := (&Vocabulary{}).Outcome(test.words)
		if o != test.outcome || m != test.majority {
			t.Errorf("%q is %s %q, want %s %q", test.words, o, m, test.outcome, test.majority)
		}
	}
}

func TestRoles(t *testing.T) {
	for words, want := range map[string]Role{
		"": RoleUnknown, "unbekannt": RoleUnknown, "Zierde": RoleUnknown,
		"Entscheidung": RoleDecision, "Beschlussfassung": RoleDecision, "Beschluss": RoleDecision, "beschließend": RoleDecision, "Vorbehaltsbeschluss": RoleDecision,
		"Kenntnisnahme": RoleInformation, "Vorberatung": RolePreliminary, "vorberatend": RolePreliminary, "Beratung": RolePreliminary, "Behandlung": RolePreliminary,
		"Empfehlung": RoleRecommendation, "Beschlussempfehlung": RoleRecommendation, "Anhörung": RoleHearing, "Stellungnahme": RoleStatement, "Genehmigung": RoleApproval,
		"Einbringung": RoleIntroduction, "1. Lesung": RoleIntroduction, "Wahl": RoleElection,
	} {
		if got := (&Vocabulary{}).Role(words); got != want {
			t.Errorf("%q is %s, want %s", words, got, want)
		}
	}
}

func TestKinds(t *testing.T) {
	for kind, types := range map[Kind]string{
		KindProposal:    "Beschlussvorlage, Vorlage, Sitzungsvorlage, Verwaltungsvorlage, Entscheidungsvorlage",
		KindInformation: "Informationsvorlage, Berichtsvorlage, Bericht, Mitteilungsvorlage, Bekanntgabe, Mitteilung",
		KindMotion:      "Antrag, Fraktionsantrag, Prüfantrag, Dringlichkeitsantrag, Resolution",
		KindAmendment:   "Änderungs-/Ergänzungsantrag, Änderungsantrag, Ergänzungsantrag, Zusatzantrag, Ergänzungsvorlage",
		KindQuestion:    "Anfrage, Große Anfrage, Kleine Anfrage, Einwohnerfrage",
		KindAnswer:      "Stellungnahme, Beantwortung einer Anfrage, Antwort der Verwaltung",
		KindPetition:    "Bürgerantrag, Einwohnerantrag, Anregung nach § 24 GO NRW, Petition",
		KindMinutes:     "Niederschrift, Protokoll, Auszug",
		KindBudget:      "Haushalt, Haushaltssatzung, Nachtragshaushalt", KindBylaw: "Satzung", KindElection: "Wahlvorschlag", KindDisplay: "Offenlage", KindOther: "Wisch",
	} {
		for _, typ := range strings.Split(types, ", ") {
			if got := (&Vocabulary{}).Kind(typ); got != kind {
				t.Errorf("%q is %s, want %s", typ, got, kind)
			}
		}
	}
}

func TestFinal(t *testing.T) {
	final := []Outcome{OutcomeAdopted, OutcomeAdoptedAmended, OutcomeAdoptedInPart, OutcomeElected, OutcomeRejected}
	for _, o := range Outcomes() {
		if o.Final() != slices.Contains(final, o) {
			t.Errorf("%s: final %t", o, o.Final())
		}
	}
}

func BenchmarkOutcome(b *testing.B) {
	v := &Vocabulary{}
	for b.Loop() {
		v.Outcome("mehrheitlich zugestimmt zu geändertem Beschlusstext")
	}
}

func BenchmarkOutcomeOfNewWords(b *testing.B) {
	for b.Loop() {
		(&Vocabulary{}).Outcome("mehrheitlich zugestimmt zu geändertem Beschlusstext")
	}
}

func TestOwnWords(t *testing.T) {
	v := NewVocabulary(map[string]Role{"Zierde": RoleHearing}, map[string]Outcome{"Passt scho!": OutcomeAdopted}, map[string]Kind{"Antrag": KindProposal})
	o, _ := v.Outcome("passt  scho")
	if v.Role("zierde") != RoleHearing || o != OutcomeAdopted || v.Kind("Antrag") != KindProposal || v.Kind("Anfrage") != KindQuestion {
		t.Error("the city's words do not come first")
	}
}

func TestParseVote(t *testing.T) {
	for words, want := range map[string]string{
		"Ja: 9, Nein: 2, Anwesend: 11":               "9 2 -",
		"Ja 14, Nein 4, Enthaltungen 2, Befangen: 1": "14 4 2",
		"19:11": "19 11 -",
		"10 Ja-Stimmen (5 CDU, 4 SPD, 1 FDP) / 8 Nein-Stimmen (2 CDU, 4 Grüne, 1 Linke, 1 Einzelmandatsträger)": "10 8 -",
		"Ja: 21, Nein: 18, Enth.: 3":    "21 18 3",
		"15-Ja-Stimmen":                 "15 - -",
		"Einstimmig12 Ja-Stimmen":       "12 - -",
		"0x ja, 14x nein":               "0 14 -",
		"12 Ja, O Nein, 3 Entahltungen": "12 0 3",
		"mehrheitlich beschlossen: 20 Ja-Stimmen, 9 Gegenstimmen":        "20 9 -",
		"einstimmig beschlossen, 20 Ja, ohne Enthaltungen":               "20 - 0",
		"Mit 27 Ja- gegen 11 Nein-Stimmen bei 3 Enthaltungen angenommen": "27 11 3",

		// Not the whole text was understood, or its numbers disagree.
		"einstimmig":                                             "",
		"Ja: 9, Nein: 2, Anwesend: 15":                           "",
		"Ja: 9, Nein: 2, Ja: 3":                                  "",
		"einstimmig, 9 Ja, 2 Nein":                               "",
		"abgelehnt, 9 Ja, 2 Nein":                                "",
		"JaNeinEnthaltungBM1CDU81SPD6Gesamt2410":                 "",
		"10 Ja-Stimmen (5 CDU, 4 SPD)":                           "",
		"siehe TOP 12 vom 3.5.":                                  "",
		"mehrheitlich gegen die CDU-Fraktion bei 3 Enthaltungen": "",
		"Ja: 9 von 12":                                           "",
	} {
		tally, ok := ParseVote(words)
		got := ""
		if ok {
			for _, c := range []Count{tally.Yes, tally.No, tally.Abstain} {
				s := c.String()
				if !c.Known() {
					s = "-"
				}
				got += " " + s
			}
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%q gives %q, want %q", words, got, want)
		}
	}
	tally, _ := ParseVote("10 Ja-Stimmen (6 CDU, 4 SPD) / 8 Nein-Stimmen (2 CDU, 6 Grüne)")
	if len(tally.Factions) != 3 || tally.Factions[0].Name != "CDU" || tally.Factions[0].Yes.Int() != 6 || tally.Factions[0].No.Int() != 2 || tally.Factions[2].Name != "Grüne" {
		t.Errorf("factions: %+v", tally.Factions)
	}
}

func TestReferredTo(t *testing.T) {
	for words, want := range map[string]string{
		"verwiesen in Ausschuss für Umwelt und Gesundheit":     "Ausschuss für Umwelt und Gesundheit",
		"verwiesen in den Ausschuss für Umwelt und Gesundheit": "Ausschuss für Umwelt und Gesundheit",
		"Weiterbehandlung im Planungsausschuss":                "Planungsausschuss",
		"verwiesen an Schulbeirat":                             "Schulbeirat",
		"einstimmig verwiesen an den Bauausschuss":             "Bauausschuss",
		"verwiesen in Fachausschuss":                           "",
		"in die Ausschüsse verwiesen":                          "",
		"beschlossen":                                          "",
	} {
		if got := strings.Join(ReferredTo(words), "|"); got != want {
			t.Errorf("%q names %q, want %q", words, got, want)
		}
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"2021/0541": "2021-0541", "Größe & Maß": "groesse-mass", "Bürger*innenbeteiligung": "buergerinnenbeteiligung",
		"Schüler:innen_Rat": "schuelerinnen-rat", "Łódź": "lodz", "CON": "x-con", "  ": "", "Café": "cafe", "Rat\u00adhaus": "rathaus",
	} {
		if got := Slug(name); got != want {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
	}
	a := "Ausschuss für Bürger*innenbeteiligung, Digitalisierung, Beteiligungssteuerung und Verbraucherschutz"
	if x, y := Slug(a), Slug(a+"s"); len(x) > 80 || x == y || !strings.HasPrefix(x, "ausschuss-fuer-buergerinnenbeteiligung-digitalisierung") {
		t.Error(x, y)
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("Ausschuss für Umwelt")
	f.Add("日本")
	f.Add("com1")
	form := regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	f.Fuzz(func(t *testing.T, s string) {
		slug := Slug(s)
		if slug != "" && (!form.MatchString(slug) || len(slug) > 80 || Slug(slug) != slug) {
			t.Errorf("%q gives %q, and that %q", s, slug, Slug(slug))
		}
	})
}

func FuzzWords(f *testing.F) {
	f.Add("10 Ja-Stimmen (5 CDU) / 8 Nein")
	f.Add("einstimmig verwiesen in den Bauausschuss")
	f.Fuzz(func(t *testing.T, s string) {
		v := &Vocabulary{}
		o, _ := v.Outcome(s)
		if tally, ok := ParseVote(s); ok && !tally.Yes.Known() && !tally.No.Known() {
			t.Errorf("%q: a vote without votes", s)
		}
		if strings.TrimSpace(s) != "" && o == "" || v.Role(s) == "" || v.Kind(s) == "" {
			t.Errorf("%q: no value", s)
		}
		ReferredTo(s)
	})
}

// TestBodies tells kinds of bodies apart by their names: what stands for a
// district is no advisory board.
func TestBodies(t *testing.T) {
	for body, names := range map[Body]string{
		BodyDistrict:  "Ortschaftsrat Durlach, Ortsbeirat Nord, Bezirksvertretung 3, Stadtbezirksrat Mitte",
		BodyAdvisory:  "Seniorenbeirat, Gestaltungsbeirat, Beirat für Menschen mit Behinderung",
		BodyCommittee: "Hauptausschuss, Ausschuss für Umwelt, Haupt- und Finanzausschuss",
		BodyOther:     "Ältestenrat, Jugendforum",
	} {
		for _, name := range strings.Split(names, ", ") {
			if got := (&Committee{Name: name}).Body(); got != body {
				t.Errorf("%q is %s, want %s", name, got, body)
			}
		}
	}
	if got := (&Committee{Name: "Ortsbeirat", Council: true}).Body(); got != BodyCouncil {
		t.Errorf("the council is %s", got)
	}
	if got := (&Committee{Name: "Verkehr", Kind: "Ausschuss"}).Body(); got != BodyCommittee {
		t.Errorf("a committee by its kind is %s", got)
	}
}
