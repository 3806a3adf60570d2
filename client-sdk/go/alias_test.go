package lethe_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

func TestAlias_isSetAndDeleted(t *testing.T) {
	var set []*lethev1.SetAliasRequest
	var deleted string
	client := (&server{
		setAlias: func(r *lethev1.SetAliasRequest) (*lethev1.Alias, error) {
			set = append(set, r)
			return &lethev1.Alias{Name: r.Name, ModelVersion: r.ModelVersion}, nil
		},
		noAlias: func(r *lethev1.DeleteAliasRequest) error {
			deleted = r.Name
			return nil
		},
	}).client(t)
	ctx := context.Background()
	version := "models/movies/versions/3"

	alias, err := client.SetAlias(
		ctx, "movies", "canary", lethe.ToVersion(version), lethe.WithShare(0))
	if err != nil || alias.GetModelVersion() != version {
		t.Fatalf("answered %v, %v", alias, err)
	}
	if _, err := client.SetAlias(ctx, "movies", "canary"); err != nil {
		t.Fatal(err)
	}
	if err := client.DeleteAlias(ctx, "movies", "canary"); err != nil {
		t.Fatal(err)
	}
	name := "models/movies/aliases/canary"
	same(t, set[0], &lethev1.SetAliasRequest{
		Name: name, ModelVersion: version, BasisPoints: proto.Int32(0)})
	same(t, set[1], &lethev1.SetAliasRequest{Name: name})
	equal(t, "deleted", deleted, name)
}

func TestReloadPlugins_tellsWhatBecameOfEach(t *testing.T) {
	change := &lethev1.PluginChange{
		Outcome: lethev1.PluginChange_OUTCOME_REFUSED, Entry: "mine.zip", Reason: "it fails"}
	client := (&server{
		reload: func() *lethev1.ReloadPluginsResponse {
			return &lethev1.ReloadPluginsResponse{Changes: []*lethev1.PluginChange{change}}
		},
	}).client(t)

	changes, err := client.ReloadPlugins(context.Background())
	if err != nil || len(changes) != 1 {
		t.Fatalf("answered %v, %v", changes, err)
	}
	same(t, changes[0], change)
}

func TestReloadPlugins_hasAMinuteMoreThanOtherCalls(t *testing.T) {
	client := (&server{
		reload: func() *lethev1.ReloadPluginsResponse { return &lethev1.ReloadPluginsResponse{} },
	}).client(t, lethe.WithDeadline(time.Nanosecond))

	if err := client.DeleteModel(context.Background(), "movies"); !errors.Is(err, lethe.ErrDeadlineExceeded) {
		t.Fatalf("another call answered %v", err)
	}
	if _, err := client.ReloadPlugins(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func TestByAlias_isNamedByEveryCallThatCan(t *testing.T) {
	var named []string
	client := (&server{
		recommend: func(
			_ context.Context, r *lethev1.RecommendRequest,
		) (*lethev1.RecommendResponse, error) {
			named = append(named, r.Alias)
			return &lethev1.RecommendResponse{}, nil
		},
		batch: func(r *lethev1.BatchRecommendRequest) (*lethev1.BatchRecommendResponse, error) {
			named = append(named, r.Alias)
			return &lethev1.BatchRecommendResponse{}, nil
		},
		score: func(r *lethev1.ScoreRequest) (*lethev1.ScoreResponse, error) {
			named = append(named, r.Alias)
			return &lethev1.ScoreResponse{}, nil
		},
		forItems: func(
			r *lethev1.RecommendForItemsRequest,
		) (*lethev1.RecommendForItemsResponse, error) {
			named = append(named, r.Alias)
			return &lethev1.RecommendForItemsResponse{}, nil
		},
		similar: func(r *lethev1.SimilarItemsRequest) (*lethev1.SimilarItemsResponse, error) {
			named = append(named, r.Alias)
			return &lethev1.SimilarItemsResponse{}, nil
		},
	}).client(t)
	ctx := context.Background()
	canary := lethe.ByAlias("canary")
	history := []lethe.WeightedItem{{Item: "a"}}
	_, first := client.Recommend(ctx, "movies", "u", 1, canary)
	_, second := client.BatchRecommend(ctx, "movies", []string{"u"}, 1, canary)
	_, third := client.Score(ctx, "movies", "u", []string{"a"}, canary)
	_, fourth := client.RecommendForItems(ctx, "movies", history, 1, canary)
	_, fifth := client.SimilarItems(ctx, "movies", "a", 1, canary)
	for _, err := range []error{first, second, third, fourth, fifth} {
		if err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "calls", len(named), 5)
	for _, alias := range named {
		equal(t, "alias", alias, "canary")
	}
}

func TestOnlyFields_areTheMaskOfAnUpdate(t *testing.T) {
	var asked *lethev1.UpdateItemsRequest
	client := (&server{
		update: func(r *lethev1.UpdateItemsRequest) (*lethev1.UpdateItemsResponse, error) {
			asked = r
			return &lethev1.UpdateItemsResponse{}, nil
		},
	}).client(t)
	items := []*lethev1.CatalogItem{{Item: "mug", Available: proto.Bool(false)}}
	_, err := client.UpdateItems(
		context.Background(), "movies", items, lethe.OnlyFields("available", "listed_time"))
	if err != nil {
		t.Fatal(err)
	}
	same(t, asked, &lethev1.UpdateItemsRequest{
		Model: "models/movies", Items: items,
		UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"available", "listed_time"}},
	})
}
