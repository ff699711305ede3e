package browsertest

import (
	"net/http"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKeyboard walks through pages by Tab alone: what has the focus is always
// marked and in sight, the first stop skips to the content, and the walk comes
// to the end of the page.
func TestKeyboard(t *testing.T) {
	b := opened(t)
	url := serve(t, http.FileServer(http.Dir(built(t, ""))))
	for _, page := range []string{"/", "/vorlagen/2025-0003/", "/statistik/", "/sitzungen/2025-03-20-rat/", "/suche/?q=Haushalt"} {
		v := b.tab(t, 1280)
		// Smooth scrolling would be under way when the place is read.
		if _, err := chromedp.Call(v.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}}}); err != nil {
			t.Fatal(err)
		}
		v.do(chromedp.Navigate(url + page))
		if page == "/suche/?q=Haushalt" {
			v.is(done + ` && document.querySelector("#f-kind-amendment")`)
		}
		v.do(chromedp.KeyEvent(kb.Tab))
		if first := v.text(`document.activeElement.className`); first != "skip" {
			t.Errorf("%s: the first stop is %q", page, first)
		}
		stops, last := 0, ""
		for range 400 {
			where := v.text(`(() => {
				const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
				if (e === document.body) return "end";
				const marked = s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2;
				const seen = r.width > 0 && r.height > 0 && r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
				return (marked ? "" : "unmarked ") + (seen ? "" : "unseen ") + (e.closest("footer") ? "footer " : "") + e.outerHTML.slice(0, 120);
			})()`)
			if where == "end" {
				break
			}
			stops, last = stops+1, where
			if len(where) > 8 && (where[:8] == "unmarked" || where[:6] == "unseen") {
				t.Errorf("%s: %s", page, where)
			}
			v.do(chromedp.KeyEvent(kb.Tab))
		}
		if stops < 15 || len(last) < 6 || last[:6] != "footer" {
			t.Errorf("%s: the walk has %d stops and ends at %s", page, stops, last)
		}
	}
	// Enter on the first stop moves into the content.
	v := b.tab(t, 390)
	v.do(chromedp.Navigate(url+"/vorlagen/"), chromedp.KeyEvent(kb.Tab), chromedp.KeyEvent(kb.Enter))
	v.is(`location.hash === "#inhalt" && document.activeElement.id === "inhalt"`)
}
