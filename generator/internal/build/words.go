package build

import (
	"offenlage/generator/internal/config"
	"offenlage/generator/internal/council"
	"offenlage/generator/internal/diag"
)

// vocabulary turns the city's own words into council's, checking what they
// shall mean.
func vocabulary(cfg *config.Config, problems *diag.List) *council.Vocabulary {
	return council.NewVocabulary(
		meanings(cfg.Roles, "roles", council.Roles(), problems),
		meanings(cfg.Outcomes, "outcomes", council.Outcomes(), problems),
		meanings(cfg.Kinds, "kinds", council.Kinds(), problems))
}

func meanings[T ~string](words map[string]string, table string, known []T, problems *diag.List) map[string]T {
	out := make(map[string]T, len(words))
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	for word, meaning := range words {
		ok := false
		for _, k := range known {
			if string(k) == meaning {
				out[word], ok = k, true
			}
		}
		if !ok {
			hint := "see the list in docs/reference.md"
			if near := diag.Nearest(meaning, names); near != "" {
				hint = "did you mean \"" + near + "\"?"
			}
			problems.Errorf("bad-value", config.File, table+"."+word, hint, "%q is no meaning that a word can have", meaning)
		}
	}
	return out
}

func terms(cfg *config.Config) []*council.Term {
	out := make([]*council.Term, len(cfg.Terms))
	for i, t := range cfg.Terms {
		out[i] = &council.Term{Name: t.Name, From: council.DateOf(t.From), To: council.DateOf(t.To)}
	}
	return out
}
