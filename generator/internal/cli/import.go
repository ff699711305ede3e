package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"time"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/doctext"
	"offenlage/generator/internal/forms"
	"offenlage/generator/internal/intake"
	"offenlage/generator/internal/keyword"
	"offenlage/generator/internal/oparl"
)

const importHelp = `
  offenlage import oparl https://ris.example.org/oparl/system    a council system that speaks OParl
  offenlage import oparl DIR                                     a folder of OParl objects as JSON files
  offenlage import text FILE…                                    papers as text or Markdown, or as PDF

oparl writes papers, sittings, committees and factions into content/. It may run
again: then it writes only what changed, and keeps what authors added. A text
that was changed by hand, and keys named in keep = ["title"] of [oparl], stay.
What the source does not mark as public is withheld.

text makes a content file of each paper that exists only as text: what
pdftotext or pandoc leave of a form. Number, kind, subject, originators,
committees and days go into its keys; what is uncertain is left out and named
in a comment. It is public only if the text says so.`

// sourceOptions say how an endpoint is read.
type sourceOptions struct {
	now      time.Time
	people   bool
	client   *oparl.Client
	progress func(what string, done, total int)
	done     func() // what progress showed goes
}

var errInterrupted = errors.New("interrupted; what is written is whole, and the same command goes on")

func setupImport(flags *flag.FlagSet) func(Env, []string) int {
	dir := siteFlag(flags)
	texts := flags.String("texts", "", "take the text of a file from `DIR`, where it is named by the last part of its id (10301.txt)")
	files := flags.Bool("files", false, "download the documents beside their papers, and take the text of PDFs by pdftotext")
	people := flags.Bool("people", false, "import persons with their memberships (off: no person is written)")
	rate := flags.Float64("rate", 2, "ask the endpoint at most `N` times a second")
	report := flags.String("report", "", "write the report to `FILE` as well")
	return func(e Env, args []string) int {
		if len(args) > 0 && args[0] == "text" {
			return importTexts(e, *dir, args[1:])
		}
		if len(args) == 0 || args[0] != "oparl" {
			return fail(e, usage, errors.New("import what? offenlage import oparl URL or DIR, or offenlage import text FILE…\n\"offenlage help import\" shows how"))
		}
		if len(args) != 2 {
			return fail(e, usage, errors.New("name one source: offenlage import oparl URL or DIR"))
		}
		site, err := findSite(e, *dir)
		if err != nil {
			return fail(e, usage, err)
		}
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		start := time.Now()
		bar := newProgress(e)
		now, err := clock(e, "")
		if err != nil {
			return fail(e, usage, err)
		}
		if *rate <= 0 || *rate > 50 {
			return fail(e, usage, fmt.Errorf("--rate %v is no number of requests a second from 0.1 to 50", *rate))
		}
		client := &oparl.Client{UserAgent: fmt.Sprintf("Offenlage/%s (import, at most %g requests a second)", version(), *rate),
			Pause: time.Duration(float64(time.Second) / *rate)}
		store, err := source(ctx, e, site, args[1], sourceOptions{now: now, people: *people, client: client, done: bar.clear,
			progress: func(what string, done, total int) { bar.report("read "+strings.ToLower(what), done, total) }})
		if err != nil {
			return fail(e, problems, err)
		}
		cfg := config.Read(os.DirFS(site), &diag.List{})
		if cfg == nil {
			cfg = config.Default()
		}
		o := intake.Options{Site: site, Store: store, Zone: cfg.Zone, People: *people, Progress: func(done, total int) { bar.report("import", done, total) }}
		if o.Topics = cfg.Topics; o.Topics == nil {
			if o.Topics, err = keyword.New(keyword.Standard(cfg.Language)); err != nil {
				return fail(e, problems, err)
			}
		}
		if *files {
			o.Files, o.Draw = client, doctext.PDF
		}
		if *texts != "" {
			folder := *texts
			if !filepath.IsAbs(folder) {
				folder = filepath.Join(e.Dir, folder)
			}
			if o.Text, err = textsFrom(folder); err != nil {
				return fail(e, usage, err)
			}
		}
		r, err := intake.Run(ctx, o)
		bar.clear()
		if err != nil {
			if errors.Is(err, context.Canceled) {
				err = errInterrupted
			}
			return fail(e, problems, err)
		}
		if _, err := r.WriteTo(e.Stdout); err != nil {
			return fail(e, problems, err)
		}
		if *report != "" {
			path := *report
			if !filepath.IsAbs(path) {
				path = filepath.Join(e.Dir, path)
			}
			if err := writeReport(path, r); err != nil {
				return fail(e, problems, err)
			}
		}
		fmt.Fprintf(e.Stdout, "Imported into %s in %s. Next: offenlage check\n", filepath.Join(site, "content"), elapsed(start))
		return ok
	}
}

// source opens what the import reads: a folder, or the copy of an endpoint
// that it keeps beside the site and brings up to date.
func source(ctx context.Context, e Env, site, from string, o sourceOptions) (*oparl.Store, error) {
	if strings.HasPrefix(from, "http://") || strings.HasPrefix(from, "https://") {
		sum := sha256.Sum256([]byte(from))
		m := &oparl.Mirror{Dir: filepath.Join(site, ".offenlage", "oparl-"+hex.EncodeToString(sum[:4])), Now: o.now, People: o.people, Progress: o.progress, Client: o.client}
		complete, err := m.Update(ctx, from)
		if o.done != nil {
			o.done()
		}
		if ctx.Err() != nil {
			return nil, errInterrupted
		}
		if err != nil {
			return nil, err
		}
		store, err := m.Open()
		if err != nil {
			return nil, err
		}
		store.Odd = append(m.Odd, store.Odd...)
		if !complete && store.Count("Paper") == 0 {
			return nil, fmt.Errorf("no paper could be read:\n%s", strings.Join(m.Odd, "\n"))
		}
		return store, nil
	}
	if !filepath.IsAbs(from) {
		from = filepath.Join(e.Dir, from)
	}
	if info, err := os.Stat(from); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("there is no folder %s", from)
	}
	store, err := oparl.Open(os.DirFS(from))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", from, err)
	}
	if store.Count("Paper")+store.Count("Meeting")+store.Count("Organization") == 0 {
		return nil, fmt.Errorf("there is no OParl object in %s: a paper, a meeting or an organization as a .json file", from)
	}
	return store, nil
}

// textsFrom finds the text of a file in a folder.
func textsFrom(folder string) (func(context.Context, oparl.Object) string, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("there is no folder %s", folder)
	}
	return func(_ context.Context, f oparl.Object) string {
		data, err := root.ReadFile(oparl.Tail(f.ID()) + ".txt")
		if err != nil {
			return ""
		}
		return string(data)
	}, nil
}

func writeReport(path string, r *intake.Report) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = r.WriteTo(f)
	return errors.Join(err, f.Close())
}

// importTexts makes a content file of each text.
func importTexts(e Env, dir string, names []string) int {
	if len(names) == 0 {
		return fail(e, usage, errors.New("name the files: offenlage import text vorlage.txt"))
	}
	site, err := findSite(e, dir)
	if err != nil {
		return fail(e, usage, err)
	}
	code := ok
	for _, name := range names {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(e.Dir, path)
		}
		text, err := textOf(path)
		if err != nil {
			code = fail(e, problems, fmt.Errorf("%s: %w", name, err))
			continue
		}
		f := forms.Read(text)
		file, err := intake.Text(site, name, f)
		if err != nil {
			code = fail(e, problems, fmt.Errorf("%s: %w", name, err))
			continue
		}
		fmt.Fprintf(e.Stdout, "%s: %s\n", name, file)
		if f.Type == "" {
			fmt.Fprintln(e.Stdout, "  it is no form that is known: its text is kept, its keys are yours to write")
		}
		for _, u := range f.Uncertain {
			fmt.Fprintln(e.Stdout, "  uncertain: "+u)
		}
	}
	return code
}

// maxText is the size in bytes above which a text is not read.
const maxText = 16 << 20

// textOf is the text of a file: a PDF is drawn out.
func textOf(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, errors.New("there is no such file")
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no file")
	case strings.EqualFold(filepath.Ext(path), ".pdf"):
		text, err := doctext.PDF(context.Background(), path)
		return []byte(text), err
	case info.Size() > maxText:
		return nil, fmt.Errorf("it has more than %d MB: one paper a file", maxText>>20)
	}
	text, err := os.ReadFile(path)
	if err == nil && bytes.HasPrefix(text, []byte("PK\x03\x04")) {
		err = errors.New("it is a DOCX or ODT file: make text of it first, by pandoc -t plain")
	}
	return text, err
}
