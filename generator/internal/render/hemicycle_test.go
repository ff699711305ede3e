package render

import (
	"strings"
	"testing"

	"offenlage/generator/internal/council"
)

// TestHemicycle seats everybody once, whatever the numbers.
func TestHemicycle(t *testing.T) {
	for total := range 200 {
		for _, no := range []int{0, 1, total / 2, total} {
			if no > total {
				continue
			}
			v := &council.Vote{Yes: council.Num(total - no), No: council.Num(no)}
			h := hemicycle(v)
			if (h == nil) != (total < fewSeats || total > manySeats) {
				t.Fatalf("%d votes: %v", total, h)
			}
			if h == nil {
				continue
			}
			seats := 0
			for _, s := range h.Sides {
				n := strings.Count(s.Path, "M")
				if want := map[string]int{"yes": total - no, "no": no}[s.Side]; n != want {
					t.Errorf("%d:%d: %d seats for %s", total-no, no, n, s.Side)
				}
				seats += n
				if strings.Contains(s.Path, "NaN") || strings.Contains(s.Path, "-") {
					t.Errorf("%d:%d: %s", total-no, no, s.Path)
				}
			}
			if seats != total || h.Dot <= 0 {
				t.Errorf("%d votes have %d seats of %.1f", total, seats, h.Dot)
			}
		}
	}
	if hemicycle(&council.Vote{Yes: council.Num(20)}) != nil || hemicycle(nil) != nil {
		t.Error("an unknown number is drawn")
	}
}
