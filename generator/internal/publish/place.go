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
	if info == nil {
		at, err := w.aside(path)
		if err != nil {
			return 0, false, err
		}
		if at != "" {
			n, err := w.write(at, r, false)
			if err == nil {
				w.mu.Lock()
				w.moving = append(w.moving, path)
				w.mu.Unlock()
			}
			return n, err == nil, err
		}
	}
	// Staged first: when r or the disk fails, nothing else has changed yet.
	var at string
	removed := 0
	switch {
	case info == nil:
		at, n, err = w.stage(r, false)
	case info.IsDir():
		if removed, err = w.checkOwn(path); err == nil {
			at, n, err = w.stage(r, false)
		}
	case info.Mode().IsRegular():
		at, n, err = w.stageChange(path, info, size, r)
	default:
		err = inTheWay(path, info)
	}
	if err != nil {
		return 0, false, err
	}
	if at == "" {
		return n, false, w.note(path)
	}
	if err := w.install(at, path, info); err != nil {
		_ = os.Remove(w.full(at))
		return 0, false, err
	}
	w.countRemoved(removed)
	return n, true, nil
}

// stageChange stages r unless the file info at path says the same; then at is
// "".
func (w *Writer) stageChange(path string, info fs.FileInfo, size int64, r io.Reader) (at string, n int64, err error) {
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
func (w *Writer) stage(r io.Reader, sync bool) (at string, n int64, err error) {
	at = tmpDir + "/" + w.tmpName()
	n, err = w.write(at, r, sync)
	return at, n, err
}

// write makes the file at, in tmpDir or a folder below it, and writes r to it.
func (w *Writer) write(at string, r io.Reader, sync bool) (n int64, err error) {
	f, err := os.OpenFile(w.full(at), os.O_CREATE|os.O_EXCL|os.O_WRONLY|direct, 0o644)
	if err != nil {
		return 0, err
	}
	n, err = io.Copy(f, r)
	if err == nil && sync {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		_ = os.Remove(w.full(at))
		return 0, err
	}
	return n, nil
}

// install moves the staged file to path, to which info has to make room if it
// is a folder. The folders of path are in plain.
func (w *Writer) install(at, path string, info fs.FileInfo) error {
	if err := w.note(path); err != nil {
		return err
	}
	if info != nil && info.IsDir() {
		if err := w.root.RemoveAll(path); err != nil {
			return err
		}
	}
	return os.Rename(w.full(at), w.full(path))
}

// note makes sure that the next build will know path, even if this one is
// killed.
func (w *Writer) note(path string) error {
	if w.known[path] {
		return nil
	}
	return w.journal.add(path)
}
