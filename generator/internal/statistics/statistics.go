// Package statistics counts what a site publishes: papers by kind and year,
// outcomes, how long matters take, votes, how factions vote together, what
// is overdue, and what is missing. Each count is a Table, which is shown on
// a page and written as CSV; none hides how many cases it rests on.
package statistics

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/spreadsheet"
)

// Table is one count.
type Table struct {
	// ID names it: its messages are "statistics.<id>.title" and ".about", its
	// file is <id>.csv.
	ID    string
	Title string
	About string   // what is counted, in a sentence or two
	URL   string   // address of its file, from the root of the host
	Head  []string // of all columns, the first that of the labels
	Rows  []Row
	Chart Chart
	Parts []string // what the spans of Stacks are, from the ground up
}

// Chart says how the numbers of a table are drawn.
type Chart string

// The charts. A table without one is numbers alone.
const (
	Bars    Chart = "bars"    // the first number of each row
	Stacks  Chart = "stacks"  // the parts of each row, one on the other; rows are years, newest first
	Spreads Chart = "spreads" // the middle half of the cases of each row, and their median
	Shades  Chart = "shades"  // each share, the more the darker
)

// stacked is how many rows, the newest years, a chart of Stacks shows: more
// do not stand side by side on a phone.
const stacked = 12

// Columns returns the rows that a chart of Stacks shows, newest first.
func (t *Table) Columns() []Row { return t.Rows[:min(stacked, len(t.Rows))] }

// Row is one line of a Table.
type Row struct {
	Label string
	Link  string // address of what the label names, "" for none
	Cells []Cell
	Spans []Span // what is drawn of the row
	Mark  *Span  // the median of Spreads, nil for none
}

// Span is a stretch of a chart, from 0, its ground, to 1, its largest number.
type Span struct{ From, To float64 }

// Size is how long the span is, Rest how much of the chart lies above it.
func (s Span) Size() float64 { return s.To - s.From }
func (s Span) Rest() float64 { return 1 - s.To }

// Cell is one number. A number that nobody recorded is none, not 0.
type Cell struct {
	Text  string // as it is shown
	Value string // as it is written to a file, "" for none
	Level int    // of Shades: 1 to 5, 0 without a number
}

func (c Cell) number() float64 {
	v, _ := strconv.ParseFloat(c.Value, 64)
	return v
}

// Say returns a message of the interface.
type Say func(key string, pairs ...any) string

// Words of a language that numbers need.
type Words struct {
	Say    Say
	Number func(n int) string
}

// counter makes the tables of one site.
type counter struct {
	site   *site.Site
	folder string // of the page that the tables stand on, below the base URL
	Words
}

func (c *counter) n(n int) Cell { return Cell{Text: c.Number(n), Value: strconv.Itoa(n)} }

// share is a part of all, with both numbers behind it. In files it has four
// digits behind the point: three would be thousands to a German spreadsheet.
func (c *counter) share(part, all int) Cell {
	if all == 0 {
		return Cell{Text: "–"}
	}
	p := int(math.Round(100 * float64(part) / float64(all)))
	text := c.Say("statistics.percent", "n", p)
	switch { // no case is rounded away
	case p == 0 && part > 0:
		text = c.Say("statistics.under", "n", 1)
	case p == 100 && part < all:
		text = c.Say("statistics.over", "n", 99)
	}
	return Cell{Text: text, Value: strconv.FormatFloat(float64(part)/float64(all), 'f', 4, 64)}
}

func (c *counter) table(id string, chart Chart, head ...string) *Table {
	t := &Table{ID: id, URL: c.address(c.folder + id + ".csv"), Title: c.Say("statistics." + id + ".title"), About: c.Say("statistics." + id + ".about"), Chart: chart}
	for _, key := range head {
		t.Head = append(t.Head, c.Say("statistics.column."+key))
	}
	return t
}

func (t *Table) add(label, link string, cells ...Cell) {
	t.Rows = append(t.Rows, Row{Label: label, Link: link, Cells: cells})
}

// finish works out what is drawn. The numbers of Bars are the first ones, of
// Stacks as many as there are parts behind the first, of Spreads the median
// and the two quarters, which stand last but one.
func (t *Table) finish() *Table {
	most := 0.0
	for i := range t.Rows {
		r := &t.Rows[i]
		switch t.Chart {
		case Bars:
			r.Spans = []Span{{0, r.Cells[0].number()}}
		case Stacks:
			sum := 0.0
			for j := range t.Parts {
				n := r.Cells[1+j].number()
				r.Spans = append(r.Spans, Span{sum, sum + n})
				sum += n
			}
		case Spreads:
			spread := r.Cells[len(r.Cells)-4:]
			if spread[1].Value == "" {
				continue
			}
			r.Spans = []Span{{spread[1].number(), spread[2].number()}}
			r.Mark = &Span{spread[0].number(), spread[0].number()}
		case Shades:
			for j, c := range r.Cells {
				if c.Value != "" {
					r.Cells[j].Level = 1 + min(4, int(5*c.number()))
				}
			}
		}
		for _, s := range r.Spans {
			most = max(most, s.To)
		}
	}
	if most == 0 {
		most = 1
		if t.Chart == Spreads { // too few cases in each row
			t.Chart = ""
		}
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		for j := range r.Spans {
			r.Spans[j] = Span{r.Spans[j].From / most, r.Spans[j].To / most}
		}
		if r.Mark != nil {
			*r.Mark = Span{r.Mark.From / most, r.Mark.To / most}
		}
	}
	return t
}

// filled finishes the tables that have rows and leaves out the others.
func filled(tables ...*Table) (out []*Table) {
	for _, t := range tables {
		if len(t.Rows) > 0 {
			out = append(out, t.finish())
		}
	}
	return out
}

// CSV is the table as a file (RFC 4180), in UTF-8; no name in it is run as a
// formula.
func (t *Table) CSV() []byte {
	var b bytes.Buffer
	var head []string
	for _, name := range t.Head {
		head = append(head, spreadsheet.Guard(name))
	}
	spreadsheet.Row(&b, head)
	for _, r := range t.Rows {
		line := []string{spreadsheet.Guard(r.Label)}
		for _, c := range r.Cells {
			line = append(line, c.Value)
		}
		spreadsheet.Row(&b, line)
	}
	return b.Bytes()
}

// Write writes every table as a CSV file beside its page.
func Write(s *site.Site, words Words, put func(path string, data []byte) error) error {
	for _, t := range slices.Concat(Tables(s, words), OpenTables(s, words), CoverageTables(s, words)) {
		if err := put(strings.TrimPrefix(t.URL, s.Config.BasePath()), t.CSV()); err != nil {
			return err
		}
	}
	return nil
}

// Tables counts a site. A table without rows is left out.
func Tables(s *site.Site, words Words) []*Table {
	c := &counter{s, s.List("statistics"), words}
	return filled(c.papers(), c.motions(), c.outcomes(), c.durations(), c.answers(), c.factionDurations(), c.votes(), c.together(), c.attendance())
}

func (c *counter) year(year int) string {
	if year == 0 {
		return c.Say("facet.undated")
	}
	return strconv.Itoa(year)
}

func (c *counter) address(path string) string { return c.site.Config.BasePath() + path }

// mostParts are how many colours there are for the parts of a chart.
const mostParts = 6

// papers counts papers by year and kind, the rarer kinds together.
func (c *counter) papers() *Table {
	t := c.table("papers", Stacks, "year", "papers")
	kinds := slices.Clone(c.site.Kinds)
	slices.SortStableFunc(kinds, func(a, b site.Group[council.Kind, *council.Paper]) int {
		return cmp.Compare(len(b.Items), len(a.Items))
	})
	all := len(kinds)
	if all > mostParts {
		kinds = kinds[:mostParts-1]
	}
	for _, k := range kinds {
		t.Parts = append(t.Parts, c.Say("kind."+string(k.Key)+".other"))
	}
	if len(kinds) < all {
		t.Parts = append(t.Parts, c.Say("statistics.column.other-kinds"))
	}
	t.Head = append(t.Head, t.Parts...)
	for _, y := range c.site.Years {
		count := map[council.Kind]int{}
		for _, p := range y.Items {
			count[p.Kind]++
		}
		cells, others := []Cell{c.n(len(y.Items))}, len(y.Items)
		for _, k := range kinds {
			cells = append(cells, c.n(count[k.Key]))
			others -= count[k.Key]
		}
		if len(kinds) < all {
			cells = append(cells, c.n(others))
		}
		t.add(c.year(y.Year), c.address(c.site.List("papers", "year", c.site.Year(y.Year))), cells...)
	}
	return t
}

// motions says what became of motions.
func (c *counter) motions() *Table {
	t := c.table("motions", Bars, "state", "motions", "share")
	count, all := map[council.State]int{}, 0
	for _, p := range c.site.Papers {
		if p.Kind == council.KindMotion {
			count[p.State]++
			all++
		}
	}
	for _, s := range council.States() {
		if count[s] > 0 {
			t.add(c.Say("state."+string(s)), c.address(c.site.List("papers", "state", string(s))), c.n(count[s]), c.share(count[s], all))
		}
	}
	return t
}

// outcomes counts decisions.
func (c *counter) outcomes() *Table {
	t := c.table("outcomes", Bars, "outcome", "decisions", "share")
	for _, g := range c.site.Outcomes {
		t.add(c.Say("outcome."+string(g.Key)), c.address(c.site.List("decisions", "outcome", string(g.Key))), c.n(len(g.Items)), c.share(len(g.Items), len(c.site.Decisions)))
	}
	return t
}

// taken is how many days a matter took from its paper to its decision; ok is
// false while it is open or a day is unknown.
func taken(p *council.Paper) (days int, ok bool) {
	d := p.Deciding
	if d == nil || !d.Decides || d.Date == 0 || p.Date == 0 || d.Date < p.Date || p.State.Open() {
		return 0, false
	}
	return p.Date.DaysTo(d.Date), true
}

// quantile of sorted numbers; between two of them it lies in proportion.
func quantile(sorted []int, q float64) int {
	at := q * float64(len(sorted)-1)
	below := int(at)
	above := min(below+1, len(sorted)-1)
	return int(math.Round(float64(sorted[below]) + (at-float64(below))*float64(sorted[above]-sorted[below])))
}

// leastHalf is of how many cases a middle half is named.
const leastHalf = 5

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// spread is the median of some numbers of days, the middle half around it
// unless they are few, and how many they are.
func (c *counter) spread(days []int) []Cell {
	if len(days) == 0 {
		return []Cell{{Text: "–"}, {Text: "–"}, {Text: "–"}, c.n(0)}
	}
	slices.Sort(days)
	cells := []Cell{c.n(quantile(days, 0.5)), {Text: "–"}, {Text: "–"}, c.n(len(days))}
	if len(days) >= leastHalf {
		cells[1], cells[2] = c.n(quantile(days, 0.25)), c.n(quantile(days, 0.75))
	}
	return cells
}

// durations says how long matters take, by kind.
func (c *counter) durations() *Table {
	t := c.table("durations", Spreads, "kind", "median", "quarter", "three-quarters", "cases")
	for _, g := range c.site.Kinds {
		var days []int
		for _, p := range g.Items {
			if n, ok := taken(p); ok {
				days = append(days, n)
			}
		}
		if len(days) > 0 {
			t.add(c.Say("kind."+string(g.Key)+".other"), c.address(c.site.List("papers", "kind", string(g.Key))), c.spread(days)...)
		}
	}
	return t
}

// answers says how many questions have a published answer, and how fast it came,
// by the year in which they were asked. The first answer with a day counts. Where
// no answer has one, nothing is said of time.
func (c *counter) answers() *Table {
	t := c.table("answers", Spreads, "year", "asked", "answered", "share", "treated", "median", "quarter", "three-quarters", "cases")
	timed := false
	for _, y := range c.site.Years {
		asked, answered, treated := 0, 0, 0
		var days []int
		for _, p := range y.Items {
			if p.Kind != council.KindQuestion {
				continue
			}
			asked++
			switch {
			case len(p.AnsweredBy) > 0:
				answered++
			case !p.State.Open() && p.State != council.StateWithdrawn && p.State != council.StateLapsed:
				treated++
			}
			first := council.Date(0)
			for _, a := range p.AnsweredBy {
				if a.Date >= p.Date && (first == 0 || a.Date < first) {
					first = a.Date
				}
			}
			if p.Date != 0 && first != 0 {
				days = append(days, p.Date.DaysTo(first))
				timed = true
			}
		}
		if asked > 0 {
			t.add(c.year(y.Year), "", append([]Cell{c.n(asked), c.n(answered), c.share(answered, asked), c.n(treated)}, c.spread(days)...)...)
		}
	}
	if !timed {
		t.About = c.Say("statistics.answers.untimed")
		t.Chart, t.Head = "", t.Head[:len(t.Head)-4]
		for i := range t.Rows {
			t.Rows[i].Cells = t.Rows[i].Cells[:len(t.Rows[i].Cells)-4]
		}
	}
	return t
}

// factionDurations says how long motions take and what becomes of them, by
// faction.
func (c *counter) factionDurations() *Table {
	t := c.table("factions", Spreads, "faction", "motions", "adopted", "decided", "share", "median", "quarter", "three-quarters", "cases")
	for _, f := range c.site.Factions {
		var days []int
		motions, adopted, decided := 0, 0, 0
		for _, p := range f.Papers {
			if p.Kind != council.KindMotion {
				continue
			}
			motions++
			if n, ok := taken(p); ok {
				days = append(days, n)
			}
			switch p.State {
			case council.StateAdopted, council.StateAmended, council.StatePartly:
				adopted++
				decided++
			case council.StateRejected:
				decided++
			}
		}
		if motions == 0 {
			continue
		}
		t.add(f.Label(), c.site.URL(f), append([]Cell{c.n(motions), c.n(adopted), c.n(decided), c.share(adopted, decided)}, c.spread(days)...)...)
	}
	return t
}

// votes counts recorded votes by year.
func (c *counter) votes() *Table {
	t := c.table("votes", Stacks, "year", "votes", "unanimous", "unopposed", "contested", "close", "unanimous-share")
	t.Parts = t.Head[2:5]
	for _, y := range c.site.DecisionYears {
		all, unanimous, unopposed, contested, close := 0, 0, 0, 0, 0
		for _, d := range y.Items {
			if !d.Vote.Recorded() || !d.Vote.Yes.Known() {
				continue
			}
			all++
			switch {
			case d.Vote.Contested():
				contested++
			case d.Vote.No.Known() && d.Vote.Abstain.Int() == 0:
				unanimous++
			default:
				unopposed++
			}
			if d.Vote.Close() {
				close++
			}
		}
		if all > 0 {
			t.add(c.year(y.Year), c.address(c.site.List("decisions", c.site.Year(y.Year))), c.n(all), c.n(unanimous), c.n(unopposed), c.n(contested), c.n(close), c.share(unanimous, all))
		}
	}
	return t
}

// side is where most of a faction stood, 0 when it stood on none or on two
// alike.
func side(f council.FactionVote) int {
	yes, no, abstain := f.Yes.Int(), f.No.Int(), f.Abstain.Int()
	switch {
	case yes > no && yes > abstain:
		return 1
	case no > yes && no > abstain:
		return 2
	case abstain > yes && abstain > no:
		return 3
	}
	return 0
}

// together says how often two factions stood on the same side.
func (c *counter) together() *Table {
	t := c.table("together", Shades, "faction")
	type pair struct{ a, b *council.Faction }
	same, both := map[pair]int{}, map[pair]int{}
	for _, d := range c.site.Decisions {
		if d.Vote == nil || !d.Vote.Contested() {
			continue
		}
		for _, f := range d.Vote.Factions {
			for _, g := range d.Vote.Factions {
				if f.Faction == nil || g.Faction == nil || side(f) == 0 || side(g) == 0 {
					continue
				}
				both[pair{f.Faction, g.Faction}]++
				if side(f) == side(g) {
					same[pair{f.Faction, g.Faction}]++
				}
			}
		}
	}
	var factions []*council.Faction
	for _, f := range c.site.Factions {
		if both[pair{f, f}] > 0 {
			factions = append(factions, f)
			t.Head = append(t.Head, f.Label())
		}
	}
	if len(factions) < 2 {
		return t
	}
	for _, f := range factions {
		var cells []Cell
		for _, g := range factions {
			n := both[pair{f, g}]
			if f == g || n == 0 {
				cells = append(cells, Cell{Text: "–"})
				continue
			}
			cell := c.share(same[pair{f, g}], n)
			cell.Text = c.Say("statistics.of", "share", cell.Text, "n", n)
			cells = append(cells, cell)
		}
		t.add(f.Label(), c.site.URL(f), cells...)
	}
	return t
}

// attendance says how many members came to sittings with a list of them.
func (c *counter) attendance() *Table {
	t := c.table("attendance", "", "committee", "sittings", "seats", "present", "share")
	for _, x := range c.site.Committees {
		sittings, listed, present := 0, 0, 0
		for _, m := range x.Meetings {
			if len(m.Attendance) == 0 {
				continue
			}
			sittings++
			for _, a := range m.Attendance {
				listed++
				present += boolInt(a.Present)
			}
		}
		if sittings > 0 {
			t.add(x.Name, c.site.URL(x), c.n(sittings), c.n(listed), c.n(present), c.share(present, listed))
		}
	}
	return t
}
