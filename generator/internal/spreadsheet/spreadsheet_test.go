package spreadsheet

import (
	"bytes"
	"encoding/csv"
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

// TestRow gives back what was written, and hides what a spreadsheet would take
// for a separator.
func TestRow(t *testing.T) {
	var b bytes.Buffer
	rows := [][]string{{"a", "", `sagt „"Ja"“`}, {"eins; zwei", "1,5", "\tTab"}, {" vorn", "zwei\nZeilen", "drei\r\nZeilen"}}
	for _, row := range rows {
		Row(&b, row)
	}
	const want = "a,,\"sagt „\"\"Ja\"\"“\"\r\n\"eins; zwei\",\"1,5\",\"\tTab\"\r\n\" vorn\",\"zwei\r\nZeilen\",\"drei\r\nZeilen\"\r\n"
	if b.String() != want {
		t.Errorf("it is %q, not %q", b.String(), want)
	}
	got, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for j, cell := range row {
			if cell = strings.ReplaceAll(cell, "\r", ""); got[i][j] != cell {
				t.Errorf("%q is read as %q", cell, got[i][j])
			}
		}
	}
}
