package content

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/table"
)

// paper adds one paper, or counts it as withheld.
func (r *reader) paper(f *file) {
	t := f.front
	withheld := r.withheld(t)
	embargo := t.Time("embargo", nil)
	embargoed := t.Has("embargo") && (embargo.IsZero() || embargo.After(r.o.Now))
	if !withheld && !embargoed {
		p := r.readPaper(f, r.c, false)
		r.c.AddPaper(p)
		return
	}
	// A withheld paper is read for its mistakes only. A council of its own
	// keeps the names in it from existing by being named.
	p := r.readPaper(f, council.New(r.c.Vocabulary(), r.c.Terms, r.c.Today), true)
	r.c.Hide(p.Reference)
	if withheld {
		r.c.Withheld.Papers++
	} else {
		r.c.Withheld.Embargoed++
	}
}

// withheld tells whether an object that must be marked public is not.
func (r *reader) withheld(t *table.Table) bool {
	if t.Bool("public", false) {
		return false
	}
	if !t.Has("public") {
		t.Warnf("not-public", "", "add public = true to publish it, or public = false to say that this is meant", "withheld, since it is not marked public")
	}
	return true
}

func (r *reader) readPaper(f *file, c *council.Council, withheld bool) *council.Paper {
	t := f.front
	p := &council.Paper{
		File:      f.path,
		Reference: t.Required("reference", "2026/0001"),
		Title:     line(t.Required("title", "Betreff der Vorlage")),
		Type:      line(t.Required("type", "Beschlussvorlage")),
		Date:      day(t, "date"),
		Lead:      t.String("lead"),
		Places:    t.Strings("places"),
		Summary:   t.String("summary"),
		SignedBy:  t.String("signed_by"),
		Language:  t.Language("language"),
		Deadline:  day(t, "deadline"),
		Amends:    refs(t, "amends"),
		Answers:   refs(t, "answers"),
		Replaces:  refs(t, "replaces"),
		Related:   refs(t, "related"),
		Aliases:   aliases(t),
		Web:       origin(t),
		Text:      f.text,
	}
	p.ID = identifier(t, "slug", p.Reference)
	for _, name := range t.Strings("originators") {
		p.Originators = append(p.Originators, council.Originator{Name: line(name)})
	}
	for _, name := range t.Strings("topics") {
		if topic := c.Topic(name); !slices.Contains(p.Topics, topic) {
			p.Topics = append(p.Topics, topic)
		}
	}
	if name := t.String("term"); name != "" {
		for _, term := range c.Terms {
			if term.Name == name {
				p.Term = term
			}
		}
		if p.Term == nil {
			t.Errorf("unknown-term", "term", "add it to config.toml as a [[term]]", "there is no electoral term %q", name)
		}
	}
	if w := t.Table("withdrawn"); w != nil {
		p.Withdrawn = &council.Withdrawal{Date: day(w, "date"), Reason: w.String("reason"),
			Successor: council.Ref{Reference: w.String("successor")}}
	}
	if i := t.Table("implementation"); i != nil {
		p.Implementation = &council.Implementation{Status: i.String("status"), Office: i.String("office"),
			Due: day(i, "due"), Report: i.String("report")}
	}
	p.Impact = impact(t)
	p.Files = r.files(f, withheld, p.Withdrawn != nil)
	if !t.Has("topics") {
		r.findTopics(p, c)
	}
	for i, s := range t.Tables("consultation") {
		p.Consultations = append(p.Consultations, r.station(s, i, c, withheld))
	}
	if p.Withdrawn != nil { // the tombstone keeps number, title, who brought it in, and its way
		p.Text, p.Summary, p.Impact, p.Implementation = council.Text{}, "", nil, nil
		p.Lead, p.Places, p.SignedBy, p.Web = "", nil, "", ""
		for _, s := range p.Consultations {
			s.Resolution, s.Ballots = "", nil
			if s.Vote != nil {
				s.Vote.Persons = nil
			}
		}
	}
	return p
}

// findTopics gives a paper the topics that its title names, or else the titles
// of its attachments.
func (r *reader) findTopics(p *council.Paper, c *council.Council) {
	found := r.o.Topics.Find(p.Title)
	for i := 0; i < len(p.Files) && len(found) == 0; i++ {
		found = r.o.Topics.Find(p.Files[i].Title)
	}
	for _, m := range found {
		if topic := c.Topic(m.Topic); !slices.Contains(p.Topics, topic) {
			p.Topics, p.TopicWords = append(p.Topics, topic), append(p.TopicWords, m.Word)
		}
	}
}

// impact reads the effects in the author's order; keys beside the known ones
// are the city's own.
func impact(t *table.Table) []council.Impact {
	sub := t.Table("impact")
	if sub == nil {
		return nil
	}
	for _, name := range []string{"financial", "amount", "climate"} {
		sub.Scalar(name)
	}
	var out []council.Impact
	for _, name := range sub.Names() {
		if v := sub.Scalar(name); v != "" {
			out = append(out, council.Impact{Name: table.Printable(name), Value: v})
		}
	}
	return out
}

func (r *reader) station(t *table.Table, i int, c *council.Council, withheld bool) *council.Consultation {
	s := &council.Consultation{
		Date:        day(t, "date"),
		Number:      t.Scalar("agenda_item"),
		RoleWords:   line(t.String("role")),
		Public:      t.Bool("public", true),
		ResultWords: line(t.String("result")),
		Resolution:  t.String("resolution"),
		Referred:    t.Strings("referred_to"),
		PostponedTo: day(t, "postponed_to"),
		Vote:        vote(t.Table("vote")),
		Key:         fmt.Sprintf("consultation[%d]", i),
	}
	t.String("source")
	names := t.Strings("committee")
	if len(names) == 0 && !t.Has("committee") {
		t.Errorf("missing-key", "committee", `add committee = "Bauausschuss"`, "%q is missing", "committee")
	}
	if len(names) == 0 {
		names = []string{"?"} // an error stops the build before anybody sees it
	}
	for _, b := range t.Tables("ballot") {
		s.Ballots = append(s.Ballots, ballot(b))
	}
	if !s.Public {
		if !withheld {
			r.c.Withheld.Consultations++
		}
		s = &council.Consultation{Date: s.Date, Key: s.Key}
	}
	for _, name := range names {
		if x := c.Committee(name); !slices.Contains(s.Committees, x) {
			s.Committees = append(s.Committees, x)
		}
	}
	return s
}

// counts reads the numbers of one vote.
func counts(t *table.Table, keys []string, into []*council.Count) {
	for i, key := range keys {
		if n, ok := t.Int(key, 10_000); ok {
			*into[i] = council.Num(n)
		}
	}
}

// vote reads a recorded vote. A table without any number is none: the form's
// empty columns for Ja, Nein and Enth. are no vote.
func vote(t *table.Table) *council.Vote {
	if t == nil {
		return nil
	}
	v := &council.Vote{}
	counts(t, []string{"yes", "no", "abstain", "biased", "absent", "present"},
		[]*council.Count{&v.Yes, &v.No, &v.Abstain, &v.Biased, &v.Absent, &v.Present})
	v.Method = t.String("method")
	v.Counted = t.Bool("counted", false)
	for _, f := range t.Tables("faction") {
		fv := council.FactionVote{Name: line(f.Required("name", "SPD"))}
		counts(f, []string{"yes", "no", "abstain"}, []*council.Count{&fv.Yes, &fv.No, &fv.Abstain})
		v.Factions = append(v.Factions, fv)
	}
	for _, p := range t.Tables("person") {
		pv := council.PersonVote{Name: line(p.Required("name", "Erika Beispiel")), Words: line(p.Required("vote", "Ja"))}
		pv.Choice = council.ParseChoice(pv.Words)
		if pv.Choice == council.ChoiceOther && pv.Words != "" {
			p.Warnf("unknown-word", "vote", `known words: Ja, Nein, Enthaltung, befangen, abwesend`, "%q is no known vote; it is shown as it stands", pv.Words)
		}
		if name := p.String("faction"); name != "" {
			pv.FactionName = line(name)
		}
		v.Persons = append(v.Persons, pv)
	}
	if !v.Recorded() && !v.Present.Known() && !v.Absent.Known() && !v.Biased.Known() && v.Method == "" {
		return nil
	}
	return v
}

func ballot(t *table.Table) council.Ballot {
	b := council.Ballot{Subject: line(t.Required("subject", "Schluss der Debatte")), ResultWords: line(t.String("result"))}
	switch kind := t.String("kind"); kind {
	case "", "substance":
	case "procedure":
		b.Procedure = true
	default:
		t.Errorf("bad-value", "kind", `write kind = "substance" or kind = "procedure"`, "%q is no kind of ballot", kind)
	}
	b.Vote = vote(t) // its counts stand beside the subject
	return b
}

func refs(t *table.Table, key string) []council.Ref {
	var out []council.Ref
	for _, number := range t.Strings(key) {
		if number = strings.TrimSpace(number); number != "" {
			out = append(out, council.Ref{Reference: number})
		}
	}
	return out
}

// line makes a name one line: white space of any kind is one space.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// identifier is the author's slug, or else made from name.
func identifier(t *table.Table, key, name string) string {
	slug := strings.ToLower(t.String(key))
	if slug == "" {
		return council.Slug(name)
	}
	if clean := council.Slug(slug); clean != slug {
		t.Errorf("bad-slug", key, "write "+key+" = \""+clean+"\"", "%q may hold a to z, digits and - only", slug)
		return clean
	}
	return slug
}

// aliases reads earlier addresses: paths below the site, "/alt/0541/".
func aliases(t *table.Table) []string {
	var out []string
	for _, a := range t.Strings("aliases") {
		clean := strings.Trim(a, "/")
		if clean == "" || strings.ContainsAny(clean, "\\?#:*\"<>|") || slices.ContainsFunc(strings.Split(clean, "/"), func(part string) bool {
			return part == "" || strings.HasPrefix(part, ".") || len(part) > 200
		}) {
			t.Errorf("bad-alias", "aliases", `write the path only: aliases = ["/alt/2021-0541/"]`, "%q is no path on this site", a)
			continue
		}
		out = append(out, clean)
	}
	return out
}

// day is a date key as a council date.
func day(t *table.Table, key string) council.Date { return council.DateOf(t.Day(key)) }

// clock writes when a meeting begins, from a date-time or from a day.
func clock(t *table.Table, key string, zone *time.Location) time.Time {
	v := t.Time(key, zone)
	if v.IsZero() {
		return v
	}
	return v.In(zone)
}
