package redistest_test

import (
	"io"
	"net"
	"os"
	"testing"
	"time"

	"dff/tests/redistest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	os.Exit(redistest.Run(m, func() error { return goleak.Find() }))
}

func TestTargets(t *testing.T) {
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		url := target.URL(t)
		if (url == "") != (target.Name == "embedded") {
			t.Errorf("URL is %q", url)
		}
		if again := target.URL(t); again != url {
			t.Errorf("the second URL is %q, the first %q: the servers are not shared", again, url)
		}
	})
}

func TestStandalone(t *testing.T) {
	redistest.Need(t)
	var addr string
	t.Run("started", func(t *testing.T) {
		addr = redistest.Standalone(t)[len("redis://"):]
		for _, test := range []struct {
			command []string
			want    string
		}{
			{[]string{"PING"}, "+PONG"},
			{[]string{"SET", "k", "v"}, "+OK"},
			{[]string{"GET", "k"}, "v"},
			{[]string{"INCR", "n"}, ":1"},
		} {
			if got, err := redistest.Ask(addr, test.command...); got != test.want || err != nil {
				t.Errorf("%q: got %q, %v, want %q", test.command, got, err, test.want)
			}
		}
	})
	if got, err := redistest.Ask(addr, "PING"); err == nil {
		t.Errorf("the server outlived its test: %q", got)
	}
}

// echo starts a server that sends back what it gets.
func echo(t *testing.T) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				_, _ = io.Copy(c, c)
			}()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return l.Addr().String()
}

func TestProxy(t *testing.T) {
	p := redistest.NewProxy(t, echo(t))
	dial := func() net.Conn {
		c, err := net.Dial("tcp", p.Addr())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		_ = c.SetDeadline(time.Now().Add(10 * time.Second))
		return c
	}
	// talk sends s and returns what comes back of n bytes, and whether the connection ended.
	talk := func(c net.Conn, s string, n int) (string, error) {
		if _, err := io.WriteString(c, s); err != nil {
			return "", err
		}
		b := make([]byte, n)
		n, err := io.ReadFull(c, b)
		return string(b[:n]), err
	}
	c := dial()
	if got, err := talk(c, "hello", 5); got != "hello" || err != nil {
		t.Fatalf("passing: %q, %v", got, err)
	}
	swallowed := make(chan string, 1)
	p.Set(func(d redistest.Direction, chunk []byte) redistest.Action {
		if d == redistest.Request {
			return redistest.Action{Delay: time.Millisecond}
		}
		p.Set(nil)
		swallowed <- string(chunk)
		return redistest.Action{Swallow: true}
	})
	if _, err := io.WriteString(c, "no"); err != nil {
		t.Fatal(err)
	}
	if got := <-swallowed; got != "no" {
		t.Errorf("swallowed %q", got)
	}
	if got, err := talk(c, "yes", 3); got != "yes" || err != nil {
		t.Errorf("after swallowing: %q, %v", got, err)
	}
	p.Set(func(d redistest.Direction, _ []byte) redistest.Action {
		return redistest.Action{Cut: d == redistest.Reply}
	})
	if got, err := talk(dial(), "last", 5); got != "last" || err == nil {
		t.Errorf("cut after the reply: %q, %v", got, err)
	}
	p.Set(nil)
	c = dial()
	if _, err := talk(c, "x", 1); err != nil {
		t.Fatal(err)
	}
	p.Cut()
	if got, err := talk(c, "x", 1); err == nil {
		t.Errorf("after Cut: %q", got)
	}
	p.Refuse(true)
	if got, err := talk(dial(), "x", 1); err == nil {
		t.Errorf("refusing: %q", got)
	}
	p.Refuse(false)
	if _, err := talk(dial(), "x", 1); err != nil {
		t.Error(err)
	}
	p.Stop()
	if _, err := net.Dial("tcp", p.Addr()); err == nil {
		t.Error("the proxy listens after Stop")
	}
}
