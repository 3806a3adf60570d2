package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"runtime/debug"

	lethe "lethe.io/go"
)

type object = map[string]any

// arguments are those of all operations; each reads its own.
type arguments struct {
	Name               string                 `json:"name"`
	Model              string                 `json:"model"`
	User               *string                `json:"user"`
	Users              []string               `json:"users"`
	Item               *string                `json:"item"`
	Items              json.RawMessage        `json:"items"`
	Filter             string                 `json:"filter"`
	AllowItems         []string               `json:"allowItems"`
	Because            int                    `json:"because"`
	Interactions       []lethe.Interaction    `json:"interactions"`
	Rows               []lethe.InteractionRow `json:"rows"`
	Repeats            string                 `json:"repeats"`
	LearnAtOnce        bool                   `json:"learnAtOnce"`
	EventWeights       map[string]float32     `json:"eventWeights"`
	History            []lethe.WeightedItem   `json:"history"`
	IncludeGiven       bool                   `json:"includeGiven"`
	Fallback           string                 `json:"fallback"`
	N                  int                    `json:"n"`
	ExcludeItems       []string               `json:"excludeItems"`
	IncludeSeen        bool                   `json:"includeSeen"`
	MinErasurePosition int64                  `json:"minErasurePosition"`
	DeadlineMillis     int64                  `json:"deadlineMillis"`
	TimeoutMillis      int64                  `json:"timeoutMillis"`
	Method             string                 `json:"method"`
	RequestID          string                 `json:"requestId"`
	ImportID           string                 `json:"importId"`
	Limit              int                    `json:"limit"`
	Receipt            []byte                 `json:"receipt"`
	Keys               [][]byte               `json:"keys"`
	Plugin             string                 `json:"plugin"`
	Options            map[string]string      `json:"options"`
	Seed               int64                  `json:"seed"`
	KeepBeside         bool                   `json:"keepBeside"`
	Alias              string                 `json:"alias"`
	ModelVersion       string                 `json:"modelVersion"`
	BasisPoints        *int                   `json:"basisPoints"`
	Fields             []string               `json:"fields"`
	Request            json.RawMessage        `json:"request"`
	Mode               string                 `json:"mode"`
	Seconds            int                    `json:"seconds"`
	Callers            int                    `json:"callers"`
}

func (a arguments) item() string {
	if a.Item == nil {
		return ""
	}
	return *a.Item
}

func (a arguments) user() string {
	if a.User == nil {
		return ""
	}
	return *a.User
}

type operation func(context.Context, *lethe.Client, arguments) (any, error)

var operations = map[string]operation{
	"recommend": recommend, "batchRecommend": batchRecommend, "score": score,
	"recommendForItems": recommendForItems, "similarItems": similarItems,
	"appendInteractions": appendInteractions, "appendAll": appendAll,
	"importInteractions": importInteractions,
	"interactionsOfUser": interactionsOfUser,
	"updateItems":        updateItems, "deleteItems": deleteItems, "item": item, "items": listItems,
	"plan": plan, "unlearn": unlearn, "readmit": readmit, "erasure": erasureNow, "erasures": erasures,
	"await": await, "watch": watch, "cancelWatch": cancelWatch, "approve": approve,
	"cancel": cancelErasure, "receipt": receipt,
	"models": models, "model": model, "versions": versions, "version": version,
	"activate": activate, "rebase": rebase, "train": train, "raw": raw,
	"setAlias": setAlias, "deleteAlias": deleteAlias, "reloadPlugins": reloadPlugins,
}

func (c *clients) do(ctx context.Context, r request) (any, error) {
	var a arguments
	if len(r.Args) > 0 {
		if err := json.Unmarshal(r.Args, &a); err != nil {
			return nil, err
		}
	}
	switch r.Op {
	case "facts":
		return facts()
	case "verify":
		return verify(a)
	case "close":
		return object{}, c.close(r.Client)
	}
	client, w, err := c.get(r.Client)
	if err != nil {
		return nil, err
	}
	if r.Op == "bench" {
		return bench(ctx, client, w, a)
	}
	do := operations[r.Op]
	if do == nil {
		return nil, fmt.Errorf("no operation %q", r.Op)
	}
	return do(ctx, client, a)
}

// facts has the versions that the program was built of: the packed module, no folder.
func facts() (any, error) {
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return nil, fmt.Errorf("the program does not know what it was built of")
	}
	found := object{
		"language": "go",
		"runtime":  runtime.Version() + " " + runtime.GOOS + "/" + runtime.GOARCH,
	}
	for _, module := range build.Deps {
		switch module.Path {
		case "lethe.io/go":
			found["sdk"] = module.Path + " " + module.Version
			if module.Replace != nil {
				found["sdk"] = "replaced by " + module.Replace.Path
			}
		case "google.golang.org/grpc":
			found["grpc"] = module.Version
		}
	}
	return found, nil
}
