package build

import (
	"archive/zip"
	"bytes"
	"database/sql"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"offenlage/generator/internal/export"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/validator"
)

// databaseFile writes a database to the disk, where programs find it.
func databaseFile(t *testing.T, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "site.sqlite")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

// databaseText is all that a database holds: every cell of every table, and
// the words of the full-text search.
func databaseText(t *testing.T, data string) string {
	t.Helper()
	db, err := sql.Open("sqlite", databaseFile(t, []byte(data)))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	read := func(query string) (all [][]byte) {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(query, err)
		}
		defer rows.Close()
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		cells, into := make([]sql.RawBytes, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			for _, c := range cells {
				all = append(all, bytes.Clone(c))
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		return all
	}
	out := read("SELECT name, sql FROM sqlite_schema")
	for _, name := range read("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
		out = append(out, read(`SELECT * FROM "`+string(name)+`"`)...)
	}
	if _, err := db.Exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, row)"); err != nil {
		t.Fatal(err)
	}
	words := read("SELECT term FROM temp.words")
	if len(words) < 3 {
		t.Errorf("the full-text search has %d words", len(words))
	}
	return string(bytes.Join(append(out, words...), []byte("\n")))
}

// unzipped is all that an archive holds.
func unzipped(t *testing.T, data string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return out.String()
}

// makeDatabase makes the database of a site.
func makeDatabase(t *testing.T, s *site.Site) (data []byte) {
	t.Helper()
	say := func(key string, _ ...any) string { return key }
	if err := export.Database(s, say, func(_ string, made []byte) error { data = made; return nil }); err != nil {
		t.Fatal(err)
	}
	return data
}

// TestDatabase makes the example's database with one core and with many, byte
// for byte the same, and asks the shell of SQLite about it. Then two faults
// are planted.
func TestDatabase(t *testing.T) {
	r, err := Run(options("../../..", ""))
	if err != nil {
		t.Fatal(err)
	}
	data := makeDatabase(t, r.Site)
	before := runtime.GOMAXPROCS(1)
	again := makeDatabase(t, r.Site)
	runtime.GOMAXPROCS(before)
	if !bytes.Equal(data, again) {
		t.Error("two databases of one site are not the same")
	}
	shell := validator.Program(t, "sqlite3")
	file := databaseFile(t, data)
	ask := func(query string) string {
		t.Helper()
		out, err := exec.Command(shell, file, query).CombinedOutput()
		if err != nil {
			return "error: " + string(out)
		}
		return strings.TrimSpace(string(out))
	}
	for query, want := range map[string]string{
		"PRAGMA integrity_check":                                "ok",
		"PRAGMA foreign_key_check":                              "",
		"PRAGMA journal_mode":                                   "delete",
		"PRAGMA freelist_count":                                 "0",
		"PRAGMA page_size":                                      "4096",
		"INSERT INTO search(search) VALUES ('integrity-check')": "",
		"SELECT count(*) FROM votes WHERE level = 'person' AND yes IS NOT NULL":                               "0",
		"SELECT value FROM about WHERE name = 'licence'":                                                      "dl-de/by-2-0",
		"SELECT papers.name FROM papers JOIN search ON paper = id WHERE search MATCH 'sitzbank OR sitzbanke'": "Mehr Sitzbänke in der Innenstadt",
		"SELECT count(*) FROM papers, json_each(topics)":                                                      strconv.Itoa(rowsOf(r.Site, "paper_topics")),
	} {
		if got := ask(query); got != want {
			t.Errorf("%s gives %q, want %q", query, got, want)
		}
	}
	for _, x := range export.Tables(r.Site) {
		if got := ask("SELECT count(*) FROM " + x.Name); got != strconv.Itoa(x.Rows) {
			t.Errorf("%s has %s rows, want %d", x.Name, got, x.Rows)
		}
		if got := ask("SELECT count(*) FROM fields WHERE \"table\" = '" + x.Name + "'"); got != strconv.Itoa(len(x.Columns)) {
			t.Errorf("%s columns of %s are described, want %d", got, x.Name, len(x.Columns))
		}
	}

	ask("UPDATE consultations SET paper = '2099-9999' WHERE rowid = 1")
	if ask("PRAGMA foreign_key_check") == "" {
		t.Error("a key that leads nowhere is not found")
	}
	torn := bytes.Clone(data)
	for i := 4096; i < 3*4096; i++ {
		torn[i] ^= 0x5a
	}
	if err := os.WriteFile(file, torn, 0o644); err != nil {
		t.Fatal(err)
	}
	if ask("PRAGMA integrity_check") == "ok" {
		t.Error("a torn file is not found")
	}
}

func rowsOf(s *site.Site, table string) int {
	for _, x := range export.Tables(s) {
		if x.Name == table {
			return x.Rows
		}
	}
	return -1
}
