package content

import (
	"bytes"
	"io/fs"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/table"
)

// runnable are endings of files that a browser or a server may run; they are
// never published.
var runnable = []string{"html", "htm", "xhtml", "xht", "shtml", "js", "mjs", "php", "cgi", "pl", "py", "sh", "exe", "bat", "cmd", "com", "msi", "jar", "svgz", "xml", "xsl", "xslt", "mht", "mhtml", "hta"}

// activeSVG finds what makes an SVG picture more than a picture.
var activeSVG = regexp.MustCompile(`(?i)<\s*script|javascript\s*:|\son[a-z]+\s*=|<\s*foreignobject|<!entity`)

// files reads the attachments of one object. Each must be marked public by
// itself; dropped ones are counted unless the object is withheld anyhow.
func (r *reader) files(f *file, withheld, gone bool) []council.File {
	var out []council.File
	taken := map[string]bool{"index.html": true}
	for _, t := range f.front.Tables("file") {
		local, link := strings.TrimSpace(t.String("path")), strings.TrimSpace(t.String("url"))
		file := council.File{Title: line(t.String("title")), Date: day(t, "date")}
		t.String("source")
		format := strings.ToLower(strings.TrimPrefix(line(t.String("format")), "."))
		size, _ := t.Int("size", 1<<40)
		text := r.text(f, t)
		public := t.Bool("public", false)
		if !public && !t.Has("public") && !withheld {
			t.Warnf("not-public", "", "add public = true to publish it, or public = false to say that this is meant", "an attachment is withheld, since it is not marked public")
		}
		switch {
		case (local == "") == (link == ""):
			t.Errorf("bad-file", "", `write path = "lageplan.pdf" or url = "https://…"`, "an attachment has either a path or a url")
			continue
		case link != "":
			u, err := url.Parse(link)
			if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
				t.Errorf("bad-url", "url", `write url = "https://…"`, "%q is no address of a document", link)
				continue
			}
			file.URL = u.String()
			file.Format, file.Size = format, int64(size)
			if format == "" {
				file.Format = strings.ToLower(strings.TrimPrefix(path.Ext(u.Path), "."))
			}
		default:
			if !r.local(f, t, "path", local, &file) {
				continue
			}
		}
		for _, p := range []string{file.Path, text} {
			if p != "" && (withheld || !public) {
				r.secret[p] = f.path
			}
		}
		switch {
		case withheld || gone:
			continue
		case !public:
			r.c.Withheld.Files++
			continue
		}
		if file.Path != "" {
			r.public[file.Path] = f.path
			file.Name = fileName(file.Path, taken)
		}
		if text != "" {
			r.public[text] = f.path
			file.Text, file.TextName = text, fileName(text, taken)
		}
		if file.Title == "" {
			file.Title = path.Base(file.Path + file.URL)
		}
		out = append(out, file)
	}
	return out
}

// text reads where the text of an attachment stands: the file that the author
// names, "" for none.
func (r *reader) text(f *file, t *table.Table) string {
	name := strings.TrimSpace(t.String("text"))
	if name == "" {
		return ""
	}
	if path.Ext(name) != ".txt" {
		t.Errorf("bad-file", "text", `write text = "lageplan.txt"`, "the text of an attachment is a plain text file, and %q is none", name)
		return ""
	}
	var text council.File
	if !r.local(f, t, "text", name, &text) {
		return ""
	}
	return text.Path
}

// local checks a path beside the content file and fills in what is known of
// the file there.
func (r *reader) local(f *file, t *table.Table, key, name string, file *council.File) bool {
	if strings.Contains(name, "\\") || strings.HasPrefix(name, "/") || len(name) > 1 && name[1] == ':' {
		t.Errorf("bad-path", key, `write a path beside this file: `+key+` = "lageplan.pdf"`, "%q is no path beside this file", name)
		return false
	}
	p := path.Join(path.Dir(f.path), name)
	if !strings.HasPrefix(p, Dir+"/") {
		t.Errorf("bad-path", key, "put the attachment beside the paper", "%q leads out of the content folder", name)
		return false
	}
	info, err := r.lstat(p)
	switch {
	case err != nil:
		t.Errorf("no-file", key, "put it beside "+path.Base(f.path)+", or take the [[file]] out", "there is no file %s", p)
		return false
	case info.Mode()&fs.ModeSymlink != 0:
		t.Errorf("symlink", key, "put the file itself there", "%s is a symbolic link, which is not followed", p)
		return false
	case !info.Mode().IsRegular():
		t.Errorf("no-file", key, "", "%s is no file", p)
		return false
	}
	file.Format = strings.ToLower(strings.TrimPrefix(path.Ext(p), "."))
	if file.Format == "md" {
		t.Errorf("bad-file", key, "make it a paper, or save it as PDF", "a Markdown file is no attachment: its openness stands in its own front matter")
		return false
	}
	if slices.Contains(runnable, file.Format) {
		t.Errorf("bad-file", key, "save it as PDF, CSV or a picture", "a file of the kind %q is not published: it could run in a reader's browser", file.Format)
		return false
	}
	if file.Format == "svg" {
		src, err := readFile(r.site, p, nil)
		if err != nil || activeSVG.Match(src) || bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
			t.Errorf("bad-file", key, "save it again without scripts", "the picture %s holds a script, or cannot be read", p)
			return false
		}
	}
	file.Path, file.Size = p, info.Size()
	return true
}

// lstat looks at a file, or at the first symbolic link on the way to it.
func (r *reader) lstat(p string) (info fs.FileInfo, err error) {
	for i := range len(p) + 1 {
		if i == len(p) || p[i] == '/' {
			if info, err = fs.Lstat(r.site, p[:i]); err != nil || info.Mode()&fs.ModeSymlink != 0 {
				return info, err
			}
		}
	}
	return info, nil
}

// fileName is the last part of an attachment's address.
func fileName(p string, taken map[string]bool) string {
	base, ext := path.Base(p), strings.ToLower(path.Ext(p))
	stem := council.Slug(strings.TrimSuffix(base, path.Ext(base)))
	if clean := council.Slug(strings.TrimPrefix(ext, ".")); clean != "" {
		ext = "." + clean
	}
	name := stem + ext
	for n := 2; taken[name]; n++ {
		name = stem + "-" + strconv.Itoa(n) + ext
	}
	taken[name] = true
	return name
}
