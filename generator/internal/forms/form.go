package forms

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Form is what the text of a paper says about itself. What is uncertain is
// left empty, and Uncertain says why.
type Form struct {
	Reference   string   // "2021/0541"
	Type        string   // kind as printed, in usual case: "Beschlussvorlage"
	Public      bool     // true only where the text says "öffentlich" of the paper
	Title       string   // subject
	Originators []string // who brought the motion in
	MotionDate  string   // day of the motion, "2021-04-01"; "" when it is not given
	Lead        string   // office in charge, "Dez. 4"
	Stations    []Station
	SignedBy    string
	Body        string   // Markdown: everything that is in no other field
	Uncertain   []string // one line each: "reference: …"
}

// Station is one line of the Beratungsfolge.
type Station struct {
	Committee        string
	Date             string // "2021-09-16"
	Item             string
	Result           string
	Yes, No, Abstain int // -1 where nothing is recorded
}

// headLines is how many lines the head of a form may have.
const headLines = 60

var (
	official  = regexp.MustCompile(`\b(\d{4}/\d{3,5}(?:/\d{1,2})?)\b`)
	wholeLine = regexp.MustCompile(`^\d{4}/\d{3,5}(?:/\d{1,2})?$`)
	bold      = regexp.MustCompile(`\*\*(.+?)\*\*`)
	mdKind    = regexp.MustCompile(`^((?:Beschluss|Mitteilungs|Informations|Sitzungs)?[Vv]orlage|Antrag|Anfrage|Mitteilung),? (?:DS-|Drucksachen?-?|Vorlagen?-?)?(?:Nr|nummer)\.?:? ?(\d{4}/\d{3,5}(?:/\d{1,2})?)$`)
	tableHead = regexp.MustCompile(`(?i)^(?:Beratungsfolge\b.*|Gremium Termin\b.*)$`)
	row       = regexp.MustCompile(`^(\p{Lu}[\p{L}*&,./"„“() -]{3,160}?),? ?(?:am )?(\d{1,2}\.\d{1,2}\.\d{2,4})\b ?(.*)$`)
	itemOf    = regexp.MustCompile(`^(\d{1,3}(?:\.\d{1,3})*(?: ?[a-wyz]\b)?)\.? ?(.*)$`)
	ticks     = regexp.MustCompile(`^(?:[xX☒☐ ]+)(?: |$)`)
	onlyTicks = regexp.MustCompile(`^[xX☒☐ö ]*$`)
	formLabel = regexp.MustCompile(`^(Gremium|Termin|Vorlage Nr\.|TOP|Verantwortlich|Vorlage|Drucksache(?: Nr\.)?|vom|eingegangen(?: am)?) ?: ?(.*)$`)
	office    = regexp.MustCompile(`^(?:Dez\. ?\d{1,2}(?: ?/ ?\S.{0,40})?|Dezernat \d{1,2})$`)
	motion    = regexp.MustCompile(`^(Antrag|Anfrage) (?:der |des )?(.{2,120}?) vom (\d{1,2}\. ?(?:\d{1,2}\.|\p{L}+) ?\d{4})$`)
	subject   = regexp.MustCompile(`^Betreff: ?(.+)$`)
	faction   = regexp.MustCompile(`(?i)fraktion|^(?:Stadtr[aä]t|Ortschaftsr[aä]t|Kreisr[aä]t|Die Linke|Freie Wähler)`)
)

// Read finds the fields of a form. A text that is none comes back with a Body
// alone.
func Read(text []byte) Form {
	r := &reader{lines: lines(text), raw: strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")}
	if strings.Contains(string(text), "**") || slices.ContainsFunc(r.raw, func(l string) bool { return strings.HasPrefix(l, "# ") || strings.HasPrefix(l, "## ") }) {
		r.markdown = true
		r.lines = make([]string, len(r.raw))
		for i, l := range r.raw {
			r.lines[i] = strings.TrimSpace(strings.ToValidUTF8(l, "\ufffd"))
		}
	}
	r.used = make([]bool, len(r.lines))
	if r.kind() {
		r.number()
		r.table()
		r.head()
		r.signature()
	}
	r.body()
	return r.f
}

type reader struct {
	f        Form
	lines    []string // of a Markdown text as they are, else tidied
	raw      []string
	used     []bool
	markdown bool
	kindAt   int
	tableAt  int // the head of the Beratungsfolge, -1 without one
	tableEnd int // the first line behind it
	lastHead int // the last line that gave number or office
}

// at is a line without marks of Markdown.
func (r *reader) at(i int) string {
	line := r.lines[i]
	if r.markdown {
		line = strings.TrimSpace(bold.ReplaceAllString(line, "$1"))
	}
	return line
}

func (r *reader) doubt(format string, args ...any) {
	r.f.Uncertain = append(r.f.Uncertain, fmt.Sprintf(format, args...))
}

// kind finds the line that says what the paper is; without one it is no form.
func (r *reader) kind() bool {
	for i := range min(len(r.lines), headLines) {
		line := r.at(i)
		if m := mdKind.FindStringSubmatch(line); m != nil {
			r.f.Type, r.f.Reference = m[1], m[2]
			r.kindAt, r.lastHead, r.used[i] = i, i, true
			return true
		}
		if m := kindLine.FindStringSubmatch(line); m != nil {
			word := m[1]
			first := []rune(word)[0]
			r.f.Type = string(first) + strings.ToLower(string([]rune(word)[1:]))
			rest := strings.TrimSpace(line[strings.Index(line, word)+len(word):])
			if rest != "" && !strings.HasPrefix(rest, "zu") {
				return false // a sentence in capitals
			}
			r.kindAt, r.lastHead, r.used[i] = i, i, rest == ""
			return true
		}
	}
	return false
}

// number finds the official number: behind its label, or among the values
// that stand below the labels.
func (r *reader) number() {
	if r.f.Reference != "" {
		return
	}
	label := -1
	for i := r.kindAt; i < min(len(r.lines), r.kindAt+headLines); i++ {
		m := formLabel.FindStringSubmatch(r.at(i))
		if m == nil || m[1] != "Vorlage Nr." && !strings.HasPrefix(m[1], "Drucksache") {
			continue
		}
		if n := official.FindStringSubmatch(m[2]); n != nil && strings.TrimSpace(m[2]) == n[1] {
			r.f.Reference, r.used[i], r.lastHead = n[1], true, i
			return
		}
		label = i
		break
	}
	if label < 0 {
		r.doubt("reference: the text names no number")
		return
	}
	var found []int
	for i := label + 1; i < min(len(r.lines), label+12); i++ {
		if tableHead.MatchString(r.at(i)) {
			break
		}
		if wholeLine.MatchString(r.at(i)) {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		r.doubt("reference: no number like 2021/0541 stands at %q", r.at(label))
		return
	}
	r.f.Reference, r.used[found[0]], r.used[label], r.lastHead = r.at(found[0]), true, true, found[0]
}

// table reads the Beratungsfolge.
func (r *reader) table() {
	r.tableAt = -1
	for i := r.kindAt + 1; i < min(len(r.lines), r.kindAt+headLines); i++ {
		if tableHead.MatchString(r.at(i)) && formLabel.FindString(r.at(i)) == "" {
			r.tableAt = i
			break
		}
	}
	if r.tableAt < 0 {
		return
	}
	r.tableEnd = r.tableAt + 1
	r.used[r.tableAt] = true
	for i := r.tableAt + 1; i < len(r.lines) && i < r.tableAt+40; i++ {
		line := r.at(i)
		if line == "" {
			continue
		}
		if tableHead.MatchString(line) || line == "Ergebnis" || len(r.f.Stations) > 0 && onlyTicks.MatchString(line) {
			r.used[i], r.tableEnd = true, i+1
			continue
		}
		s, ok := station(r.lines[i])
		if !ok {
			if _, _, is := sectionName(line); !is && len(r.f.Stations) > 0 && isResult(line) && r.f.Stations[len(r.f.Stations)-1].Result == "" {
				r.f.Stations[len(r.f.Stations)-1].Result = line
				r.used[i], r.tableEnd = true, i+1
				continue
			}
			if len(r.f.Stations) == 0 && !r.markdown {
				continue // values of the head may stand between
			}
			break
		}
		r.f.Stations = append(r.f.Stations, s)
		r.used[i], r.tableEnd = true, i+1
	}
	if len(r.f.Stations) == 0 {
		r.used[r.tableAt] = false
		r.doubt("consultation: no line with a committee and a day stands below %q", r.at(r.tableAt))
	}
}

// station reads one line of the table; ok is false when it is none.
func station(line string) (s Station, ok bool) {
	s = Station{Yes: -1, No: -1, Abstain: -1}
	if cells := strings.Split(line, "\t"); len(cells) > 1 {
		day, isDay := parseDay(strings.TrimSpace(cells[1]))
		if !isDay {
			return s, false
		}
		s.Committee, s.Date = strings.TrimSpace(cells[0]), day
		for i, into := range []*int{&s.Yes, &s.No, &s.Abstain} {
			if i+2 < len(cells) {
				if n, err := strconv.Atoi(strings.TrimSpace(cells[i+2])); err == nil && n >= 0 {
					*into = n
				}
			}
		}
		return s, s.Committee != ""
	}
	m := row.FindStringSubmatch(line)
	if m == nil {
		return s, false
	}
	day, isDay := parseDay(m[2])
	if !isDay || slices.Contains([]string{"vom", "bis", "Stand", "Datum"}, m[1]) {
		return s, false
	}
	s.Committee, s.Date = strings.TrimRight(m[1], " -–,"), day
	rest := m[3]
	if it := itemOf.FindStringSubmatch(rest); it != nil {
		s.Item, rest = it[1], it[2]
	}
	rest = strings.TrimSpace(ticks.ReplaceAllString(rest+" ", ""))
	if isResult(rest) {
		s.Result = rest
	} else if rest != "" {
		return s, false // a sentence, not a line of the table
	}
	return s, true
}

// resultWords begin what a body decided.
var resultWords = regexp.MustCompile(`(?i)^(?:einstimmig|mehrheitlich|zugestimmt|zustimmung|beschlossen|abgelehnt|vorberaten|vertagt|verwiesen|kenntnis|zur kenntnis|genehmigt|empfohlen|zurückgezogen|abgesetzt|angenommen)`)

func isResult(line string) bool { return len(line) < 80 && resultWords.MatchString(line) }

var months = []string{"januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"}

// parseDay reads "16.09.2021", "16.9.21" and "1. April 2021".
func parseDay(s string) (string, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ' ' })
	if len(parts) != 3 {
		return "", false
	}
	month := slices.Index(months, strings.ToLower(parts[1])) + 1
	if month == 0 {
		month, _ = strconv.Atoi(parts[1])
	}
	day, err := strconv.Atoi(parts[0])
	year, err2 := strconv.Atoi(parts[2])
	if err != nil || err2 != nil {
		return "", false
	}
	if len(parts[2]) == 2 {
		year += 2000
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || int(t.Month()) != month || year < 1945 || year > 2100 {
		return "", false
	}
	return t.Format(time.DateOnly), true
}

// head reads what stands between the kind and the Beratungsfolge or, in a
// Markdown text, anywhere before the first section.
func (r *reader) head() {
	end := r.tableAt
	if end < 0 || r.markdown {
		end = len(r.lines)
	}
	end = min(end, r.kindAt+headLines)
	var open []string
	for i := r.kindAt; i < end; i++ {
		line := r.at(i)
		switch low := strings.ToLower(line); {
		case low == "öffentlich" || low == "öffentliche sitzung":
			open = append(open, "öffentlich")
			r.used[i] = true
		case low == "nichtöffentlich" || low == "nicht öffentlich":
			open = append(open, low)
		case office.MatchString(line):
			r.f.Lead, r.used[i], r.lastHead = line, true, max(r.lastHead, i)
		}
		if m := formLabel.FindStringSubmatch(line); m != nil {
			switch value := strings.TrimSpace(m[2]); {
			case m[1] == "Verantwortlich" && office.MatchString(value):
				r.f.Lead, r.used[i] = value, true
				r.lastHead = max(r.lastHead, i)
			case m[1] == "vom":
				value, _, _ = strings.Cut(value, " eingegangen")
				if day, ok := parseDay(value); ok && !strings.HasPrefix(r.f.Type, "Stellungnahme") {
					r.f.MotionDate, r.used[i] = day, r.f.Type != "" && value == strings.TrimSpace(m[2])
				}
			case value == "" && i > r.lastHead && m[1] == "Verantwortlich":
				r.used[i] = r.f.Lead != ""
			}
		}
		if m := subject.FindStringSubmatch(line); m != nil && r.f.Title == "" {
			r.f.Title, r.used[i] = m[1], true
		}
		if m := motion.FindStringSubmatch(line); m != nil {
			if day, ok := parseDay(m[3]); ok {
				r.f.Originators, r.f.MotionDate, r.used[i] = []string{m[2]}, day, true
			}
		}
	}
	switch {
	case len(open) == 1 && open[0] == "öffentlich":
		r.f.Public = true
	case len(open) > 1:
		r.doubt("public: the text says both %q and %q", open[0], open[1])
	}
	if !r.markdown {
		r.originators()
		r.title()
	}
}

// nobody are lines that look like a faction and name none.
var nobody = regexp.MustCompile(`(?i)^(?:interfraktionell.*|(?:gemeinde|stadt|orts)?(?:rats|schafts)?fraktion(?:en)?)$`)

// originators stand below the kind of a motion or a question.
func (r *reader) originators() {
	if !strings.HasSuffix(r.f.Type, "antrag") && r.f.Type != "Antrag" && r.f.Type != "Anfrage" {
		return
	}
	for i := r.kindAt + 1; i < min(len(r.lines), r.kindAt+10); i++ {
		line := r.at(i)
		if line == "" {
			continue
		}
		if formLabel.MatchString(line) || !faction.MatchString(line) || len(line) > 80 {
			break
		}
		if nobody.MatchString(line) {
			continue
		}
		r.f.Originators = append(r.f.Originators, line)
		r.used[i] = true
	}
}

// title is what stands between the last value of the head and the
// Beratungsfolge.
func (r *reader) title() {
	if r.tableAt < 0 || r.lastHead <= r.kindAt {
		r.doubt("title: nothing says where it stands")
		return
	}
	var at []int
	text := ""
	for i := r.lastHead + 1; i < r.tableAt; i++ {
		line := r.at(i)
		if line == "" || r.used[i] {
			continue
		}
		if formLabel.MatchString(line) && strings.HasSuffix(line, ":") || office.MatchString(line) {
			r.used[i] = true
			continue
		}
		at = append(at, i)
		if text == "" {
			text = line
		} else {
			text = joined(text, line)
		}
	}
	if text == "" || len(text) > 400 || len(at) > 8 {
		r.doubt("title: nothing, or too much, stands before %q", r.at(r.tableAt))
		return
	}
	r.f.Title = text
	for _, i := range at {
		r.used[i] = true
	}
}

// signature is what stands below a line at the end.
func (r *reader) signature() {
	if r.markdown {
		last := -1
		for i, l := range r.lines {
			if l == "---" || l == "***" {
				last = i
			}
		}
		var names []string
		for i := last + 1; last >= 0 && i < len(r.lines); i++ {
			if l := r.at(i); l != "" {
				names = append(names, l)
			}
		}
		if len(names) == 0 || len(names) > 3 || len(strings.Join(names, ", ")) > 120 {
			return
		}
		r.f.SignedBy = strings.Join(names, ", ")
		for i := last; i < len(r.lines); i++ {
			r.used[i] = true
		}
		return
	}
	for i, l := range r.lines {
		if strings.ToLower(l) != "unterzeichnet von:" {
			continue
		}
		var names []string
		end := i + 1
		for ; end < len(r.lines) && len(names) < 5; end++ {
			line := r.lines[end]
			if line == "" {
				continue
			}
			if !name.MatchString(line) {
				break
			}
			names = append(names, line)
			r.used[end] = true
		}
		if len(names) > 0 {
			r.f.SignedBy = strings.Join(names, ", ")
			r.used[i] = true
		}
		return
	}
}

// name is a person's, with or without titles.
var name = regexp.MustCompile(`^(?:Dr\. |Prof\. )*\p{Lu}[\p{L}.'-]+(?: \p{Lu}[\p{L}.'-]*| von| de| van){1,4}$`)

// body is everything that no field holds.
func (r *reader) body() {
	var rest []string
	for i, l := range r.lines {
		if r.markdown {
			l = strings.TrimRight(r.raw[i], " \t\r")
			if strings.HasSuffix(r.raw[i], "  ") {
				l += "  "
			}
			if m := leadIn.FindStringSubmatch(l); m != nil {
				if section, _, ok := sectionName(m[1]); ok {
					l = "\n## " + section + "\n"
				}
			}
		}
		if r.used[i] {
			l = ""
		}
		rest = append(rest, l)
	}
	text := strings.Join(rest, "\n")
	if !r.markdown {
		r.f.Body = Clean([]byte(text), 2)
		return
	}
	r.f.Body = strings.TrimSpace(gaps.ReplaceAllString(strings.ToValidUTF8(text, "\ufffd"), "\n\n")) + "\n"
}

var leadIn = regexp.MustCompile(`^\*\*([^*]+?):?\*\*:?\s*$`)
