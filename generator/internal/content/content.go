// Package content turns the folder of Markdown files with TOML front matter
// into council values. Whatever is not marked public is dropped here, before
// anything else sees it; what is wrong with a file becomes a problem with file
// and line, and reading goes on with the next one.
//
// Files are read and decoded in parallel and added in the order of their
// paths, so that the result never depends on chance. Texts are not kept:
// Body reads one again when it is needed.
package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/keyword"
	"offenlage/generator/internal/table"
)

// Dir is the folder below the site's that holds the content.
const Dir = "content"

// MaxSize is the size in bytes above which a content file is refused: no
// paper's text is that long, and each one is held in memory for a moment.
const MaxSize = 16 << 20

// Options say how to read.
type Options struct {
	// Now decides which embargoes still run.
	Now time.Time
	// Zone is the zone of times that have none.
	Zone *time.Location
	// Cites finds official numbers in a text.
	Cites func(text []byte) []string
	// Topics finds topics by the words of a title, for papers that name none;
	// nil finds none.
	Topics *keyword.Rules
	// Progress is told how many files were read of how many; nil for nobody.
	Progress func(done, total int)
}

// kind is one sub-folder of content and how its files are added.
type kind struct {
	folder string
	add    func(r *reader, f *file)
}

// kinds stands in the order in which files are added: whatever others name
// comes first, so that short names and synonyms are known.
var kinds = []kind{
	{"committees", (*reader).committee},
	{"topics", (*reader).topic},
	{"factions", (*reader).faction},
	{"people", (*reader).person},
	{"papers", (*reader).paper},
	{"meetings", (*reader).meeting},
	{"pages", (*reader).page},
}

// file is one content file, read and decoded.
type file struct {
	path  string       // below the site's folder: "content/papers/2021/0541.md"
	front *table.Table // nil when it cannot be used
	text  council.Text
	order int
}

type reader struct {
	site     fs.FS
	c        *council.Council
	o        Options
	problems *diag.List
	secret   map[string]string // attachments that somebody marked as not public, and who
	public   map[string]string // attachments that somebody marked as public, and who
	names    map[string]string // described names by kind, and where
}

// Read adds what stands in the site's content folder to c, unlinked.
func Read(site fs.FS, c *council.Council, o Options, problems *diag.List) {
	r := &reader{site: site, c: c, o: o, problems: problems,
		secret: map[string]string{}, public: map[string]string{}, names: map[string]string{}}
	lists := r.list()
	total, done := 0, 0
	for _, files := range lists {
		total += len(files)
	}
	for i, k := range kinds {
		r.each(lists[i], func(f *file) {
			if done++; o.Progress != nil {
				o.Progress(done, total)
			}
			if f.front != nil {
				k.add(r, f)
				f.front.Done()
			}
		})
	}
	for p, who := range r.secret {
		if other := r.public[p]; other != "" {
			problems.Errorf("attachment-conflict", other, "file", "use two files, or say the same in both places", "attachment %s is public here and withheld in %s", p, who)
		}
	}
}

// list walks the content folder and returns the files of each kind by path.
func (r *reader) list() [][]string {
	lists := make([][]string, len(kinds))
	err := fs.WalkDir(r.site, Dir, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && p == Dir && errors.Is(err, fs.ErrNotExist):
			r.problems.Warnf("no-content", Dir, "", "put papers into content/papers/", "there is no content folder")
			return fs.SkipAll
		case err != nil:
			r.problems.Errorf("read", p, "", "", "%v", reason(err))
			return nil
		case p == Dir:
			return nil
		case strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type()&fs.ModeSymlink != 0:
			r.problems.Warnf("symlink", p, "", "put the file itself here", "a symbolic link is not followed")
			return nil
		}
		parts := strings.Split(p, "/")
		at := slices.IndexFunc(kinds, func(k kind) bool { return k.folder == parts[1] })
		markdown := strings.EqualFold(path.Ext(p), ".md")
		if at < 0 {
			if d.IsDir() || (len(parts) == 2 && markdown && !strings.EqualFold(d.Name(), "readme.md")) {
				r.unknown(p, parts[1], d.IsDir())
			}
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if !d.IsDir() && markdown && !strings.EqualFold(d.Name(), "readme.md") {
			lists[at] = append(lists[at], p)
		}
		return nil
	})
	if err != nil {
		r.problems.Errorf("read", Dir, "", "", "%v", reason(err))
	}
	return lists
}

func (r *reader) unknown(p, name string, dir bool) {
	var folders []string
	for _, k := range kinds {
		folders = append(folders, k.folder)
	}
	hint := "content lies in " + strings.Join(folders, ", ")
	if near := diag.Nearest(name, folders); near != "" && dir {
		hint = fmt.Sprintf("did you mean content/%s?", near)
	}
	r.problems.Warnf("not-read", p, "", hint, "nothing is read from here")
}

// each decodes files in parallel and hands them over in order.
func (r *reader) each(files []string, add func(*file)) {
	type slot chan *file
	workers := runtime.GOMAXPROCS(0)
	slots := make(chan slot, 64*workers)
	go func() {
		defer close(slots)
		running := make(chan struct{}, 2*workers)
		// Batches keep the cost of handing over small beside the work.
		const batch = 16
		for chunk := range slices.Chunk(files, batch) {
			out := make(slot, batch)
			slots <- out
			running <- struct{}{}
			go func() {
				for _, p := range chunk {
					out <- r.decode(p)
				}
				close(out)
				<-running
			}()
		}
	}()
	for s := range slots {
		for f := range s {
			add(f)
		}
	}
}

// decode reads one file and splits it.
func (r *reader) decode(p string) *file {
	f := &file{path: p}
	buf := buffers.Get().(*[]byte)
	defer buffers.Put(buf)
	src, err := readFile(r.site, p, *buf)
	*buf = src[:0]
	if err != nil {
		var big tooLarge
		hint := ""
		if errors.As(err, &big) {
			hint = "put the document beside the paper and name it in a [[file]]; the text of a paper is Markdown"
		}
		r.problems.Errorf("read", p, "", hint, "%v", reason(err))
		return f
	}
	if line, ok := invalidUTF8(src); ok {
		r.problems.Add(diag.Problem{Rule: "not-utf8", Severity: diag.Error, File: p, Line: line,
			Message: "the file is not UTF-8", Hint: "save it again with the encoding UTF-8"})
		return f
	}
	front, body, problem := split(src)
	if problem != nil {
		problem.File = p
		r.problems.Add(*problem)
		return f
	}
	f.front = table.Parse(p, bytes.Clone(front), 2, r.problems) // the table keeps it, to find lines
	if len(bytes.TrimSpace(body)) > 0 {
		sum := sha256.Sum256(body)
		f.text = council.Text{File: p, Sum: hex.EncodeToString(sum[:]), Links: bytes.Contains(body, []byte("](")) || bytes.Contains(body, []byte("]:"))}
		if r.o.Cites != nil {
			f.text.Cites = r.o.Cites(body)
		}
	}
	return f
}

// origin reads the table [oparl], which an import writes: where the object
// comes from, and whatever of it no other key holds. It returns the address
// of the page that people see there.
func origin(t *table.Table) (web string) {
	if !t.Has("oparl") {
		t.Any("oparl")
		return ""
	}
	t = t.Table("oparl")
	if t == nil {
		return ""
	}
	for _, key := range t.Names() {
		t.Any(key)
	}
	if web = t.Scalar("web"); !strings.HasPrefix(web, "https://") && !strings.HasPrefix(web, "http://") {
		return ""
	}
	return web
}

type tooLarge struct{ size int64 }

func (e tooLarge) Error() string {
	return fmt.Sprintf("the file has %d MB; a text may have %d MB", (e.size+1<<20-1)>>20, MaxSize>>20)
}

// buffers are for files of which nothing is kept once they are decoded.
var buffers = sync.Pool{New: func() any { return new([]byte) }}

// readFile reads a file into buf, or into new memory where buf is too small.
func readFile(site fs.FS, p string, buf []byte) ([]byte, error) {
	f, err := site.Open(p)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() > MaxSize {
		return nil, tooLarge{info.Size()}
	}
	src := slices.Grow(buf[:0], int(info.Size()))[:info.Size()]
	n := 0
	for n < len(src) {
		m, err := f.Read(src[n:])
		n += m
		if err != nil {
			break
		}
	}
	return src[:n], nil
}

// reason is an error without the path that the problem names already.
func reason(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}

func invalidUTF8(src []byte) (line int, bad bool) {
	if utf8.Valid(src) {
		return 0, false
	}
	line = 1
	for len(src) > 0 {
		c, n := utf8.DecodeRune(src)
		if c == utf8.RuneError && n == 1 {
			return line, true
		}
		if c == '\n' {
			line++
		}
		src = src[n:]
	}
	return 0, false
}

var bom = []byte("\xef\xbb\xbf")

// split cuts a file into its front matter (from line 2 on) and its body.
func split(src []byte) (front, body []byte, p *diag.Problem) {
	src = bytes.TrimPrefix(src, bom)
	fail := func(line int, hint, format string, args ...any) *diag.Problem {
		return &diag.Problem{Rule: "front-matter", Severity: diag.Error, Line: line, Message: fmt.Sprintf(format, args...), Hint: hint}
	}
	first, rest, _ := bytes.Cut(src, []byte("\n"))
	switch line := string(bytes.TrimRight(first, " \t\r")); {
	case line == "---":
		return nil, nil, fail(1, `write +++ instead of ---, and key = "value"`, "the front matter must be TOML between lines of +++, not YAML")
	case line != "+++":
		return nil, nil, fail(1, `begin the file with +++, the keys (title = "…"), and +++ again`, "the file does not begin with front matter")
	}
	for at, n := 0, 2; at <= len(rest); n++ {
		line, _, more := bytes.Cut(rest[at:], []byte("\n"))
		if string(bytes.TrimRight(line, " \t\r")) == "+++" {
			end := min(at+len(line)+1, len(rest))
			return rest[:at], rest[end:], nil
		}
		if !more {
			break
		}
		at += len(line) + 1
	}
	return nil, nil, fail(1, "add a line +++ after the last key", "the front matter does not end")
}

// Body returns the Markdown text of a content file, without its front
// matter.
func Body(site fs.FS, p string) ([]byte, error) {
	src, err := readFile(site, p, nil)
	if err != nil {
		return nil, err
	}
	_, body, problem := split(src)
	if problem != nil {
		return nil, fmt.Errorf("read %s: %s", p, problem.Message)
	}
	return body, nil
}

// Locate returns the line of a content file at which the front matter key of
// that path stands, 0 when the file cannot be read.
func Locate(site fs.FS, p, key string) int {
	src, err := readFile(site, p, nil)
	if err != nil {
		return 0
	}
	front, _, problem := split(src)
	if problem != nil {
		return 0
	}
	return table.Line(front, key) + 1
}

// BodyLine returns the line of a content file at which its body begins, 0
// when the file cannot be read.
func BodyLine(site fs.FS, p string) int {
	src, err := readFile(site, p, nil)
	if err != nil {
		return 0
	}
	_, body, problem := split(src)
	if problem != nil {
		return 0
	}
	return 1 + bytes.Count(src[:len(src)-len(body)], []byte("\n"))
}

// Keys lists the front matter keys of each sub-folder of content in the order
// in which they are read: the reference of the format, from the code that
// reads it.
func Keys() map[string][]table.Key {
	out := map[string][]table.Key{}
	for _, k := range kinds {
		out[k.folder] = table.Describe(func(t *table.Table) {
			problems := &diag.List{}
			r := &reader{c: council.New(&council.Vocabulary{}, nil, 0), problems: problems, o: Options{Zone: time.UTC},
				secret: map[string]string{}, public: map[string]string{}, names: map[string]string{}}
			k.add(r, &file{path: Dir + "/" + k.folder + "/x.md", front: t})
		})
	}
	return out
}
