package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"
	"strings"
	"sync"
	"unicode"
)

const (
	ownDir      = ".offenlage"
	recordFile  = ownDir + "/files"
	journalFile = ownDir + "/journal"
	lockFile    = ownDir + "/lock"
	tmpDir      = ownDir + "/tmp"
)

// checkPath says why no file may be published at path.
func checkPath(path string) error {
	first, _, _ := strings.Cut(path, "/")
	switch {
	case path == "":
		return errors.New("the path is empty")
	case path == "." || !fs.ValidPath(path):
		return errors.New(`a path must be relative, clean UTF-8 without "." and ".."`)
	case strings.ContainsFunc(path, func(r rune) bool { return r == '\\' || unicode.IsControl(r) }):
		return errors.New("a path must not hold backslashes or control characters")
	case fold(first) == ownDir:
		return fmt.Errorf("%q belongs to Offenlage itself", ownDir)
	case !filepath.IsLocal(filepath.FromSlash(path)):
		return errors.New("this system has no such file name")
	}
	return nil
}

// fold returns the same string for all spellings of s that differ in case.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r <= unicode.MaxASCII {
			return unicode.ToLower(r)
		}
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		if least <= unicode.MaxASCII {
			least = unicode.ToLower(least)
		}
		return least
	}, s)
}

// folders yields the folders above path, outermost first.
func folders(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := range len(path) {
			if path[i] == '/' && !yield(path[:i]) {
				return
			}
		}
	}
}

// claims are the paths of one build, kept from getting in each other's way on
// any system. The zero claims are empty and ready.
type claims struct {
	mu    sync.Mutex
	files map[string]string // folded path: path
	dirs  map[string]claimedDir
}

type claimedDir struct {
	name string
	file string // a file below it, to name in errors
}

// add claims path or says with which path put before it conflicts.
func (c *claims) add(path string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.files == nil {
		c.files, c.dirs = map[string]string{}, map[string]claimedDir{}
	}
	folded := fold(path)
	if other, ok := c.files[folded]; ok && other == path {
		return fmt.Errorf("%q was already written in this build", path)
	} else if ok {
		return fmt.Errorf("%q was already written in this build and differs only in case", other)
	}
	if dir, ok := c.dirs[folded]; ok {
		return fmt.Errorf("the same path is a folder, of %q", dir.file)
	}
	for dir := range folders(path) {
		f := fold(dir)
		if file, ok := c.files[f]; ok {
			return fmt.Errorf("%q was already written in this build and is a file, not a folder", file)
		}
		if other, ok := c.dirs[f]; ok && other.name != dir {
			return fmt.Errorf("folder %q of %q differs only in case from %q", other.name, other.file, dir)
		}
	}
	c.files[folded] = path
	for dir := range folders(path) {
		if f := fold(dir); c.dirs[f].name == "" {
			c.dirs[f] = claimedDir{dir, path}
		}
	}
	return nil
}

// paths returns what was claimed, in no order.
func (c *claims) paths() []string {
	paths := make([]string, 0, len(c.files))
	for _, path := range c.files {
		paths = append(paths, path)
	}
	return paths
}
