package render

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"offenlage/generator/internal/council"
)

// Hemicycle is a vote as seats in half a circle, 100 units wide and 52 high:
// one path a side, whose points are dots.
type Hemicycle struct {
	Sides []HemicycleSide
	Dot   float64 // diameter of a dot
}

// HemicycleSide is the seats of one side.
type HemicycleSide struct{ Side, Path string }

// Fewer votes make no half circle, more make no dots.
const fewSeats, manySeats = 8, 160

// hemicycle seats who voted yes on the left, no on the right, and abstentions
// between them; nil when yes or no is unknown, or for too few or too many.
func hemicycle(v *council.Vote) *Hemicycle {
	if _, ok := v.Margin(); !ok {
		return nil
	}
	counts := []struct {
		side string
		n    int
	}{{"yes", v.Yes.Int()}, {"abstain", v.Abstain.Int()}, {"no", v.No.Int()}}
	total := 0
	for _, c := range counts {
		total += c.n
	}
	if total < fewSeats || total > manySeats {
		return nil
	}
	rows := max(2, int(math.Round(math.Sqrt(float64(total)/4))))
	type seat struct{ x, y, angle float64 }
	var seats []seat
	inner, outer := 20.0, 46.0
	sum := 0.0
	radius := func(row int) float64 { return inner + (outer-inner)*float64(row)/float64(rows-1) }
	for row := range rows {
		sum += radius(row)
	}
	left := total
	for row := range rows {
		n := int(math.Round(float64(total) * radius(row) / sum))
		if row == rows-1 {
			n = left
		}
		n = min(n, left)
		left -= n
		for i := range n {
			angle := math.Pi / 2
			if n > 1 {
				angle = math.Pi * (1 - float64(i)/float64(n-1))
			}
			seats = append(seats, seat{50 + radius(row)*math.Cos(angle), 49 - radius(row)*math.Sin(angle), angle})
		}
	}
	slices.SortStableFunc(seats, func(a, b seat) int { return cmp.Compare(b.angle, a.angle) })
	h := &Hemicycle{Dot: math.Round(10*min((outer-inner)/float64(rows-1)*0.8, math.Pi*outer/float64(total)*float64(rows)*0.62)) / 10}
	for _, c := range counts {
		if c.n == 0 {
			continue
		}
		var path strings.Builder
		for _, s := range seats[:c.n] {
			fmt.Fprintf(&path, "M%.1f %.1fh0", s.x, s.y)
		}
		seats = seats[c.n:]
		h.Sides = append(h.Sides, HemicycleSide{c.side, path.String()})
	}
	return h
}
