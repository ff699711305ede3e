// Package xlsx writes a table as a workbook of Office Open XML (ECMA-376) with
// one sheet, whose first row stays in sight and can be filtered. Texts are
// texts, so that a spreadsheet runs none as a formula; days are days.
//
// It makes the parts that the standard asks for and no more, and no moment of
// its making: the same table gives the same bytes.
package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strconv"
	"time"
	"unicode/utf8"
)

// MediaType is that of a workbook.
const MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// Kind is what a Cell holds.
type Kind int

// The kinds of cells.
const (
	Text   Kind = iota
	Number      // with a decimal point
	Bool        // "true" or "false"
	Day         // "2026-11-05"
)

// Cell is one value as text; "" makes an empty cell.
type Cell struct {
	Kind Kind
	Text string
}

// Write returns a workbook with one sheet. The first row are the names of the
// columns; each calls row for the count rows below it, each with as many cells.
func Write(title string, names []string, count int, each func(row func([]Cell))) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	part := func(name string, content any) error {
		w, err := z.Create(name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, xml.Header); err != nil {
			return err
		}
		return xml.NewEncoder(w).Encode(content)
	}
	last := columnName(len(names)-1) + strconv.Itoa(count+1)
	for _, p := range []struct {
		name    string
		content any
	}{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", relations{Relations: []relation{{"rId1", officeRelations + "/officeDocument", "xl/workbook.xml"}}}},
		{"xl/workbook.xml", workbook{R: officeRelations, Sheets: []sheetName{{title, 1, "rId1"}}}},
		{"xl/_rels/workbook.xml.rels", relations{Relations: []relation{{"rId1", officeRelations + "/worksheet", "worksheets/sheet1.xml"}, {"rId2", officeRelations + "/styles", "styles.xml"}}}},
		{"xl/styles.xml", styles},
		{"xl/worksheets/sheet1.xml", sheet{Views: views, Rows: written{rows(names, each)}, Filter: filter{"A1:" + last}}},
	} {
		if err := part(p.name, p.content); err != nil {
			return nil, err
		}
	}
	err := z.Close()
	return out.Bytes(), err
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
		Rows    written    `xml:"sheetData"`
		Filter  filter     `xml:"autoFilter"`
	}
	// written are rows that are XML already: there are too many of them to be
	// values first.
	written struct {
		XML []byte `xml:",innerxml"`
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

// rows writes the names and the rows.
func rows(names []string, each func(row func([]Cell))) []byte {
	w := &writer{letters: make([]string, len(names))}
	head := make([]Cell, len(names))
	for i, name := range names {
		w.letters[i] = columnName(i)
		head[i] = Cell{Text: name}
	}
	w.row(head, headStyle)
	each(func(row []Cell) { w.row(row, plainStyle) })
	return w.out.Bytes()
}

type writer struct {
	out     bytes.Buffer
	letters []string
	number  int // of the last row
}

// row writes one row; style is that of its texts.
func (w *writer) row(cells []Cell, style int) {
	w.number++
	number := strconv.Itoa(w.number)
	w.write(`<row r="`, number, `">`)
	for i, c := range cells {
		if c.Text == "" {
			continue
		}
		w.write(`<c r="`, w.letters[i], number, `"`)
		day := 0
		if c.Kind == Day {
			day = serial(c.Text)
		}
		switch {
		case c.Kind == Number:
			w.write(`><v>`, c.Text, `</v></c>`)
		case c.Kind == Bool && c.Text == "true":
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
			xml.EscapeText(&w.out, []byte(cut(c.Text))) // a buffer takes everything
			w.write(`</t></is></c>`)
		}
	}
	w.write("</row>")
}

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
