package lethe_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"cloud.google.com/go/longrunning/autogen/longrunningpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

func TestOptionsReachTheTrainingRequest(t *testing.T) {
	var asked *lethev1.TrainModelRequest
	s := &server{train: func(r *lethev1.TrainModelRequest) (*longrunningpb.Operation, error) {
		asked = r
		return &longrunningpb.Operation{Name: "operations/t1"}, nil
	}}
	training, err := s.client(t).Train(context.Background(), "movies", "mf",
		lethe.WithPluginOptions(map[string]string{"dimension": "48"}), lethe.WithSeed(5),
		lethe.WithoutFinalFit())
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "name", training.Name(), "operations/t1")
	equal(t, "has a request id", uuid4.MatchString(training.RequestID()), true)
	equal(t, "id sent", asked.GetRequestId(), training.RequestID())
	same(t, asked, &lethev1.TrainModelRequest{
		Model: "models/movies", Plugin: "mf", Options: map[string]string{"dimension": "48"},
		Seed: 5, SkipFinalFit: true, RequestId: asked.GetRequestId(),
	})
}

func TestFailedTrainingRequestHasItsID(t *testing.T) {
	var asked *lethev1.TrainModelRequest
	s := &server{train: func(r *lethev1.TrainModelRequest) (*longrunningpb.Operation, error) {
		asked = r
		return nil, status.Error(codes.DeadlineExceeded, "too late")
	}}
	_, err := s.client(t).Train(context.Background(), "movies", "mf")
	var failure *lethe.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got %v, want an Error", err)
	}
	equal(t, "has a request id", uuid4.MatchString(failure.RequestID), true)
	equal(t, "id sent", asked.GetRequestId(), failure.RequestID)
}

func TestTrainingIsWaitedFor(t *testing.T) {
	looks := 0
	s := &server{operation: func() (*longrunningpb.Operation, error) {
		looks++
		operation := &longrunningpb.Operation{
			Metadata: pack(t, &lethev1.TrainModelMetadata{Epoch: int32(looks)}),
		}
		if looks == 3 {
			operation.Done = true
			operation.Result = &longrunningpb.Operation_Response{
				Response: pack(t, &lethev1.ModelVersion{Name: "models/movies/versions/4"}),
			}
		}
		return operation, nil
	}}
	epochs := int32(0)
	version, err := s.client(t).Training("operations/t1").Wait(context.Background(),
		lethe.WithProgress(func(p *lethev1.TrainModelMetadata) { epochs += p.GetEpoch() }))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "version", version.GetName(), "models/movies/versions/4")
	equal(t, "sum of the epochs told", epochs, 1+2+3)
}

func TestFailedTrainingIsAnError(t *testing.T) {
	failed := refusal(t, codes.Internal, "PLUGIN_FAILED", map[string]string{"plugin": "mf"})
	s := &server{operation: func() (*longrunningpb.Operation, error) {
		return &longrunningpb.Operation{
			Done: true, Result: &longrunningpb.Operation_Error{Error: failed.Proto()},
		}, nil
	}}
	_, err := s.client(t).Training("operations/t1").Wait(context.Background())
	equal(t, "reason", lethe.HasReason(err, lethev1.ErrorReason_PLUGIN_FAILED), true)
	equal(t, "is Internal", errors.Is(err, lethe.ErrInternal), true)
}

func TestWaitForATrainingEndsWithTheContext(t *testing.T) {
	s := &server{operation: func() (*longrunningpb.Operation, error) {
		return &longrunningpb.Operation{}, nil
	}}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	_, err := s.client(t).Training("operations/t1").Wait(ctx)
	equal(t, "is DeadlineExceeded", errors.Is(err, lethe.ErrDeadlineExceeded), true)
	equal(t, "text", err.Error(), "lethe: DEADLINE_EXCEEDED: "+
		"operations/t1 had not ended in time; it goes on at the server")
}
