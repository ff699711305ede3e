// Package catalog describes the data of a site for catalogues of open data,
// such as GovData: as DCAT-AP.de 3.0 (https://www.dcat-ap.de/def/), one graph
// as Turtle, RDF/XML and JSON-LD.
//
// Outputs tell it of the files they make while they make them; it describes
// what is there. What is not known, such as who may be asked, is left out.
package catalog

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/rdf"
	"offenlage/generator/internal/site"
)

// Put takes one finished file.
type Put func(path string, data []byte) error

// Options are what a catalogue needs beside the site.
type Options struct {
	// Say returns a message of the interface.
	Say func(key string, pairs ...any) string
	// Modified tells when a paper or a sitting last changed as it is
	// published, the zero time when that is not known; nil knows nothing.
	Modified func(object any) time.Time
}

// Dataset is a set of data, and the fragment of its IRI; its title and
// description are the messages "dataset.papers.title" and "….about".
type Dataset string

// The sets of data. One without files is left out.
const (
	Papers     Dataset = "papers"
	Votes      Dataset = "votes"
	Meetings   Dataset = "meetings"
	OParl      Dataset = "oparl"
	Statistics Dataset = "statistics"
	Calendars  Dataset = "calendars"
	Feeds      Dataset = "feeds"
)

// Datasets lists them in the order of the catalogue.
func Datasets() []Dataset {
	return []Dataset{Papers, Votes, Meetings, OParl, Statistics, Calendars, Feeds}
}

// File is a file of a set of data.
type File struct {
	Dataset Dataset
	Path    string // below the base URL
	Title   string // "" for its path
	Size    int64  // bytes
	SHA256  string // in hex, "" when not known
}

// Catalog gathers the files of a site's data. It is safe for concurrent use.
type Catalog struct {
	Options
	site *site.Site

	mu    sync.Mutex
	files []File
}

// New makes a catalogue without files.
func New(s *site.Site, o Options) *Catalog { return &Catalog{Options: o, site: s} }

// Add lists a file.
func (c *Catalog) Add(f File) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.files = append(c.files, f)
}

// Watch returns a Put that hands files on, and lists those of which title
// says that they belong to the set.
func (c *Catalog) Watch(set Dataset, title func(path string) (title string, ok bool), put Put) Put {
	return func(path string, data []byte) error {
		if title, ok := title(path); ok {
			sum := sha256.Sum256(data)
			c.Add(File{set, path, title, int64(len(data)), hex.EncodeToString(sum[:])})
		}
		return put(path, data)
	}
}

// Write makes the three files of the catalogue.
func (c *Catalog) Write(put Put) error {
	g := c.graph()
	if err := put(c.site.Catalog("ttl"), g.Turtle()); err != nil {
		return err
	}
	data, err := g.XML()
	if err != nil {
		return err
	}
	if err := put(c.site.Catalog("rdf"), data); err != nil {
		return err
	}
	if data, err = g.JSON(); err != nil {
		return err
	}
	return put(c.site.Catalog("jsonld"), data)
}

var prefixes = []rdf.Prefix{
	{Name: "dcat", IRI: "http://www.w3.org/ns/dcat#"},
	{Name: "dcatap", IRI: "http://data.europa.eu/r5r/"},
	{Name: "dcatde", IRI: "http://dcat-ap.de/def/dcatde/"},
	{Name: "dct", IRI: "http://purl.org/dc/terms/"},
	{Name: "foaf", IRI: "http://xmlns.com/foaf/0.1/"},
	{Name: "rdf", IRI: "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{Name: "spdx", IRI: "http://spdx.org/rdf/terms#"},
	{Name: "vcard", IRI: "http://www.w3.org/2006/vcard/ns#"},
	{Name: "xsd", IRI: "http://www.w3.org/2001/XMLSchema#"},
}

// Lists of the Publications Office of the EU and of DCAT-AP.de.
const (
	theme        = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
	availability = "http://publications.europa.eu/resource/authority/planned-availability/STABLE"
	frequency    = "http://publications.europa.eu/resource/authority/frequency/IRREG"
	fileType     = "http://publications.europa.eu/resource/authority/file-type/"
	mediaType    = "https://www.iana.org/assignments/media-types/"
	municipality = "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/"
	level        = "http://dcat-ap.de/def/politicalGeocoding/Level/municipality"
)

// languages as the EU names them.
var languages = map[string]rdf.IRI{
	"de": "http://publications.europa.eu/resource/authority/language/DEU",
	"en": "http://publications.europa.eu/resource/authority/language/ENG",
}

// formats of files by the ends of their names: the type of the EU, "" for one
// that it does not list, and that of IANA.
var formats = map[string]struct{ file, media string }{
	".csv": {"CSV", "text/csv"}, ".json": {"JSON", "application/json"}, ".ndjson": {"JSON", "application/x-ndjson"},
	".xml": {"ATOM", "application/atom+xml"}, ".opml": {"XML", "text/x-opml"}, ".ics": {"", "text/calendar"},
	".xlsx": {"XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}, ".sqlite": {"", "application/vnd.sqlite3"},
}

// graph states what there is.
func (c *Catalog) graph() *rdf.Graph {
	s := c.site
	g := rdf.New(prefixes...)
	home := rdf.IRI(s.Absolute(""))
	folder := s.Absolute(s.Catalog(""))
	catalog, publisher := rdf.IRI(folder+"#catalog"), rdf.IRI(folder+"#publisher")
	text := func(t string) rdf.Text { return rdf.Text{Text: t, Language: s.Config.Language} }

	g.Add(catalog, rdf.Type, rdf.Name("dcat:Catalog"))
	g.Add(catalog, "dct:title", text(c.Say("catalog.title", "title", s.Config.Title)))
	g.Add(catalog, "dct:description", text(c.Say("catalog.about", "title", s.Config.Title, "publisher", s.Config.Publisher)))
	g.Add(catalog, "dct:publisher", publisher)
	g.Add(catalog, "foaf:homepage", home)
	g.Add(catalog, "dct:language", languages[s.Config.Language])
	licence := s.Licence
	g.Add(catalog, "dct:license", rdf.IRI(licence.Catalogue))
	c.place(g, catalog)
	g.Add(catalog, "dct:modified", c.modified(c.latest(Papers), c.latest(Meetings)))

	// Who reads it knows the class that the profile asks for, and not always
	// what is one of it.
	g.Add(publisher, rdf.Type, rdf.Name("foaf:Agent"), rdf.Name("foaf:Organization"))
	g.Add(publisher, "foaf:name", rdf.Text{Text: s.Config.Publisher})
	g.Add(publisher, "foaf:homepage", home)
	g.Add(home, rdf.Type, rdf.Name("foaf:Document"))

	slices.SortFunc(c.files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	for _, set := range Datasets() {
		files := slices.DeleteFunc(slices.Clone(c.files), func(f File) bool { return f.Dataset != set })
		if len(files) == 0 {
			continue
		}
		about := rdf.IRI(folder + "#" + string(set))
		g.Add(catalog, "dcat:dataset", about)
		c.dataset(g, set, about, publisher, text)
		for _, f := range files {
			g.Add(about, "dcat:distribution", c.distribution(g, f, licence, text))
		}
	}
	return g
}

// dataset describes a set of data.
func (c *Catalog) dataset(g *rdf.Graph, set Dataset, about, publisher rdf.IRI, text func(string) rdf.Text) {
	cfg := c.site.Config
	g.Add(about, rdf.Type, rdf.Name("dcat:Dataset"))
	g.Add(about, "dct:title", text(c.Say("dataset."+string(set)+".title")+" – "+cfg.Title))
	g.Add(about, "dct:description", text(c.Say("dataset."+string(set)+".about", "publisher", cfg.Publisher)))
	g.Add(about, "dct:identifier", rdf.Text{Text: string(about)})
	g.Add(about, "dct:publisher", publisher)
	g.Add(about, "dcatde:contributorID", rdf.IRI(cfg.Catalog.Contributor))
	g.Add(about, "dcat:theme", rdf.IRI(theme))
	for word := range strings.SplitSeq(c.Say("dataset."+string(set)+".words"), ", ") {
		g.Add(about, "dcat:keyword", text(word))
	}
	g.Add(about, "dct:language", languages[cfg.Language])
	g.Add(about, "dct:accrualPeriodicity", rdf.IRI(frequency))
	g.Add(about, "dct:modified", c.modified(c.latest(set)))
	c.place(g, about)
	if set != Feeds { // which hold what is new
		c.period(g, set, about)
	}
	if page := c.page(set); page != "" {
		address := rdf.IRI(c.site.Absolute(page))
		g.Add(about, "dcat:landingPage", address)
		g.Add(address, rdf.Type, rdf.Name("foaf:Document"))
	}
	if email := cfg.OParl.ContactEmail; email != "" {
		contact := rdf.IRI(c.site.Absolute(c.site.Catalog("")) + "#contact")
		g.Add(about, "dcat:contactPoint", contact)
		g.Add(contact, rdf.Type, rdf.Name("vcard:Kind"), rdf.Name("vcard:Organization"))
		g.Add(contact, "vcard:fn", rdf.Text{Text: cmp.Or(cfg.OParl.ContactName, cfg.Publisher)})
		g.Add(contact, "vcard:hasEmail", rdf.IRI("mailto:"+email))
	}
}

// page is where readers find the same.
func (c *Catalog) page(set Dataset) string {
	switch set {
	case Papers:
		return c.site.List("papers")
	case Votes:
		return c.site.List("decisions")
	case Meetings, Calendars:
		return c.site.List("meetings")
	case Statistics:
		return c.site.List("statistics")
	case Feeds:
		return c.site.List("subscribe")
	}
	return ""
}

// distribution describes a file, and returns its IRI.
func (c *Catalog) distribution(g *rdf.Graph, f File, licence site.Licence, text func(string) rdf.Text) rdf.IRI {
	address := rdf.IRI(c.site.Absolute(f.Path))
	about := rdf.IRI(c.site.Absolute(c.site.Catalog(""))+"#file:") + rdf.IRI(f.Path)
	g.Add(about, rdf.Type, rdf.Name("dcat:Distribution"))
	g.Add(about, "dct:title", text(cmp.Or(f.Title, f.Path)))
	g.Add(about, "dcat:accessURL", address)
	g.Add(about, "dcat:downloadURL", address)
	g.Add(about, "dct:license", rdf.IRI(licence.Catalogue))
	if licence.Attribution {
		g.Add(about, "dcatde:licenseAttributionByText", rdf.Text{Text: c.site.Config.Publisher})
	}
	format := formats[f.Path[max(0, strings.LastIndexByte(f.Path, '.')):]]
	if format.file != "" {
		g.Add(about, "dct:format", rdf.IRI(fileType+format.file))
	}
	if format.media != "" {
		g.Add(about, "dcat:mediaType", rdf.IRI(mediaType+format.media))
	}
	g.Add(about, "dcat:byteSize", rdf.Typed{Text: strconv.FormatInt(f.Size, 10), Type: "xsd:nonNegativeInteger"})
	g.Add(about, "dcatap:availability", rdf.IRI(availability))
	if f.SHA256 != "" {
		sum := rdf.IRI(strings.Replace(string(about), "#file:", "#sha256:", 1))
		g.Add(about, "spdx:checksum", sum)
		g.Add(sum, rdf.Type, rdf.Name("spdx:Checksum"))
		g.Add(sum, "spdx:algorithm", rdf.Name("spdx:checksumAlgorithm_sha256"))
		g.Add(sum, "spdx:checksumValue", rdf.Typed{Text: f.SHA256, Type: "xsd:hexBinary"})
	}
	return about
}

// place says what the data are of, where the city's key is given.
func (c *Catalog) place(g *rdf.Graph, about rdf.IRI) {
	key := c.site.Config.OParl.AGS
	if key == "" {
		return
	}
	place := rdf.IRI(municipality + key)
	g.Add(about, "dct:spatial", place)
	g.Add(place, rdf.Type, rdf.Name("dct:Location"))
	g.Add(about, "dcatde:politicalGeocodingLevelURI", rdf.IRI(level))
}

// period says from which day to which the data reach.
func (c *Catalog) period(g *rdf.Graph, set Dataset, about rdf.IRI) {
	var first, last council.Date
	see := func(d council.Date) {
		if d == 0 {
			return
		}
		if first == 0 || d < first {
			first = d
		}
		last = max(last, d)
	}
	if set == Meetings || set == Calendars {
		for _, m := range c.site.Council.Meetings {
			see(m.Date)
		}
	} else {
		for _, p := range c.site.Papers {
			see(p.Date)
		}
	}
	if first == 0 {
		return
	}
	period := about + "-period"
	g.Add(about, "dct:temporal", period)
	g.Add(period, rdf.Type, rdf.Name("dct:PeriodOfTime"))
	g.Add(period, "dcat:startDate", rdf.Typed{Text: first.String(), Type: "xsd:date"})
	g.Add(period, "dcat:endDate", rdf.Typed{Text: last.String(), Type: "xsd:date"})
}

// latest is when what a set of data holds last changed; zero when that is not
// known.
func (c *Catalog) latest(set Dataset) (last time.Time) {
	if c.Modified == nil {
		return last
	}
	see := func(object any) {
		if t := c.Modified(object); t.After(last) {
			last = t
		}
	}
	if set != Papers && set != Votes && set != Feeds {
		for _, m := range c.site.Council.Meetings {
			see(m)
		}
	}
	if set != Meetings && set != Calendars {
		for _, p := range c.site.Papers {
			see(p)
		}
	}
	return last
}

// modified writes the latest of some times, nothing when none is known.
func (c *Catalog) modified(times ...time.Time) rdf.Typed {
	last := slices.MaxFunc(times, time.Time.Compare)
	if last.IsZero() {
		return rdf.Typed{}
	}
	return rdf.Typed{Text: last.In(c.site.Config.Zone).Format(time.RFC3339), Type: "xsd:dateTime"}
}
