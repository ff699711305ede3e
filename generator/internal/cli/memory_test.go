package cli

import (
	"runtime"
	"testing"
	"time"
)

// TestGrowth lets small heaps grow to the aim and large ones to twice their
// size.
func TestGrowth(t *testing.T) {
	for used, want := range map[uint64]uint64{0: heapAim, 1 << 20: heapAim, 50 << 20: heapAim, heapAim / 2: heapAim, 300 << 20: 600 << 20, 4 << 30: 8 << 30} {
		live := max(used, heapLeast)
		if got := live + live*uint64(growth(used))/100; got > want || want-got > want/50 {
			t.Errorf("%d MB in use grow to %d MB, not to %d MB", used>>20, got>>20, want>>20)
		}
	}
}

// TestPaceMemory goes on after the first time that memory is cleared.
func TestPaceMemory(t *testing.T) {
	paceMemory(Env{Getenv: func(string) string { return "" }})
	kept := make([]byte, 100<<20)
	for range 3 {
		runtime.GC()
		time.Sleep(10 * time.Millisecond) // the finalizer runs beside
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.NextGC < heapAim*9/10 || m.NextGC > heapAim*11/10 {
		t.Errorf("memory is cleared at %d MB, not at about %d MB", m.NextGC>>20, heapAim>>20)
	}
	runtime.KeepAlive(kept)
}
