// Package diag turns what is wrong with an author's files into problems that
// say where, what, and what to type. It collects all of them before anything
// is shown; it neither reads the files nor decides what is a problem.
package diag

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// Severity says what a problem does to a build.
type Severity int

const (
	// Warning is shown and changes nothing.
	Warning Severity = iota
	// Error stops the build before anything is written.
	Error
)

// String returns "warning" or "error".
func (s Severity) String() string {
	if s == Error {
		return "error"
	}
	return "warning"
}

// MarshalText writes the severity as its word.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Problem is one thing to mend in one file.
type Problem struct {
	// Rule is the stable id that the documentation explains, "unknown-key".
	Rule     string   `json:"rule"`
	Severity Severity `json:"severity"`
	// File is slash-separated and relative to the site's folder; "" when the
	// problem belongs to no file.
	File string `json:"file,omitempty"`
	// Line and Col count from 1; 0 means unknown.
	Line int `json:"line,omitempty"`
	Col  int `json:"col,omitempty"`
	// Key is the path of the front matter key that the problem is about,
	// "consultation[1].date". Whoever knows the file turns it into Line.
	Key string `json:"key,omitempty"`
	// Message says what is wrong: lower case, no full stop.
	Message string `json:"message"`
	// Hint says what to type; "" when there is nothing to say.
	Hint string `json:"hint,omitempty"`
}

// String is the problem as a compiler would print it, without its hint.
func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		b.WriteString(p.File)
		if p.Line > 0 {
			fmt.Fprintf(&b, ":%d", p.Line)
			if p.Col > 0 {
				fmt.Fprintf(&b, ":%d", p.Col)
			}
		}
		b.WriteString(": ")
	}
	b.WriteString(p.Message)
	return b.String()
}

// List collects problems from many goroutines. The zero List is empty and
// ready.
type List struct {
	mu  sync.Mutex
	all []Problem
}

// Add appends problems.
func (l *List) Add(p ...Problem) {
	l.mu.Lock()
	l.all = append(l.all, p...)
	l.mu.Unlock()
}

// Errorf adds an error about one key of one file; key may be "".
func (l *List) Errorf(rule, file, key, hint, format string, args ...any) {
	l.Add(Problem{Rule: rule, Severity: Error, File: file, Key: key, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// Warnf adds a warning about one key of one file; key may be "".
func (l *List) Warnf(rule, file, key, hint, format string, args ...any) {
	l.Add(Problem{Rule: rule, Severity: Warning, File: file, Key: key, Hint: hint, Message: fmt.Sprintf(format, args...)})
}

// Problems returns what was collected by file, line, column and message,
// errors and warnings together, each once.
func (l *List) Problems() []Problem {
	l.mu.Lock()
	defer l.mu.Unlock()
	Sort(l.all)
	l.all = slices.Compact(l.all)
	return slices.Clone(l.all)
}

// Sort orders problems by file, line, column, rule and message.
func Sort(ps []Problem) {
	slices.SortFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Message, b.Message))
	})
}

// Count returns the number of errors and of warnings.
func Count(ps []Problem) (errors, warnings int) {
	for _, p := range ps {
		if p.Severity == Error {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

// WriteText writes problems for a person, errors and their hints always,
// at most limit lines of warnings (0: all). It returns w's error.
func WriteText(w io.Writer, ps []Problem, limit int, colour bool) error {
	red, yellow, dim, off := "", "", "", ""
	if colour {
		red, yellow, dim, off = "\x1b[31m", "\x1b[33m", "\x1b[2m", "\x1b[0m"
	}
	var b strings.Builder
	shown, hidden := 0, map[string]int{}
	for _, p := range ps {
		tint := red
		if p.Severity == Warning {
			if shown++; limit > 0 && shown > limit {
				hidden[p.Rule]++
				continue
			}
			tint = yellow
		}
		where, what := "", p.Message
		if full := p.String(); len(full) > len(what) {
			where = full[:len(full)-len(what)]
		}
		fmt.Fprintf(&b, "%s%s%s%s: %s [%s]\n", where, tint, p.Severity, off, what, p.Rule)
		if p.Hint != "" {
			fmt.Fprintf(&b, "    %shint: %s%s\n", dim, p.Hint, off)
		}
	}
	rules := make([]string, 0, len(hidden))
	for rule := range hidden {
		rules = append(rules, rule)
	}
	slices.Sort(rules)
	for _, rule := range rules {
		fmt.Fprintf(&b, "… and %d more warnings [%s]\n", hidden[rule], rule)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// WriteJSON writes problems as one JSON array, "[]" when there are none.
func WriteJSON(w io.Writer, ps []Problem) error {
	if ps == nil {
		ps = []Problem{}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(ps)
}

// Nearest returns the candidate that a mistyped word most likely meant, or ""
// when none is within two edits (one for words of up to four letters).
func Nearest(word string, candidates []string) string {
	limit := 2
	if len(word) <= 4 {
		limit = 1
	}
	best, found := limit+1, ""
	for _, c := range candidates {
		if d := distance(strings.ToLower(word), strings.ToLower(c)); d < best {
			best, found = d, c
		}
	}
	return found
}

// distance is the optimal string alignment distance in bytes.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return max(len(a), len(b))
	}
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			rows[i][j] = min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}

// Len returns the number of problems collected so far.
func (l *List) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.all)
}
