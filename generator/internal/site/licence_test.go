package site

import "testing"

// TestLicence knows a licence by each of its usual spellings and by its
// address, and nothing of one that it does not know.
func TestLicence(t *testing.T) {
	for given, want := range map[string]string{
		"dl-de/by-2-0": "https://www.govdata.de/dl-de/by-2-0", "dl-de-by-2.0": "https://www.govdata.de/dl-de/by-2-0",
		"CC0": "https://creativecommons.org/publicdomain/zero/1.0/", "cc-zero": "https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
		"CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/", "https://creativecommons.org/licenses/by/4.0/": "https://creativecommons.org/licenses/by/4.0/",
		"https://stadt.example/lizenz": "https://stadt.example/lizenz", "Hauslizenz": "", "": "",
	} {
		if l := licence(given); l.URL != want || (l.Name != "") != (want != "") {
			t.Errorf("%q: %+v", given, l)
		}
	}
	if l := licence("https://creativecommons.org/licenses/by/4.0/"); !l.Attribution || l.Catalogue == "" {
		t.Errorf("a licence given by its address is not known: %+v", l)
	}
}
