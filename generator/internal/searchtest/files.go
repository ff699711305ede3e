package searchtest

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
)

// Inflate returns what a file of the index holds.
func Inflate(data []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// Words lists the words of a file of terms or of the lexicon, whose path
// begins with "t/", "f/" or "r/"; of any other file it returns the text of
// all bytes. It reads what docs/search.md describes and nothing of package
// search.
func Words(path string, data []byte) (words []string, err error) {
	data, err = Inflate(data)
	if err != nil {
		return nil, err
	}
	at := 0
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%s: broken at byte %d", path, at)
		}
	}()
	number := func() int {
		n, size := binary.Uvarint(data[at:])
		at += size
		return int(n)
	}
	last := []rune{}
	word := func() string {
		shared, size := int(data[at]), int(data[at+1])
		at += 2
		text := string(last[:shared]) + string(data[at:at+size])
		at += size
		last = []rune(text)
		return text
	}
	switch {
	case strings.HasPrefix(path, "t/"):
		number()
		at += 3 // stamp
		count := number()
		number()
		for range count {
			words = append(words, word())
			number()
			number()
			if number() > 0 {
				number()
			}
		}
	case strings.HasPrefix(path, "f/"), strings.HasPrefix(path, "r/"):
		for at < len(data) {
			words = append(words, word())
			shown := int(data[at+1])
			words = append(words, string(data[at+2:at+2+shown]))
			at += 2 + shown
		}
	default:
		words = []string{string(data)}
	}
	return words, nil
}
