package httpapi

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"dff/runtime"
	"dff/sandbox"
)

// serving is a Handler in the server of Serve.
type serving struct {
	*host
	stop func()     // what SIGTERM does
	done chan error // what Serve returned
}

func newServing(t *testing.T, drain time.Duration, configure func(*runtime.Options, *Options)) *serving {
	t.Helper()
	h := newHost(t, configure)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.url = "http://" + l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	s := &serving{h, cancel, make(chan error, 1)}
	go func() { s.done <- h.Serve(ctx, l, drain) }()
	t.Cleanup(cancel)
	return s
}

// begin starts a run that waits for an element of the list key, and returns when it is under way.
func (s *serving) begin(t *testing.T, key string) <-chan string {
	t.Helper()
	answer := make(chan string, 1)
	go func() {
		r, err := s.send(context.Background(), request{method: "POST", path: "/v1/run/wait", body: `{"args":["` + key + `"]}`})
		if err != nil {
			answer <- err.Error()
			return
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		answer <- fmt.Sprint(r.StatusCode, " ", string(body), err)
	}()
	s.metric(t, "dff_runs_running 1")
	return answer
}

// TestDrain lets a run finish that is under way when the server is told to stop.
func TestDrain(t *testing.T) {
	eachIsolation(t, func(t *testing.T, isolation runtime.Isolation) {
		s := newServing(t, time.Minute, func(e *runtime.Options, _ *Options) { e.Isolation = isolation })
		events := s.follow(t)
		answer := s.begin(t, "key")
		s.stop()
		if e, err := events.read(); err == nil {
			t.Errorf("the stream goes on: %v", e)
		}
		// The stream ends after the first step of the drain; the listener may take a moment longer.
		for {
			c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
			if err != nil {
				break
			}
			c.Close()
		}
		s.push(t, "key")
		if got := <-answer; !strings.HasPrefix(got, `200 {"result":["key","x"]`) {
			t.Errorf("the run that was under way: %s", got)
		}
		if err := <-s.done; err != nil {
			t.Error(err)
		}
	})
}

// TestInterrupt ends a run that takes longer than the drain.
func TestInterrupt(t *testing.T) {
	eachIsolation(t, func(t *testing.T, isolation runtime.Isolation) {
		s := newServing(t, time.Millisecond, func(e *runtime.Options, _ *Options) { e.Isolation = isolation })
		answer := s.begin(t, "key")
		s.stop()
		if got := <-answer; !strings.HasPrefix(got, `503 {"error":{"code":"canceled","message":"the engine is shutting down"`) {
			t.Errorf("the run that was under way: %s", got)
		}
		if err := <-s.done; err != nil {
			t.Error(err)
		}
	})
}

// TestServeFails returns the error of a listener that fails.
func TestServeFails(t *testing.T) {
	h := newHost(t, nil)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if err := h.Serve(t.Context(), l, 0); !errors.Is(err, net.ErrClosed) {
		t.Errorf("got %v", err)
	}
}

// TestPipelinedRuns has one connection carry several requests, with bodies of both forms.
func TestPipelinedRuns(t *testing.T) {
	s := newServing(t, 0, nil)
	c, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const run = "POST /v1/run/hello HTTP/1.1\r\nHost: localhost\r\n"
	fmt.Fprint(c, run+"Content-Length: 14\r\n\r\n{\"args\":[\"a\"]}"+run+"Transfer-Encoding: chunked\r\n\r\ne\r\n{\"args\":[\"b\"]}\r\n0\r\n\r\n"+run+"Content-Length: 0\r\n\r\n")
	reader := bufio.NewReader(c)
	for _, want := range []string{"hello a", "hello b", "hello nobody"} {
		for {
			line, err := reader.ReadString('"')
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(line, want) {
				break
			}
		}
	}
	s.stop()
	if err := <-s.done; err != nil {
		t.Error(err)
	}
}

// TestUnlikelyFailures holds the answers to what does not come about in a test: their texts must not tell of the host.
func TestUnlikelyFailures(t *testing.T) {
	h := newHost(t, nil)
	for _, test := range []struct {
		name   string
		err    error
		status int
		retry  string
	}{
		{"no worker", &runtime.Failure{Outcome: sandbox.Busy, Message: "secret", Err: errors.New("fork/exec /secret/dff")}, 503, "1"},
		{"a script that is kept waiting", &runtime.Failure{Outcome: sandbox.Busy, Message: "no", Err: &sandbox.BusyError{RetryAfter: 1500 * time.Millisecond}}, 503, "2"},
		{"a worker that crashed", &runtime.Failure{Outcome: sandbox.Crashed, Message: "secret"}, 500, ""},
		{"a worker that was killed", &runtime.Failure{Outcome: sandbox.Killed, Message: "secret"}, 500, ""},
		{"memory", &runtime.Failure{Outcome: sandbox.Memory, Message: "memory"}, 500, ""},
		{"anything else", errors.New("secret"), 500, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := h.runFailure("script", test.err)
			header := make(map[string][]string)
			f.header(header)
			if f.status != test.status || strings.Contains(f.Message, "secret") || strings.Join(header["Retry-After"], "") != test.retry {
				t.Errorf("got %+v, %v", f, header)
			}
		})
	}
}
