package forms

import (
	"regexp"
	"strings"
)

// head is how many bytes of a text its form begins within.
const head = 1500

// kindLine is a line that names the kind of a paper in capitals, as forms do.
var kindLine = regexp.MustCompile(`(?m)^\s*(?:Interfraktionelle[rs]? |INTERFRAKTIONELLE[RS]? |GEMEINSAME[RS]? )?((?:BESCHLUSS|INFORMATIONS|MITTEILUNGS|SITZUNGS|BERICHTS|ERGÄNZUNGS)?VORLAGE|(?:ÄNDERUNGS-?/?|ERGÄNZUNGS-?/?|DRINGLICHKEITS)*ANTRAG|ANFRAGE|STELLUNGNAHME)\b`)

// IsPaper tells that a text is a paper itself: a Vorlage, a motion, or a
// question by its form, and not the answer of the office or an attachment.
func IsPaper(text []byte) bool {
	m := kindLine.FindSubmatch(text[:min(len(text), head)])
	return m != nil && !strings.HasPrefix(string(m[1]), "STELLUNGNAHME")
}
