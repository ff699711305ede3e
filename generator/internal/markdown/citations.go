package markdown

import (
	"bytes"
	"slices"
	"unicode"
	"unicode/utf8"
)

// maxCitations bounds what one text can name.
const maxCitations = 500

// Citations returns what looks like an official number in a text, each once,
// in order: "2021/0541", "BV-2023-017", "4711" after "Drucksache". It reads the
// bytes once and knows no Markdown. It finds too much rather than too little;
// the caller knows which numbers there are.
func Citations(src []byte) []string {
	var out []string
	numbers(src, func(from, to int) {
		if s := src[from:to]; len(out) < maxCitations && !slices.ContainsFunc(out, func(o string) bool { return o == string(s) }) {
			out = append(out, string(s))
		}
	})
	return out
}

// labels stand before a number that needs no separator to be official.
var labels = [][]byte{[]byte("Nr. "), []byte("Nr.\u00a0"), []byte("Drucksache "), []byte("Vorlage "), []byte("Drs. ")}

// numbers calls found with the place of each candidate, first to last.
func numbers(src []byte, found func(from, to int)) {
	end := 0 // of the last candidate
	for i := 1; i+1 < len(src); i++ {
		if !isDigit(src[i+1]) {
			continue
		}
		switch c := src[i]; {
		case (c == '/' || c == '-') && isDigit(src[i-1]):
			from, to := i, i+1
			for from > end {
				size := 1
				if src[from-1] >= utf8.RuneSelf { // "ÄA-2021/3" is not "A-2021/3"
					var r rune
					if r, size = utf8.DecodeLastRune(src[end:from]); !unicode.IsLetter(r) {
						break
					}
				} else if !inNumber(src[from-1]) {
					break
				}
				from -= size
			}
			for to < len(src) && inNumber(src[to]) {
				to++
			}
			for from < i && src[from] < utf8.RuneSelf && !isLetterOrDigit(src[from]) {
				from++
			}
			for to > i && !isLetterOrDigit(src[to-1]) {
				to--
			}
			if to-from <= 40 && to-from >= 4 {
				found(from, to)
			}
			end, i = to, to
		case c == ' ' || c == 0xa0:
			if !labelled(src[max(end, i-12) : i+1]) {
				continue
			}
			to := i + 1
			for to < len(src) && isDigit(src[to]) {
				to++
			}
			if to < len(src) && inNumber(src[to]) || to+1 < len(src) && src[to] == '.' && isDigit(src[to+1]) || to-i-1 < 3 {
				continue // part of a longer one, which its separators find, or of a date
			}
			found(i+1, to)
			end, i = to, to-1
		}
	}
}

func labelled(before []byte) bool {
	return slices.ContainsFunc(labels, func(l []byte) bool { return bytes.HasSuffix(before, l) })
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func isLetterOrDigit(b byte) bool {
	return isDigit(b) || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

func inNumber(b byte) bool { return isLetterOrDigit(b) || b == '/' || b == '-' }
