package export

import (
	"bytes"
	"encoding/json"
)

// jsonWriter writes a table as one JSON object a line, with its columns as
// members in their order. Lists are arrays, texts stand as they are, and what
// is unknown is left out.
type jsonWriter struct {
	columns []Column
	names   []string // with quotes and colon
	out     bytes.Buffer
	json    *json.Encoder
	failed  error
}

func newJSON(t *Table) *jsonWriter {
	w := &jsonWriter{columns: t.Columns, names: make([]string, len(t.Columns))}
	w.json = json.NewEncoder(&w.out)
	w.json.SetEscapeHTML(false)
	for i, c := range t.Columns {
		w.names[i] = `"` + c.Name + `":`
	}
	return w
}

func (w *jsonWriter) row(row []value) {
	open := byte('{')
	member := func(i int) {
		w.out.WriteByte(open)
		w.out.WriteString(w.names[i])
		open = ','
	}
	for i, v := range row {
		switch c := &w.columns[i]; c.Type {
		case List:
			if len(v.list) > 0 {
				member(i)
				w.put(v.list)
			}
		case Integer, Number, Boolean:
			if s := v.scalar(c.Type); s != "" {
				member(i)
				w.out.WriteString(s)
			}
		default:
			if v.text != "" {
				member(i)
				w.put(v.text)
			}
		}
	}
	w.out.WriteString("}\n")
}

func (w *jsonWriter) put(x any) {
	if err := w.json.Encode(x); err != nil {
		w.failed = err
		return
	}
	w.out.Truncate(w.out.Len() - 1) // the line break behind each value
}
