package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/export"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/validator"
)

// dataPackage is what the tests read of datapackage.json.
type dataPackage struct {
	Resources []struct {
		Name, Path, Type, Format, Hash string
		Bytes                          int
		Schema                         *struct {
			PrimaryKey []string
			Fields     []struct {
				Name, Type, Description string
				Constraints             struct {
					Required, Unique bool
					Enum             []string
				}
			}
			ForeignKeys []struct {
				Fields    []string
				Reference struct {
					Resource string
					Fields   []string
				}
			}
		}
	}
}

// csvTable is a CSV file taken apart.
type csvTable struct {
	columns map[string]int
	rows    [][]string
}

func (c csvTable) cell(row int, name string) string { return c.rows[row][c.columns[name]] }

// sum adds up a column; known is how many cells have a number.
func (c csvTable) sum(t *testing.T, name string, fits func(row int) bool) (sum, known int) {
	t.Helper()
	if _, ok := c.columns[name]; !ok {
		t.Fatalf("there is no column %s", name)
	}
	for i := range c.rows {
		if s := c.cell(i, name); s != "" && fits(i) {
			n, err := strconv.Atoi(s)
			if err != nil {
				t.Errorf("row %d, %s: %v", i, name, err)
			}
			sum += n
			known++
		}
	}
	return sum, known
}

// readCSV takes apart what RFC 4180 allows, and nothing else.
func readCSV(data string) (csvTable, error) {
	if !strings.HasSuffix(data, "\r\n") || strings.Count(data, "\n") != strings.Count(data, "\r\n") {
		return csvTable{}, fmt.Errorf("a line does not end in CRLF")
	}
	r := csv.NewReader(strings.NewReader(data))
	all, err := r.ReadAll() // wants as many cells in each row as there are names
	if err != nil {
		return csvTable{}, err
	}
	out := csvTable{columns: map[string]int{}, rows: all[1:]}
	for i, name := range all[0] {
		out.columns[name] = i
	}
	return out, nil
}

var forms = map[string]*regexp.Regexp{
	"integer":  regexp.MustCompile(`^\d+$`),
	"number":   regexp.MustCompile(`^-?\d+(\.\d+)?$`),
	"boolean":  regexp.MustCompile(`^(true|false)$`),
	"date":     regexp.MustCompile(`^\d{4}-\d\d-\d\d$`),
	"datetime": regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$`),
}

// checkPackage holds the files of a Data Package against its own description
// and returns what is wrong. files are named as the package names them.
func checkPackage(files map[string]string) (wrong []string) {
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	var p dataPackage
	if err := json.Unmarshal([]byte(files["datapackage.json"]), &p); err != nil {
		return []string{err.Error()}
	}
	ids := map[string]map[string]bool{} // by table
	tables := map[string]csvTable{}
	for _, r := range p.Resources {
		data, ok := files[r.Path]
		if !ok {
			complain("%s: there is no such file", r.Path)
			continue
		}
		sum := sha256.Sum256([]byte(data))
		if r.Hash != "sha256:"+hex.EncodeToString(sum[:]) {
			complain("%s: the hash is another", r.Path)
		}
		if r.Bytes != len(data) {
			complain("%s: it has %d bytes, not %d", r.Path, len(data), r.Bytes)
		}
		if r.Format != "csv" {
			continue
		}
		c, err := readCSV(data)
		if err != nil {
			complain("%s: %v", r.Path, err)
			continue
		}
		if len(c.columns) != len(r.Schema.Fields) {
			complain("%s: %d columns, not %d", r.Path, len(c.columns), len(r.Schema.Fields))
		}
		for i, f := range r.Schema.Fields {
			if at, ok := c.columns[f.Name]; !ok || at != i {
				complain("%s: the column %s is missing or elsewhere", r.Path, f.Name)
				continue
			}
			if f.Description == "" || strings.HasPrefix(f.Description, "data.") {
				complain("%s: nobody says what %s means", r.Path, f.Name)
			}
			seen := map[string]bool{}
			for n, row := range c.rows {
				v := row[i]
				switch form := forms[f.Type]; {
				case v == "" && f.Constraints.Required:
					complain("%s: row %d has no %s", r.Path, n, f.Name)
				case v == "":
				case form != nil && !form.MatchString(v):
					complain("%s: row %d: %q is no %s", r.Path, n, v, f.Type)
				case f.Constraints.Enum != nil && !slices.Contains(f.Constraints.Enum, v):
					complain("%s: row %d: %s may not be %q", r.Path, n, f.Name, v)
				case form == nil && strings.ContainsAny(v[:1], "=+-@\t\r\n"):
					complain("%s: row %d: a spreadsheet would run %q", r.Path, n, v)
				}
				if f.Constraints.Unique && seen[v] {
					complain("%s: two rows have the %s %q", r.Path, f.Name, v)
				}
				seen[v] = true
			}
			if f.Name == "id" {
				ids[r.Name] = seen
			}
		}
		keys := map[string]bool{}
		for n, row := range c.rows {
			var key []string
			for _, name := range r.Schema.PrimaryKey {
				key = append(key, row[c.columns[name]])
			}
			if k := strings.Join(key, "\x00"); keys[k] {
				complain("%s: row %d has the key of another", r.Path, n)
			} else {
				keys[k] = true
			}
		}
		tables[r.Name] = c
		if err := sameLines(files[r.Name+".ndjson"], c, func(name string) string {
			return r.Schema.Fields[c.columns[name]].Type
		}); err != nil {
			complain("%s.ndjson: %v", r.Name, err)
		}
	}
	for _, r := range p.Resources {
		if r.Schema == nil || tables[r.Name].rows == nil {
			continue
		}
		for _, key := range r.Schema.ForeignKeys {
			target := key.Reference.Resource
			if target == "" {
				target = r.Name
			}
			for n := range tables[r.Name].rows {
				if v := tables[r.Name].cell(n, key.Fields[0]); v != "" && !ids[target][v] {
					complain("%s: row %d: there is no %s %q", r.Path, n, target, v)
				}
			}
		}
	}
	return wrong
}

// sameLines holds NDJSON against the same rows as CSV.
func sameLines(data string, c csvTable, typeOf func(name string) string) error {
	lines := strings.Split(strings.TrimSuffix(data, "\n"), "\n")
	if data == "" {
		lines = nil
	}
	if len(lines) != len(c.rows) {
		return fmt.Errorf("%d lines for %d rows", len(lines), len(c.rows))
	}
	for n, line := range lines {
		members := map[string]any{}
		d := json.NewDecoder(strings.NewReader(line))
		d.UseNumber()
		if err := d.Decode(&members); err != nil {
			return fmt.Errorf("line %d: %v", n, err)
		}
		for name, i := range c.columns {
			want, v := c.rows[n][i], ""
			switch x := members[name].(type) {
			case nil:
			case string:
				v = x
			case json.Number:
				v = x.String()
			case bool:
				v = strconv.FormatBool(x)
			case []any:
				var parts []string
				for _, part := range x {
					parts = append(parts, part.(string))
				}
				v = strings.Join(parts, export.Separator)
			}
			if form := forms[typeOf(name)]; form == nil && v != want {
				want = strings.TrimPrefix(want, "'")
			}
			if v != want {
				return fmt.Errorf("line %d: %s is %q, in CSV %q", n, name, v, want)
			}
			delete(members, name)
		}
		for name := range members {
			return fmt.Errorf("line %d: %s is no column", n, name)
		}
	}
	return nil
}

// packageOf returns the files of the package of a built site.
func packageOf(files map[string]string) map[string]string {
	out := map[string]string{}
	for name, data := range files {
		if inner, ok := strings.CutPrefix(name, "daten/"); ok {
			out[inner] = data
		}
	}
	return out
}

const datapackageJS = "datapackage@1.1.10"

// readPackage reads the package in a folder with the library of the makers of
// the standard. It is of version 1, which knows neither lists nor days with a
// zone: to it these are texts.
const readPackage = `
import datapackage from "datapackage";
async function check(dir) {
  const d = JSON.parse(readFileSync(dir + "/datapackage.json", "utf8"));
  delete d.$schema;
  for (const r of d.resources) {
    readFileSync(dir + "/" + r.path); // the library would stop at a file that is not there
    if (!r.schema) continue;
    delete r.type;
    r.profile = "tabular-data-resource";
    delete r.schema.$schema;
    for (const f of r.schema.fields) if (f.type === "list" || f.type === "datetime") { f.type = "string"; delete f.delimiter; }
    for (const k of r.schema.foreignKeys ?? []) k.reference.resource ??= "";
  }
  const p = await datapackage.Package.load(d, { basePath: dir });
  const found = p.errors.map(String);
  let rows = 0;
  for (const r of p.resources.filter(r => r.descriptor.format === "csv")) {
    try { rows += (await r.read({ relations: true, keyed: true })).length; }
    catch (e) { found.push(r.name + ": " + [e, ...(e.errors ?? [])].map(String).join("; ")); }
  }
  if (!rows) found.push("no row was read");
  return found;
}
`

// outside reads packages with programs that are not ours, and returns by
// package what they complain about.
func outside(t *testing.T, packages map[string]map[string]string) map[string][]string {
	t.Helper()
	in, names := map[string]string{}, map[string]string{}
	for name, files := range packages {
		dir := t.TempDir()
		for path, data := range files {
			if err := os.WriteFile(filepath.Join(dir, path), []byte(data), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		in[dir], names[dir] = "", name
	}
	found := map[string][]string{}
	for _, p := range validator.Node(t, readPackage, in, datapackageJS) {
		found[names[p.File]] = append(found[names[p.File]], "datapackage: "+p.Message)
	}
	python, jq := validator.Program(t, "python3"), validator.Program(t, "jq")
	const strictly = `
import csv, glob, sys
for name in glob.glob(sys.argv[1] + "/*.csv"):
    with open(name, encoding="utf-8", newline="") as f:
        rows = list(csv.reader(f, strict=True))
    if not rows[0][0].isidentifier():
        sys.exit(name + ": the first column is called " + repr(rows[0][0]))
    for row in rows:
        if len(row) != len(rows[0]):
            sys.exit("%s: %d cells, not %d" % (name, len(row), len(rows[0])))
`
	for dir, name := range names {
		if out, err := exec.Command(python, "-c", strictly, dir).CombinedOutput(); err != nil {
			found[name] = append(found[name], "python: "+lastLine(out))
		}
		lines, err := filepath.Glob(filepath.Join(dir, "*.ndjson"))
		if err != nil || len(lines) == 0 {
			t.Fatal("no NDJSON", err)
		}
		if out, err := exec.Command(jq, append([]string{"-e", "-n", `[inputs | type == "object"] | all`}, lines...)...).CombinedOutput(); err != nil {
			found[name] = append(found[name], "jq: "+lastLine(out))
		}
	}
	return found
}

func lastLine(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return lines[len(lines)-1]
}

// TestTables holds the tables of the example against their own description,
// against the site they were made of, and before programs that are not ours.
func TestTables(t *testing.T) {
	_, files := example(t)
	r, err := Run(options("../../..", ""))
	if err != nil {
		t.Fatal(err)
	}
	checkTables(t, files, r.Site)
	for _, complaints := range outside(t, map[string]map[string]string{"example": packageOf(files)}) {
		t.Errorf("%q", complaints)
	}
}

// checkTables holds all tables of a built site against the site.
func checkTables(t *testing.T, files map[string]string, s *site.Site) {
	t.Helper()
	for _, complaint := range checkPackage(packageOf(files)) {
		t.Error(complaint)
	}
	tables := map[string]csvTable{}
	for _, x := range export.Tables(s) {
		c, err := readCSV(files[s.Data(x.Name+".csv")])
		if err != nil {
			t.Fatal(x.Name, err)
		}
		if len(c.rows) != x.Rows {
			t.Errorf("%s: %d rows, want %d", x.Name, len(c.rows), x.Rows)
		}
		tables[x.Name] = c
	}
	checkNumbers(t, tables, s)
	checkStatistics(t, files, tables, s)
	checkAddresses(t, files, tables, s)
	checkLists(t, files, tables, s)
}

// recount counts votes the long way.
type recount struct{ votes, yes, yesKnown, no, noKnown, factions, factionYes, persons int }

func (n *recount) add(v *council.Vote) {
	if !v.Recorded() {
		return
	}
	n.votes++
	if v.Yes.Known() {
		n.yes += v.Yes.Int()
		n.yesKnown++
	}
	if v.No.Known() {
		n.no += v.No.Int()
		n.noKnown++
	}
	n.factions += len(v.Factions)
	for _, f := range v.Factions {
		n.factionYes += f.Yes.Int()
	}
	n.persons += len(v.Persons)
}

// checkNumbers counts the site again and compares.
func checkNumbers(t *testing.T, tables map[string]csvTable, s *site.Site) {
	t.Helper()
	var want recount
	stations, public, results, items, hidden := 0, 0, 0, 0, 0
	for _, p := range s.Council.Papers {
		for _, c := range p.Consultations {
			stations++
			if c.Public {
				public++
			}
			if c.ResultWords != "" {
				results++
			}
			want.add(c.Vote)
			for _, b := range c.Ballots {
				want.add(b.Vote)
			}
		}
	}
	for _, m := range s.Council.Meetings {
		hidden += m.NonPublic
		for _, item := range m.Agenda {
			items++
			if item.Consultation == nil {
				want.add(item.Vote)
			}
		}
	}
	votes := tables["votes"]
	level := func(name string) func(int) bool { return func(i int) bool { return votes.cell(i, "level") == name } }
	var got recount
	for i := range votes.rows {
		switch votes.cell(i, "level") {
		case "total":
			got.votes++
		case "faction":
			got.factions++
		case "person":
			got.persons++
		}
	}
	got.yes, got.yesKnown = votes.sum(t, "yes", level("total"))
	got.no, got.noKnown = votes.sum(t, "no", level("total"))
	got.factionYes, _ = votes.sum(t, "yes", level("faction"))
	if _, known := votes.sum(t, "yes", level("person")); known > 0 {
		t.Errorf("%d persons have a number of votes", known)
	}
	if got != want {
		t.Errorf("votes: %+v, want %+v", got, want)
	}
	filled := func(table, column, value string) (n int) {
		c := tables[table]
		for i := range c.rows {
			if v := c.cell(i, column); v == value || value == "*" && v != "" {
				n++
			}
		}
		return n
	}
	sum, _ := tables["meetings"].sum(t, "items_not_public", func(int) bool { return true })
	all, _ := tables["meetings"].sum(t, "items", func(int) bool { return true })
	for _, x := range []struct {
		what      string
		got, want int
	}{
		{"papers", len(tables["papers"].rows), len(s.Council.Papers)},
		{"stations", len(tables["consultations"].rows), stations},
		{"public stations", filled("consultations", "public", "true"), public},
		{"results", filled("consultations", "result", "*"), results},
		{"deciding stations", filled("consultations", "decides", "true"), len(s.Decisions)},
		{"decisions", len(tables["decisions"].rows), len(s.Decisions)},
		{"decisions against a committee", filled("decisions", "against_committee", "true"), len(s.Overruled)},
		{"items", len(tables["agenda"].rows), items},
		{"items of meetings", all, items},
		{"hidden items", sum, hidden},
		{"meetings", len(tables["meetings"].rows), len(s.Council.Meetings)},
		{"committees", len(tables["committees"].rows), len(s.Council.Committees)},
	} {
		if x.got != x.want {
			t.Errorf("%d %s, want %d", x.got, x.what, x.want)
		}
	}
	for i, c := range s.Decisions {
		row := tables["decisions"]
		if c.Vote == nil && row.cell(i, "yes")+row.cell(i, "no")+row.cell(i, "abstain") != "" || c.Vote != nil && row.cell(i, "yes") != c.Vote.Yes.String() {
			t.Errorf("decision %d has %q votes in favour", i, row.cell(i, "yes"))
		}
	}
}

// checkStatistics makes the counts of the statistics page out of the tables.
func checkStatistics(t *testing.T, files map[string]string, tables map[string]csvTable, s *site.Site) {
	t.Helper()
	years, closely := map[string]int{}, map[string]int{}
	papers, decisions := tables["papers"], tables["decisions"]
	for i := range papers.rows {
		years[papers.cell(i, "date")[:min(4, len(papers.cell(i, "date")))]]++
	}
	for i := range decisions.rows {
		yes, e1 := strconv.Atoi(decisions.cell(i, "yes"))
		no, e2 := strconv.Atoi(decisions.cell(i, "no"))
		if e1 == nil && e2 == nil && no > 0 && max(yes-no, no-yes) <= council.CloseMargin {
			closely[decisions.cell(i, "date")[:4]]++
		}
	}
	for _, x := range s.Years {
		year := ""
		if x.Year != 0 {
			year = strconv.Itoa(x.Year)
		}
		if years[year] != len(x.Items) {
			t.Errorf("%d papers of %q, on the page %d", years[year], year, len(x.Items))
		}
	}
	n := 0
	for _, c := range closely {
		n += c
	}
	if n != len(s.Close) {
		t.Errorf("%d close votes, on the page %d", n, len(s.Close))
	}
	// The file of the statistics says how many papers there were each year.
	page, err := csv.NewReader(strings.NewReader(files[s.List("statistics")+"papers.csv"])).ReadAll()
	if err != nil || len(page) < 2 {
		t.Fatal("no statistics", err)
	}
	counted := 0
	for _, row := range page[1:] {
		if want, ok := years[row[0]]; ok && row[1] != strconv.Itoa(want) {
			t.Errorf("%d papers of %s, in the statistics %s", want, row[0], row[1])
		}
		if n, err := strconv.Atoi(row[1]); err == nil {
			counted += n
		}
	}
	if counted != len(papers.rows) {
		t.Errorf("%d papers, in the statistics %d", len(papers.rows), counted)
	}
}

// checkAddresses follows the address of each row.
func checkAddresses(t *testing.T, files map[string]string, tables map[string]csvTable, s *site.Site) {
	t.Helper()
	pages := parsePages(t, files)
	here := s.Absolute("")
	followed := 0
	for name, c := range tables {
		at, ok := c.columns["web"]
		if !ok {
			continue
		}
		for _, row := range c.rows {
			path, ok := strings.CutPrefix(row[at], here)
			path, fragment, _ := strings.Cut(path, "#")
			page := pages[path+"index.html"]
			if !ok || page == nil || fragment != "" && !page.ids[fragment] {
				t.Errorf("%s: nothing stands at %s", name, row[at])
			}
			followed++
		}
	}
	for i := range tables["papers"].rows {
		for _, address := range strings.Split(tables["papers"].cell(i, "files"), export.Separator) {
			if path, ok := strings.CutPrefix(address, here); ok && files[path] == "" {
				t.Errorf("no file stands at %s", address)
			}
		}
	}
	if followed < 100 {
		t.Errorf("only %d addresses were followed", followed)
	}
}

// checkLists holds the files beside pages: they have the rows of the whole
// table that belong to the page, all of them and no other.
func checkLists(t *testing.T, files map[string]string, tables map[string]csvTable, s *site.Site) {
	t.Helper()
	compare := func(path, table string, belongs func(row int) bool) {
		t.Helper()
		var want []string
		for i := range tables[table].rows {
			if belongs(i) {
				want = append(want, tables[table].cell(i, "id"))
			}
		}
		data, ok := files[path]
		if !ok && len(want) == 0 {
			return
		}
		c, err := readCSV(data)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			return
		}
		if !maps.Equal(c.columns, tables[table].columns) {
			t.Errorf("%s has other columns than the whole table", path)
		}
		var got []string
		for i := range c.rows {
			got = append(got, c.cell(i, "id"))
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: rows %v, want %v", path, got, want)
		}
		if c.rows == nil {
			t.Errorf("%s is empty", path)
		}
	}
	// Whom rows belong to is looked up in other tables.
	pairs := func(table, key, value string) map[string]map[string]bool {
		out := map[string]map[string]bool{}
		c := tables[table]
		for i := range c.rows {
			k := c.cell(i, key)
			if out[k] == nil {
				out[k] = map[string]bool{}
			}
			out[k][c.cell(i, value)] = true
		}
		return out
	}
	topics := pairs("paper_topics", "topic", "paper")
	for range tables["topics"].rows { // what belongs to a topic belongs to those above it
		for i := range tables["topics"].rows {
			id, parent := tables["topics"].cell(i, "id"), tables["topics"].cell(i, "parent")
			for paper := range topics[id] {
				if topics[parent] == nil {
					topics[parent] = map[string]bool{}
				}
				topics[parent][paper] = true
			}
		}
	}
	for _, x := range s.Council.Topics {
		compare(s.Path(x)+"papers.csv", "papers", func(i int) bool { return topics[x.ID][tables["papers"].cell(i, "id")] })
		compare(s.Path(x)+"decisions.csv", "decisions", func(i int) bool { return topics[x.ID][tables["decisions"].cell(i, "paper")] })
	}
	factions := pairs("originators", "faction", "paper")
	for _, x := range s.Factions {
		compare(s.Path(x)+"papers.csv", "papers", func(i int) bool { return factions[x.ID][tables["papers"].cell(i, "id")] })
		compare(s.Path(x)+"decisions.csv", "decisions", func(i int) bool { return factions[x.ID][tables["decisions"].cell(i, "paper")] })
	}
	among := func(list, name string) bool { return slices.Contains(strings.Split(list, export.Separator), name) }
	for _, x := range s.Committees {
		papers := map[string]bool{}
		for i := range tables["consultations"].rows {
			if among(tables["consultations"].cell(i, "committees"), x.Name) {
				papers[tables["consultations"].cell(i, "paper")] = true
			}
		}
		compare(s.Path(x)+"papers.csv", "papers", func(i int) bool { return papers[tables["papers"].cell(i, "id")] })
		compare(s.Path(x)+"decisions.csv", "decisions", func(i int) bool { return among(tables["decisions"].cell(i, "committees"), x.Name) })
	}
	of := func(table string, year int) func(int) bool {
		return func(i int) bool {
			date := tables[table].cell(i, "date")
			return year == 0 && date == "" || year != 0 && strings.HasPrefix(date, strconv.Itoa(year)+"-")
		}
	}
	for _, y := range s.Years {
		compare(s.List("papers", "year", s.Year(y.Year))+"papers.csv", "papers", of("papers", y.Year))
	}
	for _, y := range s.DecisionYears {
		compare(s.List("decisions", s.Year(y.Year))+"decisions.csv", "decisions", of("decisions", y.Year))
	}
	for _, y := range s.MeetingYears {
		compare(s.List("meetings", s.Year(y.Year))+"meetings.csv", "meetings", of("meetings", y.Year))
	}
}

// TestTablesFindFaults plants faults and wants each to be found, by our own
// check and, where a program that is not ours can know, by that too.
func TestTablesFindFaults(t *testing.T) {
	_, files := example(t)
	good := packageOf(files)
	change := func(path, old, new string) func(map[string]string) {
		return func(files map[string]string) {
			if !strings.Contains(files[path], old) {
				t.Fatalf("%s has no %q", path, old)
			}
			files[path] = strings.Replace(files[path], old, new, 1)
		}
	}
	rewrite := func(path, pattern, with string) func(map[string]string) {
		return func(files map[string]string) {
			re := regexp.MustCompile(pattern)
			at := re.FindStringSubmatchIndex(files[path])
			if at == nil {
				t.Fatalf("%s has no %s", path, pattern)
			}
			files[path] = files[path][:at[0]] + string(re.ExpandString(nil, with, files[path], at)) + files[path][at[1]:]
		}
	}
	faults := []struct {
		name    string
		plant   func(files map[string]string)
		theirs  bool // found by a program that is not ours
		leaveIt bool // hashes and sizes stay as they were
	}{
		{"a word for a number", rewrite("votes.csv", `,\d+,\d+,\d+,,,,`, ",viele,1,1,,,,"), true, false},
		{"a missing column", rewrite("committees.csv", `(?m)^((?:[^,]*,){3})[^,]*,`, "$1"), true, false},
		{"a key that leads nowhere", rewrite("paper_topics.csv", `\r\n[^,]*,`, "\r\n2099-9999,"), true, false},
		{"a quote that does not end", rewrite("meetings.csv", `,"`, `,""`), true, false},
		{"two rows with one id", func(files map[string]string) {
			lines := strings.SplitAfter(files["topics.csv"], "\r\n")
			files["topics.csv"] += lines[1]
		}, true, false},
		{"a value that no table has", change("meetings.csv", ",held,", ",vorbei,"), true, false},
		{"a row without what every row has", rewrite("factions.csv", `(\r\n[^,]*,[^,]*),[^,]*,`, "$1,,"), true, false},
		{"a German day", rewrite("papers.csv", `,(\d{4})-(\d\d)-(\d\d),`, ",$3.$2.$1,"), true, false},
		{"a decimal comma", rewrite("papers.csv", `,(\d+)(?:\.\d+)?,(?:[-\d]*),\d{4}–`, `,"$1,5",,2020–`), true, false},
		{"German words for a truth", change("consultations.csv", ",true,", ",ja,"), true, false},
		{"line ends of Unix", func(files map[string]string) {
			files["agenda.csv"] = strings.ReplaceAll(files["agenda.csv"], "\r\n", "\n")
		}, false, false},
		{"a mark of byte order", func(files map[string]string) { files["papers.csv"] = "\ufeff" + files["papers.csv"] }, true, false},
		{"a formula", rewrite("papers.csv", `(\r\n[^,]*,[^,]*,[^,]*),[^,"]*,`, "$1,=HYPERLINK(1),"), false, false},
		{"a line cut off", func(files map[string]string) {
			files["votes.ndjson"] = files["votes.ndjson"][:len(files["votes.ndjson"])-9]
		}, true, false},
		{"a line that is not there", func(files map[string]string) {
			_, files["papers.ndjson"], _ = strings.Cut(files["papers.ndjson"], "\n")
		}, false, false},
		{"another number in JSON", rewrite("votes.ndjson", `"yes":\d+`, `"yes":999`), false, false},
		{"a 0 that nobody recorded, in JSON", rewrite("decisions.ndjson", `("outcome":"adopted","majority":"[a-z]+"),"against`, `$1,"abstain":0,"against`), false, false},
		{"a file that is not there", func(files map[string]string) { delete(files, "factions.csv") }, true, false},
		{"another file than the one described", rewrite("votes.csv", `,9,`, ",8,"), false, true},
		{"a description without types", rewrite("datapackage.json", `"type": "integer"`, `"type": "zahl"`), true, true},
	}
	packages := map[string]map[string]string{"good": good}
	for _, f := range faults {
		bad := maps.Clone(good)
		f.plant(bad)
		if !f.leaveIt {
			describeAnew(t, bad)
		}
		packages[f.name] = bad
		if f.name != "a description without types" && len(checkPackage(bad)) == 0 {
			t.Errorf("%s is not found", f.name)
		}
	}
	if wrong := checkPackage(good); len(wrong) > 0 {
		t.Errorf("faults in what is good: %q", wrong)
	}
	theirs := outside(t, packages)
	for _, f := range faults {
		if f.theirs && len(theirs[f.name]) == 0 {
			t.Errorf("%s is not found by others", f.name)
		}
	}
	if len(theirs["good"]) > 0 {
		t.Errorf("others find faults in what is good: %q", theirs["good"])
	}
}

// describeAnew puts sizes and hashes right after a fault was planted, so that
// it is not found by them alone.
func describeAnew(t *testing.T, files map[string]string) {
	t.Helper()
	var p map[string]any
	if err := json.Unmarshal([]byte(files["datapackage.json"]), &p); err != nil {
		t.Fatal(err)
	}
	for _, r := range p["resources"].([]any) {
		r := r.(map[string]any)
		data := files[r["path"].(string)]
		sum := sha256.Sum256([]byte(data))
		r["bytes"], r["hash"] = len(data), "sha256:"+hex.EncodeToString(sum[:])
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(p); err != nil {
		t.Fatal(err)
	}
	files["datapackage.json"] = out.String()
}

// TestEveryCSV holds all CSV files of the example, those of statistics too,
// against what spreadsheets and statistics programs want of them.
func TestEveryCSV(t *testing.T) {
	_, files := example(t)
	seen := 0
	for path, data := range files {
		if attached, _ := filepath.Match("vorlagen/*/*", path); attached || !strings.HasSuffix(path, ".csv") {
			continue
		}
		seen++
		rows, err := csv.NewReader(strings.NewReader(data)).ReadAll() // which wants as many cells in each
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		names := slices.Sorted(slices.Values(rows[0]))
		if len(slices.Compact(names)) != len(rows[0]) {
			t.Errorf("%s has two columns of one name: %v", path, rows[0])
		}
		// "0.333" is 333 to a German spreadsheet.
		if m := regexp.MustCompile(`(?m)(^|,)\d+\.\d{3}(,|\r?$)`).FindString(data); m != "" {
			t.Errorf("%s holds %q, which may be read as thousands", path, m)
		}
		for line := range strings.Lines(data) {
			if !strings.Contains(line, `"`) && strings.Contains(line, ";") {
				t.Errorf("%s holds a semicolon that may be read as a separator: %s", path, line)
			}
		}
	}
	if seen < 30 {
		t.Errorf("only %d files were found", seen)
	}
	rows, err := csv.NewReader(strings.NewReader(files["statistik/papers.csv"])).ReadAll()
	if err != nil || len(rows) < 2 {
		t.Fatalf("papers.csv cannot be read: %v", err)
	}
	for _, row := range rows[1:] {
		sum := 0
		for _, cell := range row[2:] {
			n, _ := strconv.Atoi(cell)
			sum += n
		}
		if strconv.Itoa(sum) != row[1] {
			t.Errorf("the parts of %s make %d, not %s", row[0], sum, row[1])
		}
	}
}
