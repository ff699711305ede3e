package content

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
)

func read(files map[string]string) (*council.Council, []diag.Problem) {
	site := fstest.MapFS{}
	for name, text := range files {
		site[name] = &fstest.MapFile{Data: []byte(text)}
	}
	c := council.New(&council.Vocabulary{}, nil, 20261123)
	problems := &diag.List{}
	Read(site, c, Options{Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Zone: time.UTC}, problems)
	c.Link(problems)
	return c, problems.Problems()
}

// TestEveryKey reads a paper with every key and looks at what became of it.
func TestEveryKey(t *testing.T) {
	c, problems := read(map[string]string{
		"content/papers/tief/unten/a.md": `+++
reference = "2026/0001"
title = "  Radweg   am\n Fluss "
type = "Beschlussvorlage"
public = true
date = 2026-01-02
slug = "radweg"
originators = ["SPD", "Tiefbauamt"]
lead = "Tiefbauamt"
topics = ["Verkehr", "Verkehr", "Klima"]
places = "Nordstadt"
summary = "Kurz."
signed_by = "Die Bürgermeisterin"
deadline = 2026-03-01
aliases = ["/alt/1/"]
embargo = 2026-01-01T00:00:00Z

[implementation]
status = "umgesetzt"
office = "Tiefbauamt"
due = 2026-12-31
report = "Fertig."

[impact]
amount = "12500.00"
financial = "ja"
"lärm" = 3

[[file]]
path = "plan.csv"
title = "Plan"
public = true
date = 2026-01-01

[[file]]
url = "https://stadt.example/x.pdf"
public = true

[[consultation]]
committee = ["Bauausschuss", "Umweltausschuss"]
date = 2026-02-01
agenda_item = 3
role = "Vorberatung"
result = "vertagt"
postponed_to = 2026-02-15
referred_to = "Finanzausschuss"

[[consultation]]
committee = "Rat"
date = 2026-03-01
role = "Entscheidung"
result = "geändert beschlossen"
resolution = "Der Rat beschließt."
[consultation.vote]
yes = 20
no = 0
biased = 1
absent = 2
present = 21
method = "offen"
counted = true
[[consultation.vote.faction]]
name = "SPD"
yes = 20
[[consultation.vote.person]]
name = "Ada"
faction = "SPD"
vote = "Ja"
[[consultation.ballot]]
subject = "Schluss der Debatte"
kind = "procedure"
yes = 12
no = 9
+++
Text mit 2026/0002.
`,
		"content/papers/tief/unten/plan.csv": "a\n",
	})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	p := c.Papers[0]
	s, d := p.Consultations[0], p.Consultations[1]
	for name, ok := range map[string]bool{
		"title":       p.Title == "Radweg am Fluss",
		"slug":        p.ID == "radweg",
		"topics":      len(p.Topics) == 2,
		"places":      len(p.Places) == 1,
		"impact":      len(p.Impact) == 3 && p.Impact[0].Name == "amount" && p.Impact[2] == council.Impact{Name: "lärm", Value: "3"},
		"files":       len(p.Files) == 2 && p.Files[0].Name == "plan.csv" && p.Files[0].Size == 2 && p.Files[1].Format == "pdf",
		"aliases":     len(p.Aliases) == 1 && p.Aliases[0] == "alt/1",
		"implemented": p.Implementation.Due == 20261231,
		"joint":       len(s.Committees) == 2 && s.Number == "3" && s.PostponedTo == 20260215 && s.ReferredTo[0].Name == "Finanzausschuss",
		"vote":        d.Vote.Yes == council.Num(20) && d.Vote.No == council.Num(0) && !d.Vote.Abstain.Known() && d.Vote.Counted,
		"faction":     d.Vote.Factions[0].Faction == c.Faction("SPD") && d.Vote.Persons[0].Faction == c.Faction("SPD"),
		"ballot":      len(d.Ballots) == 1 && d.Ballots[0].Procedure && d.Ballots[0].Vote.Yes.Int() == 12,
		"state":       p.State == council.StateAmended,
	} {
		if !ok {
			t.Errorf("%s is not as written: %+v", name, p)
		}
	}
}

// TestEmptyColumnsAreNoVote: the form's columns for Ja, Nein, Enth. that
// nobody filled in are not 0:0:0.
func TestEmptyColumnsAreNoVote(t *testing.T) {
	c, _ := read(map[string]string{"content/papers/a.md": `+++
reference = "1/1"
title = "T"
type = "Vorlage"
public = true
[[consultation]]
committee = "Rat"
date = 2026-01-01
[consultation.vote]
+++
`})
	if v := c.Papers[0].Consultations[0].Vote; v != nil {
		t.Errorf("a vote that nobody recorded: %+v", v)
	}
}

func TestSplit(t *testing.T) {
	for in, want := range map[string]string{
		"+++\na = 1\n+++\nText":             "a = 1\n|Text",
		"\ufeff+++\r\na = 1\r\n+++\r\nText": "a = 1\r\n|Text",
		"+++\n+++":                          "|",
		"+++ \na = 1\n+++  \n\n+++\n":       "a = 1\n|\n+++\n",
	} {
		front, body, p := split([]byte(in))
		if p != nil || string(front)+"|"+string(body) != want {
			t.Errorf("%q: %q, %v", in, string(front)+"|"+string(body), p)
		}
	}
}

// FuzzRead feeds the content reader: it must never panic, and what it lets
// through must be marked public.
func FuzzRead(f *testing.F) {
	f.Add("+++\nreference = \"1/1\"\ntitle = \"T\"\ntype = \"Antrag\"\npublic = true\n[[consultation]]\ncommittee = \"Rat\"\ndate = 2026-01-01\n+++\nText")
	f.Add("+++\npublic = \"true\"\n[[file]]\npath = \"../../x\"\n[impact]\na.b = [1]\n+++")
	f.Add("+++\n[[agenda]]\nvote = 3\n[consultation]\nvote = {faction = [{name = 1}]}\n+++")
	f.Fuzz(func(t *testing.T, text string) {
		for _, folder := range []string{"papers", "meetings", "committees", "topics", "factions", "people", "pages"} {
			c, _ := read(map[string]string{"content/" + folder + "/a.md": text})
			if len(c.Papers) > 0 && !strings.Contains(text, "true") {
				t.Errorf("published without being marked public: %q", text)
			}
		}
	})
}
