package render

import (
	"encoding/json"
	"html/template"
	"net/url"
	"time"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/markdown"
)

// What a page is about, in the words of schema.org, for search engines and
// for programs that read pages. Names of fields are those of
// https://schema.org/version/29.0; a thing has as its @id the address of its
// page.

type schemaGraph struct {
	Context string `json:"@context"`
	Graph   []any  `json:"@graph"`
}

type schemaBreadcrumbs struct {
	Type  string       `json:"@type"`
	Items []schemaStep `json:"itemListElement"`
}

type schemaStep struct {
	Type     string `json:"@type"`
	Position int    `json:"position"`
	Name     string `json:"name"`
	Item     string `json:"item"`
}

type schemaSite struct {
	Type        string              `json:"@type"`
	ID          string              `json:"@id"`
	URL         string              `json:"url"`
	Name        string              `json:"name"`
	Description string              `json:"description,omitempty"`
	Language    string              `json:"inLanguage"`
	Publisher   *schemaOrganization `json:"publisher"`
	License     string              `json:"license,omitempty"`
	Search      *schemaSearch       `json:"potentialAction,omitempty"`
}

type schemaSearch struct {
	Type   string           `json:"@type"`
	Target schemaEntryPoint `json:"target"`
	Query  string           `json:"query-input"`
}

type schemaEntryPoint struct {
	Type     string `json:"@type"`
	Template string `json:"urlTemplate"`
}

type schemaOrganization struct {
	Type      string              `json:"@type"`
	ID        string              `json:"@id,omitempty"`
	URL       string              `json:"url,omitempty"`
	Name      string              `json:"name"`
	Alternate string              `json:"alternateName,omitempty"`
	Founded   string              `json:"foundingDate,omitempty"`
	Dissolved string              `json:"dissolutionDate,omitempty"`
	Parent    *schemaOrganization `json:"parentOrganization,omitempty"`
}

type schemaLegislation struct {
	Type        string                `json:"@type"`
	ID          string                `json:"@id"`
	URL         string                `json:"url"`
	Name        string                `json:"name"`
	Identifier  string                `json:"legislationIdentifier"`
	Kind        string                `json:"legislationType,omitempty"`
	Created     string                `json:"dateCreated,omitempty"`
	Passed      string                `json:"legislationDate,omitempty"` // only what was adopted has it
	PassedBy    []*schemaOrganization `json:"legislationPassedBy,omitempty"`
	Responsible *schemaOrganization   `json:"legislationResponsible,omitempty"`
	Amends      []schemaReference     `json:"legislationAmends,omitempty"`
	Status      string                `json:"creativeWorkStatus"`
	Abstract    string                `json:"abstract,omitempty"`
	Authors     []*schemaOrganization `json:"author,omitempty"`
	Keywords    []string              `json:"keywords,omitempty"`
	Language    string                `json:"inLanguage"`
	License     string                `json:"license,omitempty"`
	Publisher   *schemaOrganization   `json:"publisher"`
	Site        schemaReference       `json:"isPartOf"`
}

type schemaReference struct {
	ID string `json:"@id"`
}

type schemaEvent struct {
	Type       string                `json:"@type"`
	ID         string                `json:"@id"`
	URL        string                `json:"url"`
	Name       string                `json:"name"`
	Start      string                `json:"startDate"` // a day when the hour is not known
	End        string                `json:"endDate,omitempty"`
	Status     string                `json:"eventStatus"`
	Place      *schemaPlace          `json:"location,omitempty"`
	Organizers []*schemaOrganization `json:"organizer"`
}

type schemaPlace struct {
	Type    string `json:"@type"`
	Name    string `json:"name"`
	Address string `json:"address"`
}

type schemaDataset struct {
	Type        string              `json:"@type"`
	ID          string              `json:"@id"`
	URL         string              `json:"url"`
	Name        string              `json:"name"`
	Description string              `json:"description"`
	License     string              `json:"license,omitempty"`
	Modified    string              `json:"dateModified,omitempty"`
	Time        string              `json:"temporalCoverage,omitempty"`
	Language    string              `json:"inLanguage"`
	Free        bool                `json:"isAccessibleForFree"`
	Publisher   *schemaOrganization `json:"publisher"`
	Files       []schemaDownload    `json:"distribution"`
}

type schemaDownload struct {
	Type   string `json:"@type"`
	Name   string `json:"name"`
	URL    string `json:"contentUrl"`
	Format string `json:"encodingFormat"`
}

// schema is the block of data of a page: the way to it, and what it is about.
func (w *run) schema(f Frame) (template.HTML, error) {
	var graph []any
	if f.Path != "" {
		graph = append(graph, w.breadcrumbs(f))
	}
	if f.About != nil {
		graph = append(graph, f.About)
	}
	data, err := json.Marshal(schemaGraph{"https://schema.org", graph})
	if err != nil {
		return "", err
	}
	// Marshal writes "<" as \u003c, so that no text can end the element.
	return template.HTML(`<script type="application/ld+json">` + string(data) + "</script>\n"), nil
}

func (w *run) breadcrumbs(f Frame) schemaBreadcrumbs {
	out := schemaBreadcrumbs{Type: "BreadcrumbList"}
	add := func(name, address string) {
		out.Items = append(out.Items, schemaStep{"ListItem", len(out.Items) + 1, name, address})
	}
	add(w.locale.T("crumb.home"), w.site.Absolute(""))
	host := url.URL{Scheme: w.site.Config.BaseURL.Scheme, Host: w.site.Config.BaseURL.Host}
	for _, c := range f.Crumbs {
		add(c.Title, host.String()+c.URL)
	}
	add(f.Title, f.Canonical())
	return out
}

func (w *run) publisher() *schemaOrganization {
	return &schemaOrganization{Type: "GovernmentOrganization", Name: w.site.Config.Publisher}
}

// schemaHome is the site, with its search where questions may stand in
// addresses.
func (w *run) schemaHome() *schemaSite {
	s := w.site
	home := s.Absolute("")
	out := &schemaSite{Type: "WebSite", ID: home, URL: home, Name: s.Config.Title, Description: s.Config.Subtitle, Language: s.Config.Language, Publisher: w.publisher(), License: w.site.Licence.URL}
	if s.Config.Search.Enabled && !s.Config.Search.Private {
		out.Search = &schemaSearch{"SearchAction", schemaEntryPoint{"EntryPoint", s.Absolute(s.List("search")) + "?q={q}"}, "required name=q"}
	}
	return out
}

func (w *run) schemaCommittee(x *council.Committee) *schemaOrganization {
	address := w.site.Absolute(w.site.Path(x))
	return &schemaOrganization{Type: "GovernmentOrganization", ID: address, URL: address, Name: x.Name, Alternate: x.Short, Founded: x.From.String(), Dissolved: x.To.String(), Parent: w.publisher()}
}

// named are committees as others refer to them.
func (w *run) named(list []*council.Committee) (out []*schemaOrganization) {
	for _, x := range list {
		out = append(out, &schemaOrganization{Type: "GovernmentOrganization", ID: w.site.Absolute(w.site.Path(x)), Name: x.Name})
	}
	return out
}

// schemaPaper is a paper as legislation: its day is that of the decision, and
// only what was adopted has been passed by somebody.
func (w *run) schemaPaper(p *council.Paper) *schemaLegislation {
	s := w.site
	address := s.Absolute(s.Path(p))
	out := &schemaLegislation{Type: "Legislation", ID: address, URL: address, Name: p.Title, Identifier: p.Reference, Kind: p.Type, Created: p.Date.String(),
		Status: w.locale.T("state." + string(p.State)), Abstract: w.plain(p.Summary), Language: s.Config.Language, License: w.site.Licence.URL, Publisher: w.publisher(), Site: schemaReference{s.Absolute("")}}
	if d := p.Deciding; d != nil && d.Decides && d.Public {
		switch p.State {
		case council.StateAdopted, council.StateAmended, council.StatePartly:
			out.Passed, out.PassedBy = d.Date.String(), w.named(d.Committees)
		}
	}
	if p.Lead != "" {
		out.Responsible = &schemaOrganization{Type: "GovernmentOrganization", Name: p.Lead}
	}
	for _, r := range p.Amends {
		if r.Paper != nil {
			out.Amends = append(out.Amends, schemaReference{s.Absolute(s.Path(r.Paper))})
		}
	}
	for _, o := range p.Originators {
		author := &schemaOrganization{Type: "Organization", Name: o.Name}
		switch {
		case o.Faction != nil:
			author.ID = s.Absolute(s.Path(o.Faction))
		case o.Person != nil:
			author.Type = "Person"
		}
		out.Authors = append(out.Authors, author)
	}
	for _, t := range p.Topics {
		out.Keywords = append(out.Keywords, t.Name)
	}
	return out
}

func (w *run) schemaMeeting(m *council.Meeting, name string) *schemaEvent {
	address := w.site.Absolute(w.site.Path(m))
	out := &schemaEvent{Type: "Event", ID: address, URL: address, Name: name, Start: m.Date.String(), Status: "https://schema.org/EventScheduled", Organizers: w.named(m.Committees)}
	if m.Status == council.StatusCancelled {
		out.Status = "https://schema.org/EventCancelled"
	}
	if !m.Start.IsZero() {
		out.Start = m.Start.In(w.site.Config.Zone).Format(time.RFC3339)
		if m.End.After(m.Start) {
			out.End = m.End.In(w.site.Config.Zone).Format(time.RFC3339)
		}
	}
	if m.Place != "" {
		out.Place = &schemaPlace{"Place", m.Place, m.Place}
	}
	return out
}

// plain is a text of front matter without its markup.
func (w *run) plain(src string) string {
	if src == "" {
		return ""
	}
	return markdown.Plain(markdown.Inline(src, markdown.Options{}))
}

// Meta is one line of what a page says about itself to programs.
type Meta struct{ Name, Content string }

// citation is what reference managers take a paper with: the tags of Highwire
// Press, as Zotero and Google Scholar read them. The institution makes it a
// report.
func (w *run) citation(p *council.Paper) (out []Meta) {
	s := w.site
	add := func(name, content string) {
		if content != "" {
			out = append(out, Meta{"citation_" + name, content})
		}
	}
	add("title", p.Title)
	for _, o := range p.Originators {
		add("author", o.Name)
	}
	if p.Date != 0 {
		add("publication_date", time.Date(p.Date.Year(), p.Date.Month(), p.Date.Day(), 0, 0, 0, 0, time.UTC).Format("2006/01/02"))
	}
	add("technical_report_institution", s.Config.Publisher)
	add("technical_report_number", p.Reference)
	add("language", s.Config.Language)
	add("public_url", s.Absolute(s.Path(p)))
	for _, t := range p.Topics {
		add("keywords", t.Name)
	}
	for _, f := range p.Files {
		if f.Format != "pdf" {
			continue
		}
		if f.URL != "" {
			add("pdf_url", f.URL)
		} else {
			add("pdf_url", s.Absolute(s.Path(p)+f.Name))
		}
		break // readers take the first
	}
	return out
}
