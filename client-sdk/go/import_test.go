package lethe_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	lethe "lethe.io/go"
	lethev1 "lethe.io/go/lethe/v1"
)

const importID = "5e0f5a3c-4a52-4f6e-9a52-0a4c1f0f5a3c"

// importLog keeps what is imported. Each of the next streams ends after as many messages as cuts says,
// unanswered; there is no space beyond fullAt rows.
type importLog struct {
	mutex    sync.Mutex
	rows     []*lethev1.InteractionRow
	messages []*lethev1.ImportInteractionsRequest
	cuts     []int
	fullAt   int
}

func (l *importLog) serve(stream importServer) error {
	left := 1_000_000
	l.mutex.Lock()
	if len(l.cuts) > 0 {
		left, l.cuts = l.cuts[0], l.cuts[1:]
	}
	l.mutex.Unlock()
	for {
		message, err := stream.Recv()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		answer, err := l.take(message)
		if left--; left == 0 {
			return status.Error(codes.Unavailable, "cut")
		}
		if err != nil {
			return err
		}
		if err := stream.Send(answer); err != nil {
			return err
		}
	}
}

func (l *importLog) take(
	message *lethev1.ImportInteractionsRequest,
) (*lethev1.ImportInteractionsResponse, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.messages = append(l.messages, message)
	known := len(l.rows) - int(message.GetPosition())
	if known < 0 {
		return nil, status.Error(codes.InvalidArgument, "a gap")
	}
	answer := &lethev1.ImportInteractionsResponse{}
	if known < len(message.GetInteractions()) {
		for _, row := range message.GetInteractions()[known:] {
			if row.GetUser() == "" {
				answer.RefusedInteractions = append(answer.RefusedInteractions,
					&lethev1.RefusedInteraction{Position: int64(len(l.rows)), Reason: "why"})
			}
			l.rows = append(l.rows, row)
		}
	}
	if l.fullAt > 0 && len(l.rows) > l.fullAt {
		full, err := status.New(codes.ResourceExhausted, "no space").WithDetails(
			&errdetails.ErrorInfo{Domain: "lethe.io", Reason: "STORAGE_FULL"})
		if err != nil {
			return nil, err
		}
		return nil, full.Err()
	}
	for _, row := range l.rows {
		if row.GetUser() == "" {
			answer.Refused++
		}
	}
	answer.Position = int64(len(l.rows))
	answer.Stored = answer.Position - answer.Refused
	return answer, nil
}

func (l *importLog) holds(t *testing.T, count int) {
	t.Helper()
	if len(l.rows) != count {
		t.Fatalf("%d rows, not %d", len(l.rows), count)
	}
	for i, row := range l.rows {
		if row.GetItem() != fmt.Sprint(i) {
			t.Fatalf("row %d is of item %s", i, row.GetItem())
		}
	}
}

func storedRows(count int64) lethe.ImportSummary {
	return lethe.ImportSummary{
		RowCount: count,
		Outcomes: map[lethev1.AppendInteractionsResponse_Outcome]int64{stored: count},
		ImportID: importID,
	}
}

func importRows(t *testing.T, l *importLog, count int) (lethe.ImportSummary, error) {
	t.Helper()
	client := (&server{imports: l.serve}).client(t, lethe.WithDeadline(time.Minute))
	return client.ImportInteractions(context.Background(), "movies", rowsOf(count),
		lethe.WithImportID(importID), lethe.WithRepeats(lethev1.Repeats_REPEATS_MAX),
		lethe.WithEventWeights(map[string]float32{"view": 2}))
}

func TestImportedRowsGoByMessagesOfTenThousand(t *testing.T) {
	l := &importLog{}
	summary, err := importRows(t, l, 50_001)
	if err != nil || !reflect.DeepEqual(summary, storedRows(50_001)) {
		t.Fatal(summary, err)
	}
	l.holds(t, 50_001)
	var sizes []int
	for _, message := range l.messages {
		sizes = append(sizes, len(message.GetInteractions()))
		if message.GetModel() != "models/movies" ||
			message.GetRepeats() != lethev1.Repeats_REPEATS_MAX ||
			message.GetEventWeights()["view"] != 2 {
			t.Error(message.GetModel(), message.GetRepeats())
		}
	}
	if want := []int{0, 10_000, 10_000, 10_000, 10_000, 10_000, 1}; !reflect.DeepEqual(sizes, want) {
		t.Error(sizes)
	}
}

func TestAnImportThatIsCutGoesOn(t *testing.T) {
	l := &importLog{cuts: []int{1, 2, 3, 1, 4}}
	summary, err := importRows(t, l, 95_000)
	if err != nil || !reflect.DeepEqual(summary, storedRows(95_000)) {
		t.Fatal(summary, err)
	}
	l.holds(t, 95_000)
}

func TestAnotherCallGoesOnWithAnImport(t *testing.T) {
	l := &importLog{}
	for _, count := range []int{0, 12_345, 30_000, 30_000} {
		summary, err := importRows(t, l, count)
		if err != nil || summary.RowCount != int64(count) {
			t.Fatal(summary, err)
		}
	}
	l.holds(t, 30_000)
}

func TestARefusedImportTellsWhatIsIn(t *testing.T) {
	l := &importLog{fullAt: 20_000}
	summary, err := importRows(t, l, 50_000)
	if !errors.Is(err, lethe.ErrResourceExhausted) ||
		!reflect.DeepEqual(summary, storedRows(20_000)) {
		t.Fatal(summary, err)
	}
	var failure *lethe.Error
	if !errors.As(err, &failure) || failure.RequestID != importID {
		t.Error(failure)
	}
}

func TestRefusedRowsAreNamedUpToAHundred(t *testing.T) {
	l := &importLog{}
	client := (&server{imports: l.serve}).client(t)
	rows := iter.Seq[lethe.InteractionRow](func(yield func(lethe.InteractionRow) bool) {
		for i := range 300 {
			if !yield(lethe.InteractionRow{User: []string{"u", ""}[i%2], Item: fmt.Sprint(i)}) {
				return
			}
		}
	})
	summary, err := client.ImportInteractions(context.Background(), "movies", rows)
	if err != nil || len(summary.Refused) != 100 || summary.Refused[0].GetPosition() != 1 {
		t.Fatal(summary, err)
	}
	if got := summary.Outcomes[lethev1.AppendInteractionsResponse_OUTCOME_REFUSED]; got != 150 {
		t.Error(got)
	}
}

func TestMessagesOfAnImportStaySmall(t *testing.T) {
	l := &importLog{}
	client := (&server{imports: l.serve}).client(t, lethe.WithDeadline(time.Minute))
	text := strings.Repeat("x", 240)
	rows := iter.Seq[lethe.InteractionRow](func(yield func(lethe.InteractionRow) bool) {
		for range 20_000 {
			if !yield(lethe.InteractionRow{User: text, Item: text}) {
				return
			}
		}
	})
	if summary, err := client.ImportInteractions(context.Background(), "movies", rows); err != nil ||
		summary.RowCount != 20_000 {
		t.Fatal(summary, err)
	}
	for _, message := range l.messages {
		if size := proto.Size(message); size > 3<<20 {
			t.Error(size)
		}
	}
}

func TestAnImportEndsWhenTheServerStaysAway(t *testing.T) {
	l := &importLog{cuts: []int{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}}
	client := (&server{imports: l.serve}).client(t, lethe.WithDeadline(300*time.Millisecond))
	if _, err := client.ImportInteractions(context.Background(), "movies", rowsOf(0)); !errors.Is(
		err, lethe.ErrUnavailable) {
		t.Fatal(err)
	}
}

// After the last row, too, a server that says nothing is not waited for for ever.
func TestAnImportWhoseStreamDoesNotEndFails(t *testing.T) {
	l := &importLog{}
	hanging := func(stream importServer) error {
		err := l.serve(stream)
		<-stream.Context().Done()
		return err
	}
	client := (&server{imports: hanging}).client(t, lethe.WithDeadline(200*time.Millisecond))
	failed := make(chan error, 1)
	go func() {
		_, err := client.ImportInteractions(context.Background(), "movies", rowsOf(3))
		failed <- err
	}()
	select {
	case err := <-failed:
		if err == nil {
			t.Fatal("an import whose stream did not end succeeded")
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the import hangs")
	}
	l.holds(t, 3)
}
