package oparldemo

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"offenlage/generator/internal/content"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/oparl"
)

// Folder serves the objects of a folder of JSON files.
func Folder(fsys fs.FS) (map[string][]oparl.Object, error) {
	store, err := oparl.Open(fsys)
	if err != nil {
		return nil, err
	}
	out := map[string][]oparl.Object{}
	for _, kind := range []string{"Organization", "Meeting", "Paper", "Person"} {
		list := strings.ToLower(kind)
		out[list] = []oparl.Object{}
		if err := store.Each(kind, func(o oparl.Object) bool { out[list] = append(out[list], o); return true }); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Example serves the public part of a site's content as a council system
// would: committees, sittings with their agendas, papers with their stations.
// base is the address in front of the ids.
func Example(site fs.FS, base string) (map[string][]oparl.Object, error) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		zone = time.UTC
	}
	problems := &diag.List{}
	now := time.Now()
	c := council.New(&council.Vocabulary{}, nil, council.DateOf(now))
	content.Read(site, c, content.Options{Now: now, Zone: zone}, problems)
	c.Link(problems)
	x := example{base: base, out: map[string][]oparl.Object{"organization": {}, "meeting": {}, "paper": {}, "person": {}}}
	for _, o := range c.Committees {
		x.add("organization", "Organization", o.ID, map[string]any{"name": o.Name, "shortName": o.Short, "organizationType": "Gremium", "classification": o.Kind})
	}
	for _, o := range c.Factions {
		x.add("organization", "Organization", "fraktion-"+o.ID, map[string]any{"name": o.Name, "shortName": o.Short, "organizationType": "Fraktion"})
	}
	for _, m := range c.Meetings {
		x.meeting(m)
	}
	for _, p := range c.Papers {
		x.paper(p)
	}
	return x.out, nil
}

type example struct {
	base string
	out  map[string][]oparl.Object
}

func (x *example) id(kind, name string) string { return x.base + "/" + kind + "/" + name }

func (x *example) add(list, kind, id string, fields map[string]any) {
	fields["id"], fields["type"] = x.id(list, id), "https://schema.oparl.org/1.1/"+kind
	for k, v := range fields {
		if v == "" {
			delete(fields, k)
		}
	}
	data, err := json.Marshal(fields)
	if err != nil {
		return // maps of texts can be written
	}
	if o, err := oparl.Parse(data); err == nil {
		x.out[list] = append(x.out[list], o)
	}
}

func (x *example) committees(all []*council.Committee) []string {
	var out []string
	for _, c := range all {
		out = append(out, x.id("organization", c.ID))
	}
	return out
}

func (x *example) sitting(m *council.Meeting) string {
	names := make([]string, len(m.Committees))
	for i, c := range m.Committees {
		names[i] = c.ID
	}
	return m.Date.String() + "-" + strings.Join(names, "-")
}

func (x *example) meeting(m *council.Meeting) {
	start := m.Date.String()
	if !m.Start.IsZero() {
		start = m.Start.Format(time.RFC3339)
	}
	var items []any
	for i, item := range m.Agenda {
		o := map[string]any{"id": fmt.Sprintf("%s/%d", x.id("meeting", x.sitting(m)), i), "type": "https://schema.oparl.org/1.1/AgendaItem", "order": i, "number": item.Number, "name": item.Title, "public": true}
		if item.Paper != nil && item.Consultation != nil {
			o["consultation"] = x.station(item.Consultation)
			o["result"] = item.Consultation.ResultWords
		} else if item.ResultWords != "" {
			o["result"] = item.ResultWords
		}
		items = append(items, o)
	}
	for i := range m.NonPublic {
		items = append(items, map[string]any{"id": fmt.Sprintf("%s/n%d", x.id("meeting", x.sitting(m)), i), "type": "https://schema.oparl.org/1.1/AgendaItem", "order": len(items), "public": false})
	}
	x.add("meeting", "Meeting", x.sitting(m), map[string]any{"name": m.Committees[0].Name, "start": start, "organization": x.committees(m.Committees),
		"location": map[string]any{"description": m.Place}, "agendaItem": items})
}

// station is the address of a consultation: its place among those of its
// paper.
func (x *example) station(c *council.Consultation) string {
	for i, s := range c.Paper.Consultations {
		if s == c {
			return fmt.Sprintf("%s/%d", x.id("paper", c.Paper.ID), i)
		}
	}
	return ""
}

func (x *example) paper(p *council.Paper) {
	var stations []any
	for _, c := range p.Consultations {
		o := map[string]any{"id": x.station(c), "type": "https://schema.oparl.org/1.1/Consultation", "paper": x.id("paper", p.ID), "organization": x.committees(c.Committees), "role": c.RoleWords}
		if c.Meeting != nil {
			o["meeting"] = x.id("meeting", x.sitting(c.Meeting))
			for i, item := range c.Meeting.Agenda {
				if item == c.Item {
					o["agendaItem"] = fmt.Sprintf("%s/%d", x.id("meeting", x.sitting(c.Meeting)), i)
				}
			}
		}
		stations = append(stations, o)
	}
	var who []string
	for _, o := range p.Originators {
		if o.Faction != nil {
			who = append(who, x.id("organization", "fraktion-"+o.Faction.ID))
		}
	}
	var related []string
	for _, r := range p.Related {
		if r.Paper != nil {
			related = append(related, x.id("paper", r.Paper.ID))
		}
	}
	fields := map[string]any{"name": p.Title, "reference": p.Reference, "paperType": p.Type, "consultation": stations}
	if p.Date != 0 {
		fields["date"] = p.Date.String()
	}
	if len(who) > 0 {
		fields["originatorOrganization"] = who
	}
	if len(related) > 0 {
		fields["relatedPaper"] = related
	}
	if p.Withdrawn != nil {
		fields = map[string]any{"deleted": true}
	}
	x.add("paper", "Paper", p.ID, fields)
}
