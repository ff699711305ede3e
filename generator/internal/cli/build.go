package cli

import (
	"flag"
	"fmt"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"offenlage/generator/internal/build"
	"offenlage/generator/internal/diag"
)

const buildHelp = `
Reads content/, checks it, and writes the website to public/, ready to be
uploaded as it is. When a file has an error, nothing is written and all
problems are shown. Files that did not change are not written again; only
files that an earlier build wrote are ever removed.

What was published when is written to content/ledger.tsv: keep that file in
git with the content.`

const checkHelp = `
Does everything that build does but writing. Problems go to standard output;
the exit code is 1 when one of them is an error.`

// shownWarnings is how many warnings a person sees at once.
const shownWarnings = 40

func setupBuild(flags *flag.FlagSet) func(Env, []string) int {
	dir, now := siteFlag(flags), nowFlag(flags)
	out := flags.String("out", "", "write to `DIR` (default: public/ in the site's folder)")
	trial := flags.Bool("trial", false, "do not write to content/ledger.tsv what was published")
	all := flags.Bool("all", false, "show every warning, not only the first "+fmt.Sprint(shownWarnings))
	return func(e Env, _ []string) int {
		o, code := options(e, *dir, *now)
		if code != ok {
			return code
		}
		o.Out, o.Remember = *out, !*trial
		switch {
		case o.Out == "":
			o.Out = filepath.Join(o.Dir, "public")
		case !filepath.IsAbs(o.Out):
			o.Out = filepath.Join(e.Dir, o.Out)
		}
		paceMemory(e)
		start := time.Now()
		bar := newProgress(e)
		o.Progress = bar.report
		r, err := build.Run(o)
		bar.clear()
		if r != nil {
			diag.WriteText(e.Stderr, r.Problems, limit(*all), colour(e))
		}
		if err != nil {
			return fail(e, problems, err)
		}
		bad, warnings := diag.Count(r.Problems)
		if !r.Published {
			fmt.Fprintf(e.Stderr, "%s; nothing was written.\n", counted(bad, "error", warnings, "warning"))
			return problems
		}
		fmt.Fprintf(e.Stdout, "%s: %s; wrote %d files, %d unchanged, %d removed%s, to %s in %s.\n",
			r.Site.Config.Title, contents(r), r.Stats.Written, r.Stats.Unchanged, r.Stats.Removed, withheld(r), o.Out, elapsed(start))
		if r.Embedded > 0 {
			fmt.Fprintf(e.Stdout, "OParl: %d agenda items, consultations, files and memberships have no file of their own (objects = \"main\" in config.toml).\n", r.Embedded)
		}
		return ok
	}
}

func setupCheck(flags *flag.FlagSet) func(Env, []string) int {
	dir, now := siteFlag(flags), nowFlag(flags)
	asJSON := flags.Bool("json", false, "write problems as a JSON array")
	return func(e Env, _ []string) int {
		o, code := options(e, *dir, *now)
		if code != ok {
			return code
		}
		paceMemory(e)
		start := time.Now()
		bar := newProgress(e)
		o.Progress = bar.report
		r, err := build.Run(o)
		bar.clear()
		if err != nil {
			return fail(e, problems, err)
		}
		bad, warnings := diag.Count(r.Problems)
		if *asJSON {
			err = diag.WriteJSON(e.Stdout, r.Problems)
		} else {
			err = diag.WriteText(e.Stdout, r.Problems, 0, false)
			fmt.Fprintf(e.Stderr, "%s: %s%s; %s, in %s.\n", r.Site.Config.Title, contents(r), withheld(r), counted(bad, "error", warnings, "warning"), elapsed(start))
		}
		switch {
		case err != nil:
			return fail(e, problems, err)
		case bad > 0:
			return problems
		}
		return ok
	}
}

func setupVersion(*flag.FlagSet) func(Env, []string) int {
	return func(e Env, _ []string) int {
		fmt.Fprintln(e.Stdout, "offenlage", version())
		return ok
	}
}

func version() string {
	info, found := debug.ReadBuildInfo()
	if !found {
		return "(unknown)"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v += " " + s.Value[:min(12, len(s.Value))]
		}
	}
	return v
}

// options fills in what build, check and serve share.
func options(e Env, dir, now string) (build.Options, int) {
	site, err := findSite(e, dir)
	if err != nil {
		return build.Options{}, fail(e, usage, err)
	}
	t, err := clock(e, now)
	if err != nil {
		return build.Options{}, fail(e, usage, err)
	}
	return build.Options{Dir: site, Now: t, Templates: e.Templates}, ok
}

func contents(r *build.Result) string {
	c := r.Site.Council
	return plural(len(c.Papers), "paper") + ", " + plural(len(c.Meetings), "sitting") + ", " + plural(len(c.Committees), "committee")
}

// withheld counts what is not published, "" when there is nothing.
func withheld(r *build.Result) string {
	w := r.Site.Council.Withheld
	var parts []string
	add := func(n int, one, many string) {
		switch {
		case n == 1:
			parts = append(parts, "1 "+one)
		case n > 1:
			parts = append(parts, fmt.Sprint(n, " ", many))
		}
	}
	add(w.Papers, "paper", "papers")
	add(w.Embargoed, "paper under embargo", "papers under embargo")
	add(w.Meetings, "sitting", "sittings")
	add(w.Pages, "page", "pages")
	add(w.Consultations, "station", "stations")
	add(w.Items, "agenda item", "agenda items")
	add(w.Files, "attachment", "attachments")
	if len(parts) == 0 {
		return ""
	}
	return "; withheld " + strings.Join(parts, ", ")
}

func counted(n int, one string, m int, other string) string {
	return plural(n, one) + ", " + plural(m, other)
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprint(n, " ", word, "s")
}

func limit(all bool) int {
	if all {
		return 0
	}
	return shownWarnings
}

func colour(e Env) bool { return e.Terminal && e.Getenv("NO_COLOR") == "" }

func elapsed(start time.Time) string { return fmt.Sprintf("%.1f s", time.Since(start).Seconds()) }

// progress is one line that a terminal shows during long work; a pipe gets
// none.
type progress struct {
	e     Env
	mu    sync.Mutex
	start time.Time
	last  time.Time
	drawn bool

	stage string    // what is under way
	begun time.Time // when it was first reported
	first int       // and how much was done then
}

func newProgress(e Env) *progress { return &progress{e: e, start: time.Now()} }

func (p *progress) report(stage string, done, total int) {
	if !p.e.Terminal {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if now.Sub(p.start) < 500*time.Millisecond || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last, p.drawn = now, true
	if stage != p.stage {
		p.stage, p.begun, p.first = stage, now, done
	}
	of := ""
	if total > 0 {
		of = fmt.Sprintf(" of %d", total)
		if gone := now.Sub(p.begun); gone > 3*time.Second && done > p.first {
			left := time.Duration(float64(gone) * float64(total-done) / float64(done-p.first))
			of += fmt.Sprintf(", about %s left", left.Round(time.Second))
		}
	}
	fmt.Fprintf(p.e.Stderr, "\r\x1b[K%s: %d%s …", stage, done, of)
}

func (p *progress) clear() {
	if p.drawn {
		fmt.Fprint(p.e.Stderr, "\r\x1b[K")
	}
}
