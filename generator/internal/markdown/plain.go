package markdown

import "strings"

// blockEnds are the elements after which a line ends.
var blockEnds = map[string]bool{"p": true, "li": true, "tr": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true,
	"div": true, "blockquote": true, "ul": true, "ol": true, "table": true, "pre": true, "section": true, "dd": true, "dt": true, "br": true, "td": true, "th": true}

var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&amp;", "&")

// Plain is the text of HTML that this package wrote, a block a line.
func Plain(html string) string {
	var b strings.Builder
	b.Grow(len(html))
	for {
		open := strings.IndexByte(html, '<')
		if open < 0 {
			b.WriteString(strings.ReplaceAll(html, "\n", " "))
			break
		}
		b.WriteString(strings.ReplaceAll(html[:open], "\n", " "))
		end := strings.IndexByte(html[open:], '>')
		if end < 0 {
			break
		}
		name := strings.TrimPrefix(html[open+1:open+end], "/")
		if cut := strings.IndexAny(name, " />"); cut >= 0 {
			name = name[:cut]
		}
		if blockEnds[name] && b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
			b.WriteByte('\n')
		}
		html = html[open+end+1:]
	}
	var lines []string
	for line := range strings.Lines(entities.Replace(b.String())) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
