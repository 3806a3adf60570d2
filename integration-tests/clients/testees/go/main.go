// Command testee does with the Go client what it is told on its standard input: one JSON object per
// line, answered by one line each, in any order. README.md of the module above has the protocol.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"

	"google.golang.org/genproto/googleapis/rpc/code"

	lethe "lethe.io/go"
)

type request struct {
	ID     int64           `json:"id"`
	Op     string          `json:"op"`
	Client json.RawMessage `json:"client"`
	Args   json.RawMessage `json:"args"`
}

type answer struct {
	ID    int64    `json:"id"`
	OK    any      `json:"ok,omitempty"`
	Error *problem `json:"error,omitempty"`
}

type problem struct {
	Status   string            `json:"status,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Metadata map[string]string `json:"metadata,omitempty"`
	Type     string            `json:"type"`
	Message  string            `json:"message"`
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "testee:", err)
		os.Exit(1)
	}
}

// serve ends when the input does and all answers are written.
func serve(input io.Reader, output io.Writer) error {
	clients := newClients()
	defer clients.closeAll()
	var writing sync.Mutex
	encoder := json.NewEncoder(output)
	var open sync.WaitGroup
	defer open.Wait()
	lines := bufio.NewReaderSize(input, 1<<16)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 0 {
			open.Add(1)
			go func() {
				defer open.Done()
				a := clients.answer(line)
				writing.Lock()
				defer writing.Unlock()
				if err := encoder.Encode(a); err != nil {
					fmt.Fprintln(os.Stderr, "testee: an answer cannot be written:", err)
				}
			}()
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func (c *clients) answer(line []byte) answer {
	var r request
	if err := json.Unmarshal(line, &r); err != nil {
		return answer{Error: problemOf(err)}
	}
	ok, err := c.do(context.Background(), r)
	if err != nil {
		return answer{ID: r.ID, Error: problemOf(err)}
	}
	return answer{ID: r.ID, OK: ok}
}

func problemOf(err error) *problem {
	p := &problem{Type: fmt.Sprintf("%T", err), Message: err.Error()}
	var failure *lethe.Error
	if errors.As(err, &failure) {
		p.Type = fmt.Sprintf("%T", failure)
		p.Status = code.Code(failure.Status).String()
		p.Reason = failure.Reason
		p.Metadata = failure.Metadata
	}
	return p
}
