package catalog

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/validator"
)

// TestWrite describes every set of data with all that a city can give, and
// lets readers that are not ours hold it against DCAT-AP.de.
func TestWrite(t *testing.T) {
	c := council.New(council.NewVocabulary(nil, nil, nil), nil, council.NewDate(2026, 11, 23))
	c.AddPaper(&council.Paper{File: "a", ID: "1", Reference: "2026/1", Title: "Radweg", Date: council.NewDate(2026, 1, 7)})
	c.AddPaper(&council.Paper{File: "b", ID: "2", Reference: "2026/2", Title: "Ohne Tag"})
	c.AddMeeting(&council.Meeting{File: "c", Committees: []*council.Committee{c.Committee("Rat")}, Date: council.NewDate(2026, 2, 1)})
	problems := &diag.List{}
	c.Link(problems)
	cfg := config.Default()
	cfg.BaseURL = &url.URL{Scheme: "https", Host: "x.example", Path: "/rat/"}
	cfg.Licence = "CC-BY-4.0"
	cfg.Catalog.Contributor = "http://dcat-ap.de/def/contributors/beispiel"
	cfg.OParl.AGS, cfg.OParl.ContactName, cfg.OParl.ContactEmail = "05382060", "Ratsbüro", "rat@x.example"
	s := site.New(cfg, c, problems)
	catalog := New(s, Options{Say: func(key string, _ ...any) string { return key }, Modified: func(object any) time.Time {
		if _, ok := object.(*council.Meeting); ok {
			return time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)
		}
		return time.Date(2026, 1, 8, 9, 0, 0, 0, time.UTC)
	}})
	put := catalog.Watch(Papers, func(path string) (string, bool) { return "Tabelle", path != "daten/other.csv" }, func(string, []byte) error { return nil })
	for _, path := range []string{"daten/papers.csv", "daten/papers.ndjson", "daten/other.csv"} {
		if err := put(path, []byte("a,b\r\n")); err != nil {
			t.Fatal(err)
		}
	}
	for set, path := range map[Dataset]string{Votes: "daten/votes.csv", Meetings: "daten/meetings.csv", OParl: "oparl/v1.1/system.json", Statistics: "statistik/a.csv", Calendars: "sitzungen/sitzungen.ics", Feeds: "feed.xml"} {
		catalog.Add(File{Dataset: set, Path: path, Size: 7})
	}
	files := map[string]string{}
	if err := catalog.Write(func(path string, data []byte) error { files[path] = string(data); return nil }); err != nil {
		t.Fatal(err)
	}
	turtle := files["daten/catalog.ttl"]
	if strings.Contains(turtle, "other.csv") || strings.Count(turtle, "a dcat:Dataset") != len(Datasets()) || strings.Count(turtle, "a dcat:Distribution") != 8 {
		t.Error(turtle)
	}
	_, papers, _ := strings.Cut(turtle, "\n<https://x.example/rat/daten/#papers>\n")
	papers, _, _ = strings.Cut(papers, " .\n")
	_, meetings, _ := strings.Cut(turtle, "\n<https://x.example/rat/daten/#meetings>\n")
	meetings, _, _ = strings.Cut(meetings, " .\n")
	for _, part := range []struct{ text, want string }{
		{papers, `dct:modified "2026-01-08T09:00:00Z"^^xsd:dateTime`},
		{papers, "dct:spatial <http://dcat-ap.de/def/politicalGeocoding/municipalityKey/05382060>"},
		{papers, "dcatde:contributorID <http://dcat-ap.de/def/contributors/beispiel>"},
		{meetings, `dct:modified "2026-02-02T09:00:00Z"^^xsd:dateTime`},
		{turtle, "vcard:hasEmail <mailto:rat@x.example>"},
		{turtle, `dcatde:licenseAttributionByText "Offenlage"`},
		{turtle, `dcat:startDate "2026-01-07"^^xsd:date`},
		{turtle, "#sha256:daten/papers.csv>"},
	} {
		if !strings.Contains(part.text, part.want) {
			t.Errorf("there is no %s in\n%s", part.want, part.text)
		}
	}
	forms, err := json.Marshal(map[string]string{"ttl": turtle, "rdf": files["daten/catalog.rdf"], "jsonld": files["daten/catalog.jsonld"]})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range validator.Node(t, validator.Statements+validator.Catalogue+`
async function check(name, text) {
  const { turtle, bad } = await statements(text);
  return [...bad, ...catalogue(turtle)];
}`, map[string]string{"catalogue": string(forms)}, validator.StatementsPackages...) {
		t.Error(p.Message)
	}
}
