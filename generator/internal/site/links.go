package site

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"offenlage/generator/internal/council"
)

// Language returns the language of an object's own words as a tag of BCP 47.
func (s *Site) Language(object any) string {
	if p, ok := object.(*council.Paper); ok && p.Language != "" {
		return p.Language
	}
	return s.Config.ContentLanguage
}

// OneLanguage tells whether Language returns tag for every object.
func (s *Site) OneLanguage(tag string) bool {
	return s.Config.ContentLanguage == tag && !slices.ContainsFunc(s.Council.Papers, func(p *council.Paper) bool { return s.Language(p) != tag })
}

// Attachment returns the address of an attachment of object, from the root of
// the host; a file that stands elsewhere keeps its own.
func (s *Site) Attachment(object any, f council.File) string {
	if f.URL != "" {
		return f.URL
	}
	return s.URL(object) + f.Name
}

// AttachmentText returns the address of the text of an attachment, "" when
// none is published.
func (s *Site) AttachmentText(object any, f council.File) string {
	if f.TextName == "" {
		return ""
	}
	return s.URL(object) + f.TextName
}

// Resolve turns the destination of a link in the text of a content file into
// the address that a page links to. Links to other sites, to places on the
// same page, to addresses of this site, to other content files and to public
// attachments are good; ok is false for everything else, and why says what is
// wrong.
func (s *Site) Resolve(file, dest string) (href string, ok bool, why string) {
	u, err := url.Parse(strings.TrimSpace(dest))
	if err != nil {
		return "", false, "it is no address"
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return u.String(), u.Host != "", "it names no host"
	case "mailto", "tel":
		return u.String(), true, ""
	case "":
	default:
		return "", false, "addresses begin with https:, mailto: or tel:"
	}
	if u.Host != "" {
		return "", false, "write https: in front of it"
	}
	if u.Path == "" {
		return "#" + u.EscapedFragment(), u.Fragment != "", "it is empty"
	}
	tail := ""
	if u.Fragment != "" {
		tail = "#" + u.EscapedFragment()
	}
	if strings.HasPrefix(u.Path, "/") {
		clean := strings.Trim(path.Clean(u.Path), "/")
		if _, taken := s.taken[clean]; !taken && clean != "" {
			return "", false, "there is no such page on this site"
		}
		if clean != "" {
			clean += "/"
		}
		return s.Config.BasePath() + clean + tail, true, ""
	}
	target := path.Join(path.Dir(file), u.Path)
	if !strings.HasPrefix(target, "content/") {
		return "", false, "it leads out of the content folder"
	}
	if object, ok := s.byFile[target]; ok {
		return s.URL(object) + tail, true, ""
	}
	if href, ok := s.attachments[target]; ok {
		return href, true, ""
	}
	return "", false, "nothing public stands there; an attachment needs a [[file]] with public = true"
}

// index prepares Resolve.
func (s *Site) index() {
	s.byFile = map[string]any{}
	s.attachments = map[string]string{}
	add := func(object any, file string, files []council.File) {
		if file != "" {
			s.byFile[file] = object
		}
		for _, f := range files {
			if f.Path != "" {
				s.attachments[f.Path] = s.Attachment(object, f)
			}
		}
	}
	for _, x := range s.Council.Papers {
		add(x, x.File, x.Files)
	}
	for _, x := range s.Council.Meetings {
		add(x, x.File, x.Files)
	}
	for _, x := range s.Council.Committees {
		add(x, x.File, nil)
	}
	for _, x := range s.Council.Topics {
		add(x, x.File, nil)
	}
	for _, x := range s.Council.Factions {
		add(x, x.File, nil)
	}
	for _, x := range s.Council.Pages {
		add(x, x.File, x.Files)
	}
}
