package publish

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The child process of TestKill: its folder and the round it builds.
const (
	childDir    = "PUBLISH_TEST_DIR"
	childRound  = "PUBLISH_TEST_ROUND"
	childFailed = 3 // unlike the exit code of what was killed
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		round, _ := strconv.Atoi(os.Getenv(childRound))
		if err := putRound(dir, round); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(childFailed)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// round returns what build number n publishes: a third stays as it is, a third
// changes, a third has other paths each time.
func round(n int) files {
	f := files{}
	for i := range 1000 {
		f[fmt.Sprintf("same/%d/index.html", i)] = strings.Repeat("s", i)
		f[fmt.Sprintf("text/%d/index.html", i)] = content(n, i)
		f[fmt.Sprintf("round-%d/%d.html", n, i)] = content(n, i)
	}
	return f
}

func content(n, i int) string { return strings.Repeat(fmt.Sprintf("%d:%d\n", n, i), 500+i) }

func putRound(dir string, n int) error {
	w, err := Open(dir)
	if err != nil {
		return err
	}
	paths := make(chan string)
	var wg sync.WaitGroup
	f := round(n)
	for range 4 {
		wg.Go(func() {
			for path := range paths {
				_ = w.Put(path, []byte(f[path])) // Finish reports it
			}
		})
	}
	for path := range f {
		paths <- path
	}
	close(paths)
	wg.Wait()
	_, err = w.Finish()
	return err
}

func TestKill(t *testing.T) {
	if testing.Short() {
		t.Skip("kills builds for some seconds")
	}
	dir := t.TempDir()
	foreign := files{"CNAME": "x.de", "round-3/mine.txt": "m", "text/mine.txt": "m"}
	lay(t, dir, foreign)
	start := time.Now()
	if err := putRound(dir, 0); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(start)
	// What may be in a file: what any round so far gave it.
	allowed := map[string]map[string]bool{}
	allow := func(f files) {
		for path, data := range f {
			if allowed[path] == nil {
				allowed[path] = map[string]bool{}
			}
			allowed[path][data] = true
		}
	}
	allow(foreign)
	allow(round(0))
	killed := 0
	const rounds = 12
	for n := 1; n <= rounds; n++ {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childDir+"="+dir, childRound+"="+strconv.Itoa(n))
		child.Stderr = os.Stderr
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(rand.Int64N(int64(whole))))
		_ = child.Process.Kill()
		if err := child.Wait(); err != nil {
			if child.ProcessState.ExitCode() == childFailed {
				t.Fatalf("round %d was not killed but failed: %v", n, err)
			}
			killed++
		}
		allow(round(n))
		got := site(t, dir)
		for path, data := range got {
			if !allowed[path][data] {
				t.Fatalf("round %d: %s holds %d bytes of no round", n, path, len(data))
			}
		}
		for path := range round(0) {
			if _, ok := got[path]; !ok && !strings.HasPrefix(path, "round-") {
				t.Fatalf("round %d: %s is lost", n, path)
			}
		}
	}
	if killed < rounds/3 {
		t.Errorf("only %d of %d builds were killed, the test shows little", killed, rounds)
	}
	if err := putRound(dir, rounds+1); err != nil {
		t.Fatal(err)
	}
	fresh := t.TempDir()
	lay(t, fresh, foreign)
	if err := putRound(fresh, rounds+1); err != nil {
		t.Fatal(err)
	}
	want := tree(t, fresh)
	if got := tree(t, dir); !maps.Equal(got, want) {
		equal(t, got, want)
	}
}
