// Package config turns config.toml into a Config. Title, base_url and
// language are enough; everything else has a default. It reads one file and
// decides nothing about pages.
package config

import (
	"errors"
	"io/fs"
	"net/url"
	"slices"
	"strings"
	"time"

	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/keyword"
	"offenlage/generator/internal/table"
)

// File is the name of the file, at the top of the site's folder.
const File = "config.toml"

// Config is what a city sets once for its whole site.
type Config struct {
	Title    string // name of the site
	Subtitle string // one line of what it is, "" for none
	Language string // of the interface: "de", "en"
	// ContentLanguage is that of papers and names, Language when not given.
	ContentLanguage string
	Publisher       string // who answers for it, Title when not given
	Licence         string // of the data, "dl-de/by-2-0"; "" when not given
	// BaseURL is where the site will stand, ending in "/".
	BaseURL *url.URL
	// Zone is the time zone of sittings without one of their own.
	Zone *time.Location
	// Segments are the first parts of addresses by kind ("papers"), where
	// the city wants others than the language's.
	Segments map[string]string
	// Terms are the electoral terms in the order of the file.
	Terms []Term
	// Roles, Outcomes and Kinds give the city's own words a canonical value:
	// {"Zustimmung erteilt": "adopted"}.
	Roles, Outcomes, Kinds map[string]string
	Search                 Search
	Data                   Data
	Theme                  Theme
	Feeds                  Feeds
	Catalog                Catalog
	OParl                  OParl
	// Topics finds topics for papers that name none; nil when [topics] is
	// missing.
	Topics *keyword.Rules
}

// Search says how readers search.
type Search struct {
	// Enabled makes the index and the search page.
	Enabled bool
	// Phrases finds words in quotes as they stand.
	Phrases bool
	// Private keeps what readers type behind "#" in the address, so that no
	// server gets to know it.
	Private bool
}

// Feeds says what readers can subscribe to beyond the lists.
type Feeds struct {
	// Papers makes a feed for every paper: one more file each.
	Papers bool
}

// Catalog is what a catalogue of open data needs to know of the city besides
// what OParl says; "" for what is not given.
type Catalog struct {
	// Contributor is the address that GovData gave the city.
	Contributor string
}

// Data says in which formats the lists of the site are published besides CSV
// and NDJSON.
type Data struct {
	SQLite bool // one database of all of it
}

// Term is an electoral term; To is the zero time while it is open.
type Term struct {
	Name     string
	From, To time.Time
}

// BasePath is the path of BaseURL, "/" or "/ris/".
func (c *Config) BasePath() string { return c.BaseURL.Path }

var segmentKinds = []string{"papers", "committees", "topics", "meetings", "factions", "decisions", "search", "statistics", "glossary", "subscribe", "data", "open-data"}

// Segments lists the kinds of addresses that [urls] may name.
func Segments() []string { return slices.Clone(segmentKinds) }

// Read reads the Config from the site's folder. It returns nil when the file
// cannot be used; problems say why.
func Read(site fs.FS, problems *diag.List) *Config {
	src, err := fs.ReadFile(site, File)
	if errors.Is(err, fs.ErrNotExist) {
		problems.Errorf("no-config", File, "", `create it with title = "…", base_url = "https://…/" and language = "de"`, "there is no config.toml in the site's folder")
		return nil
	}
	if err != nil {
		problems.Errorf("read", File, "", "", "%v", err)
		return nil
	}
	t := table.Parse(File, []byte(strings.TrimPrefix(string(src), "\ufeff")), 1, problems)
	if t == nil {
		return nil
	}
	before := problems.Len()
	c := read(t)
	t.Done()
	if problems.Len() > before && c.BaseURL == nil {
		return nil
	}
	return c
}

// Locate returns the line of config.toml at which the key of that path
// stands, 0 when the file cannot be read.
func Locate(site fs.FS, key string) int {
	src, err := fs.ReadFile(site, File)
	if err != nil {
		return 0
	}
	return table.Line(src, key)
}

// Keys lists every key of config.toml in the order in which it is read.
func Keys() []table.Key { return table.Describe(func(t *table.Table) { read(t) }) }

func read(t *table.Table) *Config {
	c := &Config{
		Title:           t.Required("title", "Ratsportal Musterstadt"),
		Subtitle:        t.String("subtitle"),
		Language:        strings.ToLower(t.String("language")),
		ContentLanguage: t.Language("content_language"),
		Publisher:       t.String("publisher"),
		Licence:         t.String("licence"),
		Segments:        map[string]string{},
	}
	if c.Language == "" {
		c.Language = "de"
	}
	if c.ContentLanguage == "" {
		c.ContentLanguage = c.Language
	}
	if c.Publisher == "" {
		c.Publisher = c.Title
	}
	c.BaseURL = baseURL(t)
	c.Zone = zone(t)
	if urls := t.Table("urls"); urls != nil {
		for _, kind := range segmentKinds {
			if s := urls.String(kind); s != "" {
				if strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
					urls.Errorf("bad-segment", kind, kind+` = "vorlagen"`, "%q may hold a to z, digits and - only", s)
					continue
				}
				c.Segments[kind] = s
			}
		}
	}
	for _, term := range t.Tables("term") {
		c.Terms = append(c.Terms, Term{Name: term.Required("name", "2025–2030"), From: term.Day("from"), To: term.Day("to")})
	}
	c.Roles = words(t, "roles")
	c.Outcomes = words(t, "outcomes")
	c.Kinds = words(t, "kinds")
	c.Topics = topics(t, c.Language)
	c.Search = search(t.Table("search"))
	if data := t.Table("data"); data != nil {
		c.Data.SQLite = data.Bool("sqlite", false)
	}
	c.Theme = theme(t.Table("theme"))
	c.Feeds = feeds(t.Table("feeds"))
	c.Catalog = catalog(t.Table("catalog"))
	c.OParl = oparl(t.Table("oparl"), c.Publisher)
	return c
}

func search(t *table.Table) Search {
	if t == nil {
		return Search{Enabled: true, Phrases: true}
	}
	return Search{Enabled: t.Bool("enabled", true), Phrases: t.Bool("phrases", true), Private: t.Bool("private", false)}
}

func feeds(t *table.Table) Feeds {
	if t == nil {
		return Feeds{Papers: true}
	}
	return Feeds{Papers: t.Bool("papers", true)}
}

func catalog(t *table.Table) (out Catalog) {
	if t == nil {
		return out
	}
	out.Contributor = t.String("contributor")
	if u, err := url.Parse(out.Contributor); err != nil || out.Contributor != "" && (u.Host == "" || !strings.HasPrefix(u.Scheme, "http")) {
		t.Errorf("bad-address", "contributor", `write the address that GovData gave: contributor = "http://dcat-ap.de/def/contributors/…"`, "%q is no address", out.Contributor)
		out.Contributor = ""
	}
	return out
}

// topics reads the words that stand for topics: the shipped list where it is
// wanted, with the city's own words added and topics with none taken out.
func topics(t *table.Table, language string) *keyword.Rules {
	sub := t.Table("topics")
	if sub == nil {
		return nil
	}
	all := map[string][]string{}
	if sub.Bool("standard", false) {
		if all = keyword.Standard(language); all == nil {
			sub.Warnf("no-topics", "standard", "", "there is no list of topics for the language %q", language)
			all = map[string][]string{}
		}
	}
	for _, name := range sub.Names() {
		if name == "standard" {
			continue
		}
		patterns := sub.Strings(name)
		if len(patterns) == 0 {
			delete(all, name)
			continue
		}
		if _, err := keyword.New(map[string][]string{name: patterns}); err != nil {
			sub.Errorf("bad-pattern", name, `write the beginning of a word: ["radweg", "*schule", "=AVG"]`, "%v", err)
			continue
		}
		all[name] = append(slices.Clone(all[name]), patterns...)
	}
	rules, err := keyword.New(all)
	if err != nil { // each topic was tried by itself
		sub.Errorf("bad-pattern", "", "", "%v", err)
	}
	return rules
}

func words(t *table.Table, key string) map[string]string {
	sub := t.Table(key)
	if sub == nil {
		return nil
	}
	out := map[string]string{}
	for _, word := range sub.Names() {
		out[word] = sub.String(word)
	}
	return out
}

func baseURL(t *table.Table) *url.URL {
	const example = `base_url = "https://ratsportal.example.org/"`
	raw := t.Required("base_url", "https://ratsportal.example.org/")
	if raw == "" {
		return nil
	}
	u, err := url.Parse(raw)
	if err != nil || !slices.Contains([]string{"http", "https"}, u.Scheme) || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		t.Errorf("bad-base-url", "base_url", "write "+example, "%q is no address of a site", raw)
		return nil
	}
	if !strings.HasSuffix(u.Path, "/") {
		u.Path += "/"
	}
	return u
}

func zone(t *table.Table) *time.Location {
	name := t.String("timezone")
	if name == "" {
		name = "Europe/Berlin"
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Errorf("bad-timezone", "timezone", `write timezone = "Europe/Berlin"`, "%q is no time zone", name)
		return time.UTC
	}
	return z
}

// Default is a Config for looking at content when config.toml cannot be used.
func Default() *Config {
	return &Config{Title: "Offenlage", Publisher: "Offenlage", Language: "de", Zone: time.UTC,
		BaseURL: &url.URL{Scheme: "https", Host: "example.invalid", Path: "/"}}
}
