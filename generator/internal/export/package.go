package export

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"offenlage/generator/internal/site"
)

// The parts of a Data Package 2.0 (https://datapackage.org/standard/).
type (
	dataPackage struct {
		Schema       string        `json:"$schema"`
		Name         string        `json:"name"`
		Title        string        `json:"title"`
		Description  string        `json:"description"`
		Homepage     string        `json:"homepage"`
		Licenses     []license     `json:"licenses,omitempty"`
		Sources      []source      `json:"sources"`
		Contributors []contributor `json:"contributors"`
		Resources    []resource    `json:"resources"`
	}
	license struct {
		Path  string `json:"path"`
		Title string `json:"title"`
	}
	source struct {
		Title string `json:"title"`
		Path  string `json:"path"`
	}
	contributor struct {
		Title string   `json:"title"`
		Path  string   `json:"path"`
		Roles []string `json:"roles"`
	}
	resource struct {
		Name        string       `json:"name"`
		Type        string       `json:"type,omitempty"` // "table" where Schema describes it
		Path        string       `json:"path"`
		Title       string       `json:"title"`
		Description string       `json:"description"`
		Format      string       `json:"format"`
		MediaType   string       `json:"mediatype"`
		Encoding    string       `json:"encoding,omitempty"`
		Bytes       int          `json:"bytes"`
		Hash        string       `json:"hash"`
		Dialect     *dialect     `json:"dialect,omitempty"`
		Schema      *tableSchema `json:"schema,omitempty"`
	}
	dialect struct {
		Header         bool   `json:"header"`
		Delimiter      string `json:"delimiter"`
		LineTerminator string `json:"lineTerminator"`
		QuoteChar      string `json:"quoteChar"`
		DoubleQuote    bool   `json:"doubleQuote"`
	}
	tableSchema struct {
		Schema        string       `json:"$schema"`
		Fields        []field      `json:"fields"`
		MissingValues []string     `json:"missingValues"`
		PrimaryKey    []string     `json:"primaryKey"`
		ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
	}
	field struct {
		Name        string       `json:"name"`
		Type        Type         `json:"type"`
		Delimiter   string       `json:"delimiter,omitempty"` // of lists
		Description string       `json:"description"`
		Constraints *constraints `json:"constraints,omitempty"`
	}
	constraints struct {
		Required bool     `json:"required,omitempty"`
		Unique   bool     `json:"unique,omitempty"`
		Enum     []string `json:"enum,omitempty"`
	}
	foreignKey struct {
		Fields    []string  `json:"fields"`
		Reference reference `json:"reference"`
	}
	reference struct {
		Resource string   `json:"resource,omitempty"` // "" for the same table
		Fields   []string `json:"fields"`
	}
)

const profiles = "https://datapackage.org/profiles/2.0/"

// licensesOf are the licences of the data, nil when none is given. One that
// nobody knows is named beside the address of the site.
func licensesOf(s *site.Site) []license {
	if l := s.Licence; l.Name != "" {
		return []license{{l.URL, l.Name}}
	}
	if s.Config.Licence == "" {
		return nil
	}
	return []license{{s.Absolute(""), s.Config.Licence}}
}

// schema describes the table for the package.
func (t *Table) schema(say Say) *tableSchema {
	out := &tableSchema{Schema: profiles + "tableschema.json", MissingValues: []string{""}, PrimaryKey: t.Key}
	for _, c := range t.Columns {
		f := field{Name: c.Name, Type: c.Type, Description: c.About(say)}
		if c.Type == List {
			f.Delimiter = Separator
		}
		if unique := len(t.Key) == 1 && t.Key[0] == c.Name; c.Required || unique || c.Values != nil {
			f.Constraints = &constraints{c.Required, unique, c.Values}
		}
		out.Fields = append(out.Fields, f)
		if c.Refers != "" {
			target := c.Refers
			if target == t.Name {
				target = ""
			}
			out.ForeignKeys = append(out.ForeignKeys, foreignKey{[]string{c.Name}, reference{target, []string{"id"}}})
		}
	}
	return out
}

// resource describes a file of the table. The columns are those of the CSV
// file.
func (t *Table) resource(say Say, format, mediaType string, data []byte) resource {
	sum := sha256.Sum256(data)
	r := resource{Name: t.Name + "-" + format, Path: t.Name + "." + format, Title: t.Title(say), Description: t.About(say), Format: format, MediaType: mediaType,
		Bytes: len(data), Hash: "sha256:" + hex.EncodeToString(sum[:])}
	switch format {
	case "csv":
		r.Name, r.Type, r.Schema = t.Name, "table", t.schema(say)
		r.Dialect = &dialect{Header: true, Delimiter: ",", LineTerminator: "\r\n", QuoteChar: `"`, DoubleQuote: true}
		r.Encoding = "utf-8"
	case "ndjson":
		r.Encoding = "utf-8"
	}
	return r
}

// describe writes datapackage.json. It holds no day of its making: the same
// tables make the same file.
func describe(s *site.Site, say Say, resources []resource) ([]byte, error) {
	home := s.Absolute("")
	p := dataPackage{Schema: profiles + "datapackage.json", Name: s.DataName(), Title: say("data.package", "site", s.Config.Title), Description: say("data.about", "publisher", s.Config.Publisher),
		Homepage: home, Licenses: licensesOf(s), Sources: []source{{s.Config.Title, home}},
		Contributors: []contributor{{s.Config.Publisher, home, []string{"publisher"}}}, Resources: resources}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(p)
	return out.Bytes(), err
}
