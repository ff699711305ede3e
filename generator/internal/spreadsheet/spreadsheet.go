// Package spreadsheet makes texts safe to be opened in a spreadsheet. It writes
// no file.
package spreadsheet

import "strings"

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
