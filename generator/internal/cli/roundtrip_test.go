package cli

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/build"
	"offenlage/generator/internal/content"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/markdown"
	"offenlage/templates"
)

// TestRoundTrip builds the example, imports it from its own OParl tree as a
// static host serves it, builds again, and compares: what the standard carries
// is the same. What is lost stands here, and in docs/oparl.md.
func TestRoundTrip(t *testing.T) {
	first, out := t.TempDir(), t.TempDir()
	host := httptest.NewServer(http.FileServer(http.Dir(out)))
	defer host.Close()
	if err := os.CopyFS(filepath.Join(first, "content"), os.DirFS("../../../content")); err != nil {
		t.Fatal(err)
	}
	const config = "title = \"Auenfurt\"\nbase_url = %q\nlanguage = \"de\"\n[[term]]\nname = \"2020–2025\"\nfrom = 2020-11-01\nto = 2025-10-31\n[[term]]\nname = \"2025–2030\"\nfrom = 2025-11-01\n"
	write(t, filepath.Join(first, "config.toml"), fmt.Sprintf(config, host.URL+"/"))
	run(t, "build", "--trial", "--site", first, "--out", out, "--now", "2026-11-23")
	second := t.TempDir()
	write(t, filepath.Join(second, "config.toml"), fmt.Sprintf(config, "https://zwei.example/"))
	run(t, "import", "oparl", host.URL+"/oparl/v1.1/system.json", "--site", second, "--people", "--files", "--rate", "50")
	a, b := facts(t, first), facts(t, second)
	differ := map[string]string{} // an example by field
	same := 0
	for key := range maps.Keys(a) {
		_, field, _ := strings.Cut(key, "\t")
		if b[key] == a[key] {
			same++
		} else {
			differ[field] = fmt.Sprintf("%s: %q became %q", key, a[key], b[key])
		}
	}
	for key := range b {
		if _, ok := a[key]; !ok {
			_, field, _ := strings.Cut(key, "\t")
			differ[field] = fmt.Sprintf("%s: %q came", key, b[key])
		}
	}
	docs, err := os.ReadFile("../../../docs/oparl.md")
	if err != nil {
		t.Fatal(err)
	}
	for field, example := range differ {
		if !slices.Contains(lost, field) {
			t.Error(example)
		}
	}
	for _, field := range lost {
		if differ[field] == "" {
			t.Errorf("%s came back whole; take it off the list", field)
		}
		if !strings.Contains(string(docs), "`"+field+"`") {
			t.Errorf("docs/oparl.md does not say that `%s` is lost", field)
		}
	}
	t.Logf("%d of %d facts are the same", same, len(a))
	if same < 1500 {
		t.Errorf("only %d facts are the same", same)
	}
}

// lost are the fields that do not come back as they were.
var lost = []string{
	// OParl has no property, or says less.
	"paper.lead", "paper.summary", "paper.signed_by", "paper.deadline", "paper.implementation", "paper.impact", "paper.originators (office)",
	"paper.withdrawn", "paper.related", "paper.text", "consultation.vote", "consultation.ballot", "consultation.resolution", "consultation.postponed_to",
	"meeting.items that are not public", "meeting.minutes", "faction.colour", "committee.text", "faction.text", "committee.kind",
	// The import leaves it to the author.
	"committee.address", "meeting.address", "committee.short", "committee.council", "committee.seats", "faction.seats", "meeting.attendance",
	"meeting.text", "meeting.file",
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// facts are what a site says, one by one, by object and field.
func facts(t *testing.T, dir string) map[string]string {
	t.Helper()
	r, err := build.Run(build.Options{Dir: dir, Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Templates: templates.Files})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems {
		if p.Severity == diag.Error {
			t.Error(p)
		}
	}
	out := map[string]string{}
	say := func(object, field, format string, args ...any) {
		if text := fmt.Sprintf(format, args...); text != "" {
			out[object+"\t"+field] = text
		}
	}
	names := func(all []*council.Committee) string {
		var out []string
		for _, x := range all {
			out = append(out, x.Name)
		}
		return strings.Join(out, ", ")
	}
	text := func(of council.Text) string {
		if of.File == "" {
			return ""
		}
		src, err := content.Body(os.DirFS(dir), of.File)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(markdown.Plain(markdown.Block(src, markdown.Options{}))), " ")
	}
	refs := func(all []council.Ref) string {
		var out []string
		for _, r := range all {
			if r.Paper != nil && r.Paper.Withdrawn == nil {
				out = append(out, r.Reference)
			}
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	c := r.Site.Council
	for _, p := range c.Papers {
		id := "paper " + p.Reference
		if p.Withdrawn != nil {
			say(id, "paper.withdrawn", "%v", p.Withdrawn.Reason)
			continue
		}
		say(id, "paper.address", "%s", p.ID)
		say(id, "paper.title", "%s", p.Title)
		say(id, "paper.type", "%s", p.Type)
		say(id, "paper.date", "%s", p.Date)
		for _, o := range p.Originators {
			kind := "office"
			if o.Faction != nil {
				kind = "faction"
			} else if o.Person != nil {
				kind = "person"
			}
			say(id+" "+o.Name, "paper.originators ("+kind+")", "yes")
		}
		say(id, "paper.lead", "%s", p.Lead)
		for _, topic := range p.Topics {
			say(id+" "+topic.Name, "paper.topics", "yes")
		}
		say(id, "paper.places", "%s", strings.Join(p.Places, ", "))
		say(id, "paper.summary", "%s", p.Summary)
		say(id, "paper.signed_by", "%s", p.SignedBy)
		say(id, "paper.deadline", "%s", p.Deadline)
		say(id, "paper.amends", "%s", refs(p.Amends))
		say(id, "paper.answers", "%s", refs(p.Answers))
		say(id, "paper.replaces", "%s", refs(p.Replaces))
		say(id, "paper.related", "%s", refs(p.Related))
		if p.Term != nil {
			say(id, "paper.term", "%s", p.Term.Name)
		}
		if p.Implementation != nil {
			say(id, "paper.implementation", "%v", *p.Implementation)
		}
		if len(p.Impact) > 0 {
			say(id, "paper.impact", "%v", p.Impact)
		}
		for _, f := range p.Files {
			say(id+" "+f.Title, "paper.file", "%s, %d", f.Date, f.Size)
		}
		say(id, "paper.text", "%s", text(p.Text))
		for i, s := range p.Consultations {
			id := fmt.Sprintf("%s station %d", id, i)
			say(id, "consultation.committee", "%s", names(s.Committees))
			say(id, "consultation.date", "%s", s.Date)
			say(id, "consultation.public", "%v", s.Public)
			say(id, "consultation.agenda_item", "%s", s.Number)
			say(id, "consultation.role", "%s", s.RoleWords)
			say(id, "consultation.result", "%s", s.ResultWords)
			say(id, "consultation.resolution", "%s", strings.Join(strings.Fields(s.Resolution), " "))
			say(id, "consultation.referred_to", "%s", names(s.ReferredTo))
			say(id, "consultation.postponed_to", "%s", s.PostponedTo)
			if s.Vote != nil {
				say(id, "consultation.vote", "%s:%s:%s", s.Vote.Yes, s.Vote.No, s.Vote.Abstain)
			}
			if len(s.Ballots) > 0 {
				say(id, "consultation.ballot", "%d", len(s.Ballots))
			}
		}
	}
	for _, m := range c.Meetings {
		id := "meeting " + m.Date.String() + " " + names(m.Committees)
		say(id, "meeting.address", "%s", m.ID)
		if !m.Start.IsZero() {
			say(id, "meeting.start", "%s", m.Start)
		}
		if !m.End.IsZero() {
			say(id, "meeting.end", "%s", m.End)
		}
		say(id, "meeting.place", "%s", m.Place)
		say(id, "meeting.status", "%s", m.Status)
		say(id, "meeting.minutes", "%s", m.Minutes)
		say(id, "meeting.text", "%s", text(m.Text))
		say(id, "meeting.items that are not public", "%d", m.NonPublic)
		for i, item := range m.Agenda {
			ref := ""
			if item.Paper != nil && item.Paper.Withdrawn == nil {
				ref = item.Paper.Reference
			}
			say(fmt.Sprintf("%s item %d", id, i), "agenda", "%s, %s, %s, %s", item.Number, item.Title, ref, item.ResultWords)
		}
		for _, x := range m.Attendance {
			say(id+" "+x.Name, "meeting.attendance", "%v", x.Present)
		}
		for _, f := range m.Files {
			say(id+" "+f.Title, "meeting.file", "%s, %d", f.Date, f.Size)
		}
	}
	for _, x := range c.Committees {
		id := "committee " + x.Name
		say(id, "committee.address", "%s", x.ID)
		say(id, "committee.short", "%s", x.Short)
		say(id, "committee.kind", "%s", x.Kind)
		say(id, "committee.council", "%v", x.Council)
		say(id, "committee.seats", "%d", x.Seats)
		say(id, "committee.from", "%s", x.From)
		say(id, "committee.to", "%s", x.To)
		if x.Predecessor != nil {
			say(id, "committee.predecessor", "%s", x.Predecessor.Name)
		}
		say(id, "committee.text", "%s", text(x.Text))
	}
	for _, x := range c.Factions {
		id := "faction " + x.Name
		say(id, "faction.address", "%s", x.ID)
		say(id, "faction.short", "%s", x.Short)
		say(id, "faction.seats", "%d", x.Seats)
		say(id, "faction.colour", "%s", x.Colour)
		say(id, "faction.from", "%s", x.From)
		say(id, "faction.to", "%s", x.To)
		say(id, "faction.text", "%s", text(x.Text))
	}
	for _, x := range c.People {
		for _, m := range x.Memberships {
			in := ""
			if m.Committee != nil {
				in = m.Committee.Name
			} else {
				in = m.Faction.Name
			}
			say("person "+x.Name+" "+in, "person.membership", "%s, %s, %s", m.Role, m.From, m.To)
		}
	}
	return out
}
