//go:build unix

// Searchbench asks the search of a built site and Pagefind the same questions
// in a headless browser, each with nothing in its cache, in turn, and prints
// what they cost over the wire. Pagefind indexes a copy of the same output;
// its npm package is installed into the work folder.
//
//	go run . -site PUBLIC -queries FILE -papers N [-work DIR]
//
// FILE is JSON: [{"category": "title", "query": "…", "expect": ["/vorlagen/…/"]}].
package main

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/chromedp/chromedp"
)

const pagefind = "pagefind@1.6.0"

type query struct {
	Category, Query string
	Expect          []string
}

// cost is what one question took.
type cost struct {
	bytes, requests int // of the index and what results show
	code            int // of scripts and WebAssembly
	passages        int // of passages, which ours fetches from the papers' pages
	took            time.Duration
	found           bool
}

func main() {
	log.SetFlags(0)
	site := flag.String("site", "public", "a finished output folder")
	queries := flag.String("queries", "", "questions, as JSON")
	papers := flag.Int("papers", 0, "papers in the site")
	work := flag.String("work", filepath.Join(os.TempDir(), "offenlage-searchbench"), "folder for Pagefind and its copy of the site")
	each := flag.Int("each", 10, "questions of each category")
	flag.Parse()
	var asked []query
	data, err := os.ReadFile(*queries)
	must(err)
	must(json.Unmarshal(data, &asked))
	asked = first(asked, *each)
	must(os.MkdirAll(*work, 0o755))
	copied := filepath.Join(*work, "site")
	must(os.RemoveAll(copied))
	linkTree(*site, copied)
	indexed := runPagefind(*work, copied)

	count := func(dir string) (files int, size int64) {
		filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				info, _ := d.Info()
				files, size = files+1, size+info.Size()
			}
			return nil
		})
		return files, size
	}
	fmt.Printf("%d papers\n%-26s %14s %14s\n", *papers, "", "offenlage", "pagefind")
	ourFiles, ourBytes := count(filepath.Join(*site, "search"))
	theirFiles, theirBytes := count(filepath.Join(copied, "pagefind"))
	fmt.Printf("%-26s %14d %14d\n", "index, files", ourFiles, theirFiles)
	fmt.Printf("%-26s %14.1f %14.1f\n", "index, MB", float64(ourBytes)/1e6, float64(theirBytes)/1e6)
	fmt.Printf("%-26s %14.0f %14.0f\n", "index, bytes a paper", float64(ourBytes)/float64(*papers), float64(theirBytes)/float64(*papers))
	fmt.Printf("%-26s %14s %14.1f\n", "indexing, s", "(see above)", indexed.wall.Seconds())
	fmt.Printf("%-26s %14s %14.0f\n", "indexing, peak MB", "(see above)", float64(indexed.memory)/1e6)

	s := serve(copied)
	defer s.server.Close()
	browser, stop := open()
	defer stop()
	ours, theirs := map[string][]cost{}, map[string][]cost{}
	var categories []string
	for _, q := range asked {
		if !slices.Contains(categories, q.Category) {
			categories = append(categories, q.Category)
		}
		ours[q.Category] = append(ours[q.Category], s.askOurs(browser, q))
		theirs[q.Category] = append(theirs[q.Category], s.askTheirs(browser, q))
	}
	fmt.Printf("\ncold questions, medians of %d: kB and requests for the first ten results without passages, kB of passages (ours, when a host compresses pages), ms, found in ten\n", *each)
	fmt.Printf("%-12s %8s %5s %8s %6s %6s | %8s %5s %6s %6s | %6s\n", "", "ours", "req", "passages", "ms", "found", "pagefind", "req", "ms", "found", "ratio")
	row := func(name string, a, b []cost) {
		f := func(list []cost, of func(cost) float64) float64 { return median(list, of) }
		size := func(c cost) float64 { return float64(c.bytes) / 1e3 }
		hits := func(list []cost) string {
			n := 0
			for _, c := range list {
				if c.found {
					n++
				}
			}
			return fmt.Sprintf("%.2f", float64(n)/float64(len(list)))
		}
		fmt.Printf("%-12s %8.1f %5.0f %8.1f %6.0f %6s | %8.1f %5.0f %6.0f %6s | %6.2f\n", name,
			f(a, size), f(a, func(c cost) float64 { return float64(c.requests) }), f(a, func(c cost) float64 { return float64(c.passages) / 1e3 }),
			f(a, func(c cost) float64 { return float64(c.took.Milliseconds()) }), hits(a),
			f(b, size), f(b, func(c cost) float64 { return float64(c.requests) }), f(b, func(c cost) float64 { return float64(c.took.Milliseconds()) }), hits(b),
			f(a, size)/f(b, size))
	}
	var allOurs, allTheirs []cost
	for _, c := range categories {
		row(c, ours[c], theirs[c])
		allOurs, allTheirs = append(allOurs, ours[c]...), append(allTheirs, theirs[c]...)
	}
	row("all", allOurs, allTheirs)
	fmt.Printf("\nscripts, kB compressed: ours %.1f, Pagefind's with WebAssembly %.1f\n", median(allOurs, func(c cost) float64 { return float64(c.code) / 1e3 }), median(allTheirs, func(c cost) float64 { return float64(c.code) / 1e3 }))
}

func first(all []query, each int) (out []query) {
	n := map[string]int{}
	for _, q := range all {
		if n[q.Category]++; n[q.Category] <= each {
			out = append(out, q)
		}
	}
	return out
}

func median(list []cost, of func(cost) float64) float64 {
	if len(list) == 0 {
		return 0
	}
	values := make([]float64, len(list))
	for i, c := range list {
		values[i] = of(c)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// linkTree makes a copy of a tree whose files are links to the same bytes.
func linkTree(from, to string) {
	must(filepath.WalkDir(from, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(from, p)
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		}
		if err := os.Link(p, filepath.Join(to, rel)); err == nil {
			return nil
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o644)
	}))
}

type run struct {
	wall   time.Duration
	memory int64
}

// runPagefind installs Pagefind and indexes the copy.
func runPagefind(work, site string) run {
	if _, err := os.Stat(filepath.Join(work, "node_modules", "pagefind")); err != nil {
		cmd := exec.Command("npm", "install", "--no-audit", "--no-fund", "--silent", pagefind)
		cmd.Dir, cmd.Stderr = work, os.Stderr
		must(cmd.Run())
	}
	found, _ := filepath.Glob(filepath.Join(work, "node_modules", "@pagefind", runtime.GOOS+"-*", "bin", "pagefind_extended"))
	if len(found) == 0 {
		found, _ = filepath.Glob(filepath.Join(work, "node_modules", "@pagefind", runtime.GOOS+"-*", "bin", "pagefind*"))
	}
	if len(found) == 0 {
		log.Fatal("searchbench: Pagefind's package has no program for this machine")
	}
	cmd := exec.Command(found[0], "--site", site)
	start := time.Now()
	if out, err := cmd.CombinedOutput(); err != nil {
		log.Fatalf("pagefind: %v\n%s", err, out)
	}
	memory := int64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	if runtime.GOOS != "darwin" {
		memory *= 1024
	}
	return run{time.Since(start), memory}
}

// host serves a site as a usual static host does and counts.
type host struct {
	server *httptest.Server
	mu     sync.Mutex
	sent   map[string]int // bytes by path
}

const asking = `<!doctype html><html lang="de"><title>Pagefind</title><script type="module">
const p = await import("/pagefind/pagefind.js");
await p.init();
const start = performance.now();
const s = await p.search(decodeURIComponent(location.hash.slice(1)));
const data = await Promise.all(s.results.slice(0, 10).map(r => r.data()));
document.documentElement.dataset.found = JSON.stringify({ ms: performance.now() - start, urls: data.map(d => d.url) });
</script></html>`

func serve(dir string) *host {
	h := &host{sent: map[string]int{}}
	files := http.FileServer(http.Dir(dir))
	h.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &counter{ResponseWriter: w}
		if r.URL.Path == "/pagefind-asks" {
			c.Header().Set("Content-Type", "text/html; charset=utf-8")
			io.WriteString(c, asking)
			return
		}
		switch filepath.Ext(r.URL.Path) {
		case "", ".html", ".js", ".css", ".json", ".svg":
			z := gzip.NewWriter(c)
			r.Header.Del("Range")
			c.Header().Set("Content-Encoding", "gzip")
			files.ServeHTTP(zipped{c, z}, r)
			z.Close()
		default:
			files.ServeHTTP(c, r)
		}
		h.mu.Lock()
		h.sent[r.URL.Path] += c.n
		h.mu.Unlock()
	}))
	return h
}

type counter struct {
	http.ResponseWriter
	n int
}

func (c *counter) Write(p []byte) (int, error) {
	c.n += len(p)
	return c.ResponseWriter.Write(p)
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

func open() (context.Context, func()) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, stop := chromedp.NewContext(ctx)
	must(chromedp.Do(ctx))
	return ctx, func() { stop(); cancel() }
}

// cold opens an address in a context of its own, without a cache, and waits
// for an expression.
func (h *host) cold(browser context.Context, address string, until ...string) (tab context.Context, took []time.Duration, close func()) {
	h.mu.Lock()
	clear(h.sent)
	h.mu.Unlock()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	start := time.Now()
	must(chromedp.Do(ctx, chromedp.EmulateViewport(390, 900), chromedp.Navigate(h.server.URL+address)))
	for _, expression := range until {
		for time.Since(start) < 30*time.Second {
			if ok, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")")); err == nil && ok {
				break
			}
			time.Sleep(5 * time.Millisecond)
		}
		took = append(took, time.Since(start))
	}
	return ctx, took, cancel
}

// weigh adds up what was sent of the paths that fit.
func (h *host) weigh(fits func(path string) bool) (bytes, requests int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for p, n := range h.sent {
		if fits(p) {
			bytes, requests = bytes+n, requests+1
		}
	}
	return bytes, requests
}

func (h *host) askOurs(browser context.Context, q query) (c cost) {
	tab, took, close := h.cold(browser, "/suche/?q="+url.QueryEscape(q.Query), `["done", "excerpts", "error"].includes(document.documentElement.dataset.search)`, `["excerpts", "error"].includes(document.documentElement.dataset.search)`)
	defer close()
	c.took = took[0]
	c.bytes, c.requests = h.weigh(func(p string) bool { return strings.HasPrefix(p, "/search/") })
	c.code, _ = h.weigh(func(p string) bool { return strings.HasPrefix(p, "/assets/search") })
	c.passages, _ = h.weigh(func(p string) bool { return strings.HasSuffix(p, "/") && p != "/suche/" })
	found, err := chromedp.Run(tab, chromedp.Evaluate[string](`JSON.stringify([...document.querySelectorAll("#search-list h2 a")].map(a => a.getAttribute("href")))`))
	must(err)
	c.found = holds(found, q.Expect)
	return c
}

func (h *host) askTheirs(browser context.Context, q query) (c cost) {
	tab, took, close := h.cold(browser, "/pagefind-asks#"+url.PathEscape(q.Query), `document.documentElement.dataset.found`)
	defer close()
	c.took = took[0]
	code := func(p string) bool {
		return strings.HasPrefix(p, "/pagefind/") && (strings.HasSuffix(p, ".js") || strings.HasPrefix(p, "/pagefind/wasm"))
	}
	c.bytes, c.requests = h.weigh(func(p string) bool { return strings.HasPrefix(p, "/pagefind/") && !code(p) })
	c.code, _ = h.weigh(code)
	found, err := chromedp.Run(tab, chromedp.Evaluate[string](`document.documentElement.dataset.found || ""`))
	must(err)
	c.found = holds(found, q.Expect)
	return c
}

func holds(found string, expected []string) bool {
	return slices.ContainsFunc(expected, func(path string) bool { return strings.Contains(found, `"`+path) })
}

func must(err error) {
	if err != nil {
		log.Fatal("searchbench: ", err)
	}
}
