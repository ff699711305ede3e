package browsertest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestExample opens each kind of page of the built example, on a phone and on
// a desk: it loads without a complaint, asks only its own host, stores
// nothing, and is no wider than the window.
func TestExample(t *testing.T) {
	b, err := start()
	if err != nil {
		if os.Getenv("BROWSER_REQUIRED") == "" {
			t.Skip("no browser: ", err)
		}
		t.Fatal(err)
	}
	defer b.stop()
	out := t.TempDir()
	build := exec.Command("go", "run", "./generator", "build", "--trial", "--out", out, "--now", "2026-11-23")
	build.Dir = "../../.."
	if log, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, log)
	}
	server := httptest.NewServer(http.FileServer(http.Dir(out)))
	defer server.Close()
	pages := kinds(t, out)
	for _, width := range []int64{320, 390, 1280} {
		for _, page := range pages {
			v, err := b.open(server.URL+page, width)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range v.console {
				t.Errorf("%s at %d: %s", page, width, c)
			}
			if len(v.requests) == 0 {
				t.Errorf("%s: no request was seen", page)
			}
			for _, r := range v.requests {
				if !strings.HasPrefix(r, server.URL+"/") {
					t.Errorf("%s asks another host: %s", page, r)
				}
			}
		}
	}
}

// kinds finds one page of each kind, the longest where there are many.
func kinds(t *testing.T, out string) []string {
	t.Helper()
	pages := []string{"/", "/404.html"}
	for _, pattern := range []string{
		"vorlagen/index.html", "vorlagen/jahr/*/index.html", "vorlagen/*/index.html",
		"gremien/index.html", "gremien/*/index.html", "gremien/*/sitzungen/index.html",
		"themen/index.html", "themen/*/index.html",
		"sitzungen/index.html", "sitzungen/20??/index.html", "sitzungen/*-*/index.html",
		"fraktionen/index.html", "fraktionen/*/index.html",
		"beschluesse/index.html", "beschluesse/knapp/index.html", "beschluesse/abweichend/index.html",
		"suche/index.html", "suche/a-z/*/index.html", "begriffe/index.html", "offene-daten/index.html", "abonnieren/index.html", "sitzungen/*/beschluesse/index.html", "sitzungen/20??/kalender/index.html", "statistik/index.html", "statistik/offen/index.html", "statistik/luecken/index.html", "impressum/index.html", "datenschutz/index.html", "barrierefreiheit/index.html",
	} {
		found, err := filepath.Glob(filepath.Join(out, filepath.FromSlash(pattern)))
		if err != nil || len(found) == 0 {
			t.Fatalf("the example has no page %s", pattern)
		}
		longest, size := "", int64(-1)
		for _, f := range found {
			if info, err := os.Stat(f); err == nil && info.Size() > size {
				longest, size = f, info.Size()
			}
		}
		rel, _ := filepath.Rel(out, filepath.Dir(longest))
		pages = append(pages, "/"+filepath.ToSlash(rel)+"/")
	}
	return pages
}
