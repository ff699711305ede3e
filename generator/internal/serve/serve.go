// Package serve shows a site on the machine of whoever writes it: it builds
// into a folder of its own, answers on loopback, watches the files, builds
// again after a change and reloads the browser. Problems are shown in the
// page; nothing that is wrong with the content ends it. The site's public
// folder is never touched.
package serve

import (
	"context"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"offenlage/generator/internal/build"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/oparltree"
	"offenlage/generator/internal/site"
)

// Options say what to serve.
type Options struct {
	Build build.Options
	// Port is tried first; when it is taken, the next free one is used. 0
	// takes any.
	Port int
	// Interval is the time between two looks at the files.
	Interval time.Duration
	// Now returns the time of each build.
	Now func() time.Time
	// Started is told the address once the server answers.
	Started func(url string)
	// Built is told the result of every build.
	Built func(*build.Result, error, time.Duration)
}

// server is what requests see. A build swaps the latest state in one go.
type server struct {
	o   Options
	out string

	mu       sync.Mutex
	base     string          // path below which the site stands, "/ris/"
	oparl    http.Handler    // of the latest site that was built; nil before
	gone     map[string]bool // addresses below base of what is published no more
	problems []diag.Problem
	failure  error
	broken   bool          // the latest build has errors
	version  int           // counts builds
	changed  chan struct{} // closed by the next build
}

// Run serves until ctx is done.
func Run(ctx context.Context, o Options) error {
	out, err := os.MkdirTemp("", "offenlage-serve-")
	if err != nil {
		return fmt.Errorf("make a folder to build in: %w", err)
	}
	defer os.RemoveAll(out)
	s := &server{o: o, out: out, base: "/", changed: make(chan struct{})}
	s.o.Build.Out = out
	listener, err := listen(o.Port)
	if err != nil {
		return err
	}
	seen := s.look()
	s.build()
	h := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	done := make(chan error, 1)
	go func() { done <- h.Serve(listener) }()
	if o.Started != nil {
		o.Started("http://" + listener.Addr().String() + s.base)
	}
	ticker := time.NewTicker(max(o.Interval, 50*time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			h.Close()
			<-done
			return nil
		case err := <-done:
			return err
		case <-ticker.C:
			if now := s.look(); now != seen {
				seen = now
				s.build()
			}
		}
	}
}

func listen(port int) (net.Listener, error) {
	for try := range 20 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port+try))
		if err == nil || port == 0 {
			return l, err
		}
	}
	return net.Listen("tcp", "127.0.0.1:0")
}

// build builds once and lets waiting browsers know.
func (s *server) build() {
	start := time.Now()
	o := s.o.Build
	o.Now = s.o.Now()
	r, err := build.Run(o)
	s.mu.Lock()
	s.failure, s.broken = err, err != nil || !r.Published
	s.problems = nil
	if r != nil {
		s.problems = r.Problems
		if r.Site != nil {
			s.base = r.Site.Config.BasePath()
		}
		if r.Published {
			s.oparl = &oparltree.Handler{Files: os.DirFS(s.out), Site: r.Site}
			s.gone = map[string]bool{}
			for _, e := range r.Site.Remembered().Deleted() {
				if path := r.Site.PathOf(e.ID); path != "" {
					s.gone[path] = true
				}
			}
		}
	}
	s.version++
	close(s.changed)
	s.changed = make(chan struct{})
	s.mu.Unlock()
	if s.o.Built != nil {
		s.o.Built(r, err, time.Since(start))
	}
}

// snapshot sums up names, sizes and times of everything a build reads.
type snapshot struct {
	files int
	sum   uint64
}

func (s *server) look() snapshot {
	var snap snapshot
	for _, top := range []string{"config.toml", "content", "templates"} {
		filepath.WalkDir(filepath.Join(s.o.Build.Dir, top), func(p string, d fs.DirEntry, err error) error {
			if err != nil || p == filepath.Join(s.o.Build.Dir, filepath.FromSlash(build.LedgerFile)) {
				return nil
			}
			if info, err := d.Info(); err == nil {
				snap.files++
				h := uint64(14695981039346656037)
				for _, b := range []byte(p) {
					h = (h ^ uint64(b)) * 1099511628211
				}
				snap.sum += h ^ uint64(info.ModTime().UnixNano())*31 ^ uint64(info.Size())*1031
			}
			return nil
		})
	}
	return snap
}

// ServeHTTP answers for the built site and, below /-/, for the reloading.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !loopback(r.Host) { // a page elsewhere must not read drafts through a name of its own
		http.Error(w, "this address serves this machine only", http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	s.mu.Lock()
	base, broken, oparl, gone := s.base, s.broken, s.oparl, s.gone
	s.mu.Unlock()
	switch {
	case r.URL.Path == "/-/events":
		s.events(w, r)
		return
	case r.URL.Path == "/-/reload.js":
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		fmt.Fprint(w, reloadScript)
		return
	case r.URL.Path == "/-/problems.css":
		w.Header().Set("Content-Type", "text/css; charset=utf-8")
		fmt.Fprint(w, problemStyle)
		return
	case !strings.HasPrefix(r.URL.Path, base):
		if broken {
			s.problemPage(w)
			return
		}
		http.Redirect(w, r, base, http.StatusFound)
		return
	}
	name := strings.TrimPrefix(r.URL.Path, base)
	if oparl != nil && strings.HasPrefix(name, site.OParlDir+"/") {
		oparl.ServeHTTP(w, r)
		return
	}
	s.file(w, r, name, broken, gone)
}

func loopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	return name == "localhost" || ip != nil && ip.IsLoopback()
}

// file answers with a file of the built site as a static host would.
func (s *server) file(w http.ResponseWriter, r *http.Request, name string, broken bool, gone map[string]bool) {
	if strings.HasPrefix(name, ".") || strings.Contains(name, "..") || strings.Contains(name, "\\") {
		http.NotFound(w, r)
		return
	}
	page := name == "" || strings.HasSuffix(name, "/") || strings.HasSuffix(name, ".html")
	if page && broken {
		s.problemPage(w)
		return
	}
	path := filepath.Join(s.out, filepath.FromSlash(name))
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		if !strings.HasSuffix(name, "/") && name != "" {
			http.Redirect(w, r, r.URL.Path+"/", http.StatusMovedPermanently)
			return
		}
		path = filepath.Join(path, "index.html")
		_, err = os.Stat(path)
	}
	switch {
	case err != nil:
		if broken {
			s.problemPage(w)
			return
		}
		status := http.StatusNotFound
		if gone[name] {
			status = http.StatusGone
		}
		s.html(w, status, filepath.Join(s.out, "404.html"))
	case filepath.Ext(path) == ".html":
		s.html(w, http.StatusOK, path)
	default:
		http.ServeFile(w, r, path)
	}
}

// html answers with a page and adds the script that reloads it.
func (s *server) html(w http.ResponseWriter, status int, path string) {
	data, err := os.ReadFile(path)
	if err != nil {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	body, end, found := strings.Cut(string(data), "</body>")
	fmt.Fprint(w, body, reloadTag)
	if found {
		fmt.Fprint(w, "</body>", end)
	}
}

// events tells the browser about builds, as server-sent events (HTML
// Standard, "Server-sent events").
func (s *server) events(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	control := http.NewResponseController(w)
	for {
		s.mu.Lock()
		version, changed := s.version, s.changed
		s.mu.Unlock()
		fmt.Fprintf(w, "data: %d\n\n", version)
		if err := control.Flush(); err != nil {
			return
		}
		select {
		case <-changed:
		case <-r.Context().Done():
			return
		}
	}
}
