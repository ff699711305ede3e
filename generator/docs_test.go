package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"offenlage/generator/internal/cli"
	"offenlage/generator/internal/config"
	"offenlage/generator/internal/content"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/render"
)

// TestReference makes sure that docs/reference.md names every key, flag, rule
// and canonical value, and docs/templates.md every template and function.
func TestReference(t *testing.T) {
	reference, err := os.ReadFile("../docs/reference.md")
	if err != nil {
		t.Fatal(err)
	}
	named := func(doc []byte, what, name string) {
		t.Helper()
		if !bytes.Contains(doc, []byte("`"+name+"`")) {
			t.Errorf("the docs do not name the %s `%s`", what, name)
		}
	}
	for _, k := range config.Keys() {
		named(reference, "key of config.toml", k.Path)
	}
	for folder, keys := range content.Keys() {
		section := sectionOf(t, reference, folder)
		for _, k := range keys {
			named(section, "key of "+folder, k.Path)
		}
	}
	for command, flags := range cli.Flags() {
		named(reference, "command", command)
		for _, f := range flags {
			named(reference, "flag of "+command, "--"+f)
		}
	}
	for _, rule := range rules(t) {
		named(reference, "rule", rule)
	}
	for _, x := range council.Roles() {
		named(reference, "role", string(x))
	}
	for _, x := range council.Outcomes() {
		named(reference, "outcome", string(x))
	}
	for _, x := range council.Kinds() {
		named(reference, "kind", string(x))
	}
	for _, x := range council.States() {
		named(reference, "state", string(x))
	}
	templates, err := os.ReadFile("../docs/templates.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(render.Pages(), render.Functions()...) {
		named(templates, "template or function", name)
	}
}

// sectionOf returns the part of a document below the heading "### folder/".
func sectionOf(t *testing.T, doc []byte, folder string) []byte {
	t.Helper()
	_, rest, ok := bytes.Cut(doc, []byte("\n### "+folder+"/"))
	if !ok {
		t.Errorf("docs/reference.md has no section on %s/", folder)
	}
	section, _, _ := bytes.Cut(rest, []byte("\n### "))
	return section
}

var ruleID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// rules finds the ids of all problems that the program can report, in its
// source.
func rules(t *testing.T) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir("internal", func(p string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, 0)
		if err != nil {
			return err
		}
		add := func(e ast.Expr) {
			if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, _ := strconv.Unquote(lit.Value); ruleID.MatchString(s) && !slices.Contains(out, s) {
					out = append(out, s)
				}
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) > 3 && (sel.Sel.Name == "Errorf" || sel.Sel.Name == "Warnf") {
					add(n.Args[0])
				}
			case *ast.KeyValueExpr:
				if id, ok := n.Key.(*ast.Ident); ok && id.Name == "Rule" {
					add(n.Value)
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 20 {
		t.Fatalf("found only %d rules: %v", len(out), out)
	}
	return out
}
