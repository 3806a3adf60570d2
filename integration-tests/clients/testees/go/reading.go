package main

import (
	"context"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

func recommend(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	if a.DeadlineMillis > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, millis(a.DeadlineMillis))
		defer cancel()
	}
	opts := []lethe.RecommendOption{
		lethe.Excluding(a.ExcludeItems...), lethe.AtErasurePosition(a.MinErasurePosition),
		lethe.FilteredBy(a.Filter), lethe.AllowingOnly(a.AllowItems...),
		lethe.Because(a.Because), lethe.ByAlias(a.Alias),
	}
	if a.IncludeSeen {
		opts = append(opts, lethe.IncludingSeen())
	}
	if a.Fallback != "" {
		opts = append(opts, lethe.WithFallback(a.fallback()))
	}
	answer, err := client.Recommend(ctx, a.Model, a.user(), a.N, opts...)
	if err != nil {
		return nil, err
	}
	return object{
		"items": items(answer.Items), "modelVersion": answer.ModelVersion,
		"erasurePosition": answer.ErasurePosition, "source": answer.Source.String(),
	}, nil
}

func (a arguments) fallback() lethev1.Fallback {
	return lethev1.Fallback(lethev1.Fallback_value[a.Fallback])
}

func recommendForItems(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	opts := []lethe.ForItemsOption{
		lethe.Excluding(a.ExcludeItems...), lethe.AtErasurePosition(a.MinErasurePosition),
		lethe.FilteredBy(a.Filter), lethe.AllowingOnly(a.AllowItems...), lethe.ByAlias(a.Alias),
	}
	if a.IncludeGiven {
		opts = append(opts, lethe.IncludingGiven())
	}
	answer, err := client.RecommendForItems(ctx, a.Model, a.History, a.N, opts...)
	if err != nil {
		return nil, err
	}
	return object{
		"items": items(answer.Items), "modelVersion": answer.ModelVersion,
		"erasurePosition": answer.ErasurePosition,
	}, nil
}

func similarItems(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	answer, err := client.SimilarItems(ctx, a.Model, a.item(), a.N,
		lethe.Excluding(a.ExcludeItems...), lethe.AtErasurePosition(a.MinErasurePosition),
		lethe.FilteredBy(a.Filter), lethe.AllowingOnly(a.AllowItems...), lethe.ByAlias(a.Alias))
	if err != nil {
		return nil, err
	}
	return object{
		"items": items(answer.Items), "modelVersion": answer.ModelVersion,
		"erasurePosition": answer.ErasurePosition,
	}, nil
}

func batchRecommend(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	opts := []lethe.BatchOption{lethe.FilteredBy(a.Filter), lethe.ByAlias(a.Alias)}
	if a.IncludeSeen {
		opts = append(opts, lethe.IncludingSeen())
	}
	if a.Fallback != "" {
		opts = append(opts, lethe.WithFallback(a.fallback()))
	}
	answer, err := client.BatchRecommend(ctx, a.Model, a.Users, a.N, opts...)
	if err != nil {
		return nil, err
	}
	results := []object{}
	for _, result := range answer.Results {
		one := object{"outcome": result.Outcome.String()}
		if len(result.Items) > 0 {
			one["items"] = items(result.Items)
			one["source"] = result.Source.String()
		}
		results = append(results, one)
	}
	return object{
		"results": results, "modelVersion": answer.ModelVersion,
		"erasurePosition": answer.ErasurePosition,
	}, nil
}

func score(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	ids, err := a.ids()
	if err != nil {
		return nil, err
	}
	answer, err := client.Score(ctx, a.Model, a.user(), ids, lethe.ByAlias(a.Alias))
	if err != nil {
		return nil, err
	}
	scores := []*float32{}
	for _, one := range answer.Scores {
		scores = append(scores, one.Score)
	}
	return object{
		"scores": scores, "modelVersion": answer.ModelVersion,
		"erasurePosition": answer.ErasurePosition,
	}, nil
}

func models(ctx context.Context, client *lethe.Client, _ arguments) (any, error) {
	list := []object{}
	for one, err := range client.Models(ctx) {
		if err != nil {
			return nil, err
		}
		list = append(list, modelJSON(one))
	}
	return object{"models": list}, nil
}

func model(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	one, err := client.Model(ctx, a.Model)
	return modelJSON(one), err
}

func versions(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	list := []object{}
	for one, err := range client.Versions(ctx, a.Model) {
		if err != nil {
			return nil, err
		}
		list = append(list, versionJSON(one))
	}
	return object{"versions": list}, nil
}

func version(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	one, err := client.Version(ctx, a.Name)
	return versionJSON(one), err
}

func activate(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	one, err := client.Activate(ctx, a.Name)
	return versionJSON(one), err
}

func rebase(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, lethe.WaitDefault)
	defer cancel()
	one, err := client.Rebase(ctx, a.Name)
	return versionJSON(one), err
}

func setAlias(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	opts := []lethe.AliasOption{lethe.ToVersion(a.ModelVersion)}
	if a.BasisPoints != nil {
		opts = append(opts, lethe.WithShare(*a.BasisPoints))
	}
	one, err := client.SetAlias(ctx, a.Model, a.Alias, opts...)
	return aliasJSON(one), err
}

func reloadPlugins(ctx context.Context, client *lethe.Client, _ arguments) (any, error) {
	changes, err := client.ReloadPlugins(ctx)
	list := []object{}
	for _, one := range changes {
		list = append(list, object{
			"outcome": one.GetOutcome().String(), "plugin": one.GetPlugin(),
			"pluginVersion": one.GetPluginVersion(), "pluginDigest": one.GetPluginDigest(),
			"entry": one.GetEntry(), "reason": one.GetReason(),
		})
	}
	return object{"changes": list}, err
}

func deleteAlias(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	return object{}, client.DeleteAlias(ctx, a.Model, a.Alias)
}

func train(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, lethe.WaitDefault)
	defer cancel()
	opts := []lethe.TrainOption{lethe.WithPluginOptions(a.Options), lethe.WithSeed(a.Seed)}
	if a.RequestID != "" {
		opts = append(opts, lethe.WithRequestID(a.RequestID))
	}
	if a.KeepBeside {
		opts = append(opts, lethe.KeptBeside())
	}
	training, err := client.Train(ctx, a.Model, a.Plugin, opts...)
	if err != nil {
		return nil, err
	}
	trained, err := training.Wait(ctx)
	return object{"version": trained.GetName()}, err
}

func items(list []*lethev1.ScoredItem) []object {
	result := []object{}
	for _, one := range list {
		because := []object{}
		for _, why := range one.Because {
			because = append(because, object{"item": why.Item, "contribution": why.Contribution})
		}
		result = append(result, object{"item": one.Item, "score": one.Score, "because": because})
	}
	return result
}

func modelJSON(m *lethev1.Model) object {
	json := object{"name": m.GetName(), "state": m.GetState().String()}
	if learning := m.GetLearning(); learning != nil {
		json["learning"] = object{
			"supported":               learning.Supported,
			"learnedInteractionCount": learning.LearnedInteractionCount,
			"waitingInteractionCount": learning.WaitingInteractionCount,
		}
	}
	aliases := []object{}
	for _, one := range m.GetAliases() {
		aliases = append(aliases, aliasJSON(one))
	}
	json["aliases"] = aliases
	return filled(json, "activeVersion", m.GetActiveVersion())
}

func aliasJSON(a *lethev1.Alias) object {
	return object{
		"name": a.GetName(), "modelVersion": a.GetModelVersion(),
		"basisPoints": a.GetBasisPoints(), "answering": a.GetAnswering(),
	}
}

func versionJSON(v *lethev1.ModelVersion) object {
	return object{"name": v.GetName(), "state": v.GetState().String()}
}

// filled adds names and values, by turns, but for the empty values.
func filled(o object, namesAndValues ...string) object {
	for i := 0; i < len(namesAndValues); i += 2 {
		if namesAndValues[i+1] != "" {
			o[namesAndValues[i]] = namesAndValues[i+1]
		}
	}
	return o
}
