package intake

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"offenlage/generator/internal/content"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/forms"
	"offenlage/generator/internal/front"
	"offenlage/generator/internal/oparl"
)

var paperOwned = owned{
	keys: []string{"reference", "slug", "title", "type", "public", "date", "originators", "lead", "amends", "answers", "related"},
	tables: map[string][]string{
		"file":         {"path", "url", "title", "date", "public", "format", "size"},
		"consultation": {"committee", "date", "agenda_item", "role", "public", "result", "resolution"},
	},
}

// papers writes every paper.
func (in *intake) papers(ctx context.Context) error {
	taken := map[string]string{} // numbers of this run
	return in.each(ctx, "Paper", func(o oparl.Object) error {
		if o.Deleted() {
			return in.withdraw(o)
		}
		ref := reference(o)
		if o.Line("reference") == "" {
			in.report.odd("a paper without a number has the last part of its id for one", o.ID())
		}
		if file := in.theirs["papers/"+council.NormalReference(ref)]; file != "" {
			in.report.odd("a paper of that number was written by hand and stays as it is", file)
			return nil
		}
		if first := taken[council.NormalReference(ref)]; first != "" {
			in.report.odd("two papers have one number; the second has an address with its id", ref+": "+first+", "+o.ID())
		} else {
			taken[council.NormalReference(ref)] = o.ID()
		}
		return in.paper(ctx, o, ref)
	})
}

func (in *intake) paper(ctx context.Context, o oparl.Object, ref string) error {
	day, ok := o.Time("date", in.o.Zone)
	year := ""
	if ok {
		year = strconv.Itoa(day.Year())
	} else {
		in.report.odd("a paper has no date", ref)
	}
	p := page{id: o.ID(), own: paperOwned}
	file, slug := in.place(o, "papers", ref, year)
	p.path = file
	title := o.Line("name")
	if title == "" {
		in.report.odd("a paper without a title has its number for one", ref)
		title = ref
	}
	kind := o.Line("paperType")
	if kind == "" {
		in.report.odd(`a paper without a kind is a "Vorlage"`, ref)
		kind = "Vorlage"
	}
	set := func(name, text string) {
		if text != "" {
			p.keys = append(p.keys, front.Set(name, front.Quote(text)))
		}
	}
	set("reference", ref)
	set("slug", slug)
	set("title", title)
	set("type", kind)
	p.keys = append(p.keys, front.Set("public", "true"))
	if ok {
		p.keys = append(p.keys, front.Set("date", day.Format(time.DateOnly)))
	}
	files := append(in.inner(o, "mainFile"), in.inner(o, "auxiliaryFile")...)
	for _, f := range files {
		if f.ID() == o.Ref("mainFile") && f.String("text") != "" && format(f) == "txt" {
			continue // a plain text that is the body now
		}
		if t := in.file(ctx, f, path.Dir(file)); t != nil {
			p.tables = append(p.tables, t)
		}
	}
	var form forms.Form
	p.body, form = in.body(ctx, o, path.Dir(file), files)
	if who := in.originators(o, form); len(who) > 0 {
		p.keys = append(p.keys, front.Set("originators", front.List(who)))
	}
	set("lead", strings.Join(in.named(o, "underDirectionOf"), ", "))
	relations := in.relations(o, kind)
	for _, name := range sorted(relations) {
		p.keys = append(p.keys, front.Set(name, front.List(relations[name])))
	}
	// Topics and places belong to the author; the source's words begin them.
	if words := o.Strings("keyword"); len(words) > 0 {
		p.keys = append(p.keys, front.Set("topics", front.List(words)))
	} else if in.o.Topics != nil {
		in.topics(title, o)
	}
	if places := in.places(o); len(places) > 0 {
		p.keys = append(p.keys, front.Set("places", front.List(places)))
	}
	p.tables = append(p.tables, in.stations(o, ref)...)
	p.origin = in.origin(o, "reference", "name", "paperType", "date", "originatorOrganization", "underDirectionOf", "relatedPaper", "superordinatedPaper",
		"subordinatedPaper", "keyword", "location", "mainFile", "auxiliaryFile", "consultation")
	return in.write(p)
}

// topics counts what the build will find, by the same rule.
func (in *intake) topics(title string, o oparl.Object) {
	found := in.o.Topics.Find(title)
	for _, f := range append(in.inner(o, "mainFile"), in.inner(o, "auxiliaryFile")...) {
		if len(found) == 0 {
			found = in.o.Topics.Find(f.Line("name"))
		}
	}
	for _, m := range found {
		in.report.Topics[m.Topic]++
	}
	if len(found) == 0 {
		in.report.NoTopic++
	}
}

// originators are those who brought a paper in: by the source, or else the
// factions that its form names. Persons come only where they are wanted.
func (in *intake) originators(o oparl.Object, form forms.Form) []string {
	out := in.named(o, "originatorOrganization")
	if len(out) == 0 && len(o.Refs("originatorPerson")) == 0 {
		for _, name := range form.Originators {
			if in.o.People || strings.Contains(strings.ToLower(name), "fraktion") {
				out = append(out, in.spelled(name))
			}
		}
		if len(out) > 0 {
			in.report.odd("the source names nobody who brought a paper in; its text does", reference(o))
		}
	}
	if !in.o.People {
		return out
	}
	for _, id := range o.Refs("originatorPerson") {
		if x, ok := in.o.Store.Find(id); ok && x.Line("name") != "" {
			out = append(out, x.Line("name"))
		}
	}
	return out
}

// spelled is a faction as the first paper spells it: forms write it with a
// hyphen and without.
func (in *intake) spelled(name string) string {
	key := council.Slug(name)
	if in.called[key] == "" {
		in.called[key] = name
	}
	return in.called[key]
}

// named are the names of the organizations that a key names.
func (in *intake) named(o oparl.Object, key string) []string {
	var out []string
	embedded := map[string]string{}
	for _, x := range o.Objects(key) {
		embedded[x.ID()] = x.Line("name")
	}
	for _, id := range o.Refs(key) {
		name := cmp.Or(in.names[id], embedded[id])
		if name == "" {
			in.report.odd("an organization that is named is not there; it was left out", id)
			continue
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// relations are the ties to other papers by the key that holds them.
func (in *intake) relations(o oparl.Object, kind string) map[string][]string {
	out := map[string][]string{}
	add := func(key, name string) {
		for _, id := range o.Refs(name) {
			ref := in.refs[id]
			if ref == "" {
				in.report.odd("a paper that another names is not there; the tie was left out", o.ID()+" → "+id)
				continue
			}
			if ref != reference(o) && !slices.ContainsFunc([]string{"amends", "answers", "related"}, func(k string) bool { return slices.Contains(out[k], ref) }) {
				out[key] = append(out[key], ref)
			}
		}
	}
	over := "related"
	switch words := strings.ToLower(kind); {
	case strings.Contains(words, "änderung") || strings.Contains(words, "ergänzung"):
		over = "amends"
	case strings.Contains(words, "antwort") || strings.Contains(words, "stellungnahme") || strings.Contains(words, "beantwortung"):
		over = "answers"
	}
	add(over, "superordinatedPaper")
	add("related", "relatedPaper")
	add("related", "subordinatedPaper")
	return out
}

// places are the districts and streets of a paper.
func (in *intake) places(o oparl.Object) []string {
	var out []string
	for _, l := range in.inner(o, "location") {
		if name := cmp.Or(l.Line("subLocality"), l.Line("description"), l.Line("streetAddress")); name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// file is an attachment; nil when the source gives no address of it.
func (in *intake) file(ctx context.Context, f oparl.Object, folder string) *front.Table {
	title := cmp.Or(f.Line("name"), f.Line("fileName"), oparl.Tail(f.ID()))
	address := cmp.Or(f.String("accessUrl"), f.String("downloadUrl"))
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		in.report.odd("a file without an address of the web was left out", f.ID())
		return nil
	}
	var keys []front.Key
	local := in.local(ctx, folder, f)
	if local != "" {
		keys = append(keys, front.Set("path", front.Quote(local)))
	} else {
		keys = append(keys, front.Set("url", front.Quote(address)))
	}
	keys = append(keys, front.Set("title", front.Quote(title)))
	if t, ok := f.Time("date", in.o.Zone); ok {
		keys = append(keys, front.Set("date", t.Format(time.DateOnly)))
	}
	keys = append(keys, front.Set("public", "true"))
	if local == "" {
		if format := format(f); format != "" {
			keys = append(keys, front.Set("format", front.Quote(format)))
		}
		if n, ok := f.Int("size"); ok && n > 0 {
			keys = append(keys, front.Set("size", strconv.Itoa(n)))
		}
	}
	for _, k := range f.Keys() {
		if !slices.Contains(structural, k) && !slices.Contains([]string{"name", "fileName", "accessUrl", "downloadUrl", "date", "mimeType", "size", "text", "paper", "meeting", "agendaItem"}, k) {
			in.report.Left[shown("File."+k)]++
		}
	}
	return table("file", true, f.ID(), keys...)
}

// formats are the endings of the types that councils publish.
var formats = map[string]string{
	"application/pdf": "pdf", "application/msword": "doc", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
	"application/vnd.ms-excel": "xls", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx", "text/csv": "csv",
	"text/plain": "txt", "image/jpeg": "jpg", "image/png": "png", "image/tiff": "tif", "application/zip": "zip",
	"application/vnd.oasis.opendocument.text": "odt",
}

func format(f oparl.Object) string {
	kind, _, _ := strings.Cut(strings.ToLower(f.Line("mimeType")), ";")
	if ending := formats[strings.TrimSpace(kind)]; ending != "" {
		return ending
	}
	ending := strings.ToLower(strings.TrimPrefix(path.Ext(f.Line("fileName")), "."))
	if len(ending) > 5 || council.Slug(ending) != ending {
		return ""
	}
	return ending
}

// stations are the consultations of a paper, by day, those without one last.
func (in *intake) stations(o oparl.Object, ref string) []*front.Table {
	type station struct {
		day string
		t   *front.Table
	}
	var all []station
	for _, c := range in.inner(o, "consultation") {
		meeting, hasMeeting := in.o.Store.Find(c.Ref("meeting"))
		item, hasItem := in.o.Store.Find(c.Ref("agendaItem"))
		if c.Ref("meeting") != "" && !hasMeeting {
			in.report.odd("the sitting of a station is not there; the station has no day", ref)
		}
		if c.Ref("agendaItem") != "" && !hasItem {
			in.report.odd("the item of a station is not there; the station has no result", ref)
		}
		names := in.named(c, "organization")
		if len(names) == 0 && hasMeeting {
			names = in.named(meeting, "organization")
		}
		if len(names) == 0 {
			in.report.odd(`a station without a committee is before "Unbekanntes Gremium"`, ref)
			names = []string{"Unbekanntes Gremium"}
		}
		keys := []front.Key{front.Set("committee", one(names))}
		day := ""
		if t, ok := meeting.Time("start", in.o.Zone); hasMeeting && ok {
			day = t.Format(time.DateOnly)
			keys = append(keys, front.Set("date", day))
		}
		set := func(name, text string) {
			if text != "" {
				keys = append(keys, front.Set(name, front.Quote(text)))
			}
		}
		public, marked := item.Bool("public")
		open, said := c.Bool("offenlage:public") // how Offenlage's own data says it, where no item can
		if said && !open {
			in.report.Withheld++
			keys = append(keys, notPublic)
		} else if hasItem && !public {
			in.report.Withheld++
			if !marked {
				in.report.odd("an item is not marked as public; its station is withheld", ref)
			}
			keys = append(keys, notPublic)
		} else {
			set("agenda_item", item.Line("number"))
			set("role", c.Line("role"))
			set("result", item.Line("result"))
			if text := item.String("resolutionText"); text != "" {
				set("resolution", strings.TrimSpace(forms.Clean([]byte(text), 4)))
			}
		}
		all = append(all, station{day, table("consultation", true, c.ID(), keys...)})
	}
	slices.SortStableFunc(all, func(a, b station) int {
		return cmp.Or(cmp.Compare(b2i(a.day == ""), b2i(b.day == "")), cmp.Compare(a.day, b.day))
	})
	out := make([]*front.Table, len(all))
	for i, s := range all {
		out[i] = s.t
	}
	return out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// one writes one name as a text and several as a list.
func one(names []string) string {
	if len(names) == 1 {
		return front.Quote(names[0])
	}
	return front.List(names)
}

// body joins the texts of a paper's files: the paper itself first, then each
// other under its name.
func (in *intake) body(ctx context.Context, o oparl.Object, folder string, files []oparl.Object) (body string, form forms.Form) {
	var main, rest strings.Builder
	mainID := o.Ref("mainFile")
	for _, f := range files {
		text := in.text(ctx, f, folder)
		if strings.TrimSpace(text) == "" {
			continue
		}
		if main.Len() == 0 && (f.ID() == mainID || mainID == "" && forms.IsPaper([]byte(text))) {
			main.WriteString(forms.Clean([]byte(text), 2))
			form = forms.Read([]byte(text))
			continue
		}
		clean := forms.Clean([]byte(text), 3)
		if strings.TrimSpace(clean) == "" {
			continue
		}
		name := cmp.Or(f.Line("name"), f.Line("fileName"), oparl.Tail(f.ID()))
		rest.WriteString("\n## " + escape(name) + "\n\n" + strings.TrimSpace(clean) + "\n")
	}
	out := strings.TrimSpace(main.String() + "\n" + rest.String())
	if out == "" {
		return "", form
	}
	return cut(out) + "\n", form
}

// cut keeps a text below what a content file may hold.
func cut(text string) string {
	const most = content.MaxSize - 1<<20
	if len(text) <= most {
		return text
	}
	text = strings.ToValidUTF8(text[:most], "")
	return text[:strings.LastIndexByte(text, '\n')+1] + "\n*Der Text ist hier gekürzt.*\n"
}

// escape keeps Markdown from reading marks in a name.
func escape(name string) string {
	return strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "#", `\#`).Replace(name)
}

// withdraw leaves a tombstone of a paper that was removed at the source.
func (in *intake) withdraw(o oparl.Object) error {
	file := in.there[o.ID()].file
	if file == "" {
		in.report.Read["Paper (removed before it was ever imported)"]++
		return nil
	}
	return in.bury(file, o)
}
