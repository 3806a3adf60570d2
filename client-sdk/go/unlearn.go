package lethe

import (
	"context"
	"crypto/rand"
	"fmt"
	"iter"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/timestamppb"

	lethev1 "lethe.io/go/lethe/v1"
)

// Target is what to forget. Printing it shows no id.
type Target struct {
	set func(*lethev1.UnlearnRequest)
}

// User targets a user: every interaction and the user's own row.
func User(user string) Target {
	return Target{func(r *lethev1.UnlearnRequest) {
		r.Target = &lethev1.UnlearnRequest_User{User: user}
	}}
}

// Item targets an item: every interaction and the item's own row.
func Item(item string) Target {
	return Target{func(r *lethev1.UnlearnRequest) {
		r.Target = &lethev1.UnlearnRequest_Item{Item: item}
	}}
}

// Interaction is what a user did with an item. Printing it shows no id.
type Interaction struct {
	User, Item string
}

func (Interaction) String() string   { return "an interaction" }
func (Interaction) GoString() string { return "an interaction" }

// Interactions targets some interactions, 1 to 10000.
func Interactions(interactions ...Interaction) Target {
	list := make([]*lethev1.Interaction, len(interactions))
	for i, one := range interactions {
		list[i] = &lethev1.Interaction{User: one.User, Item: one.Item}
	}
	return Target{func(r *lethev1.UnlearnRequest) {
		r.Target = &lethev1.UnlearnRequest_Interactions{
			Interactions: &lethev1.Interactions{Interactions: list},
		}
	}}
}

// Readmit lets what was erased count again from now on; what happened before stays suppressed. It
// gives how much of the target counts again by this call. Repeating it does nothing. While an erasure
// of the target has not ended, it fails with CONCURRENT_CHANGE ([ErrAborted]).
func (c *Client) Readmit(ctx context.Context, model string, target Target) (int, error) {
	named := new(lethev1.UnlearnRequest)
	if target.set != nil {
		target.set(named)
	}
	request := &lethev1.ReadmitSubjectRequest{Model: modelName(model)}
	switch target := named.Target.(type) {
	case *lethev1.UnlearnRequest_User:
		request.Target = &lethev1.ReadmitSubjectRequest_User{User: target.User}
	case *lethev1.UnlearnRequest_Item:
		request.Target = &lethev1.ReadmitSubjectRequest_Item{Item: target.Item}
	case *lethev1.UnlearnRequest_Interactions:
		request.Target = &lethev1.ReadmitSubjectRequest_Interactions{Interactions: target.Interactions}
	}
	answer, err := c.unlearning.ReadmitSubject(ctx, request)
	return int(answer.GetReadmittedCount()), err
}

// UnlearnOption sets up one call of [Client.Unlearn] or [Client.Plan].
type UnlearnOption interface{ unlearn(*lethev1.UnlearnRequest) }

// WithMethod asks for a method; the server chooses otherwise.
func WithMethod(method lethev1.UnlearningMethod) UnlearnOption { return withMethod(method) }

type withMethod lethev1.UnlearningMethod

func (m withMethod) unlearn(r *lethev1.UnlearnRequest) { r.Method = lethev1.UnlearningMethod(m) }

// WithRequestID sends the request under an id: that of an [Error] to send it again, or one that you
// made by [NewRequestID] and kept. The server carries out once what it gets under one id: after a
// failure with an unknown outcome ([ErrUnavailable], [ErrDeadlineExceeded], [ErrCancelled]), call
// again with the id of the first call.
func WithRequestID(id string) RequestIDOption { return withRequestID(id) }

// RequestIDOption sets up one call of those that the server carries out once.
type RequestIDOption interface {
	UnlearnOption
	TrainOption
	AppendOption
}

type withRequestID string

func (id withRequestID) unlearn(r *lethev1.UnlearnRequest)  { r.RequestId = string(id) }
func (id withRequestID) train(r *lethev1.TrainModelRequest) { r.RequestId = string(id) }
func (id withRequestID) append(r *lethev1.AppendInteractionsRequest) {
	r.RequestId = string(id)
}

// NewRequestID makes a random UUID (version 4).
func NewRequestID() string {
	var id [16]byte
	if _, err := rand.Read(id[:]); err != nil {
		panic("lethe: the system gives no random bytes: " + err.Error())
	}
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// Unlearn has a model forget. When it returns without an error, the request is on the server's disk
// and what it names is no longer served; [Erasure.Wait] waits for the rest. It makes a request id,
// which survives its retries and which the handle has, or the [Error], unless [WithRequestID]
// brings one.
//
// A target that the model does not know is USER_NOT_FOUND or ITEM_NOT_FOUND ([ErrNotFound]), or
// INTERACTION_NOT_FOUND ([ErrInvalidArgument]); an id that came before with another request is
// REQUEST_ID_REUSED ([ErrAlreadyExists]).
func (c *Client) Unlearn(
	ctx context.Context, model string, target Target, opts ...UnlearnOption,
) (*Erasure, error) {
	request := unlearnRequest(model, target, opts)
	id := request.GetRequestId()
	operation, err := c.unlearning.Unlearn(ctx, request)
	if err != nil {
		return nil, underRequestID(id, err)
	}
	accepted := new(lethev1.UnlearnMetadata)
	if err := unpack(operation.GetMetadata(), accepted); err != nil {
		return nil, underRequestID(id, err)
	}
	return &Erasure{client: c, name: accepted.GetErasure(), requestID: id}, nil
}

// Plan says what a request to forget would do. It changes nothing, and fails as [Client.Unlearn]
// would.
func (c *Client) Plan(
	ctx context.Context, model string, target Target, opts ...UnlearnOption,
) (*lethev1.UnlearnPlan, error) {
	request := unlearnRequest(model, target, opts)
	request.ValidateOnly = true
	operation, err := c.unlearning.Unlearn(ctx, request)
	if err != nil {
		return nil, err
	}
	erasure := new(lethev1.Erasure)
	if err := unpack(operation.GetResponse(), erasure); err != nil {
		return nil, err
	}
	return erasure.GetPlan(), nil
}

// Erasure is an erasure that was accepted before, by the name its handle had. It calls nothing.
func (c *Client) Erasure(name string) *Erasure { return &Erasure{client: c, name: name} }

// ErasuresOption sets up one call of [Client.Erasures].
type ErasuresOption func(*lethev1.ListErasuresRequest)

// OfModel lists the erasures of this model only.
func OfModel(model string) ErasuresOption {
	return func(r *lethev1.ListErasuresRequest) { r.Model = modelName(model) }
}

// ByRequest lists the erasure with this request id only.
func ByRequest(requestID string) ErasuresOption {
	return func(r *lethev1.ListErasuresRequest) { r.RequestId = requestID }
}

// ByRequester lists the erasures that this principal asked for only.
func ByRequester(principal string) ErasuresOption {
	return func(r *lethev1.ListErasuresRequest) { r.Requester = principal }
}

// InStates lists the erasures in one of these states only.
func InStates(states ...lethev1.Erasure_State) ErasuresOption {
	return func(r *lethev1.ListErasuresRequest) { r.States = append(r.States, states...) }
}

// DueBefore lists the erasures only that must be completed before that time and are neither
// completed nor cancelled.
func DueBefore(due time.Time) ErasuresOption {
	return func(r *lethev1.ListErasuresRequest) { r.DueBefore = timestamppb.New(due) }
}

// Erasures lists the erasures, the latest accepted first. Pages are fetched as the list is read; a
// failure ends it.
func (c *Client) Erasures(
	ctx context.Context, opts ...ErasuresOption,
) iter.Seq2[*lethev1.Erasure, error] {
	return pages(func(token string) ([]*lethev1.Erasure, string, error) {
		request := &lethev1.ListErasuresRequest{PageToken: token}
		for _, opt := range opts {
			opt(request)
		}
		page, err := c.unlearning.ListErasures(ctx, request)
		return page.GetErasures(), page.GetNextPageToken(), err
	})
}

// ErasuresOfUser lists the erasures of one user, the latest accepted first, found by the digests that
// erasures leave, so also after the user is gone. It needs the role audit. Erasures of single
// interactions are not found.
func (c *Client) ErasuresOfUser(
	ctx context.Context, user string,
) iter.Seq2[*lethev1.Erasure, error] {
	return c.search(ctx, func(r *lethev1.SearchErasuresRequest) {
		r.Subject = &lethev1.SearchErasuresRequest_User{User: user}
	})
}

// ErasuresOfItem is [Client.ErasuresOfUser] for an item.
func (c *Client) ErasuresOfItem(
	ctx context.Context, item string,
) iter.Seq2[*lethev1.Erasure, error] {
	return c.search(ctx, func(r *lethev1.SearchErasuresRequest) {
		r.Subject = &lethev1.SearchErasuresRequest_Item{Item: item}
	})
}

func (c *Client) search(
	ctx context.Context, subject func(*lethev1.SearchErasuresRequest),
) iter.Seq2[*lethev1.Erasure, error] {
	return pages(func(token string) ([]*lethev1.Erasure, string, error) {
		request := &lethev1.SearchErasuresRequest{PageToken: token}
		subject(request)
		page, err := c.unlearning.SearchErasures(ctx, request)
		return page.GetErasures(), page.GetNextPageToken(), err
	})
}

func unlearnRequest(model string, target Target, opts []UnlearnOption) *lethev1.UnlearnRequest {
	request := &lethev1.UnlearnRequest{Model: modelName(model)}
	if target.set != nil {
		target.set(request)
	}
	for _, opt := range opts {
		opt.unlearn(request)
	}
	if request.RequestId == "" {
		request.RequestId = NewRequestID()
	}
	return request
}

func unpack(packed *anypb.Any, message proto.Message) error {
	if err := packed.UnmarshalTo(message); err != nil {
		return newError(codes.Internal, "the server's operation holds '"+packed.GetTypeUrl()+
			"' where a "+string(message.ProtoReflect().Descriptor().Name())+" belongs")
	}
	return nil
}
