package council

import (
	"regexp"
	"strings"
	"testing"
)

func TestSlugForms(t *testing.T) {
	for name, want := range map[string]string{
		"BÜRGER*INNEN": "buergerinnen", "Bürger_innenamt": "buergerinnenamt", "Freund:in": "freundin",
		"TOP:Information": "top-information", "Verkehr:Innenstadt": "verkehr-innenstadt", "anlage_index": "anlage-index", "plan_info": "plan-info",
		"A\u0308mter": "aemter", "STRAẞE": "strasse", "don't": "dont", "a -- b": "a-b",
		"con": "x-con", "Nul.": "x-nul", "COM9": "x-com9", "com10": "com10", "x-con": "x-con",
	} {
		if got := Slug(name); got != want {
			t.Errorf("%q gives %q, want %q", name, got, want)
		}
	}
}

func TestSlugNeverEmpty(t *testing.T) {
	form := regexp.MustCompile(`^x-[0-9a-f]{8}$`)
	seen := map[string]string{}
	for _, name := range []string{"日本", "…", "Киев", "\u00ad", "-"} {
		s := Slug(name)
		if !form.MatchString(s) || seen[s] != "" {
			t.Errorf("%q gives %q, as does %q", name, s, seen[s])
		}
		seen[s] = name
	}
}

func TestSlugLength(t *testing.T) {
	for _, n := range []int{79, 80, 81, 500} {
		s := Slug(strings.Repeat("a", n))
		if long := n > 80; len(s) > 80 || long == (len(s) == n) {
			t.Errorf("%d letters give %d", n, len(s))
		}
	}
}
