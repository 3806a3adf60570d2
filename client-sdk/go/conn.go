package lethe

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// conn makes calls: each unary one with a deadline, each failure an [*Error].
type conn struct {
	grpc.ClientConnInterface
	deadline time.Duration
}

func (c *conn) Invoke(
	ctx context.Context, method string, request, response any, opts ...grpc.CallOption,
) error {
	ctx, cancel := withDeadline(ctx, c.deadline)
	defer cancel()
	return asError(c.ClientConnInterface.Invoke(ctx, method, request, response, opts...))
}

func (c *conn) NewStream(
	ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption,
) (grpc.ClientStream, error) {
	stream, err := c.ClientConnInterface.NewStream(ctx, desc, method, opts...)
	if err != nil {
		return nil, asError(err)
	}
	return clientStream{stream}, nil
}

type clientStream struct {
	grpc.ClientStream
}

func (s clientStream) Header() (metadata.MD, error) {
	header, err := s.ClientStream.Header()
	return header, asError(err)
}

func (s clientStream) CloseSend() error          { return asError(s.ClientStream.CloseSend()) }
func (s clientStream) SendMsg(message any) error { return asError(s.ClientStream.SendMsg(message)) }
func (s clientStream) RecvMsg(message any) error { return asError(s.ClientStream.RecvMsg(message)) }

// withDeadline leaves alone what has a deadline already.
func withDeadline(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if _, has := ctx.Deadline(); has {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, d)
}
