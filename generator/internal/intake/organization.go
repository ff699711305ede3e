package intake

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"offenlage/generator/internal/front"
	"offenlage/generator/internal/oparl"
)

var (
	committeeOwned = owned{keys: []string{"name", "kind", "from", "to", "slug"}}
	factionOwned   = owned{keys: []string{"name", "short", "from", "to", "slug"}}
)

// unit is one committee or faction: all organizations of one name, which a
// new term of office founds anew.
type unit struct {
	folder     string
	name       string
	all        []oparl.Object
	short      string
	kind       string
	from, to   string
	everOpen   bool
	everOpened bool
}

// organizations writes committees and factions. Offices are only named.
func (in *intake) organizations(ctx context.Context) error {
	units := map[string]*unit{}
	var order []string
	err := in.each(ctx, "Organization", func(o oparl.Object) error {
		name := o.Line("name")
		if o.Deleted() {
			in.gone(o, "committees")
			return nil
		}
		if name == "" {
			name = o.Line("shortName")
		}
		if name == "" {
			in.report.odd("an organization without a name was left out", o.ID())
			return nil
		}
		in.names[o.ID()] = name
		folder := in.folder(o, name)
		if folder == "" {
			in.report.Read["Organization (offices and others, only named)"]++
			return nil
		}
		if folder == "factions" {
			in.parts[o.ID()] = true
		}
		key := folder + "/" + strings.ToLower(name)
		u := units[key]
		if u == nil {
			u = &unit{folder: folder, name: name}
			units[key] = u
			order = append(order, key)
		}
		u.add(o)
		return nil
	})
	if err != nil {
		return err
	}
	shorts := map[string]int{}
	for _, u := range units {
		shorts[strings.ToLower(u.name)]++
		if u.short != "" && !strings.EqualFold(u.short, u.name) {
			shorts[strings.ToLower(u.short)]++
		}
	}
	for _, key := range order {
		if err := in.unit(units[key], shorts); err != nil {
			return err
		}
	}
	return nil
}

// folder tells what an organization is: a committee, a faction, or "" for
// what holds no sittings.
func (in *intake) folder(o oparl.Object, name string) string {
	words := strings.ToLower(o.Line("organizationType") + " " + o.Line("classification"))
	switch {
	case strings.Contains(words, "fraktion") || words == " " && strings.Contains(strings.ToLower(name), "fraktion"):
		return "factions"
	case strings.Contains(words, "verwaltung") || strings.Contains(words, "amt") && !in.sits[o.ID()]:
		return ""
	case in.sits[o.ID()] || len(o.Refs("meeting")) > 0 || strings.Contains(words, "gremium") || strings.Contains(words, "hauptorgan"):
		return "committees"
	}
	return ""
}

func (u *unit) add(o oparl.Object) {
	u.all = append(u.all, o)
	u.short = cmp.Or(o.Line("shortName"), u.short)
	u.kind = cmp.Or(o.Line("classification"), u.kind, o.Line("organizationType"))
	day := func(key string) string {
		t, ok := o.Time(key, time.UTC)
		if !ok {
			return ""
		}
		return t.Format(time.DateOnly)
	}
	from, to := day("startDate"), day("endDate")
	if from == "" {
		u.everOpened = true
	} else if u.from == "" || from < u.from {
		u.from = from
	}
	if to == "" {
		u.everOpen = true
	} else if to > u.to {
		u.to = to
	}
}

// unit writes one committee or faction.
func (in *intake) unit(u *unit, shorts map[string]int) error {
	if file := in.theirs[u.folder+"/"+strings.ToLower(u.name)]; file != "" {
		in.report.odd("a file written by hand describes it already and stays as it is", file)
		return nil
	}
	slices.SortFunc(u.all, func(a, b oparl.Object) int {
		return cmp.Or(cmp.Compare(b.String("startDate"), a.String("startDate")), cmp.Compare(a.ID(), b.ID()))
	})
	o := u.all[0]
	for _, x := range u.all {
		if in.there[x.ID()].file != "" {
			o = x // the file keeps its object
		}
	}
	if in.deleted(o) {
		return nil
	}
	p := page{id: o.ID(), own: committeeOwned, keys: []front.Key{front.Set("name", front.Quote(u.name))}}
	if u.folder == "factions" {
		p.own = factionOwned
	}
	file, slug := in.place(o, u.folder, u.name, "")
	p.path = file
	if slug != "" {
		p.keys = append(p.keys, front.Set("slug", front.Quote(slug)))
	}
	// Short names of committees are a system's own ("GR"); readers need the
	// name, and the author may write a better short one.
	if short := u.short; short != "" && short != u.name && u.folder == "factions" {
		if shorts[strings.ToLower(short)] > 1 || in.theirs[u.folder+"/"+strings.ToLower(short)] != "" {
			in.report.odd("a short name stands for several; it was left out", u.name+" ("+short+")")
		} else {
			p.keys = append(p.keys, front.Set("short", front.Quote(short)))
		}
	}
	if u.kind != "" && u.folder == "committees" {
		p.keys = append(p.keys, front.Set("kind", front.Quote(u.kind)))
	}
	if u.from != "" && !u.everOpened {
		p.keys = append(p.keys, front.Set("from", u.from))
	}
	if u.to != "" && !u.everOpen {
		p.keys = append(p.keys, front.Set("to", u.to))
	}
	held := []string{"name", "classification", "startDate", "endDate", "meeting", "membership", "location", "externalBody"}
	if u.folder == "factions" {
		held = append(held, "shortName")
	}
	p.origin = in.origin(o, held...)
	if len(u.all) > 1 {
		var more []string
		for _, x := range u.all {
			if x.ID() != o.ID() {
				more = append(more, x.ID())
			}
		}
		slices.Sort(more)
		p.origin = append(p.origin, front.Set("also", front.List(more)))
		in.report.odd("several organizations have one name; they became one file", u.name)
	}
	return in.write(p)
}

// gone reports an object that was removed at the source and has a file here.
func (in *intake) gone(o oparl.Object, folder string) {
	if file := in.there[o.ID()].file; file != "" {
		in.report.odd("an object of "+folder+" was removed at the source; its file stays", file)
	}
}

// people writes persons and their memberships, where the city wants them.
func (in *intake) people(ctx context.Context) error {
	if !in.o.People {
		if n := in.o.Store.Count("Person"); n > 0 {
			in.report.Left["Person (use --people)"] = n
		}
		return nil
	}
	seen := map[string]bool{}
	return in.each(ctx, "Person", func(o oparl.Object) error {
		name := strings.TrimSpace(cmp.Or(o.Line("name"), o.Line("givenName")+" "+o.Line("familyName")))
		switch {
		case o.Deleted():
			in.gone(o, "people")
			return nil
		case name == "":
			in.report.odd("a person without a name was left out", o.ID())
			return nil
		case in.theirs["people/"+strings.ToLower(name)] != "" || seen[strings.ToLower(name)]:
			in.report.odd("a person of that name is there already; this one was left out", name)
			return nil
		}
		seen[strings.ToLower(name)] = true
		p := page{id: o.ID(), own: owned{keys: []string{"name", "slug"}, tables: map[string][]string{"membership": {"committee", "faction", "role", "from", "to"}}},
			keys: []front.Key{front.Set("name", front.Quote(name))}}
		p.path, _ = in.place(o, "people", name, "")
		for _, m := range in.inner(o, "membership") {
			org := m.Ref("organization")
			unit := in.names[org]
			if unit == "" {
				continue
			}
			kind := "committee"
			if in.parts[org] {
				kind = "faction"
			} else if !in.sits[org] {
				continue
			}
			keys := []front.Key{front.Set(kind, front.Quote(unit))}
			if role := m.Line("role"); role != "" {
				keys = append(keys, front.Set("role", front.Quote(role)))
			}
			for key, name := range map[string]string{"startDate": "from", "endDate": "to"} {
				if t, ok := m.Time(key, in.o.Zone); ok {
					keys = append(keys, front.Set(name, t.Format(time.DateOnly)))
				}
			}
			slices.SortFunc(keys, func(a, b front.Key) int { return cmp.Compare(rank(a.Name), rank(b.Name)) })
			p.tables = append(p.tables, table("membership", true, m.ID(), keys...))
		}
		// Addresses, telephone numbers and the like stay at the source.
		p.origin = []front.Key{front.Set("id", front.Quote(o.ID()))}
		return in.write(p)
	})
}

func rank(key string) int {
	return slices.Index([]string{"committee", "faction", "role", "from", "to"}, key)
}
