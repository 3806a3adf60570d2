package lethe

import (
	"context"
	"time"
)

const (
	pauseFirst   = 50 * time.Millisecond
	pauseLongest = 2 * time.Second
)

// pause waits between looks at the server: longer each time, up to a bound.
type pause struct {
	next time.Duration
}

// untilNextLook returns the context's error if that ends first.
func (p *pause) untilNextLook(ctx context.Context) error {
	p.next = min(max(2*p.next, pauseFirst), pauseLongest)
	timer := time.NewTimer(p.next)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
