package browsertest

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestQuestions answers a journalist's six questions from the home page, each
// within three clicks, by links that say where they lead.
func TestQuestions(t *testing.T) {
	b := opened(t)
	url := serve(t, http.FileServer(http.Dir(built(t, ""))))
	for _, q := range []struct {
		question string
		typed    string   // into the search box, which is one click
		clicks   []string // texts of links, parts of them suffice
		answer   string   // true on the page that answers
	}{
		{"What was decided on the cycle path, when, by whom, how narrowly?", "Radweg Lahredamm Planung", []string{"Planung und Bau"},
			`document.querySelector(".outcome .verdict").textContent.includes("24\u00a0Ja- gegen 8\u00a0Nein-Stimmen") && document.querySelector(".status").textContent.includes("20.\u00a0März 2025")`},
		{"Who brought it in, and what became of it?", "Freibad erhalten", []string{"Freibad erhalten"},
			`document.querySelector(".facts").textContent.includes("Bürgerliste") && document.querySelectorAll(".station").length > 0 && document.querySelector(".status .badge")`},
		{"How did each faction vote?", "", []string{"Beschlüsse", "Nachtragshaushalt 2026"},
			`[...document.querySelectorAll("caption")].some(c => c.textContent.includes("nach Fraktionen")) || document.querySelector(".outcome .legend")`},
		{"Where did the council overrule its committee?", "", []string{"Beschlüsse", "Rat gegen Ausschuss"}, `document.querySelectorAll("main .entry").length > 0`},
		{"Where did a faction split?", "", []string{"Fraktionen", "Bürgerliste"}, `document.body.innerText.includes("uneinheitlich") || document.querySelector("main").innerText.includes("Uneinheitlich")`},
		{"What is overdue?", "", []string{"Was offen ist"}, `document.querySelectorAll(".badge.no").length > 0 && document.querySelector("#open-factions")`},
		{"What is new, and what happens next?", "", nil, `document.querySelector("#naechste") && document.querySelectorAll("#neu ~ ol .entry").length > 0`},
		{"Give me this list as data.", "", []string{"Radverkehr", "Beschlüsse (CSV)"}, "true"},
		{"Give me the numbers as data.", "", []string{"Statistik", "Diese Zahlen als CSV"}, "true"},
		{"How do I cite it?", "Trinkbrunnen", []string{"Trinkbrunnen"}, `document.querySelector(".citation").textContent.includes("2024/0012")`},
	} {
		t.Run(q.question, func(t *testing.T) {
			v := b.tab(t, 1280)
			v.do(chromedp.Navigate(url + "/"))
			clicks := len(q.clicks)
			if q.typed != "" {
				v.do(chromedp.SendKeys("#suche", q.typed+"\r"))
				v.is(`location.pathname === "/suche/" && ` + done)
				clicks++
			}
			for i, text := range q.clicks {
				find := fmt.Sprintf(`[...document.querySelectorAll("a")].find(a => a.textContent.includes(%q))`, text)
				v.is(find)
				if i == len(q.clicks)-1 && q.answer == "true" { // a file: it is enough that it is there
					v.is(`fetch(` + find + `.href).then(a => { window.got = a.ok }) && true`)
					v.is(`window.got`)
					return
				}
				v.run(find + `.click()`)
				v.is(`document.readyState === "complete" && !document.querySelector("#search-list li")`)
			}
			v.is(q.answer)
			if clicks > 3 {
				t.Errorf("%d clicks", clicks)
			}
		})
	}
}
