package browsertest

import (
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestOddSite builds a site of extremes and holds every page of it to the
// width of the window, also with text of twice the size: a title of 400
// characters, a committee of 120, 22 stations, 60 attachments, a table of 40
// columns, names from right to left, a vote of 0:0:0, no dates.
func TestOddSite(t *testing.T) {
	b := opened(t)
	site := oddSite(t)
	out := t.TempDir()
	build := exec.Command("go", "run", "./generator", "build", "--site", site, "--out", out, "--now", "2026-11-23")
	build.Dir = "../../.."
	if log, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, log)
	}
	url := serve(t, http.FileServer(http.Dir(out)))
	var pages []string
	err := filepath.WalkDir(out, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Name() == "index.html" && len(pages) < 80 {
			text, err := os.ReadFile(p)
			if err != nil || strings.Contains(string(text), `http-equiv="refresh"`) {
				return err
			}
			rel, _ := filepath.Rel(out, filepath.Dir(p))
			pages = append(pages, "/"+strings.TrimPrefix(filepath.ToSlash(rel)+"/", "./"))
		}
		return err
	})
	if err != nil || len(pages) < 20 {
		t.Fatal(err, pages)
	}
	for _, width := range []int64{320, 360, 768, 1280} {
		v := b.tab(t, width)
		for _, page := range pages {
			v.do(chromedp.Navigate(url + page))
			for _, style := range []string{"", "html{font-size:200%}", "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}"} {
				v.run(fmt.Sprintf(`const sheet = new CSSStyleSheet(); sheet.replaceSync(%q); document.adoptedStyleSheets = [sheet]`, style))
				wide, err := chromedp.Run(v.ctx, chromedp.Evaluate[string](`(() => {
					const limit = document.documentElement.clientWidth;
					if (document.documentElement.scrollWidth <= limit) return "";
					for (const e of document.querySelectorAll("main *, header *, footer *")) {
						const r = e.getBoundingClientRect();
						if (r.right > limit + 1 && r.width && !e.closest(".table, pre")) return document.documentElement.scrollWidth + ": <" + e.tagName + " class=" + e.className + "> " + e.textContent.trim().slice(0, 60);
					}
					return "wide: " + document.documentElement.scrollWidth;
				})()`))
				if err != nil {
					t.Fatal(err)
				}
				if wide != "" {
					t.Errorf("%s at %d %.20s: %s", page, width, style, wide)
				}
			}
		}
	}
}

// oddSite writes the site of extremes.
func oddSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write := func(name, text string) {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	const committee = "Ausschuss für Bürger*innenbeteiligung, Digitalisierung, Beteiligungssteuerung, Verbraucherschutz und Städtepartnerschaften"
	const faction = "Fraktion ohne Farbe mit einem sehr langen Namen und noch mehr Wörtern"
	write("config.toml", "title = \"Ratsportal der Verbandsgemeinde mit dem außergewöhnlich langen Namen\"\nbase_url = \"https://odd.example/\"\nlanguage = \"de\"\n")
	var p strings.Builder
	title := strings.Repeat("Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung und weitere Angelegenheiten ", 5)
	fmt.Fprintf(&p, "+++\nreference = \"2025/0001\"\ntitle = %q\ntype = \"Beschlussvorlage\"\npublic = true\ndate = 2025-01-01\noriginators = [%q]\n", string([]rune(title)[:400]), faction)
	for i := range 60 {
		fmt.Fprintf(&p, "\n[[file]]\nurl = \"https://example.org/anlage-%d.pdf\"\ntitle = \"Umweltverträglichkeitsuntersuchung_Teil_%d_%s\"\npublic = true\n", i, i, strings.Repeat("x", 50))
	}
	for i := range 21 {
		fmt.Fprintf(&p, "\n[[consultation]]\ncommittee = %q\ndate = 2025-%02d-%02d\nrole = \"Vorberatung\"\nresult = %q\n", committee, i%12+1, i+1, []string{"vertagt", "einstimmig empfohlen", "abgelehnt"}[i%3])
	}
	fmt.Fprintf(&p, "\n[[consultation]]\ncommittee = \"Rat\"\ndate = 2026-01-20\nrole = \"Entscheidung\"\nresult = \"beschlossen\"\n[consultation.vote]\nyes = 0\nno = 0\nabstain = 0\n[[consultation.vote.faction]]\nname = %q\nyes = 0\nno = 0\nabstain = 0\n", faction)
	p.WriteString("+++\n## Sachverhalt\n\n|" + strings.Repeat(" Spalte |", 40) + "\n|" + strings.Repeat("---|", 40) + "\n|" + strings.Repeat(" 12345 |", 40) + "\n\n```\n" + strings.Repeat("0123456789", 40) + "\n```\n\nhttps://example.org/" + strings.Repeat("sehrlang/", 40) + "\n")
	write("content/papers/lang.md", p.String())
	write("content/papers/rechts.md", "+++\nreference = \"2025/0002\"\ntitle = \"طلب بخصوص ملعب الأطفال: Spielplatz\"\ntype = \"Antrag\"\npublic = true\noriginators = [\"محمد العلي\"]\n+++\nمرحبا بالعالم und Deutsch.\n")
	return dir
}
