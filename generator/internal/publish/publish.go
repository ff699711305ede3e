// Package publish turns paths and bytes into the files of one output folder,
// and is the only package that writes there.
//
// The rule it keeps: every file is whole at any moment, old or new, whatever
// kills the build; a file whose bytes are already there is not touched; and
// only what an earlier build wrote is ever replaced or removed. Nothing is
// written, read or removed through a symbolic link inside the folder.
//
// Beside the published files it keeps a folder of its own, ".offenlage":
//
//	files    the paths that the last complete build wrote, sorted, one a line
//	journal  the paths that a build under way added to them, one a line
//	lock     empty; locked while a build is under way
//	tmp/     files and new folders being written
//
// A file is written there and moved to its place. A folder that does not exist
// yet is filled there, and Finish moves it with all that it holds: a first
// build appears at once, and costs a file system half as much.
//
// After Finish only files and lock are left, and nothing in them depends on
// the time or on chance. A person may delete the folder: the next build then
// adopts every file that is as it would write it, and refuses to replace the
// others.
//
// It does not wait until the disk has the files. After a power cut the next
// build compares every byte and mends what it knows; a file that was new in
// the build that was cut off may be refused as somebody else's, and is then
// removed by hand. Nor does it know names
// that a file system equates for other reasons than case.
package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Stats counts what one build did to its folder.
type Stats struct {
	// Written files were new or had other bytes before.
	Written int
	// Unchanged files were there already, byte for byte.
	Unchanged int
	// Removed files were written by an earlier build and not by this one.
	Removed int
	// Bytes is the size of all files of this build, written and unchanged.
	Bytes int64
}

// Writer is one build of one output folder, from Open to Finish or Abort.
// Its methods are safe for concurrent use.
type Writer struct {
	dir     string // absolute
	root    *os.Root
	lock    *os.File
	known   map[string]bool   // paths that earlier builds wrote
	spelled map[string]string // folded path of a known file or its folder: as it is known
	claims  claims
	journal journal
	plain   sync.Map    // folders seen to be folders, no links
	fresh   sync.Map    // folders that do not exist yet: where they are filled
	folders []newFolder // the outermost of those
	turn    sync.Mutex  // held while one of those is made
	next    atomic.Int64

	gate   sync.RWMutex // Put reads, Finish and Abort write
	closed bool

	mu     sync.Mutex
	stats  Stats
	failed error    // the first error of a Put
	moving []string // files in new folders
}

// Open prepares dir for one build: it creates dir when it is missing, removes
// what a killed build left in ".offenlage", and reads which files are known
// to be written by earlier builds. It fails while another build of dir is
// under way, in this process or any other; the lock of a killed build is
// released by the system.
func Open(dir string) (*Writer, error) {
	w := &Writer{}
	if err := w.open(dir); err != nil {
		w.release()
		return nil, fmt.Errorf("open output folder %q: %w", dir, err)
	}
	return w, nil
}

func (w *Writer) open(dir string) (err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if w.root, err = os.OpenRoot(dir); err != nil {
		return err
	}
	if w.dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	if err := w.root.Mkdir(ownDir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if info, err := w.root.Lstat(ownDir); err != nil {
		return err
	} else if !info.IsDir() {
		return fmt.Errorf("%q is not a folder: move it away or choose another --out", ownDir)
	}
	if w.lock, err = w.root.OpenFile(lockFile, os.O_CREATE|os.O_RDWR, 0o644); err != nil {
		return err
	}
	// A file system without locks must not stop a build.
	if err := tryLock(w.lock); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		w.lock.Close()
		w.lock = nil
		return err
	}
	if err := w.root.RemoveAll(tmpDir); err != nil {
		return err
	}
	if err := w.root.Mkdir(tmpDir, 0o755); err != nil {
		return err
	}
	return w.readRecord()
}

// Put writes data to path, which is slash-separated, relative and clean
// ("vorlagen/2021-0541/index.html"). It refuses a path that was put before,
// that differs from one put before only in case, or of which one is a folder
// of the other; a path through a symbolic link; and a file that Offenlage did
// not write, unless its bytes are data already. After an error the file is as
// it was, and Finish will remove nothing.
func (w *Writer) Put(path string, data []byte) error {
	return w.put(path, int64(len(data)), bytes.NewReader(data))
}

// PutFile is Put for a file too large for memory: it reads r to its end, and
// writes nothing as long as r says what the file at path says. An error of r
// leaves the file as it was.
func (w *Writer) PutFile(path string, r io.Reader) error {
	return w.put(path, -1, r)
}

// put writes r to path; size is -1 when nobody knows how much r holds.
func (w *Writer) put(path string, size int64, r io.Reader) (err error) {
	w.gate.RLock()
	defer w.gate.RUnlock()
	if w.closed {
		return fmt.Errorf("write %q: the build has ended", path)
	}
	n, changed, err := w.place(path, size, r)
	w.mu.Lock()
	defer w.mu.Unlock()
	if err != nil {
		err = fmt.Errorf("write %q: %w", path, err)
		if w.failed == nil {
			w.failed = err
		}
		return err
	}
	w.stats.Bytes += n
	if changed {
		w.stats.Written++
	} else {
		w.stats.Unchanged++
	}
	return nil
}

// Finish moves new folders to their places, removes the files of earlier
// builds that this one did not put and the folders that became empty, writes
// the record and releases the lock.
// When a Put has failed, it removes nothing, does what Abort does and returns
// the first of those errors. When a file cannot be removed, Finish does the
// rest, keeps that file in the record and says so.
func (w *Writer) Finish() (Stats, error) {
	w.gate.Lock()
	defer w.gate.Unlock()
	if w.closed {
		return Stats{}, errors.New("finish: the build has ended")
	}
	w.closed = true
	if w.failed == nil {
		w.failed = w.moveFolders()
	}
	if w.failed != nil {
		return w.stats, errors.Join(fmt.Errorf("not all files are written, none was removed: %w", w.failed), w.release())
	}
	kept, err := w.removeStale()
	if e := w.writeRecord(append(kept, w.claims.paths()...)); e != nil {
		err = errors.Join(err, fmt.Errorf("write the record of files: %w", e))
	}
	return w.stats, errors.Join(err, w.release())
}

// Abort releases what Open took. Files already put into folders that were
// there stay, each is whole, and the next build knows them; new folders are
// dropped. After Finish it does nothing.
func (w *Writer) Abort() error {
	w.gate.Lock()
	defer w.gate.Unlock()
	if w.closed {
		return nil
	}
	w.closed = true
	return w.release()
}

// removeStale removes the known files that were not put and returns those
// that it could not remove.
func (w *Writer) removeStale() (kept []string, err error) {
	var dirs []string
	for path := range w.known {
		put, ok := w.claims.files[fold(path)]
		if ok && put == path {
			continue
		}
		info, e := w.look(path)
		if e != nil || info != nil && !info.Mode().IsRegular() {
			continue // a person put something else there
		}
		if ok && info != nil {
			// Where the system ignores case, this is the file just put.
			if now, e := w.root.Lstat(put); e == nil && os.SameFile(info, now) {
				continue
			}
		}
		if info != nil {
			if e := w.root.Remove(path); e != nil {
				kept, err = append(kept, path), errors.Join(err, fmt.Errorf("remove %q: %w", path, e))
				continue
			}
			w.stats.Removed++
		}
		dirs = slices.AppendSeq(dirs, folders(path))
	}
	// Descending order puts a folder behind all that it holds.
	slices.SortFunc(dirs, func(a, b string) int { return strings.Compare(b, a) })
	for _, dir := range slices.Compact(dirs) {
		// Only a folder that look has seen is surely no link; the system
		// itself refuses to remove one that still holds something.
		if _, ok := w.plain.Load(dir); ok {
			_ = w.root.Remove(dir)
		}
	}
	return kept, err
}

// release undoes open, as far as open came.
func (w *Writer) release() error {
	err := w.journal.close()
	if w.lock != nil {
		err = errors.Join(err, w.root.RemoveAll(tmpDir), w.lock.Close())
	}
	if w.root != nil {
		err = errors.Join(err, w.root.Close())
	}
	return err
}
