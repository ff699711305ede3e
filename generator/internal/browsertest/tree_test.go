package browsertest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
)

// TestTree reads pages as a screen reader does: every heading, link, table,
// button and field has a name, there is one main part, and what a picture of a
// vote shows stands there in words.
func TestTree(t *testing.T) {
	b := opened(t)
	url := serve(t, http.FileServer(http.Dir(built(t, ""))))
	for page, says := range map[string][]string{
		"/":                           {"Zuletzt entschieden", "Nächste Sitzungen"},
		"/vorlagen/2025-0003/":        {"Mit 24\u00a0Ja- gegen 8\u00a0Nein-Stimmen bei 1\u00a0Enthaltung geändert angenommen.", "Beratungsfolge", "Geändert beschlossen"},
		"/statistik/":                 {"Vorlagen nach Jahr und Art"},
		"/sitzungen/2025-03-20-rat/":  {"Tagesordnung"},
		"/suche/?q=Haushalt":          {"Treffer", "Gremium"},
		"/sitzungen/2026/kalender/":   {"März 2026"},
		"/gremien/planungsausschuss/": {"Mitglieder"},
		"/fraktionen/buergerliste/":   {"Bürgerliste"},
	} {
		v := b.tab(t, 1280)
		v.do(chromedp.Navigate(url + page))
		if strings.HasPrefix(page, "/suche/?") {
			v.is(done + ` && document.querySelector("#f-kind-amendment") && document.querySelector("#search-status").textContent.includes("Treffer")`)
		}
		tree, err := chromedp.Call(v.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
		if err != nil {
			t.Fatal(err)
		}
		roles := map[string]int{}
		var all strings.Builder
		for _, n := range tree.Nodes {
			if n.Ignored || n.Role == nil {
				continue
			}
			role, name := "", ""
			if err := json.Unmarshal(n.Role.Value, &role); err != nil {
				t.Fatal(err)
			}
			if n.Name != nil {
				if err := json.Unmarshal(n.Name.Value, &name); err != nil {
					t.Fatal(err)
				}
			}
			roles[role]++
			all.WriteString(name + "\n")
			switch role {
			case "heading", "link", "button", "textbox", "searchbox", "combobox", "checkbox", "navigation", "region", "figure":
				if strings.TrimSpace(name) == "" {
					t.Errorf("%s: a %s without a name", page, role)
				}
			case "image", "img":
				t.Errorf("%s: a picture is read out as %q", page, name)
			}
		}
		if roles["main"] != 1 || roles["banner"] != 1 || roles["contentinfo"] != 1 || roles["heading"] < 2 {
			t.Errorf("%s: %v", page, roles)
		}
		for _, text := range says {
			if !strings.Contains(all.String(), text) {
				t.Errorf("%s does not say %q", page, text)
			}
		}
	}
}
