package lethe_test

import (
	"context"
	"net"
	"testing"

	"cloud.google.com/go/longrunning/autogen/longrunningpb"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/emptypb"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

// server answers by the functions that a test sets before its client calls.
type server struct {
	lethev1.UnimplementedRecommendationServiceServer
	lethev1.UnimplementedModelServiceServer
	lethev1.UnimplementedUnlearningServiceServer
	lethev1.UnimplementedInteractionServiceServer
	lethev1.UnimplementedCatalogServiceServer
	longrunningpb.UnimplementedOperationsServer

	recommend func(context.Context, *lethev1.RecommendRequest) (*lethev1.RecommendResponse, error)
	batch     func(*lethev1.BatchRecommendRequest) (*lethev1.BatchRecommendResponse, error)
	score     func(*lethev1.ScoreRequest) (*lethev1.ScoreResponse, error)
	forItems  func(*lethev1.RecommendForItemsRequest) (*lethev1.RecommendForItemsResponse, error)
	similar   func(*lethev1.SimilarItemsRequest) (*lethev1.SimilarItemsResponse, error)
	takeIn    func(*lethev1.AppendInteractionsRequest) (*lethev1.AppendInteractionsResponse, error)
	imports   func(importServer) error
	held      func(*lethev1.ListInteractionsRequest) (*lethev1.ListInteractionsResponse, error)
	update    func(*lethev1.UpdateItemsRequest) (*lethev1.UpdateItemsResponse, error)
	discard   func(*lethev1.DeleteItemsRequest) (*lethev1.DeleteItemsResponse, error)
	entry     func(*lethev1.GetItemRequest) (*lethev1.GetItemResponse, error)
	entries   func(*lethev1.ListItemsRequest) (*lethev1.ListItemsResponse, error)
	setAlias  func(*lethev1.SetAliasRequest) (*lethev1.Alias, error)
	noAlias   func(*lethev1.DeleteAliasRequest) error
	reload    func() *lethev1.ReloadPluginsResponse
	list      func(*lethev1.ListModelsRequest) (*lethev1.ListModelsResponse, error)
	train     func(*lethev1.TrainModelRequest) (*longrunningpb.Operation, error)
	operation func() (*longrunningpb.Operation, error)
	unlearn   func(*lethev1.UnlearnRequest) (*longrunningpb.Operation, error)
	readmit   func(*lethev1.ReadmitSubjectRequest) (*lethev1.ReadmitSubjectResponse, error)
	get       func(*lethev1.GetErasureRequest) (*lethev1.Erasure, error)
	watch     func(grpc.ServerStreamingServer[lethev1.Erasure]) error
	receipt   func(*lethev1.GetReceiptRequest) (*lethev1.Receipt, error)
}

func (s *server) Recommend(
	ctx context.Context, r *lethev1.RecommendRequest,
) (*lethev1.RecommendResponse, error) {
	return s.recommend(ctx, r)
}

func (s *server) UpdateItems(
	_ context.Context, r *lethev1.UpdateItemsRequest,
) (*lethev1.UpdateItemsResponse, error) {
	return s.update(r)
}

func (s *server) DeleteItems(
	_ context.Context, r *lethev1.DeleteItemsRequest,
) (*lethev1.DeleteItemsResponse, error) {
	return s.discard(r)
}

func (s *server) GetItem(
	_ context.Context, r *lethev1.GetItemRequest,
) (*lethev1.GetItemResponse, error) {
	return s.entry(r)
}

func (s *server) ListItems(
	_ context.Context, r *lethev1.ListItemsRequest,
) (*lethev1.ListItemsResponse, error) {
	return s.entries(r)
}

func (s *server) BatchRecommend(
	_ context.Context, r *lethev1.BatchRecommendRequest,
) (*lethev1.BatchRecommendResponse, error) {
	return s.batch(r)
}

func (s *server) Score(_ context.Context, r *lethev1.ScoreRequest) (*lethev1.ScoreResponse, error) {
	return s.score(r)
}

func (s *server) RecommendForItems(
	_ context.Context, r *lethev1.RecommendForItemsRequest,
) (*lethev1.RecommendForItemsResponse, error) {
	return s.forItems(r)
}

func (s *server) SimilarItems(
	_ context.Context, r *lethev1.SimilarItemsRequest,
) (*lethev1.SimilarItemsResponse, error) {
	return s.similar(r)
}

func (s *server) AppendInteractions(
	_ context.Context, r *lethev1.AppendInteractionsRequest,
) (*lethev1.AppendInteractionsResponse, error) {
	return s.takeIn(r)
}

type importServer = grpc.BidiStreamingServer[
	lethev1.ImportInteractionsRequest, lethev1.ImportInteractionsResponse]

func (s *server) ImportInteractions(stream importServer) error { return s.imports(stream) }

func (s *server) ListInteractions(
	_ context.Context, r *lethev1.ListInteractionsRequest,
) (*lethev1.ListInteractionsResponse, error) {
	return s.held(r)
}

func (s *server) ListModels(
	_ context.Context, r *lethev1.ListModelsRequest,
) (*lethev1.ListModelsResponse, error) {
	return s.list(r)
}

func (s *server) SetAlias(
	_ context.Context, r *lethev1.SetAliasRequest,
) (*lethev1.Alias, error) {
	return s.setAlias(r)
}

func (s *server) DeleteAlias(
	_ context.Context, r *lethev1.DeleteAliasRequest,
) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, s.noAlias(r)
}

func (s *server) ReloadPlugins(
	context.Context, *lethev1.ReloadPluginsRequest,
) (*lethev1.ReloadPluginsResponse, error) {
	return s.reload(), nil
}

func (s *server) TrainModel(
	_ context.Context, r *lethev1.TrainModelRequest,
) (*longrunningpb.Operation, error) {
	return s.train(r)
}

func (s *server) GetOperation(
	context.Context, *longrunningpb.GetOperationRequest,
) (*longrunningpb.Operation, error) {
	return s.operation()
}

func (s *server) Unlearn(
	_ context.Context, r *lethev1.UnlearnRequest,
) (*longrunningpb.Operation, error) {
	return s.unlearn(r)
}

func (s *server) ReadmitSubject(
	_ context.Context, r *lethev1.ReadmitSubjectRequest,
) (*lethev1.ReadmitSubjectResponse, error) {
	return s.readmit(r)
}

func (s *server) GetErasure(
	_ context.Context, r *lethev1.GetErasureRequest,
) (*lethev1.Erasure, error) {
	return s.get(r)
}

func (s *server) WatchErasure(
	_ *lethev1.WatchErasureRequest, stream grpc.ServerStreamingServer[lethev1.Erasure],
) error {
	return s.watch(stream)
}

func (s *server) GetReceipt(
	_ context.Context, r *lethev1.GetReceiptRequest,
) (*lethev1.Receipt, error) {
	return s.receipt(r)
}

// client starts the server, in memory, and a client of it. Both end with the test.
func (s *server) client(t *testing.T, opts ...lethe.Option) *lethe.Client {
	t.Helper()
	listener := bufconn.Listen(1 << 16)
	s.serve(t, listener)
	dialer := func(ctx context.Context, _ string) (net.Conn, error) {
		return listener.DialContext(ctx)
	}
	opts = append([]lethe.Option{
		lethe.WithPlaintext(), lethe.WithDialOptions(grpc.WithContextDialer(dialer)),
	}, opts...)
	return newClient(t, "passthrough:///memory", opts...)
}

func (s *server) serve(t *testing.T, listener net.Listener, opts ...grpc.ServerOption) {
	t.Helper()
	g := grpc.NewServer(opts...)
	lethev1.RegisterRecommendationServiceServer(g, s)
	lethev1.RegisterModelServiceServer(g, s)
	lethev1.RegisterUnlearningServiceServer(g, s)
	lethev1.RegisterInteractionServiceServer(g, s)
	lethev1.RegisterCatalogServiceServer(g, s)
	longrunningpb.RegisterOperationsServer(g, s)
	ended := make(chan error, 1)
	go func() { ended <- g.Serve(listener) }()
	t.Cleanup(func() {
		g.Stop()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
}

func newClient(t *testing.T, target string, opts ...lethe.Option) *lethe.Client {
	t.Helper()
	client, err := lethe.New(target, opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.Close(); err != nil {
			t.Errorf("the client closed with %v", err)
		}
	})
	return client
}

// refusal is an error as Lethe raises it.
func refusal(
	t *testing.T, kind codes.Code, reason string, metadata map[string]string,
) *status.Status {
	t.Helper()
	info := &errdetails.ErrorInfo{Domain: "lethe.io", Reason: reason, Metadata: metadata}
	refused, err := status.New(kind, "refused").WithDetails(info)
	if err != nil {
		t.Fatal(err)
	}
	return refused
}

func pack(t *testing.T, message proto.Message) *anypb.Any {
	t.Helper()
	packed, err := anypb.New(message)
	if err != nil {
		t.Fatal(err)
	}
	return packed
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
