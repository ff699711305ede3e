package browsertest

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// tab is one window that a test uses as a reader would.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func (b *browser) tab(t *testing.T, width int64) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
		t.Fatal(err)
	}
	return &tab{t, ctx}
}

func (v *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	v.t.Helper()
	if err := chromedp.Do(v.ctx, steps...); err != nil {
		v.t.Fatal(err)
	}
}

// is waits until an expression of JavaScript is true.
func (v *tab) is(expression string) {
	v.t.Helper()
	deadline := time.Now().Add(10 * time.Second)
	for {
		got, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if err == nil && got {
			return
		}
		if time.Now().After(deadline) {
			text, _ := chromedp.Run(v.ctx, chromedp.Evaluate[string]("location.href + ' ' + (document.querySelector('main') || document.body).innerText.slice(0, 600)"))
			v.t.Fatalf("never true: %s (%v)\n%s", expression, err, text)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func (v *tab) run(script string) {
	v.t.Helper()
	if _, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool]("(() => {"+script+"; return true; })()")); err != nil {
		v.t.Fatal(script, err)
	}
}

func (v *tab) text(expression string) string {
	v.t.Helper()
	s, err := chromedp.Run(v.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		v.t.Fatal(expression, err)
	}
	return s
}

func (v *tab) typed(text string) {
	v.t.Helper()
	v.do(chromedp.Focus("#search-q"))
	v.run("document.querySelector('#search-q').select()")
	v.do(chromedp.SendKeys("#search-q", text))
}

const (
	done     = `document.documentElement.dataset.search === "excerpts"`
	status   = `document.querySelector("#search-status").textContent`
	firstHit = `document.querySelector("#search-list h2")?.textContent`
)

// built is the example, made once for all tests, with further lines of
// config.toml.
func built(t *testing.T, config string) string {
	t.Helper()
	out := t.TempDir()
	site := "."
	if config != "" {
		site = t.TempDir()
		if err := os.CopyFS(filepath.Join(site, "content"), os.DirFS("../../../content")); err != nil {
			t.Fatal(err)
		}
		toml, err := os.ReadFile("../../../config.toml")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(site, "config.toml"), append(toml, config...), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	build := exec.Command("go", "run", "./generator", "build", "--trial", "--site", site, "--out", out, "--now", "2026-11-23")
	build.Dir = "../../.."
	if log, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, log)
	}
	return out
}

func opened(t *testing.T) *browser {
	t.Helper()
	b, err := start()
	if err != nil {
		if os.Getenv("BROWSER_REQUIRED") == "" {
			t.Skip("no browser: ", err)
		}
		t.Fatal(err)
	}
	t.Cleanup(b.stop)
	return b
}

func serve(t *testing.T, handler http.Handler) string {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

// TestSearch uses the search page as a reader does.
func TestSearch(t *testing.T) {
	b := opened(t)
	out := built(t, "")
	files := http.FileServer(http.Dir(out))
	url := serve(t, files)

	t.Run("an excerpt stands below its title and has room", func(t *testing.T) {
		for _, width := range []int64{390, 768, 1280} {
			v := b.tab(t, width)
			v.do(chromedp.Navigate(url + "/suche/?q=radweg"))
			v.is(`(([title, text]) => text.width > 300 && text.left === title.left && text.top >= title.bottom)(["h2", ".excerpt"].map(e => document.querySelector("#search-list " + e).getBoundingClientRect()))`)
		}
	})
	t.Run("the count stays while passages are still to come", func(t *testing.T) {
		slow := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/vorlagen/") {
				time.Sleep(700 * time.Millisecond)
			}
			files.ServeHTTP(w, r)
		}))
		v := b.tab(t, 1280)
		v.do(chromedp.Navigate(slow + "/suche/?q=radweg"))
		v.is(done)
		if got := v.text(status); !strings.Contains(got, "Treffer") {
			t.Errorf("it says %q", got)
		}
	})
	t.Run("type, read, narrow, go back", func(t *testing.T) {
		v := b.tab(t, 390)
		v.do(chromedp.Navigate(url + "/suche/"))
		v.is(`document.documentElement.dataset.search === "empty" && !document.querySelector("#search-registers").hidden`)
		v.typed("Trinkbrunen")
		v.is(done + ` && ` + firstHit + `.includes("Trinkbrunnen")`)
		if note := v.text(`document.querySelector("#search-notes").textContent`); !strings.Contains(note, "Keine Treffer für „Trinkbrunen“. Gezeigt: „Trinkbrunnen“") {
			t.Errorf("it says %q", note)
		}
		v.is(`document.querySelector("#search-list mark") && document.querySelector("#search-list .excerpt mark")`)
		v.is(`document.activeElement.id === "search-q"`) // focus is never moved
		v.is(`location.search === "?q=Trinkbrunen" && document.title.startsWith("Trinkbrunen – Suche")`)

		v.typed("Haushalt\r")
		v.is(done + ` && location.search === "?q=Haushalt" && ` + status + `.includes("Treffer")`)
		all := v.text(status)
		v.do(chromedp.Click("#search-facets summary"))
		v.is(`document.querySelector("#f-kind-motion, #f-kind-amendment")`)
		v.run(`document.querySelector("#f-kind-amendment").click()`)
		v.is(done + ` && location.search === "?q=Haushalt&art=amendment" && document.querySelector("#f-kind-amendment").checked`)
		v.is(status + ` !== "` + all + `"`)
		v.is(`document.querySelectorAll("#f-kind-proposal").length`) // other kinds can still be added
		v.run(`history.back()`)
		v.is(done + ` && location.search === "?q=Haushalt" && ` + status + ` === "` + all + `" && !document.querySelector("#f-kind-amendment").checked`)
		v.do(chromedp.Navigate(url + "/suche/?q=Haushalt&art=amendment&jahr=2024..2025&folge=neu"))
		v.is(done + ` && document.querySelector("#f-kind-amendment") === null`) // closed on a phone
		v.is(`document.querySelector("#search-q").value === "Haushalt"`)
		if stored := v.text("localStorage.length + sessionStorage.length + document.cookie.length"); stored != "0" {
			t.Error("something was stored without being asked")
		}
	})
	t.Run("years, more, order", func(t *testing.T) {
		v := b.tab(t, 1280)
		v.do(chromedp.Navigate(url + "/suche/?q=Lahre"))
		v.is(done + ` && document.querySelectorAll("#search-list > li.entry").length === 10`)
		v.run(`document.querySelector("#search-more a").click()`)
		v.is(done + ` && document.querySelectorAll("#search-list > li.entry").length > 10 && location.search.includes("seite=2")`)
		v.is(`document.querySelector("#y-2025")`)
		v.run(`document.querySelector("#y-2025").click()`)
		v.is(done + ` && location.search === "?q=Lahre&jahr=2025"`)
		v.is(`[...document.querySelectorAll("#search-list > li.entry .meta")].every(e => e.textContent.includes("2025"))`)
		v.run(`document.querySelector("#y-2026").click()`)
		v.is(done + ` && location.search === "?q=Lahre&jahr=2025..2026"`)
		v.run(`const s = document.querySelector("#sort"); s.value = "old"; s.dispatchEvent(new Event("change"))`)
		v.is(done + ` && location.search.includes("folge=alt")`)
	})
	t.Run("saved", func(t *testing.T) {
		v := b.tab(t, 1280)
		v.do(chromedp.Navigate(url + "/suche/?q=Freibad"))
		v.is(done + ` && document.querySelector("#keep")`)
		v.run(`document.querySelector("#keep").click()`)
		v.is(`localStorage.length === 1`)
		// One that was not there at the last visit.
		v.run(`const s = JSON.parse(localStorage["offenlage-suchen"]); s[0].known.shift(); localStorage["offenlage-suchen"] = JSON.stringify(s)`)
		v.do(chromedp.Navigate(url + "/suche/"))
		v.is(`!document.querySelector("#search-saved").hidden && document.querySelector("#search-saved-list").textContent.includes("1 neu")`)
		v.run(`document.querySelector("#search-saved-list a").click()`)
		v.is(done + ` && document.querySelectorAll("#search-list .fresh").length === 1`)
		v.do(chromedp.Navigate(url + "/suche/"))
		v.run(`document.querySelector("#search-saved-list button").click()`)
		v.is(`localStorage.length === 0 && document.querySelector("#search-saved").hidden`)
	})
	t.Run("from any page", func(t *testing.T) {
		v := b.tab(t, 390)
		v.do(chromedp.Navigate(url+"/gremien/"), chromedp.SendKeys("#suche", "Feuerwehr\r"))
		v.is(`location.pathname === "/suche/" && ` + done + ` && ` + firstHit + `.includes("Feuer")`)
	})
	t.Run("without scripts", func(t *testing.T) {
		v := b.tab(t, 390)
		if _, err := chromedp.Call(v.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
			t.Fatal(err)
		}
		v.do(chromedp.Navigate(url+"/gremien/"), chromedp.SendKeys("#suche", "Feuerwehr\r"))
		v.is(`location.href.endsWith("/suche/?q=Feuerwehr")`)
		v.is(`document.querySelector("#search-registers").innerText.includes("Stichwörter von A bis Z") && document.querySelector("main").innerText.includes("braucht JavaScript")`)
	})
	t.Run("slow", func(t *testing.T) {
		v := b.tab(t, 390)
		slow := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/search/") {
				time.Sleep(400 * time.Millisecond)
			}
			files.ServeHTTP(w, r)
		}))
		v.do(chromedp.Navigate(slow + "/suche/?q=Haushalt"))
		v.is(status + ` === "Die Suche läuft …"`)
		v.typed("Trinkbrunnen\r") // before the first answer is there
		v.is(done + ` && ` + firstHit + `.includes("Trinkbrunnen") && document.querySelectorAll("#search-list > li").length < 5`)
	})
}

// TestSearchHosts serves the index as hosts do and do not, and breaks it.
func TestSearchHosts(t *testing.T) {
	b := opened(t)
	out := built(t, "")
	files := http.FileServer(http.Dir(out))
	binary := func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, ".bin") }
	for _, test := range []struct {
		name    string
		handler http.HandlerFunc
		before  string // script that runs before the page's own
		status  string // what the page says, "" for results
	}{
		{"says Content-Encoding", func(w http.ResponseWriter, r *http.Request) {
			if binary(r) {
				w.Header().Set("Content-Encoding", "gzip")
			}
			files.ServeHTTP(w, r)
		}, "", ""},
		{"compresses again", func(w http.ResponseWriter, r *http.Request) {
			data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(r.URL.Path)))
			if !binary(r) || err != nil {
				files.ServeHTTP(w, r)
				return
			}
			var buf bytes.Buffer
			z := gzip.NewWriter(&buf)
			z.Write(data)
			z.Close()
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(buf.Bytes())
		}, "", ""},
		{"loses files", func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/search/t/") {
				http.NotFound(w, r)
				return
			}
			files.ServeHTTP(w, r)
		}, "", "eine Datei fehlt (search/t/"},
		{"cuts files", func(w http.ResponseWriter, r *http.Request) {
			data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(r.URL.Path)))
			if !strings.HasPrefix(r.URL.Path, "/search/t/") || err != nil {
				files.ServeHTTP(w, r)
				return
			}
			w.Write(data[:len(data)/2])
		}, "", "eine Datei ist beschädigt (search/t/"},
		{"is gone", func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/search/") {
				panic(http.ErrAbortHandler)
			}
			files.ServeHTTP(w, r)
		}, "", "erreicht den Server nicht"},
		{"meets an old browser", files.ServeHTTP, "delete window.DecompressionStream", "Dieser Browser kann die Suche nicht ausführen"},
		{"loses the papers' pages", func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/vorlagen/") {
				http.NotFound(w, r)
				return
			}
			files.ServeHTTP(w, r)
		}, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := b.tab(t, 390)
			if test.before != "" {
				if _, err := chromedp.Call(v.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: test.before}); err != nil {
					t.Fatal(err)
				}
			}
			v.do(chromedp.Navigate(serve(t, test.handler) + "/suche/?q=Trinkbrunnen"))
			if test.status == "" {
				v.is(done + ` && ` + firstHit + `.includes("Trinkbrunnen")`)
				return
			}
			v.is(fmt.Sprintf(`document.documentElement.dataset.search === "error" && %s.includes(%q)`, status, test.status))
			v.is(`!document.querySelector("#search-registers").hidden && document.querySelector("#search-registers").innerText.length > 200`)
		})
	}
}

// TestSearchPrivate keeps questions from the server.
func TestSearchPrivate(t *testing.T) {
	b := opened(t)
	files := http.FileServer(http.Dir(built(t, "\n[search]\nprivate = true\n")))
	asked := make(chan string, 10000)
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.URL.String() + " " + r.Referer()
		files.ServeHTTP(w, r)
	}))
	v := b.tab(t, 390)
	v.do(chromedp.Navigate(url+"/gremien/"), chromedp.SendKeys("#suche", "Trinkbrunnen\r"))
	v.is(`location.pathname === "/suche/" && location.hash === "#q=Trinkbrunnen" && ` + done + ` && ` + firstHit + `.includes("Trinkbrunnen")`)
	v.typed("Freibad\r")
	v.is(done + ` && location.hash === "#q=Freibad"`)
	v.run(`history.back()`)
	v.is(done + ` && document.querySelector("#search-q").value === "Trinkbrunnen"`)
	close(asked)
	for a := range asked {
		if strings.Contains(a, "q=") || strings.Contains(strings.ToLower(a), "freibad") && !strings.Contains(a, "/vorlagen/") {
			t.Errorf("the server got to know %s", a)
		}
	}
}

// TestVisit marks what is new on the home page only for who asked for it.
func TestVisit(t *testing.T) {
	b := opened(t)
	url := serve(t, http.FileServer(http.Dir(built(t, ""))))
	v := b.tab(t, 390)
	v.do(chromedp.Navigate(url + "/"))
	v.is(`!document.querySelector("#visit").hidden && localStorage.length === 0 && document.querySelectorAll(".fresh").length === 0`)
	v.run(`document.querySelector("#visit button").click()`)
	v.is(`localStorage.length === 1 && document.querySelector("#visit button").textContent.startsWith("Nicht mehr")`)
	v.run(`const s = JSON.parse(localStorage["offenlage-besuch"]); localStorage["offenlage-besuch"] = JSON.stringify(s.slice(1))`)
	v.do(chromedp.Navigate(url + "/"))
	v.is(`document.querySelectorAll(".fresh").length >= 1`)
	v.do(chromedp.Navigate(url + "/"))
	v.is(`document.querySelectorAll(".fresh").length === 0 && document.querySelector("#visit span").textContent.includes("nichts Neues")`)
	v.run(`document.querySelector("#visit button").click()`)
	v.is(`localStorage.length === 0`)
}

// TestNotFound proposes what an address was about.
func TestNotFound(t *testing.T) {
	b := opened(t)
	out := built(t, "")
	files := http.FileServer(http.Dir(out))
	url := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := os.Stat(filepath.Join(out, filepath.FromSlash(r.URL.Path))); err != nil {
			page, _ := os.ReadFile(filepath.Join(out, "404.html"))
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusNotFound)
			w.Write(page)
			return
		}
		files.ServeHTTP(w, r)
	}))
	v := b.tab(t, 390)
	for address, want := range map[string]string{"/vorlagen/2024-33/": "2024/33", "/ris/2024_0033.html": "2024/0033", "/vorgang/2024/0033": "2024/0033", "/vorlagen/ds-2024-0033-1/": "2024/0033/1", "/trinkbrunnen-marktplatz": "trinkbrunnen marktplatz"} {
		v.do(chromedp.Navigate(url + address))
		v.is(fmt.Sprintf(`!document.querySelector("#meant").hidden && document.querySelector("#meant a").textContent === %q`, want))
	}
	v.run(`document.querySelector("#meant a").click()`)
	v.is(`location.pathname === "/suche/" && document.querySelectorAll("#search-list li").length > 0`)
}
