package oparltree_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"offenlage/generator/internal/intake"
	"offenlage/generator/internal/oparl"
)

// city imports a real city into a new site.
func city(t *testing.T, source string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	write(t, filepath.Join(dir, "config.toml"), "title = \"Karlsruhe\"\nbase_url = \"https://ratsportal.example/\"\nlanguage = \"de\"\n")
	store, err := oparl.Open(os.DirFS(source))
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	texts := filepath.Join(source, "texts")
	_, err = intake.Run(context.Background(), intake.Options{Site: dir, Store: store, Zone: zone, Text: func(_ context.Context, f oparl.Object) string {
		text, err := os.ReadFile(filepath.Join(texts, oparl.Tail(f.ID())+".txt"))
		if err != nil {
			return ""
		}
		return string(text)
	}})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
