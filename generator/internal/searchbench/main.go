//go:build unix

// Searchbench makes sites of a real city's papers, with and without search,
// in turn, and prints what the index costs in time, memory, bytes and files;
// then it has a browser ask it and Pagefind the same questions (the program
// searchbench of the module browsertest).
//
//	go run . [-shared DIR] [-work DIR] [-rounds 3] [-repeat 1,8]
//
// The papers are made from an OParl dump by a program that stands outside this
// project; without it searchbench says so and ends.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"offenlage/generator/internal/build"
	"offenlage/generator/internal/content"
	"offenlage/generator/internal/searchtest"
	"offenlage/templates"
)

func main() {
	log.SetFlags(0)
	shared := flag.String("shared", "../../../../shared", "folder that holds bench/ and data/")
	work := flag.String("work", filepath.Join(os.TempDir(), "offenlage-searchbench"), "folder for papers and sites")
	rounds := flag.Int("rounds", 3, "builds of each kind")
	repeats := flag.String("repeat", "1,8", "how often each paper is copied")
	flag.Parse()
	corpus := filepath.Join(*shared, "bench", "corpus.py")
	if _, err := os.Stat(corpus); err != nil {
		fmt.Printf("searchbench: no papers: there is no %s\n", corpus)
		return
	}
	dir, err := filepath.Abs(*work)
	must(err)
	must(os.MkdirAll(dir, 0o755))
	program := filepath.Join(dir, "offenlage")
	run("", "go", "build", "-o", program, "offenlage/generator")
	queries := filepath.Join(dir, "queries.json")
	for i, repeat := range strings.Split(*repeats, ",") {
		with, without := filepath.Join(dir, "with"+repeat), filepath.Join(dir, "without"+repeat)
		for site, more := range map[string]string{with: "", without: "[search]\nenabled = false\n"} {
			must(os.RemoveAll(site))
			must(os.MkdirAll(site, 0o755))
			must(os.WriteFile(filepath.Join(site, "config.toml"), []byte("title = \"Ratsdokumente\"\nbase_url = \"https://example.org/\"\nlanguage = \"de\"\n"+more), 0o644))
			run("", "python3", corpus, filepath.Join(*shared, "data", "karlsruhe"), filepath.Join(site, "content", "papers"), "--front", "offenlage", "--repeat", repeat)
		}
		r, err := build.Run(build.Options{Dir: with, Now: time.Now(), Templates: templates.Files})
		must(err)
		papers := len(r.Site.Council.Papers)
		if i == 0 {
			must(os.WriteFile(queries, ask(r, with), 0o644))
		}
		var a, b []figures
		for range *rounds {
			for _, x := range []struct {
				site string
				into *[]figures
			}{{with, &a}, {without, &b}} {
				must(os.RemoveAll(filepath.Join(x.site, "public")))
				syscall.Sync()
				*x.into = append(*x.into, measure(program, "build", "--site", x.site))
			}
		}
		fmt.Printf("\n%d papers, %d builds each, in turn, medians: with search %s, without %s; search adds %s\n", papers, *rounds, middle(a), middle(b), middle(a).minus(middle(b)))
		cmd := exec.Command("go", "run", "./searchbench", "-site", filepath.Join(with, "public"), "-queries", queries, "-papers", strconv.Itoa(papers), "-work", filepath.Join(dir, "pagefind"))
		cmd.Dir = filepath.Join(root(), "generator", "internal", "browsertest")
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		must(cmd.Run())
	}
}

// ask makes the questions, with the addresses of the papers that answer them.
func ask(r *build.Result, dir string) []byte {
	type query struct {
		Category string   `json:"category"`
		Query    string   `json:"query"`
		Expect   []string `json:"expect"`
	}
	var papers []searchtest.Paper
	for _, p := range r.Site.Council.Papers {
		body, err := content.Body(os.DirFS(dir), p.File)
		must(err)
		papers = append(papers, searchtest.Paper{Reference: p.Reference, Title: p.Title, Text: strings.ReplaceAll(string(body), `\`, "")})
	}
	var out []query
	for _, q := range searchtest.Queries(papers, 2, 10) {
		expect := []string{q.Target}
		expect = append(expect, slices.Sorted(maps.Keys(q.Accept))...)
		for i, reference := range expect {
			if p := r.Site.Council.Find(reference); p != nil {
				expect[i] = r.Site.URL(p)
			}
		}
		out = append(out, query{q.Category, q.Text, expect})
	}
	data, err := json.Marshal(out)
	must(err)
	return data
}

// figures are what one build took.
type figures struct {
	wall, cpu time.Duration
	memory    int64
	files     int
}

func (f figures) String() string {
	return fmt.Sprintf("%.2f s (%.2f s of CPU), %.0f MB of memory, %d files", f.wall.Seconds(), f.cpu.Seconds(), float64(f.memory)/1e6, f.files)
}

func (f figures) minus(g figures) figures {
	return figures{f.wall - g.wall, f.cpu - g.cpu, f.memory - g.memory, f.files - g.files}
}

func middle(all []figures) figures {
	of := func(value func(figures) int64) int64 {
		values := make([]int64, len(all))
		for i, f := range all {
			values[i] = value(f)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	return figures{time.Duration(of(func(f figures) int64 { return int64(f.wall) })), time.Duration(of(func(f figures) int64 { return int64(f.cpu) })),
		of(func(f figures) int64 { return f.memory }), int(of(func(f figures) int64 { return int64(f.files) }))}
}

func measure(args ...string) figures {
	cmd := exec.Command(args[0], args[1:]...)
	start := time.Now()
	if out, err := cmd.Output(); err != nil {
		log.Fatalf("%v: %v\n%s", args, err, out)
	}
	f := figures{wall: time.Since(start), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	f.memory = int64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	if runtime.GOOS != "darwin" {
		f.memory *= 1024
	}
	filepath.WalkDir(filepath.Join(args[len(args)-1], "public"), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			f.files++
		}
		return nil
	})
	return f
}

// root is the folder that holds go.mod.
func root() string {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}").Output()
	must(err)
	return strings.TrimSpace(string(out))
}

func run(dir, name string, args ...string) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	must(cmd.Run())
}

func must(err error) {
	if err != nil {
		log.Fatal("searchbench: ", err)
	}
}
