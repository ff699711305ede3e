package content

import (
	"fmt"
	"strings"

	"offenlage/generator/internal/council"
)

// meeting adds one sitting. A sitting is public by law, so a file that says
// nothing is; each item of its agenda must be marked by itself.
func (r *reader) meeting(f *file) {
	t := f.front
	public := t.Bool("public", true)
	c := r.c
	if !public {
		c = council.New(r.c.Vocabulary(), r.c.Terms, r.c.Today)
	}
	m := &council.Meeting{
		File:        f.path,
		Start:       clock(t, "start", r.o.Zone),
		End:         clock(t, "end", r.o.Zone),
		Place:       t.String("place"),
		StatusWords: t.String("status"),
		Aliases:     aliases(t),
		Text:        f.text,
	}
	origin(t)
	m.Slug = identifier(t, "slug", "")
	m.Date = day(t, "date")
	if m.Date == 0 {
		m.Date = council.DateOf(m.Start)
	}
	if m.Date == 0 {
		t.Errorf("missing-key", "date", "add date = 2026-11-26, or start = 2026-11-26T17:00:00+01:00", "%q is missing", "date")
	}
	if !m.Start.IsZero() && council.DateOf(m.Start) != m.Date {
		t.Errorf("bad-date", "start", "", "the sitting starts on %s, but its date is %s", council.DateOf(m.Start), m.Date)
	}
	names := t.Strings("committee")
	if len(names) == 0 && !t.Has("committee") {
		t.Errorf("missing-key", "committee", `add committee = "Bauausschuss"`, "%q is missing", "committee")
	}
	for _, name := range names {
		m.Committees = append(m.Committees, c.Committee(name))
	}
	if _, ok := council.ParseStatus(m.StatusWords); !ok && m.StatusWords != "" {
		t.Warnf("unknown-word", "status", "write scheduled, invited, held or cancelled", "%q is no known state of a meeting; it is derived from the date", m.StatusWords)
	}
	switch words := t.String("minutes"); strings.ToLower(words) {
	case "":
	case "draft", "entwurf":
		m.Minutes = council.MinutesDraft
	case "approved", "genehmigt":
		m.Minutes = council.MinutesApproved
	default:
		t.Errorf("bad-value", "minutes", `write minutes = "draft" or minutes = "approved"`, "%q is no state of minutes", words)
	}
	for i, a := range t.Tables("agenda") {
		item := &council.AgendaItem{
			Number:      a.Scalar("number"),
			Title:       line(a.String("title")),
			Reference:   a.String("paper"),
			ResultWords: line(a.String("result")),
			Vote:        vote(a.Table("vote")),
			Key:         fmt.Sprintf("agenda[%d]", i),
		}
		a.String("source")
		marked := a.Bool("public", false)
		if !marked {
			if !a.Has("public") {
				a.Warnf("not-public", "", "add public = true to publish it, or public = false to say that this is meant", "an item of the agenda is withheld, since it is not marked public")
			}
			m.NonPublic++
			m.Secret(item.Reference)
			if public {
				r.c.Withheld.Items++
			}
			continue
		}
		if item.Title == "" && item.Reference == "" {
			a.Errorf("missing-key", "title", `add title = "…", or paper = "2026/0001"`, "%q is missing", "title")
		}
		m.Agenda = append(m.Agenda, item)
	}
	for _, a := range t.Tables("attendance") {
		m.Attendance = append(m.Attendance, council.Attendance{Name: line(a.Required("person", "Erika Beispiel")), Present: a.Bool("present", true)})
	}
	m.Files = r.files(f, !public, false)
	if !public {
		r.c.Withheld.Meetings++
		r.c.HideSitting(m)
		return
	}
	if m.Date != 0 && len(m.Committees) > 0 {
		r.c.AddMeeting(m)
	}
}
