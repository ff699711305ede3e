package cli

import (
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
	"offenlage/generator/internal/oparl"
)

const importHelp = `
  offenlage import oparl https://ris.example.org/oparl/system    a council system that speaks OParl
  offenlage import oparl DIR                                     a folder of OParl objects as JSON files

Writes papers, sittings, committees and factions into content/. It may run
again: then it writes only what changed, and keeps what authors added. A text
that was changed by hand, and keys named in keep = ["title"] of [oparl], stay.
What the source does not mark as public is withheld.`

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
		if len(args) == 0 || args[0] != "oparl" {
			return fail(e, usage, errors.New("import what? offenlage import oparl URL or DIR\n\"offenlage help import\" shows how"))
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
		o := intake.Options{Site: site, Store: store, Zone: cfg.Zone, People: *people, Clean: forms.Clean, IsPaper: forms.IsPaper, Progress: func(done, total int) { bar.report("import", done, total) }}
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
