package german

import "testing"

// TestStem compares with stems that Snowball 3 gives, on folded words.
func TestStem(t *testing.T) {
	for word, want := range map[string]string{
		"Straße": "strass", "Straßen": "strass", "STRASSEN": "strass", "Häuser": "haus", "Haeuser": "haus", "Haus": "haus",
		"Beiträge": "beitrag", "Beitrags": "beitrag", "Beiträgen": "beitrag", "Größe": "gross", "Groesse": "gross",
		"Gebühren": "gebuhr", "Gebuehr": "gebuhr", "Möglichkeiten": "moglich", "Sanierung": "sanier", "Sanierungen": "sanier",
		"Verhältnisse": "verhaltnis", "Verhältnis": "verhaltnis", "städtische": "stadtisch", "System": "system", "Systeme": "system",
		"Quelle": "quell", "neue": "neu", "Bauer": "bau", "treue": "treu", "Museum": "museum", "Aussicht": "aussicht", "dass": "dass",
		"Israel": "isral", "Poesie": "posi", "Aktuelle": "aktull", "Bezirksämter": "bezirksamt", "a": "a", "2019": "2019", "": "",
		"Bayern": "bay", "Feuer": "feu", "Steuern": "steu", "Éclair": "eclair",
	} {
		if got := Stem(Fold(word)); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for word, want := range map[string]string{
		"Größe": "grosse", "GROẞE": "grosse", "Mueller": "muller", "Müller": "muller", "Mu\u0308ller": "muller",
		"neue": "neue", "Quelle": "quelle", "aktuell": "aktull", "Israel": "isral", "ﬁnden": "finden", "Σίσυφος": "σισυφοσ", "": "",
	} {
		if got := Fold(word); got != want {
			t.Errorf("%s: %s, want %s", word, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Straße", "aeue", "quue", "ß", "\xff", "Ⅷ", "İ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		_ = Stem(once)
		if len(s) < 100 && Stem(once) == "" && once != "" {
			t.Errorf("%q has no stem", s)
		}
	})
}
