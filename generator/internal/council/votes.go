package council

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Count is a number that may be unknown. The zero Count is unknown, which is
// not 0.
type Count int32 // the number plus one

// Num returns the known count n; a negative n, or one beyond 31 bits, gives
// an unknown one.
func Num(n int) Count {
	if n < 0 || n >= math.MaxInt32 {
		return 0
	}
	return Count(n + 1)
}

// Known tells whether somebody recorded the number.
func (c Count) Known() bool { return c > 0 }

// Int returns the number, 0 when unknown.
func (c Count) Int() int { return max(int(c)-1, 0) }

// String returns the number in figures, "" when unknown.
func (c Count) String() string {
	if !c.Known() {
		return ""
	}
	return strconv.Itoa(c.Int())
}

// Tally is a vote read out of words.
type Tally struct {
	Yes, No, Abstain, Biased, Absent, Present Count
	Factions                                  []FactionTally // in the order of the words, each once
}

// FactionTally is one faction's part of a Tally.
type FactionTally struct {
	Name             string
	Yes, No, Abstain Count
}

// side finds which side a word stands for. The spellings are those of real
// minutes, slips included.
const (
	yesWords     = `ja|dafür|zustimmungen`
	noWords      = `nein|dagegen|gegenstimmen?`
	abstainWords = `stimmenthaltung(?:en)?|enthaltung(?:en)?|entahltung(?:en)?|enthaltugen|enth\.?`
	biasedWords  = `befangen(?:heit)?`
	absentWords  = `abwesend|nicht anwesend|fehlend`
	presentWords = `anwesend`
	sideWords    = `(` + yesWords + `|` + noWords + `|` + abstainWords + `|` + biasedWords + `|` + absentWords + `|` + presentWords + `)(?:[ -]*stimmen?)?`
	inBrackets   = `(?:\s*\(([^()]*)\))?`
	figures      = `(\d[\do]{0,3}|\bo)` // typists hit the letter O for a zero
	resultWords  = `beschlossen|zugestimmt|zustimmung|angenommen|empfohlen|genehmigt`
)

var (
	numberFirst = regexp.MustCompile(`(?i)` + figures + `\s*(?:x\b)?[\s-]*` + sideWords + `\b\.?-?` + inBrackets)
	sideFirst   = regexp.MustCompile(`(?i)\b` + sideWords + `\.?\s*[:=]?\s*` + figures + `\b` + inBrackets)
	negated     = regexp.MustCompile(`(?i)\b(?:ohne|keine?r?|bei keiner)\s+` + sideWords + `\b\.?`)
	// A ratio has no leading zeros: "19:00" and "09:30" are times of day.
	ratio    = regexp.MustCompile(`(?i)(?:^|\s)(0|[1-9]\d{0,2})\s*:\s*(0|[1-9]\d{0,2})(?:\s+stimmen)?(?:\s|$)`)
	refused  = regexp.MustCompile(`\bnicht (?:` + resultWords + `)\b|\babgelehnt\b`)
	agreed   = regexp.MustCompile(`\b(?:` + resultWords + `)\b`)
	part     = regexp.MustCompile(`^(\d{1,3})\s*(?:x\s)?\s*(\pL\S*(?:\s+[^\d\s]\S*)*)$`)
	leftover = regexp.MustCompile(`[\s,;.:/+–—-]+`)
)

// filler are words around numbers that change nothing about them. "nicht",
// "ohne" and "davon" are none: they turn the number after them.
var filler = fill(`einstimmig einstimmige einstimmiger mehrheitlich mehrheitliche einvernehmlich beschlossen beschluss zugestimmt zustimmung angenommen abgelehnt
	empfohlen genehmigt geändert ungeändert mit bei gegen und dafür stimmen stimme abstimmung abstimmungsergebnis ergebnis stimmengleichheit
	ausgezählt der die den dem nach wird wurde ist damit so zu`)

func fill(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// ParseVote reads a vote written as text: "Ja: 9, Nein: 2, Anwesend: 11",
// "19:11", "10 Ja-Stimmen (5 CDU, 5 SPD) / 8 Nein-Stimmen". ok is true only
// when the whole text was understood and its numbers agree with each other and
// with the result it names; otherwise nothing may be claimed.
func ParseVote(words string) (Tally, bool) {
	if len(words) > 1000 || !strings.ContainsAny(words, "0123456789") {
		return Tally{}, false
	}
	t, rest, ok := readSides(strings.Join(strings.Fields(norm.NFC.String(words)), " "))
	if !ok {
		return Tally{}, false
	}
	said := strings.TrimSpace(leftover.ReplaceAllString(strings.ToLower(rest), " "))
	for _, w := range strings.Fields(refused.ReplaceAllString(said, "")) {
		if !filler[w] {
			return Tally{}, false
		}
	}
	if !t.consistent(said) {
		return Tally{}, false
	}
	return t, true
}

// readSides takes every number with its side out of text and returns what is
// left.
func readSides(text string) (t Tally, rest string, ok bool) {
	if m := ratio.FindStringSubmatch(text); m != nil {
		yes, _ := strconv.Atoi(m[1])
		no, _ := strconv.Atoi(m[2])
		t.Yes, t.No = Num(yes), Num(no)
		return t, strings.Replace(text, m[0], " ", 1), true
	}
	pattern, number, side := sideFirst, 2, 1
	first, second := numberFirst.FindStringIndex(text), sideFirst.FindStringIndex(text)
	if first != nil && (second == nil || first[0] < second[0]) {
		pattern, number, side = numberFirst, 1, 2
	}
	var out strings.Builder
	at := 0
	for _, m := range pattern.FindAllStringSubmatchIndex(text, -1) {
		n, _ := strconv.Atoi(strings.NewReplacer("o", "0", "O", "0").Replace(text[m[2*number]:m[2*number+1]]))
		word := strings.ToLower(text[m[2*side]:m[2*side+1]])
		if !t.set(word, n) {
			return t, "", false
		}
		if m[6] >= 0 && !t.parts(word, n, text[m[6]:m[7]]) {
			return t, "", false
		}
		out.WriteString(text[at:m[0]])
		out.WriteByte(' ')
		at = m[1]
	}
	out.WriteString(text[at:])
	rest = out.String()
	for _, m := range negated.FindAllStringSubmatch(rest, -1) {
		if !t.set(strings.ToLower(m[1]), 0) {
			return t, "", false
		}
	}
	return t, negated.ReplaceAllString(rest, " "), true
}

// set notes the number of one side; a side that is named twice is no vote.
func (t *Tally) set(word string, n int) bool {
	into := t.side(word)
	if into.Known() {
		return false
	}
	*into = Num(n)
	return true
}

func (t *Tally) side(word string) *Count {
	switch {
	case strings.HasPrefix(word, "ja"), word == "dafür", strings.HasPrefix(word, "zust"):
		return &t.Yes
	case strings.HasPrefix(word, "nein"), word == "dagegen", strings.HasPrefix(word, "gegen"):
		return &t.No
	case strings.HasPrefix(word, "befangen"):
		return &t.Biased
	case strings.HasPrefix(word, "abwesend"), strings.HasPrefix(word, "nicht"), strings.HasPrefix(word, "fehlend"):
		return &t.Absent
	case word == "anwesend":
		return &t.Present
	}
	return &t.Abstain
}

// parts reads "5 CDU, 4 SPD, 1 FDP", which must sum up to total.
func (t *Tally) parts(word string, total int, list string) bool {
	sum := 0
	for _, p := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ';' || r == '+' }) {
		m := part.FindStringSubmatch(strings.TrimSpace(p))
		if m == nil {
			return false
		}
		n, _ := strconv.Atoi(m[1])
		sum += n
		f := t.faction(strings.TrimSpace(m[2]))
		one := Tally{}
		one.set(word, n)
		switch {
		case one.Yes.Known() && !f.Yes.Known():
			f.Yes = one.Yes
		case one.No.Known() && !f.No.Known():
			f.No = one.No
		case one.Abstain.Known() && !f.Abstain.Known():
			f.Abstain = one.Abstain
		default:
			return false
		}
	}
	return sum == total
}

func (t *Tally) faction(name string) *FactionTally {
	for i := range t.Factions {
		if strings.EqualFold(t.Factions[i].Name, name) {
			return &t.Factions[i]
		}
	}
	t.Factions = append(t.Factions, FactionTally{Name: name})
	return &t.Factions[len(t.Factions)-1]
}

// consistent tells that the numbers agree with each other and with the words
// around them.
func (t *Tally) consistent(said string) bool {
	if !t.Yes.Known() && !t.No.Known() {
		return false
	}
	cast := t.Yes.Int() + t.No.Int() + t.Abstain.Int()
	if t.Present.Known() && t.Present.Int() != cast+t.Biased.Int() && t.Present.Int() != cast {
		return false
	}
	has := func(w string) bool { return strings.Contains(" "+said+" ", " "+w+" ") }
	lost := refused.MatchString(said)
	won := !lost && agreed.MatchString(said)
	switch {
	case has("einstimmig") && t.Yes.Int() > 0 && t.No.Int() > 0:
		return false
	case has("stimmengleichheit") && t.Yes.Int() != t.No.Int():
		return false
	case lost && agreed.MatchString(refused.ReplaceAllString(said, "")):
		return false
	case lost && t.Yes.Known() && t.No.Known() && t.Yes.Int() > t.No.Int():
		return false
	case won && t.Yes.Known() && t.No.Known() && t.Yes.Int() <= t.No.Int():
		return false
	}
	return true
}

// referral finds the words that come before the name of the body that a matter goes to.
var referral = regexp.MustCompile(`(?i)^(?:einstimmig |mehrheitlich )?(?:verwiesen|überwiesen|zurückverwiesen|weiterbehandlung|weitere beratung|weiterberatung|verweisung|referred)\s+(?:zur .*? )?(?:in(?: den| die| das)?|an(?: den| die| das)?|im|in der|zum|to(?: the)?)\s+(.+)$`)

// ReferredTo returns the bodies that the words of a referral name, as they
// stand there: "verwiesen in Ausschuss für Umwelt und Gesundheit" gives that
// committee. It is empty when none is named, as in "in die Ausschüsse
// verwiesen" or "verwiesen in Fachausschuss".
func ReferredTo(words string) []string {
	m := referral.FindStringSubmatch(strings.TrimSpace(words))
	if m == nil {
		return nil
	}
	name := strings.TrimRight(strings.TrimSpace(m[1]), ".")
	switch fold(name) {
	case "fachausschuss", "fachausschüsse", "ausschüsse", "ausschuss", "die ausschüsse", "die fachausschüsse":
		return nil
	}
	return []string{name}
}
