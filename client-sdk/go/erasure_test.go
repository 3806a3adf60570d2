package lethe_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

type watchStream = grpc.ServerStreamingServer[lethev1.Erasure]

func inState(state lethev1.Erasure_State) *lethev1.Erasure {
	return &lethev1.Erasure{
		Name: "erasures/e1", Model: "models/movies", State: state, InteractionCount: 3,
		ErasurePosition: 7,
	}
}

// watched sends the states; where one is UNSPECIFIED, the connection breaks and another begins
// there.
func watched(states ...lethev1.Erasure_State) *server {
	at := 0
	return &server{watch: func(stream watchStream) error {
		for at < len(states) {
			state := states[at]
			at++
			if state == lethev1.Erasure_STATE_UNSPECIFIED {
				return status.Error(codes.Unavailable, "the server goes down")
			}
			if err := stream.Send(inState(state)); err != nil {
				return err
			}
		}
		return nil
	}}
}

func TestWaitFollowsThroughBrokenConnections(t *testing.T) {
	s := watched(
		lethev1.Erasure_STATE_RECEIVED, lethev1.Erasure_STATE_SOLVING, 0,
		lethev1.Erasure_STATE_SOLVING, 99, lethev1.Erasure_STATE_COMPLETED)
	var told []lethev1.Erasure_State
	last, err := s.client(t).Erasure("erasures/e1").Wait(context.Background(),
		lethe.WithProgress(func(e *lethev1.Erasure) { told = append(told, e.GetState()) }))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "last", last.GetState(), lethev1.Erasure_STATE_COMPLETED)
	// The state that the second stream begins with is told once; one of a newer server is no end.
	want := []lethev1.Erasure_State{
		lethev1.Erasure_STATE_RECEIVED, lethev1.Erasure_STATE_SOLVING, 99,
		lethev1.Erasure_STATE_COMPLETED,
	}
	equal(t, "states", len(told), len(want))
	for i := range want {
		equal(t, "state", told[i], want[i])
	}
}

func TestWaitReturnsWhatWasTakenBack(t *testing.T) {
	s := watched(lethev1.Erasure_STATE_HELD, lethev1.Erasure_STATE_CANCELLED)
	last, err := s.client(t).Erasure("erasures/e1").Wait(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "last", last.GetState(), lethev1.Erasure_STATE_CANCELLED)
}

func TestWaitFailsWithTheErasuresReason(t *testing.T) {
	for reason, kind := range map[lethev1.ErrorReason]error{
		lethev1.ErrorReason_VERIFICATION_FAILED: lethe.ErrInternal,
		lethev1.ErrorReason_STORAGE_FULL:        lethe.ErrResourceExhausted,
	} {
		s := &server{watch: func(stream watchStream) error {
			failed := inState(lethev1.Erasure_STATE_FAILED)
			failed.FailureReason, failed.FailureMessage = reason, "it did not work"
			return stream.Send(failed)
		}}
		_, err := s.client(t).Erasure("erasures/e1").Wait(context.Background())
		var failure *lethe.Error
		if !errors.As(err, &failure) {
			t.Fatalf("got %v, want an Error", err)
		}
		equal(t, "has the reason", lethe.HasReason(err, reason), true)
		equal(t, "has its status", errors.Is(err, kind), true)
		equal(t, "erasure", failure.Metadata["erasure"], "erasures/e1")
		equal(t, "text", failure.Message, "it did not work (erasures/e1)")
		equal(t, "status for gRPC", status.Code(err), failure.Status)
	}
}

func TestWaitEndsWithTheContext(t *testing.T) {
	open := &server{watch: func(stream watchStream) error {
		if err := stream.Send(inState(lethev1.Erasure_STATE_HELD)); err != nil {
			return err
		}
		<-stream.Context().Done()
		return nil
	}}
	down := &server{watch: func(watchStream) error {
		return status.Error(codes.Unavailable, "down")
	}}
	for name, s := range map[string]*server{"open": open, "down": down} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 150*time.Millisecond)
			defer cancel()
			_, err := s.client(t).Erasure("erasures/e1").Wait(ctx)
			equal(t, "is DeadlineExceeded", errors.Is(err, lethe.ErrDeadlineExceeded), true)
			equal(t, "text", err.Error(), "lethe: DEADLINE_EXCEEDED: "+
				"erasures/e1 had not ended in time; it goes on at the server")

			ctx, cancel = context.WithCancel(context.Background())
			time.AfterFunc(20*time.Millisecond, cancel)
			_, err = s.client(t).Erasure("erasures/e1").Wait(ctx)
			equal(t, "is Cancelled", errors.Is(err, lethe.ErrCancelled), true)
		})
	}
}

func TestWaitThatNobodyBoundsHasTenMinutes(t *testing.T) {
	var left time.Duration
	s := &server{watch: func(stream watchStream) error {
		until, _ := stream.Context().Deadline()
		left = time.Until(until)
		return stream.Send(inState(lethev1.Erasure_STATE_COMPLETED))
	}}
	if _, err := s.client(t).Erasure("erasures/e1").Wait(context.Background()); err != nil {
		t.Fatal(err)
	}
	if left < 9*time.Minute || left > lethe.WaitDefault {
		t.Errorf("the wait had %v left, want about %v", left, lethe.WaitDefault)
	}
}

func TestWatchReleasesItsStream(t *testing.T) {
	released := make(chan struct{})
	s := &server{watch: func(stream watchStream) error {
		if err := stream.Send(inState(lethev1.Erasure_STATE_HELD)); err != nil {
			return err
		}
		<-stream.Context().Done()
		close(released)
		return nil
	}}
	for state, err := range s.client(t).Erasure("erasures/e1").Watch(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "state", state.GetState(), lethev1.Erasure_STATE_HELD)
		break
	}
	select {
	case <-released:
	case <-time.After(time.Minute):
		t.Error("the server still has the stream of a watch that was left")
	}
}

func TestWatchEndsWithAFailure(t *testing.T) {
	refused := refusal(t, codes.NotFound, "ERASURE_NOT_FOUND", nil)
	s := &server{watch: func(watchStream) error { return refused.Err() }}
	failures := 0
	for _, err := range s.client(t).Erasure("erasures/e1").Watch(context.Background()) {
		failures++
		equal(t, "reason", lethe.HasReason(err, lethev1.ErrorReason_ERASURE_NOT_FOUND), true)
	}
	equal(t, "failures", failures, 1)
}
