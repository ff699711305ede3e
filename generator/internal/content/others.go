package content

import (
	"path"
	"slices"
	"strings"

	"offenlage/generator/internal/council"
)

// described reports a second file about one name. The first one counts.
func (r *reader) described(f *file, kind, name string) {
	key := kind + "\x00" + strings.ToLower(name)
	if first, ok := r.names[key]; ok {
		f.front.Errorf("described-twice", "name", "keep one of the two files", "%s %q is described in %s already", kind, name, first)
		return
	}
	r.names[key] = f.path
}

func (r *reader) committee(f *file) {
	t := f.front
	name := line(t.Required("name", "Bauausschuss"))
	if name == "" {
		name = f.path
	}
	r.described(f, "committee", name)
	x := r.c.Committee(name)
	x.File, x.Text = f.path, f.text
	origin(t)
	x.Short = line(t.String("short"))
	x.Slug = t.String("slug")
	x.ID = identifier(t, "slug", name)
	x.Kind = t.String("kind")
	x.Council = t.Bool("council", false)
	x.Order, _ = t.Int("order", 1_000_000)
	x.Seats, _ = t.Int("seats", 10_000)
	x.From, x.To = day(t, "from"), day(t, "to")
	x.Aliases = aliases(t)
	if before := t.String("predecessor"); before != "" {
		x.Predecessor = r.c.Committee(before)
	}
	if !r.c.AlsoCommittee(x, x.Short) {
		t.Errorf("name-taken", "short", "choose another short name", "%q stands for another committee already", x.Short)
	}
}

func (r *reader) topic(f *file) {
	t := f.front
	name := line(t.Required("name", "Mobilität"))
	if name == "" {
		name = f.path
	}
	r.described(f, "topic", name)
	x := r.c.Topic(name)
	x.File, x.Text = f.path, f.text
	x.Slug = t.String("slug")
	x.ID = identifier(t, "slug", name)
	x.Synonyms = t.Strings("synonyms")
	x.Aliases = aliases(t)
	if parent := t.String("parent"); parent != "" {
		x.Parent = r.c.Topic(parent)
	}
	for _, s := range x.Synonyms {
		if !r.c.AlsoTopic(x, s) {
			t.Errorf("name-taken", "synonyms", "take it out of one of the two", "%q stands for another topic already", s)
		}
	}
}

func (r *reader) faction(f *file) {
	t := f.front
	name := line(t.Required("name", "SPD-Fraktion"))
	if name == "" {
		name = f.path
	}
	r.described(f, "faction", name)
	x := r.c.Faction(name)
	x.File, x.Text = f.path, f.text
	origin(t)
	x.Short = line(t.String("short"))
	x.Slug = t.String("slug")
	x.ID = identifier(t, "slug", x.Label())
	x.Colour = strings.ToLower(t.String("colour"))
	if x.Colour != "" && (len(x.Colour) != 7 || x.Colour[0] != '#' || strings.Trim(x.Colour[1:], "0123456789abcdef") != "") {
		t.Errorf("bad-colour", "colour", `write colour = "#1f6f43"`, "%q is no colour", x.Colour)
		x.Colour = ""
	}
	x.Seats, _ = t.Int("seats", 10_000)
	x.From, x.To = day(t, "from"), day(t, "to")
	x.Aliases = aliases(t)
	if !r.c.AlsoFaction(x, x.Short) {
		t.Errorf("name-taken", "short", "choose another short name", "%q stands for another faction already", x.Short)
	}
}

func (r *reader) person(f *file) {
	t := f.front
	name := line(t.Required("name", "Erika Beispiel"))
	if name == "" {
		name = f.path
	}
	r.described(f, "person", name)
	x := r.c.AddPerson(name)
	x.File, x.Text = f.path, f.text
	origin(t)
	for _, m := range t.Tables("membership") {
		ms := council.Membership{Role: m.String("role"), From: day(m, "from"), To: day(m, "to")}
		m.String("source")
		committee, faction := m.String("committee"), m.String("faction")
		switch {
		case (committee == "") == (faction == ""):
			m.Errorf("bad-membership", "", `write committee = "…" or faction = "…"`, "a membership names one committee or one faction")
			continue
		case committee != "":
			ms.Committee = r.c.Committee(committee)
		default:
			ms.Faction = r.c.Faction(faction)
		}
		x.Memberships = append(x.Memberships, ms)
	}
}

func (r *reader) page(f *file) {
	t := f.front
	p := &council.Page{
		File:    f.path,
		Title:   line(t.Required("title", "Impressum")),
		Menu:    t.String("menu"),
		Aliases: aliases(t),
		Text:    f.text,
	}
	p.Order, _ = t.Int("order", 1_000_000)
	rel := strings.TrimPrefix(f.path, Dir+"/pages/")
	parts := strings.Split(strings.TrimSuffix(rel, path.Ext(rel)), "/")
	for i := range parts {
		parts[i] = council.Slug(parts[i])
	}
	if slug := identifier(t, "slug", ""); slug != "" {
		parts[len(parts)-1] = slug
	}
	p.ID = strings.Join(parts, "/")
	if !slices.Contains([]string{"", "footer"}, p.Menu) {
		t.Errorf("bad-value", "menu", `write menu = "footer", or leave it out`, "%q is no menu", p.Menu)
	}
	public := t.Bool("public", true)
	p.Files = r.files(f, !public, false)
	if !public {
		r.c.Withheld.Pages++
		return
	}
	r.c.Pages = append(r.c.Pages, p)
}
