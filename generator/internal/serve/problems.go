package serve

import (
	"html/template"
	"net/http"

	"offenlage/generator/internal/diag"
)

const reloadTag = `<script src="/-/reload.js" defer></script>`

// reloadScript reloads the page when the number of the build changes.
const reloadScript = `let first;
const source = new EventSource("/-/events");
source.onmessage = (event) => {
  if (first !== undefined && event.data !== first) location.reload();
  first = event.data;
};
`

const problemStyle = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; }
li { margin: 0 0 1rem; padding: .5rem 1rem; border-left: .3rem solid #b3261e; background: #b3261e14; overflow-wrap: anywhere; }
li.warning { border-color: #8a6100; background: #8a610014; }
code { font-size: .95em; }
p { margin: .25rem 0; }
`

var problemTemplate = template.Must(template.New("problems").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Problems</title><link rel="stylesheet" href="/-/problems.css"></head>
<body><h1>The site was not built</h1>
<p>Mend the files and save; this page reloads by itself.</p>
{{with .Failure}}<p><strong>{{.}}</strong></p>{{end}}
<ol>{{range .Problems}}<li class="{{.Severity}}"><p><code>{{.File}}{{if .Line}}:{{.Line}}{{end}}</code> {{.Severity}}: {{.Message}}</p>{{with .Hint}}<p>{{.}}</p>{{end}}</li>{{end}}</ol>
` + reloadTag + `</body></html>
`))

// problemPage shows what keeps the site from being built, errors first.
func (s *server) problemPage(w http.ResponseWriter) {
	s.mu.Lock()
	data := struct {
		Failure  error
		Problems []diag.Problem
	}{Failure: s.failure}
	for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
		for _, p := range s.problems {
			if p.Severity == severity && len(data.Problems) < 500 {
				data.Problems = append(data.Problems, p)
			}
		}
	}
	s.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'")
	w.WriteHeader(http.StatusInternalServerError)
	problemTemplate.Execute(w, data)
}
