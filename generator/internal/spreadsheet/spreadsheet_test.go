package spreadsheet

import (
	"strings"
	"testing"
)

// TestGuard marks what a spreadsheet would run, leaves everything else alone,
// and can always be undone.
func TestGuard(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Radweg": "Radweg", "a=b": "a=b", "’s ist so": "’s ist so", "'s ist so": "'s ist so", "'": "'", "–": "–", "2026/1": "2026/1",
		"=1+1": "'=1+1", "+49 228": "'+49 228", "-": "'-", "- Punkt": "'- Punkt", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\n=1": "'\n=1", "＝1": "'＝1",
		"'=1": "''=1", "''=1": "'''=1",
	} {
		got := Guard(text)
		if got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
		back := got
		if rest := strings.TrimLeft(got, "'"); rest != "" && rest != got && strings.ContainsAny(rest[:runeLen(rest)], formula) {
			back = got[1:]
		}
		if back != text {
			t.Errorf("%q cannot be had back from %q", text, got)
		}
	}
}
