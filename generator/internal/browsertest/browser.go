// Package browsertest opens the built example in a headless browser. It is a
// module of its own, so that the browser library stays out of the program.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// browser is all that this package knows of the library: open a page, run a
// script in it, take a picture.
type browser struct {
	ctx    context.Context
	cancel []context.CancelFunc
}

func start() (*browser, error) {
	b := &browser{}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	b.cancel = append(b.cancel, cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	b.cancel = append(b.cancel, cancel)
	b.ctx, cancel = chromedp.NewContext(ctx)
	b.cancel = append(b.cancel, cancel)
	return b, chromedp.Do(b.ctx)
}

func (b *browser) stop() {
	chromedp.Cancel(b.ctx)
	for i := len(b.cancel) - 1; i >= 0; i-- {
		b.cancel[i]()
	}
}

// visit is what one page did.
type visit struct {
	requests []string // addresses asked for, in order
	console  []string // what the browser complained about
}

// open loads a page in a window of that width and collects what it asks for
// and complains about until it stands still.
func (b *browser) open(url string, width int64) (visit, error) {
	var v visit
	tab, cancel := chromedp.NewContext(b.ctx)
	defer cancel()
	if err := chromedp.Do(tab, chromedp.EmulateViewport(width, 900)); err != nil {
		return v, err
	}
	if err := chromedp.Listen(tab, func(ev any) {
		if e, ok := ev.(*network.EventRequestWillBeSent); ok {
			v.requests = append(v.requests, e.Request.URL)
		}
	}); err != nil {
		return v, err
	}
	messages := chromedp.Console(tab)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for m, err := range messages {
			if err != nil {
				return
			}
			v.console = append(v.console, m.String())
		}
	}()
	if err := chromedp.Do(tab, chromedp.Navigate(url)); err != nil {
		return v, fmt.Errorf("open %s: %w", url, err)
	}
	wide, err := chromedp.Run(tab, chromedp.Evaluate[float64]("document.documentElement.scrollWidth"))
	if err != nil {
		return v, err
	}
	if int64(wide) > width {
		v.console = append(v.console, fmt.Sprintf("the page is %v pixels wide in a window of %d", wide, width))
	}
	if stored, err := chromedp.Run(tab, chromedp.Evaluate[float64]("document.cookie.length + localStorage.length + sessionStorage.length")); err != nil || stored != 0 {
		v.console = append(v.console, fmt.Sprintf("something was stored: %v %v", stored, err))
	}
	if dir := os.Getenv("SCREENSHOTS"); dir != "" {
		shot, err := chromedp.Run(tab, chromedp.FullScreenshot(100))
		if err != nil {
			return v, err
		}
		name := strings.Trim(strings.NewReplacer("http://", "", "/", "_", ":", "_").Replace(url), "_")
		if err := os.WriteFile(fmt.Sprintf("%s/%s-%d.png", dir, name, width), shot, 0o644); err != nil {
			return v, err
		}
	}
	cancel()
	<-done
	return v, nil
}
