package config

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"offenlage/generator/internal/table"
)

// Theme is how a city makes the site its own.
type Theme struct {
	// Accent colours links and marks on light ground, AccentDark on dark;
	// "#rrggbb", "" for the shipped ones.
	Accent, AccentDark string
	// Logo is a picture in templates/static/, "" for none.
	Logo string
}

// The grounds of the shipped style (templates/static/site.css), against which
// a city's colours must be readable.
const (
	lightGround, lightWash = "#ffffff", "#f4f5f2"
	darkGround, darkWash   = "#14181c", "#1c2227"
	readable               = 4.5 // WCAG 2.2, 1.4.3
)

func theme(t *table.Table) (out Theme) {
	if t == nil {
		return out
	}
	out.Accent = accent(t, "accent", lightGround, lightWash)
	out.AccentDark = accent(t, "accent_dark", darkGround, darkWash)
	if out.Accent != "" && out.AccentDark == "" && !t.Has("accent_dark") {
		out.AccentDark = lighten(out.Accent)
	}
	out.Logo = t.String("logo")
	if strings.ContainsAny(out.Logo, "/\\") {
		t.Errorf("bad-path", "logo", `put it into templates/static/ and write logo = "wappen.svg"`, "%q is no name of a file in templates/static/", out.Logo)
		out.Logo = ""
	}
	return out
}

// accent reads a colour that must be readable on two grounds.
func accent(t *table.Table, key string, grounds ...string) string {
	text := strings.ToLower(t.String(key))
	if text == "" {
		return ""
	}
	if _, ok := luminance(text); !ok {
		t.Errorf("bad-colour", key, key+` = "#12495c"`, "%q is no colour", text)
		return ""
	}
	for _, ground := range grounds {
		if c := contrast(text, ground); c < readable {
			t.Errorf("low-contrast", key, fmt.Sprintf("choose one with at least %.1f : 1", readable), "%s on %s has a contrast of only %.2f : 1, which many cannot read", text, ground, c)
			return ""
		}
	}
	return text
}

// luminance of "#rrggbb" by WCAG 2.2 ("relative luminance"), 0 to 1.
func luminance(colour string) (float64, bool) {
	if len(colour) != 7 || colour[0] != '#' {
		return 0, false
	}
	n, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		return 0, false
	}
	part := func(v uint64) float64 {
		c := float64(v&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(n>>16) + 0.7152*part(n>>8) + 0.0722*part(n), true
}

// contrast of two colours by WCAG 2.2, 1 to 21.
func contrast(a, b string) float64 {
	x, _ := luminance(a)
	y, _ := luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

// lighten mixes a colour with white until it can be read on dark ground.
func lighten(colour string) string {
	n, _ := strconv.ParseUint(colour[1:], 16, 32)
	for share := 0.0; ; share += 0.05 {
		mixed := uint64(0)
		for shift := 16; shift >= 0; shift -= 8 {
			v := float64(n >> shift & 0xff)
			mixed |= uint64(math.Round(v+(255-v)*share)) << shift
		}
		text := fmt.Sprintf("#%06x", mixed)
		if contrast(text, darkGround) >= 7 && contrast(text, darkWash) >= readable || share >= 1 {
			return text
		}
	}
}

// ink is what is written on a colour: white or nearly black.
func ink(colour string) string {
	if contrast(colour, "#ffffff") >= readable {
		return "#ffffff"
	}
	return "#101418"
}

// CSS sets the theme's colours, "" without any.
func (t Theme) CSS() string {
	set := func(colour string) string {
		return fmt.Sprintf(":root{--accent:%s;--accent-ink:%s}", colour, ink(colour))
	}
	out := ""
	if t.Accent != "" {
		out += "\n" + set(t.Accent)
	}
	if t.AccentDark != "" {
		out += "\n@media (prefers-color-scheme:dark){" + set(t.AccentDark) + "}"
	}
	return out
}
