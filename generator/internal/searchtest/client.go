// Package searchtest asks the search what readers ask: it runs the script of
// the search page by itself, without a browser, and makes questions of which
// the answer is known. It serves tests and benchmarks only.
package searchtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/dop251/goja"
)

// Client is one reader's browser: the script of the search page with the
// files that it has fetched.
type Client struct {
	vm     *goja.Runtime
	search *goja.Object
	// Requests and Bytes count what was fetched, as it comes over the wire.
	Requests, Bytes int
}

// Question is what a reader asks for; the zero values ask for everything.
type Question struct {
	Q       string         `json:"q"`
	Filters map[string]any `json:"filters"` // keys by facet; "year": [2]int
	Sort    string         `json:"sort"`    // "new", "old", or "" for relevance
	Typing  bool           `json:"typing"`  // the last word may go on
}

// Answer is what the script found.
type Answer struct {
	Docs       []int
	Exact      int // how many of Docs hold all words
	Capped     bool
	Everything bool
	Marks      []string
	Notes      []Note
	object     goja.Value
}

// Note is something the reader is told about the question.
type Note struct {
	Kind  string
	Word  string
	Words any
	Shown []string
}

// Card is what a result shows.
type Card struct {
	Doc                                                 int
	Path, Title, Reference, Kind, State, Committee, Who string
	Teaser                                              string
	Day, Decided                                        int
}

// Count is one value of a facet.
type Count struct {
	Key, Label string
	Count      int
}

// NewClient runs the script. open returns a file of the index by its path
// below "search/"; fs.ErrNotExist says that there is none.
func NewClient(script string, open func(path string, again bool) ([]byte, error)) (*Client, error) {
	c := &Client{vm: goja.New()}
	c.vm.SetFieldNameMapper(goja.UncapFieldNameMapper())
	c.coding()
	if _, err := c.vm.RunScript("search.js", script+"\nvar makeSearch = OffenlageSearch;"); err != nil {
		return nil, err
	}
	load := func(call goja.FunctionCall) goja.Value {
		promise, resolve, reject := c.vm.NewPromise()
		path, _, _ := strings.Cut(call.Argument(0).String(), "?")
		data, err := c.load(path, call.Argument(1).ToBoolean(), open)
		if err != nil {
			kind := "broken"
			if errors.Is(err, fs.ErrNotExist) {
				kind = "missing"
			}
			e := c.vm.NewObject()
			e.Set("kind", kind)
			e.Set("path", path)
			e.Set("message", err.Error())
			reject(e)
		} else {
			array, err := c.vm.New(c.vm.Get("Uint8Array"), c.vm.ToValue(c.vm.NewArrayBuffer(data)))
			if err != nil {
				reject(err.Error())
			} else {
				resolve(array)
			}
		}
		return c.vm.ToValue(promise)
	}
	make, _ := goja.AssertFunction(c.vm.Get("makeSearch"))
	v, err := make(goja.Undefined(), c.vm.ToValue(load))
	if err != nil {
		return nil, err
	}
	c.search = v.ToObject(c.vm)
	return c, nil
}

// coding adds what browsers know of UTF-8.
func (c *Client) coding() {
	c.vm.Set("encodeText", func(s string) goja.ArrayBuffer { return c.vm.NewArrayBuffer([]byte(s)) })
	c.vm.Set("decodeText", func(v goja.Value) string {
		b, _ := v.Export().([]byte)
		return string(b)
	})
	if _, err := c.vm.RunString(`class TextEncoder { encode(s) { return new Uint8Array(encodeText(s)); } }
		class TextDecoder { decode(b) { return decodeText(b); } }`); err != nil {
		panic(err)
	}
}

// load inflates as the page does: what does not begin like gzip was inflated
// on the way.
func (c *Client) load(path string, again bool, open func(string, bool) ([]byte, error)) ([]byte, error) {
	data, err := open(path, again)
	if err != nil {
		return nil, err
	}
	c.Requests++
	c.Bytes += len(data)
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return bytes.Clone(data), nil
	}
	return Inflate(data)
}

// call runs a function of the search and waits for what it promises.
func (c *Client) call(name string, args ...any) (goja.Value, error) {
	f, ok := goja.AssertFunction(c.search.Get(name))
	if !ok {
		return nil, fmt.Errorf("the search has no function %s", name)
	}
	values := make([]goja.Value, len(args))
	for i, a := range args {
		if v, ok := a.(goja.Value); ok {
			values[i] = v
			continue
		}
		text, err := json.Marshal(a)
		if err != nil {
			return nil, err
		}
		parse, _ := goja.AssertFunction(c.vm.Get("JSON").ToObject(c.vm).Get("parse"))
		if values[i], err = parse(goja.Undefined(), c.vm.ToValue(string(text))); err != nil {
			return nil, err
		}
	}
	v, err := f(c.search, values...)
	if err != nil {
		return nil, err
	}
	p, ok := v.Export().(*goja.Promise)
	if !ok {
		return v, nil
	}
	switch p.State() {
	case goja.PromiseStateFulfilled:
		return p.Result(), nil
	case goja.PromiseStateRejected:
		return nil, c.problem(p.Result())
	}
	return nil, errors.New("the search never answers")
}

// Problem is what the page tells a reader about when the index cannot be
// read: "missing", "broken", "stale", and the file.
type Problem struct{ Kind, Path, Message string }

func (p *Problem) Error() string { return p.Message }

func (c *Client) problem(v goja.Value) error {
	o := v.ToObject(c.vm)
	get := func(name string) string {
		if v := o.Get(name); v != nil && !goja.IsUndefined(v) {
			return v.String()
		}
		return ""
	}
	p := &Problem{get("kind"), get("path"), get("message")}
	if stack := get("stack"); stack != "" && p.Kind == "" {
		p.Message += "\n" + stack
	}
	return p
}

func (c *Client) into(v goja.Value, out any) error {
	stringify, _ := goja.AssertFunction(c.vm.Get("JSON").ToObject(c.vm).Get("stringify"))
	text, err := stringify(goja.Undefined(), v)
	if err != nil {
		return err
	}
	return json.Unmarshal([]byte(text.String()), out)
}

// Ask answers a question.
func (c *Client) Ask(q Question) (*Answer, error) {
	if q.Filters == nil {
		q.Filters = map[string]any{}
	}
	v, err := c.call("query", q)
	if err != nil {
		return nil, err
	}
	a := &Answer{object: v}
	return a, c.into(v, a)
}

// Cards describes documents of an answer.
func (c *Client) Cards(docs []int) ([]Card, error) {
	v, err := c.call("cards", docs)
	if err != nil {
		return nil, err
	}
	var out []Card
	return out, c.into(v, &out)
}

// Counts says how often each value of a facet occurs in an answer.
func (c *Client) Counts(a *Answer, facet string) ([]Count, error) {
	v, err := c.call("counts", a.object, facet)
	if err != nil {
		return nil, err
	}
	var out []Count
	return out, c.into(v, &out)
}

// References asks for papers: the numbers of the first n results.
func (c *Client) References(q string, n int) ([]string, error) {
	a, err := c.Ask(Question{Q: q})
	if err != nil {
		return nil, err
	}
	cards, err := c.Cards(a.Docs[:min(n, len(a.Docs))])
	if err != nil {
		return nil, err
	}
	var out []string
	for _, card := range cards {
		if card.Reference != "" {
			out = append(out, card.Reference)
		}
	}
	return out, nil
}

// Call runs one of the functions of the script that promise nothing, such as
// "fold" and "stem".
func (c *Client) Call(name string, args ...any) (any, error) {
	v, err := c.call(name, args...)
	if err != nil {
		return nil, err
	}
	var out any
	return out, c.into(v, &out)
}
