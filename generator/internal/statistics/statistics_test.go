package statistics

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/site"
)

func day(s string) council.Date {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return council.DateOf(t)
}

// town is a small council: papers with kind, day, result and day of it.
func town(t *testing.T) *site.Site {
	t.Helper()
	words := council.NewVocabulary(nil, nil, nil)
	c := council.New(words, nil, day("2026-11-23"))
	for i, p := range []struct{ kind, date, result, decided, faction string }{
		{"Antrag", "2026-01-01", "einstimmig beschlossen", "2026-01-11", "SPD-Fraktion"},
		{"Antrag", "2026-01-01", "abgelehnt", "2026-01-21", "SPD-Fraktion"},
		{"Antrag", "2026-01-01", "beschlossen", "2026-04-11", "CDU-Fraktion"},
		{"Antrag", "2026-01-05", "", "", "CDU-Fraktion"},
		{"Antrag", "2026-11-01", "", "", "CDU-Fraktion"},
		{"Anfrage", "2026-09-01", "", "", "SPD-Fraktion"},
		{"Anfrage", "2026-11-20", "", "", "SPD-Fraktion"},
	} {
		x := &council.Paper{File: "x", Reference: "2026/" + string(rune('1'+i)), ID: "p" + string(rune('1'+i)), Title: "T", Type: p.kind, Date: day(p.date), Originators: []council.Originator{{Name: p.faction}}}
		if p.result != "" {
			x.Consultations = []*council.Consultation{{Paper: x, Committees: []*council.Committee{c.Committee("Rat")}, Date: day(p.decided), RoleWords: "Entscheidung", Public: true, ResultWords: p.result}}
		}
		c.AddPaper(x)
	}
	problems := &diag.List{}
	c.Link(problems)
	cfg := config.Default()
	cfg.BaseURL = &url.URL{Scheme: "https", Host: "x.example", Path: "/"}
	return site.New(cfg, c, problems)
}

func words() Words {
	return Words{Say: func(key string, pairs ...any) string {
		if strings.HasPrefix(key, "statistics.") {
			return key
		}
		for i := 0; i+1 < len(pairs); i += 2 {
			key += " " + strings.TrimSpace(strings.Join([]string{pairs[i].(string)}, ""))
		}
		return key
	}, Number: func(n int) string { return "" }}
}

func find(t *testing.T, tables []*Table, id string) string {
	t.Helper()
	for _, x := range tables {
		if x.ID == id {
			return string(x.CSV())
		}
	}
	t.Fatalf("there is no table %s", id)
	return ""
}

func TestTables(t *testing.T) {
	s := town(t)
	tables := Tables(s, words())
	for id, want := range map[string]string{
		"papers":    "2026,7,5,2\r\n",
		"durations": "kind.motion.other,20,,,3\r\n",
		"factions":  "CDU-Fraktion,3,1,1,1.0000,100,,,1\r\n",
	} {
		if got := find(t, tables, id); !strings.Contains(got, want) {
			t.Errorf("%s:\n%swant %q", id, got, want)
		}
	}
	if got := find(t, tables, "factions"); !strings.Contains(got, "SPD-Fraktion,2,1,2,0.5000,15,,,2\r\n") {
		t.Error(got)
	}
}

// TestAnswers says nothing of time where no answer has a day, and takes what was
// dealt with for no answer.
func TestAnswers(t *testing.T) {
	s := town(t)
	const head = "statistics.column.year,statistics.column.asked,statistics.column.answered,statistics.column.share,statistics.column.treated"
	if got := find(t, Tables(s, words()), "answers"); got != head+"\r\n2026,2,0,0.0000,0\r\n" {
		t.Error(got)
	}
	for _, p := range s.Papers {
		switch p.ID {
		case "p6":
			p.AnsweredBy = []*council.Paper{{Date: p.Date.AddDays(30)}}
		case "p7":
			p.State = council.StateNoted
		}
	}
	if got := find(t, Tables(s, words()), "answers"); !strings.HasSuffix(got, "\r\n2026,2,1,0.5000,1,30,,,1\r\n") {
		t.Error(got)
	}
}

func TestOpen(t *testing.T) {
	s := town(t)
	questions, motions := Open(s)
	if len(questions) != 2 || !questions[0].Overdue || questions[0].Days != 83 || questions[1].Overdue {
		t.Errorf("questions: %+v", questions)
	}
	if len(motions) != 2 || !motions[0].Overdue || motions[0].Days != 322 || motions[1].Overdue {
		t.Errorf("motions: %+v", motions)
	}
	if got := find(t, OpenTables(s, words()), "open-factions"); !strings.Contains(got, "CDU-Fraktion,1,0,0,2,1\r\n") || !strings.Contains(got, "SPD-Fraktion,1,2,1,0,0\r\n") {
		t.Error(got)
	}
}

func TestQuantile(t *testing.T) {
	for _, test := range []struct {
		list []int
		q    float64
		want int
	}{{[]int{5}, 0.5, 5}, {[]int{80, 92}, 0.5, 86}, {[]int{1, 2, 3}, 0.5, 2}, {[]int{1, 2, 3, 4, 5}, 0.25, 2}, {[]int{10, 20, 30, 40}, 0.75, 33}, {[]int{1, 2, 3, 4}, 1, 4}, {[]int{1, 2}, 0, 1}} {
		if got := quantile(test.list, test.q); got != test.want {
			t.Errorf("%v %v: %d, want %d", test.list, test.q, got, test.want)
		}
	}
}

// TestSide never takes an unknown number for a vote.
func TestSide(t *testing.T) {
	for _, test := range []struct {
		yes, no, abstain int // -1 for unknown
		want             int
	}{{3, 1, 0, 1}, {0, 2, -1, 2}, {-1, -1, 4, 3}, {-1, -1, -1, 0}, {2, 2, 0, 0}, {0, 0, 0, 0}} {
		f := council.FactionVote{Yes: council.Num(test.yes), No: council.Num(test.no), Abstain: council.Num(test.abstain)}
		if got := side(f); got != test.want {
			t.Errorf("%+v: %d", test, got)
		}
	}
}

// TestChart works out what is drawn: bars from the ground, parts of years one
// on the other, the middle half with its median, shares by darkness.
func TestChart(t *testing.T) {
	n := func(v string) Cell { return Cell{Text: v, Value: v} }
	for _, test := range []struct {
		table Table
		want  string
	}{
		{Table{Chart: Bars, Rows: []Row{{Cells: []Cell{n("1"), n("9")}}, {Cells: []Cell{n("4")}}}}, "[{0 0.25}] [{0 1}]"},
		{Table{Chart: Stacks, Parts: []string{"a", "b"}, Rows: []Row{{Cells: []Cell{n("9"), n("1"), n("3")}}, {Cells: []Cell{n("9"), n("0"), n("2")}}}}, "[{0 0.25} {0.25 1}] [{0 0} {0 0.5}]"},
		{Table{Chart: Spreads, Rows: []Row{{Cells: []Cell{n("7"), n("20"), n("10"), n("40"), n("3")}}, {Cells: []Cell{n("0"), {Text: "–"}, {Text: "–"}, {Text: "–"}, n("0")}}}}, "[{0.25 1}]{0.5 0.5} []"},
		{Table{Chart: Shades, Rows: []Row{{Cells: []Cell{n("0"), n("0.5"), n("1"), {Text: "–"}}}}}, "[] 1350"},
		{Table{Chart: Bars, Rows: []Row{{Cells: []Cell{n("0")}}}}, "[{0 0}]"},
	} {
		var got []string
		levels := ""
		for _, r := range test.table.finish().Rows {
			text := fmt.Sprint(r.Spans)
			if r.Mark != nil {
				text += fmt.Sprint(*r.Mark)
			}
			got = append(got, text)
			for _, c := range r.Cells {
				if test.table.Chart == Shades {
					levels += strconv.Itoa(c.Level)
				}
			}
		}
		if levels != "" {
			got = append(got, levels)
		}
		if s := strings.Join(got, " "); s != test.want {
			t.Errorf("%s: %s, want %s", test.table.Chart, s, test.want)
		}
	}
}

// TestFormula keeps names from being run by a spreadsheet.
func TestFormula(t *testing.T) {
	table := Table{Head: []string{"Gremium", "=Liste"}, Rows: []Row{{Label: "+cmd|'/C calc'!A0", Cells: []Cell{{Value: "-1"}}}}}
	if got, want := string(table.CSV()), "Gremium,'=Liste\r\n'+cmd|'/C calc'!A0,-1\r\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
