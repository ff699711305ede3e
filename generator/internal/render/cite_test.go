package render

import (
	"strings"
	"testing"

	"offenlage/generator/internal/council"
)

// TestReferences writes papers as programs for literature read them: no letter
// of a title ends a field, and what is not known is left out.
func TestReferences(t *testing.T) {
	full := &council.Paper{ID: "2026-1", Reference: "2026/1", Title: "100 % {Öko}_Strom & \\mehr \"jetzt\"\nzweite Zeile", Type: "Antrag", Date: 20260302,
		Originators: []council.Originator{{Name: "Grüne Liste"}, {Name: "SPD"}}}
	bare := &council.Paper{ID: "x", Reference: "x", Title: "T", Type: "Vorlage"}
	for _, test := range []struct{ got, want string }{
		{bibTeX(full, 20260401, "Stadt A", "https://a.example/x/"), `@techreport{2026-1,
  author = "{Grüne Liste} and {SPD}",
  title = "{100 \% Öko\_Strom \& mehr ''jetzt''
zweite Zeile}",
  type = "Antrag",
  number = "2026/1",
  institution = "{Stadt A}",
  date = "2026-03-02",
  version = "2026-04-01",
  url = "https://a.example/x/",
}`},
		{ris(full, 20260401, "Stadt A", "https://a.example/x/"), `TY  - RPRT
AU  - Grüne Liste
AU  - SPD
TI  - 100 % {Öko}_Strom & \mehr "jetzt" zweite Zeile
M3  - Antrag
SN  - 2026/1
PB  - Stadt A
DA  - 2026/03/02
ET  - 2026-04-01
UR  - https://a.example/x/
ER  - `},
		{ris(bare, 0, "A", "https://a.example/"), "TY  - RPRT\nTI  - T\nM3  - Vorlage\nSN  - x\nPB  - A\nUR  - https://a.example/\nER  - "},
	} {
		if test.got != test.want {
			t.Errorf("got\n%s\nwant\n%s", test.got, test.want)
		}
	}
	if got := bibTeX(bare, 0, "A", ""); strings.Contains(got, "date") || strings.Contains(got, "version") {
		t.Error("a paper without a day has one in BibTeX:", got)
	}
}

// TestEmbed keeps a hostile title inside the attribute of the copied code.
func TestEmbed(t *testing.T) {
	p := &council.Paper{Title: `"><script>alert('x')</script> & „mehr“`}
	want := `<iframe src="https://a.example/x/#karte" title="&#34;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; „mehr“" width="100%" height="360" loading="lazy" style="border: 1px solid #ccc"></iframe>`
	if got := embed(p, "https://a.example/x/"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
