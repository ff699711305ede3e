package council

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestCount(t *testing.T) {
	var unknown Count
	if unknown.Known() || unknown.String() != "" || unknown == Num(0) {
		t.Error("the zero Count is known")
	}
	if zero := Num(0); !zero.Known() || zero.Int() != 0 || zero.String() != "0" {
		t.Error("0 is not 0")
	}
	for _, n := range []int{-1, math.MinInt, math.MaxInt32, math.MaxInt, 1 << 32} {
		if Num(n).Known() {
			t.Errorf("%d is taken for %d", n, Num(n).Int())
		}
	}
}

// TestVoteSides holds every side of a vote; "-" stands for unknown.
func TestVoteSides(t *testing.T) {
	for words, want := range map[string]string{
		// yes no abstain biased absent present
		"Ja: 9, Nein: 2, Anwesend: 11":                 "9 2 - - - 11",
		"Ja 14, Nein 4, Enthaltungen 2, Befangen: 1":   "14 4 2 1 - -",
		"Ja: 9, Nein: 2, Befangen: 1, Anwesend: 12":    "9 2 - 1 - 12",
		"Ja: 4, Nein: 0, nicht anwesend: 3":            "4 0 - - 3 -",
		"Ja: 4, Nein: 0, nicht  anwesend: 3":           "4 0 - - 3 -",
		"Ja:\u00a09, Nein:\u00a02":                     "9 2 - - - -",
		"1O Ja, O Nein":                                "10 0 - - - -",
		"Ja: 1O, Nein: o":                              "10 0 - - - -",
		"12 dafür, 3 dagegen":                          "12 3 - - - -",
		"nicht zugestimmt, 2 Ja, 9 Nein":               "2 9 - - - -",
		"12 Ja, 12 Nein, Stimmengleichheit, abgelehnt": "12 12 - - - -",
		"19 : 11 beschlossen":                          "19 11 - - - -",
		"20 JA-STIMMEN, 3 NEIN-STIMMEN":                "20 3 - - - -",
	} {
		v, ok := ParseVote(words)
		got := "not understood"
		if ok {
			var sides []string
			for _, c := range []Count{v.Yes, v.No, v.Abstain, v.Biased, v.Absent, v.Present} {
				if c.Known() {
					sides = append(sides, c.String())
				} else {
					sides = append(sides, "-")
				}
			}
			got = strings.Join(sides, " ")
		}
		if got != want {
			t.Errorf("%q gives %s, want %s", words, got, want)
		}
	}
}

func TestVoteFactions(t *testing.T) {
	for words, want := range map[string]string{
		"10 Ja-Stimmen (5 CDU, 4 SPD, 1 FDP) / 7 Nein-Stimmen (2 CDU, 4 Grüne, 1 Einzelmandatsträger)": "CDU 5:2, SPD 4:, FDP 1:, Grüne :4, Einzelmandatsträger :1",
		"Ja: 10 (5 B90/Grüne, 5 CDU), Nein: 1 (1 Die PARTEI)":                                          "B90/Grüne 5:, CDU 5:, Die PARTEI :1",
		"3 ja (2x Xenia, 1 xenon-Liste)":                                                               "Xenia 2:, xenon-Liste 1:",
		"Ja: 9 (9 CDU 4 SPD)":                                                                          "", // run together
		"Ja: 10 (5 CDU, 5 cdu)":                                                                        "", // one faction twice on one side
		"Ja: 10 (5 CDU, 4 SPD)":                                                                        "", // the parts do not sum up
		"10 Ja-Stimmen (5 CDU, 4 SPD, 1 FDP) / 8 Nein-Stimmen (2 CDU, 4 Grüne, 1 Einzelmandatsträger)": "", // 7 named, 8 counted
	} {
		v, _ := ParseVote(words)
		var got []string
		for _, f := range v.Factions {
			got = append(got, fmt.Sprintf("%s %s:%s", f.Name, f.Yes, f.No))
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%q gives %q, want %q", words, s, want)
		}
	}
}

// TestUnassigned says nothing where a faction's votes are unknown.
func TestUnassigned(t *testing.T) {
	some := FactionVote{Name: "A", Yes: Num(8)}
	for want, v := range map[int]*Vote{
		2: {Yes: Num(10), No: Num(3), Factions: []FactionVote{some, {Name: "B", No: Num(3)}}},
		0: {Yes: Num(10), No: Num(3), Factions: []FactionVote{some, {Name: "B"}}},
	} {
		if got := v.Unassigned(); got != want {
			t.Errorf("%d votes are nobody's, want %d", got, want)
		}
	}
}

// TestNoVote holds texts that name numbers, but from which nothing certain follows.
func TestNoVote(t *testing.T) {
	for _, words := range []string{
		"9 Ja, nicht 2 Nein", "nicht 9 Ja", "ohne 9 Ja", "nicht einstimmig, 9 Ja", "Ja 12, davon 3 Nein", "12 Ja, davon 3 Enthaltungen",
		"mitja 9", "Ja: 9, 2 Nein", "19:00", "09:30", "20:15 Uhr", "19:11, 2 Enthaltungen", "einstimmig 19:11", "Ja: 12345, Nein: 1", "Ja: 1.234,5",
		"Ja: 9, Nein: 2, nicht beschlossen", "2 Ja, 9 Nein, zugestimmt", "12 Ja, 12 Nein, beschlossen", "9 Ja, 2 Nein, Stimmengleichheit",
		"abgelehnt, beschlossen, 2 Ja, 9 Nein", "Ja: 9, Ja: 9", "bei 2 Enthaltungen", "JaNeinEnthaltungBM1CDU81SPD6Gesamt2410",
		"12 Ja (", "9 Ja )", "Ja: 9 (CDU 9)", strings.Repeat("9 Ja ", 300),
	} {
		if v, ok := ParseVote(words); ok {
			t.Errorf("%q is taken for %+v", words, v)
		}
	}
}

func FuzzParseVote(f *testing.F) {
	for _, s := range []string{"Ja: 9, Nein: 2, Anwesend: 11", "19:11", "10 Ja-Stimmen (5 CDU, 5 SPD) / 2 Nein-Stimmen (2 CDU)", "Einstimmig12 Ja-Stimmen", "0x ja, 14x nein, o Enth."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, ok := ParseVote(s)
		if !ok {
			if v.Factions != nil || v.Yes.Known() || v.No.Known() {
				t.Fatalf("%q: numbers of a text that was not understood: %+v", s, v)
			}
			return
		}
		if !v.Yes.Known() && !v.No.Known() {
			t.Fatalf("%q: a vote without votes", s)
		}
		var yes, no, abstain int
		for _, f := range v.Factions {
			if strings.TrimSpace(f.Name) == "" {
				t.Fatalf("%q: a faction without a name", s)
			}
			yes, no, abstain = yes+f.Yes.Int(), no+f.No.Int(), abstain+f.Abstain.Int()
		}
		if yes > v.Yes.Int() || no > v.No.Int() || abstain > v.Abstain.Int() {
			t.Fatalf("%q: factions have more votes than their side: %+v", s, v)
		}
	})
}
