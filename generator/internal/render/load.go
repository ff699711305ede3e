package render

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/jba/templatecheck"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/locale"
)

// loadTemplates parses each page together with the base and the partials,
// and checks it against its struct.
func (r *Renderer) loadTemplates(templates Tree, problems *diag.List) {
	shared, ok := r.parse(templates, problems)
	if !ok {
		return
	}
	for name, data := range pages {
		t, err := shared.Clone()
		if err == nil {
			err = parseFile(t, templates, name)
		}
		if err == nil {
			err = check(t.Lookup("base.html"), data)
		}
		if err != nil {
			problems.Add(templateProblem(name, err))
			continue
		}
		r.templates[name] = t
	}
	for name, data := range onceTemplates {
		t, err := shared.Clone()
		if err == nil && t.Lookup(name) == nil {
			err = fmt.Errorf("template: %s:1: there is no template partials/%s", name, name)
		}
		if err == nil {
			err = check(t.Lookup(name), data)
		}
		if err != nil {
			problems.Add(templateProblem(name, err))
			continue
		}
		r.templates[name] = t
	}
	r.checkMessages(problems)
}

// parse reads what all pages share: the base and the partials.
func (r *Renderer) parse(templates Tree, problems *diag.List) (*template.Template, bool) {
	t := template.New("").Funcs((&run{Renderer: r}).funcs()).Option("missingkey=error")
	good := true
	for _, name := range slices.Sorted(maps.Keys(templates)) {
		if name != "base.html" && (path.Dir(name) != "partials" || path.Ext(name) != ".html") {
			continue
		}
		if err := parseFile(t, templates, name); err != nil {
			problems.Add(templateProblem(name, err))
			good = false
		}
	}
	return t, good
}

// parseFile adds one file under its base name, by which others include it.
func parseFile(t *template.Template, templates Tree, name string) error {
	src, ok := templates[name]
	if !ok {
		return fmt.Errorf("there is no template %s", name)
	}
	_, err := t.New(path.Base(name)).Parse(string(src))
	return err
}

// check finds wrong fields and functions, also in branches not taken.
func check(t *template.Template, data any) error {
	return templatecheck.CheckHTMLStrict(t, data)
}

// place finds file, line and column in an error of the template packages.
var place = regexp.MustCompile(`(?:html/)?template: ?:?"?([\w./-]+\.html)"?:(\d+)(?::(\d+))?: ?`)

func templateProblem(name string, err error) diag.Problem {
	p := diag.Problem{Rule: "template", Severity: diag.Error, File: "templates/" + name, Line: 1, Message: err.Error(),
		Hint: "the fields and functions of each page stand in docs/templates.md"}
	if m := place.FindStringSubmatchIndex(p.Message); m != nil {
		text := p.Message
		file := text[m[2]:m[3]]
		if strings.HasSuffix(file, "-entry.html") || !isPage(file) {
			file = "partials/" + file
		}
		p.File = "templates/" + file
		p.Line, _ = strconv.Atoi(text[m[4]:m[5]])
		if m[6] >= 0 {
			p.Col, _ = strconv.Atoi(text[m[6]:m[7]])
		}
		p.Message = text[m[1]:]
	}
	return p
}

func isPage(name string) bool { return pages[name] != nil || name == "base.html" }

// checkMessages makes sure that every message that a template or the program
// asks for is there.
func (r *Renderer) checkMessages(problems *diag.List) {
	need := map[string]string{} // key to the template that asks
	for name, t := range r.templates {
		for _, part := range t.Templates() {
			if part.Tree != nil {
				messageKeys(part.Tree.Root, func(key string) {
					if need[key] == "" || name < need[key] {
						need[key] = name
					}
				})
			}
		}
	}
	for _, key := range derivedKeys() {
		need[key] = "the program"
	}
	for _, key := range slices.Sorted(maps.Keys(need)) {
		if !r.locale.Has(key) {
			problems.Errorf("unknown-message", "templates/messages/"+r.locale.Language+".toml", key, "add it", "there is no message %q, which %s asks for", key, need[key])
		}
	}
}

// derivedKeys are the messages of canonical values.
func derivedKeys() []string {
	var keys []string
	add := func(prefix string, names ...string) {
		for _, n := range names {
			keys = append(keys, prefix+n)
		}
	}
	for _, x := range council.Roles() {
		add("role.", string(x))
	}
	for _, x := range council.Outcomes() {
		add("outcome.", string(x))
		if x != council.OutcomeNone {
			add("explain.outcome.", string(x))
		}
	}
	for _, x := range council.Kinds() {
		add("kind.", string(x)+".one", string(x)+".other")
		add("explain.kind.", string(x))
	}
	for _, x := range council.States() {
		add("state.", string(x))
	}
	add("status.", string(council.StatusScheduled), string(council.StatusInvited), string(council.StatusHeld), string(council.StatusCancelled))
	add("choice.", string(council.ChoiceYes), string(council.ChoiceNo), string(council.ChoiceAbstain), string(council.ChoiceBiased), string(council.ChoiceAbsent))
	for i := range 12 {
		add("month.", strconv.Itoa(i+1))
	}
	for i := range 7 {
		add("weekday.", strconv.Itoa(i))
	}
	add("", "date.full", "date.weekday", "date.short", "number.thousands")
	return append(keys, programKeys...)
}

// messageKeys finds the constant keys that a template hands to t and tn.
func messageKeys(n parse.Node, found func(string)) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, x := range n.Nodes {
				messageKeys(x, found)
			}
		}
	case *parse.ActionNode:
		messageKeys(n.Pipe, found)
	case *parse.TemplateNode:
		if n.Pipe != nil {
			messageKeys(n.Pipe, found)
		}
	case *parse.IfNode:
		branchKeys(&n.BranchNode, found)
	case *parse.RangeNode:
		branchKeys(&n.BranchNode, found)
	case *parse.WithNode:
		branchKeys(&n.BranchNode, found)
	case *parse.PipeNode:
		if n == nil {
			return
		}
		for _, c := range n.Cmds {
			for i, arg := range c.Args {
				messageKeys(arg, found)
				id, ok := arg.(*parse.IdentifierNode)
				if !ok || i+1 >= len(c.Args) {
					continue
				}
				key, ok := c.Args[i+1].(*parse.StringNode)
				switch {
				case !ok:
				case id.Ident == "t":
					found(key.Text)
				case id.Ident == "tn":
					found(key.Text + ".one")
					found(key.Text + ".other")
				}
			}
		}
	}
}

func branchKeys(n *parse.BranchNode, found func(string)) {
	messageKeys(n.Pipe, found)
	messageKeys(n.List, found)
	if n.ElseList != nil {
		messageKeys(n.ElseList, found)
	}
}

func shortHash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:4])
}

// Pages lists the templates that pages are made from, for the documentation.
func Pages() []string { return slices.Sorted(maps.Keys(pages)) }

// Functions lists what templates may call, for the documentation.
func Functions() []string {
	return slices.Sorted(maps.Keys((&run{Renderer: &Renderer{locale: &locale.Locale{}}}).funcs()))
}
