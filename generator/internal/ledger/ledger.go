// Package ledger is what a build remembers of what it published: for each
// object its id, the sum of its content, when it was first published, when it
// last changed, and whether it is gone. OParl asks for these times (1.1,
// "created" and "modified"), and neither the clock of the machine nor that of
// git can tell them.
//
// A ledger is one text file that git keeps beside the content, an object a
// line, sorted by id:
//
//	# offenlage ledger 1: …
//	paper/2021-0541<TAB>5f0c…16 hex digits<TAB>2026-11-25T10:00:00+01:00<TAB>2026-11-26T09:30:00+01:00
//
// The columns are id, sum, published and modified, "-" where nothing changed
// since. A fifth column "deleted" marks what is gone; modified is then the time of that. Such a line stays for
// good, so that a reader of the data can learn of it; only a person takes it
// out. A later version of the format may add columns and has another number in
// its first line.
//
// The package knows no object and touches no disk.
package ledger

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// TimeLayout is the form of all times: that of OParl 1.1 ("date-time"), which
// has an offset and never "Z".
const TimeLayout = "2006-01-02T15:04:05-07:00"

// header is the first line of the file.
const header = `# offenlage ledger 1: when what was published. Written by "offenlage build"; keep it in git, do not edit it.`

// version is how the header of a readable file begins.
const version = "# offenlage ledger 1:"

// What stands in the last two columns: for a time that is that of the column
// before, and for what is gone.
const (
	same    = "-"
	deleted = "deleted"
)

// sumLength is the length of a sum in hexadecimal digits.
const sumLength = 16

// Entry is what is remembered of one object.
type Entry struct {
	// ID names the object: its kind and address, "paper/2021-0541".
	ID string
	// Sum is that of its content, see Sum.
	Sum string
	// Published is when it first appeared.
	Published time.Time
	// Modified is when its sum last changed, or when it went.
	Modified time.Time
	// Deleted tells that it was published once and is not any more.
	Deleted bool
}

// Ledger holds the entries. Stamp and Entry are safe for concurrent use.
type Ledger struct {
	now time.Time

	mu      sync.Mutex
	entries map[string]*record
	changed bool
}

// record is an entry, and whether this build has it.
type record struct {
	Entry
	stamped bool
}

// New returns an empty ledger. now is the time of whatever changes, in the
// zone in which it is written; parts of a second are cut off.
func New(now time.Time) *Ledger {
	return &Ledger{now: now.Truncate(time.Second), entries: map[string]*record{}}
}

// Read reads a ledger. A line that cannot be understood is an error that
// names it and says what to do. Of two lines about one object, as a merge in
// git may leave, the one published earlier counts.
func Read(r io.Reader, now time.Time) (*Ledger, error) {
	l := New(now)
	times := map[string]time.Time{} // few builds have many objects each
	lines := bufio.NewScanner(r)
	n := 0
	for lines.Scan() {
		n++
		line := strings.TrimSuffix(lines.Text(), "\r")
		switch {
		case n == 1 && !strings.HasPrefix(line, version):
			return nil, fmt.Errorf("line 1: the file does not begin with %q: take it from git again, or update the program", version)
		case n == 1 || line == "":
			continue
		}
		e, err := parse(line, times)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		if first, twice := l.entries[e.ID]; twice {
			l.changed = true
			if !e.Published.Before(first.Published) {
				continue
			}
		}
		l.entries[e.ID] = &record{Entry: e}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", n+1, err)
	}
	if n == 0 {
		return nil, errors.New("the file is empty: take it from git again; or remove it, and everything counts as published now")
	}
	return l, nil
}

func parse(line string, times map[string]time.Time) (Entry, error) {
	for _, mark := range []string{"<<<<<<<", "=======", ">>>>>>>", "|||||||"} {
		if strings.HasPrefix(line, mark) {
			return Entry{}, errors.New(`a merge in git is not finished here: take the lines out that begin with "<<<<<<<", "=======" and ">>>>>>>", and keep all others`)
		}
	}
	cells := strings.Split(line, "\t")
	if len(cells) != 4 && !(len(cells) == 5 && cells[4] == deleted) {
		return Entry{}, fmt.Errorf("%d columns instead of id, sum, published, modified, and maybe %q: take the line from git again", len(cells), deleted)
	}
	e := Entry{ID: cells[0], Sum: cells[1], Deleted: len(cells) == 5}
	if !ValidID(e.ID) {
		return Entry{}, fmt.Errorf("%q is no id: take the line from git again", e.ID)
	}
	if len(e.Sum) != sumLength || strings.Trim(e.Sum, "0123456789abcdef") != "" {
		return Entry{}, fmt.Errorf("%q is no sum of %d digits 0 to f: take the line from git again", e.Sum, sumLength)
	}
	for i, into := range []*time.Time{&e.Published, &e.Modified} {
		cell := cells[2+i]
		if i == 1 && cell == same {
			cell = cells[2]
		}
		t, known := times[cell]
		if !known {
			var err error
			if t, err = time.Parse(TimeLayout, cell); err != nil || t.Format(TimeLayout) != cell {
				return Entry{}, fmt.Errorf("%q is no time like %q: take the line from git again", cell, TimeLayout)
			}
			times[cell] = t
		}
		*into = t
	}
	return e, nil
}

// ValidID tells whether a ledger can hold the id: printable ASCII without
// spaces, and something before and behind a slash.
func ValidID(id string) bool {
	for i := range len(id) {
		if id[i] <= ' ' || id[i] > '~' {
			return false
		}
	}
	kind, rest, ok := strings.Cut(id, "/")
	return ok && kind != "" && rest != "" && id[0] != '#'
}

// Sum is the sum of some content: the first 16 hexadecimal digits of its
// SHA-256.
func Sum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:sumLength/2])
}

// Stamp says that the object is published with that sum, and returns its
// entry: as it was when the sum is the same, else modified now. What is new,
// or was gone, is there from now on; what comes back keeps the time at which
// it was first published.
func (l *Ledger) Stamp(id, sum string) Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.entries[id]
	switch {
	case r == nil:
		r = &record{Entry: Entry{ID: id, Sum: sum, Published: l.now, Modified: l.now}}
		l.entries[id], l.changed = r, true
	case r.Deleted || r.Sum != sum:
		r.Sum, r.Modified, r.Deleted, l.changed = sum, l.now, false, true
	}
	r.stamped = true
	return r.Entry
}

// Close marks all that was not stamped as gone since now.
func (l *Ledger) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range l.entries {
		if !r.stamped && !r.Deleted {
			r.Deleted, r.Modified, l.changed = true, l.now, true
		}
	}
}

// Entry returns what is remembered of an object.
func (l *Ledger) Entry(id string) (e Entry, known bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if r := l.entries[id]; r != nil {
		return r.Entry, true
	}
	return Entry{}, false
}

// Deleted returns what is gone, by id.
func (l *Ledger) Deleted() (out []Entry) {
	for _, id := range slices.Sorted(maps.Keys(l.entries)) {
		if e := l.entries[id]; e.Deleted {
			out = append(out, e.Entry)
		}
	}
	return out
}

// Changed tells that the ledger differs from what was read.
func (l *Ledger) Changed() bool { return l.changed }

// WriteTo writes the file.
func (l *Ledger) WriteTo(w io.Writer) (n int64, err error) {
	out := bufio.NewWriter(w)
	line := func(cells ...string) {
		if err == nil {
			var m int
			m, err = out.WriteString(strings.Join(cells, "\t") + "\n")
			n += int64(m)
		}
	}
	line(header)
	for _, id := range slices.Sorted(maps.Keys(l.entries)) {
		e := l.entries[id]
		cells := []string{id, e.Sum, e.Published.Format(TimeLayout), e.Modified.Format(TimeLayout)}
		if cells[3] == cells[2] {
			cells[3] = same
		}
		if e.Deleted {
			cells = append(cells, deleted)
		}
		line(cells...)
	}
	if err == nil {
		err = out.Flush()
	}
	return n, err
}
