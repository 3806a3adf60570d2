package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

const (
	warmUpMax = 5 * time.Second
	deadline  = 5 * time.Second
)

// bench measures what the client costs: its time over the bare stub's, or its memory over time.
func bench(ctx context.Context, client *lethe.Client, w wish, a arguments) (any, error) {
	span := time.Duration(a.Seconds) * time.Second
	if a.Mode == "leak" {
		return leak(ctx, client, a, span)
	}
	return overhead(ctx, w, a, span)
}

// overhead has one caller; stub and client take turns on one connection, so that both see the same
// machine.
func overhead(ctx context.Context, w wish, a arguments, span time.Duration) (any, error) {
	conn, err := w.bare()
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	stub := lethev1.NewRecommendationServiceClient(conn)
	client, err := lethe.NewFromConn(conn)
	if err != nil {
		return nil, err
	}
	request := &lethev1.RecommendRequest{Model: "models/" + a.Model, User: a.user(), N: int32(a.N)}
	var raw, sdk []time.Duration
	began := time.Now()
	for time.Since(began) < span {
		start := time.Now()
		err := func() error {
			ctx, cancel := context.WithTimeout(ctx, deadline)
			defer cancel()
			_, err := stub.Recommend(ctx, request)
			return err
		}()
		middle := time.Now()
		_, clientErr := client.Recommend(ctx, a.Model, a.user(), a.N)
		end := time.Now()
		if err := errors.Join(err, clientErr); err != nil {
			return nil, err
		}
		if start.Sub(began) > min(warmUpMax, span/3) {
			raw, sdk = append(raw, middle.Sub(start)), append(sdk, end.Sub(middle))
		}
	}
	return object{
		"calls": len(raw) + len(sdk), "rawP50Micros": median(raw), "sdkP50Micros": median(sdk),
	}, nil
}

func leak(
	ctx context.Context, client *lethe.Client, a arguments, span time.Duration,
) (any, error) {
	var calls, failures atomic.Int64
	var callers sync.WaitGroup
	began := time.Now()
	for range a.Callers {
		callers.Add(1)
		go func() {
			defer callers.Done()
			for time.Since(began) < span {
				if _, err := client.Recommend(ctx, a.Model, a.user(), a.N); err != nil {
					failures.Add(1)
				}
				calls.Add(1)
			}
		}()
	}
	time.Sleep(min(warmUpMax, span/3))
	start, err := residentBytes()
	if err != nil {
		return nil, err
	}
	callers.Wait()
	if n := failures.Load(); n > 0 {
		return nil, fmt.Errorf("%d of %d calls failed", n, calls.Load())
	}
	end, err := residentBytes()
	return object{"calls": calls.Load(), "startBytes": start, "endBytes": end}, err
}

// bare is a connection as the client makes it, without the client.
func (w wish) bare() (*grpc.ClientConn, error) {
	transport := insecure.NewCredentials()
	if w.CA != "" {
		var err error
		if transport, err = credentials.NewClientTLSFromFile(w.CA, ""); err != nil {
			return nil, err
		}
	}
	dial := []grpc.DialOption{
		grpc.WithTransportCredentials(transport),
		grpc.WithDefaultServiceConfig(lethe.ServiceConfig()),
	}
	if w.Token != "" {
		dial = append(dial, grpc.WithPerRPCCredentials(bearer(w.Token)))
	}
	return grpc.NewClient(w.Target, dial...)
}

type bearer string

func (b bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(b)}, nil
}

func (bearer) RequireTransportSecurity() bool { return false }

func median(durations []time.Duration) float64 {
	if len(durations) == 0 {
		return 0
	}
	slices.Sort(durations)
	return float64(durations[len(durations)/2].Nanoseconds()) / 1000
}

// residentBytes is as the system counts it, after all garbage was given back.
func residentBytes() (int64, error) {
	debug.FreeOSMemory()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, rest, found := strings.Cut(string(status), "VmRSS:")
	var kilobytes int64
	if _, err := fmt.Sscan(rest, &kilobytes); !found || err != nil {
		return 0, errors.New("/proc/self/status names no VmRSS")
	}
	return 1024 * kilobytes, nil
}
