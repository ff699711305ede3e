// Package forms reads council papers that exist only as text: what is drawn
// out of a PDF or a word processor's file. Clean makes Markdown of it; Read
// finds the fields of the form.
package forms

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean turns drawn text into Markdown: ragged lines become paragraphs,
// hyphenated words are joined, heads and feet of pages go, the usual names of
// sections become headings from level on, and what Markdown would misread is
// escaped. Every other word of the text stays.
func Clean(text []byte, level int) string {
	var b strings.Builder
	for _, p := range paragraphs(lines(text)) {
		switch {
		case p.heading != "":
			b.WriteString("\n" + strings.Repeat("#", min(max(level, 1), 6)) + " " + escape(p.heading) + "\n\n")
		case p.marker != "":
			b.WriteString(p.marker + " " + escapeStart(escape(string(p.text))) + "\n")
		default:
			b.WriteString("\n" + escapeStart(escape(string(p.text))) + "\n\n")
		}
	}
	return strings.TrimSpace(gaps.ReplaceAllString(b.String(), "\n\n")) + "\n"
}

var gaps = regexp.MustCompile(`\n{3,}`)

// lines cuts a text into lines without marks of pages. An empty line is "".
func lines(text []byte) []string {
	s := strings.ToValidUTF8(string(text), "\ufffd")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\f':
			return r
		case r == '\u00ad' || r == '\ufeff' || r == '\u200b':
			return -1
		case r == '\t' || unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.IsControl(r):
			return -1
		case '\ue000' <= r && r <= '\uf8ff': // signs of Wingdings and Symbol
			return '•'
		}
		return r
	}, s)
	pages := strings.Split(s, "\f")
	again := repeated(pages)
	var out []string
	for i, page := range pages {
		all := strings.Split(page, "\n")
		for j, line := range all {
			line = strings.Join(strings.Fields(line), " ")
			if line != "" && again[shape(line)] && edge(all, j) && !(i == 0 && j < len(all)/2) || pageNumber.MatchString(line) {
				continue
			}
			out = append(out, line)
		}
		// A sentence goes on over the end of a page.
		for len(out) > 0 && out[len(out)-1] == "" {
			out = out[:len(out)-1]
		}
		if len(out) > 0 && !strings.HasSuffix(out[len(out)-1], "-") && ends(out[len(out)-1]) {
			out = append(out, "")
		}
	}
	return out
}

// pageNumber is a line that only counts pages.
var pageNumber = regexp.MustCompile(`^(?:[-–] ?\d{1,4} ?[-–]|(?:–|-)? ?Seite:? \d{1,4}(?: ?(?:von|/) ?\d{1,4})?(?: ?[-–])?|\d{1,3} ?/ ?\d{1,3})$`)

// edgeLines is how many lines at the top and bottom of a page may be its head
// or foot.
const edgeLines = 4

// edge tells whether the j-th line stands at the top or bottom of a page,
// empty lines not counted.
func edge(all []string, j int) bool {
	above, below := 0, 0
	for k := j - 1; k >= 0 && above < edgeLines; k-- {
		if strings.TrimSpace(all[k]) != "" {
			above++
		}
	}
	for k := j + 1; k < len(all) && below < edgeLines; k++ {
		if strings.TrimSpace(all[k]) != "" {
			below++
		}
	}
	return above < edgeLines || below < edgeLines
}

// repeated are the lines at the edges of at least three pages and of half of
// them, numbers aside.
func repeated(pages []string) map[string]bool {
	if len(pages) < 3 {
		return nil
	}
	count := map[string]int{}
	for _, page := range pages {
		here := map[string]bool{}
		all := strings.Split(page, "\n")
		for j, line := range all {
			if line = strings.Join(strings.Fields(line), " "); line != "" && edge(all, j) {
				here[shape(line)] = true
			}
		}
		for s := range here {
			count[s]++
		}
	}
	out := map[string]bool{}
	for s, n := range count {
		if n >= 3 && 2*n >= len(pages) {
			out[s] = true
		}
	}
	return out
}

func shape(line string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '#'
		}
		return r
	}, line)
}

// paragraph is a heading, an item of a list, or a paragraph.
type paragraph struct {
	heading string
	marker  string // "-" or "3."
	text    []byte
}

var (
	bullet = regexp.MustCompile(`^(?:[•·●○▪■□►–*-]|o(?: ))\s*(\S.*)$`)
	number = regexp.MustCompile(`^(\d{1,3})[.)] (\S.*)$`)
)

// paragraphs joins lines.
func paragraphs(all []string) []paragraph {
	width := usual(all)
	var out []paragraph
	fresh := true // the next line begins something new
	last := ""    // the line before
	for _, line := range all {
		if line == "" {
			fresh, last = true, ""
			continue
		}
		name, rest, isHeading := sectionName(line)
		switch {
		case isHeading && kindLine.MatchString(line) && len(out) < formLines:
			out = append(out, paragraph{text: []byte(line)}) // the kind of the paper, not a section
		case isHeading && (fresh || ends(last) || len(last) < width*2/3):
			if n := len(out); n > 0 && out[n-1].heading != "" { // a section without a word
				out[n-1] = paragraph{text: []byte(out[n-1].heading)}
			}
			out = append(out, paragraph{heading: name})
			if fresh, last = true, ""; rest == "" {
				continue
			}
			out, line = append(out, paragraph{text: []byte(rest)}), rest
		case number.MatchString(line) && (fresh || ends(last) || len(last) < width*3/4):
			m := number.FindStringSubmatch(line)
			out = append(out, paragraph{marker: m[1] + ".", text: []byte(m[2])})
		case bullet.MatchString(line) && !strings.HasSuffix(last, "-") && !dash(line, last):
			out = append(out, paragraph{marker: "-", text: []byte(bullet.FindStringSubmatch(line)[1])})
		case fresh || len(out) == 0 || out[len(out)-1].heading != "" || breaks(last, line, width):
			out = append(out, paragraph{text: []byte(line)})
		default:
			p := &out[len(out)-1]
			p.text = appendLine(p.text, line)
		}
		fresh, last = false, line
	}
	return out
}

// formLines is how many paragraphs the head of a form has at most.
const formLines = 12

// dash tells that a line begins with a dash inside a sentence: "Müller
// – so der Rat –".
func dash(line, last string) bool {
	return last != "" && !ends(last) && strings.HasPrefix(line, "–") && len(last) > 60
}

// usual is the width of full lines, at which a short one ends a paragraph.
func usual(all []string) int {
	var widths []int
	for _, line := range all {
		if n := len(line); n > 20 {
			widths = append(widths, n)
		}
	}
	if len(widths) == 0 {
		return 80
	}
	slices.Sort(widths)
	return max(widths[len(widths)*9/10], 60)
}

// ends tells that a line may be the last of a paragraph.
func ends(line string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, `“”"')»«`))
	return strings.ContainsRune(".:;?!", r)
}

// breaks tells that a new paragraph begins between two lines without an empty
// one: a short line, or a label.
func breaks(last, line string, width int) bool {
	if strings.HasSuffix(last, "-") {
		return false
	}
	first, _ := utf8.DecodeRuneInString(line)
	short := len(last) < width*2/3
	switch {
	case strings.HasSuffix(last, ":") && short:
		return true
	case label.MatchString(line) && short:
		return true
	case short && ends(last) && !unicode.IsLower(first):
		return true
	case len(last) < width/3 && unicode.IsUpper(first):
		return true
	}
	return false
}

// label begins a line of a form: "Vorlage Nr.: 2018/0145".
var label = regexp.MustCompile(`^[A-ZÄÖÜ][\p{L}./ -]{2,28}:(?: |$)`)

// joined puts two lines together. A word cut at the end of a line becomes
// whole; a hyphen that belongs to the word stays: "Ein- und Ausgang",
// "Rhein-Neckar".
func joined(a, b string) string { return string(appendLine([]byte(a), b)) }

// appendLine is joined for long texts: it writes behind a.
func appendLine(a []byte, b string) []byte {
	before, cut := bytes.CutSuffix(a, []byte("-"))
	if !cut {
		return append(append(a, ' '), b...)
	}
	lastOf, _ := utf8.DecodeLastRune(before)
	first, _ := utf8.DecodeRuneInString(b)
	word, _, _ := strings.Cut(b, " ")
	switch {
	case !unicode.IsLetter(lastOf) && !unicode.IsDigit(lastOf): // a dash
		return append(append(a, ' '), b...)
	case slices.Contains([]string{"und", "oder", "bzw.", "sowie", "als", "bis", "u.", "und/oder", "wie"}, word):
		return append(append(a, ' '), b...)
	case unicode.IsLower(first) && unicode.IsLetter(lastOf) && !unicode.IsUpper(lastOf):
		return append(before, b...)
	}
	return append(a, b...)
}

// sections are the usual names, folded.
var sections = []string{
	"beschluss", "beschlussantrag", "beschlussentwurf", "beschlussvorschlag", "beschlussempfehlung", "beschlusstext", "antrag", "anfrage", "antwort", "antrag an den gemeinderat",
	"beschluss an den gemeinderat", "antrag an den rat", "fragen", "kurzfassung", "zusammenfassung", "sachdarstellung", "sachverhalt", "sachstand", "begründung", "sachverhalt/begründung",
	"sachverhalt / begründung", "stellungnahme", "stellungnahme der verwaltung", "erläuterungen", "ergänzende erläuterungen", "finanzielle auswirkungen", "auswirkungen auf das klima", "klimarelevanz",
	"problembeschreibung", "problembeschreibung/begründung", "lösung", "alternativen", "kosten", "anlagen", "anlage", "beratungsfolge", "ausgangslage", "rechtliche grundlagen", "weiteres vorgehen", "fazit", "ergebnis",
	"abstimmungsergebnis", "vorbemerkung", "einleitung",
}

var numbering = regexp.MustCompile(`^(?:[IVX]{1,4}\.|\d{1,2}\.)\s+`)

// started are sections whose name and first words share a line in forms.
var started = regexp.MustCompile(`^(Finanzielle Auswirkungen(?: des Antrages)?):? ?(\(.*|(?:☐|☒|X|x)? ?(?:ja|nein|Ja|Nein)\b.*)$`)

// sectionName tells whether a line is the name of a section, alone or before
// its first words.
func sectionName(line string) (name, rest string, ok bool) {
	if m := started.FindStringSubmatch(line); m != nil {
		return m[1], m[2], true
	}
	if len(line) > 60 {
		return "", "", false
	}
	name = strings.TrimSpace(strings.TrimSuffix(line, ":"))
	bare := strings.ToLower(numbering.ReplaceAllString(name, ""))
	if !slices.Contains(sections, bare) {
		return "", "", false
	}
	if upper := strings.ToUpper(name); name == upper && strings.ToLower(name) != upper { // BEGRÜNDUNG
		first, n := utf8.DecodeRuneInString(name)
		name = string(first) + strings.ToLower(name[n:])
	}
	return name, "", true
}

// marks are what Markdown reads anywhere in a line.
var marks = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "|", `\|`, "~", `\~`, "&", `\&`)

func escape(s string) string { return marks.Replace(s) }

// start is what Markdown reads at the beginning of a line.
var start = regexp.MustCompile(`^(?:[#>+=:-]|\d{1,9}[.)](?: |$))`)

func escapeStart(s string) string {
	if !start.MatchString(s) {
		return s
	}
	if i := strings.IndexAny(s, ".)"); i > 0 && unicode.IsDigit(rune(s[0])) {
		return s[:i] + `\` + s[i:]
	}
	return `\` + s
}
