package lethe_test

import (
	"context"
	"sync"
	"testing"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

// positionAsked is what a call of a client asks for after it waited for the erasure's end.
func positionAsked(
	t *testing.T, ended *lethev1.Erasure, model string, wanted int64, opts ...lethe.Option,
) int64 {
	t.Helper()
	look := func(ctx context.Context, e *lethe.Erasure) error {
		_, err := e.Wait(ctx)
		return err
	}
	return positionAskedAfter(t, look, ended, model, wanted, opts...)
}

func positionAskedAfter(
	t *testing.T, look func(context.Context, *lethe.Erasure) error, seen *lethev1.Erasure,
	model string, wanted int64, opts ...lethe.Option,
) int64 {
	t.Helper()
	var asked int64
	s := &server{
		watch: func(stream watchStream) error { return stream.Send(seen) },
		get:   func(*lethev1.GetErasureRequest) (*lethev1.Erasure, error) { return seen, nil },
		recommend: func(
			_ context.Context, r *lethev1.RecommendRequest,
		) (*lethev1.RecommendResponse, error) {
			asked = r.GetMinErasurePosition()
			return &lethev1.RecommendResponse{}, nil
		},
	}
	client, ctx := s.client(t, opts...), context.Background()
	if err := look(ctx, client.Erasure("erasures/e1")); err != nil {
		t.Fatal(err)
	}
	if _, err := client.Recommend(ctx, model, "u", 1, lethe.AtErasurePosition(wanted)); err != nil {
		t.Fatal(err)
	}
	return asked
}

func TestCallsAskForWhatTheClientErased(t *testing.T) {
	completed := inState(lethev1.Erasure_STATE_COMPLETED)
	equal(t, "after an erasure", positionAsked(t, completed, "movies", 0), 7)
	equal(t, "more was wanted", positionAsked(t, completed, "movies", 9), 9)
	equal(t, "less was wanted", positionAsked(t, completed, "movies", 3), 7)
	equal(t, "another model", positionAsked(t, completed, "books", 0), 0)
	equal(t, "switched off",
		positionAsked(t, completed, "movies", 0, lethe.WithReadYourErasures(false)), 0)

	nothing := inState(lethev1.Erasure_STATE_COMPLETED)
	nothing.InteractionCount = 0
	equal(t, "nothing was forgotten", positionAsked(t, nothing, "movies", 0), 0)
	equal(t, "taken back",
		positionAsked(t, inState(lethev1.Erasure_STATE_CANCELLED), "movies", 0), 0)
}

func TestPollingCountsAsWaitingDoes(t *testing.T) {
	poll := func(ctx context.Context, e *lethe.Erasure) error {
		_, err := e.Now(ctx)
		return err
	}
	completed := inState(lethev1.Erasure_STATE_COMPLETED)
	equal(t, "completed", positionAskedAfter(t, poll, completed, "movies", 0), 7)
	publishing := inState(lethev1.Erasure_STATE_PUBLISHING)
	equal(t, "not completed", positionAskedAfter(t, poll, publishing, "movies", 0), 0)
}

// For the race detector: one client, many goroutines, erasures among the calls.
func TestOneClientServesManyGoroutines(t *testing.T) {
	s := &server{
		watch: func(stream watchStream) error {
			return stream.Send(inState(lethev1.Erasure_STATE_COMPLETED))
		},
		recommend: func(
			context.Context, *lethev1.RecommendRequest,
		) (*lethev1.RecommendResponse, error) {
			return &lethev1.RecommendResponse{}, nil
		},
	}
	client, ctx := s.client(t), context.Background()
	var all sync.WaitGroup
	for range 8 {
		all.Add(1)
		go func() {
			defer all.Done()
			for range 50 {
				if _, err := client.Recommend(ctx, "movies", "u", 1); err != nil {
					t.Error(err)
				}
				if _, err := client.Erasure("erasures/e1").Wait(ctx); err != nil {
					t.Error(err)
				}
			}
		}()
	}
	all.Wait()
}
