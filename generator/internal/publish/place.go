package publish

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

// place makes path say what r says; size is -1 when nobody knows how much that
// is. It returns how many bytes these are and whether the file was written.
func (w *Writer) place(path string, size int64, r io.Reader) (n int64, changed bool, err error) {
	if err := checkPath(path); err != nil {
		return 0, false, err
	}
	if err := w.claims.add(path); err != nil {
		return 0, false, err
	}
	info, err := w.look(path)
	if err != nil {
		return 0, false, err
	}
	// Staged first: when r or the disk fails, nothing else has changed yet.
	var name string
	removed := 0
	switch {
	case info == nil:
		name, n, err = w.stage(r, false)
	case info.IsDir():
		if removed, err = w.checkOwn(path); err == nil {
			name, n, err = w.stage(r, false)
		}
	case info.Mode().IsRegular():
		name, n, err = w.stageChange(path, info, size, r)
	default:
		err = inTheWay(path, info)
	}
	if err != nil {
		return 0, false, err
	}
	if name == "" {
		return n, false, w.note(path)
	}
	if err := w.install(name, path, info); err != nil {
		_ = w.tmp.Remove(name)
		return 0, false, err
	}
	w.countRemoved(removed)
	return n, true, nil
}

// stageChange stages r unless the file info at path says the same; then name
// is "".
func (w *Writer) stageChange(path string, info fs.FileInfo, size int64, r io.Reader) (name string, n int64, err error) {
	mine := w.owns(path, info)
	if err := w.respell(path, info); err != nil {
		return "", 0, err
	}
	if size < 0 || size == info.Size() {
		// A file that cannot be read is one that differs.
		if old, err := os.Open(w.full(path)); err == nil {
			defer old.Close()
			c := newCompare()
			defer c.free()
			same, err := c.run(old, r)
			if err != nil {
				return "", 0, err
			}
			if same {
				return "", c.agreed, nil
			}
			r = c.rewound(old, r)
		}
	}
	if !mine {
		return "", 0, inTheWay(path, info)
	}
	return w.stage(r, false)
}

// stage writes r to a new file in the folder of unfinished files.
func (w *Writer) stage(r io.Reader, sync bool) (name string, n int64, err error) {
	name = w.tmpName()
	f, err := w.tmp.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return "", 0, err
	}
	n, err = io.Copy(f, r)
	if err == nil && sync {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = w.tmp.Remove(name)
		return "", 0, err
	}
	return name, n, nil
}

// install moves the staged file to path, to which info has to make room if it
// is a folder.
func (w *Writer) install(name, path string, info fs.FileInfo) error {
	if err := w.note(path); err != nil {
		return err
	}
	if err := w.makeFolders(path); err != nil {
		return err
	}
	if info != nil && info.IsDir() {
		if err := w.root.RemoveAll(path); err != nil {
			return err
		}
	}
	return os.Rename(w.full(tmpDir+"/"+name), w.full(path))
}

// note makes sure that the next build will know path, even if this one is
// killed.
func (w *Writer) note(path string) error {
	if w.known[path] {
		return nil
	}
	return w.journal.add(path)
}
