package main

import (
	"context"
	"slices"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

func (a arguments) repeats() lethe.RepeatsOption {
	return lethe.WithRepeats(lethev1.Repeats(lethev1.Repeats_value[a.Repeats]))
}

func (a arguments) weights() lethe.RepeatsOption {
	return lethe.WithEventWeights(a.EventWeights)
}

func appendInteractions(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	opts := []lethe.AppendOption{a.repeats(), a.weights()}
	if a.RequestID != "" {
		opts = append(opts, lethe.WithRequestID(a.RequestID))
	}
	if a.LearnAtOnce {
		opts = append(opts, lethe.LearningAtOnce())
	}
	answer, err := client.AppendInteractions(ctx, a.Model, a.Rows, opts...)
	if err != nil {
		return nil, err
	}
	outcomes := []string{}
	for _, outcome := range answer.Outcomes {
		outcomes = append(outcomes, outcome.String())
	}
	return object{"outcomes": outcomes, "learned": answer.Learned}, nil
}

func appendAll(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	summary, err := client.AppendAll(ctx, a.Model, slices.Values(a.Rows), a.repeats(), a.weights())
	if err != nil {
		return nil, err
	}
	outcomes := object{}
	for outcome, count := range summary.Outcomes {
		outcomes[outcome.String()] = count
	}
	return object{"rowCount": summary.RowCount, "outcomes": outcomes}, nil
}

func importInteractions(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	summary, err := client.ImportInteractions(
		ctx, a.Model, slices.Values(a.Rows), a.repeats(), a.weights(), lethe.WithImportID(a.ImportID))
	if err != nil {
		return nil, err
	}
	outcomes := object{}
	for outcome, count := range summary.Outcomes {
		outcomes[outcome.String()] = count
	}
	refused := []object{}
	for _, row := range summary.Refused {
		refused = append(refused, object{"position": row.Position, "reason": row.Reason})
	}
	return object{"rowCount": summary.RowCount, "outcomes": outcomes, "refused": refused}, nil
}

func interactionsOfUser(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	list := []object{}
	for row, err := range client.InteractionsOfUser(ctx, a.Model, a.user()) {
		if err != nil {
			return nil, err
		}
		held := object{"user": row.User, "item": row.Item, "value": row.GetValue()}
		if row.Time != nil {
			held["time"] = row.Time.AsTime()
		}
		if row.GetEventType() != "" {
			held["eventType"] = row.GetEventType()
		}
		list = append(list, held)
	}
	return object{"interactions": list}, nil
}
