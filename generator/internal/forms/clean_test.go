package forms

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"hyphens", "Die Bauord-\nnungsamt prüft Ein- und\nAusgang, Rad- \nund Fußwege im Rhein-\nNeckar-Kreis und die EU-\nweite Regel.", "Die Bauordnungsamt prüft Ein- und Ausgang, Rad- und Fußwege im Rhein-Neckar-Kreis und die EU-weite Regel.\n"},
		{"paragraphs", "Erster Satz, der weiter\ngeht bis hierher.\n \nZweiter.", "Erster Satz, der weiter geht bis hierher.\n\nZweiter.\n"},
		{"sections", "Vorspann.\n\nBeschlussvorschlag:\nDer Rat beschließt.\n\nBEGRÜNDUNG\nDarum.", "Vorspann.\n\n## Beschlussvorschlag\n\nDer Rat beschließt.\n\n## Begründung\n\nDarum.\n"},
		{"not a section", "Die Stadt hat zur Ablehnung durch den Rat der Gemeinde eine eigene\nBegründung\nvorgelegt, die weiter reicht.", "Die Stadt hat zur Ablehnung durch den Rat der Gemeinde eine eigene Begründung vorgelegt, die weiter reicht.\n"},
		{"kind of the form", "Stadt X\nANTRAG\nSPD\n\nAntrag:\nDer Rat möge beschließen.", "Stadt X\n\nANTRAG\n\nSPD\n\n## Antrag\n\nDer Rat möge beschließen.\n"},
		{"section begun on its line", "Der Rat beschließt.\nFinanzielle Auswirkungen (bitte ankreuzen) nein x ja\nMehr.", "Der Rat beschließt.\n\n## Finanzielle Auswirkungen\n\n(bitte ankreuzen) nein x ja Mehr.\n"},
		{"section without a word", "Beschluss:\n\nAntrag an den Gemeinderat\nDer Rat beschließt.", "Beschluss\n\n## Antrag an den Gemeinderat\n\nDer Rat beschließt.\n"},
		{"lists", "Es gilt:\n- eins, das auf der nächsten\nZeile weitergeht\n• zwei\n\uf0b7 drei\n1. erstens\n2) zweitens", "Es gilt:\n\n- eins, das auf der nächsten Zeile weitergeht\n- zwei\n- drei\n1. erstens\n2. zweitens\n"},
		{"marks", "# 5 * 3 < 20_000 [x](y) & |a| `b`\n\n> nicht zitiert\n\n17.", "\\# 5 \\* 3 \\< 20\\_000 \\[x\\](y) \\& \\|a\\| \\`b\\`\n\n\\> nicht zitiert\n\n17\\.\n"},
		{"labels", "Vorlage Nr.: 2021/0001\nVerantwortlich: Dez. 4", "Vorlage Nr.: 2021/0001\n\nVerantwortlich: Dez. 4\n"},
		{"page numbers", "Ein Satz geht\nSeite 2 von 3\nweiter.\n- 3 -\n", "Ein Satz geht weiter.\n"},
		{"heads of pages", "Stadt Beispiel\nAnfang.\n\fStadt Beispiel\nMitte.\n\fStadt Beispiel\nMehr.\n\fStadt Beispiel\nEnde.\n", "Stadt Beispiel\n\nAnfang.\n\nMitte.\n\nMehr.\n\nEnde.\n"},
		{"over the end of a page", "Der Satz hört hier nicht\n\n\fauf, sondern hier.", "Der Satz hört hier nicht auf, sondern hier.\n"},
		{"control characters", "a\x00b\u00adc\ufeff\td\u00a0e", "abc d e\n"},
		{"empty", " \n\f\n", "\n"},
	} {
		if got := Clean([]byte(c.in), 2); got != c.want {
			t.Errorf("%s:\n%q, want\n%q", c.name, got, c.want)
		}
	}
}

func TestIsPaper(t *testing.T) {
	for text, want := range map[string]bool{
		"Stadt X\n\nBESCHLUSSVORLAGE\nVorlage Nr.: 1": true,
		" \nANTRAG\nSPD":                         true,
		"ERGÄNZUNGSANTRAG\n":                     true,
		"Interfraktioneller ANTRAG\n":            true,
		"STELLUNGNAHME zum Antrag\n":             false,
		"Niederschrift 52. Plenarsitzung\n":      false,
		"Anlage 2\n":                             false,
		"Der Antrag der Fraktion":                false,
		strings.Repeat("x\n", 1000) + "ANTRAG\n": false,
	} {
		if got := IsPaper([]byte(text)); got != want {
			t.Errorf("%.30q: %v", text, got)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("Beschluss:\nDer Rat-\nhaus\n- a\n1. b\f2. c")
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean([]byte(s), 2)
		if !utf8.ValidString(got) || !strings.HasSuffix(got, "\n") || strings.Contains(got, "\n\n\n") {
			t.Errorf("%q: %q", s, got)
		}
		IsPaper([]byte(s))
	})
}

// TestLong reads texts that would take for ever if a step looked at all that
// came before.
func TestLong(t *testing.T) {
	for _, line := range []string{"ein Wort und noch eines in einer Zeile ohne Ende, die weiter geht und weiter\n", "x\n", "- a\n", "a-\n", "\n", "\f", " ", "Vorlage Nr.: ", "1. ", "(", "Beschluss\n", "ANTRAG\n"} {
		text := []byte("BESCHLUSSVORLAGE\n" + strings.Repeat(line, 1<<20/len(line)))
		Clean(text, 2)
		Read(text)
	}
}
