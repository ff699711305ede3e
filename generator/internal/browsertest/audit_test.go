package browsertest

import (
	"compress/gzip"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// checkers are what the audit installs, into a folder of its own.
var checkers = []string{"axe-core@4.14.1", "vnu-jar@26.9.27", "lighthouse@12.8.2"}

// audit returns the folder that holds the checkers' packages. The audit runs
// only when AUDIT is set ("make audit"), since it installs them by npm.
func audit(t *testing.T) string {
	t.Helper()
	if os.Getenv("AUDIT") == "" {
		t.Skip("AUDIT is not set")
	}
	dir := filepath.Join(os.TempDir(), "offenlage-audit")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	install := exec.Command("npm", append([]string{"install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"}, checkers...)...)
	install.Dir = dir
	if log, err := install.CombinedOutput(); err != nil {
		t.Fatalf("npm: %v\n%s", err, log)
	}
	return filepath.Join(dir, "node_modules")
}

// TestAxe runs axe over every kind of page of the example, in light and in
// dark, on a narrow phone and on a desk: no rule of WCAG 2.2 A and AA, and none
// of good practice, may be broken.
func TestAxe(t *testing.T) {
	axe := filepath.Join(audit(t), "axe-core", "axe.min.js")
	b := opened(t)
	out := built(t, "")
	source, err := os.ReadFile(axe)
	if err != nil {
		t.Fatal(err)
	}
	url := serve(t, http.FileServer(http.Dir(out)))
	pages := append(kinds(t, out), "/suche/?q=Haushalt")
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{320, 1280} {
			v := b.tab(t, width)
			if _, err := chromedp.Call(v.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}); err != nil {
				t.Fatal(err)
			}
			for _, page := range pages {
				v.do(chromedp.Navigate(url + page))
				if strings.HasPrefix(page, "/suche/?") {
					v.is(done)
				}
				if _, err := chromedp.Run(v.ctx, chromedp.Evaluate[bool](string(source)+"; true")); err != nil {
					t.Fatal(err)
				}
				found, err := chromedp.Run(v.ctx, chromedp.Evaluate[string](`axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
					.then(r => JSON.stringify(r.violations.map(v => ({ id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.html.slice(0, 200) + " | " + n.failureSummary) }))))`, chromedp.EvalAwaitPromise))
				if err != nil {
					t.Fatal(page, err)
				}
				var violations []struct {
					ID, Help string
					Nodes    []string
				}
				if err := json.Unmarshal([]byte(found), &violations); err != nil {
					t.Fatal(err)
				}
				for _, x := range violations {
					t.Errorf("%s, %s, %d: %s: %s\n  %s", page, scheme, width, x.ID, x.Help, strings.Join(x.Nodes, "\n  "))
				}
			}
		}
	}
}

// TestNu runs the Nu HTML checker over every page of the example.
func TestNu(t *testing.T) {
	jar := filepath.Join(audit(t), "vnu-jar", "build", "dist", "vnu.jar")
	log, err := exec.Command("java", "-jar", jar, "--errors-only", "--skip-non-html", "--format", "json", built(t, "")).CombinedOutput()
	var report struct {
		Messages []struct {
			Type, URL, Message, Extract string
			LastLine                    int
		}
	}
	if bad := json.Unmarshal(log, &report); bad != nil {
		t.Fatalf("%v, %v\n%s", err, bad, log)
	}
	for _, m := range report.Messages {
		if m.Type != "info" { // infos are about files whose host is not known here
			t.Errorf("%s:%d: %s\n  %s", m.URL, m.LastLine, m.Message, m.Extract)
		}
	}
}

// TestLighthouse measures pages as a slow phone sees them: 100 of 100 in speed,
// accessibility, good practice and findability.
func TestLighthouse(t *testing.T) {
	program := filepath.Join(audit(t), "lighthouse", "cli", "index.js")
	out := built(t, "")
	url := serve(t, compressed(http.FileServer(http.Dir(out))))
	for _, page := range []string{"/", "/suche/", "/vorlagen/2025-0003/", "/gremien/rat/", "/themen/mobilitaet/", "/sitzungen/2025-03-20-rat/", "/statistik/", "/beschluesse/", "/offene-daten/"} {
		if _, err := os.Stat(filepath.Join(out, filepath.FromSlash(page), "index.html")); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("node", program, url+page, "--quiet", "--output=json", "--output-path=stdout", "--only-categories=performance,accessibility,best-practices,seo",
			"--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync")
		cmd.Env = append(os.Environ(), "CHROME_PATH="+chromium())
		log, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v\n%.2000s", page, err, log)
		}
		var report struct {
			Categories map[string]struct {
				Score     float64
				AuditRefs []struct {
					ID     string
					Weight float64
				}
			}
			Audits map[string]struct {
				Score        *float64
				Title        string
				NumericValue float64
			}
		}
		if err := json.Unmarshal(log, &report); err != nil {
			t.Fatal(err)
		}
		if shift := report.Audits["cumulative-layout-shift"]; shift.Score == nil || shift.NumericValue != 0 {
			t.Errorf("%s: its layout shifts by %v", page, shift.NumericValue)
		}
		for name, c := range report.Categories {
			t.Logf("%s: %s %.0f", page, name, 100*c.Score)
			if c.Score == 1 {
				continue
			}
			for _, ref := range c.AuditRefs {
				if a := report.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
					t.Errorf("%s: %s %.0f: %s", page, name, 100*c.Score, a.Title)
				}
			}
		}
	}
}

func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			return p
		}
	}
	return ""
}

// compressed compresses pages as usual hosts do.
func compressed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if ext := filepath.Ext(r.URL.Path); ext != "" && ext != ".js" && ext != ".css" && ext != ".svg" {
			next.ServeHTTP(w, r)
			return
		}
		if strings.HasPrefix(r.URL.Path, "/assets/") {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		defer z.Close()
		next.ServeHTTP(zipped{w, z}, r)
	})
}

type zipped struct {
	http.ResponseWriter
	z *gzip.Writer
}

func (z zipped) WriteHeader(code int) {
	z.Header().Del("Content-Length")
	z.ResponseWriter.WriteHeader(code)
}

func (z zipped) Write(p []byte) (int, error) { return z.z.Write(p) }
