package render

import (
	"cmp"
	"slices"
	"strings"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/export"
	"offenlage/generator/internal/site"
	"offenlage/generator/internal/statistics"
)

// openDataJobs makes the page that says what data there is, field by field
// from the same columns as the files.
func (w *run) openDataJobs(yield func(job) bool) bool {
	s, l := w.site, w.locale
	path := s.List("open-data")
	return yield(at(path, "open-data.html", func() (any, error) {
		p := OpenDataPage{Frame: w.frame(path, "", l.T("title.open-data")), Coverage: statistics.Covered(s), Example: s.Absolute(s.Data("decisions.csv")), Decisions: s.Absolute(s.Data("decisions.ndjson"))}
		p.Description = l.T("describe.open-data")
		p.Changed = w.changed()
		file := func(label, path string) Link { return Link{label, s.Config.BasePath() + path} }
		for _, t := range export.Tables(s) {
			table := DataTable{Name: t.Name, Title: t.Title(l.T), About: t.About(l.T), Rows: t.Rows}
			table.Files = append(table.Files, file("CSV", s.Data(t.Name+".csv")), file("NDJSON", s.Data(t.Name+".ndjson")))
			if t.Workbook() {
				table.Files = append(table.Files, file("Excel", s.Data(t.Name+".xlsx")))
			}
			for _, c := range t.Columns {
				table.Columns = append(table.Columns, DataColumn{c.Name, string(c.Type), c.About(l.T)})
			}
			p.Tables = append(p.Tables, table)
		}
		p.Package = file("datapackage.json", s.Data("datapackage.json"))
		if s.Config.Data.SQLite {
			p.Database = s.Config.BasePath() + s.Data(s.DataName()+".sqlite")
		}
		if s.Config.OParl.Enabled {
			p.Service = s.Absolute(site.ResourcePath(site.SystemID))
			p.ServicePapers = s.Absolute(s.ResourceList("paper", 1))
		}
		for _, form := range []struct{ label, name string }{{"Turtle", "ttl"}, {"RDF/XML", "rdf"}, {"JSON-LD", "jsonld"}} {
			p.Catalogue = append(p.Catalogue, file(form.label, s.Catalog(form.name)))
		}
		p.About = w.schemaData(p)
		return p, nil
	})) && yield(w.redirect(s.List("data"), path))
}

// changed is the day on which a paper or a sitting last changed, 0 when
// nothing is remembered.
func (w *run) changed() (last council.Date) {
	for _, p := range w.site.Papers {
		last = max(last, day(w.site.Modified(p)))
	}
	for _, m := range w.site.Council.Meetings {
		last = max(last, day(w.site.Modified(m)))
	}
	return last
}

// schemaData is the data of the site as a set of files.
func (w *run) schemaData(p OpenDataPage) *schemaDataset {
	s := w.site
	out := &schemaDataset{Type: "Dataset", ID: p.Canonical(), URL: p.Canonical(), Name: w.locale.T("data.package", "site", s.Config.Title),
		Description: w.locale.T("data.about", "publisher", s.Config.Publisher), License: s.Licence.URL, Modified: p.Changed.String(), Language: s.Config.ContentLanguage,
		Publisher: w.publisher(), Free: true}
	media := map[string]string{"csv": "text/csv", "ndjson": "application/x-ndjson", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	for _, t := range p.Tables {
		for _, f := range t.Files {
			path := strings.TrimPrefix(f.URL, s.Config.BasePath())
			out.Files = append(out.Files, schemaDownload{"DataDownload", t.Title + " (" + f.Label + ")", s.Absolute(path), media[path[strings.LastIndexByte(path, '.')+1:]]})
		}
	}
	slices.SortStableFunc(out.Files, func(a, b schemaDownload) int { return cmp.Compare(a.URL, b.URL) })
	years := s.Years
	if n := len(years); n > 0 {
		first, last := years[n-1].Year, years[0].Year
		for i := n - 1; i > 0 && first == 0; i-- { // undated papers
			first = years[i-1].Year
		}
		if first > 0 && last > 0 {
			out.Time = w.site.Year(first) + "/" + w.site.Year(last)
		}
	}
	return out
}
