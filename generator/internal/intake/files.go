package intake

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/oparl"
)

// local is the name of a file that is downloaded beside the paper, "" when it
// stays where it is. One that is there is asked for again only when the
// source says that it changed.
func (in *intake) local(ctx context.Context, folder string, f oparl.Object) string {
	if in.o.Files == nil {
		return ""
	}
	kind := format(f)
	name := council.Slug(oparl.Tail(f.ID()))
	if kind == "" || name == "" {
		in.report.odd("a file of an unknown kind was not downloaded", cmp.Or(f.Line("name"), f.ID()))
		return ""
	}
	name += "." + kind
	path := filepath.Join(in.o.Site, filepath.FromSlash(folder), name)
	since := ""
	if info, err := os.Stat(path); err == nil {
		if changed, ok := f.Time("modified", time.UTC); ok && !changed.After(info.ModTime()) {
			return name
		}
		since = info.ModTime().UTC().Format(http.TimeFormat)
	}
	address := cmp.Or(f.String("downloadUrl"), f.String("accessUrl"))
	a, err := in.o.Files.Get(ctx, address, "*/*", "", since, oparl.MaxFile)
	switch {
	case ctx.Err() != nil:
		return ""
	case err == nil && a.Status == http.StatusNotModified:
		return name
	case err == nil && a.Status != http.StatusOK:
		err = fmt.Errorf("the endpoint answers %d", a.Status)
	case err == nil && kind != "txt" && kind != "svg" && bytes.HasPrefix(bytes.TrimSpace(a.Body[:min(len(a.Body), 200)]), []byte("<")):
		err = errors.New("a web page came instead of the file")
	}
	if err == nil {
		err = save(path, a.Body)
	}
	if err != nil {
		in.report.odd("a file could not be downloaded; it is linked where it is", address+": "+err.Error())
		if since != "" {
			return name // the one that came before
		}
		return ""
	}
	if at, err := http.ParseTime(a.Modified); err == nil {
		_ = os.Chtimes(path, at, at) // what the next run asks with
	}
	in.report.file("documents").New++
	return name
}

// text is the text of a file: what the source gives, what was found for it,
// or what can be drawn out of the downloaded document.
func (in *intake) text(ctx context.Context, f oparl.Object, folder string) string {
	if text := f.String("text"); text != "" {
		return text
	}
	if in.o.Text != nil {
		if text := in.o.Text(ctx, f); text != "" {
			return text
		}
	}
	if in.o.Files == nil || in.o.Draw == nil {
		return ""
	}
	kind := format(f)
	path := filepath.Join(in.o.Site, filepath.FromSlash(folder), council.Slug(oparl.Tail(f.ID()))+"."+kind)
	if _, err := os.Stat(path); err != nil {
		return ""
	}
	switch kind {
	case "txt":
		data, _ := os.ReadFile(path)
		return strings.ToValidUTF8(string(data), "\ufffd")
	case "pdf":
		text, err := in.o.Draw(ctx, path)
		if err != nil {
			in.report.odd("the text of a document is missing: "+err.Error(), path)
		}
		return text
	}
	return ""
}
