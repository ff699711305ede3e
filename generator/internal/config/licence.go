package config

import "strings"

// Licence is a licence of data as others name it.
type Licence struct {
	// Key is its name in config.toml, "dl-de/by-2-0".
	Key string
	// URL is the address by which standards ask for it; OParl, Atom and
	// schema.org take it as it is.
	URL string
}

// licences are those that councils use. Other spellings of a key count too:
// see foldLicence.
var licences = []Licence{
	{"dl-de/by-2-0", "https://www.govdata.de/dl-de/by-2-0"},
	{"dl-de/zero-2-0", "https://www.govdata.de/dl-de/zero-2-0"},
	{"CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"},
	{"CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"},
	{"CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"},
	{"ODbL-1.0", "https://opendatacommons.org/licenses/odbl/1-0/"},
	{"ODC-By-1.0", "https://opendatacommons.org/licenses/by/1-0/"},
}

// Licences lists the licences that have an address of their own.
func Licences() []Licence { return append([]Licence(nil), licences...) }

// LicenceURL is the address of the licence of the data: that of a known one,
// or what config.toml gives when that is an address itself. It is "" for
// every other licence and for none.
func (c *Config) LicenceURL() string {
	if strings.HasPrefix(c.Licence, "https://") || strings.HasPrefix(c.Licence, "http://") {
		return c.Licence
	}
	for _, l := range licences {
		if foldLicence(l.Key) == foldLicence(c.Licence) {
			return l.URL
		}
	}
	return ""
}

// foldLicence makes spellings equal: "CC BY 4.0", "cc-by-4.0"; "CC0",
// "cc-zero", "CC0-1.0"; "dl-de-by-2.0", "dl-de/by-2-0".
func foldLicence(key string) string {
	key = strings.NewReplacer(" ", "", "-", "", "/", "", ".", "", "_", "").Replace(strings.ToLower(key))
	switch key {
	case "cczero", "cc0":
		return "cc010"
	}
	return key
}
