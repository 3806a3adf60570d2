package lethe

import (
	"errors"
	"fmt"
	"io"
	"time"

	"cloud.google.com/go/longrunning/autogen/longrunningpb"
	"google.golang.org/grpc"

	lethev1 "lethe.io/go/lethe/v1"
)

// Client is a Lethe server, called from Go. Make one and keep it: it is safe for concurrent use.
type Client struct {
	conn            grpc.ClientConnInterface
	closer          io.Closer
	recommendations lethev1.RecommendationServiceClient
	models          lethev1.ModelServiceClient
	unlearning      lethev1.UnlearningServiceClient
	interactions    lethev1.InteractionServiceClient
	catalogs        lethev1.CatalogServiceClient
	operations      longrunningpb.OperationsClient
	own             *ownErasures
	deadline        time.Duration
}

// New makes a client; it connects with its first call.
//
// The target is host:port, or any that gRPC knows. Without options, a server on loopback is
// called in plain text and any other over TLS with the platform's authorities. The error says
// which options contradict each other, or which file cannot be read.
func New(target string, opts ...Option) (*Client, error) {
	chosen, err := choose(opts)
	if err != nil {
		return nil, err
	}
	dial, err := chosen.dial(target)
	if err != nil {
		return nil, err
	}
	connection, err := grpc.NewClient(target, dial...)
	if err != nil {
		return nil, fmt.Errorf("lethe: %w", err)
	}
	return newClient(connection, connection, chosen), nil
}

// NewFromConn makes a client that calls over a connection of yours, which stays open when the
// client is closed. Of the options, only [WithDeadline] and [WithReadYourErasures] are left to
// choose.
func NewFromConn(connection grpc.ClientConnInterface, opts ...Option) (*Client, error) {
	chosen, err := choose(opts)
	if err != nil {
		return nil, err
	}
	if chosen.connects {
		return nil, errors.New(
			"lethe: how to connect is the business of the connection that the client was given")
	}
	return newClient(connection, nil, chosen), nil
}

func newClient(connection grpc.ClientConnInterface, closer io.Closer, chosen options) *Client {
	conn := &conn{ClientConnInterface: connection, deadline: chosen.deadline}
	return &Client{
		conn:            conn,
		closer:          closer,
		recommendations: lethev1.NewRecommendationServiceClient(conn),
		models:          lethev1.NewModelServiceClient(conn),
		unlearning:      lethev1.NewUnlearningServiceClient(conn),
		interactions:    lethev1.NewInteractionServiceClient(conn),
		catalogs:        lethev1.NewCatalogServiceClient(conn),
		operations:      longrunningpb.NewOperationsClient(conn),
		own:             newOwnErasures(chosen.readYourErasures),
		deadline:        chosen.deadline,
	}
}

// Conn is the client's connection, for the stubs of services that it has no calls for, such as
// lethev1.NewAuditServiceClient: with the same deadlines, retries and errors.
func (c *Client) Conn() grpc.ClientConnInterface { return c.conn }

// Close ends the connection. Calls under way fail with the status CANCELLED.
func (c *Client) Close() error {
	if c.closer == nil {
		return nil
	}
	return c.closer.Close()
}

func modelName(model string) string { return "models/" + model }
