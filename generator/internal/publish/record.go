package publish

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// readRecord fills known from the record and from the journal that a killed
// or aborted build left. This build goes on with that journal: making one
// record of the two here would take room that a full disk has not.
func (w *Writer) readRecord() error {
	record, err := w.readOwn(recordFile)
	if err != nil {
		return err
	}
	left, err := w.readOwn(journalFile)
	if err != nil {
		return err
	}
	// A last line without its end was cut while it was written: its file was
	// never created, and its path may be another's. The next line overwrites it.
	left = left[:bytes.LastIndexByte(left, '\n')+1]
	w.journal.root, w.journal.end = w.root, int64(len(left))
	w.known = map[string]bool{}
	parseRecord(w.known, record)
	parseRecord(w.known, left)
	paths := slices.Sorted(maps.Keys(w.known))
	w.spelled = make(map[string]string, len(paths))
	for _, path := range paths {
		for dir := range folders(path) {
			w.spelled[fold(dir)] = dir
		}
		w.spelled[fold(path)] = path
	}
	return nil
}

// parseRecord adds the lines of data that are paths Put would take; a person
// may have edited the others.
func parseRecord(known map[string]bool, data []byte) {
	for line := range strings.Lines(string(data)) {
		path := strings.TrimRight(line, "\r\n")
		if checkPath(path) == nil {
			known[path] = true
		}
	}
}

// readOwn returns the bytes of one of the program's own files, nil when it is
// missing.
func (w *Writer) readOwn(name string) ([]byte, error) {
	info, err := w.lstat(name)
	if err != nil || info == nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, inTheWay(name, info)
	}
	return w.root.ReadFile(name)
}

// writeRecord replaces the record by paths and drops the journal.
func (w *Writer) writeRecord(paths []string) error {
	slices.Sort(paths)
	var b bytes.Buffer
	for _, path := range slices.Compact(paths) {
		b.WriteString(path)
		b.WriteByte('\n')
	}
	old, err := w.readOwn(recordFile)
	if err != nil || old == nil || !bytes.Equal(old, b.Bytes()) {
		// The record alone is worth waiting for the disk: without it the
		// files of this build would be a stranger's to the next.
		at, _, err := w.stage(&b, true)
		if err != nil {
			return err
		}
		if err := w.root.Rename(at, recordFile); err != nil {
			return err
		}
	}
	if err := w.journal.close(); err != nil {
		return err
	}
	if err := w.root.Remove(journalFile); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// tmpName returns a name in the folder of unfinished files, each once.
func (w *Writer) tmpName() string { return strconv.FormatInt(w.next.Add(1), 10) }

// journal lists the paths that a build adds to the known ones, each before
// its file is created.
type journal struct {
	root *os.Root
	mu   sync.Mutex
	file *os.File
	end  int64
}

// add writes a line for each path, and creates the journal with the first. A
// line that the disk has no room for is overwritten by the next, for end stays.
func (j *journal) add(paths ...string) (err error) {
	if len(paths) == 0 {
		return nil
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		if j.file, err = j.root.OpenFile(journalFile, os.O_CREATE|os.O_WRONLY, 0o644); err != nil {
			return err
		}
	}
	n, err := j.file.WriteAt([]byte(strings.Join(paths, "\n")+"\n"), j.end)
	if err != nil {
		return err
	}
	j.end += int64(n)
	return nil
}

func (j *journal) close() error {
	if j.file == nil {
		return nil
	}
	err := j.file.Close()
	j.file = nil
	return err
}
