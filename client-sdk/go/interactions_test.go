package lethe_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

const (
	stored     = lethev1.AppendInteractionsResponse_OUTCOME_STORED
	suppressed = lethev1.AppendInteractionsResponse_OUTCOME_SUPPRESSED
)

// takingIn keeps the requests to append. The first of each is suppressed, the others are stored; the
// calls from one place to another, counted from 1, fail.
func takingIn(from, to int) (*server, *[]*lethev1.AppendInteractionsRequest) {
	requests := new([]*lethev1.AppendInteractionsRequest)
	return &server{takeIn: func(
		r *lethev1.AppendInteractionsRequest,
	) (*lethev1.AppendInteractionsResponse, error) {
		*requests = append(*requests, r)
		if from <= len(*requests) && len(*requests) <= to {
			return nil, status.Error(codes.Unavailable, "not now")
		}
		answer := &lethev1.AppendInteractionsResponse{Learned: r.GetLearnAtOnce()}
		for i := range r.GetInteractions() {
			outcome := stored
			if i == 0 {
				outcome = suppressed
			}
			answer.Outcomes = append(answer.Outcomes, outcome)
		}
		return answer, nil
	}}, requests
}

// rowsOf gives so many rows, each with another item.
func rowsOf(count int) iter.Seq[lethe.InteractionRow] {
	return func(yield func(lethe.InteractionRow) bool) {
		for i := range count {
			if !yield(lethe.InteractionRow{User: "u", Item: fmt.Sprint(i)}) {
				return
			}
		}
	}
}

func TestRowsAndRepeatsReachTheAppendRequest(t *testing.T) {
	s, requests := takingIn(0, 0)
	id := lethe.NewRequestID()
	answer, err := s.client(t).AppendInteractions(context.Background(), "movies",
		[]lethe.InteractionRow{
			{User: "u", Item: "a"}, {User: "v", Item: "b", Value: lethe.Value(0)},
		},
		lethe.WithRepeats(lethev1.Repeats_REPEATS_SUM), lethe.WithRequestID(id))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "outcomes", fmt.Sprint(answer.GetOutcomes()), "[OUTCOME_SUPPRESSED OUTCOME_STORED]")
	same(t, (*requests)[0], &lethev1.AppendInteractionsRequest{
		Model: "models/movies", RequestId: id, Repeats: lethev1.Repeats_REPEATS_SUM,
		Interactions: []*lethev1.InteractionRow{
			{User: "u", Item: "a"}, {User: "v", Item: "b", Value: proto.Float32(0)},
		},
	})
}

func TestEventTypesAndWeightsReachTheAppendRequest(t *testing.T) {
	s, requests := takingIn(0, 0)
	client, weights := s.client(t), map[string]float32{"view": 2.5, "bot": 0}
	rows := []lethe.InteractionRow{{User: "u", Item: "a", EventType: "view"}, {User: "u", Item: "b"}}
	if _, err := client.AppendInteractions(
		context.Background(), "movies", rows, lethe.WithEventWeights(weights)); err != nil {
		t.Fatal(err)
	}
	if _, err := client.AppendAll(
		context.Background(), "movies", slices.Values(rows), lethe.WithEventWeights(weights)); err != nil {
		t.Fatal(err)
	}
	equal(t, "requests", len(*requests), 2)
	for _, r := range *requests {
		equal(t, "weights", fmt.Sprint(r.GetEventWeights()), fmt.Sprint(weights))
		equal(t, "event type", r.GetInteractions()[0].GetEventType(), "view")
		equal(t, "has none", r.GetInteractions()[1].EventType == nil, true)
	}
}

func TestLearningAtOnceReachesTheAppendRequest(t *testing.T) {
	s, requests := takingIn(0, 0)
	client := s.client(t)
	for i, opts := range [][]lethe.AppendOption{{lethe.LearningAtOnce()}, nil} {
		answer, err := client.AppendInteractions(context.Background(), "movies",
			[]lethe.InteractionRow{{User: "u", Item: "a"}}, opts...)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "asked for", (*requests)[i].GetLearnAtOnce(), len(opts) == 1)
		equal(t, "learned", answer.GetLearned(), len(opts) == 1)
	}
}

func TestLargestAppendKeepsItsRequestIDOverRetries(t *testing.T) {
	s, requests := takingIn(1, 2)
	// 3 MB: far more than gRPC keeps for retries unless it is told to.
	long := strings.Repeat("x", 150)
	rows := make([]lethe.InteractionRow, 10_000)
	for i := range rows {
		rows[i] = lethe.InteractionRow{User: long, Item: fmt.Sprint(long, i)}
	}
	client := s.client(t, lethe.WithDeadline(time.Minute))
	if _, err := client.AppendInteractions(context.Background(), "movies", rows); err != nil {
		t.Fatal(err)
	}
	equal(t, "attempts", len(*requests), 3)
	for _, r := range *requests {
		equal(t, "request id", r.GetRequestId(), (*requests)[0].GetRequestId())
		equal(t, "rows", len(r.GetInteractions()), 10_000)
	}
	if id := (*requests)[0].GetRequestId(); !uuid4.MatchString(id) {
		t.Errorf("%s is no UUID of version 4", id)
	}
}

func TestAppendAllSendsBatchesInOrder(t *testing.T) {
	s, requests := takingIn(0, 0)
	client := s.client(t, lethe.WithDeadline(time.Minute))
	summary, err := client.AppendAll(context.Background(), "movies", rowsOf(20_001),
		lethe.WithRepeats(lethev1.Repeats_REPEATS_MAX))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "rows", summary.RowCount, 20_001)
	equal(t, "stored", summary.Outcomes[stored], 19_998)
	equal(t, "suppressed", summary.Outcomes[suppressed], 3)

	equal(t, "batches", len(*requests), 3)
	ids, next := map[string]bool{}, 0
	for _, r := range *requests {
		ids[r.GetRequestId()] = true
		equal(t, "repeats", r.GetRepeats(), lethev1.Repeats_REPEATS_MAX)
		for _, row := range r.GetInteractions() {
			equal(t, "item", row.GetItem(), fmt.Sprint(next))
			next++
		}
	}
	equal(t, "request ids", len(ids), 3)
	equal(t, "rows of the last batch", len((*requests)[2].GetInteractions()), 1)
}

func TestAppendAllOfNothingCallsNothing(t *testing.T) {
	s, requests := takingIn(0, 0)
	summary, err := s.client(t).AppendAll(context.Background(), "movies", rowsOf(0))
	equal(t, "failed", err != nil, false)
	equal(t, "rows", summary.RowCount, 0)
	equal(t, "calls", len(*requests), 0)
}

func TestAppendAllStopsAtTheFirstFailure(t *testing.T) {
	t.Parallel()
	s, requests := takingIn(2, 5)
	read := 0
	rows := func(yield func(lethe.InteractionRow) bool) {
		for row := range rowsOf(50_000) {
			read++
			if !yield(row) {
				return
			}
		}
	}
	client := s.client(t, lethe.WithDeadline(time.Minute))
	summary, err := client.AppendAll(context.Background(), "movies", rows)
	equal(t, "is Unavailable", errors.Is(err, lethe.ErrUnavailable), true)
	equal(t, "rows", summary.RowCount, 10_000)
	equal(t, "stored", summary.Outcomes[stored], 9_999)
	equal(t, "rows that were read", read, 20_000)

	var failure *lethe.Error
	equal(t, "is an Error", errors.As(err, &failure), true)
	equal(t, "calls", len(*requests), 5)
	equal(t, "id of the failure", failure.RequestID, (*requests)[4].GetRequestId())
}

func TestInteractionsOfAUserAreReadPageByPage(t *testing.T) {
	var asked []*lethev1.ListInteractionsRequest
	s := &server{held: func(
		r *lethev1.ListInteractionsRequest,
	) (*lethev1.ListInteractionsResponse, error) {
		asked = append(asked, r)
		if r.GetPageToken() == "" {
			return &lethev1.ListInteractionsResponse{
				Interactions:  []*lethev1.InteractionRow{{User: "u", Item: "a"}},
				NextPageToken: "2",
			}, nil
		}
		return &lethev1.ListInteractionsResponse{
			Interactions: []*lethev1.InteractionRow{
				{User: "u", Item: "b", Time: timestamppb.New(time.UnixMilli(1_700_000_000_250))},
			},
		}, nil
	}}
	items, times := "", ""
	for row, err := range s.client(t).InteractionsOfUser(context.Background(), "movies", "u") {
		if err != nil {
			t.Fatal(err)
		}
		items += row.GetItem()
		if row.Time != nil {
			times += row.Time.AsTime().Format(time.RFC3339Nano)
		}
	}
	equal(t, "items", items, "ab")
	equal(t, "times", times, "2023-11-14T22:13:20.25Z")
	equal(t, "pages", len(asked), 2)
	same(t, asked[1], &lethev1.ListInteractionsRequest{
		Model: "models/movies", User: "u", PageToken: "2",
	})
}
