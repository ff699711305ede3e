package render

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"

	"offenlage/generator/internal/compare"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/markdown"
	"offenlage/generator/internal/site"
)

// funcs are the functions that templates may call. docs/templates.md lists
// them; a test keeps it complete.
func (w *run) funcs() template.FuncMap {
	l := w.locale
	return template.FuncMap{
		// Words of the interface.
		"t":    func(key string, pairs ...any) string { return l.T(key, pairs...) },
		"tn":   func(key string, n int, pairs ...any) string { return l.N(key, n, pairs...) },
		"lang": func() string { return l.Language },

		"langOf": func(object any) template.HTMLAttr {
			if tag := w.site.Language(object); tag != l.Language {
				return template.HTMLAttr(` lang="` + tag + `"`)
			}
			return ""
		},

		// Canonical values.
		"role":    func(r council.Role) string { return l.T("role." + string(r)) },
		"outcome": func(o council.Outcome) string { return l.T("outcome." + string(o)) },
		"state":   func(s council.State) string { return l.T("state." + string(s)) },
		"status":  func(s council.Status) string { return l.T("status." + string(s)) },
		"choice":  func(c council.Choice) string { return l.T("choice." + string(c)) },
		"tone":    tone,
		"explain": w.explain,
		"term":    func(id string) (template.HTML, error) { return w.termBox(id) },

		// Days and numbers.
		"date":    l.Date,
		"day":     func(d council.Date) template.HTML { return w.day(d) },
		"weekday": l.Weekday,
		"weekdays": func() (out []string) {
			for i := range 7 {
				out = append(out, l.T("weekday."+strconv.Itoa((i+1)%7)))
			}
			return out
		},
		"short":   l.Short,
		"month":   func(m Month) string { return l.Month(m.Month) + " " + strconv.Itoa(m.Year) },
		"byMonth": w.byMonth,
		"clock": func(m *council.Meeting) string {
			if m.Start.IsZero() {
				return ""
			}
			return l.T("date.clock", "time", m.Start.Format("15:04"))
		},
		"number":    l.Number,
		"percent":   func(share float64) string { return strconv.FormatFloat(100*share, 'f', 2, 64) },
		"upper":     strings.ToUpper,
		"impact":    w.impactName,
		"amount":    w.impactValue,
		"size":      w.size,
		"factionOf": func(p *council.Person) *council.Faction { return p.FactionOn(w.site.Today) },
		"past":      func(d council.Date) bool { return d != 0 && d < w.site.Today },
		"today":     func(d council.Date) bool { return d == w.site.Today },

		// Addresses, from the root of the host.
		"url":            func(object any) string { return w.site.URL(object) },
		"attachment":     func(object any, f council.File) string { return w.site.Attachment(object, f) },
		"attachmentText": func(object any, f council.File) string { return w.site.AttachmentText(object, f) },
		"list": func(kind string, parts ...string) string {
			return w.site.Config.BasePath() + w.site.List(kind, parts...)
		},
		"home":      func() string { return w.site.Config.BasePath() },
		"asset":     w.asset,
		"calendar":  func(object any) string { return w.site.Config.BasePath() + w.site.Calendar(object) },
		"stationID": site.StationID,

		// Parts of pages.
		"markdown":     w.markdown,
		"inline":       w.inline,
		"paperLines":   func(list []*council.Paper) (template.HTML, error) { return entries(w, "paper-line.html", list) },
		"paperEntries": func(list []*council.Paper) (template.HTML, error) { return entries(w, "paper-entry.html", list) },
		"decisionEntries": func(list []*council.Consultation) (template.HTML, error) {
			return entries(w, "decision-entry.html", list)
		},
		"icon":           func(value any) (template.HTML, error) { return w.icon(value) },
		"searchWords":    w.searchWords,
		"crumbs":         w.crumbs,
		"anchor":         w.anchor,
		"schema":         w.schema,
		"facets":         w.facets,
		"siteHeader":     func(section string) (template.HTML, error) { return w.shell("site-header.html", section) },
		"siteFooter":     func() (template.HTML, error) { return w.shell("site-footer.html", "") },
		"stateBadge":     func(s council.State) (template.HTML, error) { return once(w, "state-badge.html", s, s) },
		"outcomeBadge":   func(o council.Outcome) (template.HTML, error) { return once(w, "outcome-badge.html", o, o) },
		"change":         w.change,
		"stationVoting":  stationVoting,
		"itemVoting":     itemVoting,
		"ballotVoting":   ballotVoting,
		"voteSentence":   func(v Voting) string { return w.voteSentence(v.Outcome, v.Majority, v.Vote) },
		"decisionVoting": decisionVoting,
		"voteBar":        w.voteBar,
		"factionBar":     w.factionBar,
	}
}

// bind makes a set of templates whose functions know the site.
func (w *run) bind() error {
	w.sets = make(map[string]*template.Template, len(w.templates))
	w.oneLanguage = w.site.OneLanguage(w.locale.Language)
	w.entries = make(map[string]*sync.Map, len(onceTemplates))
	for name := range onceTemplates {
		w.entries[name] = &sync.Map{}
	}
	for name, t := range w.templates {
		c, err := t.Clone()
		if err != nil {
			return fmt.Errorf("prepare template %s: %w", name, err)
		}
		for _, part := range c.Templates() {
			if part.Tree != nil {
				w.settle(part.Tree.Root)
			}
		}
		w.sets[name] = c.Funcs(w.funcs())
	}
	return nil
}

// settle replaces calls that give the same text on every page of the site,
// such as {{t "nav.main"}} and {{list "papers"}}, by that text: most of what a
// template does would be these.
func (w *run) settle(n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for i, x := range n.Nodes {
			if text, ok := w.constant(x); ok {
				n.Nodes[i] = &parse.TextNode{NodeType: parse.NodeText, Pos: x.Position(), Text: []byte(template.HTMLEscapeString(text))}
				continue
			}
			w.settle(x)
		}
	case *parse.IfNode:
		w.settle(n.List)
		w.settle(n.ElseList)
	case *parse.RangeNode:
		w.settle(n.List)
		w.settle(n.ElseList)
	case *parse.WithNode:
		w.settle(n.List)
		w.settle(n.ElseList)
	}
}

// constant evaluates an action that calls a function with texts only, or one
// that says the same of everything.
func (w *run) constant(n parse.Node) (text string, ok bool) {
	action, ok := n.(*parse.ActionNode)
	if !ok || len(action.Pipe.Decl) > 0 || len(action.Pipe.Cmds) != 1 {
		return "", false
	}
	called := action.Pipe.Cmds[0].Args
	if id, ok := called[0].(*parse.IdentifierNode); ok && id.Ident == "langOf" && w.oneLanguage {
		return "", true
	}
	var args []string
	for i, arg := range called {
		switch arg := arg.(type) {
		case *parse.IdentifierNode:
			if i > 0 {
				return "", false
			}
			args = append(args, arg.Ident)
		case *parse.StringNode:
			args = append(args, arg.Text)
		default:
			return "", false
		}
	}
	switch name := args[0]; {
	case name == "t" && len(args) == 2:
		return w.locale.T(args[1]), true
	case name == "list" && len(args) > 1:
		return w.site.Config.BasePath() + w.site.List(args[1], args[2:]...), true
	case name == "home" && len(args) == 1:
		return w.site.Config.BasePath(), true
	case name == "lang" && len(args) == 1:
		return w.locale.Language, true
	case name == "asset" && len(args) == 2:
		address, err := w.asset(args[1])
		return address, err == nil
	}
	return "", false
}

// once renders a partial for key once and keeps it: there are few badges, and
// one header for each section.
func once[K comparable](w *run, name string, key K, data any) (template.HTML, error) {
	return w.keep(&w.kept, name, key, data)
}

// keep renders a partial unless m has it.
func (w *run) keep(m *sync.Map, name string, key, data any) (template.HTML, error) {
	if done, ok := m.Load(key); ok {
		return done.(template.HTML), nil
	}
	var buf bytes.Buffer
	if err := w.sets[name].ExecuteTemplate(&buf, name, data); err != nil {
		return "", err
	}
	html := template.HTML(strings.TrimSpace(buf.String()))
	m.Store(key, html)
	return html, nil
}

// facets renders the ways to narrow a list once for all of its pages.
func (w *run) facets(list []Facet) (template.HTML, error) {
	if len(list) == 0 {
		return "", nil
	}
	return once(w, "facets.html", &list[0], list)
}

// icon renders the sign of an outcome or a state once for each.
func (w *run) icon(value any) (template.HTML, error) {
	name, err := tone(value)
	if err != nil {
		return "", err
	}
	return once(w, "icon.html", [2]string{"icon.html", name}, name)
}

// crumbs renders the way to a page once for all that it leads to.
func (w *run) crumbs(list []Crumb) (template.HTML, error) {
	key := "crumbs"
	for _, c := range list {
		key += "\x00" + c.URL + "\x00" + c.Title
	}
	return once(w, "crumb-list.html", key, list)
}

// anchor is the link of a section to itself.
func (w *run) anchor(id string) template.HTML {
	return template.HTML(`<a class="anchor" href="#` + template.HTMLEscapeString(url.PathEscape(id)) + `" aria-label="` + template.HTMLEscapeString(w.locale.T("paper.anchor")) + `">#</a>`)
}

// shell renders the header or the footer of the site once for a section.
func (w *run) shell(name, section string) (template.HTML, error) {
	return once(w, name, [2]string{name, section}, Shell{w.site, section})
}

// entries joins the entries of a list.
func entries[T comparable](w *run, name string, list []T) (template.HTML, error) {
	kept := w.entries[name] // a paper stands in up to a dozen lists
	done := make([]template.HTML, len(list))
	size := 0
	for i, item := range list {
		var err error
		if html, ok := kept.Load(item); ok {
			done[i] = html.(template.HTML)
		} else if done[i], err = w.keep(kept, name, item, Entry[T]{w.site, item}); err != nil {
			return "", err
		}
		size += len(done[i]) + 1
	}
	var all strings.Builder
	all.Grow(size)
	for _, html := range done {
		all.WriteString(string(html))
		all.WriteByte('\n')
	}
	return template.HTML(all.String()), nil
}

// change marks a stretch of a text that was removed or added, for eyes and for
// screen readers.
func (w *run) change(c compare.Change) template.HTML {
	text := strings.ReplaceAll(template.HTMLEscapeString(c.Text), "\n", "<br>")
	mark := func(element, key string) template.HTML {
		return template.HTML("<" + element + `><span class="aside">` + template.HTMLEscapeString(w.locale.T(key)) + " </span>" + text + "</" + element + ">")
	}
	switch c.Kind {
	case compare.Removed:
		return mark("del", "paper.removed")
	case compare.Added:
		return mark("ins", "paper.added")
	}
	return template.HTML(text)
}

// explain says in a plain sentence what a kind, an outcome or a body is, ""
// for what has no explanation.
func (w *run) explain(value any) string {
	key := ""
	switch value := value.(type) {
	case council.Kind:
		key = "explain.kind." + string(value)
	case council.Outcome:
		key = "explain.outcome." + string(value)
	case council.Body:
		key = "explain.body." + string(value)
	}
	if !w.locale.Has(key) {
		return ""
	}
	return w.locale.T(key)
}

// day is a day in full as an element, nothing for the zero Date.
func (w *run) day(d council.Date) template.HTML {
	if d == 0 {
		return ""
	}
	if done, ok := w.kept.Load(d); ok {
		return done.(template.HTML)
	}
	html := template.HTML(`<time datetime="` + d.String() + `">` + template.HTMLEscapeString(w.locale.Date(d)) + `</time>`)
	w.kept.Store(d, html)
	return html
}

// asset is the address of one of the site's own files, with its hash so that
// a browser may keep it for ever.
func (w *run) asset(name string) (string, error) {
	version, ok := w.versions[name]
	if !ok {
		return "", fmt.Errorf("there is no file static/%s among the templates", name)
	}
	return w.site.Config.BasePath() + site.AssetDir + "/" + name + "?v=" + version, nil
}

// size writes a number of bytes for a person, "1,2 MB".
func (w *run) size(n int64) string {
	unit, v := "kB", float64(n)/1000
	if v >= 1000 {
		unit, v = "MB", v/1000
	}
	digits := strconv.FormatFloat(v, 'f', 1, 64)
	if v >= 10 {
		digits = strconv.FormatFloat(v, 'f', 0, 64)
	}
	return strings.Replace(digits, ".", w.locale.T("number.decimal"), 1) + " " + unit
}

// byMonth cuts a list of papers, newest first, into months.
func (w *run) byMonth(papers []*council.Paper) []PaperMonth {
	var out []PaperMonth
	for _, p := range papers {
		title := w.locale.T("facet.undated")
		if p.Date != 0 {
			title = w.locale.Month(int(p.Date.Month())) + " " + strconv.Itoa(p.Date.Year())
		}
		if len(out) == 0 || out[len(out)-1].Title != title {
			out = append(out, PaperMonth{Title: title})
		}
		last := &out[len(out)-1]
		last.Papers = append(last.Papers, p)
	}
	return out
}

// impactName is what readers call an effect; the city's own ones stay as
// they are written.
func (w *run) impactName(name string) string {
	if key := "impact." + name; w.locale.Has(key) {
		return w.locale.T(key)
	}
	return name
}

// impactValue writes an amount of euros for a person, everything else as it
// stands.
func (w *run) impactValue(i council.Impact) string {
	whole, cents, _ := strings.Cut(i.Value, ".")
	n, err := strconv.Atoi(whole)
	if i.Name != "amount" || err != nil {
		return i.Value
	}
	text := w.locale.Number(n)
	if strings.Trim(cents, "0") != "" {
		text += w.locale.T("number.decimal") + (cents + "0")[:2]
	}
	return text + "\u00a0€"
}

// markdown renders a text from front matter, such as a resolution. Several
// stand on one page, so that their anchors begin with a hash of the text.
func (w *run) markdown(src string) template.HTML {
	o := w.options("", 3)
	o.IDPrefix = "t" + shortHash([]byte(src)) + "-"
	return template.HTML(markdown.Block([]byte(src), o))
}

// inline renders one paragraph's worth of Markdown without the paragraph.
func (w *run) inline(src string) template.HTML {
	return template.HTML(markdown.Inline(src, w.options("", 3)))
}

// options resolve the links of a text in file; "" for front matter, where
// relative links lead nowhere.
func (w *run) options(file string, level int) markdown.Options {
	return markdown.Options{
		HeadingLevel: level,
		Link: func(dest string) (string, bool) {
			href, ok, _ := w.site.Resolve(file, dest)
			return href, ok
		},
		Cite: func(number string) string {
			if p := w.site.Council.Find(number); p != nil && p.File != file {
				return w.site.URL(p)
			}
			return ""
		},
	}
}

// tone sorts outcomes and states by what a reader wants to know at a glance:
// "yes", "changed", "no", "open", "done", "none". Shapes and colours go by
// it.
func tone(value any) (string, error) {
	name := fmt.Sprint(value)
	switch name {
	case "adopted", "recommended", "elected":
		return "yes", nil
	case "adopted-amended", "adopted-in-part", "recommended-amended":
		return "changed", nil
	case "rejected", "not-recommended":
		return "no", nil
	case "introduced", "consultation", "postponed", "deferred", "referred", "removed":
		return "open", nil
	case "noted", "settled", "answered", "no-vote", "withdrawn", "lapsed", "other":
		return "done", nil
	case "none", "no-result":
		return "none", nil
	}
	return "", fmt.Errorf("tone of unknown value %q", name)
}
