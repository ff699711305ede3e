package cli

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"offenlage/templates"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"offenlage": func() { os.Exit(Main(os.Args[1:], System(templates.Files))) },
	})
}

// TestScripts runs each script of testdata as a person would type it.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata", UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != ""})
}
