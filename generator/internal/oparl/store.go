package oparl

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// MaxObject is the size in bytes above which an object is not read.
const MaxObject = 32 << 20

// Store finds objects in a folder of JSON files: an object a file, a list, or
// a page of a list ("data"). It remembers where each object stands and reads
// it again when it is asked for, so that its memory grows by a few dozen
// bytes an object and not with the texts.
type Store struct {
	fsys  fs.FS
	files []string
	at    map[uint64]place // by hash of the id
	types map[string][]entry
	stale map[place]bool   // came again later
	cache map[place]Object // of what was read last
	order []place
	// Odd says what could not be read, in the order of the files.
	Odd []string
}

// place is where the bytes of an object stand.
type place struct {
	file     int32
	from, to int64
}

// entry is an object that stands for itself.
type entry struct {
	id string
	place
}

// cached is how many objects stay decoded: the sittings that papers beside
// each other name.
const cached = 512

// Open indexes every .json file below fsys, in the order of their paths. An
// object that comes twice counts as it comes last. The error is about the
// folder; what is wrong with a file goes to Odd.
func Open(fsys fs.FS) (*Store, error) {
	s := &Store{fsys: fsys, at: map[uint64]place{}, types: map[string][]entry{}, stale: map[place]bool{}, cache: map[place]Object{}}
	err := fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p != "." && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type().IsRegular() && strings.EqualFold(path.Ext(p), ".json"):
			s.files = append(s.files, p)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, name := range s.files {
		if err := s.index(int32(i), name); err != nil {
			s.Odd = append(s.Odd, fmt.Sprintf("%s: %v", name, err))
		}
	}
	// By id, so that the order does not depend on who wrote the folder.
	for _, all := range s.types {
		slices.SortStableFunc(all, func(a, b entry) int { return cmp.Or(cmp.Compare(len(a.id), len(b.id)), cmp.Compare(a.id, b.id)) })
	}
	return s, nil
}

// index finds the objects of one file.
func (s *Store) index(file int32, name string) error {
	f, err := s.fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	found := 0
	err = elements(f, func(from, to int64, data []byte) error {
		o, err := Parse(data)
		if err != nil {
			s.Odd = append(s.Odd, fmt.Sprintf("%s: an element of the list: %v", name, err))
			return nil
		}
		if o.ID() == "" && o.Type() == "" {
			if data := o.Raw("data"); data != nil { // a page of a list
				return errPage
			}
			return nil
		}
		found++
		s.add(o, place{file, from, to}, 0)
		return nil
	})
	if errors.Is(err, errPage) {
		err = s.page(file, f)
	} else if err == nil && found == 0 {
		err = errors.New("there is no OParl object in it")
	}
	return err
}

var errPage = errors.New("a page of a list")

// page indexes {"data": […]}. The bytes are looked through for the list
// again, since a decoder tells no places inside a value.
func (s *Store) page(file int32, f fs.File) error {
	seeker, ok := f.(io.Seeker)
	if !ok {
		return errors.New("a page of a list in a file that cannot be read twice")
	}
	if _, err := seeker.Seek(0, io.SeekStart); err != nil {
		return err
	}
	all, err := io.ReadAll(io.LimitReader(f, MaxObject))
	if err != nil {
		return err
	}
	var whole struct {
		Data json.RawMessage `json:"data"`
	}
	all = tidySame(all)
	if err := json.Unmarshal(bytes.TrimPrefix(all, []byte("\xef\xbb\xbf")), &whole); err != nil {
		return err
	}
	start := bytes.Index(all, whole.Data)
	if start < 0 || len(whole.Data) == 0 {
		return errors.New("its list cannot be found")
	}
	return elements(bytes.NewReader(all[start:start+len(whole.Data)]), func(from, to int64, data []byte) error {
		o, err := Parse(data)
		if err != nil {
			s.Odd = append(s.Odd, fmt.Sprintf("%s: an element of the list: %v", s.files[file], err))
			return nil
		}
		s.add(o, place{file, int64(start) + from, int64(start) + to}, 0)
		return nil
	})
}

// tidySame replaces control characters without moving a byte.
func tidySame(data []byte) []byte {
	out := bytes.Clone(data)
	for i, c := range out {
		if c < ' ' {
			out[i] = ' '
		}
	}
	return out
}

// elements calls visit with each element of a JSON list, or with the one
// object that stands there instead, and the place of its bytes.
func elements(r io.Reader, visit func(from, to int64, data []byte) error) error {
	in := bufio.NewReaderSize(r, 1<<16)
	var at, start int64
	var buf []byte
	depth, quoted, escaped, inList, any := 0, false, false, false, false
	for {
		c, err := in.ReadByte()
		if err == io.EOF {
			if depth > 0 || quoted {
				return errors.New("the file ends in the middle of an object")
			}
			if !any && !inList {
				return describe(buf, errors.New("nothing in it"))
			}
			return nil
		}
		if err != nil {
			return err
		}
		at++
		if depth == 0 {
			switch {
			case c == '{':
				depth, start, buf, any = 1, at-1, append(buf[:0], c), true
			case c == '[' && !inList && !any:
				inList = true
			case c == ',' || c == ']' || c <= ' ' || c == 0xef || c == 0xbb || c == 0xbf:
			case !any && !inList:
				rest, _ := in.Peek(32)
				return describe(append([]byte{c}, rest...), errors.New("it does not begin with { or ["))
			}
			continue
		}
		if len(buf) < MaxObject {
			buf = append(buf, c)
		} else {
			return fmt.Errorf("an object has more than %d MB", MaxObject>>20)
		}
		switch {
		case escaped:
			escaped = false
		case quoted && c == '\\':
			escaped = true
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				if err := visit(start, at, buf); err != nil {
					return err
				}
			}
		}
	}
}

// add notes where an object stands, and those inside it.
func (s *Store) add(o Object, p place, level int) {
	if id := o.ID(); id != "" {
		key := hash(id)
		if old, again := s.at[key]; again && level == 0 {
			s.stale[old] = true
		}
		if _, again := s.at[key]; !again || level == 0 {
			s.at[key] = p
		}
	}
	if level == 0 {
		s.types[o.Type()] = append(s.types[o.Type()], entry{o.ID(), p})
	}
	if level > 3 {
		return
	}
	for _, key := range inner {
		for _, x := range o.Objects(key) {
			s.add(x, p, level+1)
		}
	}
}

// inner are the keys under which objects are embedded that others name.
var inner = []string{"agendaItem", "consultation", "location", "organization", "membership", "mainFile", "auxiliaryFile", "meeting"}

func hash(id string) uint64 {
	h := fnv.New64a()
	io.WriteString(h, id)
	return h.Sum64()
}

// Each yields the objects of a type that stand for themselves, by id, shorter
// ones first, until yield returns false. One that cannot be read any more
// is an error.
func (s *Store) Each(kind string, yield func(Object) bool) error {
	for _, e := range s.types[kind] {
		if s.stale[e.place] {
			continue
		}
		o, err := s.read(e.place)
		if err != nil {
			return err
		}
		if !yield(o) {
			return nil
		}
	}
	return nil
}

// Count is how many objects of a type stand for themselves.
func (s *Store) Count(kind string) (n int) {
	for _, e := range s.types[kind] {
		if !s.stale[e.place] {
			n++
		}
	}
	return n
}

// Find returns the object of that address, also one inside another; ok is
// false when there is none.
func (s *Store) Find(id string) (o Object, ok bool) {
	if id == "" {
		return o, false
	}
	p, ok := s.at[hash(id)]
	if !ok {
		return o, false
	}
	outer, err := s.read(p)
	if err != nil {
		return o, false
	}
	return within(outer, id, 0)
}

func within(o Object, id string, level int) (Object, bool) {
	if o.ID() == id {
		return o, true
	}
	if level > 4 {
		return Object{}, false
	}
	for _, key := range inner {
		if len(o.fields[key]) == 0 || !bytes.Contains(o.fields[key], []byte(`"`)) {
			continue
		}
		for _, x := range o.Objects(key) {
			if found, ok := within(x, id, level+1); ok {
				return found, true
			}
		}
	}
	return Object{}, false
}

// read decodes the object at p, or takes it from the last ones.
func (s *Store) read(p place) (Object, error) {
	if o, ok := s.cache[p]; ok {
		return o, nil
	}
	f, err := s.fsys.Open(s.files[p.file])
	if err != nil {
		return Object{}, err
	}
	defer f.Close()
	data := make([]byte, p.to-p.from)
	if at, ok := f.(io.ReaderAt); ok {
		_, err = at.ReadAt(data, p.from)
	} else {
		_, err = io.CopyN(io.Discard, f, p.from)
		if err == nil {
			_, err = io.ReadFull(f, data)
		}
	}
	if err != nil && err != io.EOF {
		return Object{}, err
	}
	o, err := Parse(data)
	if err != nil {
		return o, fmt.Errorf("%s: %w", s.files[p.file], err)
	}
	if len(s.order) >= cached {
		delete(s.cache, s.order[0])
		s.order = s.order[1:]
	}
	s.cache[p], s.order = o, append(s.order, p)
	return o, nil
}
