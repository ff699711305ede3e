// Package xlsx writes a table as a workbook of Office Open XML (ECMA-376) with
// one sheet, whose first row stays in sight and can be filtered. Texts are
// texts, so that a spreadsheet runs none as a formula; days are days.
//
// It makes the parts that the standard asks for and no more, and no moment of
// its making: the same table gives the same bytes.
package xlsx

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// MostRows is how many rows a sheet of Excel has room for.
const MostRows = 1 << 20

// MediaType is that of a workbook.
const MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Kind is what the cells of a column hold.
type Kind int

// The kinds of cells.
const (
	Text   Kind = iota
	Number      // with a decimal point
	Bool        // "true" or "false"
	Day         // "2026-11-05"
)

// Column is a column with its name in the first row.
type Column struct {
	Name string
	Kind Kind
}

// Write returns a workbook with one sheet. each calls row for the count rows
// below the names, each with a text for every column; "" makes an empty cell.
func Write(title string, columns []Column, count int, each func(row func([]string))) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	part := func(name string, write func(io.Writer) error) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, ModifiedDate: 1<<5 | 1}) // 1980-01-01: 0 is no day
		if err == nil {
			_, err = io.WriteString(w, xml.Header)
		}
		if err != nil {
			return err
		}
		return write(w)
	}
	for _, p := range []struct {
		name    string
		content any
	}{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", relations{Relations: []relation{{"rId1", officeRelations + "/officeDocument", "xl/workbook.xml"}}}},
		{"xl/workbook.xml", workbook{R: officeRelations, Sheets: []sheetName{{title, 1, "rId1"}}}},
		{"xl/_rels/workbook.xml.rels", relations{Relations: []relation{{"rId1", officeRelations + "/worksheet", "worksheets/sheet1.xml"}, {"rId2", officeRelations + "/styles", "styles.xml"}}}},
		{"xl/styles.xml", styles},
	} {
		if err := part(p.name, func(w io.Writer) error { return xml.NewEncoder(w).Encode(p.content) }); err != nil {
			return nil, err
		}
	}
	err := part("xl/worksheets/sheet1.xml", func(w io.Writer) error { return writeSheet(w, columns, count, each) })
	if err == nil {
		err = z.Close()
	}
	return out.Bytes(), err
}

// writeSheet writes the sheet row by row: there are too many of them to be
// values first.
func writeSheet(out io.Writer, columns []Column, count int, each func(row func([]string))) error {
	last := columnName(len(columns)-1) + strconv.Itoa(count+1)
	around, err := xml.Marshal(sheet{Views: views, Columns: widths(columns), Filter: filter{"A1:" + last}})
	if err != nil {
		return err
	}
	const rows = "<sheetData>"
	before, after, _ := strings.Cut(string(around), rows)
	w := &writer{out: bufio.NewWriter(out)}
	head := make([]string, len(columns))
	for i, c := range columns {
		w.columns = append(w.columns, Column{columnName(i), Text})
		head[i] = c.Name
	}
	w.write(before, rows)
	w.row(head, headStyle)
	for i, c := range columns {
		w.columns[i].Kind = c.Kind
	}
	each(func(row []string) { w.row(row, plainStyle) })
	w.write(after)
	return w.out.Flush() // the first error of all
}

// widths makes columns wide enough for their names and for days; a day without
// room is shown as "###".
func widths(columns []Column) []width {
	out := make([]width, len(columns))
	for i, c := range columns {
		n := map[Kind]int{Text: 24, Day: 12}[c.Kind]
		out[i] = width{i + 1, i + 1, max(n, len(c.Name)+3), 1} // room for the sign of the filter
	}
	return out
}

const (
	officeRelations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	spreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// The parts of a workbook, as far as they are needed.
type (
	types struct {
		XMLName   xml.Name `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
		Defaults  []defaultType
		Overrides []overrideType
	}
	defaultType struct {
		XMLName   xml.Name `xml:"Default"`
		Extension string   `xml:",attr"`
		Type      string   `xml:"ContentType,attr"`
	}
	overrideType struct {
		XMLName xml.Name `xml:"Override"`
		Part    string   `xml:"PartName,attr"`
		Type    string   `xml:"ContentType,attr"`
	}
	relations struct {
		XMLName   xml.Name   `xml:"http://schemas.openxmlformats.org/package/2006/relationships Relationships"`
		Relations []relation `xml:"Relationship"`
	}
	relation struct {
		ID     string `xml:"Id,attr"`
		Type   string `xml:",attr"`
		Target string `xml:",attr"`
	}
	workbook struct {
		XMLName xml.Name    `xml:"http://schemas.openxmlformats.org/spreadsheetml/2006/main workbook"`
		R       string      `xml:"xmlns:r,attr"`
		Sheets  []sheetName `xml:"sheets>sheet"`
	}
	sheetName struct {
		Name string `xml:"name,attr"`
		ID   int    `xml:"sheetId,attr"`
		R    string `xml:"r:id,attr"`
	}
	styleSheet struct {
		XMLName xml.Name `xml:"http://schemas.openxmlformats.org/spreadsheetml/2006/main styleSheet"`
		Fonts   []font   `xml:"fonts>font"`
		Fills   []shade  `xml:"fills>fill"`
		Borders []empty  `xml:"borders>border"`
		Base    []format `xml:"cellStyleXfs>xf"`
		Formats []format `xml:"cellXfs>xf"`
	}
	empty struct{}
	font  struct {
		Bold *empty `xml:"b"`
		Size number `xml:"sz"`
		Name name   `xml:"name"`
	}
	number struct {
		Value int `xml:"val,attr"`
	}
	name struct {
		Value string `xml:"val,attr"`
	}
	shade struct {
		Pattern pattern `xml:"patternFill"`
	}
	pattern struct {
		Type string `xml:"patternType,attr"`
	}
	format struct {
		Number int `xml:"numFmtId,attr"` // 14 is a day as the computer writes days
		Font   int `xml:"fontId,attr"`
		Fill   int `xml:"fillId,attr"`
		Border int `xml:"borderId,attr"`
		Apply  int `xml:"applyNumberFormat,attr"`
	}
	sheet struct {
		XMLName xml.Name   `xml:"http://schemas.openxmlformats.org/spreadsheetml/2006/main worksheet"`
		Views   sheetViews `xml:"sheetViews"`
		Columns []width    `xml:"cols>col"`
		Rows    empty      `xml:"sheetData"`
		Filter  filter     `xml:"autoFilter"`
	}
	width struct {
		First  int `xml:"min,attr"`
		Last   int `xml:"max,attr"`
		Width  int `xml:"width,attr"` // in digits
		Custom int `xml:"customWidth,attr"`
	}
	sheetViews struct {
		View sheetView `xml:"sheetView"`
	}
	sheetView struct {
		Workbook int  `xml:"workbookViewId,attr"`
		Pane     pane `xml:"pane"`
	}
	pane struct {
		Rows    int    `xml:"ySplit,attr"`
		TopLeft string `xml:"topLeftCell,attr"`
		Active  string `xml:"activePane,attr"`
		State   string `xml:"state,attr"`
	}
	filter struct {
		Range string `xml:"ref,attr"`
	}
)

// The styles of cells.
const (
	plainStyle = iota
	headStyle
	dayStyle
)

var (
	contentTypes = types{Defaults: []defaultType{{Extension: "rels", Type: "application/vnd.openxmlformats-package.relationships+xml"}, {Extension: "xml", Type: "application/xml"}},
		Overrides: []overrideType{{Part: "/xl/workbook.xml", Type: spreadsheetType + "sheet.main+xml"}, {Part: "/xl/worksheets/sheet1.xml", Type: spreadsheetType + "worksheet+xml"},
			{Part: "/xl/styles.xml", Type: spreadsheetType + "styles+xml"}}}
	styles = styleSheet{Fonts: []font{{nil, number{11}, name{"Calibri"}}, {&empty{}, number{11}, name{"Calibri"}}}, Fills: []shade{{pattern{"none"}}, {pattern{"gray125"}}}, Borders: []empty{{}},
		Base: []format{{}}, Formats: []format{plainStyle: {}, headStyle: {Font: 1}, dayStyle: {Number: 14, Apply: 1}}}
	views = sheetViews{sheetView{0, pane{1, "A2", "bottomLeft", "frozen"}}}
)

type writer struct {
	out     *bufio.Writer
	columns []Column // by their letters
	number  int      // of the last row
}

// row writes one row; style is that of its texts.
func (w *writer) row(cells []string, style int) {
	w.number++
	number := strconv.Itoa(w.number)
	w.write(`<row r="`, number, `">`)
	for i, text := range cells {
		if text == "" {
			continue
		}
		c := w.columns[i]
		w.write(`<c r="`, c.Name, number, `"`)
		day := 0
		if c.Kind == Day {
			day = serial(text)
		}
		switch {
		case c.Kind == Number:
			w.write(`><v>`, text, `</v></c>`)
		case c.Kind == Bool && text == "true":
			w.write(` t="b"><v>1</v></c>`)
		case c.Kind == Bool:
			w.write(` t="b"><v>0</v></c>`)
		case day > 0:
			w.write(` s="`, strconv.Itoa(dayStyle), `"><v>`, strconv.Itoa(day), `</v></c>`)
		default:
			if style != plainStyle {
				w.write(` s="`, strconv.Itoa(style), `"`)
			}
			w.write(` t="inlineStr"><is><t xml:space="preserve">`)
			xml.EscapeText(w.out, []byte(cut(text)))
			w.write(`</t></is></c>`)
		}
	}
	w.write("</row>")
}

// write leaves errors to the end.
func (w *writer) write(parts ...string) {
	for _, p := range parts {
		w.out.WriteString(p)
	}
}

// longest is how much text a cell of a spreadsheet surely takes, in bytes.
const longest = 32767

func cut(s string) string {
	if len(s) <= longest {
		return s
	}
	end := longest
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// serial is a day as spreadsheets count them, 0 for days before March 1900,
// where they count wrongly.
func serial(day string) int {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0
	}
	n := int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
	if n < 61 {
		return 0
	}
	return n
}

// columnName is the name of the n-th column, from 0: "A", "Z", "AA".
func columnName(n int) string {
	out := ""
	for n++; n > 0; n = (n - 1) / 26 {
		out = string(rune('A'+(n-1)%26)) + out
	}
	return out
}
