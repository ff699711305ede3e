//go:build unix

// Bench builds the same papers with Offenlage and with Hugo, in turn, in one
// run, and prints wall time, CPU time, peak memory and the ratios of medians.
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
	must(os.MkdirAll(*work, 0o755))
	dir, err := filepath.Abs(*work)
	must(err)
	root, err := filepath.Abs(*shared)
	must(err)

	run("", "go", "build", "-o", filepath.Join(dir, "offenlage"), "offenlage/generator")
	hugo := filepath.Join(dir, "bin", "hugo")
	if _, err := os.Stat(hugo); err != nil {
		fmt.Println("installing Hugo; this takes some minutes the first time")
		cmd := exec.Command("go", "install", hugoModule)
		cmd.Env = append(os.Environ(), "GOBIN="+filepath.Join(dir, "bin"), "GOFLAGS=-mod=mod")
		cmd.Dir = dir
		cmd.Stderr = os.Stderr
		must(cmd.Run())
	}
	ours, theirs := filepath.Join(dir, "ours"), filepath.Join(dir, "hugo")
	for _, site := range []string{ours, theirs} {
		must(os.RemoveAll(site))
	}
	must(os.CopyFS(theirs, os.DirFS(filepath.Join(root, "bench", "hugo"))))
	must(os.MkdirAll(ours, 0o755))
	must(os.WriteFile(filepath.Join(ours, "config.toml"), []byte("title = \"Ratsdokumente\"\nbase_url = \"https://example.org/\"\nlanguage = \"de\"\n"), 0o644))
	for site, front := range map[string]string{ours: "offenlage", theirs: "hugo"} {
		run("", "python3", corpus, filepath.Join(root, "data", "karlsruhe"), filepath.Join(site, "content", "papers"), "--front", front, "--repeat", strconv.Itoa(*repeat))
	}
	programs := []struct {
		name string
		site string
		args []string
	}{
		{"offenlage", ours, []string{filepath.Join(dir, "offenlage"), "build", "--site", ours}},
		{"hugo", theirs, []string{hugo, "--source", theirs, "--quiet", "--noBuildLock"}},
	}
	fmt.Printf("%s/%s, %d cores, %s; %d papers; %d rounds, in turn\n", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version(), count(filepath.Join(ours, "content")), *rounds)
	measured := map[string][]figures{}
	again := map[string][]figures{}
	// What a round wrote stays until the end: a file system is slow to make
	// files where some were just removed, and would charge it to whom is next.
	done := filepath.Join(dir, "done")
	must(os.RemoveAll(done))
	must(os.MkdirAll(done, 0o755))
	for round := range *rounds {
		for _, p := range programs {
			if round > 0 {
				must(os.Rename(filepath.Join(p.site, "public"), filepath.Join(done, p.name+strconv.Itoa(round))))
			}
			syscall.Sync()
			measured[p.name] = append(measured[p.name], measure(p.args))
			if *warm {
				again[p.name] = append(again[p.name], measure(p.args))
			}
		}
	}
	for _, p := range programs {
		fmt.Printf("%-10s writes %d files, %.0f MB\n", p.name, count(filepath.Join(p.site, "public")), float64(size(filepath.Join(p.site, "public")))/1e6)
	}
	must(os.RemoveAll(done))
	table("empty output folder", measured["offenlage"], measured["hugo"])
	if *warm {
		table("over the finished site", again["offenlage"], again["hugo"])
	}
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

func table(title string, ours, theirs []figures) {
	median := func(all []figures, of func(figures) float64) float64 {
		values := make([]float64, len(all))
		for i, f := range all {
			values[i] = of(f)
		}
		slices.Sort(values)
		return values[len(values)/2]
	}
	fmt.Printf("\n%s (medians)\n%-12s %10s %10s %8s\n", title, "", "offenlage", "hugo", "ratio")
	for _, row := range []struct {
		name string
		of   func(figures) float64
	}{
		{"wall s", func(f figures) float64 { return f.wall.Seconds() }},
		{"cpu s", func(f figures) float64 { return f.cpu.Seconds() }},
		{"memory MB", func(f figures) float64 { return float64(f.memory) / 1e6 }},
	} {
		a, b := median(ours, row.of), median(theirs, row.of)
		fmt.Printf("%-12s %10.2f %10.2f %8.2f\n", row.name, a, b, a/b)
	}
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
