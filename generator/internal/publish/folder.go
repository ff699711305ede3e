package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// look returns what stands at path, nil when nothing does or when a known
// file stands where path needs a folder. A link or a stranger's file there is
// an error. The folders of path are in plain afterwards, as far as they exist.
func (w *Writer) look(path string) (fs.FileInfo, error) {
	for dir := range folders(path) {
		if _, ok := w.plain.Load(dir); ok {
			continue
		}
		if _, ok := w.fresh.Load(dir); ok {
			return nil, nil
		}
		info, err := w.lstat(dir)
		if err != nil || info == nil {
			return nil, err // nothing can stand in a folder that is not there
		}
		if !info.IsDir() {
			if info.Mode().IsRegular() && w.owns(dir, info) {
				return nil, nil
			}
			return nil, inTheWay(dir, info)
		}
		if err := w.respell(dir, info); err != nil {
			return nil, err
		}
		w.plain.Store(dir, true)
	}
	return w.lstat(path)
}

// full is path as the system knows it. It may be used only when the folders
// of path are in plain, which no link leads out of: os.Root would look at each
// of them again for every file.
func (w *Writer) full(path string) string {
	return filepath.Join(w.dir, filepath.FromSlash(path))
}

// lstat is Lstat with nil for what is missing. The folders of path are in
// plain.
func (w *Writer) lstat(path string) (fs.FileInfo, error) {
	info, err := os.Lstat(w.full(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return info, err
}

// owns tells whether an earlier build wrote the file info at path. Where the
// system ignores case, it may have written it under another spelling.
func (w *Writer) owns(path string, info fs.FileInfo) bool {
	return w.known[path] || w.known[w.oldSpelling(path, info)]
}

// respell renames what an earlier build wrote under a path that differs only
// in case: a server would not find the old spelling.
func (w *Writer) respell(path string, info fs.FileInfo) error {
	if old := w.oldSpelling(path, info); old != "" {
		return w.root.Rename(old, path)
	}
	return nil
}

// oldSpelling returns the other path under which info is known, "" if none.
func (w *Writer) oldSpelling(path string, info fs.FileInfo) string {
	old, ok := w.spelled[fold(path)]
	if !ok || old == path {
		return ""
	}
	if other, err := w.root.Lstat(old); err != nil || !os.SameFile(info, other) {
		return ""
	}
	return old
}

// newFolder is a folder that this build fills aside.
type newFolder struct {
	path string // where Finish moves it
	at   string // where it is until then
}

// aside returns where path is written while the build lasts: when one of its
// folders does not exist yet, below a folder in tmpDir that Finish moves to
// its place in one step. It is "" when all folders of path are in plain. A
// known file in the place of a folder makes room in Finish: claims saw to it
// that this build does not want it.
func (w *Writer) aside(path string) (at string, err error) {
	for dir := range folders(path) {
		if _, ok := w.plain.Load(dir); ok {
			continue
		}
		if done, ok := w.fresh.Load(dir); ok {
			at = done.(string)
			continue
		}
		if at, err = w.makeAside(dir, at); err != nil {
			return "", err
		}
	}
	if at == "" {
		return "", nil
	}
	return at + path[strings.LastIndexByte(path, '/'):], nil
}

// makeAside makes the folder dir aside, below the one at that stands for the
// folder above it, if that is new too.
func (w *Writer) makeAside(dir, at string) (string, error) {
	w.turn.Lock()
	defer w.turn.Unlock()
	if done, ok := w.fresh.Load(dir); ok {
		return done.(string), nil
	}
	begins := at == ""
	if begins {
		at = tmpDir + "/" + w.tmpName()
	} else {
		at += dir[strings.LastIndexByte(dir, '/'):]
	}
	if err := os.Mkdir(w.full(at), 0o755); err != nil {
		return "", err
	}
	if begins {
		w.folders = append(w.folders, newFolder{dir, at})
	}
	w.fresh.Store(dir, at)
	return at, nil
}

// moveFolders moves the folders that were filled aside to their places.
func (w *Writer) moveFolders() error {
	if err := w.journal.add(w.moving...); err != nil {
		return err
	}
	for _, f := range w.folders {
		info, err := w.root.Lstat(f.path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return err
		case !info.Mode().IsRegular() || !w.owns(f.path, info):
			return inTheWay(f.path, info)
		default:
			if err := w.root.Remove(f.path); err != nil {
				return err
			}
			w.stats.Removed++
		}
		if err := w.move(f.at, f.path); err != nil {
			return fmt.Errorf("move the new folder %q to its place: %w", f.path, err)
		}
	}
	return nil
}

// move renames a folder. Windows refuses while a scanner of viruses looks at
// a file in it, and allows it a moment later.
func (w *Writer) move(at, path string) error {
	for try := 1; ; try++ {
		err := w.root.Rename(at, path)
		if err == nil || runtime.GOOS != "windows" || try == 10 {
			return err
		}
		time.Sleep(time.Duration(try) * 50 * time.Millisecond)
	}
}

// checkOwn counts the files in the folder dir, and fails when any is not a
// known one.
func (w *Writer) checkOwn(dir string) (files int, err error) {
	err = fs.WalkDir(w.root.FS(), dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if !info.Mode().IsRegular() || !w.owns(path, info) {
			return inTheWay(path, info)
		}
		files++
		return nil
	})
	return files, err
}

func (w *Writer) countRemoved(n int) {
	w.mu.Lock()
	w.stats.Removed += n
	w.mu.Unlock()
}

// inTheWay is the error about something at path that is not the program's.
func inTheWay(path string, info fs.FileInfo) error {
	if info.Mode()&fs.ModeSymlink != 0 {
		return fmt.Errorf("%q is a symbolic link, and Offenlage writes through none: remove it or choose another --out", path)
	}
	return fmt.Errorf("%q was not written by Offenlage: move it away or choose another --out", path)
}
