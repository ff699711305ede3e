package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// look returns what stands at path, nil when nothing does or when a known
// file stands where path needs a folder. A link or a stranger's file there is
// an error. The folders of path are in plain afterwards, as far as they exist.
func (w *Writer) look(path string) (fs.FileInfo, error) {
	for dir := range folders(path) {
		if _, ok := w.plain.Load(dir); ok {
			continue
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

// makeFolders creates the folders of path. A known file in the place of one
// makes room: claims saw to it that this build does not want it.
func (w *Writer) makeFolders(path string) error {
	for dir := range folders(path) {
		if _, ok := w.plain.Load(dir); ok {
			continue
		}
		if err := w.makeFolder(dir); err != nil {
			return err
		}
		w.plain.Store(dir, true)
	}
	return nil
}

func (w *Writer) makeFolder(dir string) error {
	err := os.Mkdir(w.full(dir), 0o755)
	if !errors.Is(err, fs.ErrExist) {
		return err
	}
	// Another Put may be making the same folder of the same file.
	w.turn.Lock()
	defer w.turn.Unlock()
	info, err := w.root.Lstat(dir)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return nil
	}
	if !info.Mode().IsRegular() || !w.owns(dir, info) {
		return inTheWay(dir, info)
	}
	if err := w.root.Remove(dir); err != nil {
		return err
	}
	w.countRemoved(1)
	return w.root.Mkdir(dir, 0o755)
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
