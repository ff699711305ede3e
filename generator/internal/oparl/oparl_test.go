package oparl

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

func object(t *testing.T, data string) Object {
	t.Helper()
	o, err := Parse([]byte(data))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// TestGetters reads values as endpoints write them.
func TestGetters(t *testing.T) {
	o := object(t, "\xef\xbb\xbf"+`{"id": "https://x/1/", "type": "https://schema.oparl.org/1.0/Paper", "name": " Ein\u00a0Titel \n mit Zeilen ", "reference": 4711,
	  "none": "N/A", "null": null, "deleted": "true", "one": "a", "many": ["a", "", null, "b", 3], "ref": {"id": "https://x/2"}, "refs": ["https://x/3", {"id": "https://x/4"}, 5, {}],
	  "obj": {"id": "https://x/2", "name": "zwei"}, "size": "12"}`)
	for _, c := range []struct{ what, got, want string }{
		{"id", o.ID(), "https://x/1/"},
		{"type", o.Type(), "Paper"},
		{"name", o.Line("name"), "Ein Titel mit Zeilen"},
		{"number", o.String("reference"), "4711"},
		{"nothing", o.String("none") + o.String("null") + o.String("missing"), ""},
		{"one", fmt.Sprint(o.Strings("one")), "[a]"},
		{"many", fmt.Sprint(o.Strings("many")), "[a b 3]"},
		{"ref", o.Ref("ref"), "https://x/2"},
		{"refs", fmt.Sprint(o.Refs("refs")), "[https://x/3 https://x/4 5]"},
		{"objects", fmt.Sprintf("%d %d %s", len(o.Objects("refs")), len(o.Objects("obj")), o.Objects("obj")[0].Line("name")), "2 1 zwei"},
		{"deleted", fmt.Sprint(o.Deleted()), "true"},
		{"tail", Tail(o.ID()), "1"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
	if n, ok := o.Int("size"); n != 12 || !ok {
		t.Errorf("size: %d", n)
	}
}

func TestTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	for in, want := range map[string]string{
		"2026-03-05":                  "2026-03-05T00:00:00+01:00",
		"2026-07-05T17:00":            "2026-07-05T17:00:00+02:00",
		"2026-07-05 17:00:30":         "2026-07-05T17:00:30+02:00",
		"2026-07-05T17:00:00Z":        "2026-07-05T19:00:00+02:00",
		"2026-07-05T17:00:00+0200":    "2026-07-05T17:00:00+02:00",
		"2026-07-05T17:00:00.5+02:00": "2026-07-05T17:00:00+02:00",
		"1970-01-01T00:00:00Z":        "",
		"2026-02-30":                  "",
		"gestern":                     "",
		"":                            "",
	} {
		got := ""
		if t, ok := parseTime(in, berlin); ok {
			got = t.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestParse(t *testing.T) {
	for in, says := range map[string]string{
		"":                                     "empty",
		"<html>":                               "web page",
		"[1]":                                  "a list came",
		"{":                                    "no JSON object",
		strings.Repeat("[", 1_000_000):         "nested more than 64",
		`{"a":` + strings.Repeat(`{"a":`, 100): "nested more than 64",
	} {
		if _, err := Parse([]byte(in)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.20q: %v", in, err)
		}
	}
	if o := object(t, "{\"name\": \"Gr\xf6\xdfe\x01\n\"}"); o.Line("name") != "Größe" {
		t.Errorf("Windows-1252 and control characters: %q", o.Line("name"))
	}
}

func TestStore(t *testing.T) {
	s, err := Open(fstest.MapFS{
		"a/1.json":     {Data: []byte(`{"id": "p2", "type": "x/Paper", "name": "zwei", "consultation": [{"id": "c1", "role": "Beratung"}]}`)},
		"a/list.json":  {Data: []byte(`[{"id": "p1", "type": "x/Paper", "name": "alt"}, {"id": "o1", "type": "x/Organization"}, {}]`)},
		"b/page.json":  {Data: []byte("\n{\"links\": {\"next\": \"\"}, \"data\": [{\"id\": \"p1\", \"type\": \"x/Paper\", \"name\": \"neu\"},\n {\"id\": \"m1\", \"type\": \"x/Meeting\", \"agendaItem\": [{\"id\": \"i1\", \"name\": \"Punkt [\\\"x\\\"}\"}]}]}")},
		"c/html.json":  {Data: []byte(`<html>`)},
		"c/cut.json":   {Data: []byte(`{"id": "p9", "type": `)},
		"c/none.json":  {Data: []byte(`{"a": 1}`)},
		".hidden.json": {Data: []byte(`{"id": "p8", "type": "x/Paper"}`)},
		"readme.txt":   {Data: []byte(`{"id": "p7", "type": "x/Paper"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	if err := s.Each("Paper", func(o Object) bool { names = append(names, o.ID()+" "+o.Line("name")); return true }); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(names, ", "); got != "p1 neu, p2 zwei" {
		t.Errorf("papers: %s", got)
	}
	if o, ok := s.Find("i1"); !ok || o.Line("name") != `Punkt ["x"}` {
		t.Errorf("an item inside a sitting: %v %q", ok, o.Line("name"))
	}
	if o, ok := s.Find("c1"); !ok || o.Line("role") != "Beratung" {
		t.Errorf("a station inside a paper: %v", ok)
	}
	if _, ok := s.Find("p9"); ok {
		t.Error("a cut object was found")
	}
	if len(s.Odd) != 3 {
		t.Errorf("odd: %s", strings.Join(s.Odd, "; "))
	}
	if s.Count("Paper") != 2 {
		t.Errorf("%d papers", s.Count("Paper"))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"id": "x", "type": "y/Paper", "many": ["a", {"id": "b"}, {"name": "c"}, 3], "obj": {"id": 3}}`))
	f.Add([]byte("{\"a\": \"\xff\x00\"}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := Parse(data)
		if err != nil {
			return
		}
		for _, k := range o.Keys() {
			o.Line(k)
			o.Strings(k)
			o.Refs(k)
			o.Bool(k)
			o.Int(k)
			o.Time(k, time.UTC)
			o.Objects(k)
			o.Items(k)
		}
		if again, err := Parse(o.JSON()); err != nil || string(again.JSON()) != string(o.JSON()) {
			t.Errorf("%q is not stable: %v", data, err)
		}
	})
}

func FuzzStore(f *testing.F) {
	f.Add([]byte(`[{"id": "a", "type": "x/Paper"}, {"id": "a", "type": "x/Paper", "consultation": [{"id": "b"}]}]`))
	f.Add([]byte(`{"data": [{"id": "a", "type": "x/Meeting"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Open(fstest.MapFS{"x.json": {Data: data}})
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range []string{"Paper", "Meeting"} {
			n := 0
			if err := s.Each(kind, func(o Object) bool { n++; s.Find(o.ID()); return true }); err != nil {
				t.Errorf("%q: %v", data, err)
			}
			if n != s.Count(kind) {
				t.Errorf("%q: %d objects, counted %d", data, n, s.Count(kind))
			}
		}
	})
}

func FuzzPage(f *testing.F) {
	f.Add([]byte(`{"data": [{"id": "a"}], "links": {"next": "x"}, "pagination": {"totalElements": 3}}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) { parsePage(data) })
}
