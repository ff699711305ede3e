package build

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"offenlage/generator/internal/content"
	"offenlage/generator/internal/searchtest"
)

// targets are what each category of questions must reach.
var targets = map[string]float64{"title": 0.97, "inflected": 0.97, "compound": 0.97, "umlaut": 0.97, "typo": 0.97, "reference": 1, "body": 0.95, "phrase": 0.98}

// TestRelevance asks the search of a real city, with the script that readers
// run, for papers that are known to be there.
func TestRelevance(t *testing.T) {
	dir, out, r := realCity(t)
	var papers []searchtest.Paper
	for _, p := range r.Site.Council.Papers {
		body, err := content.Body(os.DirFS(dir), p.File)
		if err != nil {
			t.Fatal(err)
		}
		papers = append(papers, searchtest.Paper{Reference: p.Reference, Title: p.Title, Text: strings.ReplaceAll(string(body), `\`, "")})
	}
	client := indexOf(tree(t, out)).client(t)
	// RELEVANCE="7 300" asks 300 questions of each category, by seed 7.
	seed, questions := uint64(1), 60
	fmt.Sscan(os.Getenv("RELEVANCE"), &seed, &questions)
	scores, err := searchtest.Measure(searchtest.Queries(papers, seed, questions), func(q string) ([]string, error) { return client.References(q, 10) })
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%-12s %8s %8s %8s %8s", "category", "asked", "first", "in ten", "MRR")
	sum, asked := 0.0, 0
	for _, s := range scores {
		t.Logf("%-12s %8d %8.3f %8.3f %8.3f", s.Category, s.Queries, s.Hit1, s.Hit10, s.MRR)
		for _, q := range s.Misses {
			t.Logf("    missed: %s (%s)", q.Text, q.Target)
		}
		if s.Hit10 < targets[s.Category] {
			t.Errorf("%s: %.3f of the papers are among the first ten, and %.2f should be", s.Category, s.Hit10, targets[s.Category])
		}
		if s.Category == "reference" && s.Hit1 < 1 {
			t.Error("a paper is not first when its number is asked for")
		}
		sum += s.MRR * float64(s.Queries)
		asked += s.Queries
	}
	if mrr := sum / float64(asked); mrr < 0.95 {
		t.Errorf("mean reciprocal rank %.3f, and 0.95 is wanted", mrr)
	}
	topics, err := searchtest.MeasureTopics(searchtest.Topical(), papers, func(q string) ([]string, error) { return client.References(q, 10) })
	if err != nil {
		t.Fatal(err)
	}
	mean := 0.0
	for _, s := range topics {
		t.Logf("%-40s %.2f of %d", s.Text, s.Precision, s.Fitting)
		mean += s.Precision / float64(len(topics))
	}
	t.Logf("40 subjects: precision in the first ten %.3f", mean)
}
