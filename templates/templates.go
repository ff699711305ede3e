// Package templates embeds the look of a site: page templates, partials,
// static files and the messages of each language. A city replaces a file by
// placing its own at the same path in the templates folder of its site.
package templates

import "embed"

// Files holds the folder as it stands beside this file.
//
//go:embed *.html partials static messages
var Files embed.FS
