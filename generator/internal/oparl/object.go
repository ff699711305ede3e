// Package oparl reads what council systems offer by OParl 1.0 and 1.1
// (https://oparl.org/spezifikation/online-ansicht/): objects as JSON, from a
// folder or over HTTP. Real endpoints break the standard in many ways; what
// can be understood is, and what cannot is reported and left out.
package oparl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Object is one OParl object. Its getters take what endpoints write: a
// reference as an address or as the object itself, one value instead of a
// list, numbers as texts, "N/A" for nothing.
type Object struct {
	fields map[string]json.RawMessage
}

// maxDepth is how deep an object may be nested; OParl needs five levels.
const maxDepth = 64

// Parse reads one object. Bytes that are no UTF-8 are taken as Windows-1252,
// and control characters as spaces.
func Parse(data []byte) (Object, error) {
	data = tidy(data)
	if deep(data) {
		return Object{}, fmt.Errorf("the JSON is nested more than %d levels deep", maxDepth)
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return Object{}, describe(data, err)
	}
	return Object{fields}, nil
}

// tidy mends what would keep a whole answer from being read.
func tidy(data []byte) []byte {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		if out, err := charmap.Windows1252.NewDecoder().Bytes(data); err == nil {
			data = out
		}
	}
	if bytes.IndexFunc(data, func(r rune) bool { return r < ' ' }) >= 0 {
		data = bytes.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, data)
	}
	return data
}

// deep tells whether brackets are nested too deeply. It looks at bytes only:
// a decoder would have to be trusted with the depth first.
func deep(data []byte) bool {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}

// describe says in words what came instead of an object.
func describe(data []byte, err error) error {
	start := bytes.TrimSpace(data)
	switch {
	case len(start) == 0:
		return fmt.Errorf("the answer is empty")
	case start[0] == '<':
		return fmt.Errorf("a web page came instead of JSON")
	case start[0] == '[':
		return fmt.Errorf("a list came instead of an object")
	}
	return fmt.Errorf("no JSON object: %w", err)
}

// ID is the object's address, "" when it has none.
func (o Object) ID() string { return o.String("id") }

// Type is the last part of the object's type, "Paper"; "" when it has none.
func (o Object) Type() string {
	t := o.String("type")
	return t[strings.LastIndexByte(t, '/')+1:]
}

// Deleted tells whether the object stands for one that was removed (OParl
// 1.1, "Gelöschte Objekte").
func (o Object) Deleted() bool {
	v, _ := o.Bool("deleted")
	return v
}

// Keys lists the object's keys by name.
func (o Object) Keys() []string {
	keys := make([]string, 0, len(o.fields))
	for k := range o.fields {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Raw is the JSON of a key, nil when it is missing.
func (o Object) Raw(key string) json.RawMessage { return o.fields[key] }

// empty are texts that stand for no value.
var empty = []string{"", "N/A", "n/a", "null", "-", "NULL"}

// String is a text or a number, without white space around it. Something
// else, or a word for nothing, is "".
func (o Object) String(key string) string { return text(o.fields[key]) }

func text(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	var s string
	switch raw[0] {
	case '"':
		if json.Unmarshal(raw, &s) != nil {
			return ""
		}
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		s = string(raw)
	}
	s = strings.TrimSpace(strings.ReplaceAll(s, "\u00a0", " "))
	if slices.Contains(empty, s) {
		return ""
	}
	return s
}

// Line is String as one line.
func (o Object) Line(key string) string { return strings.Join(strings.Fields(o.String(key)), " ") }

// Strings is a list of texts; one text is a list of one.
func (o Object) Strings(key string) []string {
	var out []string
	for _, raw := range list(o.fields[key]) {
		if s := text(raw); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Bool is a truth value; ok is false when there is none.
func (o Object) Bool(key string) (value, ok bool) {
	switch strings.ToLower(strings.Trim(string(o.fields[key]), `"`)) {
	case "true", "1":
		return true, true
	case "false", "0":
		return false, true
	}
	return false, false
}

// Refs are the addresses of the objects that a key names, whether they are
// given as addresses or as objects.
func (o Object) Refs(key string) []string {
	var out []string
	for _, raw := range list(o.fields[key]) {
		if id := ref(raw); id != "" {
			out = append(out, id)
		}
	}
	return out
}

// Ref is the first of Refs, "" when there is none.
func (o Object) Ref(key string) string {
	if refs := o.Refs(key); len(refs) > 0 {
		return refs[0]
	}
	return ""
}

func ref(raw json.RawMessage) string {
	if len(raw) > 0 && raw[0] == '{' {
		var o struct {
			ID json.RawMessage `json:"id"`
		}
		if json.Unmarshal(raw, &o) != nil {
			return ""
		}
		return text(o.ID)
	}
	return text(raw)
}

// Objects are the objects that a key holds itself; addresses are left out.
func (o Object) Objects(key string) []Object {
	var out []Object
	for _, raw := range list(o.fields[key]) {
		var fields map[string]json.RawMessage
		if len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &fields) == nil {
			out = append(out, Object{fields})
		}
	}
	return out
}

// Item is one element of a key: an object, or the address of one.
type Item struct {
	ID     string
	Object Object
	Inside bool // Object stands there itself
}

// Items are the elements of a key in their order. An object of which nothing
// but id and type stands there counts as an address.
func (o Object) Items(key string) []Item {
	var out []Item
	for _, raw := range list(o.fields[key]) {
		item := Item{ID: ref(raw)}
		if len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &item.Object.fields) == nil {
			item.Inside = item.ID == "" || len(item.Object.fields) > 2
		}
		if item.ID != "" || item.Inside {
			out = append(out, item)
		}
	}
	return out
}

func list(raw json.RawMessage) []json.RawMessage {
	switch {
	case len(raw) == 0 || bytes.Equal(raw, []byte("null")):
		return nil
	case raw[0] != '[':
		return []json.RawMessage{raw}
	}
	var out []json.RawMessage
	if json.Unmarshal(raw, &out) != nil {
		return nil
	}
	return out
}

// iso finds a date with or without a time and a zone.
var iso = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?)?$`)

// Time is a date or a date-time; where it has no zone it is meant in zone. ok
// is false when there is none that makes sense: 1970-01-01 is what a system
// writes that knows no date.
func (o Object) Time(key string, zone *time.Location) (t time.Time, ok bool) {
	return parseTime(o.String(key), zone)
}

func parseTime(s string, zone *time.Location) (time.Time, bool) {
	m := iso.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	clock, offset := m[2], strings.ReplaceAll(m[3], ":", "")
	if clock == "" {
		clock = "00:00"
	}
	if len(clock) == 5 {
		clock += ":00"
	}
	var t time.Time
	var err error
	switch offset {
	case "":
		t, err = time.ParseInLocation("2006-01-02 15:04:05", m[1]+" "+clock, zone)
	case "Z":
		t, err = time.Parse("2006-01-02 15:04:05", m[1]+" "+clock)
	default:
		t, err = time.Parse("2006-01-02 15:04:05-0700", m[1]+" "+clock+offset)
	}
	if err != nil || t.Year() <= 1970 {
		return time.Time{}, false
	}
	return t.In(zone), true
}

// Tail is the last part of an address, by which systems tell objects apart.
func Tail(id string) string {
	id = strings.TrimRight(id, "/")
	if i := strings.LastIndexAny(id, "/=#"); i >= 0 {
		id = id[i+1:]
	}
	return id
}

// Int is a whole number; ok is false when there is none.
func (o Object) Int(key string) (n int, ok bool) {
	n, err := strconv.Atoi(o.String(key))
	return n, err == nil
}
