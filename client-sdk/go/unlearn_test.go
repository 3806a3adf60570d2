package lethe_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"cloud.google.com/go/longrunning/autogen/longrunningpb"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

var uuid4 = regexp.MustCompile(
	`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

// accepting answers requests to forget, and keeps them; the first failures of them only after that.
func accepting(t *testing.T, failures int) (*server, *[]*lethev1.UnlearnRequest) {
	requests := new([]*lethev1.UnlearnRequest)
	return &server{unlearn: func(r *lethev1.UnlearnRequest) (*longrunningpb.Operation, error) {
		*requests = append(*requests, r)
		if len(*requests) <= failures {
			return nil, status.Error(codes.Unavailable, "not now")
		}
		return &longrunningpb.Operation{
			Name:     "operations/e1",
			Metadata: pack(t, &lethev1.UnlearnMetadata{Erasure: "erasures/e1"}),
		}, nil
	}}, requests
}

func TestRequestIDIsMadeOnceAndSurvivesRetries(t *testing.T) {
	s, requests := accepting(t, 2)
	client := s.client(t)
	erasure, err := client.Unlearn(context.Background(), "movies", lethe.User("u"))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "name", erasure.Name(), "erasures/e1")
	equal(t, "attempts", len(*requests), 3)
	for _, r := range *requests {
		equal(t, "request id", r.GetRequestId(), erasure.RequestID())
	}
	if !uuid4.MatchString(erasure.RequestID()) {
		t.Errorf("%s is no UUID of version 4", erasure.RequestID())
	}

	again, err := client.Unlearn(context.Background(), "movies", lethe.User("u"))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "ids of two calls are one", again.RequestID() == erasure.RequestID(), false)
}

func TestFailedRequestIsSentAgainUnderItsID(t *testing.T) {
	t.Parallel()
	s, requests := accepting(t, 4)
	client := s.client(t)
	_, err := client.Unlearn(context.Background(), "movies", lethe.User("u"))
	var failure *lethe.Error
	if !errors.As(err, &failure) {
		t.Fatalf("got %v, want an Error", err)
	}
	equal(t, "id of the failure", failure.RequestID, (*requests)[0].GetRequestId())

	again, err := client.Unlearn(context.Background(), "movies", lethe.User("u"),
		lethe.WithRequestID(failure.RequestID))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "id of the handle", again.RequestID(), failure.RequestID)
	equal(t, "id sent again", (*requests)[4].GetRequestId(), failure.RequestID)
}

func TestReadmitSendsTheTargetAndGivesTheCount(t *testing.T) {
	t.Parallel()
	var sent []*lethev1.ReadmitSubjectRequest
	s := &server{readmit: func(
		r *lethev1.ReadmitSubjectRequest,
	) (*lethev1.ReadmitSubjectResponse, error) {
		sent = append(sent, r)
		return &lethev1.ReadmitSubjectResponse{ReadmittedCount: 1}, nil
	}}
	client := s.client(t)
	pair := lethe.Interaction{User: "u", Item: "i"}
	for _, target := range []lethe.Target{
		lethe.User("u"), lethe.Item("i"), lethe.Interactions(pair), {},
	} {
		count, err := client.Readmit(context.Background(), "movies", target)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "count", count, 1)
	}
	model := "models/movies"
	same(t, sent[0], &lethev1.ReadmitSubjectRequest{
		Model: model, Target: &lethev1.ReadmitSubjectRequest_User{User: "u"},
	})
	same(t, sent[1], &lethev1.ReadmitSubjectRequest{
		Model: model, Target: &lethev1.ReadmitSubjectRequest_Item{Item: "i"},
	})
	same(t, sent[2], &lethev1.ReadmitSubjectRequest{
		Model: model,
		Target: &lethev1.ReadmitSubjectRequest_Interactions{Interactions: &lethev1.Interactions{
			Interactions: []*lethev1.Interaction{{User: "u", Item: "i"}},
		}},
	})
	same(t, sent[3], &lethev1.ReadmitSubjectRequest{Model: model})
}

func TestTargetsAndOptionsReachTheRequest(t *testing.T) {
	s, requests := accepting(t, 0)
	client := s.client(t)
	pair := lethe.Interaction{User: "u", Item: "i"}
	want := &lethev1.UnlearnRequest{Model: "models/movies"}
	for _, c := range []struct {
		target lethe.Target
		set    func()
	}{
		{lethe.User("u"), func() { want.Target = &lethev1.UnlearnRequest_User{User: "u"} }},
		{lethe.Item("i"), func() { want.Target = &lethev1.UnlearnRequest_Item{Item: "i"} }},
		{lethe.Interactions(pair), func() {
			want.Target = &lethev1.UnlearnRequest_Interactions{Interactions: &lethev1.Interactions{
				Interactions: []*lethev1.Interaction{{User: "u", Item: "i"}},
			}}
		}},
		{lethe.Target{}, func() { want.Target = nil }},
	} {
		id := lethe.NewRequestID()
		_, err := client.Unlearn(context.Background(), "movies", c.target,
			lethe.WithMethod(lethev1.UnlearningMethod_UNLEARNING_METHOD_RETRAIN),
			lethe.WithRequestID(id))
		if err != nil {
			t.Fatal(err)
		}
		c.set()
		want.Method = lethev1.UnlearningMethod_UNLEARNING_METHOD_RETRAIN
		want.RequestId = id
		same(t, (*requests)[len(*requests)-1], want)
	}
}

func TestPlanIsReadFromTheAnswer(t *testing.T) {
	var asked *lethev1.UnlearnRequest
	s := &server{unlearn: func(r *lethev1.UnlearnRequest) (*longrunningpb.Operation, error) {
		asked = r
		planned := &lethev1.Erasure{Plan: &lethev1.UnlearnPlan{InteractionCount: 12}}
		return &longrunningpb.Operation{
			Done: true, Result: &longrunningpb.Operation_Response{Response: pack(t, planned)},
		}, nil
	}}
	plan, err := s.client(t).Plan(context.Background(), "movies", lethe.User("u"))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "interactions", plan.GetInteractionCount(), 12)
	equal(t, "only validates", asked.GetValidateOnly(), true)
}

func TestOperationOfAnotherKindIsAnError(t *testing.T) {
	s := &server{unlearn: func(*lethev1.UnlearnRequest) (*longrunningpb.Operation, error) {
		return &longrunningpb.Operation{Metadata: pack(t, &lethev1.Model{})}, nil
	}}
	_, err := s.client(t).Unlearn(context.Background(), "movies", lethe.User("u"))
	equal(t, "is Internal", errors.Is(err, lethe.ErrInternal), true)
}

func TestPrintingShowsNoID(t *testing.T) {
	pair := lethe.Interaction{User: "secret", Item: "secret"}
	row := lethe.InteractionRow{User: "secret", Item: "secret"}
	item := lethe.WeightedItem{Item: "secret"}
	for _, value := range []any{
		lethe.User("secret"), lethe.Item("secret"), lethe.Interactions(pair), pair, &pair,
		[]lethe.Interaction{pair}, []lethe.Target{lethe.User("secret")}, row, &row, []lethe.InteractionRow{row}, item,
		[]lethe.WeightedItem{item},
	} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
			if text := fmt.Sprintf(verb, value); strings.Contains(text, "secret") {
				t.Errorf("%s of a %T shows an id: %s", verb, value, text)
			}
		}
	}
}
