package markdown

import (
	"bytes"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

const (
	// maxWork bounds the sum, over paragraphs, of the square of what may open
	// or close there: the parser compares these with each other. One
	// paragraph may have 10,000.
	maxWork = 100_000_000
	// maxNesting is how many quotations and lists may open on one line.
	maxNesting = 200
	// maxCells is how many cells a table may have, written or filled in.
	maxCells = 200_000
)

// control tells characters that no text needs.
func control(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0x7f || 0x80 <= r && r < 0xa0
}

func dropControl(r rune) rune {
	if control(r) {
		return -1
	}
	return r
}

// clean makes src valid: no control characters, no broken UTF-8. Lines stay
// where they are.
func clean(src []byte) []byte {
	if !utf8.Valid(src) {
		src = bytes.ToValidUTF8(src, []byte("\uFFFD"))
	}
	for i, b := range src {
		// U+0080 to U+009F are written C2 80 to C2 9F.
		if class[b] == unseen && (b != 0xc2 || src[i+1] < 0xa0) {
			return bytes.Map(dropControl, src)
		}
	}
	return src
}

// The classes of bytes that matter here; the others are 0.
const (
	unseen = iota + 1 // control characters, or the first byte of one
	mark              // may open or close something
)

var class = func() (c [256]uint8) {
	for b := range 0x20 {
		c[b] = unseen
	}
	c[0x7f], c[0xc2] = unseen, unseen
	c['\n'], c['\t'], c['\r'] = 0, 0, 0
	for _, b := range "[*_<!`~(|" {
		c[b] = mark
	}
	return c
}()

// explosive tells that a text holds more nesting than anybody writes, which
// would take the parser more than linear time. Such a text is shown as it
// stands. It reads the bytes once.
func explosive(src []byte) bool {
	work, notes := 0, 0
	marks, lines, pipes := 0, 0, 0 // of the paragraph; pipes of its fullest line
	for len(src) > 0 {
		line := src
		if end := bytes.IndexByte(src, '\n'); end >= 0 {
			line, src = src[:end], src[end+1:]
		} else {
			src = nil
		}
		depth, rest := opened(line)
		if len(bytes.TrimLeft(rest, " \t\r")) == 0 {
			work += marks * marks
			marks, lines, pipes = 0, 0, 0
		}
		lines++
		work += depth * depth
		here := 0
		for i, b := range rest {
			if class[b] != mark {
				continue
			}
			switch b {
			case '[':
				marks++
				if i+1 < len(rest) && rest[i+1] == '^' {
					notes++
				}
			case '(':
				if i > 0 && rest[i-1] == ']' {
					marks++
				}
			case '|':
				here++
			default:
				marks++
			}
		}
		pipes = max(pipes, here)
		if depth > maxNesting || pipes*lines > maxCells || work+marks*marks+notes*notes > maxWork {
			return true
		}
	}
	return false
}

// opened counts the marks of quotations and lists that begin a line.
func opened(line []byte) (n int, rest []byte) {
	for i := 0; i < len(line); i++ {
		switch b := line[i]; {
		case b == ' ' || b == '\t' || isDigit(b):
		case b == '>':
			n++
		case bytes.IndexByte([]byte("-+*.)"), b) >= 0 && (i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t'):
			n++
		default:
			return n, line[i:]
		}
	}
	return n, nil
}

// unescape resolves backslashes and entities, as CommonMark has them.
func unescape(b []byte) []byte {
	if bytes.IndexByte(b, '&') < 0 && bytes.IndexByte(b, '\\') < 0 {
		return b
	}
	out := make([]byte, 0, len(b))
	for len(b) > 0 {
		n := 1
		switch {
		case b[0] == '\\' && len(b) > 1 && util.IsPunct(b[1]):
			out, n = append(out, b[1]), 2
		case b[0] == '&':
			// The longest name of an entity has 31 letters.
			if end := bytes.IndexAny(b[1:min(len(b), 40)], `;&\`); end >= 0 && b[end+1] == ';' {
				n = end + 2
			}
			out = append(out, bytes.Map(dropControl, util.ResolveEntityNames(util.ResolveNumericReferences(b[:n])))...)
		default:
			out = append(out, b[0])
		}
		b = b[n:]
	}
	return out
}
