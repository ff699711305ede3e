package council

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Limits of a slug in bytes: longer ones are cut at a word and end in a hash
// of the whole name, so that they stay apart.
const (
	slugLimit = 80
	slugCut   = 72
)

// reserved are names that Windows keeps for devices.
var reserved = map[string]bool{"con": true, "prn": true, "aux": true, "nul": true,
	"com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true, "com7": true, "com8": true, "com9": true,
	"lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true}

// transliterated are letters that German and its neighbours write out.
var transliterated = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "æ", "ae", "ø", "oe", "å", "aa", "œ", "oe", "ł", "l", "đ", "d")

// joined are signs inside a word that an address leaves out:
// Bürger*innen, Bürger:innen, Bürger_innen, Bürger:in. Where a capital or more
// of a word follows, as in "TOP:Information", the sign stands between words.
var joined = regexp.MustCompile(`(\pL)[*:_](innen|INNEN|(?:in|IN)\b)`)

// Slug makes the part of an address that stands for name: lower-case ASCII
// letters and digits with single hyphens between them, at most 80 bytes,
// never a device name of Windows. It is "" only for a name without any letter,
// digit or sign at all. Slug(Slug(x)) is Slug(x).
func Slug(name string) string {
	folded := norm.NFC.String(strings.ToLower(strings.TrimSpace(name)))
	if folded == "" {
		return ""
	}
	// The case is needed to tell "Bürger:innen" from "TOP:Information".
	letters := joined.ReplaceAllString(strings.ReplaceAll(norm.NFC.String(name), "\u00ad", ""), "$1$2")
	var b strings.Builder
	for _, r := range norm.NFD.String(transliterated.Replace(strings.ToLower(letters))) {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’':
		default:
			if s := b.String(); s != "" && s[len(s)-1] != '-' {
				b.WriteByte('-')
			}
		}
	}
	slug := strings.Trim(b.String(), "-")
	switch {
	case slug == "":
		return "x-" + hash(folded, 4)
	case len(slug) > slugLimit:
		cut := slug[:slugCut]
		if i := strings.LastIndexByte(cut, '-'); i > slugCut/2 {
			cut = cut[:i]
		}
		return strings.Trim(cut, "-") + "-" + hash(folded, 3)
	case reserved[slug]:
		return "x-" + slug
	}
	return slug
}

func hash(s string, n int) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:n])
}
