package check

import (
	"bytes"
	"fmt"

	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
	"offenlage/generator/internal/markdown"
	"offenlage/generator/internal/site"
)

// withheld finds the numbers of withheld papers in what is published. They
// are published nevertheless: only a person knows whether the number alone
// gives something away.
func withheld(s *site.Site, text func(string) ([]byte, error), firstLine func(string) int, problems *diag.List) {
	c := s.Council
	if !c.Hides() {
		return
	}
	found := func(file, key string, line int, where, number string) {
		problems.Add(diag.Problem{Rule: "withheld-cited", Severity: diag.Warning, File: file, Key: key, Line: line,
			Message: fmt.Sprintf("%s names paper %s, which is withheld", where, number), Hint: "take the number out if nobody shall know of it"})
	}
	field := func(file, key, where, value string) {
		for _, number := range markdown.Citations([]byte(value)) {
			if c.Hidden(number) {
				found(file, key, 0, where, number)
			}
		}
	}
	body := func(t council.Text) {
		for _, number := range t.Cites {
			if c.Hidden(number) {
				src, _ := text(t.File) // links says when it cannot be read
				before, _, _ := bytes.Cut(src, []byte(number))
				found(t.File, "", firstLine(t.File)+bytes.Count(before, []byte("\n")), "the text", number)
			}
		}
	}

	for _, p := range c.Papers {
		field(p.File, "title", "the title", p.Title)
		field(p.File, "summary", "the summary", p.Summary)
		if p.Withdrawn != nil {
			field(p.File, "withdrawn.reason", "the reason", p.Withdrawn.Reason)
		}
		if p.Implementation != nil {
			field(p.File, "implementation.report", "the report", p.Implementation.Report)
		}
		for _, f := range p.Files {
			field(p.File, "", "an attachment's title or name", f.Title+" "+f.Name)
		}
		for _, x := range p.Consultations {
			if x.Key == "" {
				continue // an item of an agenda, see below
			}
			field(p.File, x.Key+".result", "the result", x.ResultWords)
			field(p.File, x.Key+".resolution", "the resolution", x.Resolution)
			for i, b := range x.Ballots {
				field(p.File, fmt.Sprintf("%s.ballot[%d].subject", x.Key, i), "a ballot", b.Subject)
			}
		}
	}
	for _, m := range c.Meetings {
		for _, item := range m.Agenda {
			if item.Key == "" {
				continue
			}
			field(m.File, item.Key+".title", "an item of the agenda", item.Title)
			field(m.File, item.Key+".result", "the result", item.ResultWords)
		}
		for _, f := range m.Files {
			field(m.File, "", "an attachment's title or name", f.Title+" "+f.Name)
		}
	}
	for t := range texts(c) {
		body(t)
	}
}
