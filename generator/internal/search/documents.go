package search

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/german"
	"offenlage/generator/internal/markdown"
	"offenlage/generator/internal/site"
)

// documents lists what can be found: topics, committees, factions and pages
// by name, which have no date, and then papers and minutes by day.
func documents(s *site.Site) []document {
	var out []document
	add := func(object any, date council.Date) {
		out = append(out, document{object: object, path: s.Path(object), date: date})
	}
	for _, x := range s.Council.Topics {
		add(x, 0)
	}
	for _, x := range s.Council.Committees {
		add(x, 0)
	}
	for _, x := range s.Council.Factions {
		add(x, 0)
	}
	for _, x := range s.Council.Pages {
		add(x, 0)
	}
	for _, x := range s.Council.Papers {
		add(x, x.Date)
	}
	for _, x := range s.Council.Meetings {
		if x.Text.File != "" {
			add(x, x.Date)
		}
	}
	slices.SortFunc(out, func(a, b document) int { return cmp.Or(cmp.Compare(a.date, b.date), cmp.Compare(a.path, b.path)) })
	return out
}

// describe reads what an object says of itself beside its text.
func describe(r *reading, object any) {
	r.plain(fieldTitle, title(object))
	switch x := object.(type) {
	case *council.Paper:
		r.plain(fieldTitle, x.Title)
		r.plain(fieldLead, x.Summary)
		r.d.teaser = plainTeaser(x.Summary)
		for _, c := range x.Consultations {
			r.plain(fieldLead, c.Resolution)
			for _, b := range c.Ballots {
				r.plain(fieldLead, b.Subject)
			}
			if c.Decides && c.Resolution != "" && r.d.teaser == "" {
				r.d.teaser = plainTeaser(c.Resolution)
			}
		}
		meta := func(text string) { r.plain(fieldMeta, text) }
		meta(x.Type)
		for _, o := range x.Originators {
			meta(o.Name)
			if o.Faction != nil && o.Faction.Name != o.Name {
				meta(o.Faction.Name)
			}
		}
		meta(x.Lead)
		meta(x.SignedBy)
		for _, t := range x.Topics {
			meta(t.Name)
			for _, s := range t.Synonyms {
				meta(s)
			}
		}
		for _, p := range x.Places {
			meta(p)
		}
		seen := map[*council.Committee]bool{}
		for _, c := range x.Consultations {
			for _, body := range c.Committees {
				if !seen[body] {
					seen[body] = true
					meta(body.Name)
				}
			}
		}
		if i := x.Implementation; i != nil {
			meta(i.Status)
			r.plain(fieldBody, i.Report)
		}
	case *council.Meeting:
		for i, body := range x.Committees {
			if i > 0 {
				r.plain(fieldTitle, " ")
			}
			r.plain(fieldTitle, body.Name)
		}
		for _, item := range x.Agenda {
			r.plain(fieldMeta, item.Title)
		}
	case *council.Committee:
		r.plain(fieldLead, x.Short)
		r.plain(fieldMeta, x.Kind)
		for _, m := range x.Members {
			r.plain(fieldMeta, m.Person.Name)
		}
	case *council.Faction:
		r.plain(fieldLead, x.Short)
		for _, m := range x.Members {
			r.plain(fieldMeta, m.Person.Name)
		}
	case *council.Topic:
		for _, s := range x.Synonyms {
			r.plain(fieldLead, s)
		}
	}
}

func attachments(object any) []council.File {
	switch x := object.(type) {
	case *council.Paper:
		return x.Files
	case *council.Meeting:
		return x.Files
	case *council.Page:
		return x.Files
	}
	return nil
}

// names are the words of persons' and places' names, folded: none is split.
func (x *Index) names() map[string]bool {
	out := map[string]bool{}
	add := func(text string) {
		tokens(text, false, func(w string) { out[german.Fold(w)] = true }, func() {})
	}
	for _, p := range x.site.Council.People {
		add(p.Name)
	}
	for _, p := range x.site.Council.Papers {
		for _, place := range p.Places {
			add(place)
		}
	}
	return out
}

// teaserLength is how many bytes of a resolution a result shows before the
// passage with the words was found.
const teaserLength = 170

// teaser is the beginning of a text that HTML holds.
func teaser(html string) string {
	if cut := 8 * teaserLength; len(html) > cut {
		html = html[:cut]
	}
	return shorten(strings.ToValidUTF8(markdown.Plain(html), ""))
}

func plainTeaser(text string) string {
	if text == "" {
		return ""
	}
	return shorten(markdown.Text([]byte(text)))
}

// shorten cuts a text at a word.
func shorten(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= teaserLength {
		return text
	}
	cut := strings.LastIndexByte(text[:teaserLength], ' ')
	if cut < teaserLength/2 {
		return strings.ToValidUTF8(text[:teaserLength], "") + "…"
	}
	return strings.TrimRight(text[:cut], " ,;:–-") + " …"
}

// perFile is how many documents one file of descriptions holds.
const perFile = 8

// card is what a result shows, as an array: address below the base URL,
// title, number, day (20260331, 0 for none), kind as written, state,
// committee, day of the decision, who brought it in, teaser, attachments'
// texts. Empty values at the end are left out.
func (x *Index) card(d *document) []any {
	var c []any
	switch o := d.object.(type) {
	case *council.Paper:
		committee, decided := "", council.Date(0)
		if s := o.Deciding; s != nil {
			committee = s.Committees[0].Name
			if s.Decides {
				decided = s.Date
			}
		}
		var who []string
		for _, by := range o.Originators {
			if by.Faction != nil {
				who = append(who, by.Faction.Label())
			} else {
				who = append(who, by.Name)
			}
		}
		c = []any{d.path, o.Title, o.Reference, int(o.Date), o.Type, string(o.State), committee, int(decided), strings.Join(who, ", "), d.teaser, x.texts(o, o.Files)}
	case *council.Meeting:
		var names []string
		for _, body := range o.Committees {
			names = append(names, body.Name)
		}
		c = []any{d.path, strings.Join(names, ", "), "", int(o.Date), x.o.Label("search.kind." + kindOf(o))}
	default:
		c = []any{d.path, title(o), "", 0, x.o.Label("search.kind." + kindOf(o))}
	}
	for len(c) > 0 && (c[len(c)-1] == "" || c[len(c)-1] == 0 || c[len(c)-1] == nil) {
		c = c[:len(c)-1]
	}
	return c
}

// title of what has neither number nor day.
func title(object any) string {
	switch o := object.(type) {
	case *council.Committee:
		return o.Name
	case *council.Faction:
		return o.Name
	case *council.Topic:
		return o.Name
	case *council.Page:
		return o.Title
	}
	return ""
}

// texts lists the attachments of which the text is published, as pairs of a
// number from 1 and an address, nil for none.
func (x *Index) texts(object any, files []council.File) any {
	var out []any
	for i, f := range files {
		if address := x.site.AttachmentText(object, f); address != "" {
			out = append(out, i+1, address)
		}
	}
	if out == nil {
		return nil
	}
	return out
}

func mustJSON(v any) []byte {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // only strings, numbers and arrays of them
	}
	return []byte(strings.TrimSuffix(b.String(), "\n"))
}
