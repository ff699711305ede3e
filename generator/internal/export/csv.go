package export

import (
	"bytes"
	"strings"

	"offenlage/generator/internal/spreadsheet"
)

// Separator stands between the texts of one cell of a CSV file. A text that
// holds it itself is whole in the NDJSON file.
const Separator = "; "

// file is a finished CSV file that remembers its rows, so that lists of some
// of them need not be written anew.
type file struct {
	data []byte
	ends []int // of the header and of each row
}

func (f *file) header() []byte { return f.data[:f.ends[0]] }

// row is the n-th row, from 0.
func (f *file) row(n int) []byte { return f.data[f.ends[n]:f.ends[n+1]] }

// csvWriter writes a table as RFC 4180 has it: a line of names, CRLF, UTF-8
// without a byte order mark. Line breaks within a cell are CRLF too.
type csvWriter struct {
	columns []Column
	cells   []string
	buf     bytes.Buffer
	ends    []int
}

func newCSV(t *Table) *csvWriter {
	w := &csvWriter{columns: t.Columns, cells: make([]string, len(t.Columns)), ends: make([]int, 0, t.Rows+1)}
	for i, c := range t.Columns {
		w.cells[i] = c.Name
	}
	w.line()
	return w
}

func (w *csvWriter) line() {
	spreadsheet.Row(&w.buf, w.cells)
	w.ends = append(w.ends, w.buf.Len())
}

func (w *csvWriter) row(row []value) {
	for i, v := range row {
		switch c := &w.columns[i]; c.Type {
		case List:
			w.cells[i] = spreadsheet.Guard(strings.Join(v.list, Separator))
		case String:
			w.cells[i] = spreadsheet.Guard(v.text)
		default:
			w.cells[i] = v.scalar(c.Type)
		}
	}
	w.line()
}

func (w *csvWriter) file() *file { return &file{w.buf.Bytes(), w.ends} }
