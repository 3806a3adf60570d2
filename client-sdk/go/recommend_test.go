package lethe_test

import (
	"context"
	"errors"
	"math"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

func TestOptionsReachTheRecommendRequest(t *testing.T) {
	var asked *lethev1.RecommendRequest
	s := &server{recommend: func(
		_ context.Context, r *lethev1.RecommendRequest,
	) (*lethev1.RecommendResponse, error) {
		asked = r
		return &lethev1.RecommendResponse{
			ModelVersion: "models/movies/versions/3", Source: lethev1.Source_SOURCE_POPULAR,
		}, nil
	}}
	answer, err := s.client(t).Recommend(context.Background(), "movies", "u", 7,
		lethe.Excluding("a", "b"), lethe.IncludingSeen(), lethe.AtErasurePosition(9),
		lethe.WithFallback(lethev1.Fallback_FALLBACK_POPULAR))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "version", answer.GetModelVersion(), "models/movies/versions/3")
	equal(t, "source", answer.GetSource(), lethev1.Source_SOURCE_POPULAR)
	same(t, asked, &lethev1.RecommendRequest{
		Model: "models/movies", User: "u", N: 7, ExcludeItems: []string{"a", "b"},
		IncludeSeen: true, MinErasurePosition: 9, Fallback: lethev1.Fallback_FALLBACK_POPULAR,
	})
}

func TestOptionsReachTheBatchRequest(t *testing.T) {
	var asked *lethev1.BatchRecommendRequest
	s := &server{batch: func(
		r *lethev1.BatchRecommendRequest,
	) (*lethev1.BatchRecommendResponse, error) {
		asked = r
		return &lethev1.BatchRecommendResponse{}, nil
	}}
	_, err := s.client(t).BatchRecommend(context.Background(), "movies", []string{"u", "v"}, 2,
		lethe.IncludingSeen(), lethe.AtErasurePosition(9),
		lethe.WithFallback(lethev1.Fallback_FALLBACK_POPULAR))
	if err != nil {
		t.Fatal(err)
	}
	same(t, asked, &lethev1.BatchRecommendRequest{
		Model: "models/movies", Users: []string{"u", "v"}, N: 2, IncludeSeen: true,
		MinErasurePosition: 9, Fallback: lethev1.Fallback_FALLBACK_POPULAR,
	})
}

func TestHistoryAndOptionsReachTheForItemsRequest(t *testing.T) {
	var asked *lethev1.RecommendForItemsRequest
	s := &server{forItems: func(
		r *lethev1.RecommendForItemsRequest,
	) (*lethev1.RecommendForItemsResponse, error) {
		asked = r
		return &lethev1.RecommendForItemsResponse{
			Items: []*lethev1.ScoredItem{{Item: "c", Score: 2}},
		}, nil
	}}
	history := []lethe.WeightedItem{{Item: "a"}, {Item: "b", Value: lethe.Value(0)}}
	answer, err := s.client(t).RecommendForItems(context.Background(), "movies", history, 7,
		lethe.Excluding("x"), lethe.IncludingGiven(), lethe.AtErasurePosition(9))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "item", answer.GetItems()[0].GetItem(), "c")
	same(t, asked, &lethev1.RecommendForItemsRequest{
		Model: "models/movies", N: 7, ExcludeItems: []string{"x"}, IncludeGiven: true,
		Items:              []*lethev1.WeightedItem{{Item: "a"}, {Item: "b", Value: proto.Float32(0)}},
		MinErasurePosition: 9,
	})
}

func TestOptionsReachTheSimilarItemsRequest(t *testing.T) {
	var asked *lethev1.SimilarItemsRequest
	s := &server{similar: func(
		r *lethev1.SimilarItemsRequest,
	) (*lethev1.SimilarItemsResponse, error) {
		asked = r
		return &lethev1.SimilarItemsResponse{}, nil
	}}
	_, err := s.client(t).SimilarItems(context.Background(), "movies", "a", 7,
		lethe.Excluding("x"), lethe.AtErasurePosition(9))
	if err != nil {
		t.Fatal(err)
	}
	same(t, asked, &lethev1.SimilarItemsRequest{
		Model: "models/movies", Item: "a", N: 7, ExcludeItems: []string{"x"},
		MinErasurePosition: 9,
	})
}

func TestFamilyWithoutHistoriesSaysSo(t *testing.T) {
	reason := lethev1.ErrorReason_HISTORY_NOT_SUPPORTED
	refused := refusal(t, codes.InvalidArgument, reason.String(),
		map[string]string{"model": "movies", "plugin": "neumf"})
	s := &server{similar: func(
		*lethev1.SimilarItemsRequest,
	) (*lethev1.SimilarItemsResponse, error) {
		return nil, refused.Err()
	}}
	_, err := s.client(t).SimilarItems(context.Background(), "movies", "a", 7)
	equal(t, "has the reason", lethe.HasReason(err, reason), true)
	equal(t, "is InvalidArgument", errors.Is(err, lethe.ErrInvalidArgument), true)
}

func TestScoresAreInOrderAndMayBeAbsent(t *testing.T) {
	var asked *lethev1.ScoreRequest
	s := &server{score: func(r *lethev1.ScoreRequest) (*lethev1.ScoreResponse, error) {
		asked = r
		return &lethev1.ScoreResponse{
			Scores: []*lethev1.ItemScore{{Score: proto.Float32(1.5)}, {}},
		}, nil
	}}
	answer, err := s.client(t).Score(context.Background(), "movies", "u", []string{"a", "b"},
		lethe.AtErasurePosition(9))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "score", *answer.Scores[0].Score, 1.5)
	equal(t, "has no score", answer.Scores[1].Score == nil, true)
	same(t, asked, &lethev1.ScoreRequest{
		Model: "models/movies", User: "u", Items: []string{"a", "b"}, MinErasurePosition: 9,
	})
}

// A number that does not fit the wire's type must not wrap to one that is in its bounds.
func TestHugeNumberIsNotAnother(t *testing.T) {
	var n int32
	s := &server{recommend: func(
		_ context.Context, r *lethev1.RecommendRequest,
	) (*lethev1.RecommendResponse, error) {
		n = r.GetN()
		return &lethev1.RecommendResponse{}, nil
	}}
	client := s.client(t)
	for asked, sent := range map[int]int32{1<<32 + 5: math.MaxInt32, -1<<40 + 5: math.MinInt32} {
		if _, err := client.Recommend(context.Background(), "movies", "u", asked); err != nil {
			t.Fatal(err)
		}
		equal(t, "n", n, sent)
	}
}

func TestPagesAreReadUntilTheLastOrAFailure(t *testing.T) {
	pages := map[string]*lethev1.ListModelsResponse{
		"":  {Models: models("a", "b"), NextPageToken: "1"},
		"1": {NextPageToken: "2"}, // An empty page is not the end.
		"2": {Models: models("c")},
	}
	calls := 0
	broken := errors.New("broken")
	s := &server{list: func(r *lethev1.ListModelsRequest) (*lethev1.ListModelsResponse, error) {
		calls++
		if calls > 4 {
			return nil, broken
		}
		return pages[r.GetPageToken()], nil
	}}
	client := s.client(t)

	names := ""
	for model, err := range client.Models(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		names += model.GetName()
	}
	equal(t, "models", names, "abc")

	for range client.Models(context.Background()) {
		break
	}
	equal(t, "calls, of which none after a break", calls, 4)

	failures := 0
	for _, err := range client.Models(context.Background()) {
		var failure *lethe.Error
		equal(t, "is an Error", errors.As(err, &failure), true)
		failures++
	}
	equal(t, "failures", failures, 1)
}

func models(names ...string) []*lethev1.Model {
	list := make([]*lethev1.Model, len(names))
	for i, name := range names {
		list[i] = &lethev1.Model{Name: name}
	}
	return list
}

func same(t *testing.T, got, want proto.Message) {
	t.Helper()
	if !proto.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
