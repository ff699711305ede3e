package intake

import (
	"bytes"
	"cmp"
	"context"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"offenlage/generator/internal/front"
	"offenlage/generator/internal/oparl"
)

var meetingOwned = owned{
	keys: []string{"committee", "slug", "date", "start", "end", "place", "status"},
	tables: map[string][]string{
		"file":   {"path", "url", "title", "date", "public", "format", "size"},
		"agenda": {"number", "title", "paper", "public", "result"},
	},
}

// openness stands behind the names of sittings in some systems.
var openness = regexp.MustCompile(`(?i)\s*\((?:nicht\s*)?öffentlich[^)]*\)\s*$`)

// meetings writes every sitting.
func (in *intake) meetings(ctx context.Context) error {
	return in.each(ctx, "Meeting", func(o oparl.Object) error {
		if o.Deleted() {
			in.gone(o, "meetings")
			return nil
		}
		start, ok := o.Time("start", in.o.Zone)
		if !ok {
			in.report.odd("a sitting without a day was left out", o.ID())
			return nil
		}
		names := in.named(o, "organization")
		if len(names) == 0 {
			name := openness.ReplaceAllString(o.Line("name"), "")
			if name == "" {
				in.report.odd("a sitting without a committee was left out", o.ID())
				return nil
			}
			in.report.odd("a sitting without a committee has its name for one", o.ID())
			names = []string{name}
		}
		return in.meeting(ctx, o, start, names)
	})
}

func (in *intake) meeting(ctx context.Context, o oparl.Object, start time.Time, names []string) error {
	p := page{id: o.ID(), own: meetingOwned}
	day := start.Format(time.DateOnly)
	file, slug := in.place(o, "meetings", day+"-"+strings.Join(names, "-"), strconv.Itoa(start.Year()))
	p.path = file
	p.keys = append(p.keys, front.Set("committee", one(names)))
	if slug != "" {
		p.keys = append(p.keys, front.Set("slug", front.Quote(slug)))
	}
	if len(o.String("start")) > len(day) {
		p.keys = append(p.keys, front.Set("start", start.Format(time.RFC3339)))
		if end, ok := o.Time("end", in.o.Zone); ok && end.After(start) {
			p.keys = append(p.keys, front.Set("end", end.Format(time.RFC3339)))
		}
	} else {
		p.keys = append(p.keys, front.Set("date", day))
	}
	for _, l := range in.inner(o, "location") {
		var parts []string
		for _, k := range []string{"description", "room", "streetAddress", "locality"} {
			if v := l.Line(k); v != "" && !slices.Contains(parts, v) {
				parts = append(parts, v)
			}
		}
		if len(parts) > 0 {
			p.keys = append(p.keys, front.Set("place", front.Quote(strings.Join(parts, ", "))))
			break
		}
	}
	if cancelled, _ := o.Bool("cancelled"); cancelled {
		p.keys = append(p.keys, front.Set("status", `"cancelled"`))
	} else if state := status(o.Line("meetingState")); state != "" {
		p.keys = append(p.keys, front.Set("status", front.Quote(state)))
	}
	for _, key := range []string{"invitation", "resultsProtocol", "verbatimProtocol", "auxiliaryFile"} {
		for _, f := range in.inner(o, key) {
			if t := in.file(ctx, f, path.Dir(file)); t != nil {
				p.tables = append(p.tables, t)
			}
		}
	}
	for _, item := range in.inner(o, "agendaItem") {
		if public, _ := item.Bool("public"); public {
			for _, f := range append(in.inner(item, "auxiliaryFile"), in.inner(item, "resolutionFile")...) {
				if t := in.file(ctx, f, path.Dir(file)); t != nil {
					p.tables = append(p.tables, t)
				}
			}
		}
	}
	p.tables = append(p.tables, in.agenda(o)...)
	held := []string{"name", "organization", "start", "end", "location", "cancelled", "meetingState", "invitation", "resultsProtocol", "verbatimProtocol", "auxiliaryFile", "agendaItem", "participant"}
	p.origin = in.origin(o, held...)
	return in.write(p)
}

// status is the canonical state of a sitting (OParl 1.1, Meeting.meetingState
// is free text), "" for what says nothing more than the day.
func status(words string) string {
	words = strings.ToLower(words)
	switch {
	case strings.Contains(words, "abgesagt") || strings.Contains(words, "entfall") || strings.Contains(words, "cancel"):
		return "cancelled"
	case strings.Contains(words, "eingeladen"):
		return "invited"
	case strings.Contains(words, "durchgeführt"):
		return "held"
	}
	return ""
}

// agenda are the items of a sitting in their order. Of an item that is not
// marked as public nothing is written but that it is there.
func (in *intake) agenda(o oparl.Object) []*front.Table {
	items := in.inner(o, "agendaItem")
	slices.SortStableFunc(items, func(a, b oparl.Object) int {
		x, okx := a.Int("order")
		y, oky := b.Int("order")
		if !okx || !oky {
			return 0
		}
		return cmp.Compare(x, y)
	})
	var out []*front.Table
	for _, item := range items {
		if public, marked := item.Bool("public"); !public {
			in.report.Withheld++
			if !marked {
				in.report.odd("an item of an agenda is not marked as public; it is withheld", o.Line("name"))
			}
			out = append(out, table("agenda", true, item.ID(), notPublic))
			continue
		}
		var keys []front.Key
		set := func(name, text string) {
			if text != "" {
				keys = append(keys, front.Set(name, front.Quote(text)))
			}
		}
		set("number", item.Line("number"))
		ref := ""
		if c, ok := in.o.Store.Find(item.Ref("consultation")); ok {
			ref = cmp.Or(in.refs[c.Ref("paper")], in.papersOf[c.ID()])
		} else if item.Ref("consultation") != "" {
			in.report.Read["AgendaItem (of papers that are not here)"]++
		}
		title := cmp.Or(item.Line("name"), "Ohne Titel")
		if ref == "" {
			set("title", title)
		}
		set("paper", ref)
		keys = append(keys, front.Set("public", "true"))
		if ref == "" {
			set("result", item.Line("result"))
		}
		for _, k := range item.Keys() {
			if !slices.Contains(structural, k) && !slices.Contains([]string{"number", "order", "name", "public", "result", "consultation", "meeting", "resolutionText", "auxiliaryFile", "resolutionFile"}, k) {
				in.report.Left[shown("AgendaItem."+k)]++
			}
		}
		out = append(out, table("agenda", true, item.ID(), keys...))
	}
	return out
}

// removed is the reason that the import gives for a withdrawn paper.
const removed = "Im Ratsinformationssystem gelöscht."

// bury adds the table [withdrawn] to the file of a paper, unless it is there.
func (in *intake) bury(file string, o oparl.Object) error {
	full := filepath.Join(in.o.Site, filepath.FromSlash(file))
	data, err := os.ReadFile(full)
	if err != nil {
		return err
	}
	doc, err := front.Parse(data)
	if err != nil {
		in.report.odd("a file cannot be read and was left as it is", file+": "+err.Error())
		return nil
	}
	files := in.report.file("papers")
	if slices.ContainsFunc(doc.Tables, func(t *front.Table) bool { return t.Name == "withdrawn" }) {
		files.Unchanged++
		return nil
	}
	keys := []front.Key{}
	if t, ok := o.Time("modified", in.o.Zone); ok {
		keys = append(keys, front.Set("date", t.Format(time.DateOnly)))
	}
	keys = append(keys, front.Set("reason", front.Quote(removed)))
	doc.Tables = append([]*front.Table{table("withdrawn", false, "", keys...)}, doc.Tables...)
	in.report.odd("a paper was removed at the source; its page says so", file)
	files.Changed++
	if out := doc.Bytes(); !bytes.Equal(out, data) {
		return save(full, out)
	}
	return nil
}
