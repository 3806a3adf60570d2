package lethe_test

import (
	"context"
	"errors"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

func TestStubsOverTheClientsConnectionFailAsItsCallsDo(t *testing.T) {
	refused := refusal(t, codes.NotFound, "MODEL_NOT_FOUND", nil)
	s := failing(refused.Err)
	s.watch = func(watchStream) error { return refused.Err() }
	conn := s.client(t).Conn()

	_, err := lethev1.NewRecommendationServiceClient(conn).Recommend(
		context.Background(), &lethev1.RecommendRequest{})
	equal(t, "call", lethe.HasReason(err, lethev1.ErrorReason_MODEL_NOT_FOUND), true)

	stream, err := lethev1.NewUnlearningServiceClient(conn).WatchErasure(
		context.Background(), &lethev1.WatchErasureRequest{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = stream.Recv()
	equal(t, "stream", lethe.HasReason(err, lethev1.ErrorReason_MODEL_NOT_FOUND), true)
}

func TestConnectionOfTheCallersStaysOpen(t *testing.T) {
	s, attempts, _ := counting(1, codes.Unavailable)
	listener := listen(t)
	s.serve(t, listener)
	conn, err := grpc.NewClient(listener.Addr().String(),
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultServiceConfig(lethe.ServiceConfig()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for range 2 {
		client, err := lethe.NewFromConn(conn)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Recommend(context.Background(), "movies", "u", 1); err != nil {
			t.Error(err)
		}
		if err := client.Close(); err != nil {
			t.Error(err)
		}
	}
	equal(t, "attempts", *attempts, 3)
}

func TestClosedClientFails(t *testing.T) {
	client, err := lethe.New("127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = client.Recommend(context.Background(), "movies", "u", 1)
	equal(t, "is Cancelled", errors.Is(err, lethe.ErrCancelled), true)
}
