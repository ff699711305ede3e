package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"
)

// files is a folder as data: path to content.
type files map[string]string

func open(t testing.TB, dir string) *Writer {
	t.Helper()
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Abort() })
	return w
}

// build publishes f as one build and returns its counts.
func build(t testing.TB, dir string, f files) Stats {
	t.Helper()
	w := open(t, dir)
	for path, data := range f {
		if err := w.Put(path, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	stats, err := w.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return stats
}

// tree reads all of dir, the program's own files included, folders as "name/".
func tree(t testing.TB, dir string) files {
	t.Helper()
	got := files{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		rel = filepath.ToSlash(rel)
		if entry.IsDir() {
			got[rel+"/"] = ""
			return nil
		}
		if entry.Type()&fs.ModeSymlink != 0 {
			got[rel] = "link"
			return nil
		}
		data, err := os.ReadFile(name)
		got[rel] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// site is tree without folders and without the program's own files.
func site(t testing.TB, dir string) files {
	got := tree(t, dir)
	maps.DeleteFunc(got, func(path, _ string) bool {
		return strings.HasSuffix(path, "/") || strings.HasPrefix(path, ownDir)
	})
	return got
}

func equal(t testing.TB, got, want files) {
	t.Helper()
	for path, data := range want {
		if g, ok := got[path]; !ok || g != data {
			t.Errorf("%s: got %q (there: %v), want %q", path, g, ok, data)
		}
	}
	for path := range got {
		if _, ok := want[path]; !ok {
			t.Errorf("%s: should not be there", path)
		}
	}
}

// lay writes files as a person would.
func lay(t testing.TB, dir string, f files) {
	t.Helper()
	for path, data := range f {
		name := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func wantError(t testing.TB, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error %q does not say %q", err, part)
		}
	}
}

func TestBuilds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "public")
	first := files{"index.html": "one", "a/b/index.html": "two", "a/c.txt": "", "d/e/f.txt": "x"}
	if got, want := build(t, dir, first), (Stats{Written: 4, Bytes: 7}); got != want {
		t.Errorf("first build: %+v, want %+v", got, want)
	}
	equal(t, tree(t, dir), files{
		"index.html": "one", "a/": "", "a/b/": "", "a/b/index.html": "two", "a/c.txt": "", "d/": "", "d/e/": "", "d/e/f.txt": "x",
		".offenlage/": "", ".offenlage/lock": "", ".offenlage/files": "a/b/index.html\na/c.txt\nd/e/f.txt\nindex.html\n",
	})
	past := time.Now().Add(-time.Hour).Truncate(time.Second)
	for _, name := range []string{"index.html", "a/c.txt", ".offenlage/files"} {
		if err := os.Chtimes(filepath.Join(dir, name), past, past); err != nil {
			t.Fatal(err)
		}
	}
	before := tree(t, dir)
	if got, want := build(t, dir, first), (Stats{Unchanged: 4, Bytes: 7}); got != want {
		t.Errorf("same build: %+v, want %+v", got, want)
	}
	equal(t, tree(t, dir), before)
	for _, name := range []string{"index.html", "a/c.txt", ".offenlage/files"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || !info.ModTime().Equal(past) {
			t.Errorf("%s was touched (%v)", name, err)
		}
	}
	second := files{"index.html": "ONE", "a/b/index.html": "two"}
	if got, want := build(t, dir, second), (Stats{Written: 1, Unchanged: 1, Removed: 2, Bytes: 6}); got != want {
		t.Errorf("third build: %+v, want %+v", got, want)
	}
	fresh := t.TempDir()
	build(t, fresh, second)
	equal(t, tree(t, dir), tree(t, fresh))
}

func TestForeignFiles(t *testing.T) {
	dir := t.TempDir()
	foreign := files{"CNAME": "x.de", ".htaccess": "h", ".gitignore": "g", ".git/HEAD": "ref", "a/notes.txt": "n", "robots.txt": "same"}
	lay(t, dir, foreign)
	got := build(t, dir, files{"a/index.html": "1", "robots.txt": "same", "b/index.html": "2"})
	if want := (Stats{Written: 2, Unchanged: 1, Bytes: 6}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	w := open(t, dir)
	wantError(t, w.Put("CNAME", []byte("y.de")), `"CNAME"`, "not written by Offenlage", "move it away", "--out")
	wantError(t, w.Put(".htaccess", []byte("x")), "not written by Offenlage")
	wantError(t, w.PutFile(".gitignore", strings.NewReader("gg")), "not written by Offenlage")
	wantError(t, w.Put("CNAME/index.html", nil), `"CNAME"`)
	wantError(t, w.Put(".git", nil), `".git/HEAD" was not written`)
	wantError(t, w.Put("a", nil), `"a/notes.txt" was not written`)
	w.Abort()
	build(t, dir, files{})
	delete(foreign, "robots.txt") // adopted, so it was removed with the rest
	equal(t, site(t, dir), foreign)
}

func TestFinishAfterFailedPutRemovesNothing(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, files{"a": "1", "b": "2"})
	w := open(t, dir)
	if err := w.Put("a", []byte("3")); err != nil {
		t.Fatal(err)
	}
	wantError(t, w.Put("../x", nil), "relative")
	_, err := w.Finish()
	wantError(t, err, "none was removed", `"../x"`)
	equal(t, site(t, dir), files{"a": "3", "b": "2"})
	build(t, dir, files{"a": "3"}) // the lock is free
	equal(t, site(t, dir), files{"a": "3"})
}

// A new folder comes as a whole: nobody sees half of it.
func TestNewFolderComesAtTheEnd(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, files{"a/x": "1", "file": "1"})
	w := open(t, dir)
	for _, path := range []string{"a/x", "a/y", "a/b/c/z", "n/index.html", "n/m/index.html", "file/x"} {
		if err := w.Put(path, []byte("2")); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, site(t, dir), files{"a/x": "2", "a/y": "2", "file": "1"})
	if _, err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	equal(t, site(t, dir), files{"a/x": "2", "a/y": "2", "a/b/c/z": "2", "n/index.html": "2", "n/m/index.html": "2", "file/x": "2"})
}

// What somebody puts where a new folder comes is not lost.
func TestNewFolderMeetsAStranger(t *testing.T) {
	for _, stranger := range []string{"n", "n/theirs"} {
		dir := t.TempDir()
		w := open(t, dir)
		if err := w.Put("n/mine", []byte("1")); err != nil {
			t.Fatal(err)
		}
		lay(t, dir, files{stranger: "theirs"})
		_, err := w.Finish()
		wantError(t, err, `"n"`, "not all files are written")
		equal(t, site(t, dir), files{stranger: "theirs"})
	}
}

func TestFileAndFolderChangePlaces(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, files{"a": "file", "b/c/d": "1", "b/e": "2"})
	got := build(t, dir, files{"a/x": "1", "a/y": "2", "b": "file"})
	if want := (Stats{Written: 3, Removed: 3, Bytes: 6}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	equal(t, site(t, dir), files{"a/x": "1", "a/y": "2", "b": "file"})
}

func TestLock(t *testing.T) {
	dir := t.TempDir()
	w := open(t, dir)
	_, err := Open(dir)
	wantError(t, err, "another build", "wait")
	if err := w.Put("a", nil); err != nil {
		t.Errorf("the second Open disturbed the first: %v", err)
	}
	if _, err := w.Finish(); err != nil {
		t.Fatal(err)
	}
	if err := w.Abort(); err != nil {
		t.Errorf("Abort after Finish: %v", err)
	}
	wantError(t, w.Put("b", nil), "has ended")
	_, err = w.Finish()
	wantError(t, err, "has ended")
	open(t, dir)
}

func TestAbort(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, files{"old": "1", "both": "1"})
	w := open(t, dir)
	for _, path := range []string{"both", "new", "folder/file"} {
		if err := w.Put(path, []byte("2")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	equal(t, site(t, dir), files{"old": "1", "both": "2", "new": "2"})
	build(t, dir, files{"both": "3"})
	equal(t, tree(t, dir), files{"both": "3", ".offenlage/": "", ".offenlage/lock": "", ".offenlage/files": "both\n"})
}

func TestLinks(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "public")
	lay(t, base, files{"public/real/mine": "m", "outside/secret": "s"})
	build(t, dir, files{"gone/secret": "1", "in/mine": "1", "swapped": "1"})
	link := func(target, name string) {
		os.RemoveAll(filepath.Join(dir, name))
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	link(filepath.Join("..", "outside"), "gone")
	link("real", "in")
	link(filepath.Join("..", "outside", "secret"), "swapped")
	link("real/mine", "file")
	link("nowhere", "dangling")
	before := tree(t, base)
	for _, path := range []string{"gone/secret", "gone/new", "in/mine", "in/deep/new", "swapped", "file", "dangling", "dangling/x"} {
		w := open(t, dir)
		wantError(t, w.Put(path, []byte("m")), path, "symbolic link", "--out")
		w.Abort()
	}
	equal(t, tree(t, base), before)
	build(t, dir, files{}) // removes neither links nor what they lead to
	before["public/.offenlage/files"] = ""
	equal(t, tree(t, base), before)

	os.RemoveAll(filepath.Join(dir, ownDir))
	link(filepath.Join("..", "outside"), ownDir)
	_, err := Open(dir)
	wantError(t, err, ownDir)
}

func TestRecordIsNotTrusted(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "public")
	lay(t, base, files{
		"victim": "v", "public/keep": "k", "public/sub/x": "x", "public/cut": "c", "public/mine": "m", "public/crlf": "c",
		"public/.offenlage/files": "../victim\n" + filepath.ToSlash(base) + "/victim\n.offenlage/lock\n.\n\n/\nsub\nsub/../keep\n" +
			"\x00\nmine\x01\n\xff\xfe\n..\\victim\ncrlf\r\nmine\n",
		"public/.offenlage/journal":   "../victim\nnever/created\ncut",
		"public/.offenlage/tmp/7":     "left over",
		"public/.offenlage/tmp/a/b/c": "left over",
	})
	if got := build(t, dir, files{}); got.Removed != 2 {
		t.Errorf("removed %d files, want mine and crlf", got.Removed)
	}
	equal(t, tree(t, base), files{
		"victim": "v", "public/": "", "public/keep": "k", "public/sub/": "", "public/sub/x": "x", "public/cut": "c",
		"public/.offenlage/": "", "public/.offenlage/lock": "", "public/.offenlage/files": "",
	})
}

func TestJournalGoesOn(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, files{"cut": "mine", "a": "old", ".offenlage/journal": "a\ncut-in-the-middle"})
	for _, path := range []string{"b", "c"} {
		w := open(t, dir)
		if err := w.Put(path, nil); err != nil {
			t.Fatal(err)
		}
		w.Abort()
	}
	if got, want := tree(t, dir)[journalFile], "a\nb\nc\n"; !strings.HasPrefix(got, want) || strings.HasSuffix(got, "\n") && got != want {
		t.Errorf("journal %q, want %q and at most a cut line", got, want)
	}
	if got := build(t, dir, files{"a": "new"}); got.Written != 1 || got.Removed != 2 {
		t.Errorf("%+v", got)
	}
	equal(t, tree(t, dir), files{"cut": "mine", "a": "new", ".offenlage/": "", ".offenlage/lock": "", ".offenlage/files": "a\n"})
}

// TestCaseChanges holds wherever it runs; where the system ignores case, the
// file has to be renamed and must not be taken for its own old spelling.
func TestCaseChanges(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, files{"Amt/Plan/Seite.html": "1", "Amt/old": "o", "Amt/Plan/Other.html": "2"})
	build(t, dir, files{"amt/plan/seite.html": "1", "amt/plan/other.html": "changed"})
	equal(t, site(t, dir), files{"amt/plan/seite.html": "1", "amt/plan/other.html": "changed"})
	build(t, dir, files{"AMT": "now a file"})
	equal(t, site(t, dir), files{"AMT": "now a file"})
}

// TestOneFileTwoSpellings shows on any system what a system that ignores case
// does: two spellings lead to one file.
func TestOneFileTwoSpellings(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, files{"Same": "1", "Changed": "1"})
	for old, now := range map[string]string{"Same": "same", "Changed": "changed"} {
		if err := os.Link(filepath.Join(dir, old), filepath.Join(dir, now)); err != nil && !errors.Is(err, fs.ErrExist) {
			t.Skip(err)
		}
	}
	if got, want := build(t, dir, files{"same": "1", "changed": "2"}), (Stats{Written: 1, Unchanged: 1, Bytes: 2}); got.Written != want.Written || got.Unchanged != want.Unchanged {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := site(t, dir); got["same"] != "1" || got["changed"] != "2" {
		t.Errorf("%v", got)
	}
	if _, err := os.Lstat(filepath.Join(dir, "Same")); err != nil {
		t.Errorf("the file just put was removed by its old spelling: %v", err)
	}
}

func TestPutFile(t *testing.T) {
	big := bytes.Repeat([]byte("0123456789abcdef"), 20_000) // some chunks and a part
	late := bytes.Clone(big)
	late[len(late)-5] = '!'
	for _, c := range []struct {
		name      string
		old, data []byte
	}{
		{"same", big, big}, {"late", big, late}, {"longer", big[:2*chunk], big}, {"shorter", big, big[:2*chunk]},
		{"emptied", big, nil}, {"filled", nil, big}, {"empty", nil, nil}, {"early", big, append([]byte("x"), big...)},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			build(t, dir, files{"f": string(c.old)})
			w := open(t, dir)
			// DataErrReader ends with data, as many readers of archives do.
			if err := w.PutFile("f", iotest.DataErrReader(bytes.NewReader(c.data))); err != nil {
				t.Fatal(err)
			}
			got, err := w.Finish()
			want := Stats{Written: 1, Bytes: int64(len(c.data))}
			if bytes.Equal(c.old, c.data) {
				want = Stats{Unchanged: 1, Bytes: want.Bytes}
			}
			if err != nil || got != want {
				t.Errorf("%+v, %v, want %+v", got, err, want)
			}
			equal(t, site(t, dir), files{"f": string(c.data)})
		})
	}
}

func TestReaderFails(t *testing.T) {
	big := strings.Repeat("x", 3*chunk)
	for _, fault := range []error{errors.New("no more"), io.ErrUnexpectedEOF} {
		for _, good := range []string{"", big[:chunk], big[:chunk+7], "y", big[:chunk] + "y", big} {
			dir := t.TempDir()
			build(t, dir, files{"f": big, "other": "o"})
			before := tree(t, dir)
			w := open(t, dir)
			r := func() io.Reader { return io.MultiReader(strings.NewReader(good), iotest.ErrReader(fault)) }
			if err := w.PutFile("f", r()); !errors.Is(err, fault) {
				t.Errorf("got %v, want %v", err, fault)
			}
			if err := w.PutFile("new/file", r()); !errors.Is(err, fault) {
				t.Errorf("got %v, want %v", err, fault)
			}
			w.Abort()
			equal(t, tree(t, dir), before)
		}
	}
}

func TestDiskFails(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("an open folder cannot be taken away there")
	}
	dir := t.TempDir()
	build(t, dir, files{"a": "1", "b": "2"})
	w := open(t, dir)
	if err := os.RemoveAll(filepath.Join(dir, tmpDir)); err != nil {
		t.Fatal(err)
	}
	wantError(t, w.Put("a", []byte("new")), `"a"`)
	wantError(t, w.Put("c/d", []byte("new")), `"c/d"`)
	if err := w.Put("b", []byte("2")); err != nil {
		t.Errorf("nothing to write, yet %v", err)
	}
	_, err := w.Finish()
	wantError(t, err, "none was removed")
	equal(t, tree(t, dir), files{"a": "1", "b": "2", ".offenlage/": "", ".offenlage/lock": "", ".offenlage/files": "a\nb\n"})
	build(t, dir, files{"a": "new"})
	equal(t, site(t, dir), files{"a": "new"})
}

func TestConcurrentPuts(t *testing.T) {
	dir := t.TempDir()
	build(t, dir, files{"p/0": "a file where a folder will be", "p/3/old": "old"})
	w := open(t, dir)
	want := files{}
	var wg sync.WaitGroup
	var twice sync.Map
	for i := range 400 {
		path, data := fmt.Sprintf("p/%d/%d/index.html", i%7, i), strings.Repeat("x", i)
		want[path] = data
		for range 2 {
			wg.Go(func() {
				put := w.Put
				if i%3 == 0 {
					put = func(path string, data []byte) error { return w.PutFile(path, bytes.NewReader(data)) }
				}
				if err := put(path, []byte(data)); err != nil {
					if _, again := twice.LoadOrStore(path, true); again || !strings.Contains(err.Error(), "already written") {
						t.Error(err)
					}
				}
			})
		}
	}
	wg.Wait()
	w.failed = nil // the seconds of each pair
	if got, err := w.Finish(); err != nil || got.Written != 400 || got.Removed != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	equal(t, site(t, dir), want)
}

func BenchmarkPut(b *testing.B) {
	const n = 20_000
	data := bytes.Repeat([]byte("<p>Vorlage</p>\n"), 400)
	run := func(b *testing.B, dir string) {
		w := open(b, dir)
		var wg sync.WaitGroup
		for k := range 4 {
			wg.Go(func() {
				for i := k; i < n; i += 4 {
					if err := w.Put(fmt.Sprintf("vorlagen/2021-%05d/index.html", i), data); err != nil {
						b.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if _, err := w.Finish(); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("cold", func(b *testing.B) {
		for b.Loop() {
			run(b, b.TempDir())
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		dir := b.TempDir()
		run(b, dir)
		for b.Loop() {
			run(b, dir)
		}
	})
}
