package publish

import (
	"bytes"
	"io"
	"sync"
)

// compare holds how far a file and a reader agree.
type compare struct {
	agreed int64
	buf    *[2 * chunk]byte
	rest   []byte // read beyond what agreed; part of buf
}

const chunk = 64 << 10

var buffers = sync.Pool{New: func() any { return new([2 * chunk]byte) }}

func newCompare() *compare { return &compare{buf: buffers.Get().(*[2 * chunk]byte)} }

// free gives the buffer back; what rewound returned is then worthless.
func (c *compare) free() { buffers.Put(c.buf) }

// run reads r as long as it says what old says, and tells whether both ended
// together. Its error is r's.
func (c *compare) run(old, r io.Reader) (same bool, err error) {
	for {
		n, err := fill(r, c.buf[:chunk])
		if err != nil && err != io.EOF {
			return false, err
		}
		m, _ := fill(old, c.buf[chunk:chunk+n])
		if !bytes.Equal(c.buf[:n], c.buf[chunk:chunk+m]) {
			c.rest = c.buf[:n]
			return false, nil
		}
		c.agreed += int64(n)
		if err == io.EOF {
			more, _ := fill(old, c.buf[chunk:chunk+1])
			return more == 0, nil
		}
	}
}

// rewound returns a reader of all that r said and will say, where old gives
// the part that agreed.
func (c *compare) rewound(old io.ReaderAt, r io.Reader) io.Reader {
	return io.MultiReader(io.NewSectionReader(old, 0, c.agreed), bytes.NewReader(c.rest), r)
}

// fill reads until buf is full or r ends or fails. Unlike io.ReadFull it
// leaves an io.ErrUnexpectedEOF of r, a cut download, apart from an end.
func fill(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var k int
		k, err = r.Read(buf[n:])
		n += k
	}
	return n, err
}
