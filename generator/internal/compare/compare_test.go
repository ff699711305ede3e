package compare

import (
	"fmt"
	"strings"
	"testing"
)

func show(changes []Change) string {
	var b strings.Builder
	for _, c := range changes {
		b.WriteString([]string{"=", "-", "+"}[c.Kind] + "(" + c.Text + ")")
	}
	return b.String()
}

func TestWords(t *testing.T) {
	for _, test := range []struct{ before, after, want, shared string }{
		{"", "", "", "0.00"},
		{"a b", "a b", "=(a b)", "1.00"},
		{"Der Weg wird gebaut.", "Der Weg wird beleuchtet gebaut.", "=(Der Weg wird)+(beleuchtet)=(gebaut.)", "0.80"},
		{"für 1,5 Millionen Euro", "für 1,8 Millionen Euro", "=(für)-(1,5)+(1,8)=(Millionen Euro)", "0.75"},
		{"eins\nzwei", "eins\n\nzwei\ndrei", "=(eins\nzwei)+(\ndrei)", "0.60"},
		{"a", "b", "-(a)+(b)", "0.00"},
		{"Auf eine Beleuchtung wird verzichtet.", "Der Weg wird mit Leuchten ausgestattet.", "-(Auf eine Beleuchtung wird verzichtet.)+(Der Weg wird mit Leuchten ausgestattet.)", "0.17"},
		{"1 Euro und 2 Cent", "3 Euro und 4 Cent", "-(1)+(3)=(Euro und)-(2)+(4)=(Cent)", "0.60"},
		{"Eins ist da.\nZwei ist da.", "Drei ist da.\nVier ist da.", "-(Eins)+(Drei)=(ist da.\n)-(Zwei)+(Vier)=(ist da.)", "0.71"},
		{"a b c d", "b d", "-(a)=(b)-(c)=(d)", "0.50"},
	} {
		changes, shared := Words(test.before, test.after)
		if got := show(changes); got != test.want || fmt.Sprintf("%.2f", shared) != test.shared {
			t.Errorf("%q, %q: %q %.2f, want %q %s", test.before, test.after, got, shared, test.want, test.shared)
		}
	}
}

// FuzzWords holds that each text can be read off the changes.
func FuzzWords(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add("a\nb", "b\na")
	f.Fuzz(func(t *testing.T, before, after string) {
		changes, shared := Words(before, after)
		var a, b []string
		for _, c := range changes {
			words := strings.Fields(c.Text)
			if c.Kind != Added {
				a = append(a, words...)
			}
			if c.Kind != Removed {
				b = append(b, words...)
			}
		}
		if strings.Join(a, " ") != strings.Join(strings.Fields(before), " ") || strings.Join(b, " ") != strings.Join(strings.Fields(after), " ") || shared < 0 || shared > 1 {
			t.Errorf("%q, %q: %s %v", before, after, show(changes), shared)
		}
	})
}
