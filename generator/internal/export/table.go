package export

import (
	"slices"
	"strconv"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/xlsx"
)

// Type is what the values of a column are; the names are those of Table
// Schema 2.0 (https://datapackage.org/standard/table-schema/).
type Type string

// The types of columns.
const (
	String   Type = "string"
	Integer  Type = "integer"
	Number   Type = "number" // with a decimal point
	Boolean  Type = "boolean"
	Date     Type = "date"     // "2026-11-05"
	Datetime Type = "datetime" // "2026-11-05T17:00:00+01:00"
	List     Type = "list"     // of texts; see Separator
)

// Column describes one column of a Table.
type Column struct {
	Name     string
	Type     Type
	Required bool     // every row has a value
	Values   []string // the only values that occur; nil for any
	Refers   string   // the table whose column "id" the values are in, "" for none

	key  string // of the message that says what it means
	name string // fills {name} of that message
}

// About says in the language of say what the column means.
func (c Column) About(say Say) string { return say("data.column."+c.key, "name", c.name) }

// Table is one list of the site as rows and columns.
type Table struct {
	Name    string // its files are <Name>.csv and <Name>.ndjson
	Columns []Column
	Key     []string // the columns that tell rows apart
	Rows    int

	each func(yield func(row []value) bool)
}

// Workbook tells that there is <Name>.xlsx too: where a sheet has room for
// the rows.
func (t *Table) Workbook() bool { return t.Rows < xlsx.MostRows }

// Title is what the table is called in the language of say.
func (t *Table) Title(say Say) string { return say("data.table." + t.Name + ".title") }

// About says in the language of say what a row is.
func (t *Table) About(say Say) string { return say("data.table." + t.Name + ".about") }

// Column returns the column of that name, nil when there is none.
func (t *Table) Column(name string) *Column {
	if i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name }); i >= 0 {
		return &t.Columns[i]
	}
	return nil
}

// value is one cell. What is unknown is the zero value.
type value struct {
	text  string
	list  []string
	n     int
	known bool // of n
}

func text(s string) value { return value{text: s} }

func texts(list []string) value { return value{list: list} }

func integer(n int) value { return value{n: n, known: true} }

func boolean(b bool) value {
	if b {
		return integer(1)
	}
	return integer(0)
}

func day(d council.Date) value { return value{text: d.String()} }

// count keeps a number that nobody recorded unknown.
func count(c council.Count) value { return value{n: c.Int(), known: c.Known()} }

// positive is a number of which 0 says that nobody gave it.
func positive(n int) value { return value{n: n, known: n > 0} }

// scalar is the value as a text, "" when it is unknown; lists have none.
func (v value) scalar(t Type) string {
	switch t {
	case Integer:
		if v.known {
			return strconv.Itoa(v.n)
		}
		return ""
	case Boolean:
		if v.known {
			return strconv.FormatBool(v.n != 0)
		}
		return ""
	}
	return v.text
}

// column is a Column and how its value is found in a T.
type column[T any] struct {
	Column
	of func(x T) value
}

func col[T any](name string, t Type, of func(x T) value) column[T] {
	return column[T]{Column{Name: name, Type: t, key: name}, of}
}

func (c column[T]) required() column[T] {
	c.Required = true
	return c
}

func (c column[T]) among(values []string) column[T] {
	c.Values = values
	return c
}

func (c column[T]) refers(table string) column[T] {
	c.Refers = table
	return c
}

// says gives the message of the column where its name alone does not tell.
func (c column[T]) says(key, name string) column[T] {
	c.key, c.name = key, name
	return c
}

func define[T any](name string, key []string, rows []T, columns []column[T]) *Table {
	t := &Table{Name: name, Key: key, Rows: len(rows)}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.Column)
	}
	t.each = func(yield func(row []value) bool) {
		row := make([]value, len(columns))
		for _, x := range rows {
			for i := range columns {
				row[i] = columns[i].of(x)
			}
			if !yield(row) {
				return
			}
		}
	}
	return t
}

// names turns canonical values into texts.
func names[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}
