package cli

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// heapAim is how many bytes the heap of a build may hold before it is cleared,
// however few of them are in use: a build ends soon, and most of what it makes
// is garbage at once.
const heapAim = 256 << 20

// heapLeast is what the runtime takes for the heap of a program that uses less.
const heapLeast = 4 << 20

// growth is the GOGC that lets a heap grow to heapAim when used bytes of it
// are in use, and to twice that much where more than half of it is.
func growth(used uint64) int {
	used = max(used, heapLeast)
	return int(max(used, heapAim-min(used, heapAim)) * 100 / used)
}

var paced sync.Once

// paceMemory clears memory as heapAim says from now on, unless the environment
// sets GOGC.
func paceMemory(e Env) {
	if e.Getenv("GOGC") != "" {
		return
	}
	paced.Do(func() {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		pace := func() {
			metrics.Read(live)
			debug.SetGCPercent(growth(live[0].Value.Uint64()))
		}
		pace()
		// What nobody holds is finalized each time that memory is cleared.
		type sentinel struct{ _ [16]byte }
		var watch func(*sentinel)
		watch = func(s *sentinel) {
			pace()
			runtime.SetFinalizer(s, watch)
		}
		runtime.SetFinalizer(&sentinel{}, watch)
	})
}
