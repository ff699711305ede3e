package oparltree_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"offenlage/generator/internal/build"
)

const another = `+++
reference = "2026/9999"
title = "Noch eine Vorlage"
type = "Antrag"
public = true
date = 2026-11-20

[[consultation]]
committee = "Rat der Stadt Auenfurt"
date = 2026-11-19
result = "beschlossen"
+++
Der Rat möge beschließen.
`

// changed lists the files that differ between two folders, new ones with a
// plus.
func changed(t *testing.T, before, after map[string]string) (out []string) {
	t.Helper()
	for name, data := range after {
		if old, ok := before[name]; !ok {
			out = append(out, "+"+name)
		} else if old != data {
			out = append(out, name)
		}
	}
	for name := range before {
		if _, ok := after[name]; !ok {
			out = append(out, "-"+name)
		}
	}
	slices.Sort(out)
	return out
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(p, ".") {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, p))
		out[p] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestOneMore adds a paper: of the tree, only its own objects, the sitting
// that dealt with it, and the pages of lists that hold these change.
func TestOneMore(t *testing.T) {
	dir, out := site(t, ""), t.TempDir()
	run(t, build.Options{Dir: dir, Out: out, Remember: true})
	before := contents(t, out)
	write(t, filepath.Join(dir, "content/papers/2026/9999.md"), another)
	run(t, build.Options{Dir: dir, Out: out, Remember: true, Now: now.Add(time.Hour)})
	all := changed(t, before, contents(t, out))
	var tree []string
	for _, name := range all {
		if strings.HasPrefix(strings.TrimLeft(name, "+-"), "oparl/") {
			tree = append(tree, strings.Replace(name, "oparl/v1.1/", "", 1))
		}
	}
	want := strings.Fields(`+agendaitem/2026-11-19-rat_2026-9999.json +consultation/2026-9999_2026-11-19-rat.json +file/paper_2026-9999_vorlage.text.txt.json +paper/2026-9999.json
		agendaitem.json agendaitem/seite/2.json consultation.json file.json meeting.json meeting/2026-11-19-rat.json meeting/organization/rat.json paper.json`)
	if !slices.Equal(tree, want) {
		t.Errorf("of the tree changed\n%s\nwant\n%s", strings.Join(tree, "\n"), strings.Join(want, "\n"))
	}
	t.Logf("one more paper changes %d of %d files, of them %d of the tree", len(all), len(before), len(tree))
}

// TestDocs makes sure that docs/oparl.md names every property of our own and
// every key of a vote.
func TestDocs(t *testing.T) {
	docs, err := os.ReadFile("../../../docs/oparl.md")
	if err != nil {
		t.Fatal(err)
	}
	src, err := os.ReadFile("types.go")
	if err != nil {
		t.Fatal(err)
	}
	_, votes, _ := strings.Cut(string(src), "type voteEvent struct {")
	votes, _, _ = strings.Cut(votes, "\n}")
	names := regexp.MustCompile(`json:"(offenlage:\w+)`).FindAllStringSubmatch(string(src), -1)
	names = append(names, regexp.MustCompile(`json:"(\w+)`).FindAllStringSubmatch(votes, -1)...)
	if len(names) < 30 {
		t.Fatalf("found only %v", names)
	}
	for _, m := range names {
		if !strings.Contains(string(docs), "`"+m[1]+"`") {
			t.Errorf("docs/oparl.md does not name `%s`", m[1])
		}
	}
}
