package build

import (
	"encoding/xml"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"offenlage/generator/internal/validator"
)

// some returns the files whose names end in a suffix.
func some(files map[string]string, suffix string) map[string]string {
	out := map[string]string{}
	for name, data := range files {
		if strings.HasSuffix(name, suffix) {
			out[name] = data
		}
	}
	return out
}

// atomFeed is what RFC 4287 asks of a feed, as far as the tests look at it.
type atomFeed struct {
	XMLName xml.Name   `xml:"http://www.w3.org/2005/Atom feed"`
	Title   []string   `xml:"http://www.w3.org/2005/Atom title"`
	ID      []string   `xml:"http://www.w3.org/2005/Atom id"`
	Updated []string   `xml:"http://www.w3.org/2005/Atom updated"`
	Author  []string   `xml:"http://www.w3.org/2005/Atom author>name"`
	Links   []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		Title   []string   `xml:"http://www.w3.org/2005/Atom title"`
		ID      []string   `xml:"http://www.w3.org/2005/Atom id"`
		Updated []string   `xml:"http://www.w3.org/2005/Atom updated"`
		Links   []atomLink `xml:"http://www.w3.org/2005/Atom link"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

// feedProblems holds a feed against RFC 4287: what must be there just once,
// times as RFC 3339 has them and the latest first, an id of each entry, and
// links to itself and to what it tells.
func feedProblems(files map[string]string, base, name string) (problems []string) {
	complain := func(format string, args ...any) { problems = append(problems, fmt.Sprintf(format, args...)) }
	var f atomFeed
	if err := xml.Unmarshal([]byte(files[name]), &f); err != nil {
		return []string{err.Error()}
	}
	once := func(what string, values []string) string {
		if len(values) != 1 || strings.TrimSpace(values[0]) == "" {
			complain("%d %s", len(values), what)
			return ""
		}
		return values[0]
	}
	moment := func(what string, values []string) time.Time {
		text := once(what, values)
		t, err := time.Parse(time.RFC3339, text)
		if text != "" && err != nil {
			complain("%s: %v", what, err)
		}
		return t
	}
	link := func(links []atomLink, rel string) string {
		for _, l := range links {
			if l.Rel == rel {
				return l.Href
			}
		}
		complain("no link %q", rel)
		return ""
	}
	once("title", f.Title)
	once("author", f.Author)
	updated := moment("updated", f.Updated)
	if id := once("id", f.ID); id != base+name {
		complain("its id is %q", id)
	}
	if self := link(f.Links, "self"); self != base+name {
		complain("it says it stands at %q", self)
	}
	if page := link(f.Links, "alternate"); !published(files, "/", "/"+strings.TrimPrefix(page, base)) {
		complain("its page %q is not there", page)
	}
	ids := map[string]bool{}
	for i, e := range f.Entries {
		once("title of an entry", e.Title)
		id := once("id of an entry", e.ID)
		if ids[id] {
			complain("two entries have the id %q", id)
		}
		ids[id] = true
		if when := moment("updated of an entry", e.Updated); when.After(updated) || i == 0 && !when.Equal(updated) {
			complain("entry %q is of %s, the feed of %s", id, when, updated)
		}
		if page := link(e.Links, "alternate"); !published(files, "/", "/"+strings.TrimPrefix(page, base)) {
			complain("the page %q of an entry is not there", page)
		}
	}
	if got, err := gofeed.NewParser().ParseString(files[name]); err != nil {
		complain("gofeed: %v", err)
	} else if len(got.Items) != len(f.Entries) || got.UpdatedParsed == nil || got.FeedType != "atom" {
		complain("gofeed reads %d of %d entries of a feed of type %s", len(got.Items), len(f.Entries), got.FeedType)
	}
	return problems
}

// feedsmith asks the npm package of that name.
const feedsmith = `
import { parseAtomFeed, parseOpml } from "feedsmith";
const when = text => /^\d{4}-\d\d-\d\dT/.test(text ?? "") && !isNaN(new Date(text));
function check(name, text) {
  const bad = [];
  if (name.endsWith(".opml")) {
    const feeds = list => list.flatMap(o => o.outlines ? feeds(o.outlines) : [o]);
    const { head, body } = parseOpml(text);
    if (!head?.title) bad.push("no title");
    for (const o of feeds(body.outlines)) if (o.type != "rss" || !o.text || !URL.canParse(o.xmlUrl) || !URL.canParse(o.htmlUrl)) bad.push("outline " + JSON.stringify(o));
    return bad;
  }
  const feed = parseAtomFeed(text);
  for (const x of [feed, ...feed.entries ?? []]) {
    if (!x.id || !x.title || !when(x.updated)) bad.push("id " + x.id + ", title " + JSON.stringify(x.title) + ", updated " + x.updated);
    if (!x.links?.some(l => l.rel == "alternate" && URL.canParse(l.href))) bad.push("no page of " + x.id);
  }
  return bad;
}`

const feedsmithVersion = "feedsmith@3.0.1"

// TestFeeds reads every feed of the example with two readers that are not
// ours, holds it against RFC 4287, and follows the list of them.
func TestFeeds(t *testing.T) {
	_, files := example(t)
	const base = "https://ratsportal.auenfurt.example/"
	feeds := some(files, "/feed.xml")
	feeds["feed.xml"] = files["feed.xml"]
	ids, papers := map[string]int{}, 0
	for _, name := range slices.Sorted(maps.Keys(feeds)) {
		for _, p := range feedProblems(files, base, name) {
			t.Errorf("%s: %s", name, p)
		}
		var f atomFeed
		xml.Unmarshal([]byte(files[name]), &f)
		for _, e := range f.Entries {
			ids[e.ID[0]]++
		}
		if strings.HasPrefix(name, "vorlagen/") {
			papers++
		}
	}
	if papers < 60 || len(ids) < 100 {
		t.Errorf("%d feeds of papers, %d entries", papers, len(ids))
	}
	opml := files["abonnieren/feeds.opml"]
	named := regexp.MustCompile(`xmlUrl="([^"]+)"`).FindAllStringSubmatch(opml, -1)
	for _, m := range named {
		if feeds[strings.TrimPrefix(m[1], base)] == "" {
			t.Errorf("the list names %s, which is no feed", m[1])
		}
	}
	if len(named) != len(feeds)-papers {
		t.Errorf("the list names %d of %d feeds", len(named), len(feeds)-papers)
	}
	feeds["feeds.opml"] = opml
	for _, p := range validator.Node(t, feedsmith, feeds, feedsmithVersion) {
		t.Errorf("feedsmith: %s: %s", p.File, p.Message)
	}
}

// TestFeedFaults plants what can go wrong; all of it must be found, by our
// rules and, where it knows better, by a reader that is not ours.
func TestFeedFaults(t *testing.T) {
	_, files := example(t)
	const base = "https://ratsportal.auenfurt.example/"
	const name = "feed.xml"
	outside := map[string]string{}
	for _, fault := range []struct {
		what, old, new string
		outside        bool // feedsmith must find it too
	}{
		{"a German date", "<updated>2026-", "<updated>23.11.2026 ", true},
		{"no id", "<id>" + base + "feed.xml</id>", "", true},
		{"another id", "<id>" + base + "feed.xml</id>", "<id>urn:x</id>", false},
		{"two titles", "<title>", "<title>x</title><title>", false},
		{"no title of an entry", "<entry>\n  <title>", "<entry>\n  <title></title><subtitle>", true},
		{"a tag that is not closed", "</entry>", "", false},
		{"another format", `xmlns="http://www.w3.org/2005/Atom"`, `xmlns="http://purl.org/rss/1.0/"`, true},
		{"no time", "<updated>", "<x>", true},
		{"an address that is no page", `href="` + base + "vorlagen/2026-", `href="` + base + "papiere/2026-", false},
		{"no author", "<author>", "<x>", false},
	} {
		bad := strings.Replace(files[name], fault.old, fault.new, 1)
		if bad == files[name] {
			t.Fatalf("%s: could not be planted", fault.what)
		}
		copied := maps.Clone(files)
		copied[name] = bad
		if len(feedProblems(copied, base, name)) == 0 {
			t.Errorf("%s is not found", fault.what)
		}
		if fault.outside {
			outside[fault.what] = bad
		}
	}
	found := map[string]bool{}
	for _, p := range validator.Node(t, feedsmith, outside, feedsmithVersion) {
		found[p.File] = true
	}
	for what := range outside {
		if !found[what] {
			t.Errorf("feedsmith does not find: %s", what)
		}
	}
}
