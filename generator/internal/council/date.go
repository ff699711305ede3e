package council

import (
	"fmt"
	"time"
)

// Date is a day of the civil calendar without a zone. The zero Date means
// that the day is not known. Dates compare with < and ==.
type Date uint32 // year*10000 + month*100 + day

// NewDate returns the day, or 0 when there is no such day or the year lies
// outside 1 to 9999.
func NewDate(year int, month time.Month, day int) Date {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if y, m, d := t.Date(); year < 1 || year > 9999 || y != year || m != month || d != day {
		return 0
	}
	return Date(year*10000 + int(month)*100 + day)
}

// DateOf returns the day of t in t's own zone, 0 for the zero time.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return 0
	}
	return NewDate(t.Date())
}

// Year returns the year, 0 when the day is not known.
func (d Date) Year() int { return int(d / 10000) }

// Month returns the month, 0 when the day is not known.
func (d Date) Month() time.Month { return time.Month(d / 100 % 100) }

// Day returns the day of the month, 0 when the day is not known.
func (d Date) Day() int { return int(d % 100) }

// Weekday returns the day of the week; it means nothing for the zero Date.
func (d Date) Weekday() time.Weekday { return d.time().Weekday() }

// AddDays returns the day n days later; the zero Date stays zero.
func (d Date) AddDays(n int) Date {
	if d == 0 {
		return 0
	}
	return DateOf(d.time().AddDate(0, 0, n))
}

// DaysTo returns how many days later the other day is, negative when it is
// earlier; it means nothing for the zero Date.
func (d Date) DaysTo(other Date) int { return int(other.time().Sub(d.time()).Hours() / 24) }

// String returns the day as "2006-01-02" (ISO 8601), "" when not known.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year(), d.Month(), d.Day())
}

func (d Date) time() time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
}
