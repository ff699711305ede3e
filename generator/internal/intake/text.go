package intake

import (
	"cmp"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"offenlage/generator/internal/content"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/forms"
	"offenlage/generator/internal/front"
)

// Text writes the content file of a paper that exists only as text, and
// returns its path. What the text does not say for certain stands in comments.
// name is the file that the text came from; a content file that is there
// already is an error.
func Text(site, name string, f forms.Form) (file string, err error) {
	stem := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
	year, id := "", cmp.Or(council.Slug(f.Reference), council.Slug(stem), "vorlage")
	date := f.MotionDate
	for _, s := range f.Stations {
		date = cmp.Or(date, s.Date)
	}
	if len(f.Reference) > 4 && f.Reference[4] == '/' {
		year = f.Reference[:4]
	} else if len(date) > 4 {
		year = date[:4]
	}
	file = path.Join(content.Dir, "papers", year, id+".md")
	full := filepath.Join(site, filepath.FromSlash(file))
	if _, err := os.Stat(full); err == nil {
		return file, errors.New(file + " is there already; it stays as it is")
	}
	return file, save(full, document(f).Bytes())
}

// document is the content file of a form.
func document(f forms.Form) *front.Doc {
	d := &front.Doc{Body: []byte(f.Body)}
	doubts := ""
	for _, u := range f.Uncertain {
		doubts += "# uncertain: " + strings.Join(strings.Fields(u), " ") + "\n"
	}
	set := func(name, text string) {
		if text == "" {
			return
		}
		d.Keys = append(d.Keys, front.Set(name, front.Quote(strings.Join(strings.Fields(text), " "))))
	}
	missing := func(name, text string) {
		if text == "" {
			doubts += "# " + name + " is not in the text: add it\n"
		}
		set(name, text)
	}
	missing("reference", f.Reference)
	missing("title", f.Title)
	missing("type", f.Type)
	if f.Public {
		d.Keys = append(d.Keys, front.Set("public", "true"))
	} else {
		d.Keys = append(d.Keys, front.Set("public", `false # the text does not say "öffentlich"; true, once everybody may read it`))
	}
	if f.MotionDate != "" {
		d.Keys = append(d.Keys, front.Set("date", f.MotionDate))
	}
	if len(f.Originators) > 0 {
		d.Keys = append(d.Keys, front.Set("originators", front.List(f.Originators)))
	}
	set("lead", f.Lead)
	set("signed_by", f.SignedBy)
	if len(d.Keys) > 0 {
		d.Keys[0].Text = doubts + d.Keys[0].Text
	}
	for _, s := range f.Stations {
		keys := []front.Key{front.Set("committee", front.Quote(s.Committee))}
		if s.Date != "" {
			keys = append(keys, front.Set("date", s.Date))
		}
		if s.Item != "" {
			keys = append(keys, front.Set("agenda_item", front.Quote(s.Item)))
		}
		if s.Result != "" {
			keys = append(keys, front.Set("result", front.Quote(s.Result)))
		}
		t := table("consultation", true, "", keys...)
		var votes []front.Key
		for i, n := range []int{s.Yes, s.No, s.Abstain} {
			if n >= 0 {
				votes = append(votes, front.Set([]string{"yes", "no", "abstain"}[i], strconv.Itoa(n)))
			}
		}
		if len(votes) > 0 {
			t.Inside = []*front.Table{{Name: "consultation.vote", Head: "[consultation.vote]\n", Keys: votes}}
		}
		d.Tables = append(d.Tables, t)
	}
	return d
}
