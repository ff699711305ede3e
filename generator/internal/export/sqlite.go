package export

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"offenlage/generator/internal/site"
)

// sqlTypes are the affinities of columns. A list is a JSON array, for
// json_each; a day is text that sorts.
var sqlTypes = map[Type]string{String: "TEXT", Date: "TEXT", Datetime: "TEXT", List: "TEXT", Integer: "INTEGER", Boolean: "INTEGER", Number: "REAL"}

// Database writes all tables as one SQLite file, with a table "search" for
// full-text search (FTS5) over number, subject, summary and resolutions of
// papers, a table "fields" that says what each column means, and a table
// "about" with title, publisher and licence. It is made in memory, in one
// transaction, and holds no moment of its making: the same site makes the
// same bytes.
func Database(s *site.Site, say Say, put Put) (err error) {
	ctx := context.Background()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	conn, err := db.Conn(ctx) // each connection has a memory of its own
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	if err := fill(ctx, conn, s, say); err != nil {
		return err
	}
	return conn.Raw(func(driver any) error {
		c, ok := driver.(interface{ Serialize() ([]byte, error) })
		if !ok {
			return errors.New("the driver of SQLite cannot hand out its file")
		}
		data, err := c.Serialize()
		if err != nil {
			return err
		}
		return put(s.Data(s.DataName()+".sqlite"), data)
	})
}

func fill(ctx context.Context, conn *sql.Conn, s *site.Site, say Say) error {
	run := func(query string, args ...any) error {
		if _, err := conn.ExecContext(ctx, query, args...); err != nil {
			return fmt.Errorf("%s: %w", query, err)
		}
		return nil
	}
	steps := []func() error{
		func() error { return run("PRAGMA page_size = 4096; PRAGMA temp_store = MEMORY; BEGIN") },
		func() error { return run("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT)") },
		func() error {
			return run("INSERT INTO about VALUES ('title', ?), ('homepage', ?), ('publisher', ?), ('licence', ?)", s.Config.Title, s.Absolute(""), s.Config.Publisher, s.Config.Licence)
		},
		func() error {
			return run(`CREATE TABLE fields ("table" TEXT, name TEXT, type TEXT, description TEXT, PRIMARY KEY ("table", name))`)
		},
	}
	for _, t := range Tables(s) {
		steps = append(steps, func() error {
			for _, c := range t.Columns {
				if err := run("INSERT INTO fields VALUES (?, ?, ?, ?)", t.Name, c.Name, string(c.Type), c.About(say)); err != nil {
					return err
				}
			}
			if err := run(t.sql()); err != nil {
				return err
			}
			if err := t.insert(ctx, conn); err != nil {
				return fmt.Errorf("fill table %s: %w", t.Name, err)
			}
			return nil
		})
	}
	steps = append(steps,
		func() error {
			return run("CREATE VIRTUAL TABLE search USING fts5(paper UNINDEXED, reference, name, summary, resolution, tokenize = 'unicode61 remove_diacritics 2')")
		},
		func() error {
			return run(`INSERT INTO search SELECT p.id, p.reference, p.name, p.summary, r.resolution FROM papers p
				LEFT JOIN (SELECT paper, group_concat(resolution, char(10) ORDER BY sequence) AS resolution FROM consultations WHERE resolution IS NOT NULL GROUP BY paper) r ON r.paper = p.id
				ORDER BY p.rowid`)
		},
		func() error { return run("INSERT INTO search(search) VALUES ('optimize')") },
		func() error { return run("COMMIT") },
		func() error { return run("VACUUM") })
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func quoted(names []string) string { return `"` + strings.Join(names, `", "`) + `"` }

// sql is the statement that creates the table.
func (t *Table) sql() string {
	var parts []string
	for _, c := range t.Columns {
		part := quoted([]string{c.Name}) + " " + sqlTypes[c.Type]
		if c.Required {
			part += " NOT NULL"
		}
		if c.Refers != "" {
			part += " REFERENCES " + quoted([]string{c.Refers}) + " (id)"
		}
		parts = append(parts, part)
	}
	parts = append(parts, "PRIMARY KEY ("+quoted(t.Key)+")")
	return "CREATE TABLE " + quoted([]string{t.Name}) + " (\n  " + strings.Join(parts, ",\n  ") + "\n)"
}

func (t *Table) insert(ctx context.Context, conn *sql.Conn) error {
	insert, err := conn.PrepareContext(ctx, "INSERT INTO "+quoted([]string{t.Name})+" VALUES (?"+strings.Repeat(", ?", len(t.Columns)-1)+")")
	if err != nil {
		return err
	}
	args := make([]any, len(t.Columns))
	t.each(func(row []value) bool {
		for i, v := range row {
			if args[i], err = v.sql(t.Columns[i].Type); err != nil {
				return false
			}
		}
		_, err = insert.ExecContext(ctx, args...)
		return err == nil
	})
	return errors.Join(err, insert.Close())
}

// sql is the value for the database, nil when it is unknown.
func (v value) sql(t Type) (any, error) {
	switch {
	case t == Integer || t == Boolean:
		if v.known {
			return int64(v.n), nil
		}
		return nil, nil
	case t == List:
		if len(v.list) == 0 {
			return nil, nil
		}
		list, err := json.Marshal(v.list)
		return string(list), err
	case v.text == "":
		return nil, nil
	case t == Number:
		return strconv.ParseFloat(v.text, 64)
	}
	return v.text, nil
}
