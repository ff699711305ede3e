package config

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"

	"offenlage/generator/internal/diag"
)

func TestContrast(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#ffffff", "#ffffff", 1}, {"#777777", "#ffffff", 4.48}, {"#12495c", "#ffffff", 9.84}} {
		if got := contrast(test.a, test.b); math.Abs(got-test.want) > 0.01 {
			t.Errorf("%s on %s: %.2f, want %.2f", test.a, test.b, got, test.want)
		}
	}
}

// TestTheme reads colours: those that cannot be read are refused, and a dark
// one is found for a light one.
func TestTheme(t *testing.T) {
	for _, test := range []struct{ lines, css, rule string }{
		{"", "", ""},
		{`accent = "#7a0019"`, ":root{--accent:#7a0019;--accent-ink:#ffffff}", ""},
		{`accent = "#ffcc00"`, "", "low-contrast"},
		{`accent_dark = "#12495c"`, "", "low-contrast"},
		{`accent = "red"`, "", "bad-colour"},
		{`accent = "#12345"`, "", "bad-colour"},
		{`logo = "../wappen.svg"`, "", "bad-path"},
		{`colour = "#000000"`, "", "unknown-key"},
	} {
		problems := &diag.List{}
		c := Read(fstest.MapFS{File: {Data: []byte("title = \"T\"\nbase_url = \"https://x.example/\"\n[theme]\n" + test.lines + "\n")}}, problems)
		if c == nil {
			t.Fatal(test.lines)
		}
		rule := ""
		for _, p := range problems.Problems() {
			rule = p.Rule
		}
		css := c.Theme.CSS()
		if rule != test.rule || !strings.Contains(css, test.css) || test.css == "" && css != "" {
			t.Errorf("%s: %q, %s", test.lines, css, rule)
		}
		if d := c.Theme.AccentDark; d != "" && (contrast(d, darkGround) < readable || contrast(d, darkWash) < readable) {
			t.Errorf("%s gives %s on dark ground", test.lines, d)
		}
	}
}
