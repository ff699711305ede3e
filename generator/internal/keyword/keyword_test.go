package keyword

import (
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	r, err := New(map[string][]string{"Rad": {"radweg", "=Rad"}, "Schule": {"*schule"}, "Ganztag": {"offene ganztag"}, "Plan": {"plan"}, "Finanzen": {"wirtschaftsplan"}, "Wirtschaft": {"wirtschaft"}, "Straße": {"straße"}})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Ein Radwegekonzept":                             "Rad=Radwegekonzept",
		"Mit dem Rad, nicht mit dem RAD oder Rademacher": "Rad=Rad",
		"Zwei Grundschulen":                              "Schule=Grundschulen",
		"Die offene Ganztagsbetreuung":                   "Ganztag=offene Ganztagsbetreuung",
		"offene Fragen zum Ganztag":                      "",
		"Der Wirtschaftsplan":                            "Finanzen=Wirtschaftsplan",
		"STRASSE und Strasse":                            "Straße=STRASSE",
		"Wirtschaft, Plan, Radweg, Straße":               "Wirtschaft=Wirtschaft Straße=Straße Rad=Radweg",
		"":                                               "",
	} {
		var got []string
		for _, m := range r.Find(text) {
			got = append(got, m.Topic+"="+m.Word)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, strings.Join(got, " "), want)
		}
	}
	for _, bad := range []string{"", "ab", "*a", "=zwei Worte", "=", "*"} {
		if _, err := New(map[string][]string{"X": {bad}}); err == nil {
			t.Errorf("the pattern %q was taken", bad)
		}
	}
}

// TestStandard tries the shipped list on titles like those of councils.
func TestStandard(t *testing.T) {
	r, err := New(Standard("de"))
	if err != nil {
		t.Fatal(err)
	}
	for title, want := range map[string]string{
		"Radwegekonzept für die Innenstadt":                     "Radverkehr",
		"Mehr Fahrradständer am Rathausplatz":                   "Radverkehr",
		"Nachtbus: Angebot verlängern":                          "Nahverkehr",
		"Barrierefreier Umbau der Haltestelle Markt":            "Gleichstellung und Teilhabe; Nahverkehr; Bauprojekte und Vergaben",
		"Tempo 30 vor dem Altenheim":                            "Mobilität und Verkehr",
		"Bebauungsplan Nr. 12 „Am Bach“: Aufstellungsbeschluss": "Stadtplanung",
		"Bericht zum Mietspiegel":                               "Wohnen",
		"Photovoltaik auf städtischen Dächern":                  "Klima und Energie",
		"Baumpflanzungen im Stadtgebiet":                        "Umwelt und Natur",
		"Satzung über den Friedhof":                             "Grün und Friedhöfe",
		"Abfallwirtschaftskonzept":                              "Abfall und Stadtreinigung",
		"Sanierung der Kläranlage":                              "Wasser und Abwasser",
		"Schulentwicklungsplan für die Grundschulen":            "Schule",
		"Neue Kita im Norden":                                   "Kita und Jugend",
		"Zuschuss für das Theater":                              "Finanzen; Kultur",
		"Neubau der Turnhalle":                                  "Sport und Bäder; Bauprojekte und Vergaben",
		"Öffnung des Freibads":                                  "Sport und Bäder",
		"Frauenhaus: Finanzierung sichern":                      "Soziales; Finanzen",
		"Hausärzte auf dem Land":                                "",
		"Unterbringung von Geflüchteten":                        "Integration und Migration",
		"Seniorenbeirat":                                        "Gleichstellung und Teilhabe",
		"Wochenmarkt":                                           "Wirtschaft und Arbeit",
		"Doppelhaushalt 2027/2028":                              "Finanzen",
		"Erhöhung der Hundesteuer":                              "Steuern und Gebühren",
		"Stellenplan":                                           "Personal und Verwaltung",
		"Glasfaserausbau":                                       "Digitalisierung",
		"Freiwillige Feuerwehr: Beschaffung eines Fahrzeugs":    "Sicherheit und Ordnung",
		"Einwohnerversammlung in der Südstadt":                  "Bürgerbeteiligung",
		"Umbesetzung von Ausschüssen":                           "Rat und Wahlen",
		// Words that only look alike.
		"Hafen und Transport":                  "",
		"Umleitung wegen Bauarbeiten":          "Bauprojekte und Vergaben",
		"Abbau von Vorurteilen":                "",
		"Vereinbarung mit der Nachbargemeinde": "",
		"Bad Musterstadt":                      "",
		"Ehrung von Frau Rademacher":           "",
		"Am Sporn 3":                           "",
	} {
		var got []string
		for _, m := range r.Find(title) {
			got = append(got, m.Topic)
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: %q, want %q", title, strings.Join(got, "; "), want)
		}
	}
	if Standard("en") != nil {
		t.Error("there is a list for English")
	}
}

func FuzzFind(f *testing.F) {
	r, err := New(Standard("de"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Radwegekonzept für die Grundschule")
	f.Fuzz(func(t *testing.T, s string) {
		got := r.Find(s)
		if len(got) > Most {
			t.Errorf("%q: %d topics", s, len(got))
		}
		for _, m := range got {
			if m.Word == "" || m.Topic == "" {
				t.Errorf("%q: %+v", s, m)
			}
		}
	})
}
