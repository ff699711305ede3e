package export

import (
	"bytes"
	"encoding/json"
)

// ndjson writes the table as one JSON object a line, with its columns as
// members in their order. Lists are arrays, texts stand as they are, and what
// is unknown is left out.
func (t *Table) ndjson() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	var failed error
	put := func(x any) {
		if err := enc.Encode(x); err != nil {
			failed = err
		}
		out.Truncate(out.Len() - 1) // the line break behind each value
	}
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = `"` + c.Name + `":`
	}
	t.each(func(row []value) bool {
		open := byte('{')
		member := func(i int) {
			out.WriteByte(open)
			out.WriteString(names[i])
			open = ','
		}
		for i, v := range row {
			switch c := &t.Columns[i]; c.Type {
			case List:
				if len(v.list) > 0 {
					member(i)
					put(v.list)
				}
			case Integer, Number, Boolean:
				if s := v.scalar(c.Type); s != "" {
					member(i)
					out.WriteString(s)
				}
			default:
				if v.text != "" {
					member(i)
					put(v.text)
				}
			}
		}
		out.WriteString("}\n")
		return failed == nil
	})
	return out.Bytes(), failed
}
