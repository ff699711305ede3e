// Ask puts questions to the search of a built site, as its readers do, and
// prints the first ten results of each with what they cost:
//
//	go run ./generator/internal/searchtest/ask public Radweg '"neue Brücke" Rhein'
package main

import (
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"offenlage/generator/internal/searchtest"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: ask PUBLIC QUESTION…")
	}
	dir := os.Args[1]
	script, err := os.ReadFile(filepath.Join(dir, "assets", "search.js"))
	if err != nil {
		log.Fatal(err)
	}
	for _, q := range os.Args[2:] {
		c, err := searchtest.NewClient(string(script), func(path string, _ bool) ([]byte, error) {
			return os.ReadFile(filepath.Join(dir, "search", filepath.FromSlash(path)))
		})
		if err != nil {
			log.Fatal(err)
		}
		start := time.Now()
		a, err := c.Ask(searchtest.Question{Q: q})
		if err != nil {
			log.Fatal(err)
		}
		cards, err := c.Cards(a.Docs[:min(10, len(a.Docs))])
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %d with all words, %d requests, %d bytes, %v\n", q, a.Exact, c.Requests, c.Bytes, time.Since(start).Round(time.Millisecond))
		for _, n := range a.Notes {
			fmt.Printf("  (%s %s %v)\n", n.Kind, n.Word, n.Shown)
		}
		for _, card := range cards {
			fmt.Printf("  %-14s %d %s\n", card.Reference, card.Day, card.Title)
		}
	}
}
