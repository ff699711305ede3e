// Package doctext draws the text out of documents that councils publish.
//
// PDF is read by pdftotext (poppler-utils), a program beside this one: it is
// the best kept of its kind, and what a hostile file may do to it does not
// happen in this process.
package doctext

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"time"
)

// ErrNoTool says that pdftotext is not installed.
var ErrNoTool = errors.New("pdftotext is not installed (Debian: apt install poppler-utils; macOS: brew install poppler)")

const (
	longest = 2 * time.Minute
	most    = 16 << 20 // bytes of text
)

// PDF returns the text of the file at path in reading order, pages apart by
// form feeds. It fails with ErrNoTool where there is no pdftotext; a file
// that it cannot read, or not within two minutes, is an error as well.
func PDF(ctx context.Context, path string) (string, error) {
	tool, err := exec.LookPath("pdftotext")
	if err != nil {
		return "", ErrNoTool
	}
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	cmd := exec.CommandContext(ctx, tool, "-q", "-enc", "UTF-8", path, "-")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &limited{&out, most}, &limited{&errs, 1 << 10}
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", fmt.Errorf("the PDF could not be read within %s", longest)
		}
		return "", fmt.Errorf("the PDF could not be read: %s", bytes.TrimSpace(append(errs.Bytes(), err.Error()...)))
	}
	return out.String(), nil
}

// limited drops what goes beyond n bytes.
type limited struct {
	w io.Writer
	n int
}

func (l *limited) Write(p []byte) (int, error) {
	take := p[:min(len(p), l.n)]
	l.n -= len(take)
	if _, err := l.w.Write(take); err != nil {
		return 0, err
	}
	return len(p), nil
}
