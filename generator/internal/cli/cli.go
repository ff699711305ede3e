// Package cli is the command line: it turns arguments into a call of one of
// the other packages and its result into lines for a person. Results go to
// standard output, everything else to standard error.
package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // time zones on machines that have none, such as Windows
	"unicode"

	"golang.org/x/term"

	"offenlage/generator/internal/config"
)

// Exit codes.
const (
	ok       = 0
	problems = 1 // the content has errors, or the machine failed
	usage    = 2
)

// gcPercent lets memory grow to three times what is in use before it is
// cleared: a build ends soon, and most of what it makes is garbage at once.
const gcPercent = 200

// Env is what a command sees of the machine it runs on.
type Env struct {
	Stdout, Stderr io.Writer
	Dir            string // working folder
	Getenv         func(string) string
	Terminal       bool // Stderr is a terminal
	Templates      fs.FS
}

// System is the real machine.
func System(templates fs.FS) Env {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	return Env{Stdout: os.Stdout, Stderr: os.Stderr, Dir: dir, Getenv: os.Getenv,
		Terminal: term.IsTerminal(int(os.Stderr.Fd())), Templates: templates}
}

// command is one word after the program's name.
type command struct {
	name, args, short string
	long              string
	// setup declares the flags and returns what runs once they are read.
	setup func(*flag.FlagSet) func(e Env, args []string) int
}

func commands() []command {
	return []command{
		{"build", "", "make the website in public/", buildHelp, setupBuild},
		{"serve", "", "show the website on this machine while you write", serveHelp, setupServe},
		{"check", "", "look for problems and write nothing", checkHelp, setupCheck},
		{"import", "oparl URL|DIR, or text FILE…", "bring in papers from a council system, or from texts", importHelp, setupImport},
		{"new", "site|paper|meeting …", "begin a site, a paper or a sitting", newHelp, setupNew},
		{"version", "", "print the version", "", setupVersion},
	}
}

// Main runs the command that args name and returns the exit code.
func Main(args []string, e Env) int {
	if e.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	if len(args) == 0 || args[0] == "help" && len(args) == 1 || args[0] == "-h" || args[0] == "--help" || args[0] == "-help" {
		help(e.Stdout)
		if len(args) == 0 {
			return usage
		}
		return ok
	}
	name, rest := args[0], args[1:]
	if name == "help" {
		name, rest = args[1], []string{"--help"}
	}
	for _, c := range commands() {
		if c.name == name {
			return c.run(e, rest)
		}
	}
	fmt.Fprintf(e.Stderr, "offenlage: there is no command %q\n", name)
	for _, c := range commands() {
		if strings.HasPrefix(c.name, name[:min(2, len(name))]) {
			fmt.Fprintf(e.Stderr, "hint: did you mean %q?\n", c.name)
		}
	}
	fmt.Fprintln(e.Stderr, `"offenlage help" lists the commands`)
	return usage
}

func (c command) run(e Env, args []string) int {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	do := c.setup(flags)
	var words []string // flags may stand before and after other arguments
	for {
		err := flags.Parse(args)
		if errors.Is(err, flag.ErrHelp) {
			c.help(e.Stdout, flags)
			return ok
		}
		if err != nil {
			fmt.Fprintf(e.Stderr, "offenlage %s: %v\n\"offenlage help %s\" explains the command\n", c.name, err, c.name)
			return usage
		}
		if flags.NArg() == 0 {
			break
		}
		words = append(words, flags.Arg(0))
		args = flags.Args()[1:]
	}
	if c.args == "" && len(words) > 0 {
		fmt.Fprintf(e.Stderr, "offenlage %s: %q is too much\n\"offenlage help %s\" explains the command\n", c.name, words[0], c.name)
		return usage
	}
	return do(e, words)
}

func help(w io.Writer) {
	fmt.Fprint(w, `Offenlage turns a folder of council papers into a website.

  offenlage COMMAND [flags]

`)
	for _, c := range commands() {
		fmt.Fprintf(w, "  %-8s %s\n", c.name, c.short)
	}
	fmt.Fprint(w, `
"offenlage help COMMAND" explains one of them. Without an installed program
write "go run ./generator" instead of "offenlage".

A first look:  offenlage serve
`)
}

func (c command) help(w io.Writer, flags *flag.FlagSet) {
	fmt.Fprintf(w, "offenlage %s %s\n\n%s\n", c.name, strings.TrimSpace(c.args+" [flags]"), strings.ToUpper(c.short[:1])+c.short[1:]+".")
	if c.long != "" {
		fmt.Fprintf(w, "\n%s\n", strings.Trim(c.long, "\n"))
	}
	any := false
	flags.VisitAll(func(f *flag.Flag) {
		if !any {
			fmt.Fprintf(w, "\nFlags\n")
			any = true
		}
		name, use := flag.UnquoteUsage(f)
		fmt.Fprintf(w, "  --%-18s %s\n", strings.TrimSpace(f.Name+" "+name), use)
	})
}

// siteFlag declares --site.
func siteFlag(flags *flag.FlagSet) *string {
	return flags.String("site", "", "`DIR` of the site (default: the nearest folder upwards with a config.toml)")
}

// nowFlag declares --now.
func nowFlag(flags *flag.FlagSet) *string {
	return flags.String("now", "", "build as if it were this `DAY` (2026-11-23) or time (RFC 3339)")
}

// findSite returns the site's folder.
func findSite(e Env, given string) (string, error) {
	if given != "" {
		if !filepath.IsAbs(given) {
			given = filepath.Join(e.Dir, given)
		}
		if info, err := os.Stat(given); err != nil || !info.IsDir() {
			return "", fmt.Errorf("there is no folder %s", given)
		}
		return given, nil
	}
	for dir := e.Dir; ; {
		if _, err := os.Stat(filepath.Join(dir, config.File)); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", fmt.Errorf("there is no %s here or in a folder above\nhint: name the site with --site DIR, or begin one with \"offenlage new site DIR\"", config.File)
		}
		dir = up
	}
}

// clock reads --now. Without it SOURCE_DATE_EPOCH counts, the convention of
// reproducible builds (https://reproducible-builds.org/specs/source-date-epoch/).
func clock(e Env, given string) (time.Time, error) {
	if given == "" {
		if epoch := e.Getenv("SOURCE_DATE_EPOCH"); epoch != "" {
			s, err := strconv.ParseInt(epoch, 10, 64)
			if err != nil {
				return time.Time{}, fmt.Errorf("SOURCE_DATE_EPOCH=%q is no number of seconds", epoch)
			}
			return time.Unix(s, 0), nil
		}
		return time.Now(), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, given); err == nil {
			if layout == time.DateOnly { // noon is the same day in every zone that a council sits in
				t = t.Add(12 * time.Hour)
			}
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("--now %q is neither a day (2026-11-23) nor a time (2026-11-23T12:00:00+01:00)", given)
}

// fail prints an error, which may quote a stranger's text, without what would
// steer a terminal.
func fail(e Env, code int, err error) int {
	fmt.Fprintf(e.Stderr, "offenlage: %s\n", strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return ' '
		}
		return r
	}, err.Error()))
	return code
}

// Flags lists the flags of each command by its name, for the documentation.
func Flags() map[string][]string {
	out := map[string][]string{}
	for _, c := range commands() {
		flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
		c.setup(flags)
		out[c.name] = []string{}
		flags.VisitAll(func(f *flag.Flag) { out[c.name] = append(out[c.name], f.Name) })
	}
	return out
}
