// Package intake turns OParl objects into content files: papers, sittings,
// committees, factions, and people where the city wants them. It may run
// again and again: it writes only what the source says and what changed, and
// keeps what authors added.
package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"offenlage/generator/internal/content"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/front"
	"offenlage/generator/internal/keyword"
	"offenlage/generator/internal/oparl"
)

// Options say what is imported and where to.
type Options struct {
	// Site is the folder of the site.
	Site string
	// Store holds the objects.
	Store *oparl.Store
	// Zone is the zone of times that have none.
	Zone *time.Location
	// Text returns the text of a file that was drawn out of it before, "" for
	// none. Nil stands for no texts.
	Text func(ctx context.Context, file oparl.Object) string
	// Files downloads documents beside their papers. Nil leaves them where
	// they are.
	Files *oparl.Client
	// Draw returns the text of a PDF. Nil stands for none.
	Draw func(ctx context.Context, path string) (string, error)
	// Topics finds topics by the words of titles, for the report; nil finds
	// none.
	Topics *keyword.Rules
	// People imports persons with their memberships. Off, no name of a
	// person is written, except where a text names one.
	People bool
	// Progress is told how many objects are done of how many; nil for nobody.
	Progress func(done, total int)
}

// placed is a content file that an import wrote.
type placed struct {
	file string // below the site
	slug string // its key slug, "" for none
}

type intake struct {
	o      Options
	report *Report
	there  map[string]placed // content files by id of their object
	before map[string]bool   // ids of objects that an earlier run wrote a file for
	theirs map[string]string // files that an author began, by folder and name or number
	names  map[string]string // committees and factions by id, as they are printed
	sits   map[string]bool   // organizations that hold sittings, by id
	parts  map[string]bool   // factions, by id
	slugs  map[string]bool   // addresses taken, by folder
	refs   map[string]string // numbers of papers by id
	// papersOf holds the numbers of papers by the ids of their consultations:
	// an embedded consultation need not name its paper.
	papersOf map[string]string
	called   map[string]string // factions that only texts name, by address
	done     int
	total    int
}

// Run writes the content files. The error is about the disk or ctx; what is
// wrong with objects stands in the report, which is never nil.
func Run(ctx context.Context, o Options) (*Report, error) {
	in := &intake{o: o, report: newReport(), there: map[string]placed{}, theirs: map[string]string{}, names: map[string]string{},
		sits: map[string]bool{}, parts: map[string]bool{}, slugs: map[string]bool{}, refs: map[string]string{}, papersOf: map[string]string{}, called: map[string]string{}}
	for _, text := range o.Store.Odd {
		in.report.odd("a file of the source could not be read and was left out", text)
	}
	if err := in.known(); err != nil {
		return in.report, err
	}
	if err := in.remembered(); err != nil {
		return in.report, err
	}
	for _, kind := range []string{"Organization", "Person", "Meeting", "Paper"} {
		n := o.Store.Count(kind)
		in.report.Read[kind] = n
		in.total += n
	}
	for _, step := range []func(context.Context) error{in.survey, in.organizations, in.papers, in.meetings, in.people} {
		if err := step(ctx); err != nil {
			return in.report, errors.Join(err, in.remember())
		}
	}
	return in.report, in.remember()
}

// Imported is the file below the site that lists the ids of all objects that
// a content file was ever written for, one a line, sorted. A file that was
// deleted by hand is told from it, and does not come back.
const Imported = ".offenlage/imported"

func (in *intake) remembered() error {
	in.before = map[string]bool{}
	data, err := os.ReadFile(filepath.Join(in.o.Site, filepath.FromSlash(Imported)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for line := range strings.Lines(string(data)) {
		in.before[strings.TrimSpace(line)] = true
	}
	return nil
}

func (in *intake) remember() error {
	for id := range in.there {
		in.before[id] = true
	}
	var b strings.Builder
	for _, id := range sorted(in.before) {
		if id = strings.Join(strings.Fields(id), " "); id != "" {
			b.WriteString(id + "\n")
		}
	}
	return save(filepath.Join(in.o.Site, filepath.FromSlash(Imported)), []byte(b.String()))
}

// deleted tells that a person deleted the file of an object.
func (in *intake) deleted(o oparl.Object) bool {
	id := strings.Join(strings.Fields(o.ID()), " ")
	if _, there := in.there[o.ID()]; there || !in.before[id] {
		return false
	}
	in.report.odd("a file that was deleted by hand does not come back (take its id out of "+Imported+" to have it again)", o.ID())
	return true
}

// known finds the content files that are there already.
func (in *intake) known() error {
	root := filepath.Join(in.o.Site, content.Dir)
	return filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			if p == root {
				return fs.SkipAll
			}
			return err
		}
		if d.IsDir() || !strings.EqualFold(filepath.Ext(p), ".md") {
			return nil
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		doc, err := front.Parse(data)
		if err != nil {
			return nil // the build says so
		}
		rel, err := filepath.Rel(in.o.Site, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		folder := strings.Split(rel, "/")[1]
		slug := front.Text(doc.Keys, "slug")
		in.slugs[folder+"/"+cmp.Or(slug, council.Slug(cmp.Or(front.Text(doc.Keys, "reference"), front.Text(doc.Keys, "name"))))] = true
		in.slugs[folder+"/"+strings.TrimSuffix(path.Base(rel), ".md")] = true
		for _, t := range doc.Tables {
			if id := front.Text(t.Keys, "id"); t.Name == originTable && id != "" {
				in.there[id] = placed{rel, slug}
				return nil
			}
		}
		switch folder {
		case "papers":
			in.theirs["papers/"+council.NormalReference(front.Text(doc.Keys, "reference"))] = rel
		default:
			for _, key := range []string{"name", "short"} {
				if name := front.Text(doc.Keys, key); name != "" {
					in.theirs[folder+"/"+strings.ToLower(name)] = rel
				}
			}
		}
		return nil
	})
}

// step counts an object and tells whether to go on.
func (in *intake) step(ctx context.Context) error {
	in.done++
	if in.o.Progress != nil {
		in.o.Progress(in.done, in.total)
	}
	return ctx.Err()
}

// each runs do for every object of a type that has what it must have.
func (in *intake) each(ctx context.Context, kind string, do func(oparl.Object) error) error {
	var failed error
	err := in.o.Store.Each(kind, func(o oparl.Object) bool {
		if failed = in.step(ctx); failed != nil {
			return false
		}
		if o.ID() == "" {
			in.report.odd("a "+kind+" without an id was left out", o.Line("name"))
			return true
		}
		if kind != "Organization" && in.deleted(o) { // organizations are asked by name
			return true
		}
		failed = do(o)
		return failed == nil
	})
	if failed != nil {
		return failed
	}
	if err != nil {
		in.report.odd("objects could not be read", err.Error())
	}
	return nil
}

// survey learns what other objects need: which organizations sit, and the
// numbers of papers.
func (in *intake) survey(context.Context) error {
	note := func(o oparl.Object) bool {
		for _, id := range o.Refs("organization") {
			in.sits[id] = true
		}
		return true
	}
	if err := in.o.Store.Each("Meeting", note); err != nil {
		return fmt.Errorf("read the source: %w", err)
	}
	err := in.o.Store.Each("Paper", func(o oparl.Object) bool {
		for _, c := range in.inner(o, "consultation") {
			note(c)
			if !o.Deleted() {
				in.papersOf[c.ID()] = reference(o)
			}
		}
		if !o.Deleted() {
			in.refs[o.ID()] = reference(o)
		}
		return true
	})
	if err != nil {
		return fmt.Errorf("read the source: %w", err)
	}
	return nil
}

// reference is the number of a paper; one without has the last part of its id.
func reference(o oparl.Object) string {
	return cmp.Or(o.Line("reference"), oparl.Tail(o.ID()))
}

// inner are the objects that a key names, embedded or by address, in their
// order. Some systems give two of them one id.
func (in *intake) inner(o oparl.Object, key string) []oparl.Object {
	var out []oparl.Object
	for _, item := range o.Items(key) {
		x, ok := item.Object, item.Inside
		if !ok {
			x, ok = in.o.Store.Find(item.ID)
		}
		switch {
		case !ok:
			in.report.odd("a "+key+" that is named is not there; it was left out", item.ID)
		case !x.Deleted():
			out = append(out, x)
		}
	}
	return out
}

// origin is the table [oparl]: where the object comes from, and what of it no
// other key holds.
func (in *intake) origin(o oparl.Object, held ...string) []front.Key {
	keys := []front.Key{front.Set("id", front.Quote(o.ID()))}
	for _, k := range []string{"web", "created", "modified"} {
		if v := o.Line(k); v != "" {
			keys = append(keys, front.Set(k, front.Quote(v)))
		}
	}
	for _, k := range o.Keys() {
		if slices.Contains(held, k) || slices.Contains(structural, k) {
			continue
		}
		if !in.o.People && slices.Contains(personal, k) {
			in.report.Left[shown(o.Type()+"."+k)+" (persons)"]++
			continue
		}
		if v := value(o.Raw(k)); v != "" {
			keys = append(keys, front.Set(bare(k), v))
		}
	}
	return keys
}

// structural keys say nothing about the object itself.
var structural = []string{"id", "type", "web", "created", "modified", "deleted", "body", textKey, keepKey}

// personal keys name persons.
var personal = []string{"originatorPerson", "membership", "participant", "person"}

// value writes JSON as TOML: plain values and lists of them as they are,
// objects as text.
func value(raw json.RawMessage) string {
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case raw[0] == '"':
		var s string
		if json.Unmarshal(raw, &s) != nil || strings.TrimSpace(s) == "" {
			return ""
		}
		return front.Quote(s)
	case raw[0] == '[':
		var list []string
		if json.Unmarshal(raw, &list) == nil {
			if len(list) == 0 {
				return ""
			}
			return front.List(list)
		}
	case string(raw) == "true" || string(raw) == "false":
		return string(raw)
	default:
		if n, err := strconv.ParseInt(string(raw), 10, 64); err == nil {
			return strconv.FormatInt(n, 10)
		}
	}
	var compact strings.Builder
	enc := json.NewEncoder(&compact)
	enc.SetEscapeHTML(false)
	if enc.Encode(raw) != nil {
		return ""
	}
	return front.Quote(strings.TrimSpace(compact.String()))
}

// bare is a name as a TOML key.
func bare(name string) string {
	if name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == "" {
		return name
	}
	return front.Quote(strings.ReplaceAll(name, "\n", " "))
}

// place is the file of an object: where it is, or else the first free one of
// the names. slug is what to write when the name alone is taken.
func (in *intake) place(o oparl.Object, folder, name, year string) (file, slug string) {
	id := council.Slug(name)
	if id == "" {
		id = council.Slug(oparl.Tail(o.ID()))
	}
	if p, ok := in.there[o.ID()]; ok {
		return p.file, p.slug
	}
	if in.slugs[folder+"/"+id] {
		id += "-" + council.Slug(oparl.Tail(o.ID()))
		for n := 2; in.slugs[folder+"/"+id]; n++ {
			id += "-" + strconv.Itoa(n)
		}
		slug = id
	}
	in.slugs[folder+"/"+id] = true
	return path.Join(content.Dir, folder, year, id+".md"), slug
}

// sorted returns the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
