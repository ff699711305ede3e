package front

import (
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

const sample = `+++
# Von Hand
title = "A # b [c"   # bleibt
topics = [
  "Rad", # eins
  "Weg]",
]
summary = """
Zwei
+++
[Zeilen] = 3
"""

[[consultation]]
committee = 'Rat "x"'
[consultation.vote]
yes = 3
[[consultation.vote.faction]]
name = "A"

# die zweite
[[consultation]]
committee = "Bau"
[oparl]
id = "https://x/1"
# Schluss
+++
Text
+++
`

func TestRoundTrip(t *testing.T) {
	d, err := Parse([]byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(d.Bytes()); got != sample {
		t.Errorf("put together it is\n%s", got)
	}
	var names []string
	for _, k := range d.Keys {
		names = append(names, k.Name)
	}
	if got := strings.Join(names, " "); got != "title topics summary" {
		t.Errorf("keys: %s", got)
	}
	if len(d.Tables) != 3 || len(d.Tables[0].Inside) != 1 || len(d.Tables[0].Inside[0].Inside) != 1 || d.Tables[2].Name != "oparl" {
		t.Errorf("tables: %+v", d.Tables)
	}
	if got := Text(d.Tables[2].Keys, "id"); got != "https://x/1" {
		t.Errorf("id: %q", got)
	}
	if string(d.Body) != "Text\n+++\n" {
		t.Errorf("body: %q", d.Body)
	}
}

func TestBad(t *testing.T) {
	for _, src := range []string{"", "---\na: b\n---\n", "+++\na = 1\n", "+++\na = \"\"\"\n+++\n"} {
		if _, err := Parse([]byte(src)); err == nil {
			t.Errorf("%q was taken", src)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("+++\na = [\n[b]\n+++\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := Parse(src)
		if err != nil {
			return
		}
		again, err := Parse(d.Bytes())
		if err != nil || string(again.Bytes()) != string(d.Bytes()) {
			t.Errorf("%q is not stable: %v", src, err)
		}
	})
}

func FuzzQuote(f *testing.F) {
	f.Add("a \"b\" \\ c\nd\t\x00")
	f.Fuzz(func(t *testing.T, s string) {
		var got struct{ A string }
		if _, err := toml.Decode("a = "+Quote(s)+"\n", &got); err != nil {
			t.Errorf("%q: %v", s, err)
		}
		var all struct{ A []string }
		if _, err := toml.Decode("a = "+List([]string{s, s})+"\n", &all); err != nil || len(all.A) != 2 {
			t.Errorf("%q: %v", s, err)
		}
	})
}
