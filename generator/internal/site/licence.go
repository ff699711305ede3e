package site

// Licence is a licence of data as catalogues and readers know it.
type Licence struct {
	Name string // in full
	URL  string // of its text
	// Catalogue is its address in the list of DCAT-AP.de
	// (https://www.dcat-ap.de/def/licenses/).
	Catalogue string
	// Attribution tells that whoever uses the data names where they are from.
	Attribution bool
}

const licenceList = "http://dcat-ap.de/def/licenses/"

// licences that config knows, by the addresses of their texts.
var licences = []Licence{
	{"Datenlizenz Deutschland – Namensnennung – Version 2.0", "https://www.govdata.de/dl-de/by-2-0", licenceList + "dl-by-de/2.0", true},
	{"Datenlizenz Deutschland – Zero – Version 2.0", "https://www.govdata.de/dl-de/zero-2-0", licenceList + "dl-zero-de/2.0", false},
	{"Creative Commons CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", licenceList + "cc-zero", false},
	{"Creative Commons Namensnennung 4.0 International", "https://creativecommons.org/licenses/by/4.0/", licenceList + "cc-by/4.0", true},
	{"Creative Commons Namensnennung – Weitergabe unter gleichen Bedingungen 4.0 International", "https://creativecommons.org/licenses/by-sa/4.0/", licenceList + "cc-by-sa/4.0", true},
	{"Open Data Commons Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/", licenceList + "odbl", true},
	{"Open Data Commons Attribution License 1.0", "https://opendatacommons.org/licenses/by/1-0/", licenceList + "odby", true},
}

// Licence returns the licence of the data; ok is false when none is given or
// nobody knows it.
func (s *Site) Licence() (l Licence, ok bool) {
	address := s.Config.LicenceURL()
	for _, l := range licences {
		if l.URL == address {
			return l, true
		}
	}
	return Licence{}, false
}
