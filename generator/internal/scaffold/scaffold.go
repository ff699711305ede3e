// Package scaffold begins new content: a site, a paper, a sitting. It turns a
// few words into a file that the author fills in, and never writes over one
// that is there.
package scaffold

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/content"
	"offenlage/generator/internal/council"
)

// Site begins a site in dir and returns the files written. A folder that
// holds a config.toml is an error.
func Site(dir, title, language string) ([]string, error) {
	if title == "" {
		title = "Ratsportal " + filepath.Base(dir)
	}
	var out []string
	for _, f := range []struct{ path, text string }{
		{config.File, "title = " + quote(title) + "\nbase_url = \"https://ratsportal.example.org/\"\nlanguage = " + quote(language) + "\n" + topics(language)},
		{content.Dir + "/pages/impressum.md", legal("Impressum", 1, "[Name und Anschrift der Stadt, Vertretung, E-Mail, Telefon; § 5 DDG, § 18 MStV]")},
		{content.Dir + "/pages/datenschutz.md", legal("Datenschutz", 2, "Diese Seite setzt keine Cookies und lädt nichts von Dritten. [Protokolle des Webservers: was, wie lange, auf welcher Grundlage]")},
		{content.Dir + "/pages/barrierefreiheit.md", legal("Erklärung zur Barrierefreiheit", 3, "[Stand der Vereinbarkeit, nicht barrierefreie Inhalte, Datum, Kontakt, Durchsetzungsstelle des Landes]")},
	} {
		p, err := create(dir, f.path, f.text)
		if err != nil {
			return out, err
		}
		out = append(out, p)
	}
	return out, os.MkdirAll(filepath.Join(dir, filepath.FromSlash(content.Dir), "papers"), 0o755)
}

// topics lets papers that name no topic get one by the words of their titles.
func topics(language string) string {
	if language != "de" {
		return ""
	}
	return "\n[topics]\nstandard = true\n"
}

func legal(title string, order int, text string) string {
	return "+++\ntitle = " + quote(title) + "\nmenu = \"footer\"\norder = " + strconv.Itoa(order) + "\n+++\n" + text + "\n"
}

// Paper begins a paper and returns its file. day decides the folder of the
// year.
func Paper(dir, reference, title, kind string, day time.Time) (string, error) {
	id := council.Slug(reference)
	if id == "" {
		return "", errors.New("a paper needs its number")
	}
	if title == "" {
		title = "Betreff"
	}
	return create(dir, fmt.Sprintf("%s/papers/%d/%s.md", content.Dir, day.Year(), id), `+++
reference = `+quote(reference)+`
title = `+quote(title)+`
type = `+quote(kind)+`
public = false   # true, once everybody may read it
date = `+day.Format(time.DateOnly)+`
originators = []
topics = []

[[consultation]]
committee = "Rat"
role = "Entscheidung"
+++
## Beschlussvorschlag

## Sachverhalt

## Finanzielle Auswirkungen
`)
}

// Meeting begins a sitting and returns its file.
func Meeting(dir, committee string, day time.Time) (string, error) {
	id := council.Slug(committee)
	if id == "" {
		return "", errors.New("a sitting needs its committee")
	}
	return create(dir, fmt.Sprintf("%s/meetings/%d/%s-%s.md", content.Dir, day.Year(), day.Format(time.DateOnly), id), `+++
committee = `+quote(committee)+`
date = `+day.Format(time.DateOnly)+`
# start = `+day.Format(time.DateOnly)+`T17:00:00+01:00
place = ""
status = "scheduled"

[[agenda]]
number = "1"
title = "Eröffnung der Sitzung"
public = true
+++
`)
}

// create writes a new file below dir; one that is there is an error.
func create(dir, name, text string) (string, error) {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return "", fmt.Errorf("%s is there already; it stays as it is", path)
	}
	if err != nil {
		return "", err
	}
	_, err = f.WriteString(text)
	return path, errors.Join(err, f.Close())
}

// quote writes a TOML basic string (TOML 1.0, "String").
func quote(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
