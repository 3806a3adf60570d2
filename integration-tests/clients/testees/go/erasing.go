package main

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"

	"google.golang.org/genproto/googleapis/rpc/code"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

// request reads what to forget, and how.
func (a arguments) request() (lethe.Target, []lethe.UnlearnOption, error) {
	target := lethe.Interactions(a.Interactions...)
	if a.User != nil {
		target = lethe.User(*a.User)
	} else if a.Item != nil {
		target = lethe.Item(*a.Item)
	}
	var opts []lethe.UnlearnOption
	if a.Method != "" {
		method, known := lethev1.UnlearningMethod_value[a.Method]
		if !known {
			return target, nil, fmt.Errorf("no method %q", a.Method)
		}
		opts = append(opts, lethe.WithMethod(lethev1.UnlearningMethod(method)))
	}
	if a.RequestID != "" {
		opts = append(opts, lethe.WithRequestID(a.RequestID))
	}
	return target, opts, nil
}

func plan(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	target, opts, err := a.request()
	if err != nil {
		return nil, err
	}
	p, err := client.Plan(ctx, a.Model, target, opts...)
	return filled(object{
		"method": p.GetMethod().String(), "interactionCount": p.GetInteractionCount(),
		"changedRowCount": p.GetChangedRowCount(), "droppedRowCount": p.GetDroppedRowCount(),
	}, "baseVersion", p.GetBaseVersion()), err
}

func unlearn(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	target, opts, err := a.request()
	if err != nil {
		return nil, err
	}
	handle, err := client.Unlearn(ctx, a.Model, target, opts...)
	if err != nil {
		return nil, err
	}
	return object{"erasure": handle.Name(), "requestId": handle.RequestID()}, nil
}

func readmit(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	target, _, err := a.request()
	if err != nil {
		return nil, err
	}
	count, err := client.Readmit(ctx, a.Model, target)
	if err != nil {
		return nil, err
	}
	return object{"readmittedCount": count}, nil
}

func erasureNow(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	e, err := client.Erasure(a.Name).Now(ctx)
	return erasureJSON(e), err
}

func approve(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	e, err := client.Erasure(a.Name).Approve(ctx)
	return erasureJSON(e), err
}

func cancelErasure(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	e, err := client.Erasure(a.Name).Cancel(ctx)
	return erasureJSON(e), err
}

func erasures(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	var opts []lethe.ErasuresOption
	if a.Model != "" {
		opts = append(opts, lethe.OfModel(a.Model))
	}
	list := []object{}
	for e, err := range client.Erasures(ctx, opts...) {
		if err != nil {
			return nil, err
		}
		if len(list) == a.Limit {
			break
		}
		list = append(list, erasureJSON(e))
	}
	return object{"erasures": list}, nil
}

func await(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	if a.TimeoutMillis > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, millis(a.TimeoutMillis))
		defer cancel()
	}
	progress := []string{}
	e, err := client.Erasure(a.Name).Wait(ctx, lethe.WithProgress(func(e *lethev1.Erasure) {
		progress = append(progress, e.State.String())
	}))
	return object{"erasure": erasureJSON(e), "progress": progress}, err
}

func watch(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	states := []string{}
	for e, err := range client.Erasure(a.Name).Watch(ctx) {
		if err != nil {
			return nil, err
		}
		states = append(states, e.State.String())
	}
	return object{"states": states}, nil
}

// cancelWatch reads one state, cancels the context, and says how the watch took it.
func cancelWatch(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	result := object{}
	for e, err := range client.Erasure(a.Name).Watch(ctx) {
		var failure *lethe.Error
		switch {
		case err == nil && len(result) == 0:
			result["first"] = e.State.String()
			cancel()
		case len(result) == 1 && errors.As(err, &failure):
			result["ended"] = code.Code(failure.Status).String()
		default:
			return nil, fmt.Errorf("a cancelled watch went on with %v, %w", e.GetState(), err)
		}
	}
	return result, nil
}

func receipt(ctx context.Context, client *lethe.Client, a arguments) (any, error) {
	r, err := client.Erasure(a.Name).Receipt(ctx)
	if err != nil {
		return nil, err
	}
	return object{"receipt": r.Bytes(), "name": r.Name}, nil
}

func verify(a arguments) (any, error) {
	keys := make([]ed25519.PublicKey, len(a.Keys))
	for i, key := range a.Keys {
		keys[i] = key
	}
	verifier, err := lethe.NewVerifier(keys...)
	if err != nil {
		return nil, err
	}
	r, err := lethe.ParseReceipt(a.Receipt)
	if err != nil {
		return nil, err
	}
	statement, err := verifier.Verify(r)
	var defect lethe.Defect
	if errors.As(err, &defect) {
		return object{"verdict": string(defect)}, nil
	}
	return filled(object{
		"verdict": "ACCEPTED", "erasure": statement.GetErasure(),
		"assurance":                 statement.GetAssurance().String(),
		"forgottenInteractionCount": statement.GetForgottenInteractionCount(),
	}, "unlearnedVersion", statement.GetUnlearnedVersion()), err
}

func erasureJSON(e *lethev1.Erasure) object {
	o := object{
		"name": e.GetName(), "model": e.GetModel(), "state": e.GetState().String(),
		"requestedMethod":  e.GetRequestedMethod().String(),
		"interactionCount": e.GetInteractionCount(), "changedRowCount": e.GetChangedRowCount(),
		"droppedRowCount": e.GetDroppedRowCount(), "erasurePosition": e.GetErasurePosition(),
	}
	if e.GetUsedMethod() != lethev1.UnlearningMethod_UNLEARNING_METHOD_UNSPECIFIED {
		o["usedMethod"] = e.GetUsedMethod().String()
	}
	if e.GetFailureReason() != lethev1.ErrorReason_ERROR_REASON_UNSPECIFIED {
		o["failureReason"] = e.GetFailureReason().String()
	}
	return filled(o, "baseVersion", e.GetBaseVersion(), "unlearnedVersion", e.GetUnlearnedVersion(),
		"requester", e.GetRequester(), "approver", e.GetApprover())
}
