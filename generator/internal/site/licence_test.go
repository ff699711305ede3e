package site

import (
	"testing"

	"offenlage/generator/internal/config"
)

// TestLicence knows a licence by each of its usual spellings and by its
// address, and nothing of one that it does not know.
func TestLicence(t *testing.T) {
	for given, want := range map[string]string{
		"dl-de/by-2-0": "https://www.govdata.de/dl-de/by-2-0", "dl-de-by-2.0": "https://www.govdata.de/dl-de/by-2-0",
		"CC0": "https://creativecommons.org/publicdomain/zero/1.0/", "cc-zero": "https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
		"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/4.0/": "https://creativecommons.org/licenses/by/4.0/",
		"https://stadt.example/lizenz": "https://stadt.example/lizenz", "Hauslizenz": "", "": "",
	} {
		s := &Site{Config: &config.Config{Licence: given}}
		l, ok := s.Licence()
		if l.URL != want || s.LicenceURL() != want || ok != (want != "") {
			t.Errorf("%q: %+v, %t", given, l, ok)
		}
	}
	by := (&Site{Config: &config.Config{Licence: "https://creativecommons.org/licenses/by/4.0/"}})
	if l, _ := by.Licence(); !l.Attribution || l.Catalogue == "" {
		t.Errorf("a licence given by its address is not known: %+v", l)
	}
}
