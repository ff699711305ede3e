package intake

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"offenlage/generator/internal/front"
)

// page is a content file as the source has it. What it does not name belongs
// to the author and stays as it is.
type page struct {
	id     string
	path   string      // below the site, "content/papers/2017/2017-0594.md"
	keys   []front.Key // in the order they are written
	tables []*front.Table
	origin []front.Key // of the table [oparl], which comes last
	body   string
	own    owned
}

// owned are the keys that belong to the import: where the source has no value
// any more, they go.
type owned struct {
	keys   []string
	tables map[string][]string // by name of the table
}

// Marks of the table [oparl] that the import writes for itself.
const (
	originTable = "oparl"
	keepKey     = "keep" // keys that the author has taken over
	textKey     = "text" // hash of the body as it was imported
)

// notPublic is how the import writes that the source withholds something; an
// author's own "public = false" looks different, and is never undone.
var notPublic = front.Set("public", "false # not public at the source")

// table makes a table of the import, in arrays with the address of its object.
func table(name string, array bool, source string, keys ...front.Key) *front.Table {
	head := "\n[" + name + "]\n"
	if array {
		head = "\n[[" + name + "]]\n"
	}
	if source != "" {
		keys = append(keys, front.Set("source", front.Quote(source)))
	}
	return &front.Table{Name: name, Head: head, Keys: keys}
}

// write merges p into what is there, and writes the file if that changes it.
func (in *intake) write(p page) error {
	folder, _, _ := strings.Cut(strings.TrimPrefix(p.path, "content/"), "/")
	files := in.report.file(folder)
	full := filepath.Join(in.o.Site, filepath.FromSlash(p.path))
	old, err := os.ReadFile(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		in.before[p.id] = true
		files.New++
		return save(full, p.fresh())
	case err != nil:
		return err
	}
	doc, err := front.Parse(old)
	if err != nil {
		in.report.odd("a file cannot be read and was left as it is", p.path+": "+err.Error())
		return nil
	}
	data := in.merge(doc, p)
	if bytes.Equal(old, data) {
		files.Unchanged++
		return nil
	}
	files.Changed++
	return save(full, data)
}

// fresh is the file where none was.
func (p page) fresh() []byte {
	d := &front.Doc{Keys: p.keys, Tables: p.tables, Body: []byte(p.body)}
	origin := p.origin
	if p.body != "" {
		origin = append(slices.Clone(origin), front.Set(textKey, front.Quote(fingerprint([]byte(p.body)))))
	}
	d.Tables = append(slices.Clone(d.Tables), table(originTable, false, "", origin...))
	return d.Bytes()
}

// merge puts the source's values into the author's file.
func (in *intake) merge(d *front.Doc, p page) []byte {
	var origin *front.Table
	var others []*front.Table
	for _, t := range d.Tables {
		if t.Name == originTable {
			origin = t
		} else {
			others = append(others, t)
		}
	}
	var keep []string
	hash := ""
	if origin != nil {
		for _, k := range origin.Keys {
			if k.Name == keepKey {
				keep = listOf(k.Text)
			}
		}
		hash = front.Text(origin.Keys, textKey)
	}
	d.Keys = mergeKeys(d.Keys, p.keys, p.own.keys, keep)
	d.Tables = in.mergeTables(others, p, keep)

	keys := slices.Clone(p.origin)
	switch edited := hash != fingerprint(d.Body) && len(bytes.TrimSpace(d.Body)) > 0; {
	case slices.Contains(keep, "body") || edited:
		if edited && p.body != "" && fingerprint([]byte(p.body)) != hash {
			in.report.odd("the text was changed by hand and at the source; the one changed by hand stays", p.path)
		}
		if hash != "" {
			keys = append(keys, front.Set(textKey, front.Quote(hash)))
		}
	case p.body != "":
		d.Body = []byte(p.body)
		keys = append(keys, front.Set(textKey, front.Quote(fingerprint(d.Body))))
	case hash != "": // no text this time: the one that came before stays
		keys = append(keys, front.Set(textKey, front.Quote(hash)))
	}
	if origin != nil {
		for _, k := range origin.Keys {
			if k.Name == keepKey {
				keys = append(keys, k)
			}
		}
	}
	t := table(originTable, false, "", keys...)
	if origin != nil {
		t.Head = origin.Head
	}
	d.Tables = append(d.Tables, t)
	return d.Bytes()
}

// mergeKeys returns the source's keys in their order and then the author's in
// theirs.
func mergeKeys(old, now []front.Key, own, keep []string) []front.Key {
	var out []front.Key
	before := func(name string) (front.Key, bool) {
		i := slices.IndexFunc(old, func(k front.Key) bool { return k.Name == name })
		if i < 0 {
			return front.Key{}, false
		}
		return old[i], true
	}
	done := map[string]bool{}
	for _, k := range now {
		done[k.Name] = true
		was, there := before(k.Name)
		switch {
		case there && (slices.Contains(keep, k.Name) || !slices.Contains(own, k.Name)):
			k = was
		case there && k.Name == "public" && withheldByHand(was):
			k = was
		case there:
			k.Text = comments(was.Text) + k.Text
		}
		out = append(out, k)
	}
	for _, k := range old {
		if !done[k.Name] && (!slices.Contains(own, k.Name) || slices.Contains(keep, k.Name) || k.Name == "public" && withheldByHand(k)) {
			out = append(out, k)
		}
	}
	return out
}

// withheldByHand tells that an author wrote public = false.
func withheldByHand(k front.Key) bool {
	_, value, _ := strings.Cut(k.Text[len(comments(k.Text)):], "=")
	return strings.HasPrefix(strings.TrimSpace(value), "false") && !strings.HasSuffix(k.Text, notPublic.Text)
}

// comments are the lines before a key.
func comments(text string) string {
	end := 0
	for end < len(text) {
		line, _, _ := strings.Cut(text[end:], "\n")
		if trimmed := strings.TrimSpace(line); trimmed != "" && trimmed[0] != '#' {
			break
		}
		end += len(line) + 1
	}
	return text[:min(end, len(text))]
}

// mergeTables returns the source's tables, each with what the author added to
// it, and then the author's own.
func (in *intake) mergeTables(old []*front.Table, p page, keep []string) []*front.Table {
	same := func(a, b *front.Table) bool {
		return a.Name == b.Name && front.Text(a.Keys, "source") == front.Text(b.Keys, "source")
	}
	used := map[*front.Table]bool{}
	var out []*front.Table
	for _, t := range p.tables {
		if slices.Contains(keep, t.Name) {
			continue
		}
		if i := slices.IndexFunc(old, func(o *front.Table) bool { return !used[o] && same(o, t) }); i >= 0 {
			used[old[i]] = true
			t = &front.Table{Name: t.Name, Head: old[i].Head, Inside: old[i].Inside,
				Keys: mergeKeys(old[i].Keys, t.Keys, append(p.own.tables[t.Name], "source"), nil)}
		}
		out = append(out, t)
	}
	for _, t := range old {
		own, ours := p.own.tables[t.Name]
		if used[t] || t.Name == "withdrawn" && front.Text(t.Keys, "reason") == removed {
			continue // the paper is back
		}
		if ours && !slices.Contains(keep, t.Name) && front.Text(t.Keys, "source") != "" {
			added := len(t.Inside) > 0 || slices.ContainsFunc(t.Keys, func(k front.Key) bool { return k.Name != "source" && !slices.Contains(own, k.Name) })
			if !added {
				continue // the source has it no more
			}
			in.report.odd("a "+t.Name+" is gone at the source and stays, since somebody added to it", p.path)
		}
		out = append(out, t)
	}
	return out
}

// listOf reads an array of texts on one line.
func listOf(text string) []string {
	_, value, _ := strings.Cut(text, "=")
	var out []string
	for part := range strings.SplitSeq(strings.Trim(strings.TrimSpace(value), "[]"), ",") {
		if s := strings.Trim(strings.TrimSpace(part), `"'`); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func fingerprint(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:8])
}

// save writes a file beside its place and moves it there, so that an
// interrupted import leaves whole files.
func save(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".offenlage-*")
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
