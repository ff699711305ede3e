package build

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"offenlage/generator/internal/validator"
)

// xsd holds sitemaps against the schema that comes with the npm package
// sitemap, by xmllint; it returns what that says, "" for nothing.
func xsd(t *testing.T, text string) string {
	t.Helper()
	schema := filepath.Join(validator.Modules(t, "sitemap@9.0.1"), "node_modules", "sitemap", "schema", "sitemap.xsd")
	file := filepath.Join(t.TempDir(), "sitemap.xml")
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	log, err := exec.Command(validator.Program(t, "xmllint"), "--nonet", "--noout", "--schema", schema, file).CombinedOutput()
	if err == nil {
		return ""
	}
	return string(log)
}

var loc = regexp.MustCompile(`<loc>([^<]*)</loc>`)

// readIndex reads an index with the npm package sitemap.
const readIndex = `
import { parseSitemapIndex } from "sitemap";
import { Readable } from "node:stream";
async function check(name, text) {
  return (await parseSitemapIndex(Readable.from([text]))).map(x => x.url);
}`

// TestSitemap follows the index of the example: its files are valid, list
// each page once, and every paper, sitting, committee, topic and faction.
func TestSitemap(t *testing.T) {
	_, files := example(t)
	const base = "https://ratsportal.auenfurt.example/"
	listed := map[string]bool{}
	var sitemaps []string
	for _, m := range loc.FindAllStringSubmatch(files["sitemap.xml"], -1) {
		sitemaps = append(sitemaps, m[1])
		text := files[strings.TrimPrefix(m[1], base)]
		for _, m := range loc.FindAllStringSubmatch(text, -1) {
			path, ok := strings.CutPrefix(m[1], base)
			if !ok || !published(files, "/", "/"+path) {
				t.Errorf("%s is no page", m[1])
			}
			if listed[path] {
				t.Errorf("%s is listed twice", m[1])
			}
			listed[path] = true
		}
		if log := xsd(t, text); log != "" {
			t.Errorf("%s: %s", m[1], log)
		}
	}
	if n := len(some(files, ".xml")) - len(some(files, "feed.xml")) - len(some(files, "opensearch.xml")) - 1; n != len(sitemaps) || n < 5 {
		t.Errorf("the index names %d of %d files", len(sitemaps), n)
	}
	for name, p := range parsePages(t, files) {
		for _, folder := range []string{"vorlagen/2", "sitzungen/20", "gremien/", "themen/", "fraktionen/"} {
			path := strings.TrimSuffix(name, "index.html")
			rest := strings.TrimPrefix(path, folder)
			if strings.HasPrefix(path, folder) && strings.Count(rest, "/") == 1 && !listed[path] && !strings.Contains(text(p.doc), "zurückgenommen") {
				t.Errorf("%s is in no sitemap", name)
			}
		}
	}
	var read []string
	for _, p := range validator.Node(t, readIndex, map[string]string{"index": files["sitemap.xml"]}, "sitemap@9.0.1") {
		read = append(read, p.Message)
	}
	if strings.Join(read, " ") != strings.Join(sitemaps, " ") {
		t.Errorf("the npm package sitemap reads %q", read)
	}
	if !strings.Contains(files["robots.txt"], "Sitemap: "+base+"sitemap.xml\n") {
		t.Errorf("robots.txt: %s", files["robots.txt"])
	}
}

// TestSitemapFaults plants what the schema must find.
func TestSitemapFaults(t *testing.T) {
	_, files := example(t)
	good := files["sitemap-vorlagen-2026.xml"]
	for _, fault := range []struct{ what, old, new string }{
		{"a German date", "</loc>", "</loc><lastmod>23.11.2026</lastmod>"},
		{"a date that is none", "</loc>", "</loc><lastmod>2026-13-01</lastmod>"},
		{"no address", "<loc>", "<x>"},
		{"an address that is none", loc.FindStringSubmatch(good)[1], "vorlagen/1"},
		{"another namespace", "schemas/sitemap/0.9", "schemas/sitemap/0.8"},
		{"an unknown frequency", "</loc>", "</loc><changefreq>täglich</changefreq>"},
		{"two addresses", "</loc>", "</loc><loc>https://x.example/</loc>"},
	} {
		bad := strings.Replace(good, fault.old, fault.new, 1)
		if bad == good {
			t.Fatalf("%s: could not be planted", fault.what)
		}
		if xsd(t, bad) == "" {
			t.Errorf("%s is not found", fault.what)
		}
	}
}
