// Package spreadsheet writes CSV that is safe to be opened in a spreadsheet.
package spreadsheet

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Row writes a line of CSV (RFC 4180): commas between the cells, CRLF at its
// end and for line breaks inside of cells. Cells that hold a semicolon or a tab
// are in quotes too, since spreadsheets take these for separators, German ones
// before others.
func Row(b *bytes.Buffer, cells []string) {
	for i, cell := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		first, _ := utf8.DecodeRuneInString(cell)
		if !strings.ContainsAny(cell, ",;\t\"\r\n") && !unicode.IsSpace(first) {
			b.WriteString(cell)
			continue
		}
		b.WriteByte('"')
		quoted.WriteString(b, cell) // a buffer takes everything
		b.WriteByte('"')
	}
	b.WriteString("\r\n")
}

var quoted = strings.NewReplacer(`"`, `""`, "\r", "", "\n", "\r\n")

// formula holds what makes a spreadsheet run a cell instead of showing it.
const formula = "=+-@\t\r\n＝＋－＠"

// Guard puts an apostrophe before a text that a spreadsheet would run as a
// formula, the way that spreadsheets themselves mark texts. A text that begins
// with apostrophes before such a character gets one more, so that taking one
// away always gives the text back. Numbers and days are never touched.
func Guard(s string) string {
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
