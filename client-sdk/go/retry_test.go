package lethe_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

// counting fails a number of calls by a status, then answers; it notes how long each may take.
func counting(failures int, kind codes.Code) (*server, *int, *time.Duration) {
	attempts, left := 0, time.Duration(0)
	s := &server{recommend: func(
		ctx context.Context, _ *lethev1.RecommendRequest,
	) (*lethev1.RecommendResponse, error) {
		attempts++
		if until, has := ctx.Deadline(); has {
			left = time.Until(until)
		}
		if attempts <= failures {
			return nil, status.Error(kind, "not now")
		}
		return &lethev1.RecommendResponse{}, nil
	}}
	return s, &attempts, &left
}

func TestUnavailableIsTriedFourTimes(t *testing.T) {
	t.Parallel()
	s, attempts, _ := counting(3, codes.Unavailable)
	if _, err := s.client(t).Recommend(context.Background(), "movies", "u", 1); err != nil {
		t.Fatal(err)
	}
	equal(t, "attempts", *attempts, 4)

	s, attempts, _ = counting(4, codes.Unavailable)
	_, err := s.client(t).Recommend(context.Background(), "movies", "u", 1)
	equal(t, "is Unavailable", errors.Is(err, lethe.ErrUnavailable), true)
	equal(t, "attempts", *attempts, 4)
}

func TestWhatIsNotUnavailableIsTriedOnce(t *testing.T) {
	for _, kind := range []codes.Code{
		codes.Internal, codes.ResourceExhausted, codes.Aborted, codes.NotFound,
	} {
		s, attempts, _ := counting(1, kind)
		equal(t, "status", failureOf(t, s.client(t)).Status, kind)
		equal(t, "attempts", *attempts, 1)
	}
}

func TestDeadlines(t *testing.T) {
	minute := []lethe.Option{lethe.WithDeadline(time.Minute)}
	hour := []lethe.Option{lethe.WithDeadline(time.Hour)}
	for name, c := range map[string]struct {
		opts []lethe.Option
		own  time.Duration
		want time.Duration
	}{
		"default":         {nil, 0, 5 * time.Second},
		"of the client":   {minute, 0, time.Minute},
		"of the caller":   {nil, time.Hour, time.Hour},
		"caller's, short": {hour, time.Minute, time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			s, _, left := counting(0, codes.OK)
			began, ctx := time.Now(), context.Background()
			if c.own > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, c.own)
				defer cancel()
			}
			if _, err := s.client(t, c.opts...).Recommend(ctx, "movies", "u", 1); err != nil {
				t.Fatal(err)
			}
			// What was left when the call arrived, and at most the time until then.
			if most := *left + time.Since(began); *left > c.want || most < c.want-100*time.Millisecond {
				t.Errorf("the call had %v to %v, want %v", *left, most, c.want)
			}
		})
	}
}

func TestDeadlineMustBePositive(t *testing.T) {
	if _, err := lethe.New("localhost:7707", lethe.WithDeadline(0)); err == nil {
		t.Error("a client with a deadline of 0 was made")
	}
}
