package render

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/german"
)

// glossaryJobs makes the page that explains words.
func (w *run) glossaryJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	path := s.List("glossary")
	return yield(at(path, "glossary.html", func() (any, error) {
		p := GlossaryPage{Frame: w.frame(path, "", l.T("title.glossary"))}
		p.Description = l.T("describe.glossary")
		for _, k := range council.Kinds() {
			p.Kinds = append(p.Kinds, Term{string(k), l.T("kind." + string(k) + ".one"), l.T("explain.kind." + string(k))})
		}
		for _, o := range council.Outcomes() {
			if o != council.OutcomeNone {
				p.Outcomes = append(p.Outcomes, Term{string(o), l.T("outcome." + string(o)), l.T("explain.outcome." + string(o))})
			}
		}
		for _, key := range l.Keys() {
			if id, ok := strings.CutPrefix(key, "glossary."); ok && strings.HasSuffix(id, ".word") {
				id = strings.TrimSuffix(id, ".word")
				p.Terms = append(p.Terms, Term{id, l.T(key), l.T("glossary." + id + ".text")})
			}
		}
		for _, list := range [][]Term{p.Kinds, p.Outcomes, p.Terms} {
			slices.SortFunc(list, func(a, b Term) int { return cmp.Compare(german.Fold(a.Word), german.Fold(b.Word)) })
		}
		// An outcome and a kind may have one name.
		for i := range p.Outcomes {
			p.Outcomes[i].ID = "o-" + p.Outcomes[i].ID
		}
		for i := range p.Kinds {
			p.Kinds[i].ID = "k-" + p.Kinds[i].ID
		}
		return p, nil
	}))
}

// term is the explanation of a word of the glossary.
func (w *run) term(id string) (Term, error) {
	word, text := "glossary."+id+".word", "glossary."+id+".text"
	if !w.locale.Has(word) || !w.locale.Has(text) {
		return Term{}, fmt.Errorf("the glossary has no term %q", id)
	}
	return Term{id, w.locale.T(word), w.locale.T(text)}, nil
}

// termBox renders the explanation of a word once.
func (w *run) termBox(id string) (template.HTML, error) {
	t, err := w.term(id)
	if err != nil {
		return "", err
	}
	return once(w, "term.html", [2]string{"term", id}, t)
}
