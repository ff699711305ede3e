package render

import (
	"html/template"
	"slices"
	"strings"
	"time"

	"offenlage/generator/internal/compare"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/markdown"
)

// paper fills the page of one paper, reading its text.
func (w *run) paper(p *council.Paper) (PaperPage, error) {
	s, l := w.site, w.locale
	page := PaperPage{Frame: w.frame(s.Path(p), "papers", p.Reference+": "+p.Title, w.listCrumb("papers")), Paper: p}
	page.Crumbs = append(page.Crumbs, w.crumb(w.yearLabel(p.Date.Year()), s.List("papers", "year", s.Year(p.Date.Year()))))
	page.Here = p.Reference // the title stands right below
	page.Feed = w.feed(p)
	if p.Withdrawn == nil {
		page.About, page.Metadata = w.schemaPaper(p), w.citation(p)
	}
	page.Description = l.T("describe.paper", "type", p.Type, "reference", p.Reference, "title", p.Title)
	for _, c := range p.Consultations {
		if page.Next == nil && c.Outcome == council.OutcomeNone && (c.Date == 0 || c.Date >= s.Today) {
			page.Next = c
		}
	}
	page.Relations = w.relations(p)
	page.Version, page.First = day(s.Modified(p)), day(s.Published(p))
	version := ""
	if page.Version != 0 {
		version = l.T("cite.version", "date", page.Version)
	}
	if x := p.Withdrawn; x != nil {
		if version += l.T("cite.withdrawn"); x.Date != 0 {
			version += l.T("cite.withdrawn-on", "date", x.Date)
		}
	}
	key := "cite.sentence"
	if p.Date == 0 {
		key = "cite.undated"
	}
	page.Citation = l.T(key, "version", version, "publisher", s.Config.Publisher, "title", p.Title, "type", p.Type, "reference", p.Reference, "date", p.Date, "url", s.Absolute(s.Path(p)))

	o := w.options(p.Text.File, 2)
	if len(p.Cites) == 0 { // linking found no number in this text
		o.Cite = nil
	}
	sections, err := w.sections(p.Text, o)
	if err != nil {
		return page, err
	}
	if err := w.seen(p, sections); err != nil {
		return page, err
	}
	for _, sec := range sections {
		switch {
		case sec.Kind == markdown.Signature:
			page.Signature = sec.HTML
		case proposes(sec.Kind) && p.Kind != council.KindAnswer:
			page.Proposed = append(page.Proposed, sec)
		default:
			page.Sections = append(page.Sections, sec)
		}
	}
	page.Changes = w.changes(p, page.Proposed)
	page.BibTeX = bibTeX(p, page.Version, s.Config.Publisher, s.Absolute(s.Path(p)))
	page.RIS = ris(p, page.Version, s.Config.Publisher, s.Absolute(s.Path(p)))
	page.Embed = embed(p, page.Canonical())
	for _, sec := range slices.Concat(page.Proposed, page.Sections) {
		if sec.ID != "" && sec.Title != "" {
			page.Contents = append(page.Contents, Section{ID: sec.ID, Title: sec.Title})
		}
	}
	if len(page.Contents) < longText {
		page.Contents = nil
	}
	return page, nil
}

// day is the day of a time in its own zone, 0 for the zero time.
func day(t time.Time) council.Date {
	if t.IsZero() {
		return 0
	}
	return council.DateOf(t)
}

// longText is how many headings make a text that needs a table of contents.
const longText = 4

var escapeBibTeX = strings.NewReplacer("{", "", "}", "", "\\", "", "&", "\\&", "%", "\\%", "$", "\\$", "#", "\\#", "_", "\\_", `"`, "''")

// bibTeX is an entry of BibTeX for a paper as it was on the day of version, 0
// when that is not known.
func bibTeX(p *council.Paper, version council.Date, publisher, address string) string {
	b := "@techreport{" + p.ID + ",\n"
	field := func(name, text string) {
		if text != "" {
			b += "  " + name + ` = "` + text + "\",\n"
		}
	}
	var who []string
	for _, o := range p.Originators {
		who = append(who, "{"+escapeBibTeX.Replace(o.Name)+"}")
	}
	field("author", strings.Join(who, " and "))
	field("title", "{"+escapeBibTeX.Replace(p.Title)+"}")
	field("type", escapeBibTeX.Replace(p.Type))
	field("number", escapeBibTeX.Replace(p.Reference))
	field("institution", "{"+escapeBibTeX.Replace(publisher)+"}")
	field("date", p.Date.String())
	field("version", version.String())
	field("url", address)
	return b + "}"
}

// ris is a reference to a paper as programs for literature read it (RIS, by
// its tags: a line each, two letters, two spaces, a dash).
func ris(p *council.Paper, version council.Date, publisher, address string) string {
	var b strings.Builder
	line := func(tag, text string) {
		if text != "" {
			b.WriteString(tag + "  - " + strings.Join(strings.Fields(text), " ") + "\n")
		}
	}
	line("TY", "RPRT")
	for _, o := range p.Originators {
		line("AU", o.Name)
	}
	line("TI", p.Title)
	line("M3", p.Type)
	line("SN", p.Reference)
	line("PB", publisher)
	line("DA", strings.ReplaceAll(p.Date.String(), "-", "/"))
	line("ET", version.String())
	line("UR", address)
	b.WriteString("ER  - ")
	return b.String()
}

// embed is the code of a frame with a paper's card, to be copied into a page
// of somebody else: no title may break out of it.
func embed(p *council.Paper, address string) string {
	return `<iframe src="` + template.HTMLEscapeString(address) + `#karte" title="` + template.HTMLEscapeString(p.Title) + `" width="100%" height="360" loading="lazy" style="border: 1px solid #ccc"></iframe>`
}

// changes compares what was proposed with what was resolved.
func (w *run) changes(p *council.Paper, proposed []Section) []compare.Change {
	d := p.Deciding
	if d == nil || !d.Decides || !d.Public || d.Resolution == "" || len(proposed) == 0 {
		return nil
	}
	var before strings.Builder
	for _, s := range proposed {
		before.WriteString(markdown.Plain(string(s.HTML)) + "\n")
	}
	changes, shared := compare.Words(before.String(), markdown.Plain(string(w.markdown(d.Resolution))))
	if shared < 0.25 || shared == 1 {
		return nil
	}
	return changes
}

// relations lists the ties of a paper that it has; it names each other paper once, by the strongest tie.
func (w *run) relations(p *council.Paper) []Relation {
	var out []Relation
	named := map[*council.Paper]bool{}
	if x := p.Withdrawn; x != nil {
		named[x.Successor.Paper] = true
	}
	add := func(kind string, refs []council.Ref) {
		refs = slices.DeleteFunc(slices.Clone(refs), func(r council.Ref) bool { return r.Paper != nil && named[r.Paper] })
		for _, r := range refs {
			named[r.Paper] = true
		}
		if len(refs) > 0 {
			out = append(out, Relation{w.locale.T("relation." + kind), refs})
		}
	}
	refs := func(papers []*council.Paper) []council.Ref {
		out := make([]council.Ref, len(papers))
		for i, x := range papers {
			out[i] = council.Ref{Reference: x.Reference, Paper: x}
		}
		return out
	}
	add("amends", p.Amends)
	add("amended-by", refs(p.AmendedBy))
	add("answers", p.Answers)
	add("answered-by", refs(p.AnsweredBy))
	add("replaces", p.Replaces)
	add("related", p.Related)
	add("cites", refs(p.Cites))
	add("cited-by", refs(p.CitedBy))
	return out
}

// proposes tells that a section says what shall be resolved.
func proposes(k markdown.SectionKind) bool {
	return k == markdown.Resolution || k == markdown.Motion
}

func (w *run) meeting(m *council.Meeting) (MeetingPage, error) {
	title := w.locale.T("title.meeting", "committee", bodies(m), "date", m.Date)
	page := MeetingPage{Frame: w.frame(w.site.Path(m), "meetings", title, w.listCrumb("meetings"), w.crumb(w.yearLabel(m.Date.Year()), w.site.List("meetings", w.site.Year(m.Date.Year())))), Meeting: m}
	page.Description = w.locale.T("describe.meeting", "committee", bodies(m), "date", m.Date)
	page.Calendar = w.calendar(m)
	page.About = w.schemaMeeting(m, bodies(m))
	if path := w.pressPath(m); path != "" {
		page.Press = w.site.Config.BasePath() + path
	}
	var err error
	if page.Minutes, err = w.sections(m.Text, w.options(m.Text.File, 3)); err != nil {
		return page, err
	}
	return page, w.seen(m, page.Minutes)
}

// sections reads and renders a text.
func (w *run) sections(text council.Text, o markdown.Options) ([]Section, error) {
	if text.File == "" {
		return nil, nil
	}
	src, err := w.text(text.File)
	if err != nil {
		return nil, err
	}
	o.ParagraphIDs = true
	parts, err := markdown.Render(src, o)
	if err != nil {
		return nil, err
	}
	out := make([]Section, 0, len(parts))
	for _, part := range parts {
		if part.HTML == "" && part.Title == "" {
			continue
		}
		out = append(out, Section{ID: part.ID, Title: part.Title, Kind: part.Kind, HTML: template.HTML(part.HTML)})
	}
	return out, nil
}

// body renders the text of an object as one piece, headings and all.
func (w *run) body(object any, text council.Text) (template.HTML, error) {
	if text.File == "" {
		return "", nil
	}
	src, err := w.text(text.File)
	if err != nil {
		return "", err
	}
	html := template.HTML(markdown.Block(src, w.options(text.File, 2)))
	return html, w.seen(object, []Section{{HTML: html}})
}
