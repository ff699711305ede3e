package oparltree

import (
	"fmt"
	"runtime"
	"slices"
	"sync"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/ledger"
	"offenlage/generator/internal/site"
)

// Stamp tells the ledger of every object of the site: a sum of its OParl form
// without times, host and long texts, for which the sums of their sources
// stand. So neither a template nor a move to another host changes anything.
// checksums holds the SHA-512 of each public attachment and of its text, by
// path, in hexadecimal digits. Objects are stamped even when the site has no
// tree: pages and sitemaps ask for the times too.
func Stamp(s *site.Site, checksums map[string]string, l *ledger.Ledger) error {
	m := newMaker(s, checksums)
	stamp := func(id string, object any) error {
		data, err := encode(nil, object)
		if err != nil {
			return fmt.Errorf("sum up %s: %w", id, err)
		}
		l.Stamp(id, ledger.Sum(data))
		return nil
	}
	err := stamp(site.SystemID, m.system())
	each := func(id string, object any) {
		if err == nil {
			err = stamp(id, object)
		}
	}
	each(site.BodyID, m.body())
	for _, x := range s.Council.Terms {
		each(s.ID(x), m.term(x, true))
	}
	for _, x := range s.Council.Committees {
		each(s.ID(x), m.committee(x))
	}
	for _, x := range s.Council.Factions {
		each(s.ID(x), m.faction(x))
	}
	for _, x := range s.Council.People {
		each(s.ID(x), m.person(x))
		for i := range x.Memberships {
			each(s.MembershipID(x, i), m.membership(x, i, true))
		}
	}
	for id := range m.places {
		each(id, m.location(id, true))
	}
	for _, x := range s.Council.Pages {
		each(s.ID(x), []string{x.Title, x.Text.Sum})
	}
	if err != nil {
		return err
	}
	err = parallel(s.Council.Meetings, func(x *council.Meeting) error {
		o, err := m.meeting(x, nil)
		if err != nil {
			return err
		}
		for i := range x.Agenda {
			if err := stamp(s.ID(x.Agenda[i]), m.item(x, i, true)); err != nil {
				return err
			}
		}
		if err := m.stampFiles(x, x.Files, x.Text, stamp); err != nil {
			return err
		}
		return stamp(s.ID(x), o)
	})
	if err != nil {
		return err
	}
	return parallel(s.Council.Papers, func(x *council.Paper) error {
		if !live(x) {
			return nil
		}
		o, err := m.paper(x, nil)
		if err != nil {
			return err
		}
		for i := range x.Consultations {
			if err := stamp(s.ID(x.Consultations[i]), m.consultation(x, i, true)); err != nil {
				return err
			}
		}
		if err := m.stampFiles(x, x.Files, x.Text, stamp); err != nil {
			return err
		}
		return stamp(s.ID(x), o)
	})
}

func (m *maker) stampFiles(of any, attached []council.File, text council.Text, stamp func(string, any) error) error {
	files, err := m.files(of, attached, text, nil, true)
	if err != nil {
		return err
	}
	for i, id := range m.fileIDs(of, attached, text) {
		if err := stamp(id, files[i]); err != nil {
			return err
		}
	}
	return nil
}

// fileIDs are the ids of what files returns.
func (m *maker) fileIDs(of any, attached []council.File, text council.Text) (out []string) {
	if text.File != "" {
		out = append(out, m.site.FileID(of, m.site.TextName(of)))
	}
	for i := range attached {
		out = append(out, m.fileID(of, attached, i))
	}
	return out
}

// parallel calls do for all items and returns one of its errors.
func parallel[T any](items []T, do func(T) error) error {
	var workers sync.WaitGroup
	var mu sync.Mutex
	var first error
	n := runtime.GOMAXPROCS(0)
	for part := range slices.Chunk(items, max(1, (len(items)+n-1)/n)) {
		workers.Go(func() {
			for _, x := range part {
				if err := do(x); err != nil {
					mu.Lock()
					first = err
					mu.Unlock()
					return
				}
			}
		})
	}
	workers.Wait()
	return first
}
