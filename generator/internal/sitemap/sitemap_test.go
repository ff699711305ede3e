package sitemap

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/site"
)

// small is a site of seven papers, one of them withdrawn and one undated.
func small(t *testing.T, change func(*config.Config)) *site.Site {
	t.Helper()
	c := council.New(council.NewVocabulary(nil, nil, nil), nil, council.NewDate(2026, 11, 23))
	for i := range 7 {
		p := &council.Paper{File: fmt.Sprint(i), ID: fmt.Sprint(i), Reference: fmt.Sprint(i), Title: "T", Date: council.NewDate(2026, 1, 1+i)}
		switch i {
		case 2:
			p.Withdrawn = &council.Withdrawal{}
		case 3:
			p.Date = 0
		}
		c.AddPaper(p)
	}
	problems := &diag.List{}
	c.Link(problems)
	cfg := config.Default()
	cfg.Title = "Ratsinformationen der Stadt Musterstadt"
	cfg.Search = config.Search{Enabled: true}
	cfg.BaseURL = &url.URL{Scheme: "https", Host: "x.example", Path: "/"}
	if change != nil {
		change(cfg)
	}
	return site.New(cfg, c, problems)
}

func write(t *testing.T, w *writer) map[string]string {
	t.Helper()
	files := map[string]string{}
	w.put = func(path string, data []byte) error { files[path] = string(data); return nil }
	if err := w.all(); err != nil {
		t.Fatal(err)
	}
	return files
}

// TestSplit cuts a sitemap at either limit.
func TestSplit(t *testing.T) {
	for _, w := range []*writer{{addresses: 2, bytes: mostBytes}, {addresses: mostAddresses, bytes: 200 + 2*80}} {
		w.site = small(t, nil)
		files := write(t, w)
		var parts []string
		total := 0
		for _, name := range slices.Sorted(maps.Keys(files)) {
			if strings.HasPrefix(name, "sitemap-vorlagen-2026") {
				n := strings.Count(files[name], "<url>")
				parts = append(parts, fmt.Sprintf("%s %d", name, n))
				total += n
				if len(files[name]) > w.bytes {
					t.Errorf("%s has %d bytes", name, len(files[name]))
				}
			}
			if name != "sitemap.xml" && strings.Count(files["sitemap.xml"], "<loc>https://x.example/"+name+"</loc>") != 1 {
				t.Errorf("%s is not in the index", name)
			}
		}
		if want := "sitemap-vorlagen-2026-2.xml 2, sitemap-vorlagen-2026-3.xml 1, sitemap-vorlagen-2026.xml 2"; strings.Join(parts, ", ") != want || total != 5 {
			t.Errorf("%s, want %s", strings.Join(parts, ", "), want)
		}
		if files["sitemap-vorlagen-ohne-datum.xml"] == "" || strings.Contains(fmt.Sprint(files), "/vorlagen/2/") {
			t.Error("the undated paper is missing, or the withdrawn one is there")
		}
	}
}

// TestModified writes when a page changed, where that is known.
func TestModified(t *testing.T) {
	w := &writer{site: small(t, nil), addresses: mostAddresses, bytes: mostBytes}
	w.Modified = func(object any) time.Time {
		if p, ok := object.(*council.Paper); ok && p.Date != 0 {
			return time.Date(2026, 2, p.Date.Day(), 9, 0, 0, 0, time.UTC)
		}
		return time.Time{}
	}
	files := write(t, w)
	for name, want := range map[string]string{
		"sitemap-vorlagen-2026.xml":       "<url><loc>https://x.example/vorlagen/0/</loc><lastmod>2026-02-01T09:00:00Z</lastmod></url>",
		"sitemap-vorlagen-ohne-datum.xml": "<url><loc>https://x.example/vorlagen/3/</loc></url>",
		"sitemap-seiten.xml":              "<url><loc>https://x.example/</loc></url>",
		"sitemap.xml":                     "<sitemap><loc>https://x.example/sitemap-vorlagen-2026.xml</loc><lastmod>2026-02-07T09:00:00Z</lastmod></sitemap>",
	} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s has no %s:\n%s", name, want, files[name])
		}
	}
}

// TestWrite holds what depends on where the site stands and how it searches.
func TestWrite(t *testing.T) {
	for _, c := range []struct {
		change     func(*config.Config)
		robots, os bool
	}{
		{nil, true, true},
		{func(c *config.Config) { c.BaseURL.Path = "/rat/" }, false, true},
		{func(c *config.Config) { c.Search.Private = true }, true, false},
		{func(c *config.Config) { c.Search.Enabled = false }, true, false},
	} {
		files := map[string]string{}
		if err := Write(small(t, c.change), Options{}, func(path string, data []byte) error { files[path] = string(data); return nil }); err != nil {
			t.Fatal(err)
		}
		if robots := files["robots.txt"]; (robots != "") != c.robots || c.robots && robots != "User-agent: *\nAllow: /\n\nSitemap: https://x.example/sitemap.xml\n" {
			t.Errorf("robots.txt: %q", robots)
		}
		search := files["opensearch.xml"]
		if (search != "") != c.os {
			t.Errorf("opensearch.xml: %q", search)
		}
		for _, part := range []string{"<ShortName>Ratsinformatione</ShortName>", "<LongName>Ratsinformationen der Stadt Musterstadt</LongName>", "suche/?q={searchTerms}"} {
			if c.os && !strings.Contains(search, part) {
				t.Errorf("opensearch.xml has no %s:\n%s", part, search)
			}
		}
	}
	if got := cut("Ratsportal Auenfurt", 16); got != "Ratsportal" {
		t.Error(got)
	}
}
