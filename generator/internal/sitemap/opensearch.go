package sitemap

import (
	"encoding/xml"
	"strings"

	"offenlage/generator/internal/site"
)

// description lets a browser ask the site's search from its address bar
// (https://github.com/dewitt/opensearch/blob/master/opensearch-1-1-draft-6.md).
type description struct {
	XMLName     xml.Name    `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName   string      `xml:"ShortName"` // at most 16 characters
	LongName    string      `xml:"LongName"`  // at most 48
	Description string      `xml:"Description"`
	URL         searchURL   `xml:"Url"`
	Image       searchImage `xml:"Image"`
	Language    string      `xml:"Language"`
	Input       string      `xml:"InputEncoding"`
	Output      string      `xml:"OutputEncoding"`
}

type searchURL struct {
	Type     string `xml:"type,attr"`
	Method   string `xml:"method,attr"`
	Template string `xml:"template,attr"`
}

type searchImage struct {
	Type    string `xml:"type,attr"`
	Address string `xml:",chardata"`
}

func openSearch(s *site.Site) ([]byte, error) {
	d := description{
		ShortName: cut(s.Config.Title, 16), LongName: cut(s.Config.Title, 48), Description: s.Config.Title,
		URL:      searchURL{"text/html", "get", s.Absolute(s.List("search")) + "?q={searchTerms}"},
		Image:    searchImage{"image/svg+xml", s.Absolute(site.AssetDir + "/favicon.svg")},
		Language: s.Config.Language, Input: "UTF-8", Output: "UTF-8",
	}
	if s.Config.Subtitle != "" {
		d.Description = cut(s.Config.Subtitle, 1024)
	}
	data, err := xml.MarshalIndent(d, "", " ")
	return append([]byte(xml.Header), append(data, '\n')...), err
}

// cut shortens a text to n characters, after a word where it can.
func cut(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	short := string(runes[:n])
	if runes[n] != ' ' {
		if at := strings.LastIndexByte(short, ' '); at > 0 {
			short = short[:at]
		}
	}
	return strings.TrimSpace(short)
}
