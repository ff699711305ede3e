package export

import (
	"bytes"
	"encoding/csv"
	"strings"
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

// csv writes the table as RFC 4180 has it: a line of names, CRLF, UTF-8
// without a byte order mark. Line breaks within a cell are CRLF too.
func (t *Table) csv() (*file, error) {
	f := &file{ends: make([]int, 0, t.Rows+1)}
	var buf bytes.Buffer
	w := csv.NewWriter(&buf)
	w.UseCRLF = true
	cells := make([]string, len(t.Columns))
	line := func() bool {
		w.Write(cells) // an error stays and is found below
		w.Flush()
		f.ends = append(f.ends, buf.Len())
		return w.Error() == nil
	}
	for i, c := range t.Columns {
		cells[i] = c.Name
	}
	line()
	t.each(func(row []value) bool {
		for i, v := range row {
			switch c := &t.Columns[i]; c.Type {
			case List:
				cells[i] = guard(strings.Join(v.list, Separator))
			case String:
				cells[i] = guard(v.text)
			default:
				cells[i] = v.scalar(c.Type)
			}
		}
		return line()
	})
	f.data = buf.Bytes()
	return f, w.Error()
}

// formula holds what makes a spreadsheet run a cell instead of showing it.
const formula = "=+-@\t\r\n＝＋－＠"

// guard puts an apostrophe before a text that a spreadsheet would run as a
// formula, the way that spreadsheets themselves mark texts. A text that begins
// with apostrophes before such a character gets one more, so that taking one
// away always gives the text back. Numbers and days are never touched.
func guard(s string) string {
	if rest := strings.TrimLeft(s, "'"); rest != "" && strings.ContainsAny(rest[:runeLen(rest)], formula) {
		return "'" + s
	}
	return s
}

// runeLen is how many bytes the first character of a text has.
func runeLen(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}
