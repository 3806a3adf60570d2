package lethe

import (
	"context"
	"errors"
	"io"
	"strings"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	lethev1 "lethe.io/go/lethe/v1"
)

const domain = "lethe.io"

// The statuses of failures, for errors.Is. They are what an [*Error] of that status matches.
var (
	ErrCancelled          error = statusError(codes.Canceled)
	ErrInvalidArgument    error = statusError(codes.InvalidArgument)
	ErrDeadlineExceeded   error = statusError(codes.DeadlineExceeded)
	ErrNotFound           error = statusError(codes.NotFound)
	ErrAlreadyExists      error = statusError(codes.AlreadyExists)
	ErrPermissionDenied   error = statusError(codes.PermissionDenied)
	ErrResourceExhausted  error = statusError(codes.ResourceExhausted)
	ErrFailedPrecondition error = statusError(codes.FailedPrecondition)
	ErrAborted            error = statusError(codes.Aborted)
	ErrInternal           error = statusError(codes.Internal)
	ErrUnavailable        error = statusError(codes.Unavailable)
	ErrDataLoss           error = statusError(codes.DataLoss)
	ErrUnauthenticated    error = statusError(codes.Unauthenticated)
)

type statusError codes.Code

func (s statusError) Error() string { return "lethe: " + statusName(codes.Code(s)) }

// Error is a call that failed. Decide by [HasReason] where the reason is known, else by the status:
//
//	errors.Is(err, lethe.ErrNotFound)
//
// The message is for people. An Error that ended by its context also matches
// context.DeadlineExceeded or context.Canceled.
type Error struct {
	// The gRPC status.
	Status codes.Code
	// The name of a lethev1.ErrorReason, or empty when the failure did not come from Lethe
	// itself: a deadline, a broken connection. A newer server may send names that this module
	// does not know.
	Reason string
	// What the reason's description says comes with it; never a user's or an item's id.
	Metadata map[string]string
	// What happened, in words; never with a user's or an item's id.
	Message string
	// The id of an [Client.Unlearn], [Client.Train] or [Client.AppendInteractions] that failed: sent
	// again by [WithRequestID], the work is done once. Of a failed [Client.ImportInteractions] the
	// id of the import; empty for other calls.
	RequestID string

	origin *status.Status
}

func (e *Error) Error() string {
	kind := e.Reason
	if kind == "" {
		kind = statusName(e.Status)
	}
	if e.Message == "" {
		return "lethe: " + kind
	}
	return "lethe: " + kind + ": " + e.Message
}

// Is says whether the target is the sentinel of this status, such as [ErrNotFound].
func (e *Error) Is(target error) bool {
	switch target {
	case context.DeadlineExceeded:
		return e.Status == codes.DeadlineExceeded
	case context.Canceled:
		return e.Status == codes.Canceled && e.Reason == ""
	}
	wanted, ok := target.(statusError)
	return ok && codes.Code(wanted) == e.Status
}

// GRPCStatus is what status.FromError reads: the status as it came, with all its details.
func (e *Error) GRPCStatus() *status.Status { return e.origin }

// HasReason says whether the error is, or wraps, an [*Error] with this reason.
func HasReason(err error, reason lethev1.ErrorReason) bool {
	var failure *Error
	return errors.As(err, &failure) && failure.Reason == reason.String()
}

// asError leaves alone what is no failure: nil, and the end of a stream.
func asError(err error) error {
	var already *Error
	if err == nil || err == io.EOF || errors.As(err, &already) {
		return err
	}
	origin, ok := status.FromError(err)
	if !ok {
		origin = status.FromContextError(err)
	}
	return fromStatus(origin)
}

// underRequestID has the failure of a request tell under which id it may be sent again.
func underRequestID(id string, err error) error {
	var failure *Error
	if errors.As(err, &failure) {
		failure.RequestID = id
	}
	return err
}

func fromStatus(origin *status.Status) *Error {
	failure := newError(origin.Code(), origin.Message())
	failure.origin = origin
	for _, detail := range origin.Details() {
		// A garbled detail comes as an error, and must not hide the failure it came with.
		if info, ok := detail.(*errdetails.ErrorInfo); ok && info.GetDomain() == domain {
			failure.Reason = info.GetReason()
			failure.Metadata = info.GetMetadata()
			break
		}
	}
	return failure
}

func newError(kind codes.Code, message string) *Error {
	return &Error{Status: kind, Message: message, origin: status.New(kind, message)}
}

// fromErasure is the failure of an erasure, with the status that its reason always has.
func fromErasure(erasure *lethev1.Erasure) error {
	reason := erasure.GetFailureReason()
	message := strings.TrimSpace(erasure.GetFailureMessage() + " (" + erasure.GetName() + ")")
	origin, err := status.New(statusOf(reason), message).WithDetails(&errdetails.ErrorInfo{
		Domain:   domain,
		Reason:   reason.String(),
		Metadata: map[string]string{"erasure": erasure.GetName()},
	})
	if err != nil {
		return err
	}
	return fromStatus(origin)
}

func statusOf(reason lethev1.ErrorReason) codes.Code {
	value := reason.Descriptor().Values().ByNumber(reason.Number())
	if value == nil || !proto.HasExtension(value.Options(), lethev1.E_ReasonStatus) {
		return codes.Unknown
	}
	return codes.Code(proto.GetExtension(value.Options(), lethev1.E_ReasonStatus).(code.Code))
}

func statusName(kind codes.Code) string { return code.Code(kind).String() }
