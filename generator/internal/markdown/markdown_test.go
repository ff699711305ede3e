package markdown

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func outline(src string, o Options) string {
	sections, _ := Render([]byte(src), o)
	var parts []string
	for _, s := range sections {
		parts = append(parts, fmt.Sprintf("%s#%s(%s)", s.Title, s.ID, s.Kind))
	}
	return strings.Join(parts, " ")
}

func TestSections(t *testing.T) {
	for src, want := range map[string]string{
		"":      "",
		"Text.": "#()",
		"## Beschlussvorschlag\na\n\n## Sachverhalt\nb":                "Beschlussvorschlag#beschlussvorschlag(resolution) Sachverhalt#sachverhalt(facts)",
		"Vorab\n\n# Antrag\na\n\n## Begründung\nb":                     "#() Antrag#antrag(motion)", // only the uppermost level splits
		"## 1. Sachverhalt / Begründung:\na\n\n## Sachverhalt\n\nb":    "1. Sachverhalt / Begründung:#1-sachverhalt-begruendung(facts) Sachverhalt#sachverhalt(facts)",
		"## Kosten\na\n\n## Kosten\nb":                                 "Kosten#kosten(finance) Kosten#kosten-2(finance)",
		"**Beschlussentwurf:**\n\nText.\n\n**Sachdarstellung:** Mehr.": "Beschlussentwurf#beschlussentwurf(resolution) Sachdarstellung#sachdarstellung(facts)",
		"## Kosten\n### Kosten\na\n\n**Kosten:** b":                    "Kosten#kosten(finance) Kosten#kosten-3(finance)",
		"**Betreff:** Radweg\nAntrag vom 1.":                           "Betreff#betreff(subject)",
		"**Wichtig:** kein Abschnitt.":                                 "#()",
		"**Antrag** der Fraktion":                                      "#()", // bold words in a sentence are no heading
		"## Anfrage\nF\n\n---\n\nErika Muster\nBürgermeisterin":        "Anfrage#anfrage(question) #(signature)",
		"a\n\n---\n\nEin ganzer Satz ist keine Unterschrift.":          "#()",
	} {
		if got := outline(src, Options{HeadingLevel: 2}); got != want {
			t.Errorf("%q:\n got %s\nwant %s", src, got, want)
		}
	}
}

// TestNothingIsLost looks for every word of a paper that was typed into the
// form of a real city.
func TestNothingIsLost(t *testing.T) {
	const src = "\n\n**Vorlage, DS-Nr. 2026/0001**\n\nöffentlich\n\nBeratungsfolge\tSitzung am:\tJa\tNein\tEnth.\nBauausschuss\t16.09.2026\t\t\t\n\n" +
		"**Betreff:** Radweg  \nAntrag der Fraktion\n\n**Beschlussentwurf:**\n\nDer Weg wird gebaut.\n\n**Sachdarstellung:**\n\nEr ist <b>lang</b> & breit.\n\n---\n\nErika Muster  \nBürgermeisterin\n"
	sections, _ := Render([]byte(src), Options{HeadingLevel: 2})
	all := ""
	for _, s := range sections {
		all += s.Title + " " + s.HTML
	}
	for _, word := range strings.Fields("Vorlage, 2026/0001 öffentlich Beratungsfolge Enth. Bauausschuss 16.09.2026 Betreff Radweg Fraktion Beschlussentwurf gebaut. Sachdarstellung &lt;b&gt;lang&lt;/b&gt; &amp; Erika Bürgermeisterin") {
		if !strings.Contains(all, word) {
			t.Errorf("%s is lost in %s", word, all)
		}
	}
}

func TestSafe(t *testing.T) {
	for _, src := range []string{
		"<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))",
		"[x](&#106;avascript:alert(1))", "[x](\x01javascript:alert(1))", "[x](data:text/html,<script>)", "[x](vbscript:x)", "![x](javascript:alert(1))", "<javascript:alert(1)>",
		"![bild](https://elsewhere.example/x.png)", "[x]: javascript:alert(1)\n\n[x]", "<!-- <script> -->", "<a href=\"javascript:alert(1)\">x</a>", "| a |\n|:-:|\n| <script> |",
	} {
		checkHTML(t, src, Block([]byte(src), Options{HeadingLevel: 2}))
	}
}

func checkHTML(t *testing.T, src, out string) {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if strings.ContainsFunc(n.Data, control) {
			t.Errorf("%q gives a control character: %q", src, n.Data)
		}
		if n.Type == html.CommentNode {
			t.Errorf("%q gives a comment: %s", src, out)
		}
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "style", "iframe", "object", "embed", "form", "svg", "link", "meta", "base":
			if n.Data != "base" {
				t.Errorf("%q gives <%s>: %s", src, n.Data, out)
			}
		}
		for _, a := range n.Attr {
			if a.Key == "id" {
				if ids[a.Val] {
					t.Errorf("%q gives two #%s: %s", src, a.Val, out)
				}
				ids[a.Val] = true
			}
			value := strings.ToLower(strings.TrimSpace(a.Val))
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") || strings.HasPrefix(value, "vbscript:") {
				t.Errorf("%q gives %s=%q: %s", src, a.Key, a.Val, out)
			}
			if n.Data == "img" && a.Key == "src" && strings.HasPrefix(value, "http") {
				t.Errorf("%q asks another host: %s", src, out)
			}
		}
	}
}

func TestInlineAndTables(t *testing.T) {
	for src, want := range map[string]string{
		"Kurz **fett**.": "Kurz <strong>fett</strong>.",
		"a\n\nb":         "<p>a</p>\n<p>b</p>",
	} {
		if got := Inline(src, Options{}); got != want {
			t.Errorf("%q gives %q, want %q", src, got, want)
		}
	}
	got := Block([]byte("| Jahr | Kosten |\n|---|---:|\n| 2026 | 5 |"), Options{})
	for _, part := range []string{`<div class="table" tabindex="0"><table>`, `<th scope="col">Jahr</th>`, `<th scope="col" class="right">Kosten</th>`, `<td class="right">5</td>`, "</tbody>"} {
		if !strings.Contains(got, part) {
			t.Errorf("no %s in %s", part, got)
		}
	}
}

func TestCiteAndLinks(t *testing.T) {
	o := Options{Cite: func(n string) string {
		if n == "2024/0004" || n == "24562" {
			return "/p/"
		}
		return ""
	}}
	got := Block([]byte("Siehe 2024/0004, `2024/0004` und [2024/0004](https://a.example/), nicht 2024/0005."), o)
	if strings.Count(got, `href="/p/"`) != 1 || !strings.Contains(got, `<a href="/p/">2024/0004</a>,`) {
		t.Error(got)
	}
	links := Links([]byte("[a](x.md)\n\n![b](y.png) <https://c.example/>\n\n[d]\n\n[d]: z.md\n"))
	if fmt.Sprint(links) != "[{x.md 1} {y.png 3} {https://c.example/ 3} {z.md 7}]" {
		t.Error(links)
	}
	for src, want := range map[string]string{
		"DS-Nr. 2021/0541 und 2021-0541/1":                       "2021/0541 2021-0541/1",
		"Vorlage BV-2023-017, AN/0123/2022":                      "BV-2023-017 AN/0123/2022",
		"Drucksache 4711, Nr. 24562.":                            "4711 24562",
		"am 16.09.2021 um 12:30, 3/4, Nr. 7, Tel. 0721 133-2044": "133-2044",
		"2024/0004 2024/0004":                                    "2024/0004",
	} {
		if got := strings.Join(Citations([]byte(src)), " "); got != want {
			t.Errorf("%q: %q, want %q", src, got, want)
		}
	}
}

// TestExplosive feeds nesting that takes parsers quadratic time.
func TestExplosive(t *testing.T) {
	for _, unit := range []string{"[", ">", "![", "*a_", "(", "`", "<!--", "- ", "1) ", "[a](", "[a](<b", "~~", "**", "[a]: b\n", "[^a]", "[^a]: b\n\n", "https://a.example/)", "> > > > > > > > > > > > a\n"} {
		src := strings.Repeat(unit, 1<<19/len(unit))
		if out := Block([]byte(src), Options{}); len(out) == 0 {
			t.Errorf("%q: nothing is left", unit)
		}
	}
	// Rows are filled up to the width of the head: 10,000 times 100,000 cells.
	wide := strings.Repeat("|a", 10_000) + "\n" + strings.Repeat("|-", 10_000) + "\n" + strings.Repeat("|\n", 100_000)
	if out := Block([]byte(wide), Options{}); len(out) > 2*len(wide) {
		t.Errorf("a table grows from %d to %d bytes", len(wide), len(out))
	}
	list := strings.Repeat("- Ein *Punkt* (mit [Link](x)), z. B. 1.234,56 €.\n", 1000)
	if out := Block([]byte(list), Options{}); strings.Count(out, "<li>") != 1000 {
		t.Error("a long list is taken for an attack")
	}
}

func TestText(t *testing.T) {
	if got := Text([]byte("## Über\n\nEin *Satz* mit [Link](x).\n\n- a\n- b")); got != "Über Ein Satz mit Link. ab" && got != "Über Ein Satz mit Link. a b" {
		t.Errorf("%q", got)
	}
}

func FuzzRender(f *testing.F) {
	for _, s := range []string{"# a\n\n**Antrag:** b\n\n---\nX", "[a](javascript:x)", "<b onclick=x>", "| a |\n|--|\n| b |", "2024/0004", "> > > a\n\n- [x](y)", "~~a~~\x00\xff", "a[^1]\n\n[^1]: b\n[^2]: https://c.example/", "[1]: /x\n[1]: /y\n\n[a][1] &#1;", "# a[^1]\n\n## A\n\n[^1]: b\n\n---\n\nc"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		sections, err := Render([]byte(src), Options{HeadingLevel: 2, IDPrefix: "p-", Cite: func(string) string { return "/x/" }})
		if err != nil {
			t.Fatal(err)
		}
		all := ""
		for _, s := range sections {
			if s.ID != "" {
				all += "<h2 id=\"" + s.ID + "\">" + html.EscapeString(s.Title) + "</h2>"
			}
			all += s.HTML
		}
		checkHTML(t, src, all)
		Links([]byte(src))
		Text([]byte(src))
		Citations([]byte(src))
	})
}

func BenchmarkRender(b *testing.B) {
	src := []byte(strings.Repeat("## Sachverhalt\nDie Verwaltung hat nach DS-Nr. 2021/0541 drei Varianten geprüft und empfiehlt die erste.\n\n", 50))
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		Render(src, Options{HeadingLevel: 2})
	}
}

// TestDocument keeps in a text what people count by.
func TestDocument(t *testing.T) {
	for src, want := range map[string]string{
		"Erstens:\n\n3. eins\n5. zwei\n   - tief\n\nEnde": "Erstens:\n3. eins\n5. zwei\n- tief\nEnde",
		"1. lose\n\n2. Liste\n\n   zweiter Absatz":        "1. lose\n2. Liste\nzweiter Absatz",
		"- a\n- b & <c>": "- a\n- b & <c>",
		"| Jahr | Euro |\n|---|---:|\n| 2026 | 1 |\n| 2027 | 2 |\n\nEnde": "Jahr | Euro\n2026 | 1\n2027 | 2\nEnde",
		"0. null": "0. null",
	} {
		if got := Document(Block([]byte(src), Options{})); got != want {
			t.Errorf("%q gives %q, want %q", src, got, want)
		}
	}
}
