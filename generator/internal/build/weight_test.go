package build

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// TestWeight holds what a reader's phone has to load, compressed: a paper's
// page at most 30 kB beyond its own words, the style 12 kB, the scripts of a
// page 10 kB.
func TestWeight(t *testing.T) {
	_, files := example(t)
	zipped := func(data string) int {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		z.Write([]byte(data))
		z.Close()
		return b.Len()
	}
	if n := zipped(files["assets/site.css"]); n > 12<<10 {
		t.Errorf("the style has %d bytes", n)
	}
	heaviest, name := 0, ""
	for p, data := range files {
		if !strings.HasSuffix(p, ".html") {
			continue
		}
		doc, err := html.Parse(strings.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		scripts := 0
		for n := range doc.Descendants() {
			if n.Data == "script" && n.Type == html.ElementNode {
				scripts += zipped(files[target("/", attr(n, "src"))])
			}
		}
		if scripts > 10<<10 {
			t.Errorf("%s has %d bytes of scripts", p, scripts)
		}
		if strings.HasPrefix(p, "vorlagen/2") {
			if n := zipped(data) - zipped(text(doc)); n > heaviest {
				heaviest, name = n, p
			}
		}
	}
	t.Logf("the heaviest page of a paper is %s with %d bytes beyond its words; the style has %d", name, heaviest, zipped(files["assets/site.css"]))
	if heaviest > 30<<10 || heaviest == 0 {
		t.Errorf("%s has %d bytes beyond its words", name, heaviest)
	}
}
