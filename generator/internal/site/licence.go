package site

import "strings"

// Licence is a licence of data as catalogues and readers know it.
type Licence struct {
	Name string // in full
	URL  string // of its text
	// Catalogue is its address in the list of DCAT-AP.de
	// (https://www.dcat-ap.de/def/licenses/).
	Catalogue string
}

// licences by what config.toml may call them, in lower case.
var licences = map[string]Licence{
	"dl-de/by-2-0":   {"Datenlizenz Deutschland – Namensnennung – Version 2.0", "https://www.govdata.de/dl-de/by-2-0", "http://dcat-ap.de/def/licenses/dl-by-de/2.0"},
	"dl-de/zero-2-0": {"Datenlizenz Deutschland – Zero – Version 2.0", "https://www.govdata.de/dl-de/zero-2-0", "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"},
	"cc0-1.0":        {"Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "http://dcat-ap.de/def/licenses/cc-zero"},
	"cc-by-4.0":      {"Creative Commons Namensnennung 4.0 International", "https://creativecommons.org/licenses/by/4.0/", "http://dcat-ap.de/def/licenses/cc-by/4.0"},
	"cc-by-sa-4.0":   {"Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0 International", "https://creativecommons.org/licenses/by-sa/4.0/", "http://dcat-ap.de/def/licenses/cc-by-sa/4.0"},
}

// Licence returns the licence of the data; ok is false when none is given or
// nobody knows it. Of one given by its address, only that is known.
func (s *Site) Licence() (l Licence, ok bool) {
	if given := s.Config.Licence; strings.HasPrefix(given, "https://") || strings.HasPrefix(given, "http://") {
		return Licence{Name: given, URL: given}, true
	}
	name := strings.ToLower(strings.TrimSpace(s.Config.Licence))
	switch name {
	case "cc0", "cc-zero":
		name = "cc0-1.0"
	}
	l, ok = licences[name]
	return l, ok
}
