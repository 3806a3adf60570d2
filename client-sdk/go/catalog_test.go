package lethe_test

import (
	"context"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

func TestCatalog_isWrittenAndRead(t *testing.T) {
	mug := &lethev1.CatalogItem{
		Item: "mug", Categories: []string{"tea"}, Available: proto.Bool(false),
		Attributes: map[string]*lethev1.AttributeValue{
			"price": lethe.Number(12.5), "colour": lethe.Text("blue"), "fragile": lethe.Flag(true),
		},
	}
	pot := &lethev1.CatalogItem{Item: "pot"}
	var updated *lethev1.UpdateItemsRequest
	var deleted *lethev1.DeleteItemsRequest
	client := (&server{
		update: func(r *lethev1.UpdateItemsRequest) (*lethev1.UpdateItemsResponse, error) {
			updated = r
			return &lethev1.UpdateItemsResponse{Added: 1, Replaced: 1}, nil
		},
		discard: func(r *lethev1.DeleteItemsRequest) (*lethev1.DeleteItemsResponse, error) {
			deleted = r
			return &lethev1.DeleteItemsResponse{Deleted: 2}, nil
		},
		entry: func(r *lethev1.GetItemRequest) (*lethev1.GetItemResponse, error) {
			return &lethev1.GetItemResponse{Item: &lethev1.CatalogItem{Item: r.Model + r.Item}}, nil
		},
		entries: func(r *lethev1.ListItemsRequest) (*lethev1.ListItemsResponse, error) {
			if r.PageToken == "" {
				return &lethev1.ListItemsResponse{
					Items: []*lethev1.CatalogItem{mug}, NextPageToken: "2"}, nil
			}
			return &lethev1.ListItemsResponse{Items: []*lethev1.CatalogItem{pot}}, nil
		},
	}).client(t)
	ctx := context.Background()

	answer, err := client.UpdateItems(ctx, "movies", []*lethev1.CatalogItem{mug, pot})
	if err != nil || answer.Added != 1 || answer.Replaced != 1 {
		t.Fatalf("answered %v, %v", answer, err)
	}
	want := &lethev1.UpdateItemsRequest{
		Model: "models/movies", Items: []*lethev1.CatalogItem{mug, pot}}
	if !proto.Equal(updated, want) {
		t.Errorf("sent %v", updated)
	}
	if count, err := client.DeleteItems(ctx, "movies", []string{"a", "b"}); err != nil || count != 2 ||
		!slices.Equal(deleted.Items, []string{"a", "b"}) {
		t.Errorf("deleted %d of %v, %v", count, deleted, err)
	}
	if item, err := client.Item(ctx, "movies", "mug"); err != nil || item.Item != "models/moviesmug" {
		t.Errorf("got %v, %v", item, err)
	}
	var listed []string
	for item, err := range client.Items(ctx, "movies") {
		if err != nil {
			t.Fatal(err)
		}
		listed = append(listed, item.Item)
	}
	if !slices.Equal(listed, []string{"mug", "pot"}) {
		t.Errorf("listed %v", listed)
	}
}

func TestFilteredBy_isSentByEveryCallThatTakesIt(t *testing.T) {
	const filter = "attributes.price < 20"
	var got []string
	note := func(filter string, items []string) { got = append(append(got, filter), items...) }
	client := (&server{
		recommend: func(
			_ context.Context, r *lethev1.RecommendRequest,
		) (*lethev1.RecommendResponse, error) {
			note(r.Filter, r.AllowItems)
			return &lethev1.RecommendResponse{}, nil
		},
		batch: func(r *lethev1.BatchRecommendRequest) (*lethev1.BatchRecommendResponse, error) {
			note(r.Filter, nil)
			return &lethev1.BatchRecommendResponse{}, nil
		},
		forItems: func(
			r *lethev1.RecommendForItemsRequest,
		) (*lethev1.RecommendForItemsResponse, error) {
			note(r.Filter, r.AllowItems)
			return &lethev1.RecommendForItemsResponse{}, nil
		},
		similar: func(r *lethev1.SimilarItemsRequest) (*lethev1.SimilarItemsResponse, error) {
			note(r.Filter, r.AllowItems)
			return &lethev1.SimilarItemsResponse{}, nil
		},
	}).client(t)
	ctx := context.Background()
	by, only := lethe.FilteredBy(filter), lethe.AllowingOnly("a", "b")
	_, err1 := client.Recommend(ctx, "movies", "ann", 3, by, only)
	_, err2 := client.BatchRecommend(ctx, "movies", []string{"ann"}, 3, by)
	_, err3 := client.RecommendForItems(ctx, "movies", nil, 3, by, only)
	_, err4 := client.SimilarItems(ctx, "movies", "mug", 3, by, only)
	for _, err := range []error{err1, err2, err3, err4} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{filter, "a", "b", filter, filter, "a", "b", filter, "a", "b"}
	if !slices.Equal(got, want) {
		t.Errorf("sent %v", got)
	}
}
