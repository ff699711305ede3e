package config

import (
	"maps"
	"math"
	"os"
	"regexp"
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

// TestTokens holds the colours of the shipped style against their grounds, in
// light and in dark: text 4.5 : 1, parts of charts and controls 3 : 1 (WCAG
// 2.2, 1.4.3 and 1.4.11). The grounds are those that a city's colours are
// held against.
func TestTokens(t *testing.T) {
	style, err := os.ReadFile("../../../templates/static/site.css")
	if err != nil {
		t.Fatal(err)
	}
	light, dark, found := strings.Cut(string(style), "@media (prefers-color-scheme: dark)")
	if !found {
		t.Fatal("the style has no dark colours")
	}
	dark = dark[:strings.Index(dark, "}")]
	tokens := func(css string) map[string]string {
		out := map[string]string{}
		for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6})`).FindAllStringSubmatch(css, -1) {
			out[m[1]] = m[2]
		}
		return out
	}
	bright := tokens(light)
	night := maps.Clone(bright)
	maps.Copy(night, tokens(dark))
	if bright["paper"] != lightGround || bright["wash"] != lightWash || night["paper"] != darkGround || night["wash"] != darkWash {
		t.Error("the grounds of the style are not those of the check of themes")
	}
	for scheme, c := range map[string]map[string]string{"light": bright, "dark": night} {
		hold := func(front, back string, least float64) {
			if c[front] == "" || c[back] == "" {
				t.Errorf("%s: there is no --%s or no --%s", scheme, front, back)
			} else if got := contrast(c[front], c[back]); got < least {
				t.Errorf("%s: --%s on --%s is %.2f : 1", scheme, front, back, got)
			}
		}
		for _, ground := range []string{"paper", "wash"} {
			for _, text := range []string{"ink", "muted", "accent"} {
				hold(text, ground, 4.5)
			}
		}
		hold("accent-ink", "accent", 4.5)
		hold("ink", "mark", 4.5)
		for _, tone := range []string{"yes", "no", "changed", "open", "done"} {
			hold("tone-"+tone, "tone-"+tone+"-wash", 4.5)
			hold("ink", "tone-"+tone+"-wash", 4.5)
		}
		for _, part := range []string{"yes", "no", "abstain", "part0", "part1", "part2", "part3", "part4", "part5", "muted", "rule"} {
			hold(part, "paper", 3)
		}
	}
}
