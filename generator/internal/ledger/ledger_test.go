package ledger

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"
)

var berlin = time.FixedZone("", 3600)

func day(n int) time.Time { return time.Date(2026, 11, n, 10, 0, 0, 999, berlin) }

func text(t *testing.T, l *Ledger) string {
	t.Helper()
	var b bytes.Buffer
	n, err := l.WriteTo(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatalf("wrote %d of %d bytes: %v", n, b.Len(), err)
	}
	return b.String()
}

func again(t *testing.T, s string, now time.Time) *Ledger {
	t.Helper()
	l, err := Read(strings.NewReader(s), now)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestLife follows objects through four builds.
func TestLife(t *testing.T) {
	a, b := Sum([]byte("a")), Sum([]byte("b"))
	l := New(day(1))
	l.Stamp("paper/2", a)
	l.Stamp("paper/1", a)
	l.Close()
	first := text(t, l)
	want := header + "\n" +
		"paper/1\t" + a + "\t2026-11-01T10:00:00+01:00\t-\n" +
		"paper/2\t" + a + "\t2026-11-01T10:00:00+01:00\t-\n"
	if first != want || !l.Changed() {
		t.Errorf("got %s", first)
	}

	l = again(t, first, day(2))
	if e := l.Stamp("paper/1", a); !e.Modified.Equal(day(1).Truncate(time.Second)) {
		t.Errorf("an object that stayed the same was modified at %v", e.Modified)
	}
	l.Stamp("paper/2", a)
	if l.Close(); l.Changed() || text(t, l) != first {
		t.Error("a build that changed nothing changed the ledger")
	}

	l = again(t, first, day(3))
	if e := l.Stamp("paper/1", b); e.Modified.Day() != 3 || e.Published.Day() != 1 {
		t.Errorf("an object that changed: %+v", e)
	}
	l.Close()
	if gone := l.Deleted(); len(gone) != 1 || gone[0].ID != "paper/2" || gone[0].Modified.Day() != 3 || !l.Changed() {
		t.Errorf("gone: %+v", gone)
	}
	third := text(t, l)

	l = again(t, third, day(4))
	if l.Close(); l.Changed() != true {
		t.Error("paper/1 went unnoticed")
	}
	if e, _ := l.Entry("paper/2"); e.Modified.Day() != 3 {
		t.Error("what is gone went a second time")
	}
	l = again(t, third, day(4))
	if e := l.Stamp("paper/2", a); e.Deleted || e.Published.Day() != 1 || e.Modified.Day() != 4 {
		t.Errorf("what comes back: %+v", e)
	}
}

func TestMistakes(t *testing.T) {
	good := "paper/1\t" + Sum(nil) + "\t2026-11-01T10:00:00+01:00\t2026-11-01T10:00:00+01:00"
	for name, c := range map[string]struct{ text, want string }{
		"empty":         {"", "the file is empty"},
		"other file":    {"id\tsum\n", "line 1: the file does not begin"},
		"later version": {strings.Replace(header, "1:", "2:", 1) + "\n", "line 1: the file does not begin"},
		"conflict":      {header + "\n" + good + "\n<<<<<<< HEAD\n", "line 3: a merge in git is not finished"},
		"columns":       {header + "\npaper/1\n", "line 2: 1 columns"},
		"fifth column":  {header + "\n" + good + "\tgone\n", "line 2: 5 columns"},
		"id":            {header + "\n" + strings.Replace(good, "paper/1", "paper 1", 1) + "\n", `line 2: "paper 1" is no id`},
		"sum":           {header + "\n" + strings.Replace(good, Sum(nil), "xyz", 1) + "\n", `line 2: "xyz" is no sum`},
		"no time":       {header + "\n" + strings.Replace(good, "\t2026-11-01T10:00:00+01:00", "\t-", 1) + "\n", `line 2: "-" is no time`},
		"zulu":          {header + "\n" + strings.Replace(good, "+01:00", "Z", 1) + "\n", "is no time"},
		"day":           {header + "\n" + strings.Replace(good, "11-01", "11-31", 1) + "\n", "is no time"},
	} {
		if _, err := Read(strings.NewReader(c.text), day(1)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	twice := header + "\n" + strings.ReplaceAll(good, "2026-11-01", "2026-11-02") + "\n" + good + "\n" + strings.ReplaceAll(good, "2026-11-01", "2026-11-03") + "\n"
	l := again(t, twice, day(4))
	if e, _ := l.Entry("paper/1"); e.Published.Day() != 1 || !l.Changed() {
		t.Errorf("of three lines this one counted: %+v", e)
	}
}

func TestConcurrent(t *testing.T) {
	l := New(day(1))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 100 {
				l.Stamp("paper/"+string(rune('a'+j%26))+"/"+string(rune('a'+i)), Sum([]byte{byte(j % 26)}))
			}
		})
	}
	all.Wait()
	if n := strings.Count(text(t, l), "\n"); n != 1+8*26 {
		t.Errorf("%d lines", n)
	}
}

// FuzzRead feeds any bytes: what can be read is written in a form that reads
// as the same, and a second time to the same bytes.
func FuzzRead(f *testing.F) {
	good := "paper/1\t" + Sum(nil) + "\t2026-11-01T10:00:00+01:00\t2026-11-01T10:00:00+01:00"
	f.Add(header + "\n" + good + "\n" + strings.Replace(good, "1", "2", 1) + "\tdeleted\n")
	f.Add(header + "\r\n\n" + good + "\n" + good)
	f.Add("<<<<<<<\n")
	f.Fuzz(func(t *testing.T, s string) {
		l, err := Read(strings.NewReader(s), day(1))
		if err != nil {
			return
		}
		first := text(t, l)
		l, err = Read(strings.NewReader(first), day(2))
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if second := text(t, l); second != first || l.Changed() {
			t.Errorf("%q, then %q", first, second)
		}
	})
}
