package browsertest

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestCard puts papers as cards into somebody's page, in the frame that their
// pages offer to copy: it shows title, state and vote and nothing of the rest
// of the page, and fits a narrow column.
func TestCard(t *testing.T) {
	b := opened(t)
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServer(http.Dir(built(t, ""))))
	mux.HandleFunc("/frame", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><title>Blog</title><iframe src="%s#karte" width="%s" height="360"></iframe>`, r.FormValue("page"), r.FormValue("width"))
	})
	url := serve(t, mux)
	for _, test := range []struct {
		page string
		says []string
	}{
		{"/vorlagen/2025-0003/", []string{"Radweg auf dem Lahredamm", "Geändert beschlossen", "24 Ja- gegen 8 Nein-Stimmen", "Auf der Seite"}},
		{"/vorlagen/2025-0019/", []string{"17 Ja- gegen 15 Nein-Stimmen", "Beschlossen"}},
		{"/vorlagen/2026-0041/", []string{"Haushaltssatzung", "In Beratung", "8. Dezember 2026"}},
		{"/vorlagen/2026-0009/", []string{"Ausgaben für externe Beratung"}},
	} {
		for _, width := range []string{"260", "640"} {
			v := b.tab(t, 1280)
			v.do(chromedp.Navigate(url + "/frame?width=" + width + "&page=" + test.page))
			v.is(`frames[0].document.readyState === "complete" && frames[0].document.querySelector(":target")`)
			text := strings.Join(strings.Fields(v.text(`frames[0].document.body.innerText`)), " ")
			for _, part := range test.says {
				if !strings.Contains(text, part) {
					t.Errorf("%s at %s does not say %q: %s", test.page, width, part, text)
				}
			}
			for _, part := range []string{"Suchen", "Impressum", "Beratungsfolge", "Zitieren", "Auf einen Blick", "Sachverhalt", "20 Ja- gegen 10"} {
				if strings.Contains(text, part) {
					t.Errorf("%s at %s shows %q", test.page, width, part)
				}
			}
			v.is(`frames[0].document.documentElement.scrollWidth <= ` + width)
			v.is(`frames[0].document.querySelector(".card-source a").target === "_top"`)
		}
	}
}
