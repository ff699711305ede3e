package export

import (
	"strings"

	"offenlage/generator/internal/xlsx"
)

// kinds are those of cells of a workbook.
var kinds = map[Type]xlsx.Kind{Integer: xlsx.Number, Number: xlsx.Number, Boolean: xlsx.Bool, Date: xlsx.Day}

// workbook is the table for those who open data with a double click: what a
// spreadsheet makes of CSV depends on the settings of the computer, and a
// German one expects semicolons.
func (t *Table) workbook() ([]byte, error) {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return xlsx.Write(t.Name, names, t.Rows, func(line func([]xlsx.Cell)) {
		cells := make([]xlsx.Cell, len(t.Columns))
		t.each(func(row []value) bool {
			for i, v := range row {
				c := &t.Columns[i]
				cells[i] = xlsx.Cell{Kind: kinds[c.Type], Text: v.scalar(c.Type)}
				if c.Type == List {
					cells[i].Text = strings.Join(v.list, Separator)
				}
			}
			line(cells)
			return true
		})
	})
}
