package main

import (
	"bufio"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "offenlage/"

// TestHouse holds docs/architecture.md against the imports: what the table
// there does not allow, no package may import.
func TestHouse(t *testing.T) {
	ours, others := tableOfPackages(t)
	dirs, err := filepath.Glob("internal/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		name := filepath.Base(dir)
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			continue // a module of its own
		}
		if _, ok := ours[name]; !ok {
			t.Errorf("docs/architecture.md has no row for the package %s", name)
			continue
		}
		files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, spec := range f.Imports {
				path, _ := strconv.Unquote(spec.Path.Value)
				if inner, ok := strings.CutPrefix(path, module+"generator/internal/"); ok {
					if !slices.Contains(ours[name], inner) {
						t.Errorf("%s imports %s, which docs/architecture.md does not allow", file, inner)
					}
				} else if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
					if !slices.ContainsFunc(others[name], func(allowed string) bool { return strings.Contains(path, allowed) }) {
						t.Errorf("%s imports %s, which docs/architecture.md does not allow", file, path)
					}
				}
				if path == "os" && !slices.Contains([]string{"publish", "build", "validator", "serve", "scaffold", "intake", "oparl", "cli", "bench", "searchbench"}, name) {
					t.Errorf("%s imports os: only what writes touches the disk", file)
				}
			}
		}
	}
	for name := range ours {
		if _, err := os.Stat(filepath.Join("internal", name)); err != nil {
			t.Errorf("docs/architecture.md has a row for %s, which is no package", name)
		}
	}
}

// tableOfPackages reads the rows "| `name` | does | ours | others |".
func tableOfPackages(t *testing.T) (ours, others map[string][]string) {
	t.Helper()
	f, err := os.Open("../docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	ours, others = map[string][]string{}, map[string][]string{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		cells := strings.Split(lines.Text(), "|")
		if len(cells) != 6 || !strings.HasPrefix(strings.TrimSpace(cells[1]), "`") {
			continue
		}
		name := strings.Trim(strings.TrimSpace(cells[1]), "`")
		ours[name] = strings.Fields(cells[3])
		others[name] = strings.Fields(cells[4])
	}
	if len(ours) == 0 {
		t.Fatal("no table found")
	}
	return ours, others
}
