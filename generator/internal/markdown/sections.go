package markdown

import (
	"strings"
	"unicode"
)

// SectionKind says what a stretch of a paper is, by its heading.
type SectionKind string

// The kinds of sections.
const (
	Resolution   SectionKind = "resolution" // Beschlussvorschlag
	Motion       SectionKind = "motion"     // what a motion asks for
	Question     SectionKind = "question"   // Anfrage
	Answer       SectionKind = "answer"     // Antwort
	Facts        SectionKind = "facts"      // Sachverhalt
	Reasons      SectionKind = "reasons"    // Begründung
	Statement    SectionKind = "statement"  // Stellungnahme
	Finance      SectionKind = "finance"    // Finanzielle Auswirkungen
	Climate      SectionKind = "climate"    // Klimarelevanz
	Alternatives SectionKind = "alternatives"
	Attachments  SectionKind = "attachments"
	Subject      SectionKind = "subject"   // Betreff
	Signature    SectionKind = "signature" // who signed, after the last rule
	Other        SectionKind = ""
)

// headingTable lists the usual names of sections, folded. A heading that goes
// on after one of them with a slash, a bracket or "und" counts too.
var headingTable = []struct {
	kind  SectionKind
	names []string
}{
	{Resolution, []string{"beschlussentwurf", "beschlussvorschlag", "beschlussvorschläge", "beschlussantrag", "beschluss", "beschlusstext", "beschlussempfehlung", "beschlußvorschlag", "resolution", "resolutionstext", "proposed resolution", "recommendation"}},
	{Motion, []string{"antrag", "antragstext", "wir beantragen", "beantragt wird", "änderungsantrag", "ergänzungsantrag", "anregung", "motion", "amendment"}},
	{Question, []string{"anfrage", "fragen", "frage", "wir fragen", "question", "questions"}},
	{Answer, []string{"antwort", "antworten", "beantwortung", "antwort der verwaltung", "answer", "answers"}},
	{Facts, []string{"sachdarstellung", "sachverhalt", "problembeschreibung", "ausgangslage", "erläuterung", "erläuterungen", "sachstand", "facts", "background"}},
	{Reasons, []string{"begründung", "reasons", "rationale"}},
	{Statement, []string{"stellungnahme", "stellungnahme der verwaltung", "statement"}},
	{Finance, []string{"finanzielle auswirkungen", "finanzielle auswirkung", "kosten", "kosten und finanzierung", "finanzierung", "haushaltsmittel", "deckung", "haushaltsrechtliche auswirkungen", "financial implications", "costs"}},
	{Climate, []string{"klimarelevanz", "auswirkungen auf das klima", "auswirkungen auf den klimaschutz", "klimaschutz", "klimacheck", "climate impact"}},
	{Alternatives, []string{"alternativen", "alternative", "alternatives"}},
	{Attachments, []string{"anlagen", "anlage", "attachments"}},
	{Subject, []string{"betreff", "subject"}},
}

// kindOf returns what a heading says that its section is.
func kindOf(heading string) SectionKind {
	folded := foldHeading(heading)
	for _, candidate := range []string{folded, beforeSlash(folded)} {
		for _, row := range headingTable {
			for _, name := range row.names {
				if candidate == name {
					return row.kind
				}
			}
		}
	}
	return Other
}

// foldHeading takes numbering, the colon and case away: "1. Sachverhalt:" is
// "sachverhalt".
func foldHeading(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	for {
		number, rest, ok := strings.Cut(s, " ")
		if !ok || !numbering(number) {
			return strings.TrimRight(s, ": ")
		}
		s = rest
	}
}

// numbering tells "1.", "A)", "2.1", "IV." and "-" from words.
func numbering(s string) bool {
	if isDigit(s[0]) {
		return strings.Trim(s, "0123456789.)") == ""
	}
	return len(s) <= 5 && (strings.HasSuffix(s, ".") || strings.HasSuffix(s, ")")) || s == "-" || s == "–"
}

func beforeSlash(s string) string {
	for _, cut := range []string{"/", "(", " und ", ","} {
		s, _, _ = strings.Cut(s, cut)
	}
	return strings.TrimSpace(s)
}

// anchor makes the id of a heading: lower-case ASCII with hyphens, "abschnitt"
// where nothing is left.
func anchor(heading string) string {
	heading = umlauts.Replace(strings.ToLower(heading))
	var b strings.Builder
	for _, r := range heading {
		if b.Len() >= 60 {
			break
		}
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r):
		default:
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "-") {
				b.WriteByte('-')
			}
		}
	}
	if id := strings.Trim(b.String(), "-"); id != "" {
		return id
	}
	return "abschnitt"
}

var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss")
