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
	columns := make([]xlsx.Column, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = xlsx.Column{Name: c.Name, Kind: kinds[c.Type]}
	}
	return xlsx.Write(t.Name, columns, t.Rows, func(line func([]string)) {
		cells := make([]string, len(t.Columns))
		t.each(func(row []value) bool {
			for i, v := range row {
				if c := &t.Columns[i]; c.Type == List {
					cells[i] = strings.Join(v.list, Separator)
				} else {
					cells[i] = v.scalar(c.Type)
				}
			}
			line(cells)
			return true
		})
	})
}
