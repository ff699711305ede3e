// Package front edits the TOML front matter of a content file as text: it
// replaces some keys and tables and leaves everything else as somebody wrote
// it, with its comments and its order. It reads no values but plain texts;
// package table does.
package front

import (
	"bytes"
	"errors"
	"strconv"
	"strings"
	"unicode"
)

// Doc is a content file in pieces. Put together again by Bytes it is the same
// file.
type Doc struct {
	Keys   []Key    // before the first table
	Tables []*Table // with those inside them
	Tail   string   // comments after the last key
	Body   []byte   // the Markdown text
}

// Key is one key with its value as it is written, comments before it and line
// ends included.
type Key struct {
	Name string
	Text string
}

// Table is one [table] or one element of [[tables]].
type Table struct {
	Name   string // "consultation", "consultation.vote.faction"
	Head   string // the line of its name, with comments before it
	Keys   []Key
	Inside []*Table // tables whose names begin with this one's
}

// Parse takes a file apart. The error is about the lines of +++ only: what
// stands between them is not checked.
func Parse(src []byte) (*Doc, error) {
	src = bytes.ReplaceAll(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")), []byte("\r\n"), []byte("\n"))
	rest, ok := bytes.CutPrefix(src, []byte("+++\n"))
	if !ok {
		return nil, errors.New("the file does not begin with a line +++")
	}
	d := &Doc{}
	var stack []*Table
	pending, comments := "", "" // a key under way; lines that belong to what follows
	name, quote, depth := "", "", 0
	flush := func() {
		if name != "" {
			k := Key{name, pending}
			if len(stack) > 0 {
				t := stack[len(stack)-1]
				t.Keys = append(t.Keys, k)
			} else {
				d.Keys = append(d.Keys, k)
			}
		}
		name, pending = "", ""
	}
	for len(rest) > 0 {
		raw, after, found := bytes.Cut(rest, []byte("\n"))
		line := string(raw)
		if found {
			line += "\n"
		}
		trimmed := strings.TrimSpace(line)
		if quote == "" && depth == 0 && trimmed == "+++" {
			flush()
			d.Tail, d.Body = comments, bytes.Clone(after)
			return d, nil
		}
		rest = after
		if quote != "" || depth > 0 { // inside a value
			pending += line
			quote, depth = scan(line, quote, depth)
			if quote == "" && depth == 0 {
				flush()
			}
			continue
		}
		switch {
		case trimmed == "" || trimmed[0] == '#':
			comments += line
		case trimmed[0] == '[':
			t := &Table{Name: header(trimmed), Head: comments + line}
			comments = ""
			for len(stack) > 0 && !strings.HasPrefix(t.Name, stack[len(stack)-1].Name+".") {
				stack = stack[:len(stack)-1]
			}
			if len(stack) > 0 {
				up := stack[len(stack)-1]
				up.Inside = append(up.Inside, t)
			} else {
				d.Tables = append(d.Tables, t)
			}
			stack = append(stack, t)
		default:
			key, value, _ := strings.Cut(line, "=")
			name, pending, comments = strings.Trim(strings.TrimSpace(key), `"'`), comments+line, ""
			quote, depth = scan(value, "", 0)
			if quote == "" && depth == 0 {
				flush()
			}
		}
	}
	return nil, errors.New("the front matter does not end with a line +++")
}

// scan goes on through a line of a value and returns the marks that are open
// at its end: a text over several lines, brackets.
func scan(line, quote string, depth int) (string, int) {
	for i := 0; i < len(line); {
		switch {
		case quote != "":
			switch {
			case quote[0] == '"' && line[i] == '\\':
				i += 2
			case strings.HasPrefix(line[i:], quote):
				i += len(quote)
				quote = ""
			default:
				i++
			}
			continue
		case strings.HasPrefix(line[i:], `"""`), strings.HasPrefix(line[i:], `'''`):
			quote = line[i : i+3]
			i += 3
			continue
		case line[i] == '"' || line[i] == '\'':
			quote = line[i : i+1]
		case line[i] == '#':
			return "", depth
		case line[i] == '[' || line[i] == '{':
			depth++
		case line[i] == ']' || line[i] == '}':
			depth = max(0, depth-1)
		}
		i++
	}
	if len(quote) == 1 { // such a text ends with its line
		quote = ""
	}
	return quote, depth
}

func header(line string) string {
	name := strings.TrimLeft(line, "[")
	name, _, _ = strings.Cut(name, "]")
	parts := strings.Split(name, ".")
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `"'`)
	}
	return strings.Join(parts, ".")
}

// Bytes puts the file together.
func (d *Doc) Bytes() []byte {
	var b bytes.Buffer
	b.WriteString("+++\n")
	for _, k := range d.Keys {
		b.WriteString(k.Text)
	}
	for _, t := range d.Tables {
		t.write(&b)
	}
	b.WriteString(d.Tail)
	b.WriteString("+++\n")
	b.Write(d.Body)
	return b.Bytes()
}

func (t *Table) write(b *bytes.Buffer) {
	b.WriteString(t.Head)
	for _, k := range t.Keys {
		b.WriteString(k.Text)
	}
	for _, in := range t.Inside {
		in.write(b)
	}
}

// Text returns the value of a key of keys that is a text on one line, as this
// package writes it; "" for anything else.
func Text(keys []Key, name string) string {
	for _, k := range keys {
		if k.Name != name {
			continue
		}
		_, value, _ := strings.Cut(k.Text[strings.LastIndex(strings.TrimRight(k.Text, "\n"), "\n")+1:], "=")
		s, err := strconv.Unquote(strings.TrimSpace(value))
		if err != nil {
			return ""
		}
		return s
	}
	return ""
}

// Quote writes a text as a value: on one line, or between """ where it has
// several.
func Quote(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r) && r != '\n' || r == '\ufeff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	escaped := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)
	if !strings.Contains(s, "\n") {
		return `"` + escaped + `"`
	}
	// A line +++ would end the front matter, also inside a text.
	return "\"\"\"\n" + strings.ReplaceAll(escaped, "+++", `\u002b++`) + `"""`
}

// List writes texts as an array.
func List(all []string) string {
	quoted := make([]string, len(all))
	for i, s := range all {
		quoted[i] = Quote(strings.ReplaceAll(s, "\n", " "))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// Set returns a key with its value, which is TOML already.
func Set(name, value string) Key { return Key{name, name + " = " + value + "\n"} }
