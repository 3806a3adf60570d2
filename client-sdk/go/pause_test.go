package lethe

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestPauseGrowsToItsBound(t *testing.T) {
	p := pause{}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, want := range []time.Duration{50, 100, 200, 400, 800, 1600, 2000, 2000} {
		start := time.Now()
		if err := p.untilNextLook(ended); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want the context's error", err)
		}
		if p.next != want*time.Millisecond {
			t.Errorf("the pause is %v, want %v ms", p.next, int64(want))
		}
		if took := time.Since(start); took > time.Second {
			t.Errorf("a pause outlived its context by %v", took)
		}
	}
}
