package serve

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/build"
	"offenlage/templates"
)

const good = "+++\nreference = \"1/1\"\ntitle = \"%s\"\ntype = \"Antrag\"\npublic = true\n+++\n"

// start serves a site of one paper below a sub-path and returns its address,
// its folder, and a channel that tells of each build.
func start(t *testing.T) (url, dir string, built chan bool) {
	t.Helper()
	dir = t.TempDir()
	write(t, dir, "config.toml", "title = \"T\"\nbase_url = \"https://t.example/rat/\"\nlanguage = \"de\"\n")
	write(t, dir, "content/papers/a.md", strings.Replace(good, "%s", "Erste Fassung", 1))
	url, built = startIn(t, dir)
	return url, dir, built
}

// startIn serves the site in a folder.
func startIn(t *testing.T, dir string) (url string, built chan bool) {
	t.Helper()
	built = make(chan bool, 20)
	started := make(chan string, 1)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- Run(ctx, Options{
			Build: build.Options{Dir: dir, Templates: templates.Files}, Interval: 50 * time.Millisecond,
			Now:     func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) },
			Started: func(u string) { started <- u },
			Built:   func(r *build.Result, err error, _ time.Duration) { built <- err == nil && r.Published },
		})
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return <-started, built
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, _ := io.ReadAll(r.Body)
	return r.StatusCode, string(body)
}

func TestServe(t *testing.T) {
	url, dir, built := start(t)
	if !strings.HasSuffix(url, "/rat/") || !<-built {
		t.Fatal("the site is not served at its path: ", url)
	}
	root := strings.TrimSuffix(url, "/rat/")
	if code, body := get(t, url+"vorlagen/1-1/"); code != 200 || !strings.Contains(body, "Erste Fassung") || !strings.Contains(body, reloadTag) {
		t.Error(code, body)
	}
	if code, body := get(t, root+"/"); code != 200 || !strings.Contains(body, "<h1>") {
		t.Error("the root does not lead to the site: ", code)
	}
	if code, body := get(t, url+"gibt/es/nicht/"); code != 404 || !strings.Contains(body, "<h1>") {
		t.Error("a missing page is not the site's 404 page: ", code)
	}
	for _, path := range []string{"..%2f..%2fconfig.toml", ".offenlage/files"} {
		if code, body := get(t, url+path); code == 200 {
			t.Errorf("%s: %s", path, body)
		}
	}
	request, _ := http.NewRequest("GET", url, nil)
	request.Host = "evil.example"
	if r, err := http.DefaultClient.Do(request); err != nil || r.StatusCode != http.StatusForbidden {
		t.Error("another host's name is answered: ", r.StatusCode, err)
	}

	events, err := http.Get(root + "/-/events")
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	lines := bufio.NewScanner(events.Body)
	next := func() string {
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "data: ") {
				return lines.Text()
			}
		}
		return ""
	}
	first := next()

	// A mistake is shown in the page, and nothing dies.
	write(t, dir, "content/papers/a.md", "+++\nreference = \"1/1\"\ntitel = \"<b>x</b>\"\n+++\n")
	if <-built {
		t.Error("a site with an error was published")
	}
	if code, body := get(t, url); code != 500 || !strings.Contains(body, "content/papers/a.md:3") || strings.Contains(body, "<b>x") {
		t.Error(code, body)
	}
	if second := next(); second == first || second == "" {
		t.Errorf("the browser is not told: %q, %q", first, second)
	}
	write(t, dir, "content/papers/a.md", strings.Replace(good, "%s", "Zweite Fassung ist länger", 1))
	if !<-built {
		t.Error("the mended site was not published")
	}
	if code, body := get(t, url+"vorlagen/1-1/"); code != 200 || !strings.Contains(body, "Zweite Fassung") {
		t.Error(code)
	}
	if _, err := os.Stat(filepath.Join(dir, "public")); err == nil {
		t.Error("public/ was touched")
	}
}

// TestOParl asks the preview for the tree, and for what was published once.
func TestOParl(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "config.toml", "title = \"T\"\nbase_url = \"https://t.example/rat/\"\nlanguage = \"de\"\n")
	write(t, dir, "content/papers/a.md", strings.Replace(good, "%s", "Da", 1))
	const ledger = "# offenlage ledger 1:\nfile/paper_1-1_plan.pdf\t0123456789abcdef\t2026-11-01T10:00:00+01:00\t2026-11-02T10:00:00+01:00\tdeleted\n" +
		"paper/2-2\t0123456789abcdef\t2026-11-01T10:00:00+01:00\t2026-11-02T10:00:00+01:00\tdeleted\n"
	write(t, dir, build.LedgerFile, ledger)
	url, built := startIn(t, dir)
	if !<-built {
		t.Fatal("not published")
	}
	for path, want := range map[string]struct {
		code int
		text string
	}{
		"oparl/v1.1/system.json":    {200, `"body":"` + url + `oparl/v1.1/body.json"`},
		"oparl/v1.1/paper/2-2.json": {200, `"deleted":true`},
		"oparl/v1.1/paper.json?modified_since=2026-11-02T10:00:00%2B01:00": {200, `"totalElements":2`},
		"oparl/v1.1/paper/3-3.json":                                        {404, `"type":"https://schema.oparl.org/1.1/Error"`},
		"vorlagen/2-2/":                                                    {410, "<h1>"},
		"vorlagen/1-1/plan.pdf":                                            {410, "<h1>"},
		"vorlagen/3-3/":                                                    {404, "<h1>"},
	} {
		if code, body := get(t, url+path); code != want.code || !strings.Contains(body, want.text) {
			t.Errorf("%s: %d %.300s", path, code, body)
		}
	}
	write(t, dir, build.LedgerFile, ledger+"\n")
	select {
	case <-built:
		t.Error("the ledger alone led to another build")
	case <-time.After(300 * time.Millisecond):
	}
	if data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(build.LedgerFile))); err != nil || string(data) != ledger+"\n" {
		t.Error("the preview wrote the ledger", err)
	}
}
