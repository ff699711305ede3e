package build

import (
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"offenlage/generator/internal/content"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/ledger"
	"offenlage/generator/internal/markdown"
	"offenlage/generator/internal/oparltree"
	"offenlage/generator/internal/render"
)

// LedgerFile is what builds remember, in the site's folder.
const LedgerFile = content.Dir + "/ledger.tsv"

// readLedger reads what earlier builds remember. One that cannot be read is
// an error: without it, everything would count as new.
func (p *pass) readLedger(problems *diag.List) error {
	now := p.o.Now.In(p.site.Config.Zone)
	p.ledger = ledger.New(now)
	f, err := p.files.Open(LedgerFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read %s: %w", LedgerFile, err)
	}
	defer f.Close()
	l, err := ledger.Read(f, now)
	if err != nil {
		problems.Errorf("bad-ledger", LedgerFile, "", "it says when what was published, and nobody edits it", "%v", err)
		return nil
	}
	p.ledger = l
	return nil
}

// stamp compares all objects with the ledger and gives the site the result.
func (p *pass) stamp() error {
	var err error
	if p.checksums, err = p.sumUp(); err != nil {
		return err
	}
	if err := oparltree.Stamp(p.site, p.checksums, p.ledger); err != nil {
		return err
	}
	p.ledger.Close()
	p.site.Remember(p.ledger)
	return nil
}

// sumUp reads all public attachments and their texts and returns the SHA-512
// of each by its path.
func (p *pass) sumUp() (map[string]string, error) {
	var paths []string
	add := func(files []council.File) {
		for _, f := range files {
			for _, path := range []string{f.Path, f.Text} {
				if path != "" {
					paths = append(paths, path)
				}
			}
		}
	}
	for _, x := range p.site.Council.Papers {
		add(x.Files)
	}
	for _, x := range p.site.Council.Meetings {
		add(x.Files)
	}
	sums := make([]string, len(paths))
	errs := make([]error, len(paths))
	todo := make(chan int)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := range todo {
				sums[i], errs[i] = p.sum(paths[i])
			}
		})
	}
	for i := range paths {
		todo <- i
	}
	close(todo)
	workers.Wait()
	out := make(map[string]string, len(paths))
	for i, path := range paths {
		out[path] = sums[i]
	}
	return out, errors.Join(errs...)
}

func (p *pass) sum(path string) (string, error) {
	f, err := p.files.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha512.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("read %s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// remember writes the ledger where something changed: beside its place first,
// so that a build that is killed leaves the old one.
func (p *pass) remember() error {
	if !p.o.Remember || !p.ledger.Changed() {
		return nil
	}
	path := filepath.Join(p.o.Dir, filepath.FromSlash(LedgerFile))
	err := os.MkdirAll(filepath.Dir(path), 0o755)
	var f *os.File
	if err == nil {
		f, err = os.CreateTemp(filepath.Dir(path), ".ledger-*")
	}
	if err == nil {
		_, err = p.ledger.WriteTo(f)
		err = errors.Join(err, f.Chmod(0o644), f.Close())
		if err == nil {
			err = os.Rename(f.Name(), path)
		}
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}
	if err != nil {
		return fmt.Errorf("remember what was published: %w", err)
	}
	return nil
}

// shown appends the text of an object as its page shows it to dst.
func shown(dst []byte, sections []render.Section) []byte {
	for _, s := range sections {
		if len(dst) > 0 {
			dst = append(dst, '\n')
		}
		if s.Title != "" {
			dst = append(append(dst, s.Title...), "\n\n"...)
		}
		before := len(dst)
		if dst = markdown.AppendDocument(dst, string(s.HTML)); len(dst) > before {
			dst = append(dst, '\n')
		}
	}
	return dst
}

func (p *pass) oparl() error {
	if p.tree == nil {
		return nil
	}
	return p.tree.Finish()
}
