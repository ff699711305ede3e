// Package german knows how German words are typed and inflected, as far as
// finding needs it. The script of the search page folds and stems in the same
// way, letter for letter; a test holds the two together.
package german

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold takes away what German readers type in several ways: case, marks,
// ß and ss, ä and ae. "Größe" and "GROESSE" are both "grosse".
func Fold(word string) string {
	plain := true
	for i := 0; i < len(word); i++ {
		if word[i] >= 0x80 || 'A' <= word[i] && word[i] <= 'Z' {
			plain = false
			break
		}
	}
	if !plain {
		var b strings.Builder
		b.Grow(len(word) + 4)
		for _, r := range norm.NFKD.String(word) {
			switch {
			case r == 'ß' || r == 'ẞ':
				b.WriteString("ss")
			case r >= 0x300 && r <= 0x36f: // a mark
			case r == 'ς':
				b.WriteRune('σ')
			case r < 0x80:
				if 'A' <= r && r <= 'Z' {
					r += 'a' - 'A'
				}
				b.WriteByte(byte(r))
			default:
				b.WriteRune(unicode.ToLower(r))
			}
		}
		word = b.String()
	}
	if !strings.Contains(word, "ae") && !strings.Contains(word, "oe") && !strings.Contains(word, "ue") {
		return word
	}
	out := make([]byte, 0, len(word))
	for i := 0; i < len(word); i++ {
		out = append(out, word[i])
		if i+1 >= len(word) || word[i+1] != 'e' {
			continue
		}
		switch word[i] {
		case 'a', 'o':
			i++
		case 'u':
			if i == 0 || word[i-1] != 'q' && !Vowel(word[i-1]) {
				i++
			}
		}
	}
	return string(out)
}

// Vowel tells the vowels of a folded word.
func Vowel(c byte) bool {
	switch c {
	case 'a', 'e', 'i', 'o', 'u', 'y':
		return true
	}
	return false
}

// Stem takes the endings of inflection off a folded word, by the rules of
// the German stemmer of Snowball 3 (https://snowballstem.org/algorithms/german/stemmer.html).
// What is not all a to z is returned as it is.
func Stem(word string) string {
	for i := 0; i < len(word); i++ {
		if word[i] < 'a' || word[i] > 'z' {
			return word
		}
	}
	if len(word) < 3 {
		return word
	}
	// u and y between vowels are consonants; capitals stand for these.
	w := []byte(word)
	for i := 1; i+1 < len(w); i++ {
		if (w[i] == 'u' || w[i] == 'y') && Vowel(w[i-1]) && Vowel(w[i+1]) {
			w[i] -= 'a' - 'A'
		}
	}
	r1 := region(w, 0)
	r2 := region(w, r1)
	r1 = max(r1, 3)

	ends := func(suffix string) bool { return len(w) >= len(suffix) && string(w[len(w)-len(suffix):]) == suffix }
	// longest returns the longest of the suffixes, which stand longest first.
	longest := func(suffixes ...string) string {
		for _, s := range suffixes {
			if ends(s) {
				return s
			}
		}
		return ""
	}
	cut := func(n int) { w = w[:len(w)-n] }
	at := func(back int) byte { // the letter that many before the end
		if back >= len(w) {
			return 0
		}
		return w[len(w)-1-back]
	}

	s := longest("ern", "lns", "em", "er", "en", "es", "ln", "e", "s")
	if s != "" && len(w)-len(s) >= r1 {
		switch s {
		case "em":
			if !ends("system") {
				cut(2)
			}
		case "ern", "er":
			cut(len(s))
		case "e", "en", "es":
			cut(len(s))
			if ends("niss") {
				cut(1)
			}
		case "s":
			if strings.IndexByte("bdfghklmnrt", at(1)) >= 0 {
				cut(1)
			}
		case "ln", "lns":
			cut(len(s) - 1)
		}
	}
	s = longest("est", "en", "er", "st")
	if s != "" && len(w)-len(s) >= r1 {
		if s != "st" || len(w) >= 6 && strings.IndexByte("bdfghklmnt", at(2)) >= 0 {
			cut(len(s))
		}
	}
	s = longest("isch", "lich", "heit", "keit", "end", "ung", "ig", "ik")
	if s != "" && len(w)-len(s) >= r2 {
		switch s {
		case "end", "ung":
			cut(3)
			if ends("ig") && at(2) != 'e' && len(w)-2 >= r2 {
				cut(2)
			}
		case "ig", "ik", "isch":
			if at(len(s)) != 'e' {
				cut(len(s))
			}
		case "lich", "heit":
			cut(4)
			if (ends("er") || ends("en")) && len(w)-2 >= r1 {
				cut(2)
			}
		case "keit":
			cut(4)
			if s := longest("lich", "ig"); s != "" && len(w)-len(s) >= r2 {
				cut(len(s))
			}
		}
	}
	for i, c := range w {
		if c == 'U' || c == 'Y' {
			w[i] = c + 'a' - 'A'
		}
	}
	return string(w)
}

// region is the place after the first consonant that follows a vowel at or
// after start.
func region(w []byte, start int) int {
	i := start
	for i < len(w) && !Vowel(w[i]) {
		i++
	}
	for i < len(w) && Vowel(w[i]) {
		i++
	}
	return min(i+1, len(w))
}
