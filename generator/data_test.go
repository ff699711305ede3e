package main

import (
	"os"
	"strings"
	"testing"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/export"
	"offenlage/generator/internal/locale"
	"offenlage/generator/internal/site"
	"offenlage/templates"
)

// TestData makes sure that docs/data.md has every column of every table with
// its type and its meaning, in the words of the interface, and that there are
// such words in both languages.
func TestData(t *testing.T) {
	problems := &diag.List{}
	c := council.New(council.NewVocabulary(nil, nil, nil), nil, council.NewDate(2026, 11, 23))
	x := c.Faction("Liste")
	c.AddPaper(&council.Paper{File: "a", Reference: "1", ID: "1", Title: "T", Consultations: []*council.Consultation{{Committees: []*council.Committee{c.Committee("Rat")},
		Date: council.NewDate(2026, 1, 1), Public: true, ResultWords: "beschlossen", Vote: &council.Vote{Factions: []council.FactionVote{{Name: x.Name, Faction: x, Yes: council.Num(1)}}}}}})
	c.Link(problems)
	cfg := config.Default()
	tables := export.Tables(site.New(cfg, c, problems))

	say := map[string]export.Say{}
	for _, language := range []string{"de", "en"} {
		text, err := templates.Files.ReadFile(locale.File(language))
		if err != nil {
			t.Fatal(err)
		}
		l := locale.Load(language, locale.Source{File: language, Text: text}, locale.Source{}, problems)
		say[language] = l.T
		for _, x := range tables {
			for _, words := range []string{x.Title(l.T), x.About(l.T)} {
				if strings.HasPrefix(words, "data.") {
					t.Errorf("%s: there is no message %q", language, words)
				}
			}
			for _, c := range x.Columns {
				if words := c.About(l.T); strings.HasPrefix(words, "data.") || strings.Contains(words, "{") {
					t.Errorf("%s: %s.%s: there is no message %q", language, x.Name, c.Name, words)
				}
			}
		}
	}
	doc, err := os.ReadFile("../docs/data.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range tables {
		section := string(sectionOf(t, doc, x.Name))
		want := []string{x.About(say["en"])}
		for _, c := range x.Columns {
			want = append(want, row(x, c, say["en"]))
		}
		for _, line := range want {
			if !strings.Contains(section, "\n"+line+"\n") {
				t.Errorf("docs/data.md, %s/, has no line\n%s", x.Name, line)
			}
		}
	}
}

// row is the line of a column in docs/data.md.
func row(t *export.Table, c export.Column, say export.Say) string {
	name, kind := c.Name, string(c.Type)
	if rest, ok := strings.CutPrefix(name, "vote_"); ok && t.Name == "decisions" {
		name = "vote_" + strings.Repeat("…", min(1, len(rest)))
	}
	if c.Required {
		kind += ", always"
	}
	about := strings.ReplaceAll(c.About(say), "“Liste”", "a faction")
	if c.Refers != "" {
		about += "; an id of `" + c.Refers + "`"
	}
	for i, v := range c.Values {
		about += map[bool]string{true: ": ", false: ", "}[i == 0] + "`" + v + "`"
	}
	return "| `" + name + "` | " + kind + " | " + about + " |"
}
