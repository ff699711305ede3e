// Package build is the pipeline: read, link, check, render, publish. A check
// is the same without publishing. Nothing is written when a problem is an
// error.
package build

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"offenlage/generator/internal/calendar"
	"offenlage/generator/internal/catalog"
	"offenlage/generator/internal/check"
	"offenlage/generator/internal/config"
	"offenlage/generator/internal/content"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/export"
	"offenlage/generator/internal/feed"
	"offenlage/generator/internal/ledger"
	"offenlage/generator/internal/markdown"
	"offenlage/generator/internal/oparltree"
	"offenlage/generator/internal/publish"
	"offenlage/generator/internal/render"
	"offenlage/generator/internal/search"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/sitemap"
	"offenlage/generator/internal/statistics"
)

// Options say what to build.
type Options struct {
	// Dir is the site's folder, the one that holds config.toml.
	Dir string
	// Out is the folder that is written; "" checks and writes nothing.
	Out string
	// Now decides about embargoes and what still lies ahead.
	Now time.Time
	// Templates are those that come with the program.
	Templates fs.FS
	// Remember writes down what was published when, in LedgerFile. Without it
	// a build reads that file only.
	Remember bool
	// Progress is told about long work; nil for nobody. It is called from
	// many goroutines.
	Progress func(stage string, done, total int)
}

// Result is what a build found and did.
type Result struct {
	// Problems are sorted and have their lines.
	Problems []diag.Problem
	// Site is nil when config.toml cannot be used.
	Site *site.Site
	// Published tells that Out was written; Stats says how.
	Published bool
	Stats     publish.Stats
	// Embedded counts the objects of OParl that have no file of their own,
	// since the site wants it so.
	Embedded int
}

// outputs lists everything that is made of a Site. A new format is one entry.
var outputs = []struct {
	name string
	make func(*pass) error
}{
	{"pages", (*pass).pages},
	{"attachments", (*pass).attachments},
	{"feeds", (*pass).feeds},
	{"calendars", (*pass).calendars},
	{"statistics", (*pass).statistics},
	{"oparl", (*pass).oparl},
	{"data", (*pass).data},
	{"sitemaps", (*pass).sitemaps},
	{"catalogue", (*pass).catalogue}, // after those that it describes
	{"search", (*pass).search},       // last: the index begins with throwing away what the others left
}

// pass is one build under way.
type pass struct {
	o        Options
	files    fs.FS
	site     *site.Site
	renderer *render.Renderer
	index    *search.Index // nil when the site has no search
	out      *publish.Writer
	catalog  *catalog.Catalog

	ledger    *ledger.Ledger
	checksums map[string]string // SHA-512 of attachments by path
	tree      *oparltree.Tree   // nil when the site has none
}

// Run builds once. The error is about the machine (a folder that cannot be
// read, a full disk); what authors can mend is in the Result.
func Run(o Options) (*Result, error) {
	p := &pass{o: o, files: os.DirFS(o.Dir)}
	problems := &diag.List{}
	usable, err := p.prepare(problems)
	if err != nil {
		return nil, err
	}
	result := &Result{Site: p.site, Problems: p.locate(problems.Problems())}
	if bad, _ := diag.Count(result.Problems); bad > 0 || !usable || o.Out == "" {
		return result, nil
	}
	if err := p.stamp(); err != nil {
		return result, err
	}
	if p.out, err = publish.Open(o.Out); err != nil {
		return result, err
	}
	p.catalog = catalog.New(p.site, catalog.Options{Say: p.renderer.Message, Modified: p.site.Modified})
	if p.site.Config.OParl.Enabled {
		titles := map[string]string{site.ResourcePath(site.SystemID): p.renderer.Message("dataset.oparl.title")}
		p.tree = oparltree.New(p.site, p.checksums, p.fileText, oparltree.Put(p.catalog.Watch(catalog.OParl, from(titles), p.out.Put)))
	}
	if cfg := p.site.Config.Search; cfg.Enabled {
		p.index = search.New(p.site, search.Options{Phrases: cfg.Phrases, Label: func(key string) string { return p.renderer.Message(key) }, Text: p.attachmentText})
	}
	for _, output := range outputs {
		if err := output.make(p); err != nil {
			p.out.Abort()
			return result, fmt.Errorf("write %s: %w", output.name, err)
		}
	}
	if result.Stats, err = p.out.Finish(); err != nil {
		return result, err
	}
	result.Published = true
	if p.tree != nil {
		result.Embedded = p.tree.Embedded()
	}
	return result, p.remember()
}

// prepare reads, links and checks. It goes on after mistakes, so that all of
// them are found in one run; usable is false when nothing may be rendered.
func (p *pass) prepare(problems *diag.List) (usable bool, err error) {
	cfg := config.Read(p.files, problems)
	usable = cfg != nil
	if cfg == nil {
		cfg = config.Default()
	}
	shipped, err := render.ReadTree(p.o.Templates)
	if err != nil {
		return false, fmt.Errorf("read templates: %w", err)
	}
	own, err := render.ReadTree(os.DirFS(filepath.Join(p.o.Dir, "templates")))
	if err != nil {
		return false, fmt.Errorf("read the site's templates: %w", err)
	}
	p.renderer = render.Load(shipped, own, cfg.Language, cfg.Theme.CSS(), problems)
	if logo := cfg.Theme.Logo; logo != "" && shipped["static/"+logo] == nil && own["static/"+logo] == nil {
		problems.Errorf("no-file", config.File, "theme.logo", "put it into templates/static/", "there is no file templates/static/%s", logo)
		cfg.Theme.Logo = ""
	}

	now := p.o.Now.In(cfg.Zone)
	c := council.New(vocabulary(cfg, problems), terms(cfg), council.DateOf(now))
	content.Read(p.files, c, content.Options{Now: now, Zone: cfg.Zone, Cites: markdown.Citations, Topics: cfg.Topics, Progress: func(done, total int) {
		p.progress("read", done, total)
	}}, problems)
	c.Link(problems)
	p.site = site.New(cfg, c, problems)
	if err := p.readLedger(problems); err != nil {
		return false, err
	}
	check.Run(p.site, p.text, func(file string) int { return content.BodyLine(p.files, file) }, problems)
	return usable && p.renderer != nil, nil
}

func (p *pass) progress(stage string, done, total int) {
	if p.o.Progress != nil {
		p.o.Progress(stage, done, total)
	}
}

func (p *pass) text(file string) ([]byte, error) { return content.Body(p.files, file) }

// locate fills in the lines of problems that only know file and key.
func (p *pass) locate(problems []diag.Problem) []diag.Problem {
	for i := range problems {
		q := &problems[i]
		switch {
		case q.Line > 0 || q.Key == "":
		case q.File == config.File:
			q.Line = config.Locate(p.files, q.Key)
		case filepath.Ext(q.File) == ".md":
			q.Line = content.Locate(p.files, q.File, q.Key)
		}
	}
	diag.Sort(problems)
	return problems
}

func (p *pass) pages() error {
	var done atomic.Int64
	return p.renderer.Render(p.site, p.text, p.read, func(path string, data []byte) error {
		p.progress("write", int(done.Add(1)), 0)
		return p.out.Put(path, data)
	})
}

// texts hold what read hands on.
var texts = sync.Pool{New: func() any { return new([]byte) }}

// read hands the texts of pages to whoever needs them.
func (p *pass) read(object any, sections []render.Section) error {
	if p.tree != nil {
		text := texts.Get().(*[]byte)
		defer texts.Put(text)
		*text = shown((*text)[:0], sections)
		if err := p.tree.Add(object, *text); err != nil {
			return err
		}
	}
	if p.index == nil {
		return nil
	}
	parts := make([]search.Part, len(sections))
	for i, s := range sections {
		parts[i] = search.Part{Title: s.Title, HTML: string(s.HTML), Resolves: s.Kind == markdown.Resolution || s.Kind == markdown.Motion}
	}
	return p.index.Add(object, parts)
}

func (p *pass) attachmentText(f council.File) (string, error) {
	if f.Text == "" {
		return "", nil
	}
	return p.fileText(f.Text)
}

func (p *pass) fileText(path string) (string, error) {
	text, err := fs.ReadFile(p.files, path)
	return string(text), err
}

// search writes the index of all texts.
func (p *pass) search() error {
	if p.index == nil {
		return nil
	}
	return p.index.Write(p.out.Put)
}

func (p *pass) feeds() error {
	s, say := p.site, p.renderer.Message
	titles := map[string]string{s.Feed(""): say("subscribe.all"), s.Feed("decisions"): say("title.decisions"), s.OPML(): say("subscribe.opml")}
	return feed.Write(s, feed.Options{Say: say, Modified: s.Modified}, feed.Put(p.catalog.Watch(catalog.Feeds, from(titles), p.out.Put)))
}

func (p *pass) calendars() error {
	s, say := p.site, p.renderer.Message
	titles := map[string]string{s.Calendar(""): say("meeting.calendars")}
	return calendar.Write(s, calendar.Options{Say: say, Modified: s.Modified}, calendar.Put(p.catalog.Watch(catalog.Calendars, from(titles), p.out.Put)))
}

// from looks titles up by path.
func from(titles map[string]string) func(string) (string, bool) {
	return func(path string) (string, bool) { title, ok := titles[path]; return title, ok }
}

func (p *pass) statistics() error {
	title := func(file string) (string, bool) {
		return p.renderer.Message("statistics." + strings.TrimSuffix(path.Base(file), ".csv") + ".title"), true
	}
	return statistics.Write(p.site, p.renderer.Words(), p.catalog.Watch(catalog.Statistics, title, p.out.Put))
}

func (p *pass) sitemaps() error {
	return sitemap.Write(p.site, sitemap.Options{Modified: p.site.Modified}, p.out.Put)
}

func (p *pass) catalogue() error { return p.catalog.Write(p.out.Put) }

func (p *pass) data() error {
	put := p.out.Put
	for _, set := range []catalog.Dataset{catalog.Papers, catalog.Votes, catalog.Meetings} {
		put = p.catalog.Watch(set, func(file string) (string, bool) { return p.table(file, set) }, put)
	}
	if err := export.Write(p.site, p.renderer.Message, put); err != nil || !p.site.Config.Data.SQLite {
		return err
	}
	return export.Database(p.site, p.renderer.Message, put)
}

// tables says to which set of data each table belongs; those that are not
// named belong to the papers, as files that hold all tables do.
var tables = map[string]catalog.Dataset{
	"consultations": catalog.Votes, "decisions": catalog.Votes, "votes": catalog.Votes,
	"meetings": catalog.Meetings, "agenda": catalog.Meetings, "committees": catalog.Meetings,
}

// table returns the title of a file of the whole site's data; ok is false when
// it belongs to another set. The rows of single committees and years, which
// stand in other folders, belong to none.
func (p *pass) table(file string, set catalog.Dataset) (title string, ok bool) {
	if path.Dir(file)+"/" != p.site.Data("") {
		return "", false
	}
	format := path.Ext(file)
	name := strings.TrimSuffix(path.Base(file), format)
	if of, named := tables[name]; named && of != set || !named && set != catalog.Papers {
		return "", false
	}
	title = p.renderer.Message("data.table." + name + ".title")
	if strings.HasPrefix(title, "data.table.") { // no table, but all of them
		title = path.Base(file)
	}
	return p.renderer.Message("data.file", "table", title, "format", strings.ToUpper(format[1:])), true
}

// attachments copies the public files beside papers, meetings and pages.
func (p *pass) attachments() error {
	for _, x := range p.site.Council.Papers {
		if err := p.copy(x, x.Files); err != nil {
			return err
		}
	}
	for _, x := range p.site.Council.Meetings {
		if err := p.copy(x, x.Files); err != nil {
			return err
		}
	}
	for _, x := range p.site.Council.Pages {
		if err := p.copy(x, x.Files); err != nil {
			return err
		}
	}
	return nil
}

func (p *pass) copy(object any, files []council.File) error {
	one := func(path, name string) error {
		if path == "" {
			return nil
		}
		src, err := p.files.Open(path)
		if err != nil {
			return err
		}
		defer src.Close()
		return p.out.PutFile(p.site.Path(object)+name, src)
	}
	for _, f := range files {
		if err := one(f.Path, f.Name); err != nil {
			return err
		}
		if err := one(f.Text, f.TextName); err != nil {
			return err
		}
	}
	return nil
}
