package lethe_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

func answering() *server {
	return &server{recommend: func(
		context.Context, *lethev1.RecommendRequest,
	) (*lethev1.RecommendResponse, error) {
		return &lethev1.RecommendResponse{}, nil
	}}
}

// authority is its own, and that of 127.0.0.1: files in PEM.
type authority struct {
	certificate, key string
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "office"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return authority{
		writePEM(t, "certificate.pem", "CERTIFICATE", signed),
		writePEM(t, "key.pem", "PRIVATE KEY", private),
	}
}

func writePEM(t *testing.T, name, kind string, data []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	block := pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data})
	if err := os.WriteFile(file, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// serveTLS asks clients for a certificate of the authority, and returns the server's address.
func serveTLS(t *testing.T, s *server, a authority) string {
	t.Helper()
	pair, err := tls.LoadX509KeyPair(a.certificate, a.key)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	certificate, err := os.ReadFile(a.certificate)
	if err != nil || !roots.AppendCertsFromPEM(certificate) {
		t.Fatalf("%s cannot be read: %v", a.certificate, err)
	}
	listener := listen(t)
	s.serve(t, listener, grpc.Creds(credentials.NewTLS(&tls.Config{
		Certificates: []tls.Certificate{pair}, ClientCAs: roots,
		ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS12,
	})))
	return listener.Addr().String()
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return listener
}

func TestMutualTLSByFiles(t *testing.T) {
	a := newAuthority(t)
	target := serveTLS(t, answering(), a)
	client := newClient(t, target,
		lethe.WithAuthority(a.certificate), lethe.WithCertificate(a.certificate, a.key))
	if _, err := client.Recommend(context.Background(), "movies", "u", 1); err != nil {
		t.Error(err)
	}
	for name, client := range map[string]*lethe.Client{
		"no certificate": newClient(t, target, lethe.WithAuthority(a.certificate)),
		"own authority":  newClient(t, target, lethe.WithAuthority(newAuthority(t).certificate)),
		"plain text":     newClient(t, target),
	} {
		ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
		if _, err := client.Recommend(ctx, "movies", "u", 1); err == nil {
			t.Errorf("%s: the call succeeded", name)
		}
		cancel()
	}
}

// What is not on this machine is called over TLS with the platform's authorities: they do not
// know ours.
func TestOtherMachinesAreCalledOverTLS(t *testing.T) {
	address := serveTLS(t, answering(), newAuthority(t))
	client := newClient(t, "passthrough:///lethe.example:7707", lethe.WithDialOptions(
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "tcp", address)
		})))
	_, err := client.Recommend(context.Background(), "movies", "u", 1)
	equal(t, "is Unavailable", errors.Is(err, lethe.ErrUnavailable), true)
	if !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v, want a complaint about a certificate", err)
	}
}

func TestLoopbackIsCalledInPlainText(t *testing.T) {
	listener := listen(t)
	answering().serve(t, listener)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range []string{
		"127.0.0.1:" + port, "localhost:" + port, "dns:///127.0.0.1:" + port,
	} {
		client := newClient(t, target)
		if _, err := client.Recommend(context.Background(), "movies", "u", 1); err != nil {
			t.Errorf("%s: %v", target, err)
		}
	}
}

func TestTokenIsAskedForBeforeEveryAttempt(t *testing.T) {
	var shown []string
	s := &server{recommend: func(
		ctx context.Context, _ *lethev1.RecommendRequest,
	) (*lethev1.RecommendResponse, error) {
		header, _ := metadata.FromIncomingContext(ctx)
		shown = append(shown, header.Get("authorization")...)
		if len(shown) == 1 {
			return nil, status.Error(codes.Unavailable, "not now")
		}
		return &lethev1.RecommendResponse{}, nil
	}}
	listener := listen(t)
	s.serve(t, listener)
	tokens := []string{"first", "second"}
	client := newClient(t, listener.Addr().String(),
		lethe.WithToken(func(context.Context) (string, error) {
			token := tokens[0]
			tokens = tokens[1:]
			return token, nil
		}))
	if _, err := client.Recommend(context.Background(), "movies", "u", 1); err != nil {
		t.Fatal(err)
	}
	equal(t, "tokens", strings.Join(shown, ", "), "Bearer first, Bearer second")
}

func TestFailedTokenSourceIsUnauthenticated(t *testing.T) {
	listener := listen(t)
	answering().serve(t, listener)
	client := newClient(t, listener.Addr().String(), lethe.WithToken(
		func(context.Context) (string, error) { return "", errors.New("no ticket") }))
	_, err := client.Recommend(context.Background(), "movies", "u", 1)
	equal(t, "is Unauthenticated", errors.Is(err, lethe.ErrUnauthenticated), true)
}

func TestContradictionsAndUnreadableFilesAreRefused(t *testing.T) {
	a := newAuthority(t)
	token := lethe.WithToken(func(context.Context) (string, error) { return "t", nil })
	for want, c := range map[string]struct {
		target string
		opts   []lethe.Option
	}{
		"a token must not cross the network in plain text": {
			"lethe.example:7707", []lethe.Option{lethe.WithPlaintext(), token},
		},
		"not both": {
			"lethe.example:7707", []lethe.Option{lethe.WithPlaintext(), lethe.WithAuthority("a.pem")},
		},
		"the authorities cannot be read": {"localhost:1", []lethe.Option{lethe.WithAuthority("a.pem")}},
		"holds no certificate in PEM":    {"localhost:1", []lethe.Option{lethe.WithAuthority(a.key)}},
		"certificate or key cannot be read": {
			"localhost:1", []lethe.Option{lethe.WithCertificate(a.certificate, "")},
		},
	} {
		_, err := lethe.New(c.target, c.opts...)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if _, err := lethe.NewFromConn(nil, token); err == nil {
		t.Error("a token for a connection that was made before")
	}
}

func TestServerThatIsAwayIsLookedForSoonAgain(t *testing.T) {
	t.Parallel()
	looks := make(chan struct{}, 100)
	away := func(context.Context, string) (net.Conn, error) {
		looks <- struct{}{}
		return nil, errors.New("away")
	}
	client := newClient(t, "passthrough:///memory",
		lethe.WithPlaintext(), lethe.WithDialOptions(grpc.WithContextDialer(away)))
	_, err := client.Recommend(context.Background(), "movies", "u", 1)
	equal(t, "is Unavailable", errors.Is(err, lethe.ErrUnavailable), true)
	// By gRPC's own rule the fourth look would come after 4 seconds at the earliest.
	late := time.After(3 * time.Second)
	for look := 1; look <= 4; look++ {
		select {
		case <-looks:
		case <-late:
			t.Fatalf("look %d did not come in time", look)
		}
	}
}
