package lethe

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"regexp"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// Targets that no packet leaves this machine for.
var loopback = regexp.MustCompile(
	`^(dns:///)?(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$`)

// The largest answer of the contract: a batch of 50,000 items with ids of 256 bytes. gRPC's own
// limit is 4 MiB.
const answerBytesMax = 16 << 20

// retryBytesMax is the largest request that is kept to be sent again: 10000 interactions with ids of
// 256 bytes have 5.3 MB. gRPC keeps 256 KiB, and does not retry what is larger.
const retryBytesMax = 8 << 20

// How long a connection may take to come about: gRPC's own default.
const connectTimeout = 20 * time.Second

// reconnecting is as patient as the retries: a server that restarts is found while a call has time
// left. By gRPC's own rule it would be looked for after a second, and ever later, up to two minutes.
func reconnecting() backoff.Config {
	config := backoff.DefaultConfig
	config.BaseDelay = 100 * time.Millisecond
	config.MaxDelay = 2 * time.Second
	return config
}

func (o options) dial(target string) ([]grpc.DialOption, error) {
	transport, err := o.transport(target)
	if err != nil {
		return nil, err
	}
	dial := []grpc.DialOption{
		grpc.WithTransportCredentials(transport),
		grpc.WithDefaultServiceConfig(serviceConfig),
		// A service that answers for the target's name must not change what is retried.
		grpc.WithDisableServiceConfig(),
		grpc.WithConnectParams(grpc.ConnectParams{
			Backoff: reconnecting(), MinConnectTimeout: connectTimeout,
		}),
		grpc.WithUserAgent("lethe-go/" + Version),
		grpc.WithDefaultCallOptions(
			grpc.MaxCallRecvMsgSize(answerBytesMax), grpc.MaxRetryRPCBufferSize(retryBytesMax)),
	}
	if o.token != nil {
		local := loopback.MatchString(target)
		plain := insecure.NewCredentials().Info().SecurityProtocol
		if !local && transport.Info().SecurityProtocol == plain {
			return nil, fmt.Errorf(
				"lethe: a token must not cross the network in plain text; the target is %s", target)
		}
		dial = append(dial, grpc.WithPerRPCCredentials(bearer{o.token, local}))
	}
	return append(dial, o.dialOptions...), nil
}

func (o options) transport(target string) (credentials.TransportCredentials, error) {
	files := o.authority != "" || o.certificate != "" || o.key != ""
	switch {
	case files && o.credentials != nil:
		return nil, errors.New("lethe: say whom to trust by WithTransportCredentials or" +
			" WithPlaintext, or by WithAuthority and WithCertificate, not both")
	case files:
		return o.tlsFromFiles()
	case o.credentials != nil:
		return o.credentials, nil
	case loopback.MatchString(target):
		return insecure.NewCredentials(), nil
	default:
		return credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12}), nil
	}
}

func (o options) tlsFromFiles() (credentials.TransportCredentials, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.authority != "" {
		pem, err := os.ReadFile(o.authority)
		if err != nil {
			return nil, fmt.Errorf("lethe: the authorities cannot be read: %w", err)
		}
		config.RootCAs = x509.NewCertPool()
		if !config.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("lethe: %s holds no certificate in PEM", o.authority)
		}
	}
	if o.certificate != "" || o.key != "" {
		pair, err := tls.LoadX509KeyPair(o.certificate, o.key)
		if err != nil {
			return nil, fmt.Errorf("lethe: certificate or key cannot be read: %w", err)
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return credentials.NewTLS(config), nil
}

// bearer sends a token with every attempt of every call.
type bearer struct {
	source TokenSource
	local  bool
}

func (b bearer) GetRequestMetadata(ctx context.Context, _ ...string) (map[string]string, error) {
	token, err := b.source(ctx)
	if err != nil {
		return nil, fmt.Errorf("the token source failed: %w", err)
	}
	return map[string]string{"authorization": "Bearer " + token}, nil
}

func (b bearer) RequireTransportSecurity() bool { return !b.local }
