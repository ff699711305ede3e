package oparl

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Client asks an endpoint politely: never faster than its rate, again with
// growing pauses when it fails, and never for more than it can hold.
type Client struct {
	// HTTP sends the requests; nil stands for one of its own.
	HTTP *http.Client
	// UserAgent names the program and how fast it asks.
	UserAgent string
	// Pause is the least time between two requests.
	Pause time.Duration
	// Timeout is how long one answer may take; 0 stands for two minutes.
	Timeout time.Duration
	// Tries is how often a request is sent at most; 0 stands for 6.
	Tries int
	// Sleep waits; nil stands for the real thing.
	Sleep func(ctx context.Context, d time.Duration) error
	// Requests counts what was sent.
	Requests int

	mu   sync.Mutex
	last time.Time
}

const (
	// MaxAnswer is the size in bytes above which an answer is not taken.
	MaxAnswer = 64 << 20
	// MaxFile is the same for a document.
	MaxFile      = 256 << 20
	answerTime   = 2 * time.Minute
	firstPause   = time.Second
	longestPause = 5 * time.Minute
	maxRedirects = 5
)

// Answer is what an endpoint gave.
type Answer struct {
	Status int // 200, 304, 404 or 410; everything else is an error
	Body   []byte
	Type   string // media type as sent
	// Tag and Modified go into the next request for the same (RFC 9110,
	// section 8.8).
	Tag, Modified string
}

// failure is an answer that may be another one later.
type failure struct {
	err  error
	wait time.Duration // as the endpoint asks; 0 when it does not
}

func (f failure) Error() string { return f.err.Error() }
func (f failure) Unwrap() error { return f.err }

// Get asks for an address. tag and modified make the request conditional; ""
// stands for none.
func (c *Client) Get(ctx context.Context, address, accept, tag, modified string, most int64) (Answer, error) {
	tries := c.Tries
	if tries == 0 {
		tries = 6
	}
	pause, late := firstPause, 0
	for try := 1; ; try++ {
		a, err := c.once(ctx, address, accept, tag, modified, most)
		var f failure
		if err == nil || !errors.As(err, &f) || ctx.Err() != nil {
			return a, err
		}
		if errors.Is(err, context.DeadlineExceeded) {
			if late++; late == 3 { // each took minutes
				return a, fmt.Errorf("%w (tried %d times)", f.err, try)
			}
		}
		if try == tries {
			return a, fmt.Errorf("%w (tried %d times)", f.err, tries)
		}
		wait := pause
		if f.wait > wait {
			wait = f.wait
		}
		if wait > longestPause {
			return a, fmt.Errorf("%w; the endpoint asks to wait %s: run the import again then", f.err, wait)
		}
		if err := c.sleep(ctx, wait); err != nil {
			return a, err
		}
		pause *= 2
	}
}

func (c *Client) once(ctx context.Context, address, accept, tag, modified string, most int64) (Answer, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return Answer{}, fmt.Errorf("%q is no address of the web", address)
	}
	if err := c.turn(ctx); err != nil {
		return Answer{}, err
	}
	timeout := c.Timeout
	if timeout == 0 {
		timeout = answerTime
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Answer{}, err
	}
	r.Header.Set("User-Agent", c.UserAgent)
	r.Header.Set("Accept", accept)
	if tag != "" {
		r.Header.Set("If-None-Match", tag)
	}
	if modified != "" {
		r.Header.Set("If-Modified-Since", modified)
	}
	resp, err := c.client().Do(r)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err
		}
		if errors.Is(err, errRedirect) {
			return Answer{}, err
		}
		return Answer{}, failure{err: fmt.Errorf("no answer: %w", err)}
	}
	defer resp.Body.Close()
	a := Answer{Status: resp.StatusCode, Type: resp.Header.Get("Content-Type"), Tag: resp.Header.Get("ETag"), Modified: resp.Header.Get("Last-Modified")}
	switch {
	case resp.StatusCode == http.StatusNotModified, resp.StatusCode == http.StatusNotFound, resp.StatusCode == http.StatusGone:
		return a, nil
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500:
		return a, failure{fmt.Errorf("the endpoint answers %s", resp.Status), retryAfter(resp.Header.Get("Retry-After"))}
	case resp.StatusCode != http.StatusOK:
		return a, fmt.Errorf("the endpoint answers %s", resp.Status)
	}
	a.Body, err = io.ReadAll(io.LimitReader(resp.Body, most+1))
	if err != nil {
		return a, failure{err: fmt.Errorf("the answer broke off: %w", err)}
	}
	if int64(len(a.Body)) > most {
		return a, fmt.Errorf("the answer has more than %d MB", most>>20)
	}
	return a, nil
}

var errRedirect = errors.New("")

// client follows redirects on the web only, and not for ever.
func (c *Client) client() *http.Client {
	h := http.Client{}
	if c.HTTP != nil {
		h = *c.HTTP
	}
	h.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		if r.URL.Scheme != "https" && r.URL.Scheme != "http" {
			return fmt.Errorf("the endpoint redirects to %q, which is not followed%w", r.URL.String(), errRedirect)
		}
		if len(via) >= maxRedirects {
			return fmt.Errorf("the endpoint redirects in a circle, at last to %q%w", r.URL.String(), errRedirect)
		}
		return nil
	}
	return &h
}

// turn waits until the next request may go.
func (c *Client) turn(ctx context.Context) error {
	c.mu.Lock()
	now := time.Now()
	wait := c.last.Add(c.Pause).Sub(now)
	c.last = now.Add(max(0, wait))
	c.Requests++
	c.mu.Unlock()
	if wait > 0 {
		return c.sleep(ctx, wait)
	}
	return ctx.Err()
}

func (c *Client) sleep(ctx context.Context, d time.Duration) error {
	if c.Sleep != nil {
		return c.Sleep(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// retryAfter reads the header of that name: seconds or a date (RFC 9110,
// section 10.2.3).
func retryAfter(v string) time.Duration {
	if s, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && s > 0 {
		return time.Duration(min(s, 1<<20)) * time.Second
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(0, time.Until(t))
	}
	return 0
}

// object asks for one object.
func (c *Client) object(ctx context.Context, address string) (Object, error) {
	a, err := c.Get(ctx, address, "application/json", "", "", MaxAnswer)
	if err != nil {
		return Object{}, err
	}
	if a.Status != http.StatusOK {
		return Object{}, fmt.Errorf("the endpoint answers %d", a.Status)
	}
	o, err := Parse(a.Body)
	if err != nil {
		return o, err
	}
	return o, refused(o)
}

// refused is the error that some endpoints send with status 200.
func refused(o Object) error {
	if o.Type() == "Error" {
		return fmt.Errorf("the endpoint answers with an error: %s", o.Line("message"))
	}
	return nil
}

// JSON is the object as compact JSON.
func (o Object) JSON() []byte {
	data, err := json.Marshal(o.fields)
	if err != nil { // the raw values come from a decoder
		return []byte("{}")
	}
	return data
}
