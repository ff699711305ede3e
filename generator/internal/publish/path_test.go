package publish

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	for _, bad := range []string{"", ".", "..", "/", "/a", "a/", "a//b", "./a", "a/./b", "a/..", "../a", "a/../b", `a\b`, `..\a`, "a\x00b",
		"a\nb", "a\r", "a\xff", ".offenlage", ".offenlage/files", ".OffenLage/x"} {
		dir := t.TempDir()
		w := open(t, dir)
		if err := w.Put(bad, nil); err == nil {
			t.Errorf("%q was taken", bad)
		}
		w.Abort()
		equal(t, site(t, dir), files{})
	}
	for _, good := range []string{"a", "a/b.c", ".nojekyll", "..a/b..", "ä ö/ß.pdf", "a/.offenlage", ".offenlager/x"} {
		if err := checkPath(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}

func TestConflicts(t *testing.T) {
	for _, c := range []struct {
		first, second, says string
	}{
		{"a", "a", "already written"},
		{"a/B.txt", "a/b.txt", "only in case"},
		{"a/ä", "a/Ä", "only in case"},
		{"K", "\u212a", "only in case"}, // the sign for kelvin
		{"A/x", "a/y", "only in case"},
		{"a/b/C/x", "a/b/c/y", "only in case"},
		{"a", "a/b", "not a folder"},
		{"a", "A/b/c", "not a folder"},
		{"a/b/c", "a/b", "is a folder"},
		{"a/b/c", "A", "is a folder"},
	} {
		w := open(t, t.TempDir())
		if err := w.Put(c.first, nil); err != nil {
			t.Fatal(err)
		}
		wantError(t, w.Put(c.second, nil), `"`+c.first+`"`, `"`+c.second+`"`, c.says)
	}
	var c claims
	for _, path := range []string{"i", "İ", "ı", "a/x", "a/y", "a/b/x", "b/a/x", "ab", "s", "ß"} {
		if err := c.add(path); err != nil {
			t.Errorf("%q: %v", path, err)
		}
	}
}

func FuzzCheckPath(f *testing.F) {
	for _, path := range []string{"a/b", "../a", "a\\b", ".offenlage/x", "ä/ß", "a\nb"} {
		f.Add(path)
	}
	f.Fuzz(func(t *testing.T, path string) {
		if checkPath(path) != nil {
			return
		}
		if !fs.ValidPath(path) || !filepath.IsLocal(path) || strings.EqualFold(strings.Split(path, "/")[0], ownDir) {
			t.Errorf("%q was taken", path)
		}
		known := map[string]bool{}
		parseRecord(known, []byte(path+"\n"))
		if len(known) != 1 || !known[path] {
			t.Errorf("%q is not what the record gives back: %v", path, known)
		}
		if fold(fold(path)) != fold(path) || fold(strings.ToUpper(path)) == "" {
			t.Errorf("%q: fold is not stable", path)
		}
	})
}

func FuzzParseRecord(f *testing.F) {
	f.Add("a\nb/c\n../x\n/etc/passwd\n.offenlage/lock\r\n\x00")
	f.Fuzz(func(t *testing.T, record string) {
		known := map[string]bool{}
		parseRecord(known, []byte(record))
		for path := range known {
			if checkPath(path) != nil {
				t.Errorf("%q came from %q", path, record)
			}
		}
	})
}
