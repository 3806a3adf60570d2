package lethe

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"

	lethev1 "lethe.io/go/lethe/v1"
)

const (
	// importBytesMax is half of what a server takes unless it is told otherwise.
	importBytesMax = 2 << 20
	// importAhead is how many messages are on their way, so that the server never waits for the next.
	importAhead = 4
	// importRefusedMax is how many refused rows a summary names.
	importRefusedMax = 100
)

// ImportOption sets up one call of [Client.ImportInteractions].
type ImportOption interface {
	imports(*lethev1.ImportInteractionsRequest)
}

// WithImportID goes on with an import within 24 hours of its beginning: of the same rows, those that
// the server has are passed over. The id is a random UUID, such as of [NewRequestID].
func WithImportID(id string) ImportOption { return withImportID(id) }

type withImportID string

func (id withImportID) imports(head *lethev1.ImportInteractionsRequest) {
	head.ImportId = string(id)
}

func (r withRepeats) imports(head *lethev1.ImportInteractionsRequest) {
	head.Repeats = lethev1.Repeats(r)
}

// ImportSummary is what became of an import's rows, those of earlier calls with its id included.
type ImportSummary struct {
	// How many the server has dealt with: the first so many of all.
	RowCount int64
	// How many of those had each outcome; what none had is left out.
	Outcomes map[lethev1.AppendInteractionsResponse_Outcome]int64
	// Some of those that could not be stored, at most 100 of this call.
	Refused []*lethev1.RefusedInteraction
	// What another call goes on by, see [WithImportID].
	ImportID string
}

// ImportInteractions has a model take in any number of interactions by a stream, in their order;
// one that is cut goes on by itself. Beyond 5,000,000 that no version has learned the server takes no
// more, MODEL_NOT_READY: a training makes room, and the import goes on under its id. The rows are read as
// they are sent. A row that cannot be stored is refused by itself. When it returns without an error,
// all others are on the server's disk. It needs the role ingest.
//
// The context's deadline is that of the whole import; without one, something new must be on the
// server's disk within the client's deadline each time. After an error the summary says what is in.
func (c *Client) ImportInteractions(
	ctx context.Context, model string, rows iter.Seq[InteractionRow], opts ...ImportOption,
) (ImportSummary, error) {
	head := &lethev1.ImportInteractionsRequest{Model: modelName(model)}
	for _, opt := range opts {
		opt.imports(head)
	}
	if head.ImportId == "" {
		head.ImportId = NewRequestID()
	}
	next, stop := iter.Pull(rows)
	defer stop()
	sending := &importing{
		client: c, head: head, next: next, last: &lethev1.ImportInteractionsResponse{},
	}
	err := sending.all(ctx)
	return sending.summary(), underRequestID(head.GetImportId(), err)
}

type importStream = grpc.BidiStreamingClient[
	lethev1.ImportInteractionsRequest, lethev1.ImportInteractionsResponse]

// importing is what was sent and is not answered yet, and how far the server is.
type importing struct {
	client  *Client
	head    *lethev1.ImportInteractionsRequest
	next    func() (InteractionRow, bool)
	sent    []*lethev1.ImportInteractionsRequest
	last    *lethev1.ImportInteractionsResponse
	refused []*lethev1.RefusedInteraction
	read    int64
}

// all sends the rows by one stream after the other.
func (s *importing) all(ctx context.Context) error {
	var patient time.Time
	var between pause
	for {
		before := s.last.GetPosition()
		err := s.stream(ctx)
		// Patience begins with a failure: rows that come slowly are no fault of the server's.
		if patient.IsZero() || s.last.GetPosition() > before {
			patient, between = time.Now().Add(s.client.deadline), pause{}
		}
		_, limited := ctx.Deadline()
		over := !limited && time.Now().After(patient)
		if err == nil || !passing(err) || ctx.Err() != nil || over {
			return err
		}
		if waited := between.untilNextLook(ctx); waited != nil {
			return asError(waited)
		}
	}
}

// passing says whether another stream may go on: the server is not there, or this one was cut.
func passing(err error) bool {
	var failure *Error
	if !errors.As(err, &failure) {
		return err == io.EOF
	}
	switch failure.Status {
	case codes.Unavailable, codes.DeadlineExceeded:
		return true
	case codes.ResourceExhausted:
		return failure.Reason == lethev1.ErrorReason_OVERLOADED.String()
	case codes.Canceled, codes.Unknown, codes.Internal:
		return failure.Reason == ""
	}
	return false
}

// stream is one stream, to the end of the rows.
func (s *importing) stream(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := s.client.interactions.ImportInteractions(ctx)
	if err != nil {
		return err
	}
	receive := func() error {
		late := time.AfterFunc(s.client.deadline, cancel)
		answer, err := stream.Recv()
		late.Stop()
		if err != nil {
			return err
		}
		s.answered(answer)
		return nil
	}
	if err := s.resume(stream, receive); err != nil {
		return err
	}
	for s.fill(stream); len(s.sent) > 0; s.fill(stream) {
		if err := receive(); err != nil {
			return err
		}
	}
	if err := stream.CloseSend(); err != nil {
		return err
	}
	late := time.AfterFunc(s.client.deadline, cancel)
	defer late.Stop()
	if _, err := stream.Recv(); err != io.EOF {
		return err
	}
	return nil
}

// resume asks how far the server is, and sends it what it lacks of what was sent before.
func (s *importing) resume(stream importStream, receive func() error) error {
	send(stream, s.head)
	if err := receive(); err != nil {
		return err
	}
	for s.read < s.last.GetPosition() {
		if _, more := s.next(); !more {
			break
		}
		s.read++
	}
	for _, message := range s.sent {
		send(stream, message)
	}
	return nil
}

// send leaves it to the next answer to say why the stream has ended, if it has.
func send(stream importStream, message *lethev1.ImportInteractionsRequest) {
	_ = stream.Send(message)
}

func (s *importing) fill(stream importStream) {
	for len(s.sent) < importAhead {
		message := s.message()
		if message == nil {
			return
		}
		s.sent = append(s.sent, message)
		send(stream, message)
	}
}

// message reads rows for the next message; nil if there are none.
func (s *importing) message() *lethev1.ImportInteractionsRequest {
	message := &lethev1.ImportInteractionsRequest{
		Model: s.head.GetModel(), ImportId: s.head.GetImportId(), Repeats: s.head.GetRepeats(),
		EventWeights: s.head.GetEventWeights(), Position: s.read,
	}
	for bytes := 0; bytes < importBytesMax && len(message.Interactions) < appendRowsMax; {
		row, more := s.next()
		if !more {
			break
		}
		interaction := row.message()
		bytes += proto.Size(interaction)
		message.Interactions = append(message.Interactions, interaction)
	}
	if len(message.Interactions) == 0 {
		return nil
	}
	s.read += int64(len(message.Interactions))
	return message
}

func (s *importing) answered(answer *lethev1.ImportInteractionsResponse) {
	s.last = answer
	named := answer.GetRefusedInteractions()
	s.refused = append(s.refused, named[:min(len(named), importRefusedMax-len(s.refused))]...)
	for len(s.sent) > 0 && end(s.sent[0]) <= answer.GetPosition() {
		s.sent = s.sent[1:]
	}
}

func end(message *lethev1.ImportInteractionsRequest) int64 {
	return message.GetPosition() + int64(len(message.GetInteractions()))
}

func (s *importing) summary() ImportSummary {
	outcomes := map[lethev1.AppendInteractionsResponse_Outcome]int64{
		lethev1.AppendInteractionsResponse_OUTCOME_STORED:     s.last.GetStored(),
		lethev1.AppendInteractionsResponse_OUTCOME_REPLACED:   s.last.GetReplaced(),
		lethev1.AppendInteractionsResponse_OUTCOME_UNCHANGED:  s.last.GetUnchanged(),
		lethev1.AppendInteractionsResponse_OUTCOME_OLDER:      s.last.GetOlder(),
		lethev1.AppendInteractionsResponse_OUTCOME_SUPPRESSED: s.last.GetSuppressed(),
		lethev1.AppendInteractionsResponse_OUTCOME_IGNORED:    s.last.GetIgnored(),
		lethev1.AppendInteractionsResponse_OUTCOME_REFUSED:    s.last.GetRefused(),
	}
	for outcome, count := range outcomes {
		if count == 0 {
			delete(outcomes, outcome)
		}
	}
	return ImportSummary{
		RowCount: s.last.GetPosition(), Outcomes: outcomes, Refused: s.refused,
		ImportID: s.head.GetImportId(),
	}
}
