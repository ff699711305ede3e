// Offenlage turns a folder of Markdown council papers into a static website
// that a city publishes as open data.
package main

import (
	"os"

	"offenlage/generator/internal/cli"
	"offenlage/templates"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.System(templates.Files)))
}
