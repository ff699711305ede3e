// Package check holds the rules about a whole site that no single file can
// break alone: words that nobody knows, names that look mistyped, votes that
// do not add up, links that lead nowhere. It reads a Site and adds problems;
// it changes nothing.
package check

import (
	"bytes"
	"cmp"
	"fmt"
	"iter"
	"maps"
	"regexp"
	"slices"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/markdown"
	"offenlage/generator/internal/site"
)

// Run applies every rule. text reads the Markdown of a content file and
// firstLine says at which line of the file it begins.
func Run(s *site.Site, text func(file string) ([]byte, error), firstLine func(file string) int, problems *diag.List) {
	words(s, problems)
	names(s, problems)
	for _, p := range s.Papers {
		references(p, problems)
		for _, c := range p.Consultations {
			if c.Key == "" {
				continue // an item of an agenda, which is checked there
			}
			votes(p.File, c.Key+".vote", c.Vote, problems)
			for i, b := range c.Ballots {
				votes(p.File, fmt.Sprintf("%s.ballot[%d]", c.Key, i), b.Vote, problems)
			}
			days(s, p, c, problems)
		}
	}
	for _, m := range s.Council.Meetings {
		if m.File != "" && far(s, m.Date) {
			problems.Warnf("far-date", m.File, "date", "", "the day %s lies far away", m.Date)
		}
		for _, item := range m.Agenda {
			if item.Key != "" && (item.Consultation == nil || item.Consultation.Key == "") {
				votes(m.File, item.Key+".vote", item.Vote, problems)
			}
		}
	}
	withheld(s, text, firstLine, problems)
	links(s, text, firstLine, problems)
	legal(s, text, firstLine, problems)
}

// words names each word of the council that has no canonical value, once.
func words(s *site.Site, problems *diag.List) {
	type use struct {
		file, key string
		n         int
	}
	seen := map[[2]string]use{}
	note := func(table, word, file, key string) {
		u := seen[[2]string{table, word}]
		if u.n == 0 {
			u.file, u.key = file, key
		}
		u.n++
		seen[[2]string{table, word}] = u
	}
	for _, p := range s.Papers {
		if p.Kind == council.KindOther {
			note("kinds", p.Type, p.File, "type")
		}
		for _, c := range p.Consultations {
			file, key := p.File, c.Key
			if key == "" {
				file, key = c.Meeting.File, c.Item.Key
			}
			if c.Outcome == council.OutcomeOther {
				note("outcomes", c.ResultWords, file, key+".result")
			}
			if c.Role == council.RoleUnknown && c.RoleWords != "" && c.RoleWords != "unbekannt" {
				note("roles", c.RoleWords, file, key+".role")
			}
		}
	}
	what := map[string]string{"kinds": "kind of paper", "outcomes": "result", "roles": "role"}
	for _, k := range slices.SortedFunc(maps.Keys(seen), func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) }) {
		u := seen[k]
		problems.Warnf("unknown-word", u.file, u.key, fmt.Sprintf("say in config.toml what it means: [%s] %q = …", k[0], k[1]),
			"%q is no known %s (found %d×); it is shown as it stands and counted as \"other\"", k[1], what[k[0]], u.n)
	}
}

// names finds names that nobody described and that look like a slip of the
// pen for one that somebody did.
func names(s *site.Site, problems *diag.List) {
	look := func(kind, name string, described []string, file, key string) {
		if near := diag.Nearest(name, described); near != "" && len(name) > 4 {
			problems.Warnf("similar-name", file, key, fmt.Sprintf("did you mean %q?", near), "%s %q is described nowhere", kind, name)
		}
	}
	var committees, topics []string
	for _, x := range s.Council.Committees {
		if x.File != "" {
			committees = append(committees, x.Name)
		}
	}
	for _, x := range s.Council.Topics {
		if x.File != "" {
			topics = append(topics, x.Name)
		}
	}
	for _, x := range s.Council.Committees {
		if x.File == "" && len(x.Papers) > 0 {
			file, key := "", ""
			for _, c := range x.Papers[0].Consultations {
				if file == "" && slices.Contains(c.Committees, x) {
					file, key = x.Papers[0].File, c.Key+".committee"
				}
			}
			look("committee", x.Name, committees, file, key)
		}
	}
	for _, x := range s.Council.Topics {
		if x.File == "" && len(x.Papers) > 0 {
			look("topic", x.Name, topics, x.Papers[0].File, "topics")
		}
	}
}

// references finds numbers of papers that are not here.
func references(p *council.Paper, problems *diag.List) {
	for key, refs := range map[string][]council.Ref{"amends": p.Amends, "answers": p.Answers, "replaces": p.Replaces, "related": p.Related} {
		for _, r := range refs {
			if r.Paper == nil {
				problems.Warnf("no-such-paper", p.File, key, "", "there is no paper %s here; it is shown without a link", r.Reference)
			}
		}
	}
	if w := p.Withdrawn; w != nil && w.Successor.Reference != "" && w.Successor.Paper == nil {
		problems.Warnf("no-such-paper", p.File, "withdrawn.successor", "", "there is no paper %s here; it is shown without a link", w.Successor.Reference)
	}
}

// votes checks that numbers recorded in several ways agree.
func votes(file, key string, v *council.Vote, problems *diag.List) {
	if v == nil || v.FromWords {
		return
	}
	sides := []struct {
		name  string
		total council.Count
		of    func(council.FactionVote) council.Count
		as    council.Choice
	}{
		{"yes", v.Yes, func(f council.FactionVote) council.Count { return f.Yes }, council.ChoiceYes},
		{"no", v.No, func(f council.FactionVote) council.Count { return f.No }, council.ChoiceNo},
		{"abstain", v.Abstain, func(f council.FactionVote) council.Count { return f.Abstain }, council.ChoiceAbstain},
	}
	cast, known := 0, true
	for _, side := range sides {
		known = known && side.total.Known()
		if !side.total.Known() {
			continue
		}
		total := side.total.Int()
		cast += total
		sum := 0
		for _, f := range v.Factions {
			if n := side.of(f); n.Known() {
				sum += n.Int()
			}
		}
		if sum > total {
			problems.Errorf("vote-sum", file, key+"."+side.name, "", "the factions cast %d votes for %q, but the total is %d", sum, side.name, total)
		}
		named := 0
		for _, p := range v.Persons {
			if p.Choice == side.as {
				named++
			}
		}
		if len(v.Persons) > 0 && named != total {
			problems.Errorf("vote-sum", file, key+"."+side.name, "", "the roll call names %d votes for %q, but the total is %d", named, side.name, total)
		}
	}
	if v.Present.Known() && known && cast > v.Present.Int() {
		problems.Errorf("vote-sum", file, key+".present", "", "%d votes were cast, but only %d members were present", cast, v.Present.Int())
	}
}

// far tells that a day is most likely mistyped.
func far(s *site.Site, day council.Date) bool {
	return day != 0 && (day.Year() < 1900 || day.Year() > s.Today.Year()+5)
}

// days finds dates that are most likely mistyped.
func days(s *site.Site, p *council.Paper, c *council.Consultation, problems *diag.List) {
	switch {
	case c.Date == 0:
	case far(s, c.Date):
		problems.Warnf("far-date", p.File, c.Key+".date", "", "the day %s lies far away", c.Date)
	case c.Date > s.Today && c.Outcome != council.OutcomeNone && c.Outcome != council.OutcomePostponed:
		problems.Warnf("early-result", p.File, c.Key+".result", "", "a result is given, but the sitting on %s is still to come", c.Date)
	}
}

// links checks the destinations of links in texts.
func links(s *site.Site, text func(string) ([]byte, error), firstLine func(string) int, problems *diag.List) {
	look := func(t council.Text) {
		if !t.Links {
			return
		}
		src, err := text(t.File)
		if err != nil {
			problems.Errorf("read", t.File, "", "", "%v", err)
			return
		}
		for _, link := range markdown.Links(src) {
			if _, ok, why := s.Resolve(t.File, link.Dest); !ok {
				problems.Add(diag.Problem{Rule: "broken-link", Severity: diag.Warning, File: t.File, Line: firstLine(t.File) + link.Line - 1,
					Message: fmt.Sprintf("the link to %q is shown as text: %s", link.Dest, why)})
			}
		}
	}
	for text := range texts(s.Council) {
		look(text)
	}
}

// texts are all public texts.
func texts(c *council.Council) iter.Seq[council.Text] {
	return func(yield func(council.Text) bool) {
		for _, all := range []iter.Seq[council.Text]{
			of(c.Papers, func(x *council.Paper) council.Text { return x.Text }),
			of(c.Meetings, func(x *council.Meeting) council.Text { return x.Text }),
			of(c.Committees, func(x *council.Committee) council.Text { return x.Text }),
			of(c.Topics, func(x *council.Topic) council.Text { return x.Text }),
			of(c.Factions, func(x *council.Faction) council.Text { return x.Text }),
			of(c.Pages, func(x *council.Page) council.Text { return x.Text }),
		} {
			for text := range all {
				if !yield(text) {
					return
				}
			}
		}
	}
}

func of[T any](all []*T, text func(*T) council.Text) iter.Seq[council.Text] {
	return func(yield func(council.Text) bool) {
		for _, x := range all {
			if !yield(text(x)) {
				return
			}
		}
	}
}

// legalPages are the texts that the law asks of a German public site.
var legalPages = []struct{ id, name string }{{"impressum", "Impressum"}, {"datenschutz", "Datenschutz"}, {"barrierefreiheit", "Erklärung zur Barrierefreiheit"}}

// legal checks that the pages are there and that nothing in them is left to
// fill in: the drafts that a new site begins with say so in [brackets].
func legal(s *site.Site, text func(string) ([]byte, error), firstLine func(string) int, problems *diag.List) {
	if s.Config.Language != "de" {
		return
	}
	for _, want := range legalPages {
		i := slices.IndexFunc(s.Pages, func(p *council.Page) bool { return p.ID == want.id })
		if i < 0 {
			problems.Warnf("legal-page", "", "", "write content/pages/"+want.id+".md", "there is no page %q, which the law asks for", want.name)
			continue
		}
		file := s.Pages[i].Text.File
		if file == "" {
			problems.Warnf("legal-page", s.Pages[i].File, "", "write its text", "the page %q is empty", want.name)
			continue
		}
		src, err := text(file)
		if err != nil {
			continue // links has said so
		}
		if at := blank.FindAllSubmatchIndex(src, -1); at != nil {
			problems.Add(diag.Problem{Rule: "legal-page", Severity: diag.Warning, File: file, Line: firstLine(file) + bytes.Count(src[:at[0][0]], []byte("\n")),
				Message: fmt.Sprintf("the page %q still has something to fill in: %s", want.name, src[at[0][2]:at[0][3]]),
				Hint:    fmt.Sprintf("replace what stands in [brackets] (%d×)", len(at))})
		}
	}
}

// blank is a place to fill in: [brackets] that are no link and no footnote.
var blank = regexp.MustCompile(`(\[[^^\]\[\n][^\]\[\n]*\])(?:$|[^(\[:\w])`)
