package render

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"

	"offenlage/generator/internal/diag"
)

// loadAssets takes the files of static/. The files of a folder whose name
// ends in ".js" or ".css" are parts of one file, in the order of their names.
// Scripts and styles are published without comments and needless space.
func (r *Renderer) loadAssets(tree Tree, style string, problems *diag.List) {
	parts := map[string][]string{}
	for _, p := range slices.Sorted(maps.Keys(tree)) {
		name, ok := strings.CutPrefix(p, "static/")
		if !ok {
			continue
		}
		if dir, _, inside := strings.Cut(name, "/"); inside && path.Ext(dir) != "" {
			name = dir
		}
		parts[name] = append(parts[name], p)
	}
	m := minify.New()
	m.AddFunc(".js", js.Minify)
	m.AddFunc(".css", css.Minify)
	for name, files := range parts {
		var data []byte
		for _, p := range files {
			data = append(data, tree[p]...)
		}
		if name == "site.css" {
			data = append(data, style...)
		}
		if kind := path.Ext(name); kind == ".js" || kind == ".css" {
			small, err := m.Bytes(kind, data)
			if err != nil {
				problems.Add(diag.Problem{Rule: "template", Severity: diag.Error, File: "templates/" + files[len(files)-1], Message: fmt.Sprintf("it cannot be read: %v", err)})
				continue
			}
			data = small
		}
		r.assets[name] = data
		r.versions[name] = shortHash(data)
	}
}
