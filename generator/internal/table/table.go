// Package table reads a TOML table key by key into Go values. Whatever is
// wrong (a wrong type, an unknown key, a missing one) becomes a problem with
// its line and what to type, and reading goes on, so that an author sees all
// of them at once. It is the only package that imports the TOML library; it
// knows no key by name.
package table

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"

	"offenlage/generator/internal/diag"
)

// Table is a TOML table that remembers which of its keys were asked for.
type Table struct {
	doc   *document
	path  string // "consultation[1].vote", "" at the top
	in    map[string]any
	keys  []string // asked for, in order
	subs  []*Table // tables handed out
	above *Table
	dry   bool // made by Describe: every key is absent, and is written down
}

type document struct {
	file     string
	src      []byte
	first    int // line of the file at which src begins
	meta     toml.MetaData
	problems *diag.List
	known    []Key
}

// Parse decodes src, which begins at line first of file. It returns nil after
// adding a problem when src is no TOML.
func Parse(file string, src []byte, first int, problems *diag.List) *Table {
	doc := &document{file: file, src: src, first: first, problems: problems}
	in := map[string]any{}
	meta, err := toml.Decode(string(src), &in)
	if err != nil {
		problems.Add(syntax(doc, err))
		return nil
	}
	doc.meta = meta
	return &Table{doc: doc, in: in}
}

// syntax turns the decoder's error into a problem.
func syntax(doc *document, err error) diag.Problem {
	p := diag.Problem{Rule: "toml", Severity: diag.Error, File: doc.file, Line: doc.first, Message: err.Error()}
	var parse toml.ParseError
	if !errors.As(err, &parse) {
		return p
	}
	p.Line = doc.first + parse.Position.Line - 1
	p.Message = strings.TrimPrefix(parse.Message, "toml: ")
	if p.Message == "" { // some errors have only a text with the place in front
		p.Message = strings.TrimPrefix(parse.Error(), "toml: ")
		if _, rest, ok := strings.Cut(p.Message, "): "); ok {
			p.Message = rest
		}
	}
	line := ""
	if lines := strings.Split(string(doc.src), "\n"); parse.Position.Line-1 < len(lines) && parse.Position.Line > 0 {
		line = strings.TrimSpace(lines[parse.Position.Line-1])
	}
	switch {
	case strings.Contains(p.Message, "nvalid float") || strings.Contains(p.Message, "nvalid datetime") || strings.Contains(p.Message, "nvalid date"):
		p.Hint = "a date is written 2026-11-23: year, month, day, without quotes; the day must be in the calendar"
	case strings.Contains(p.Message, "invalid escape"):
		p.Hint = `a \ inside a text is written \\; paths are written with /`
	case strings.ContainsAny(line, "„“”‚‘’") && strings.Contains(line, "="):
		p.Hint = `texts stand in straight quotes: key = "text"`
	case strings.Contains(p.Message, "has already been defined") || strings.Contains(p.Message, "Duplicate") || strings.Contains(p.Message, "duplicate"):
		p.Hint = "write each key once; a list of values stands in [ ]"
	case strings.Contains(line, "=") && strings.Count(line, `"`)%2 == 1:
		p.Hint = `a text begins and ends with " on the same line; a " inside is written \"`
	case strings.HasPrefix(line, "[[") != strings.HasSuffix(line, "]]") || strings.HasPrefix(line, "[") != strings.HasSuffix(line, "]"):
		p.Hint = "a table begins with [[name]] or [name] on a line of its own"
	case strings.Contains(p.Message, "expected '.' or '='"):
		p.Hint = `a key with other letters than a to z stands in quotes: "lärm" = "…"`
	case strings.Contains(line, ":") && !strings.Contains(line, "="):
		p.Hint = `write key = "value"; front matter is TOML, not YAML`
	case strings.Contains(line, "="):
		p.Hint = `texts stand in quotes (key = "text"), dates do not (date = 2026-11-23)`
	}
	return p
}

// File returns the name of the file that the table stands in.
func (t *Table) File() string { return t.doc.file }

// Path returns the full path of one of the table's keys, or with "" the
// table's own: "consultation[1].date".
func (t *Table) Path(key string) string {
	switch {
	case t.path == "":
		return key
	case key == "":
		return t.path
	}
	return t.path + "." + key
}

// shown is a path as a person counts: the third consultation, not number 2.
func (t *Table) shown(key string) string { return bare(t.Path(key)) }

// Errorf adds an error about a key of this table.
func (t *Table) Errorf(rule, key, hint, format string, args ...any) {
	t.add(diag.Error, rule, key, hint, format, args...)
}

// Warnf adds a warning about a key of this table.
func (t *Table) Warnf(rule, key, hint, format string, args ...any) {
	t.add(diag.Warning, rule, key, hint, format, args...)
}

func (t *Table) add(s diag.Severity, rule, key, hint, format string, args ...any) {
	path := t.Path(key)
	t.doc.problems.Add(diag.Problem{Rule: rule, Severity: s, File: t.doc.file, Key: path, Hint: hint,
		Line: t.doc.first + Line(t.doc.src, path) - 1, Message: fmt.Sprintf(format, args...)})
}

// value returns what stands under key and writes down that it was asked for.
func (t *Table) value(key, kind string) any {
	if !slices.Contains(t.keys, key) {
		t.keys = append(t.keys, key)
	}
	if t.dry {
		t.doc.known = append(t.doc.known, Key{Path: bare(t.Path(key)), Type: kind})
		return nil
	}
	return t.in[key]
}

// Has tells whether the key is there, without asking for it.
func (t *Table) Has(key string) bool { _, ok := t.in[key]; return ok }

func (t *Table) wrong(key string, got any, want, example string) {
	t.Errorf("wrong-type", key, "write "+key+" = "+example, "%q must be %s, not %s", t.shown(key), want, kindOf(got))
}

// String returns the text under key, "" when it is absent.
func (t *Table) String(key string) string {
	v := t.value(key, "string")
	if v == nil {
		return ""
	}
	s, ok := v.(string)
	if !ok {
		example := fmt.Sprint(plain(v))
		switch v.(type) {
		case map[string]any, []any, []map[string]any:
			example = "…"
		}
		t.wrong(key, v, "a text", strconv.Quote(example))
		return ""
	}
	return t.clean(key, s)
}

// languageTag is as much of BCP 47 as pages need: "de", "sr-Latn".
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// Language returns the language under key as a tag of BCP 47, "" when it is
// absent or no tag.
func (t *Table) Language(key string) string {
	s := t.String(key)
	if s != "" && !languageTag.MatchString(s) {
		t.Errorf("bad-language", key, key+` = "de"`, "%q is no language", s)
		return ""
	}
	return s
}

// Required returns the text under key; that it is absent or empty is an
// error.
func (t *Table) Required(key, example string) string {
	before := t.doc.problems.Len()
	s := strings.TrimSpace(t.String(key))
	if s == "" && !t.dry && t.doc.problems.Len() == before {
		t.Errorf("missing-key", key, "add "+key+" = "+strconv.Quote(example), "%q is missing", t.shown(key))
	}
	return s
}

// clean refuses control characters, which no reader could see.
func (t *Table) clean(key, s string) string {
	clean := Printable(s)
	if clean != s {
		t.Warnf("control-character", key, "", "%q holds a control character, which is left out", t.shown(key))
	}
	return clean
}

// Printable leaves out control characters but tabs and ends of lines.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7f || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
}

// firstYear is the first that a day may lie in. Earlier ones are slips of the
// keyboard, and Go takes the first of them for no day at all.
const firstYear = 1000

// early reports a day before firstYear.
func (t *Table) early(key string, v time.Time) bool {
	if v.Year() >= firstYear {
		return false
	}
	t.Errorf("early-date", key, "write "+key+" = 2026-11-23", "%q lies in the year %d", t.shown(key), v.Year())
	return true
}

// Strings returns the texts under key; a single text counts as a list of one.
func (t *Table) Strings(key string) []string {
	v := t.value(key, "list of strings")
	var out []string
	switch v := v.(type) {
	case nil:
	case string:
		if s := t.clean(key, v); s != "" {
			out = append(out, s)
		}
	case []any:
		for _, e := range v {
			s, ok := e.(string)
			if !ok {
				t.wrong(key, e, "a list of texts", `["…", "…"]`)
				continue
			}
			if s = t.clean(key, s); s != "" {
				out = append(out, s)
			}
		}
	default:
		t.wrong(key, v, "a list of texts", `["…", "…"]`)
	}
	return out
}

// Bool returns the truth value under key, or absent when there is none. Any
// other value is an error and counts as false.
func (t *Table) Bool(key string, absent bool) bool {
	v := t.value(key, "boolean")
	switch v := v.(type) {
	case nil:
		return absent
	case bool:
		return v
	default:
		t.wrong(key, v, "true or false without quotes", "true")
		return false
	}
}

// Int returns the number under key; ok is false when there is none. Numbers
// outside 0 to limit are an error.
func (t *Table) Int(key string, limit int) (n int, ok bool) {
	v := t.value(key, "integer")
	if v == nil {
		return 0, false
	}
	i, ok := v.(int64)
	switch {
	case !ok:
		t.wrong(key, v, "a whole number without quotes", "12")
	case i < 0 || i > int64(limit):
		t.Errorf("bad-number", key, "", "%q must lie between 0 and %d, not %d", t.shown(key), limit, i)
		ok = false
	}
	return int(i), ok
}

// Day returns the date under key at midnight UTC, the zero time when there is
// none. The day of a date-time counts.
func (t *Table) Day(key string) time.Time {
	v := t.value(key, "date")
	switch v := v.(type) {
	case nil:
		return time.Time{}
	case time.Time:
		if zone := v.Location().String(); zone != "time-local" {
			if t.early(key, v) {
				return time.Time{}
			}
			return time.Date(v.Year(), v.Month(), v.Day(), 0, 0, 0, 0, time.UTC)
		}
	}
	t.wrong(key, v, "a date without quotes", "2026-11-23")
	return time.Time{}
}

// Time returns the date-time under key, the zero time when there is none. One
// without a zone is taken in zone; a nil zone makes that an error.
func (t *Table) Time(key string, zone *time.Location) time.Time {
	v := t.value(key, "date-time")
	switch v := v.(type) {
	case nil:
		return time.Time{}
	case time.Time:
		switch place := v.Location().String(); {
		case place == "date-local", place == "time-local":
		case t.early(key, v):
			return time.Time{}
		case place == "datetime-local":
			if zone == nil {
				t.Errorf("no-zone", key, "write "+key+" = "+v.Format("2006-01-02T15:04:05")+"+01:00", "%q has no time zone", t.shown(key))
				return time.Time{}
			}
			return time.Date(v.Year(), v.Month(), v.Day(), v.Hour(), v.Minute(), v.Second(), 0, zone)
		default:
			return v
		}
	}
	t.wrong(key, v, "a date with time and zone, without quotes", "2026-11-23T17:00:00+01:00")
	return time.Time{}
}

// Scalar returns any single value under key as it would be typed, "" when it
// is absent.
func (t *Table) Scalar(key string) string {
	v := t.value(key, "string or number")
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return t.clean(key, v)
	case map[string]any, []any, []map[string]any:
		t.wrong(key, v, "a text", `"…"`)
		return ""
	}
	return fmt.Sprint(plain(v))
}

// Table returns the table under key, nil when there is none.
func (t *Table) Table(key string) *Table {
	v := t.value(key, "table")
	if t.dry {
		return t.sub(key, nil)
	}
	switch v := v.(type) {
	case nil:
	case map[string]any:
		return t.sub(t.Path(key), v)
	default:
		t.wrong(key, v, "a table", "… in a table of its own: ["+bare(t.Path(key))+"]")
	}
	return nil
}

// Tables returns the tables under key in the order of the file; a single one
// counts as a list of one.
func (t *Table) Tables(key string) []*Table {
	v := t.value(key, "list of tables")
	if t.dry {
		return []*Table{t.sub(key, nil)}
	}
	switch v := v.(type) {
	case nil:
		return nil
	case map[string]any:
		return []*Table{t.sub(t.Path(key), v)}
	case []map[string]any:
		out := make([]*Table, len(v))
		for i, in := range v {
			out[i] = t.sub(fmt.Sprintf("%s[%d]", t.Path(key), i), in)
		}
		return out
	case []any:
		if len(v) == 0 {
			return nil
		}
		var out []*Table
		for i, e := range v {
			in, ok := e.(map[string]any)
			if !ok {
				break
			}
			out = append(out, t.sub(fmt.Sprintf("%s[%d]", t.Path(key), i), in))
		}
		if len(out) == len(v) {
			return out
		}
	}
	t.wrong(key, v, "a list of tables", "… in tables of its own: [["+bare(t.Path(key))+"]]")
	return nil
}

func (t *Table) sub(path string, in map[string]any) *Table {
	if t.dry {
		path = t.Path(path)
	}
	s := &Table{doc: t.doc, path: path, in: in, above: t, dry: t.dry}
	t.subs = append(t.subs, s)
	return s
}

// Any takes whatever stands under key, also tables with keys that nobody
// knows.
func (t *Table) Any(key string) { t.value(key, "anything") }

// Names returns the table's own keys in the order of the file.
func (t *Table) Names() []string {
	if t.dry {
		return nil
	}
	var out []string
	depth := len(strings.Split(bare(t.Path("x")), "."))
	for _, k := range t.doc.meta.Keys() {
		if len(k) < depth || strings.Join(k[:depth-1], ".") != bare(t.path) {
			continue
		}
		if name := k[depth-1]; t.Has(name) && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// Done reports the keys of this table and of all below it that nobody asked
// for. It is called once, on the top table, after everything was read.
func (t *Table) Done() {
	for _, name := range t.Names() {
		if !slices.Contains(t.keys, name) {
			t.unknown(name)
		}
	}
	for _, s := range t.subs {
		s.Done()
	}
}

func (t *Table) unknown(name string) {
	hint := ""
	where := "at the top of the file"
	if t.path != "" {
		where = "in [" + bare(t.path) + "]"
		if strings.HasSuffix(t.path, "]") {
			where = "in [[" + bare(t.path) + "]]"
		}
	}
	for up := t.above; up != nil && hint == ""; up = up.above {
		if slices.Contains(up.keys, name) {
			hint = fmt.Sprintf("%q belongs further up: a key after a [table] or [[table]] line is part of that table; move the line above the first of them", name)
		}
	}
	if hint == "" {
		if near := diag.Nearest(name, t.keys); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		} else {
			hint = "known keys here: " + strings.Join(t.keys, ", ")
		}
	}
	t.Errorf("unknown-key", name, hint, "unknown key %q %s", name, where)
}

// Key is one key that a reader of tables asks for.
type Key struct {
	Path string // "consultation.vote.yes"
	Type string // "string", "list of strings", "date" …
}

// Describe runs read over an empty table and returns the keys that it asks
// for, in that order: the reference of a format, from the code that reads it.
func Describe(read func(*Table)) []Key {
	doc := &document{problems: &diag.List{}}
	read(&Table{doc: doc, in: map[string]any{}, dry: true})
	var out []Key
	for _, k := range doc.known {
		if !slices.ContainsFunc(out, func(o Key) bool { return o.Path == k.Path }) {
			out = append(out, k)
		}
	}
	return out
}

// kindOf names a TOML value for a person.
func kindOf(v any) string {
	switch v := v.(type) {
	case string:
		return "a text in quotes"
	case bool:
		return "true or false"
	case int64, float64:
		return "a number"
	case time.Time:
		if v.Location().String() == "time-local" {
			return "a time of day"
		}
		return "a date"
	case []any, []map[string]any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return "this"
}

// plain writes a scalar as an author would.
func plain(v any) any {
	switch v := v.(type) {
	case time.Time:
		switch v.Location().String() {
		case "date-local":
			return v.Format(time.DateOnly)
		case "datetime-local":
			return v.Format("2006-01-02T15:04:05")
		case "time-local":
			return v.Format(time.TimeOnly)
		}
		return v.Format(time.RFC3339)
	case float64:
		if math.Trunc(v) == v && math.Abs(v) < 1e15 {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return v
}

// Flat returns every text below the table by its dotted path, "vote.yes".
// Anything that is not a text is an error.
func (t *Table) Flat() map[string]string {
	out := map[string]string{}
	t.flatten("", out)
	return out
}

func (t *Table) flatten(prefix string, out map[string]string) {
	for _, name := range t.Names() {
		if _, ok := t.in[name].(map[string]any); ok {
			t.Table(name).flatten(prefix+name+".", out)
			continue
		}
		out[prefix+name] = t.String(name)
	}
}
