// Package export writes the lists of a site as data: tables as CSV (RFC 4180)
// and NDJSON, described by a Data Package 2.0, and the rows of single
// committees, topics, factions and years beside their pages. What a table
// holds is said once, in its columns; files, schemas and documentation are
// made of them.
//
// Names of tables and columns are OParl's, in snake_case. The council's own
// words stand as they are, with the canonical value in a column beside them. A
// number that nobody recorded is left out, never 0.
package export

import (
	"bytes"
	"fmt"
	"slices"
	"sync"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/xlsx"
)

// Put takes one finished file; it may be called from several goroutines.
type Put func(path string, data []byte) error

// Say returns a message of the interface.
type Say func(key string, pairs ...any) string

// Write makes all files but the one that Database makes.
func Write(s *site.Site, say Say, put Put) error {
	tables := Tables(s)
	files := make(map[string]*file, len(tables))
	resources := make([][]resource, len(tables))
	var (
		all    sync.WaitGroup
		mu     sync.Mutex // of what is below and above
		failed error
	)
	for i, t := range tables {
		all.Go(func() {
			f, described, err := t.write(s, say, put)
			mu.Lock()
			defer mu.Unlock()
			files[t.Name], resources[i] = f, described
			if failed == nil {
				failed = err
			}
		})
	}
	all.Wait()
	if failed != nil {
		return failed
	}
	index, err := describe(s, say, slices.Concat(resources...))
	if err != nil {
		return err
	}
	if err := put(s.Data("datapackage.json"), index); err != nil {
		return err
	}
	return lists(s, files, put)
}

// write writes the files of a table and describes them.
func (t *Table) write(s *site.Site, say Say, put Put) (*file, []resource, error) {
	cells, lines := newCSV(t), newJSON(t)
	t.each(func(row []value) bool {
		cells.row(row)
		lines.row(row)
		return lines.failed == nil
	})
	if lines.failed != nil {
		return nil, nil, fmt.Errorf("write table %s: %w", t.Name, lines.failed)
	}
	f := cells.file()
	var described []resource
	one := func(format, mediaType string, data []byte) error {
		described = append(described, t.resource(say, format, mediaType, data))
		return put(s.Data(t.Name+"."+format), data)
	}
	if err := one("csv", "text/csv", f.data); err != nil {
		return nil, nil, err
	}
	if err := one("ndjson", "application/x-ndjson", lines.out.Bytes()); err != nil || !t.Workbook() {
		return f, described, err
	}
	book, err := t.workbook()
	if err != nil {
		return nil, nil, fmt.Errorf("write workbook %s: %w", t.Name, err)
	}
	return f, described, one("xlsx", xlsx.MediaType, book)
}

// lists writes the rows of single committees, topics, factions and years,
// with the same columns as the whole tables, beside the pages that show them.
func lists(s *site.Site, files map[string]*file, put Put) error {
	papers := slicer(files["papers"], s.Papers)
	decisions := slicer(files["decisions"], s.Decisions)
	meetings := slicer(files["meetings"], s.Council.Meetings)
	var failed error
	one := func(path string, data []byte) {
		if path != "" && failed == nil {
			failed = put(path, data)
		}
	}
	of := func(object any, list []*council.Paper) {
		one(s.ListData(object, "papers"), papers(list))
		one(s.ListData(object, "decisions"), decisions(s.DecisionsOf(object)))
	}
	for _, x := range s.Committees {
		of(x, x.Papers)
	}
	for _, x := range s.Council.Topics {
		of(x, x.Papers)
	}
	for _, x := range s.Factions {
		of(x, x.Papers)
	}
	for _, y := range s.Years {
		one(s.ListData(y, "papers"), papers(y.Items))
	}
	for _, y := range s.DecisionYears {
		one(s.ListData(y, "decisions"), decisions(y.Items))
	}
	for _, y := range s.MeetingYears {
		one(s.ListData(y, "meetings"), meetings(y.Items))
	}
	return failed
}

// slicer returns a function that makes a file of some rows of f, whose rows
// are those of all.
func slicer[T comparable](f *file, all []T) func(some []T) []byte {
	at := make(map[T]int, len(all))
	for i, x := range all {
		at[x] = i
	}
	return func(some []T) []byte {
		size := len(f.header())
		for _, x := range some {
			size += len(f.row(at[x]))
		}
		out := bytes.NewBuffer(make([]byte, 0, size))
		out.Write(f.header())
		for _, x := range some {
			out.Write(f.row(at[x]))
		}
		return out.Bytes()
	}
}
