package build

import (
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkBuild builds the example council into an empty folder.
// "make profile" records what it does for the compiler (generator/default.pgo).
func BenchmarkBuild(b *testing.B) {
	for b.Loop() {
		out := filepath.Join(b.TempDir(), "public")
		r, err := Run(options("../../..", out))
		if err != nil || !r.Published {
			b.Fatalf("the example was not built: %v", err)
		}
		b.StopTimer()
		os.RemoveAll(out)
		b.StartTimer()
	}
}
