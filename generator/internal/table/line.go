package table

import (
	"bytes"
	"strconv"
	"strings"
)

// Line returns the line of src, from 1, at which the key of that path stands
// ("consultation[1].date"). Of a path that is not there it returns the line of
// the nearest table around it, at last 1.
func Line(src []byte, path string) int {
	best, found := 1, ""
	scan(src, func(n int, at string) bool {
		if at == path {
			best, found = n, at
			return false
		}
		// A table's own line stands for keys that are missing in it.
		if len(at) > len(found) && strings.HasPrefix(path, at) && (path[len(at)] == '.' || path[len(at)] == '[') {
			best, found = n, at
		}
		return true
	})
	return best
}

// scan calls visit with the line and the full path of each key and table
// header of src until visit returns false. It is no TOML parser: it knows
// just enough to tell keys from what stands inside texts.
func scan(src []byte, visit func(line int, path string) bool) {
	table, quote := "", ""
	counts := map[string]int{}
	for n := 1; len(src) > 0; n++ {
		var raw []byte
		raw, src, _ = bytes.Cut(src, []byte("\n"))
		line := strings.TrimSpace(string(raw))
		if quote != "" {
			if i := strings.Index(line, quote); i >= 0 && strings.Count(line[i+3:], quote)%2 == 0 {
				quote = ""
			}
			continue
		}
		switch {
		case strings.HasPrefix(line, "[["):
			name := headerName(line, "[[", "]]")
			table = indexed(name, counts)
			i := counts[name]
			counts[name]++
			for known := range counts { // arrays inside begin anew
				if strings.HasPrefix(known, name+".") {
					delete(counts, known)
				}
			}
			table += "[" + strconv.Itoa(i) + "]"
			if !visit(n, table) {
				return
			}
		case strings.HasPrefix(line, "["):
			table = indexed(headerName(line, "[", "]"), counts)
			if !visit(n, table) {
				return
			}
		default:
			key, rest, ok := strings.Cut(line, "=")
			if !ok || strings.HasPrefix(line, "#") {
				continue
			}
			key = strings.Trim(strings.TrimSpace(key), `"'`)
			if key == "" || strings.ContainsAny(key, `"'{}[],`) {
				continue
			}
			path := key
			if table != "" {
				path = table + "." + key
			}
			if !visit(n, path) {
				return
			}
			for _, q := range []string{`"""`, `'''`} {
				if strings.Count(rest, q)%2 == 1 {
					quote = q
				}
			}
		}
	}
}

func headerName(line, open, end string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(line, open), end)
	parts := strings.Split(name, ".")
	for i := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(parts[i]), `"'`)
	}
	return strings.Join(parts, ".")
}

// indexed writes the running number of each array that name lies in:
// "consultation.vote" in the second consultation is "consultation[1].vote".
func indexed(name string, counts map[string]int) string {
	parts := strings.Split(name, ".")
	out, sofar := "", ""
	for i, part := range parts {
		if i > 0 {
			out, sofar = out+".", sofar+"."
		}
		out, sofar = out+part, sofar+part
		if n := counts[sofar]; n > 0 && i < len(parts)-1 {
			out += "[" + strconv.Itoa(n-1) + "]"
		}
	}
	return out
}

// bare takes the running numbers out of a path.
func bare(path string) string {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(path, "[")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		_, path, _ = strings.Cut(rest, "]")
	}
}
