package cli

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"offenlage/generator/internal/build"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/serve"
)

const serveHelp = `
Builds the site into a folder of its own, shows it at an address that only
this machine reaches, and builds again whenever a file changes; the browser
reloads by itself. Mistakes are shown in the page. Ctrl-C ends it. public/ is
not touched: "offenlage build" writes it.`

func setupServe(flags *flag.FlagSet) func(Env, []string) int {
	dir, now := siteFlag(flags), nowFlag(flags)
	port := flags.Int("port", 8080, "answer at this port of 127.0.0.1; when it is taken, the next free one")
	return func(e Env, _ []string) int {
		o, code := options(e, *dir, *now)
		if code != ok {
			return code
		}
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		defer stop()
		err := serve.Run(ctx, serve.Options{
			Build: o, Port: *port, Interval: 400 * time.Millisecond,
			Now: func() time.Time {
				t, err := clock(e, *now)
				if err != nil {
					return o.Now
				}
				return t
			},
			Started: func(url string) { fmt.Fprintf(e.Stdout, "The site is at %s – press Ctrl-C to end.\n", url) },
			Built: func(r *build.Result, err error, took time.Duration) {
				if err != nil {
					fail(e, problems, err)
					return
				}
				diag.WriteText(e.Stderr, r.Problems, shownWarnings, colour(e))
				bad, warnings := diag.Count(r.Problems)
				fmt.Fprintf(e.Stderr, "built %s%s; %s, in %.1f s\n", contents(r), withheld(r), counted(bad, "error", warnings, "warning"), took.Seconds())
			},
		})
		if err != nil {
			return fail(e, problems, err)
		}
		return ok
	}
}
