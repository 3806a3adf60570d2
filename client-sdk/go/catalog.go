package lethe

import (
	"context"
	"iter"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	lethev1 "lethe.io/go/lethe/v1"
)

// NarrowOption sets up one call of those whose answers a condition can narrow.
type NarrowOption interface {
	RecommendOption
	ForItemsOption
	SimilarOption
}

// FilterOption is a [NarrowOption] that batches take, too.
type FilterOption interface {
	NarrowOption
	BatchOption
}

// FilteredBy lets only items come back that pass a condition in CEL, such as
// "tea" in categories && attributes.price < 20.
func FilteredBy(filter string) FilterOption { return filteredBy(filter) }

type filteredBy string

func (f filteredBy) recommend(r *lethev1.RecommendRequest)        { r.Filter = string(f) }
func (f filteredBy) batch(r *lethev1.BatchRecommendRequest)       { r.Filter = string(f) }
func (f filteredBy) forItems(r *lethev1.RecommendForItemsRequest) { r.Filter = string(f) }
func (f filteredBy) similar(r *lethev1.SimilarItemsRequest)       { r.Filter = string(f) }

// AllowingOnly lets only these items, at most 10000, come back.
func AllowingOnly(items ...string) NarrowOption { return allowingOnly(items) }

type allowingOnly []string

func (a allowingOnly) recommend(r *lethev1.RecommendRequest)        { r.AllowItems = a }
func (a allowingOnly) forItems(r *lethev1.RecommendForItemsRequest) { r.AllowItems = a }
func (a allowingOnly) similar(r *lethev1.SimilarItemsRequest)       { r.AllowItems = a }

// Text makes an attribute of a lethev1.CatalogItem.
func Text(text string) *lethev1.AttributeValue {
	return &lethev1.AttributeValue{Kind: &lethev1.AttributeValue_Text{Text: text}}
}

// Number makes an attribute of a lethev1.CatalogItem; it is finite.
func Number(number float64) *lethev1.AttributeValue {
	return &lethev1.AttributeValue{Kind: &lethev1.AttributeValue_Number{Number: number}}
}

// Flag makes an attribute of a lethev1.CatalogItem.
func Flag(flag bool) *lethev1.AttributeValue {
	return &lethev1.AttributeValue{Kind: &lethev1.AttributeValue_Flag{Flag: flag}}
}

// UpdateOption sets up one call of [Client.UpdateItems].
type UpdateOption interface {
	update(*lethev1.UpdateItemsRequest)
}

// OnlyFields has an update change these fields of the entries alone: categories, attributes,
// available, listed_time.
func OnlyFields(fields ...string) UpdateOption { return onlyFields(fields) }

type onlyFields []string

func (f onlyFields) update(r *lethev1.UpdateItemsRequest) {
	r.UpdateMask = &fieldmaskpb.FieldMask{Paths: f}
}

// UpdateItems puts 1 to 10000 entries into the catalogue of a model, existing or not: all of them or
// none. Of an item that is there twice the last one counts; one whose Available is nil is available.
// When it returns without an error, they are on the server's disk, and answers know them. Sending
// them again changes nothing. A catalogue must hold no person's data. It needs the role ingest.
func (c *Client) UpdateItems(
	ctx context.Context, model string, items []*lethev1.CatalogItem, opts ...UpdateOption,
) (*lethev1.UpdateItemsResponse, error) {
	request := &lethev1.UpdateItemsRequest{Model: modelName(model), Items: items}
	for _, opt := range opts {
		opt.update(request)
	}
	return c.catalogs.UpdateItems(ctx, request)
}

// DeleteItems takes 1 to 10000 entries out of the catalogue of a model, and tells how many there
// were. Their items count as available then. It needs the role ingest.
func (c *Client) DeleteItems(ctx context.Context, model string, items []string) (int, error) {
	answer, err := c.catalogs.DeleteItems(
		ctx, &lethev1.DeleteItemsRequest{Model: modelName(model), Items: items})
	if err != nil {
		return 0, err
	}
	return int(answer.Deleted), nil
}

// Item answers with the entry of an item; one that has none is ITEM_NOT_FOUND ([ErrNotFound]).
func (c *Client) Item(ctx context.Context, model, item string) (*lethev1.CatalogItem, error) {
	answer, err := c.catalogs.GetItem(
		ctx, &lethev1.GetItemRequest{Model: modelName(model), Item: item})
	if err != nil {
		return nil, err
	}
	return answer.Item, nil
}

// Items lists the catalogue of a model, in the order in which the items came in; pages are fetched
// as the list is read. A failure is the last that it yields.
func (c *Client) Items(ctx context.Context, model string) iter.Seq2[*lethev1.CatalogItem, error] {
	return pages(func(token string) ([]*lethev1.CatalogItem, string, error) {
		page, err := c.catalogs.ListItems(ctx, &lethev1.ListItemsRequest{
			Model: modelName(model), PageToken: token,
		})
		if err != nil {
			return nil, "", err
		}
		return page.Items, page.NextPageToken, nil
	})
}
