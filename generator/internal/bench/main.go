//go:build unix

// Bench builds the same papers with Offenlage and with Hugo, in turn, in one
// run, and prints wall time, CPU time, peak memory, the ratios of medians, and
// what was written. Offenlage builds four times a round: pages alone, with
// search, with open data, and with a file for each object of OParl, so that
// the table says what each costs.
//
//	go run . [-rounds 3] [-repeat 8] [-data DIR] [-hugo DIR]
//
// The papers are made from an OParl dump by the corpus program beside the
// Hugo site. Both stand outside this project; without them bench says so and
// ends. Hugo is installed through the Go module proxy, into a folder of its
// own.
package main

import (
	"flag"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

const hugoModule = "github.com/gohugoio/hugo@v0.165.0"

// figures are what one build took.
type figures struct {
	wall, cpu time.Duration
	memory    int64 // bytes, peak resident
}

func main() {
	log.SetFlags(0)
	rounds := flag.Int("rounds", 3, "builds of each program")
	repeat := flag.Int("repeat", 8, "how often each paper is copied")
	shared := flag.String("shared", "../../../../shared", "folder that holds bench/ and data/")
	work := flag.String("work", filepath.Join(os.TempDir(), "offenlage-bench"), "folder for papers, programs and sites")
	warm := flag.Bool("warm", false, "also build again over the finished site")
	flag.Parse()
	corpus := filepath.Join(*shared, "bench", "corpus.py")
	if _, err := os.Stat(corpus); err != nil {
		fmt.Printf("bench: no papers to build: there is no %s\n", corpus)
		return
	}
	home, err := filepath.Abs(*work)
	must(err)
	must(os.MkdirAll(home, 0o755))
	root, err := filepath.Abs(*shared)
	must(err)

	run("", "go", "build", "-o", filepath.Join(home, "offenlage"), "offenlage/generator")
	hugo := filepath.Join(home, "bin", "hugo")
	if _, err := os.Stat(hugo); err != nil {
		fmt.Println("installing Hugo; this takes some minutes the first time")
		cmd := exec.Command("go", "install", hugoModule)
		cmd.Env = append(os.Environ(), "GOBIN="+filepath.Join(home, "bin"), "GOFLAGS=-mod=mod")
		cmd.Dir = home
		cmd.Stderr = os.Stderr
		must(cmd.Run())
	}
	settle(home)
	dir := filepath.Join(home, "runs", time.Now().Format("20060102-150405"))
	ours, theirs := filepath.Join(dir, "ours"), filepath.Join(dir, "hugo")
	must(os.CopyFS(theirs, os.DirFS(filepath.Join(root, "bench", "hugo"))))
	must(os.MkdirAll(ours, 0o755))
	for site, front := range map[string]string{ours: "offenlage", theirs: "hugo"} {
		run("", "python3", corpus, filepath.Join(root, "data", "karlsruhe"), filepath.Join(site, "content", "papers"), "--front", front, "--repeat", strconv.Itoa(*repeat))
	}
	program := func(name, config string) contender {
		out := filepath.Join(dir, "public-"+strings.ReplaceAll(name, " ", "-"))
		return contender{name, out, []string{filepath.Join(home, "offenlage"), "build", "--trial", "--site", ours, "--out", out}, config}
	}
	contenders := []contender{
		program("pages", "[search]\nenabled = false\n[oparl]\nenabled = false\n[feeds]\npapers = false\n"),
		program("with search", "[oparl]\nenabled = false\n[feeds]\npapers = false\n"),
		program("with open data", "[oparl]\nobjects = \"main\"\n"),
		program("all of it", ""),
		{"hugo", filepath.Join(theirs, "public"), []string{hugo, "--source", theirs, "--quiet", "--noBuildLock"}, ""},
	}
	papers := count(filepath.Join(ours, "content"))
	fmt.Printf("%s/%s, %d cores, %s; %d papers; %d rounds, in turn\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), papers, *rounds)
	measured := map[string][]figures{}
	again := map[string][]figures{}
	// What a round wrote stays until the end, see settle.
	done := filepath.Join(dir, "done")
	must(os.MkdirAll(done, 0o755))
	for round := range *rounds {
		for _, c := range contenders {
			if round > 0 {
				must(os.Rename(c.out, filepath.Join(done, c.name+strconv.Itoa(round))))
			}
			must(os.WriteFile(filepath.Join(ours, "config.toml"), []byte("title = \"Ratsdokumente\"\nbase_url = \"https://example.org/\"\nlanguage = \"de\"\n"+c.config), 0o644))
			syscall.Sync()
			measured[c.name] = append(measured[c.name], measure(c.args))
			if *warm {
				again[c.name] = append(again[c.name], measure(c.args))
			}
		}
	}
	table("empty output folder", contenders, measured, papers)
	if *warm {
		table("over the finished site", contenders, again, papers)
	}
	whole := contenders[len(contenders)-2]
	fmt.Printf("\nonly writing what %q wrote, on all cores: %.2f s\n", whole.name, writeAgain(whole.out, filepath.Join(dir, "again")).Seconds())
	must(os.RemoveAll(filepath.Join(home, "runs"))) // of runs that were stopped, too
	must(os.WriteFile(filepath.Join(home, removed), nil, 0o644))
}

// removed is a file whose time is that of the last bench that cleaned up.
const removed = "removed"

// settle waits until nothing was removed for seven minutes: for six ext4 looks
// for every new file through all that were removed around it, which makes a
// build take up to twice as long.
func settle(home string) {
	info, err := os.Stat(filepath.Join(home, removed))
	if err != nil {
		return
	}
	if wait := 7*time.Minute - time.Since(info.ModTime()); wait > 0 {
		fmt.Printf("waiting %s: the last bench removed its files just now, and ext4 is slow at making new ones until then\n", wait.Round(time.Second))
		time.Sleep(wait)
	}
}

// contender is a program with its settings.
type contender struct {
	name, out string
	args      []string
	config    string // more of config.toml
}

// measure runs a program and asks the system what it took.
func measure(args []string) figures {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stderr = nil
	start := time.Now()
	if out, err := cmd.Output(); err != nil {
		log.Fatalf("%v: %v\n%s", args, err, out)
	}
	wall := time.Since(start)
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	memory := int64(usage.Maxrss)
	if runtime.GOOS != "darwin" {
		memory *= 1024 // kilobytes everywhere else
	}
	return figures{wall, cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), memory}
}

// table prints the medians of each contender, beside those of the last.
func table(title string, contenders []contender, measured map[string][]figures, papers int) {
	median := func(all []figures, of func(figures) float64) float64 {
		values := make([]float64, len(all))
		for i, f := range all {
			values[i] = of(f)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	wall := func(f figures) float64 { return f.wall.Seconds() }
	cpu := func(f figures) float64 { return f.cpu.Seconds() }
	memory := func(f figures) float64 { return float64(f.memory) / 1e6 }
	last := measured[contenders[len(contenders)-1].name]
	fmt.Printf("\n%s (medians; the ratio to the last row behind each)\n%-16s %14s %14s %16s %9s %8s %11s\n", title, "", "wall s", "cpu s", "memory MB", "files", "MB", "B a paper")
	for _, c := range contenders {
		fmt.Printf("%-16s", c.name)
		for _, of := range []func(figures) float64{wall, cpu, memory} {
			n := median(measured[c.name], of)
			fmt.Printf(" %8.2f %5.2f", n, n/median(last, of))
		}
		bytes := size(c.out)
		fmt.Printf("   %9d %8.0f %11d\n", count(c.out), float64(bytes)/1e6, bytes/int64(papers))
	}
}

// writeAgain copies a folder from memory and returns how long the file system
// took: no build that writes these files can be faster.
func writeAgain(from, to string) time.Duration {
	type file struct {
		path string
		data []byte
	}
	var folders []string
	var files []file
	must(filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		there := filepath.Join(to, strings.TrimPrefix(path, from))
		if d.IsDir() {
			folders = append(folders, there)
			return nil
		}
		data, err := os.ReadFile(path)
		files = append(files, file{there, data})
		return err
	}))
	syscall.Sync()
	start := time.Now()
	for _, folder := range folders {
		must(os.Mkdir(folder, 0o755))
	}
	waiting := make(chan file, 256)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for f := range waiting {
				must(os.WriteFile(f.path, f.data, 0o644))
			}
		})
	}
	for _, f := range files {
		waiting <- f
	}
	close(waiting)
	workers.Wait()
	return time.Since(start)
}

func run(dir, name string, args ...string) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	must(cmd.Run())
}

func count(dir string) int {
	n := 0
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			n++
		}
		return nil
	})
	return n
}

func size(dir string) (n int64) {
	filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			if info, err := d.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}

func must(err error) {
	if err != nil {
		log.Fatal("bench: ", err)
	}
}
