package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"

	lethe "lethe.io/go"
)

// wish is how a client is to be built; what is absent is the client's default.
type wish struct {
	Name             string `json:"name,omitempty"`
	Target           string `json:"target"`
	Plaintext        bool   `json:"plaintext,omitempty"`
	CA               string `json:"ca,omitempty"`
	Certificate      string `json:"certificate,omitempty"`
	Key              string `json:"key,omitempty"`
	Token            string `json:"token,omitempty"`
	DeadlineMillis   int64  `json:"deadlineMillis,omitempty"`
	ReadYourErasures *bool  `json:"readYourErasures,omitempty"`
}

// clients are those built so far; equal wishes share one.
type clients struct {
	lock  sync.Mutex
	built map[string]*lethe.Client
}

func newClients() *clients { return &clients{built: make(map[string]*lethe.Client)} }

func (c *clients) get(raw json.RawMessage) (*lethe.Client, wish, error) {
	w, key, err := read(raw)
	if err != nil {
		return nil, w, err
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	if client := c.built[key]; client != nil {
		return client, w, nil
	}
	client, err := lethe.New(w.Target, w.options()...)
	if err != nil {
		return nil, w, err
	}
	c.built[key] = client
	return client, w, nil
}

func (c *clients) close(raw json.RawMessage) error {
	_, key, err := read(raw)
	if err != nil {
		return err
	}
	c.lock.Lock()
	defer c.lock.Unlock()
	client := c.built[key]
	delete(c.built, key)
	if client == nil {
		return nil
	}
	return client.Close()
}

func (c *clients) closeAll() {
	c.lock.Lock()
	defer c.lock.Unlock()
	for _, client := range c.built {
		if err := client.Close(); err != nil {
			fmt.Fprintln(os.Stderr, "testee: a client did not close:", err)
		}
	}
}

// read returns the wish and a form of it that is the same for equal ones.
func read(raw json.RawMessage) (wish, string, error) {
	var w wish
	if len(raw) == 0 {
		raw = json.RawMessage("{}")
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return w, "", err
	}
	key, err := json.Marshal(w)
	return w, string(key), err
}

func (w wish) options() []lethe.Option {
	var opts []lethe.Option
	if w.Plaintext {
		opts = append(opts, lethe.WithPlaintext())
	}
	if w.CA != "" {
		opts = append(opts, lethe.WithAuthority(w.CA))
	}
	if w.Certificate != "" {
		opts = append(opts, lethe.WithCertificate(w.Certificate, w.Key))
	}
	if w.Token != "" {
		opts = append(opts, lethe.WithToken(
			func(context.Context) (string, error) { return w.Token, nil }))
	}
	if w.DeadlineMillis > 0 {
		opts = append(opts, lethe.WithDeadline(millis(w.DeadlineMillis)))
	}
	if w.ReadYourErasures != nil {
		opts = append(opts, lethe.WithReadYourErasures(*w.ReadYourErasures))
	}
	return opts
}

func millis(n int64) time.Duration { return time.Duration(n) * time.Millisecond }
