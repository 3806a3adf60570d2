package lethe

import (
	"context"
	"iter"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	lethev1 "lethe.io/go/lethe/v1"
)

// appendRowsMax is how many rows one request may hold.
const appendRowsMax = 10_000

// InteractionRow is what a user did with an item, and how much. Printing it shows no id.
type InteractionRow struct {
	User, Item string
	// A rating, a count, a weight; nil means 1. [Value] makes one.
	Value *float32
	// When it happened, kept to the millisecond; zero means now, and 1970-01-01T00:00:00Z what is of
	// unknown age. Of a pair's interactions the latest counts, unless [WithRepeats] says otherwise; of
	// what was erased and readmitted only later ones count.
	Time time.Time
	// What kind of event it was, such as view or purchase: 1 to 64 letters, digits, _ . : / and -;
	// empty for none.
	EventType string
}

func (InteractionRow) String() string   { return "an interaction" }
func (InteractionRow) GoString() string { return "an interaction" }

func (row InteractionRow) message() *lethev1.InteractionRow {
	message := &lethev1.InteractionRow{User: row.User, Item: row.Item, Value: row.Value}
	if !row.Time.IsZero() {
		message.Time = timestamppb.New(row.Time)
	}
	if row.EventType != "" {
		message.EventType = &row.EventType
	}
	return message
}

// Value makes the value of an [InteractionRow] or a [WeightedItem].
func Value(value float32) *float32 { return &value }

// AppendOption sets up one call of [Client.AppendInteractions].
type AppendOption interface {
	append(*lethev1.AppendInteractionsRequest)
}

// RepeatsOption sets up one call of [Client.AppendInteractions], [Client.AppendAll] or
// [Client.ImportInteractions].
type RepeatsOption interface {
	AppendOption
	ImportOption
	all(*appendAll)
}

// WithRepeats chooses the value of a pair that is taken in more than once; the latest otherwise.
func WithRepeats(repeats lethev1.Repeats) RepeatsOption { return withRepeats(repeats) }

type withRepeats lethev1.Repeats

func (r withRepeats) append(request *lethev1.AppendInteractionsRequest) {
	request.Repeats = lethev1.Repeats(r)
}

func (r withRepeats) all(a *appendAll) { a.repeats = r }

// WithEventWeights has values multiplied by the weights of their event types, 0 to 1000000, before
// [WithRepeats] decides. Rows of weight 0 are OUTCOME_IGNORED, those of another event type are refused,
// and those without one have weight 1. Without weights each weighs 1.
func WithEventWeights(weights map[string]float32) RepeatsOption { return withEventWeights(weights) }

type withEventWeights map[string]float32

func (w withEventWeights) append(request *lethev1.AppendInteractionsRequest) {
	request.EventWeights = w
}

func (w withEventWeights) imports(head *lethev1.ImportInteractionsRequest) {
	head.EventWeights = w
}

func (w withEventWeights) all(a *appendAll) { a.weights = w }

// LearningAtOnce has the call wait, up to 10 seconds, until the model has learned the interactions,
// too, if its family learns between trainings: Learned of the answer tells. Give the context a
// longer deadline.
func LearningAtOnce() AppendOption { return learningAtOnce{} }

type learningAtOnce struct{}

func (learningAtOnce) append(request *lethev1.AppendInteractionsRequest) {
	request.LearnAtOnce = true
}

// AppendInteractions has a model, existing or not, take in 1 to 10000 interactions, all of them or
// none. When it returns without an error, they are on the server's disk. The answer has the outcome
// of each in their order; what was ever erased is OUTCOME_SUPPRESSED and is not stored. It needs the role ingest.
//
// Its request id is as that of [Client.Unlearn]: kept over retries, and in the [Error]. More rows
// are ITEMS_OUT_OF_RANGE ([ErrInvalidArgument]); [Client.AppendAll] takes any number.
func (c *Client) AppendInteractions(
	ctx context.Context, model string, rows []InteractionRow, opts ...AppendOption,
) (*lethev1.AppendInteractionsResponse, error) {
	request := &lethev1.AppendInteractionsRequest{
		Model: modelName(model), Interactions: make([]*lethev1.InteractionRow, len(rows)),
	}
	for i, row := range rows {
		request.Interactions[i] = row.message()
	}
	for _, opt := range opts {
		opt.append(request)
	}
	if request.RequestId == "" {
		request.RequestId = NewRequestID()
	}
	answer, err := c.interactions.AppendInteractions(ctx, request)
	if err != nil {
		return nil, underRequestID(request.RequestId, err)
	}
	return answer, nil
}

// AppendSummary is what [Client.AppendAll] has done so far.
type AppendSummary struct {
	// Rows of the batches that the server has answered: the first so many of all rows.
	RowCount int
	// How many of those rows had each outcome.
	Outcomes map[lethev1.AppendInteractionsResponse_Outcome]int
}

type appendAll struct {
	repeats withRepeats
	weights withEventWeights
}

// AppendAll has a model take in any number of interactions, in their order, by batches of at most
// 10000 with a request id each. The context's deadline is that of all of them; without one, each
// batch has the client's.
//
// It stops at the first batch that fails. The summary then says how many rows were taken in before;
// the [Error] has the batch's request id. After a failure with an unknown outcome
// ([ErrUnavailable], [ErrDeadlineExceeded], [ErrCancelled]) send that batch again, the 10000 rows
// behind the first RowCount, by [Client.AppendInteractions] under that id, then go on behind it.
func (c *Client) AppendAll(
	ctx context.Context, model string, rows iter.Seq[InteractionRow], opts ...RepeatsOption,
) (AppendSummary, error) {
	var chosen appendAll
	for _, opt := range opts {
		opt.all(&chosen)
	}
	summary := AppendSummary{Outcomes: map[lethev1.AppendInteractionsResponse_Outcome]int{}}
	send := func(batch []InteractionRow) error {
		answer, err := c.AppendInteractions(ctx, model, batch, chosen.repeats, chosen.weights)
		if err != nil {
			return err
		}
		summary.RowCount += len(batch)
		for _, outcome := range answer.GetOutcomes() {
			summary.Outcomes[outcome]++
		}
		return nil
	}
	var batch []InteractionRow
	for row := range rows {
		batch = append(batch, row)
		if len(batch) == appendRowsMax {
			if err := send(batch); err != nil {
				return summary, err
			}
			batch = batch[:0]
		}
	}
	var err error
	if len(batch) > 0 {
		err = send(batch)
	}
	return summary, err
}

// InteractionsOfUser lists all interactions of one user that the server holds for a model, by item:
// what the user may ask to see or to take along. Time of one of unknown age is nil. It needs the role
// audit. Pages are fetched as the list is read; a failure ends it.
func (c *Client) InteractionsOfUser(
	ctx context.Context, model, user string,
) iter.Seq2[*lethev1.InteractionRow, error] {
	return pages(func(token string) ([]*lethev1.InteractionRow, string, error) {
		request := &lethev1.ListInteractionsRequest{
			Model: modelName(model), User: user, PageToken: token,
		}
		page, err := c.interactions.ListInteractions(ctx, request)
		return page.GetInteractions(), page.GetNextPageToken(), err
	})
}
