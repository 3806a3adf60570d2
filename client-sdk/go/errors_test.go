package lethe_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	rpcstatus "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/anypb"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

func failing(answer func() error) *server {
	return &server{recommend: func(
		context.Context, *lethev1.RecommendRequest,
	) (*lethev1.RecommendResponse, error) {
		return nil, answer()
	}}
}

func failureOf(t *testing.T, client *lethe.Client) *lethe.Error {
	t.Helper()
	_, err := client.Recommend(context.Background(), "movies", "u", 1)
	var failure *lethe.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got %v, want an Error", err)
	}
	return failure
}

func TestErrorCarriesTheReason(t *testing.T) {
	model := map[string]string{"model": "models/movies"}
	refused := refusal(t, codes.NotFound, "USER_NOT_FOUND", model)
	failure := failureOf(t, failing(refused.Err).client(t))

	equal(t, "status", failure.Status, codes.NotFound)
	equal(t, "reason", failure.Reason, "USER_NOT_FOUND")
	equal(t, "model", failure.Metadata["model"], "models/movies")
	equal(t, "text", failure.Error(), "lethe: USER_NOT_FOUND: refused")

	wrapped := fmt.Errorf("at home: %w", failure)
	equal(t, "is NotFound", errors.Is(wrapped, lethe.ErrNotFound), true)
	equal(t, "is Unavailable", errors.Is(wrapped, lethe.ErrUnavailable), false)
	equal(t, "has reason", lethe.HasReason(wrapped, lethev1.ErrorReason_USER_NOT_FOUND), true)
	equal(t, "other reason", lethe.HasReason(wrapped, lethev1.ErrorReason_ITEM_NOT_FOUND), false)
	origin, ok := status.FromError(wrapped)
	equal(t, "has a status", ok, true)
	equal(t, "status for gRPC", origin.Code(), codes.NotFound)
	equal(t, "details", len(origin.Details()), 1)
}

func TestReasonOfANewerServerPassesThrough(t *testing.T) {
	refused := refusal(t, codes.FailedPrecondition, "MOON_IN_THE_WRONG_PHASE", nil)
	failure := failureOf(t, failing(refused.Err).client(t))
	equal(t, "reason", failure.Reason, "MOON_IN_THE_WRONG_PHASE")
	equal(t, "status", errors.Is(failure, lethe.ErrFailedPrecondition), true)
}

func TestForeignAndGarbledDetailsDoNotHideTheFailure(t *testing.T) {
	foreign, err := anypb.New(&errdetails.ErrorInfo{Domain: "example.com", Reason: "THEIRS"})
	if err != nil {
		t.Fatal(err)
	}
	garbled := &anypb.Any{
		TypeUrl: "type.googleapis.com/google.rpc.ErrorInfo", Value: []byte{0xff, 0xff},
	}
	refused := status.FromProto(&rpcstatus.Status{
		Code: int32(codes.DataLoss), Message: "refused", Details: []*anypb.Any{foreign, garbled},
	})
	failure := failureOf(t, failing(refused.Err).client(t))
	equal(t, "reason", failure.Reason, "")
	equal(t, "text", failure.Error(), "lethe: DATA_LOSS: refused")
}

func TestContextsEndIsFoundInTheError(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	s := failing(func() error { <-release; return nil })
	client := s.client(t, lethe.WithDeadline(20*time.Millisecond))

	failure := failureOf(t, client)
	equal(t, "is the deadline", errors.Is(failure, context.DeadlineExceeded), true)
	equal(t, "is DeadlineExceeded", errors.Is(failure, lethe.ErrDeadlineExceeded), true)
	equal(t, "is canceled", errors.Is(failure, context.Canceled), false)

	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(time.Millisecond, cancel)
	_, err := s.client(t).Recommend(ctx, "movies", "u", 1)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want canceled", err)
	}
	equal(t, "is Cancelled", errors.Is(err, lethe.ErrCancelled), true)
}

// A server that gave up its own work is not a caller that did.
func TestCancelledByTheServerIsNotTheContext(t *testing.T) {
	refused := refusal(t, codes.Canceled, "CANCELLED", nil)
	failure := failureOf(t, failing(refused.Err).client(t))
	equal(t, "is Cancelled", errors.Is(failure, lethe.ErrCancelled), true)
	equal(t, "is the context's", errors.Is(failure, context.Canceled), false)
}
