package markdown

import (
	"fmt"
	"strings"
	"testing"
)

// TestHTML holds the exact output of each rule.
func TestHTML(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"numbers of an agenda", "3. a\n5. b", "<ol start=\"3\">\n<li>a</li>\n<li value=\"5\">b</li>\n</ol>"},
		{"counting", "1. a\n1. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"},
		{"raw block", "<div>\n*a*\n</div>", "<p>&lt;div&gt;\n*a*\n&lt;/div&gt;</p>"},
		{"closed block", "<script>\na\n</script>", "<p>&lt;script&gt;\na\n&lt;/script&gt;</p>"},
		{"raw inline", "a <i>b</i>", "a &lt;i&gt;b&lt;/i&gt;"},
		{"typography", `"a" -- b...`, "&quot;a&quot; -- b..."},
		{"strikethrough", "~~a~~", "<del>a</del>"},
		{"control", "a\x01b\x7fc&#1;d\u0085", "abcd"},
		{"invalid", "a\xffb", "a\uFFFDb"},
		{"entity in address", "[a](x?a=1&amp;copy=2)", `<a href="x?a=1&amp;copy=2">a</a>`},
		{"escape in address", `[a](a\_b.pdf)`, `<a href="a_b.pdf">a</a>`},
		{"title", `[a](x "T<i>")`, `<a href="x" title="T&lt;i&gt;">a</a>`},
		{"external", "[a](https://a.example)", `<a href="https://a.example" rel="noopener noreferrer">a</a>`},
		{"no scheme", "[a](//a.example)", `<a href="//a.example" rel="noopener noreferrer">a</a>`},
		{"backslash", `[a](/\\a.example)`, `<a href="/%5Ca.example" rel="noopener noreferrer">a</a>`},
		{"picture", `![Ein *Plan*](p.png)`, `<img src="p.png" alt="Ein Plan" loading="lazy">`},
		{"picture elsewhere", "![Plan](HTTPS://a.example/p.png)", "Plan"},
		{"disguised", "[a](java&#115;cript&colon;b)", "a"},
		{"disguised by white space", "[a](<java\tscript:b>)", "a"},
		{"unknown scheme", "[a](file:///etc)", "a"},
		{"telephone", "[a](tel:+49221)", `<a href="tel:+49221">a</a>`},
		{"bare", "(https://a.example/x_(y)_z).", `(<a href="https://a.example/x_(y)_z" rel="noopener noreferrer">https://a.example/x_(y)_z</a>).`},
		{"not bare", "www.a.example a@b.example http://a.example xhttps://a.example", "www.a.example a@b.example http://a.example xhttps://a.example"},
		{"mail", "<a@b.example>", `<a href="mailto:a@b.example">a@b.example</a>`},
		{"link in a link", "[<https://a.example>](x)", `<a href="x">https://a.example</a>`},
		{"unused definition", "[1]: Anlage\n\na", "<p>[1]: Anlage</p>\n<p>a</p>"},
		{"used definition", "[1]: /x\n\n[a][1]", "<p><a href=\"/x\">a</a></p>"},
	} {
		if got := Inline(c.src, Options{}); got != c.want {
			t.Errorf("%s: %q gives\n got %s\nwant %s", c.name, c.src, got, c.want)
		}
	}
}

func TestTableLabels(t *testing.T) {
	const table = "\n| a |\n|:-:|\n| b |\n"
	for src, want := range map[string]string{
		table:                             `tabindex="0" role="region" aria-label="Tabelle">`,
		"## Kosten & mehr" + "\n" + table: `aria-label="Kosten &amp; mehr">`,
	} {
		got := Block([]byte(src), Options{TableLabel: "Tabelle"})
		if !strings.Contains(got, want) || !strings.Contains(got, `<th scope="col" class="center">a`) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

// TestFootnotes wants every note, used or not, and ids with the prefix.
func TestFootnotes(t *testing.T) {
	sections, _ := Render([]byte("## A[^1]\n\na[^1] b[^x]\n\n## B\n\nb\n\n---\n\nErika Muster\n\n[^1]: Eins\n[^2]: Zwei\n"), Options{IDPrefix: "p-"})
	if len(sections) != 3 || sections[2].Kind != Signature {
		t.Fatalf("%+v", sections)
	}
	for i, parts := range [][]string{
		{`<sup id="p-fnref:1"><a href="#p-fn:1"`, `id="p-fnref1:1"`, "b[^x]"},
		{`<li id="p-fn:1">`, "Eins", `href="#p-fnref1:1"`, `<li id="p-fn:2">`, "Zwei"},
		{"<p>Erika Muster</p>"},
	} {
		for _, part := range parts {
			if !strings.Contains(sections[i].HTML, part) {
				t.Errorf("no %s in section %d: %s", part, i, sections[i].HTML)
			}
		}
	}
	if strings.Contains(sections[1].HTML, "fnref:2") {
		t.Error("the unused note leads back to nothing")
	}
}

func TestHeadings(t *testing.T) {
	const src = "### Größe\n\na\n\nb\n\n#### Größe\n\n- c\n\n###### d\n\n### Größe\n"
	sections, _ := Render([]byte(src), Options{HeadingLevel: 5, IDPrefix: "x-"})
	var got []string
	for _, s := range sections {
		got = append(got, fmt.Sprint(s.ID, s.Level, s.Paragraphs))
	}
	if strings.Join(got, " ") != "x-groesse5 2 x-groesse-35 0" {
		t.Error(got)
	}
	for _, part := range []string{`<h6 id="x-groesse-2">Größe</h6>`, `<h6 id="x-d">d</h6>`} {
		if !strings.Contains(sections[0].HTML, part) {
			t.Errorf("no %s in %s", part, sections[0].HTML)
		}
	}
	// Two levels may become one; the lower is still inside.
	if sections, _ = Render([]byte("# a\n\n## b\n"), Options{HeadingLevel: 6}); len(sections) != 1 {
		t.Errorf("%+v", sections)
	}
}

func TestKinds(t *testing.T) {
	for heading, want := range map[string]SectionKind{
		"Beschlussentwurf": Resolution, "A. Beschlussvorschlag:": Resolution, "II. Beschluß­vorschlag": Other, "Proposed resolution": Resolution,
		"Antrag": Motion, "Wir beantragen:": Motion, "1.2 Fragen": Question, "Antwort": Answer, "Problembeschreibung": Facts,
		"Sachverhalt / Begründung": Facts, "BEGRÜNDUNG": Reasons, "Stellungnahme der Verwaltung": Statement, "Finanzielle Auswirkungen (brutto)": Finance,
		"Financial implications": Finance, "Auswirkungen auf das Klima": Climate, "Alternativen": Alternatives, "Anlagen": Attachments, "Betreff": Subject,
		"1. A) Kosten": Finance, "Das Antragsverfahren": Other, "": Other, "1.": Other, "Über uns": Other,
	} {
		if got := kindOf(heading); got != want {
			t.Errorf("%q is %q, want %q", heading, got, want)
		}
	}
}

func FuzzCitations(f *testing.F) {
	for _, s := range []string{"DS-Nr. 2021/0541/1", "ÄA-2021/3", "Drucksache 4711 am 16.09.2021", "1/1-/2", "\xff1/22\xe4-3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		seen := map[string]bool{}
		for _, c := range Citations([]byte(src)) {
			if seen[c] || !strings.Contains(src, c) {
				t.Errorf("%q: %q twice or never", src, c)
			}
			seen[c] = true
		}
	})
}
