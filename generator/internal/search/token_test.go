package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTokens(t *testing.T) {
	for _, test := range []struct {
		text string
		html bool
		want string // words with | at the ends of lines
	}{
		{"Der Radweg, neu.", false, "Der Radweg neu|"},
		{"<p>Rad&amp;Weg</p><p>zwei</p>", true, "|Rad Weg| |zwei| |"},
		{"Bürger*innen und Bürger:innen, Bürger_innen; TOP:Information", false, "Bürgerinnen und Bürgerinnen Bürgerinnen TOP Information|"},
		{"Straßen\u00adbahn", false, "Straßenbahn|"},
		{"Straßen-\nbahn, Ein- und Ausgang, Haupt-\nund Finanzausschuss", false, "Straßenbahn Ein und Ausgang Haupt und Finanzausschuss|"},
		{"a\n\nb", false, "a| b|"},
		{"2021/0541 § 4 m² 🙂", false, "2021 0541 4 m|"},
		{"<a href=\"https://example.org/x\">Wort</a>", true, "Wort|"},
		{"<unclosed", true, ""},
		{"&notanentity and &auml;", true, "notanentity and|"},
		{"\xff\xfeWort\xff", false, "Wort|"},
		{"Mu\u0308ller", false, "Mu\u0308ller|"},
	} {
		var b strings.Builder
		tokens(test.text, test.html, func(w string) { b.WriteString(w + " ") }, func() {
			s := strings.TrimSuffix(b.String(), " ")
			b.Reset()
			b.WriteString(s + "| ")
		})
		got := strings.TrimSpace(b.String())
		if strings.Trim(got, "| ") == "" {
			got = ""
		}
		if strings.Join(strings.FieldsFunc(got, func(r rune) bool { return r == ' ' || r == '|' }), " ") != strings.Join(strings.FieldsFunc(test.want, func(r rune) bool { return r == ' ' || r == '|' }), " ") {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}

func TestSearchable(t *testing.T) {
	for w, want := range map[string]bool{"a": false, "ä": false, "5": true, "ab": true, "äb": true, "12345": true, "123456": false, "a123456": true, strings.Repeat("x", 49): false} {
		if searchable(w) != want {
			t.Errorf("%q: %v", w, !want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"<p>Bürger*innen</p>", "a-\nb", "&amp;", "<", "\u00ad", "\xc3", "x\u00ad", "*in", "ä*in"} {
		f.Add(s, true)
		f.Add(s, false)
	}
	f.Fuzz(func(t *testing.T, text string, html bool) {
		size := 0
		tokens(text, html, func(w string) {
			size += len(w)
			if w == "" || strings.ContainsAny(w, " \n<>&\"") || utf8.ValidString(text) && !utf8.ValidString(w) {
				t.Errorf("%q gives the word %q", text, w)
			}
		}, func() {})
		if size > len(text) {
			t.Errorf("%q gives words of %d bytes", text, size)
		}
	})
}

func TestReferenceForm(t *testing.T) {
	for reference, want := range map[string]string{
		"2021/0541": "2021/541", "DS-Nr. 2021-0541": "2021/541", "vorlage 2021 0541/1": "2021/541/1", "BV/0012/2020": "bv/12/2020",
		"0000": "0000", "V 17": "v/17", "": "", "Ö-3": "o/3",
	} {
		if got := ReferenceForm(reference); got != want {
			t.Errorf("%q: %q, want %q", reference, got, want)
		}
	}
}

func FuzzReferenceForm(f *testing.F) {
	f.Add("2021/0541")
	f.Fuzz(func(t *testing.T, s string) {
		if got := ReferenceForm(s); strings.ContainsAny(got, " -.") {
			t.Errorf("%q: %q", s, got)
		}
	})
}

// TestLists writes a list and reads it again.
func TestLists(t *testing.T) {
	list := []hit{{doc: 0, score: 1}, {doc: 1, score: 31, title: true}, {doc: 300, score: 7, annex: 3}, {doc: 100000, score: 2, title: true, annex: 15}}
	want := []byte{0, 1, 0, 31 | 32, 0xaa, 2, 7 | 64, 3, 0xf3, 0x8a, 6, 2 | 32 | 64, 15}
	if got := appendHits(nil, list); string(got) != string(want) {
		t.Errorf("% x, want % x", got, want)
	}
	if got := appendWord(nil, "strassen", "strasse"); string(got) != "\x07\x00" {
		t.Errorf("%q", got)
	}
	if got := appendWord(nil, "öl", "ölbaum"); string(got) != "\x02\x04baum" {
		t.Errorf("%q", got)
	}
	if got := appendWord(nil, "", "ab"); string(got) != "\x00\x02ab" {
		t.Errorf("%q", got)
	}
}

func TestBest(t *testing.T) {
	list := []hit{{doc: 1, score: 5}, {doc: 2, score: 9}, {doc: 3, score: 1, title: true}, {doc: 4, score: 9}}
	got := best(list, 2)
	if len(got) != 2 || got[0].doc != 3 || got[1].doc != 4 {
		t.Errorf("%v", got)
	}
}

func TestFileName(t *testing.T) {
	for term, want := range map[string]string{"stadt": "t-stadt.bin", "con": "t-con.bin", "#2021/541": "", "öl": ""} {
		if got := fileName(term); got != want {
			t.Errorf("%s: %s, want %s", term, got, want)
		}
	}
}

func TestTeaser(t *testing.T) {
	if got := teaser("<p>Der Rat <em>beschließt</em> &amp; <a href=\"x\">dankt</a>.</p><ul><li>Eins</li><li>Zwei</li></ul>"); got != "Der Rat beschließt & dankt. Eins Zwei" {
		t.Errorf("%q", got)
	}
	long := shorten(strings.Repeat("Wort ", 100))
	if len(long) > teaserLength+5 || !strings.HasSuffix(long, "Wort …") {
		t.Errorf("%q", long)
	}
	if got := shorten(strings.Repeat("ä", 200)); !utf8.ValidString(got) {
		t.Errorf("%q", got)
	}
}
