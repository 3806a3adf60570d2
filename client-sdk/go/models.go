package lethe

import (
	"context"
	"iter"
	"time"

	"google.golang.org/protobuf/proto"

	lethev1 "lethe.io/go/lethe/v1"
)

// Models lists the models by name. Pages are fetched as the list is read; a failure ends it.
func (c *Client) Models(ctx context.Context) iter.Seq2[*lethev1.Model, error] {
	return pages(func(token string) ([]*lethev1.Model, string, error) {
		page, err := c.models.ListModels(ctx, &lethev1.ListModelsRequest{PageToken: token})
		return page.GetModels(), page.GetNextPageToken(), err
	})
}

// Model is one model. There being none of that id is MODEL_NOT_FOUND ([ErrNotFound]).
func (c *Client) Model(ctx context.Context, model string) (*lethev1.Model, error) {
	return c.models.GetModel(ctx, &lethev1.GetModelRequest{Name: modelName(model)})
}

// Versions lists the versions of a model, newest first. Pages are fetched as the list is read; a
// failure ends it.
func (c *Client) Versions(
	ctx context.Context, model string,
) iter.Seq2[*lethev1.ModelVersion, error] {
	return pages(func(token string) ([]*lethev1.ModelVersion, string, error) {
		request := &lethev1.ListModelVersionsRequest{Parent: modelName(model), PageToken: token}
		page, err := c.models.ListModelVersions(ctx, request)
		return page.GetModelVersions(), page.GetNextPageToken(), err
	})
}

// Version is one version, by its name: models/{model}/versions/{number}. There being none of that
// name is VERSION_NOT_FOUND ([ErrNotFound]).
func (c *Client) Version(ctx context.Context, name string) (*lethev1.ModelVersion, error) {
	return c.models.GetModelVersion(ctx, &lethev1.GetModelVersionRequest{Name: name})
}

// Activate makes a version the one that answers. One that holds erased data is
// VERSION_HOLDS_ERASED_DATA ([ErrFailedPrecondition]).
func (c *Client) Activate(ctx context.Context, name string) (*lethev1.ModelVersion, error) {
	return c.models.ActivateVersion(ctx, &lethev1.ActivateVersionRequest{Name: name})
}

// AliasOption sets up one call of [Client.SetAlias].
type AliasOption interface {
	alias(*lethev1.SetAliasRequest)
}

// ToVersion names the version that an alias is to lead to: models/{model}/versions/{number}. Without
// it the alias keeps the one that it has.
func ToVersion(name string) AliasOption { return toVersion(name) }

type toVersion string

func (v toVersion) alias(r *lethev1.SetAliasRequest) { r.ModelVersion = string(v) }

// WithShare sets the share of the users that the version answers for, in basis points from 0 to
// 10000. Without it the alias keeps the one that it has; a new one has 0.
func WithShare(basisPoints int) AliasOption { return withShare(basisPoints) }

type withShare int

func (s withShare) alias(r *lethev1.SetAliasRequest) { r.BasisPoints = proto.Int32(int32Of(int(s))) }

// SetAlias makes an alias or changes it: a version that answers calls by a name ([ByAlias]), and for
// a share of the users. [Client.Model] tells the aliases of a model.
func (c *Client) SetAlias(
	ctx context.Context, model, alias string, opts ...AliasOption,
) (*lethev1.Alias, error) {
	request := &lethev1.SetAliasRequest{Name: aliasName(model, alias)}
	for _, opt := range opts {
		opt.alias(request)
	}
	return c.models.SetAlias(ctx, request)
}

// DeleteAlias takes an alias away; the active version answers for its share.
func (c *Client) DeleteAlias(ctx context.Context, model, alias string) error {
	_, err := c.models.DeleteAlias(ctx, &lethev1.DeleteAliasRequest{Name: aliasName(model, alias)})
	return err
}

func aliasName(model, alias string) string { return modelName(model) + "/aliases/" + alias }

// loading is for plugins, which are loaded one after the other: one that hangs takes 10 s.
const loading = time.Minute

// ReloadPlugins has the server read its plugin folder again, for trainings that begin afterwards.
// Versions go on with the plugin that made them. If the context has no deadline, it gets a minute
// more than [WithDeadline] says.
func (c *Client) ReloadPlugins(ctx context.Context) ([]*lethev1.PluginChange, error) {
	ctx, cancel := withDeadline(ctx, c.deadline+loading)
	defer cancel()
	response, err := c.models.ReloadPlugins(ctx, &lethev1.ReloadPluginsRequest{})
	return response.GetChanges(), err
}

// DeleteModel deletes a model for good, its versions and interactions; receipts and the digests of
// what was erased from it stay. While a version of it is being made, it fails with CONCURRENT_CHANGE
// ([ErrAborted]).
func (c *Client) DeleteModel(ctx context.Context, model string) error {
	_, err := c.models.DeleteModel(ctx, &lethev1.DeleteModelRequest{Name: modelName(model)})
	return err
}

// Rebase makes a new version of an earlier one, without what was erased since, and has it answer:
// the way back where [Client.Activate] refuses. It takes as long as erasing all that at once, or
// a training: give the context the time.
func (c *Client) Rebase(ctx context.Context, name string) (*lethev1.ModelVersion, error) {
	return c.models.RebaseVersion(ctx, &lethev1.RebaseVersionRequest{Name: name})
}
