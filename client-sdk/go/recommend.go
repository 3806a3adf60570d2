package lethe

import (
	"context"
	"math"

	lethev1 "lethe.io/go/lethe/v1"
)

// RecommendOption sets up one call of [Client.Recommend].
type RecommendOption interface {
	recommend(*lethev1.RecommendRequest)
}

// BatchOption sets up one call of [Client.BatchRecommend].
type BatchOption interface {
	batch(*lethev1.BatchRecommendRequest)
}

// ScoreOption sets up one call of [Client.Score].
type ScoreOption interface{ score(*lethev1.ScoreRequest) }

// ForItemsOption sets up one call of [Client.RecommendForItems].
type ForItemsOption interface {
	forItems(*lethev1.RecommendForItemsRequest)
}

// SimilarOption sets up one call of [Client.SimilarItems].
type SimilarOption interface {
	similar(*lethev1.SimilarItemsRequest)
}

// ReadOption sets up one call of any of the five.
type ReadOption interface {
	RecommendOption
	BatchOption
	ScoreOption
	ForItemsOption
	SimilarOption
}

// SeenOption sets up one call of those that answer with items for users.
type SeenOption interface {
	RecommendOption
	BatchOption
}

// ExcludeOption sets up one call of those from which items can be kept out.
type ExcludeOption interface {
	RecommendOption
	ForItemsOption
	SimilarOption
}

// Excluding keeps these items, at most 10000, from coming back.
func Excluding(items ...string) ExcludeOption { return excluding(items) }

type excluding []string

func (e excluding) recommend(r *lethev1.RecommendRequest) {
	r.ExcludeItems = append(r.ExcludeItems, e...)
}

func (e excluding) forItems(r *lethev1.RecommendForItemsRequest) {
	r.ExcludeItems = append(r.ExcludeItems, e...)
}

func (e excluding) similar(r *lethev1.SimilarItemsRequest) {
	r.ExcludeItems = append(r.ExcludeItems, e...)
}

// WithFallback chooses what answers for a user that the model does not know, such as
// lethev1.Fallback_FALLBACK_POPULAR; the answer's Source says what it was made from.
func WithFallback(fallback lethev1.Fallback) SeenOption { return withFallback(fallback) }

type withFallback lethev1.Fallback

func (f withFallback) recommend(r *lethev1.RecommendRequest) { r.Fallback = lethev1.Fallback(f) }
func (f withFallback) batch(r *lethev1.BatchRecommendRequest) {
	r.Fallback = lethev1.Fallback(f)
}

// Because has each item name up to so many of the user's own interactions that carry its score, 1 to
// 5; the answer has at most 20 items then.
func Because(reasons int) RecommendOption { return because(reasons) }

type because int

func (b because) recommend(r *lethev1.RecommendRequest) { r.Because = int32(b) }

// IncludingGiven lets items of the history come back.
func IncludingGiven() ForItemsOption { return includingGiven{} }

type includingGiven struct{}

func (includingGiven) forItems(r *lethev1.RecommendForItemsRequest) { r.IncludeGiven = true }

// IncludingSeen lets items come back that the user has interacted with.
func IncludingSeen() SeenOption { return includingSeen{} }

type includingSeen struct{}

func (includingSeen) recommend(r *lethev1.RecommendRequest)  { r.IncludeSeen = true }
func (includingSeen) batch(r *lethev1.BatchRecommendRequest) { r.IncludeSeen = true }

// ByAlias has the version of an alias of the model, such as canary, answer. There being none of that
// name is ALIAS_NOT_FOUND ([ErrNotFound]). Without it the alias answers whose share a user is in, or
// the active version.
func ByAlias(alias string) ReadOption { return byAlias(alias) }

type byAlias string

func (a byAlias) recommend(r *lethev1.RecommendRequest)        { r.Alias = string(a) }
func (a byAlias) batch(r *lethev1.BatchRecommendRequest)       { r.Alias = string(a) }
func (a byAlias) score(r *lethev1.ScoreRequest)                { r.Alias = string(a) }
func (a byAlias) forItems(r *lethev1.RecommendForItemsRequest) { r.Alias = string(a) }
func (a byAlias) similar(r *lethev1.SimilarItemsRequest)       { r.Alias = string(a) }

// AtErasurePosition asks for an answer that reflects every erasure of the model up to this
// position, as lethev1.Erasure names it. A server that is behind answers ERASURE_POSITION_BEHIND:
// ask again soon. For erasures that this client saw completed there is no need, see
// [WithReadYourErasures].
func AtErasurePosition(position int64) ReadOption { return atPosition(position) }

type atPosition int64

func (p atPosition) recommend(r *lethev1.RecommendRequest)  { r.MinErasurePosition = int64(p) }
func (p atPosition) batch(r *lethev1.BatchRecommendRequest) { r.MinErasurePosition = int64(p) }
func (p atPosition) score(r *lethev1.ScoreRequest)          { r.MinErasurePosition = int64(p) }
func (p atPosition) forItems(r *lethev1.RecommendForItemsRequest) {
	r.MinErasurePosition = int64(p)
}
func (p atPosition) similar(r *lethev1.SimilarItemsRequest) { r.MinErasurePosition = int64(p) }

// Recommend answers with the n (1 to 1000) best items that the user has not seen, best first.
//
// A user that the model does not know is USER_NOT_FOUND, one that is being erased USER_CONTAINED,
// unless [WithFallback] names what answers for them; both match [ErrNotFound], and so does
// MODEL_NOT_FOUND.
func (c *Client) Recommend(
	ctx context.Context, model, user string, n int, opts ...RecommendOption,
) (*lethev1.RecommendResponse, error) {
	request := &lethev1.RecommendRequest{Model: modelName(model), User: user, N: int32Of(n)}
	for _, opt := range opts {
		opt.recommend(request)
	}
	request.MinErasurePosition = c.own.position(request.Model, request.MinErasurePosition)
	return c.recommendations.Recommend(ctx, request)
}

// BatchRecommend answers with the n best unseen items for each of 1 to 256 users, all by one
// version and in the users' order; users times n is at most 50000. A user that cannot be answered
// has an outcome that says so.
func (c *Client) BatchRecommend(
	ctx context.Context, model string, users []string, n int, opts ...BatchOption,
) (*lethev1.BatchRecommendResponse, error) {
	request := &lethev1.BatchRecommendRequest{Model: modelName(model), Users: users, N: int32Of(n)}
	for _, opt := range opts {
		opt.batch(request)
	}
	request.MinErasurePosition = c.own.position(request.Model, request.MinErasurePosition)
	return c.recommendations.BatchRecommend(ctx, request)
}

// Score answers with the scores of 1 to 1000 items for a user, seen before or not, in the items'
// order. Where the version cannot score an item, its Score is nil.
func (c *Client) Score(
	ctx context.Context, model, user string, items []string, opts ...ScoreOption,
) (*lethev1.ScoreResponse, error) {
	request := &lethev1.ScoreRequest{Model: modelName(model), User: user, Items: items}
	for _, opt := range opts {
		opt.score(request)
	}
	request.MinErasurePosition = c.own.position(request.Model, request.MinErasurePosition)
	return c.recommendations.Score(ctx, request)
}

// WeightedItem is an item of a history. Printing it shows no id.
type WeightedItem struct {
	Item string
	// The value of its interaction; nil means 1. [Value] makes one.
	Value *float32
}

func (WeightedItem) String() string   { return "an item" }
func (WeightedItem) GoString() string { return "an item" }

// RecommendForItems answers with the n best items for a history of 1 to 1000 items, best first: a
// session, a visitor without an account. Nothing is stored. Items that the model does not know are
// passed over.
//
// A history of which the model knows no item is ITEM_NOT_FOUND ([ErrNotFound]); a model of a family
// that cannot be asked so is HISTORY_NOT_SUPPORTED ([ErrInvalidArgument]).
func (c *Client) RecommendForItems(
	ctx context.Context, model string, items []WeightedItem, n int, opts ...ForItemsOption,
) (*lethev1.RecommendForItemsResponse, error) {
	request := &lethev1.RecommendForItemsRequest{Model: modelName(model), N: int32Of(n)}
	for _, item := range items {
		request.Items = append(
			request.Items, &lethev1.WeightedItem{Item: item.Item, Value: item.Value})
	}
	for _, opt := range opts {
		opt.forItems(request)
	}
	request.MinErasurePosition = c.own.position(request.Model, request.MinErasurePosition)
	return c.recommendations.RecommendForItems(ctx, request)
}

// SimilarItems answers with the n best items that go with an item, best first: what the model
// recommends to a user of whom it knows this one interaction. It fails as
// [Client.RecommendForItems] does.
func (c *Client) SimilarItems(
	ctx context.Context, model, item string, n int, opts ...SimilarOption,
) (*lethev1.SimilarItemsResponse, error) {
	request := &lethev1.SimilarItemsRequest{Model: modelName(model), Item: item, N: int32Of(n)}
	for _, opt := range opts {
		opt.similar(request)
	}
	request.MinErasurePosition = c.own.position(request.Model, request.MinErasurePosition)
	return c.recommendations.SimilarItems(ctx, request)
}

// int32Of goes to the nearest bound, which the server then refuses by name.
func int32Of(n int) int32 {
	return int32(min(max(n, math.MinInt32), math.MaxInt32))
}
