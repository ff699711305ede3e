package site

import "strings"

// Licence is a licence of data as catalogues and readers know it.
type Licence struct {
	Name string // in full
	URL  string // of its text, or that which standards ask for
	// Catalogue is its address in the list of DCAT-AP.de
	// (https://www.dcat-ap.de/def/licenses/), "" when it is not there.
	Catalogue string
	// Attribution tells that whoever uses the data names where they are from.
	Attribution bool
}

const licenceList = "http://dcat-ap.de/def/licenses/"

// licences by what config.toml may call them, see foldLicence.
var licences = map[string]Licence{
	"dldeby20":   {"Datenlizenz Deutschland – Namensnennung – Version 2.0", "https://www.govdata.de/dl-de/by-2-0", licenceList + "dl-by-de/2.0", true},
	"dldezero20": {"Datenlizenz Deutschland – Zero – Version 2.0", "https://www.govdata.de/dl-de/zero-2-0", licenceList + "dl-zero-de/2.0", false},
	"cc010":      {"Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", licenceList + "cc-zero", false},
	"ccby40":     {"Creative Commons Namensnennung 4.0 International", "https://creativecommons.org/licenses/by/4.0/", licenceList + "cc-by/4.0", true},
	"ccbysa40":   {"Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0 International", "https://creativecommons.org/licenses/by-sa/4.0/", licenceList + "cc-by-sa/4.0", true},
	"odbl10":     {"Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", licenceList + "odbl", true},
	"odcby10":    {"Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/", licenceList + "odby", true},
}

// foldLicence makes spellings equal: "CC BY 4.0" and "cc-by-4.0"; "CC0",
// "cc-zero" and "CC0-1.0"; "dl-de-by-2.0" and "dl-de/by-2-0".
func foldLicence(name string) string {
	name = strings.NewReplacer(" ", "", "-", "", "/", "", ".", "", "_", "").Replace(strings.ToLower(name))
	switch name {
	case "cc0", "cczero":
		return "cc010"
	}
	return name
}

// licence finds the licence that config.toml names. Of one given by its
// address only that may be known.
func licence(given string) Licence {
	for _, l := range licences {
		if l.URL == given {
			return l
		}
	}
	if strings.HasPrefix(given, "https://") || strings.HasPrefix(given, "http://") {
		return Licence{Name: given, URL: given}
	}
	return licences[foldLicence(given)]
}
