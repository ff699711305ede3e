// Package render turns a Site into pages: it fills the page structs of
// pages.go and hands them to the templates. Templates are checked when they
// are loaded, against the structs and the messages, so that a mistake shows
// at start with file and line. It writes nothing itself and reads the texts
// of papers one at a time, when their page is made.
package render

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/locale"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/statistics"
)

// Renderer holds loaded templates and makes pages of any number of sites.
type Renderer struct {
	locale    *locale.Locale
	templates map[string]*template.Template // by page, "paper.html"
	assets    map[string][]byte             // by name, "site.css"
	versions  map[string]string             // by name, short hashes
}

// run is one rendering of one site.
type run struct {
	*Renderer
	site *site.Site
	text func(file string) ([]byte, error)
	seen Seen
	sets map[string]*template.Template
	kept sync.Map // what is rendered once, by what it shows
	// entries holds the entries of lists by template, then by what they show.
	entries map[string]*sync.Map
	// oneLanguage tells that all words are of the interface's language.
	oneLanguage bool
}

// Put takes one finished page; it is called from many goroutines.
type Put func(path string, data []byte) error

// Seen is told the text of each paper, meeting, committee, topic, faction and
// page of the site as its page shows it; it is called from many goroutines.
type Seen func(object any, sections []Section) error

// job makes one page.
type job struct {
	path     string // file below the output folder
	template string
	data     func() (any, error)
}

// Render makes every page of the site and hands it to put, in parallel and in
// no order. text reads the Markdown of a content file; seen may be nil. It
// returns the first error of any of them.
func (r *Renderer) Render(s *site.Site, text func(file string) ([]byte, error), seen Seen, put Put) error {
	if seen == nil {
		seen = func(any, []Section) error { return nil }
	}
	w := &run{Renderer: r, site: s, text: text, seen: seen}
	if err := w.bind(); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(r.assets)) {
		if err := put(site.AssetDir+"/"+name, r.assets[name]); err != nil {
			return err
		}
	}
	jobs := make(chan job, 256)
	stop := make(chan struct{})
	var once sync.Once
	var first error
	fail := func(err error) {
		once.Do(func() { first = err; close(stop) })
	}
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			var buf bytes.Buffer
			for j := range jobs {
				buf.Reset()
				if err := w.page(&buf, j); err != nil {
					fail(fmt.Errorf("make %s: %w", j.path, err))
					return
				}
				if err := put(j.path, buf.Bytes()); err != nil {
					fail(err)
					return
				}
			}
		})
	}
	w.each(func(j job) bool {
		select {
		case jobs <- j:
			return true
		case <-stop:
			return false
		}
	})
	close(jobs)
	workers.Wait()
	return first
}

func (w *run) page(buf *bytes.Buffer, j job) error {
	data, err := j.data()
	if err != nil {
		return err
	}
	return w.sets[j.template].ExecuteTemplate(buf, "base.html", data)
}

// pages lists the templates of pages with an empty struct of each, which is
// what they are checked against.
var pages = map[string]any{
	"home.html": Home{}, "papers.html": PaperList{}, "paper.html": PaperPage{},
	"committees.html": CommitteeList{}, "committee.html": CommitteePage{}, "committee-meetings.html": CommitteeMeetings{},
	"topics.html": TopicList{}, "topic.html": TopicPage{},
	"meetings.html": MeetingList{}, "meeting-calendar.html": MeetingCalendar{}, "meeting.html": MeetingPage{},
	"factions.html": FactionList{}, "faction.html": FactionPage{},
	"decisions.html": DecisionList{}, "page.html": TextPage{}, "search.html": SearchPage{}, "statistics.html": StatisticsPage{}, "coverage.html": StatisticsPage{}, "open.html": OpenPage{}, "open-list.html": OpenList{}, "glossary.html": GlossaryPage{}, "subscribe.html": SubscribePage{}, "open-data.html": OpenDataPage{}, "press.html": PressPage{}, "keywords.html": KeywordPage{}, "404.html": NotFound{}, "redirect.html": RedirectPage{},
}

// onceTemplates are partials that are rendered once for an object or a
// value and used wherever it stands.
var onceTemplates = map[string]any{
	"paper-entry.html":    Entry[*council.Paper]{},
	"term.html":           Term{},
	"paper-line.html":     Entry[*council.Paper]{},
	"decision-entry.html": Entry[*council.Consultation]{},
	"facets.html":         []Facet{},
	"crumb-list.html":     []Crumb{},
	"icon.html":           "",
	"site-header.html":    Shell{},
	"site-footer.html":    Shell{},
	"state-badge.html":    council.State(""),
	"outcome-badge.html":  council.Outcome(""),
}

// Entry is what the template of a list entry gets.
type Entry[T any] struct {
	Site *site.Site
	Item T
}

// Shell is what the templates of the site's header and footer get.
type Shell struct {
	Site    *site.Site
	Section string // as in Frame; "" in the footer
}

// Message returns a message of the interface, "state.adopted".
func (r *Renderer) Message(key string, pairs ...any) string { return r.locale.T(key, pairs...) }

// Words are what statistics need of the language.
func (r *Renderer) Words() statistics.Words {
	return statistics.Words{Say: r.locale.T, Number: r.locale.Number}
}

// Tree is a folder of templates: contents by slash-separated path.
type Tree map[string][]byte

// ReadTree reads a folder. One that is not there is empty.
func ReadTree(fsys fs.FS) (Tree, error) {
	t := Tree{}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && p == "." && errors.Is(err, fs.ErrNotExist):
			return fs.SkipAll
		case err != nil:
			return err
		case p != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir() || path.Ext(p) == ".go":
			return nil
		}
		t[p], err = fs.ReadFile(fsys, p)
		return err
	})
	return t, err
}

// Load checks the templates: shipped is what comes with the program, and a
// file of own replaces the one of the same path. style is added to site.css. It
// returns nil after adding an error to problems.
func Load(shipped, own Tree, language, style string, problems *diag.List) *Renderer {
	mine := &diag.List{}
	defer func() { problems.Add(mine.Problems()...) }()
	messages := locale.File(language)
	l := locale.Load(language, locale.Source{File: "templates/" + messages, Text: shipped[messages]},
		locale.Source{File: "templates/" + messages, Text: own[messages]}, mine)
	if l == nil {
		return nil
	}
	tree := maps.Clone(shipped)
	for _, p := range slices.Sorted(maps.Keys(own)) {
		if path.Ext(p) == ".html" && shipped[p] == nil && !strings.HasPrefix(p, "partials/") {
			mine.Warnf("unused-template", "templates/"+p, "", nearest(p, shipped), "nothing asks for a template of that name")
		}
		tree[p] = own[p]
	}
	r := &Renderer{locale: l, templates: map[string]*template.Template{}, assets: map[string][]byte{}, versions: map[string]string{}}
	r.loadAssets(tree, style, mine)
	r.loadTemplates(tree, mine)
	if bad, _ := diag.Count(mine.Problems()); bad > 0 {
		return nil
	}
	return r
}

func nearest(name string, tree Tree) string {
	if near := diag.Nearest(name, slices.Sorted(maps.Keys(tree))); near != "" {
		return fmt.Sprintf("did you mean %s?", near)
	}
	return "put parts of pages into templates/partials/"
}
