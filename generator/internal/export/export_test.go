package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/site"
)

// odd is a site with what breaks careless writers.
func odd(t *testing.T) *site.Site {
	t.Helper()
	c := council.New(council.NewVocabulary(nil, nil, nil), nil, council.NewDate(2026, 11, 23))
	c.AddPaper(&council.Paper{File: "a", Reference: "2026/1", ID: "2026-1", Title: `Er sagte: "Ja, gern" <b>&`, Type: "Antrag", Date: council.NewDate(2026, 1, 2),
		Summary: "zwei\nZeilen", Places: []string{"Nord; Süd", "=Mitte"}, Impact: []council.Impact{{Name: "amount", Value: "-1200.50"}},
		Consultations: []*council.Consultation{
			{Committees: []*council.Committee{c.Committee("Rat")}, Date: council.NewDate(2026, 2, 3), Public: true, RoleWords: "Entscheidung", ResultWords: "beschlossen",
				Vote: &council.Vote{Yes: council.Num(0), No: council.Num(3), Factions: []council.FactionVote{{Name: "=Liste", No: council.Num(3)}}}},
			{Committees: []*council.Committee{c.Committee("Ausschuss")}, Date: council.NewDate(2026, 2, 1), Public: false},
		}})
	c.AddPaper(&council.Paper{File: "b", Reference: "=2026/2", ID: "2026-2", Title: "\u2028Zeile", Impact: []council.Impact{{Name: "amount", Value: "1e3"}}})
	problems := &diag.List{}
	c.Link(problems)
	cfg := config.Default()
	cfg.BaseURL = &url.URL{Scheme: "https", Host: "x.example", Path: "/"}
	return site.New(cfg, c, problems)
}

func echo(key string, _ ...any) string { return key }

func written(t *testing.T, s *site.Site) map[string]string {
	t.Helper()
	files := map[string]string{}
	turn := make(chan bool, 1)
	put := func(path string, data []byte) error {
		turn <- true
		defer func() { <-turn }()
		if _, twice := files[path]; twice {
			t.Errorf("%s is written twice", path)
		}
		files[path] = string(data)
		return nil
	}
	if err := Write(s, echo, put); err != nil {
		t.Fatal(err)
	}
	return files
}

// cellAt returns a cell of a CSV file by the number of its row, from 0.
func cellAt(t *testing.T, data, name string, row int) string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i, column := range rows[0] {
		if column == name {
			return rows[row+1][i]
		}
	}
	t.Fatalf("there is no column %s", name)
	return ""
}

func TestOddCells(t *testing.T) {
	files := written(t, odd(t))
	for _, want := range []struct {
		table, column string
		row           int
		cell          string
	}{
		{"papers", "name", 0, `Er sagte: "Ja, gern" <b>&`},
		{"papers", "summary", 0, "zwei\nZeilen"}, // CRLF, which the reader of Go makes LF
		{"papers", "locations", 0, "Nord; Süd; =Mitte"},
		{"papers", "amount", 0, "-1200.50"},
		{"papers", "amount", 1, ""},
		{"papers", "date", 1, ""},
		{"papers", "reference", 1, "'=2026/2"},
		{"papers", "name", 1, "\u2028Zeile"},
		{"consultations", "yes", 0, "0"},
		{"consultations", "abstain", 0, ""},
		{"consultations", "outcome", 1, ""},
		{"consultations", "public", 1, "false"},
		{"votes", "name", 1, "'=Liste"},
		{"votes", "yes", 1, ""},
		{"votes", "no", 1, "3"},
	} {
		if got := cellAt(t, files["daten/"+want.table+".csv"], want.column, want.row); got != want.cell {
			t.Errorf("%s, row %d, %s: %q, want %q", want.table, want.row, want.column, got, want.cell)
		}
	}
	first, _, _ := strings.Cut(files["daten/papers.ndjson"], "\n")
	var paper struct {
		Name, Summary string
		Locations     []string
		Amount        json.Number
		Deadline      *string
	}
	if err := json.Unmarshal([]byte(first), &paper); err != nil {
		t.Fatal(err)
	}
	if paper.Summary != "zwei\nZeilen" || len(paper.Locations) != 2 || paper.Locations[0] != "Nord; Süd" || paper.Locations[1] != "=Mitte" || paper.Amount != "-1200.50" || paper.Deadline != nil {
		t.Errorf("%+v", paper)
	}
	if !strings.Contains(first, "<b>&") {
		t.Errorf("what a page escapes is escaped in %s", first)
	}
	if !strings.Contains(files["daten/papers.csv"], "zwei\r\nZeilen") {
		t.Error("a line break within a cell is not CRLF")
	}
}

// TestHidden shows of a station that is not public its committee and day only.
func TestHidden(t *testing.T) {
	lines := strings.Split(written(t, odd(t))["daten/consultations.ndjson"], "\n")
	var got map[string]any
	if err := json.Unmarshal([]byte(lines[1]), &got); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"id", "web", "paper", "reference", "sequence", "date", "committee", "committees", "public", "decides"} {
		if _, ok := got[name]; !ok {
			t.Errorf("there is no %s", name)
		}
		delete(got, name)
	}
	if len(got) > 0 {
		t.Errorf("too much is shown: %v", got)
	}
}

// TestStand never takes an unknown number for a vote.
func TestStand(t *testing.T) {
	x := &council.Faction{}
	for _, test := range []struct {
		yes, no, abstain int // -1 for unknown
		want             string
	}{{3, 0, 0, "yes"}, {-1, 2, -1, "no"}, {-1, 0, 4, "abstain"}, {2, 1, 0, "split"}, {0, 0, 0, ""}, {-1, -1, -1, ""}} {
		v := &council.Vote{Factions: []council.FactionVote{{Faction: &council.Faction{}, Yes: council.Num(9)}, {Faction: x, Yes: council.Num(test.yes), No: council.Num(test.no), Abstain: council.Num(test.abstain)}}}
		if got := stand(v, x); got != test.want {
			t.Errorf("%+v: %q", test, got)
		}
	}
	if stand(nil, x) != "" {
		t.Error("a faction stood somewhere without a vote")
	}
}

// TestColumns holds what every table promises: an id or a key of several
// columns, references to tables that are there, and no name twice.
func TestColumns(t *testing.T) {
	tables := Tables(odd(t))
	byName := map[string]*Table{}
	for _, x := range tables {
		byName[x.Name] = x
	}
	for _, x := range tables {
		seen := map[string]bool{}
		for _, c := range x.Columns {
			if seen[c.Name] {
				t.Errorf("%s: two columns are called %s", x.Name, c.Name)
			}
			seen[c.Name] = true
			if c.Refers != "" && byName[c.Refers] == nil {
				t.Errorf("%s: %s refers to %s, which is no table", x.Name, c.Name, c.Refers)
			}
		}
		for _, key := range x.Key {
			if c := x.Column(key); c == nil || !c.Required {
				t.Errorf("%s: the key %s is no column that every row has", x.Name, key)
			}
		}
	}
}

// TestDatabaseIdentical makes the database twice.
func TestDatabaseIdentical(t *testing.T) {
	var made [2][]byte
	for i := range made {
		err := Database(odd(t), echo, func(path string, data []byte) error {
			if path != "daten/offenlage.sqlite" {
				t.Errorf("it stands at %s", path)
			}
			made[i] = data
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(made[0], made[1]) || !bytes.HasPrefix(made[0], []byte("SQLite format 3\x00")) {
		t.Errorf("%d and %d bytes are not the same, or no database", len(made[0]), len(made[1]))
	}
}
