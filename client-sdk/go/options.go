package lethe

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// DeadlineDefault is how long a call may take, its retries included, unless told otherwise.
const DeadlineDefault = 5 * time.Second

// Option sets up a [Client].
type Option func(*options)

type options struct {
	deadline         time.Duration
	readYourErasures bool
	// Whether anything below was chosen.
	connects    bool
	credentials credentials.TransportCredentials
	authority   string
	certificate string
	key         string
	token       TokenSource
	dialOptions []grpc.DialOption
}

// TokenSource gives the bearer token for one attempt of one call.
type TokenSource func(context.Context) (string, error)

// WithDeadline is how long a call may take whose context has no deadline, its retries included;
// [DeadlineDefault] unless chosen. For a single call, give its context another.
func WithDeadline(deadline time.Duration) Option {
	return func(o *options) { o.deadline = deadline }
}

// WithReadYourErasures chooses whether calls ask for a version that reflects what this client has
// erased; they do unless this is switched off. From an erasure on that [Erasure.Wait],
// [Erasure.Watch] or [Erasure.Now] saw completed, a server that does not reflect it (another one
// that is behind, or one set back by an old backup) answers ERASURE_POSITION_BEHIND instead of
// showing what was erased.
func WithReadYourErasures(heeded bool) Option {
	return func(o *options) { o.readYourErasures = heeded }
}

// WithAuthority calls over TLS and takes the server's certificate from these authorities only: a
// PEM file, read when the client is made.
func WithAuthority(file string) Option {
	return connecting(func(o *options) { o.authority = file })
}

// WithCertificate calls over TLS and shows this certificate (with those above it) and its key: PEM
// files, the key not encrypted, read when the client is made.
func WithCertificate(certificateFile, keyFile string) Option {
	return connecting(func(o *options) { o.certificate, o.key = certificateFile, keyFile })
}

// WithTransportCredentials is whom to trust and how to be known, however you make it; instead of
// [WithAuthority] and [WithCertificate].
func WithTransportCredentials(transport credentials.TransportCredentials) Option {
	return connecting(func(o *options) { o.credentials = transport })
}

// WithPlaintext calls in plain text, wherever the server is: personal data crosses the network
// readable.
func WithPlaintext() Option { return WithTransportCredentials(insecure.NewCredentials()) }

// WithToken sends a bearer token with every call. The source is asked before every attempt of every
// call, from any goroutine, so that a token that ends soon is followed by the next; it must be
// quick. Where it fails, the call fails with the status UNAUTHENTICATED and the source's message.
func WithToken(source TokenSource) Option {
	return connecting(func(o *options) { o.token = source })
}

// WithDialOptions are for everything else about the connection: interceptors, statistics,
// keepalive.
func WithDialOptions(dialOptions ...grpc.DialOption) Option {
	return connecting(func(o *options) { o.dialOptions = append(o.dialOptions, dialOptions...) })
}

func connecting(choice Option) Option {
	return func(o *options) {
		o.connects = true
		choice(o)
	}
}

func choose(opts []Option) (options, error) {
	chosen := options{deadline: DeadlineDefault, readYourErasures: true}
	for _, opt := range opts {
		opt(&chosen)
	}
	if chosen.deadline <= 0 {
		return options{}, fmt.Errorf("lethe: a deadline must be positive, got %v", chosen.deadline)
	}
	return chosen, nil
}
