package httpapi

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"dff/runtime"
	"dff/scripts"
)

// event is one server-sent event; a heartbeat has no name.
type event struct{ name, data string }

// stream is GET /v1/events.
type stream struct {
	body  io.Closer
	lines *bufio.Reader
}

// follow begins a stream. It ends with the test.
func (h *host) follow(t *testing.T) *stream {
	t.Helper()
	r, err := h.send(t.Context(), request{path: "/v1/events"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Body.Close() })
	if r.StatusCode != 200 || r.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s, %v", r.Status, r.Header)
	}
	s := &stream{r.Body, bufio.NewReader(r.Body)}
	if line, err := s.lines.ReadString('\n'); line != "retry: 2000\n" {
		t.Fatalf("begins with %q, %v", line, err)
	}
	s.lines.ReadString('\n')
	return s
}

// read returns the next event, or the error that ends the stream.
func (s *stream) read() (event, error) {
	var e event
	for {
		line, err := s.lines.ReadString('\n')
		if err != nil {
			return e, err
		}
		switch name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": "); name {
		case "":
			return e, nil
		case "event":
			e.name = value
		case "data":
			e.data = value
		}
	}
}

// next returns the next event but heartbeats.
func (s *stream) next(t *testing.T) event {
	t.Helper()
	for {
		e, err := s.read()
		if err != nil {
			t.Fatal(err)
		}
		if e.name != "" {
			return e
		}
	}
}

// TestEvents follows two runs and a change of the directory.
func TestEvents(t *testing.T) {
	h := newHost(t, nil)
	check := newSchemaCheck(t)
	s := h.follow(t)
	h.do(t, request{method: "POST", path: "/v1/run/demo/report:daily", body: `{"args":["today"]}`})
	h.do(t, request{method: "POST", path: "/v1/run/throws"})
	h.Changed(h.scripts(), scripts.Change{Removed: []string{"gone.js"}})
	for _, want := range []struct{ name, schema, part string }{
		{"log", "LogEvent", `"run":1,"script":"demo/report","time":`},
		{"log", "LogEvent", `"level":"warn","message":"!"`},
		{"run", "RunEvent", `"run":1,"script":"demo/report","function":"daily","outcome":"ok"`},
		{"log", "LogEvent", `"message":"before"`},
		{"run", "RunEvent", `"message":"TypeError: no & <good>"`},
		{"reload", "ReloadEvent", `"removed":["gone.js"]`},
	} {
		got := s.next(t)
		if got.name != want.name || !strings.Contains(got.data, want.part) {
			t.Errorf("event %v, want %v", got, want)
		}
		if err := check.valid(map[string]any{"$ref": "#/components/schemas/" + want.schema}, decode[any](t, got.data)); err != nil {
			t.Errorf("event %v: %v", got, err)
		}
	}
}

// TestEventStreams ends streams when they must end, and refuses those that are too many.
func TestEventStreams(t *testing.T) {
	h := newHost(t, nil)
	check := newSchemaCheck(t)
	for range maxEventClients - 1 {
		queue, err := h.broker.subscribe()
		if err != nil {
			t.Fatal(err)
		}
		defer h.broker.unsubscribe(queue)
	}
	s := h.follow(t)
	refused := h.do(t, request{path: "/v1/events"})
	if refused.status != 503 {
		t.Errorf("one stream too many: %v", refused)
	}
	check.answer(t, "/v1/events", "get", refused)
	h.Drain()
	if e, err := s.read(); err == nil {
		t.Errorf("the stream goes on: %v", e)
	}
	if got := h.do(t, request{path: "/v1/events"}); got.status != 503 {
		t.Errorf("after the end: %v", got)
	}
}

func TestHeartbeat(t *testing.T) {
	h := newHost(t, nil)
	h.heartbeat = time.Millisecond
	s := h.follow(t)
	for range 3 {
		if e, err := s.read(); err != nil || e != (event{}) {
			t.Fatalf("%v, %v", e, err)
		}
	}
}

// TestSlowClient cuts off a client that does not keep up, and nobody else.
func TestSlowClient(t *testing.T) {
	var b broker
	slow, _ := b.subscribe()
	fast, _ := b.subscribe()
	for i := range eventQueue + 1 {
		b.publish("run", func() any { return i })
		if want := fmt.Sprintf("event: run\ndata: %d\n\n", i); string(<-fast) != want {
			t.Fatalf("event %d is not %q", i, want)
		}
	}
	n := 0
	for range slow {
		n++
	}
	if n != eventQueue || b.listeners() != 1 {
		t.Errorf("the slow client got %d events, %d clients are left", n, b.listeners())
	}
	b.unsubscribe(slow) // as its stream does
	b.close()
	if _, open := <-fast; open {
		t.Error("a closed broker has a client")
	}
}

func TestShorten(t *testing.T) {
	for _, test := range []struct {
		name, in, want string
	}{
		{"short", "é", "é"},
		{"just right", strings.Repeat("x", maxEventMessage), strings.Repeat("x", maxEventMessage)},
		{"long", strings.Repeat("x", maxEventMessage+1), strings.Repeat("x", maxEventMessage) + "…"},
		{"between bytes", "x" + strings.Repeat("é", maxEventMessage), "x" + strings.Repeat("é", maxEventMessage/2-1) + "…"},
		{"no UTF-8", strings.Repeat("\x80", maxEventMessage+1), "…"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var b broker
			queue, _ := b.subscribe()
			b.publishLog(1, "s", runtime.LogEntry{Message: test.in})
			if got := shorten(test.in); got != test.want || !strings.Contains(string(<-queue), `"message":"`) {
				t.Errorf("got %q", got)
			}
		})
	}
}
