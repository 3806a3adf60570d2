package lethe

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	lethev1 "lethe.io/go/lethe/v1"
)

// WaitDefault is how long [Erasure.Wait] waits where its context has no deadline.
const WaitDefault = 10 * time.Minute

// Erasure is an accepted erasure: from here on, what it names is not served. It holds nothing but
// its name, needs not be closed, and is safe for concurrent use. [Client.Erasure] makes another
// from the name.
type Erasure struct {
	client    *Client
	name      string
	requestID string
}

// Name is erasures/{id}; keep it to ask again later.
func (e *Erasure) Name() string { return e.name }

// RequestID is the id that the request was sent under; empty for a handle made from a name.
func (e *Erasure) RequestID() string { return e.requestID }

// Now is how it fares now.
func (e *Erasure) Now(ctx context.Context) (*lethev1.Erasure, error) {
	now, err := e.client.unlearning.GetErasure(ctx, &lethev1.GetErasureRequest{Name: e.name})
	if err != nil {
		return nil, err
	}
	e.client.own.saw(now)
	return now, nil
}

// Approve lets it be carried out, if it is held; approving again changes nothing. It fails with
// APPROVER_IS_REQUESTER ([ErrPermissionDenied]) or ERASURE_NOT_HELD ([ErrFailedPrecondition]).
func (e *Erasure) Approve(ctx context.Context) (*lethev1.Erasure, error) {
	return e.client.unlearning.ApproveErasure(ctx, &lethev1.ApproveErasureRequest{Name: e.name})
}

// Cancel takes it back, if its solving has not begun: what it names is served again. Cancelling
// again changes nothing. It fails with ERASURE_NOT_CANCELLABLE ([ErrFailedPrecondition]) or
// PERMISSION_DENIED ([ErrPermissionDenied]).
func (e *Erasure) Cancel(ctx context.Context) (*lethev1.Erasure, error) {
	return e.client.unlearning.CancelErasure(ctx, &lethev1.CancelErasureRequest{Name: e.name})
}

// Retry takes it up as a new erasure, if it failed, and returns that; retrying again gives the same
// one. It fails with ERASURE_NOT_FAILED ([ErrFailedPrecondition]) or PERMISSION_DENIED
// ([ErrPermissionDenied]).
func (e *Erasure) Retry(ctx context.Context) (*lethev1.Erasure, error) {
	return e.client.unlearning.RetryErasure(ctx, &lethev1.RetryErasureRequest{Name: e.name})
}

// Receipt is its receipt. Before it has ended there is none: RECEIPT_NOT_READY
// ([ErrFailedPrecondition]).
func (e *Erasure) Receipt(ctx context.Context) (*Receipt, error) {
	request := &lethev1.GetReceiptRequest{Name: e.name + "/receipt"}
	message, err := e.client.unlearning.GetReceipt(ctx, request)
	if err != nil {
		return nil, err
	}
	return receiptOf(message), nil
}

// WaitOption sets up a wait for something whose progress is told as S.
type WaitOption[S any] func(*waiting[S])

type waiting[S any] struct {
	progress func(S)
}

// WithProgress tells of each new state, the last included, on the goroutine that waits.
func WithProgress[S any](progress func(S)) WaitOption[S] {
	return func(w *waiting[S]) { w.progress = progress }
}

func waitingBy[S any](opts []WaitOption[S]) waiting[S] {
	w := waiting[S]{progress: func(S) {}}
	for _, opt := range opts {
		opt(&w)
	}
	return w
}

// Wait waits until the erasure is completed or taken back, through broken connections and
// restarts of the server, and returns it as it ended. If the context has no deadline, it gets
// [WaitDefault].
//
// An erasure that failed is an error with its reason; a context that ended is one that matches
// [ErrDeadlineExceeded] or [ErrCancelled], and the erasure goes on at the server all the same.
func (e *Erasure) Wait(
	ctx context.Context, opts ...WaitOption[*lethev1.Erasure],
) (*lethev1.Erasure, error) {
	ctx, cancel := withDeadline(ctx, WaitDefault)
	defer cancel()
	wait := waitingBy(opts)
	var last *lethev1.Erasure
	for state, err := range e.Watch(ctx) {
		if err != nil {
			return nil, stillGoingOn(ctx, e.name, err)
		}
		last = state
		wait.progress(state)
	}
	if last.GetState() == lethev1.Erasure_STATE_FAILED {
		return nil, fromErasure(last)
	}
	return last, nil
}

// Watch yields the erasure as it is, then again whenever its state changes, and ends after a
// terminal state (completed, failed, cancelled). A slow reader may miss states in between, never
// the last. Where the connection breaks, it opens another for as long as the context lasts. Any
// other failure is the last that it yields.
func (e *Erasure) Watch(ctx context.Context) iter.Seq2[*lethev1.Erasure, error] {
	return func(yield func(*lethev1.Erasure, error) bool) {
		var last *lethev1.Erasure
		var between pause
		for e.follow(ctx, &last, yield) {
			if err := between.untilNextLook(ctx); err != nil {
				yield(nil, asError(err))
				return
			}
		}
	}
}

// follow reads one stream; true if it broke and another may be tried.
func (e *Erasure) follow(
	ctx context.Context, last **lethev1.Erasure, yield func(*lethev1.Erasure, error) bool,
) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := e.client.unlearning.WatchErasure(
		ctx, &lethev1.WatchErasureRequest{Name: e.name})
	for err == nil {
		var state *lethev1.Erasure
		state, err = stream.Recv()
		// A new stream begins with the state that the broken one ended with.
		if err != nil || proto.Equal(state, *last) {
			continue
		}
		*last = state
		e.client.own.saw(state)
		if !yield(state, nil) || isTerminal(state.GetState()) {
			return false
		}
	}
	if err == io.EOF || errors.Is(err, ErrUnavailable) {
		return true
	}
	yield(nil, err)
	return false
}

// isTerminal is false for states that only a newer server knows.
func isTerminal(state lethev1.Erasure_State) bool {
	switch state {
	case lethev1.Erasure_STATE_COMPLETED, lethev1.Erasure_STATE_FAILED,
		lethev1.Erasure_STATE_CANCELLED:
		return true
	}
	return false
}

// deadlineNear is how much earlier than the caller's clock a server's may see a deadline pass.
const deadlineNear = time.Second

// stillGoingOn says what a wait was for whose context ended, whichever side noticed it first.
func stillGoingOn(ctx context.Context, name string, err error) error {
	deadline, limited := ctx.Deadline()
	if !errors.Is(err, ErrDeadlineExceeded) || !limited || time.Until(deadline) > deadlineNear {
		return err
	}
	return newError(
		codes.DeadlineExceeded, name+" had not ended in time; it goes on at the server")
}
