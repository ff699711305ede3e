// Package locale turns a message file (messages/de.toml) into the words of
// the interface: texts, dates, numbers. The council's own words never pass
// through it.
package locale

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/table"
)

// File is the path of a language's message file below the templates.
func File(language string) string { return "messages/" + language + ".toml" }

// Locale writes for readers of one language. It is safe for concurrent use.
type Locale struct {
	// Language is the tag of the interface, "de".
	Language string
	messages map[string]string
	days     sync.Map // council.Date to how Date writes it
}

// Source is one message file: its name for problems, and its text. A Source
// without a text is not there.
type Source struct {
	File string
	Text []byte
}

// Load reads the messages of a language. What a city's own file leaves out is
// taken from shipped, the one that comes with the program. It returns nil
// after adding a problem.
func Load(language string, shipped, own Source, problems *diag.List) *Locale {
	l := &Locale{Language: language, messages: map[string]string{}}
	for _, s := range []Source{shipped, own} { // the city's own comes last and wins
		if s.Text == nil {
			continue
		}
		t := table.Parse(s.File, s.Text, 1, problems)
		if t == nil {
			return nil
		}
		added := len(l.messages) > 0
		for key, text := range t.Flat() {
			if !l.Has(key) && added {
				problems.Warnf("unknown-message", s.File, key, "", "no template that comes with the program asks for %q", key)
			}
			l.messages[key] = text
		}
	}
	if len(l.messages) == 0 {
		problems.Errorf("unknown-language", "config.toml", "language", `write language = "de" or "en", or add templates/`+File(language), "there are no messages for the language %q", language)
		return nil
	}
	return l
}

// Has tells whether there is a message of that key.
func (l *Locale) Has(key string) bool { _, ok := l.messages[key]; return ok }

// Keys returns the keys of all messages, sorted.
func (l *Locale) Keys() []string {
	out := make([]string, 0, len(l.messages))
	for key := range l.messages {
		out = append(out, key)
	}
	slices.Sort(out)
	return out
}

// T returns the message with its {names} filled in from pairs of name and
// value. Numbers are written as the language does. An unknown key is
// returned as it is.
func (l *Locale) T(key string, pairs ...any) string {
	text, ok := l.messages[key]
	if !ok {
		return key
	}
	if len(pairs) == 0 {
		return text
	}
	var b strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		b.WriteString(before)
		if !open {
			return b.String()
		}
		if v, ok := l.lookup(name, pairs); ok && closed {
			b.WriteString(v)
			text = after
			continue
		}
		b.WriteByte('{')
		text = rest
	}
}

// lookup finds the value of a name among pairs.
func (l *Locale) lookup(name string, pairs []any) (value string, ok bool) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == any(name) {
			return l.value(pairs[i+1]), true
		}
	}
	return "", false
}

// N returns the message for a number: key.one for 1, else key.other; {n} is
// the number.
func (l *Locale) N(key string, n int, pairs ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return l.T(key+form, append(pairs, "n", n)...)
}

func (l *Locale) value(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return l.Number(v)
	case council.Count:
		if !v.Known() {
			return "–"
		}
		return l.Number(v.Int())
	case council.Date:
		return l.Date(v)
	}
	return fmt.Sprint(v)
}

// Number writes n with the language's separator of thousands.
func (l *Locale) Number(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if n < 0 {
		sign, digits = "−", digits[1:]
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && len(digits) > 3 {
			b.WriteString(l.T("number.thousands"))
		}
		b.WriteRune(d)
	}
	return b.String()
}

// Date writes a day in full, "5. November 2026"; "" for the zero Date.
func (l *Locale) Date(d council.Date) string {
	if d == 0 {
		return ""
	}
	if done, ok := l.days.Load(d); ok {
		return done.(string)
	}
	text := l.T("date.full", "day", strconv.Itoa(d.Day()), "month", l.Month(int(d.Month())), "year", strconv.Itoa(d.Year()))
	l.days.Store(d, text)
	return text
}

// Weekday writes a day with its weekday, "Donnerstag, 5. November 2026".
func (l *Locale) Weekday(d council.Date) string {
	if d == 0 {
		return ""
	}
	return l.T("date.weekday", "weekday", l.T("weekday."+strconv.Itoa(int(d.Weekday()))), "date", l.Date(d))
}

// Short writes a day in figures, "05.11.2026".
func (l *Locale) Short(d council.Date) string {
	if d == 0 {
		return ""
	}
	return l.T("date.short", "dd", fmt.Sprintf("%02d", d.Day()), "mm", fmt.Sprintf("%02d", d.Month()), "year", strconv.Itoa(d.Year()))
}

// Month returns the name of a month, 1 to 12.
func (l *Locale) Month(n int) string { return l.T("month." + strconv.Itoa(n)) }
