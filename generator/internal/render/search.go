package render

import (
	"encoding/json"
	"strings"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/site"
)

// How much one page of the register of keywords holds.
const (
	keywordPapers = 25  // papers under a keyword, the newest
	keywordLines  = 400 // papers on a page
)

// searchJobs makes the search page and the register of keywords that serves
// those who read without scripts.
func (w *run) searchJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	if !s.Config.Search.Enabled {
		return true
	}
	letters, first := w.keywords()
	path := s.List("search")
	ok := yield(at(path, "search.html", func() (any, error) {
		p := SearchPage{Frame: w.frame(path, "search", l.T("title.search")), Years: w.paperYears(""), Committees: s.Committees, Topics: s.Topics, Factions: s.Factions, States: council.States()}
		p.Description = l.T("describe.search")
		p.Feed = w.feed("")
		for _, g := range s.Kinds {
			p.Kinds = append(p.Kinds, w.facet(l.T("kind."+string(g.Key)+".other"), s.List("papers", "kind", string(g.Key)), len(g.Items), ""))
		}
		for _, letter := range letters {
			p.Letters = append(p.Letters, Facet{Label: letter.name, URL: s.Config.BasePath() + letter.path, Count: letter.count})
		}
		return p, nil
	}))
	register := path + s.List("keywords")
	if !ok || !yield(w.redirect(register, path)) {
		return false
	}
	for _, letter := range letters {
		for n, page := range letter.pages {
			here := s.Numbered(letter.path, n+1)
			title := w.pageTitle(l.T("title.keywords", "letter", letter.name), n+1)
			total := 0
			for _, entries := range letter.pages[:n] {
				total += len(entries)
			}
			pager := w.pager(letter.path, n+1, len(letter.pages), total, len(page), letter.count)
			if !yield(at(here, "keywords.html", func() (any, error) {
				p := KeywordPage{Frame: w.frame(here, "search", title, w.listCrumb("search")), Pager: pager}
				for _, k := range page {
					e := KeywordEntry{Keyword: k, Papers: k.Papers[:min(keywordPapers, len(k.Papers))]}
					for _, longer := range k.Inside {
						e.Inside = append(e.Inside, Facet{Label: longer.Word, URL: first[longer], Count: len(longer.Papers)})
					}
					p.Keywords = append(p.Keywords, e)
				}
				for _, other := range letters {
					p.Letters = append(p.Letters, Facet{Label: other.name, URL: s.Config.BasePath() + other.path, Count: other.count, Here: other.path == letter.path})
				}
				return p, nil
			})) {
				return false
			}
		}
	}
	return true
}

// letter is one letter of the register.
type letter struct {
	name, path string
	count      int
	pages      [][]*site.Keyword
}

// keywords cuts the register into letters and pages and gives each keyword
// its address.
func (w *run) keywords() (letters []letter, address map[*site.Keyword]string) {
	s := w.site
	address = map[*site.Keyword]string{}
	lines := 0
	for _, k := range s.Keywords() {
		path := s.List("search") + s.List("keywords") + k.Letter + "/"
		if n := len(letters); n == 0 || letters[n-1].path != path {
			name := strings.ToUpper(k.Letter)
			if k.Letter == "0" {
				name = "#"
			}
			letters = append(letters, letter{name: name, path: path, pages: [][]*site.Keyword{nil}})
			lines = 0
		}
		at := &letters[len(letters)-1]
		if lines > keywordLines {
			at.pages = append(at.pages, nil)
			lines = 0
		}
		lines += min(len(k.Papers), keywordPapers) + 1
		last := len(at.pages) - 1
		at.pages[last] = append(at.pages[last], k)
		at.count++
		address[k] = s.Config.BasePath() + s.Numbered(path, last+1) + "#" + k.ID
	}
	return letters, address
}

// searchWords is what the script of the search page needs to know of the
// site, as JSON: addresses, and the words it says.
func (w *run) searchWords() (string, error) {
	l := w.locale
	words := map[string]string{}
	for _, key := range l.Keys() {
		if name, ok := strings.CutPrefix(key, "search.say."); ok {
			words[name] = l.T(key)
		}
	}
	parameters := map[string]string{}
	for _, key := range []string{"committee", "topic", "kind", "faction", "outcome", "state", "votes", "year", "sort", "page", "new", "old"} {
		parameters[key] = l.T("search.parameter." + key)
	}
	lists := map[string]string{}
	for facet, list := range map[string]string{"committee": "committees", "topic": "topics", "faction": "factions"} {
		lists[facet] = w.site.List(list)
	}
	out, err := json.Marshal(struct {
		Base       string            `json:"base"`
		Private    bool              `json:"private"`
		Lang       string            `json:"lang"`
		Words      map[string]string `json:"words"`
		Parameters map[string]string `json:"parameters"`
		Lists      map[string]string `json:"lists"` // where the feeds of facets' values stand
	}{w.site.Config.BasePath(), w.site.Config.Search.Private, l.Language, words, parameters, lists})
	return string(out), err
}
