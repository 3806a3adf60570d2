package lethe

import (
	"context"
	"maps"

	"cloud.google.com/go/longrunning/autogen/longrunningpb"
	"google.golang.org/grpc/status"

	lethev1 "lethe.io/go/lethe/v1"
)

// TrainOption sets up one call of [Client.Train].
type TrainOption interface {
	train(*lethev1.TrainModelRequest)
}

// WithPluginOptions sets the plugin's own options, such as dimension to 48; what is left out has
// the plugin's default.
func WithPluginOptions(options map[string]string) TrainOption {
	return withPluginOptions(maps.Clone(options))
}

type withPluginOptions map[string]string

func (o withPluginOptions) train(r *lethev1.TrainModelRequest) { r.Options = o }

// WithSeed sets the seed of everything random in training, 0 otherwise. Same data, options and
// seed: same parameters.
func WithSeed(seed int64) TrainOption { return withSeed(seed) }

type withSeed int64

func (s withSeed) train(r *lethev1.TrainModelRequest) { r.Seed = int64(s) }

// WithoutFinalFit leaves out the second training on all interactions, held-out ones included, at
// what those chose: the version never learns from them.
func WithoutFinalFit() TrainOption { return withoutFinalFit{} }

type withoutFinalFit struct{}

func (withoutFinalFit) train(r *lethev1.TrainModelRequest) { r.SkipFinalFit = true }

// KeptBeside keeps the version beside the active one: for [Client.SetAlias] or [Client.Activate].
func KeptBeside() TrainOption { return keptBeside{} }

type keptBeside struct{}

func (keptBeside) train(r *lethev1.TrainModelRequest) { r.KeepBeside = true }

// Train has a model, existing or not, trained by a plugin, such as ease, on the interactions that
// were imported for it; no plugin, "", leaves the choice to the server, by the data's size. It
// returns when the request is accepted. Its request id is as that of [Client.Unlearn].
func (c *Client) Train(
	ctx context.Context, model, plugin string, opts ...TrainOption,
) (*Training, error) {
	request := &lethev1.TrainModelRequest{Model: modelName(model), Plugin: plugin}
	for _, opt := range opts {
		opt.train(request)
	}
	if request.RequestId == "" {
		request.RequestId = NewRequestID()
	}
	operation, err := c.models.TrainModel(ctx, request)
	if err != nil {
		return nil, underRequestID(request.RequestId, err)
	}
	return &Training{client: c, name: operation.GetName(), requestID: request.RequestId}, nil
}

// Training is a training that was accepted before, by the name its handle had. It calls nothing.
func (c *Client) Training(name string) *Training { return &Training{client: c, name: name} }

// Training is an accepted training. It holds nothing but its name, and is safe for concurrent use.
type Training struct {
	client    *Client
	name      string
	requestID string
}

// Name is operations/{id}; keep it to ask again later.
func (t *Training) Name() string { return t.name }

// RequestID is the id that the request was sent under; empty for a handle made from a name.
func (t *Training) RequestID() string { return t.requestID }

// Cancel asks the server to stop; the model stays as it was.
func (t *Training) Cancel(ctx context.Context) error {
	request := &longrunningpb.CancelOperationRequest{Name: t.name}
	_, err := t.client.operations.CancelOperation(ctx, request)
	return err
}

// Wait waits until the version is trained and active, for as long as the context lasts. A training
// that failed is an error with its reason; after the end of the context it goes on at the server.
func (t *Training) Wait(
	ctx context.Context, opts ...WaitOption[*lethev1.TrainModelMetadata],
) (*lethev1.ModelVersion, error) {
	wait := waitingBy(opts)
	var between pause
	for {
		operation, err := t.client.operations.GetOperation(
			ctx, &longrunningpb.GetOperationRequest{Name: t.name})
		if err != nil {
			return nil, stillGoingOn(ctx, t.name, err)
		}
		if operation.GetMetadata() != nil {
			progress := new(lethev1.TrainModelMetadata)
			if err := unpack(operation.GetMetadata(), progress); err != nil {
				return nil, err
			}
			wait.progress(progress)
		}
		if operation.GetDone() {
			return trained(operation)
		}
		if err := between.untilNextLook(ctx); err != nil {
			return nil, stillGoingOn(ctx, t.name, asError(err))
		}
	}
}

func trained(operation *longrunningpb.Operation) (*lethev1.ModelVersion, error) {
	if failure := operation.GetError(); failure != nil {
		return nil, fromStatus(status.FromProto(failure))
	}
	version := new(lethev1.ModelVersion)
	if err := unpack(operation.GetResponse(), version); err != nil {
		return nil, err
	}
	return version, nil
}
