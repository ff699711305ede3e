package cli

import (
	"flag"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"offenlage/generator/internal/scaffold"
)

const newHelp = `
  offenlage new site DIR                     a folder with config.toml and drafts of the legal pages
  offenlage new paper 2026/0017 "Title"      content/papers/2026/2026-0017.md, not public yet
  offenlage new meeting Bauausschuss         content/meetings/2026/2026-11-26-bauausschuss.md

No file that is there is ever written over.`

func setupNew(flags *flag.FlagSet) func(Env, []string) int {
	dir := siteFlag(flags)
	day := flags.String("date", "", "`DAY` of the paper or the sitting (2026-11-26; default: today)")
	kind := flags.String("type", "Beschlussvorlage", "`KIND` of the paper, as printed")
	title := flags.String("title", "", "`TITLE` of the site")
	language := flags.String("language", "de", "`LANGUAGE` of the site's interface (de, en)")
	return func(e Env, args []string) int {
		if len(args) == 0 {
			return fail(e, usage, fmt.Errorf("new what? A site, a paper, or a meeting\n\"offenlage help new\" shows how"))
		}
		what, args := args[0], args[1:]
		date, err := clock(e, *day)
		if err != nil {
			return fail(e, usage, fmt.Errorf("%s", strings.Replace(err.Error(), "--now", "--date", 1)))
		}
		if what == "site" {
			if len(args) != 1 {
				return fail(e, usage, fmt.Errorf("name the folder: offenlage new site DIR"))
			}
			target := args[0]
			if !filepath.IsAbs(target) {
				target = filepath.Join(e.Dir, target)
			}
			if _, err := fs.Stat(e.Templates, "messages/"+*language+".toml"); err != nil {
				return fail(e, usage, fmt.Errorf("there are no messages for the language %q: de or en", *language))
			}
			files, err := scaffold.Site(target, *title, *language)
			for _, f := range files {
				fmt.Fprintln(e.Stdout, f)
			}
			if err != nil {
				return fail(e, problems, err)
			}
			fmt.Fprintf(e.Stdout, "A new site. See it with: offenlage serve --site %s\n", quoted(args[0]))
			return ok
		}
		site, err := findSite(e, *dir)
		if err != nil {
			return fail(e, usage, err)
		}
		var file string
		switch {
		case what == "paper" && len(args) >= 1:
			file, err = scaffold.Paper(site, args[0], strings.Join(args[1:], " "), *kind, date)
		case (what == "meeting" || what == "sitting") && len(args) >= 1:
			file, err = scaffold.Meeting(site, strings.Join(args, " "), date)
		case what == "paper":
			return fail(e, usage, fmt.Errorf("name the number: offenlage new paper 2026/0017 \"Title\""))
		case what == "meeting":
			return fail(e, usage, fmt.Errorf("name the committee: offenlage new meeting Bauausschuss"))
		default:
			return fail(e, usage, fmt.Errorf("a new %q is not known: site, paper, or meeting", what))
		}
		if err != nil {
			return fail(e, problems, err)
		}
		fmt.Fprintln(e.Stdout, file)
		return ok
	}
}

// quoted is a path as a shell wants to have it typed.
func quoted(path string) string {
	if strings.ContainsAny(path, " \t'\"$&()*;<>?[]`|~#!{}") {
		return `"` + strings.NewReplacer(`"`, `\"`, "$", `\$`, "`", "\\`").Replace(path) + `"`
	}
	return path
}
