package bindings

import (
	"bytes"
	"errors"
	"io"
	"net"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"dff/tests/redistest"
)

// chunks is a connection that gives its bytes in pieces of a length each.
type chunks struct {
	net.Conn
	bytes []byte
	size  int
}

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.bytes) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), c.size)], c.bytes)
	c.bytes = c.bytes[n:]
	return n, nil
}

func TestReplyConn(t *testing.T) {
	note := string((&largeReply{8}).line())
	const tooMuch = "too much" // the connection breaks
	for _, test := range []struct{ sent, counted, replaced string }{
		{"+OK\r\n", "+OK\r\n", "+OK\r\n"},
		{"$1\r\na\r\n", "$1\r\na\r\n", "$1\r\na\r\n"},
		{"$-1\r\n", "$-1\r\n", "$-1\r\n"},
		{"$9\r\n123456789\r\n", tooMuch, note},
		{":1\r\n$9\r\n123456789\r\n:2\r\n", tooMuch, ":1\r\n" + note + ":2\r\n"},
		{"$9\r\n$9\r\n$9\r\n:\r\n$9\r\n123456789\r\n", tooMuch, note + note + "" /* what is inside is no item */},
		{"$536870912\r\n", tooMuch, "" /* its error comes behind it */},
		{"*1000000000\r\n", tooMuch, "*1000000000\r\n"},
		{"*2\r\n:1\r\n", "*2\r\n:1\r\n", "*2\r\n:1\r\n"},
		{"-ERR $9 is a line\r\n", tooMuch, "-ERR $9 is a line\r\n"},
		{"$x\r\n", tooMuch, tooMuch},
		{"$" + strings.Repeat("1", 40), tooMuch, tooMuch},
	} {
		for _, replace := range []bool{false, true} {
			want := test.counted
			if replace {
				want = test.replaced
			}
			for size := 1; size <= len(test.sent); size++ {
				// Only as much as leaves whether it is too much to the framing.
				c := &replyConn{in: &chunks{bytes: []byte(test.sent), size: size}, most: 8, left: 8, replace: replace}
				if !replace {
					c.left = 14
				}
				got, err := io.ReadAll(c)
				switch {
				case want == tooMuch && err == nil:
					t.Errorf("%q in pieces of %d, replace %t: got %q, want an error", test.sent, size, replace, got)
				case want != tooMuch && (err != nil || string(got) != want):
					t.Errorf("%q in pieces of %d, replace %t: got %q, %v, want %q", test.sent, size, replace, got, err, want)
				}
			}
		}
	}
}

// TestReplacedWhole reads the error in place of a value that is too large only when the value has passed: who has it may look
// whether the connection is idle.
func TestReplacedWhole(t *testing.T) {
	for size := range 30 {
		sent := &chunks{bytes: []byte("$20\r\n12345678901234567890\r\n"), size: size + 1}
		c := &replyConn{Conn: sent, in: sent, most: 8, replace: true}
		if n, err := c.Read(make([]byte, 1000)); n == 0 || err != nil || len(sent.bytes) > 0 {
			t.Errorf("in pieces of %d: read %d bytes, %v, with %d to come", size+1, n, err, len(sent.bytes))
		}
	}
}

// FuzzReplyConn: whatever the pieces in which a stream comes, what is read is the same, and all of it when nothing is large.
func FuzzReplyConn(f *testing.F) {
	for _, s := range []string{"+OK\r\n", "$1\r\na\r\n*2\r\n$-1\r\n_\r\n", "%1\r\n$1\r\n\n\r\n,1.5\r\n", "$9\r\n123456789\r\n:1\r\n", ">2\r\n=5\r\ntxt:a\r\n(1\r\n"} {
		f.Add([]byte(s), 1, 3, true)
		f.Add([]byte(s), 2, 1000, false)
	}
	f.Fuzz(func(t *testing.T, stream []byte, a, b int, replace bool) {
		read := func(size int, most int64) ([]byte, error) {
			return io.ReadAll(&replyConn{in: &chunks{bytes: bytes.Clone(stream), size: 1 + max(0, size)%512}, most: most, left: 1 << 40, replace: replace})
		}
		one, err1 := read(a, 8)
		two, err2 := read(b, 8)
		if (err1 == nil) != (err2 == nil) || err1 == nil && !bytes.Equal(one, two) {
			t.Fatalf("in pieces of %d: %q, %v; of %d: %q, %v", a, one, err1, b, two, err2)
		}
		if all, err := read(a, 1<<40); err == nil && !bytes.HasPrefix(stream, all) {
			t.Fatalf("%q became %q", stream, all)
		}
	})
}

// TestMaxReply reads back what is too large, and goes on.
func TestMaxReply(t *testing.T) {
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		r, err := Connect(t.Context(), RedisOptions{URL: target.URL(t), MaxReply: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		large := strings.Repeat("x", 1<<20)
		ask(t, r, "set", "large", large)
		for i := range 30 {
			item := strings.Repeat(string(rune('a'+i)), 1<<16)
			ask(t, r, "rpush", "list", item)
			ask(t, r, "hset", "hash", item, item)
			ask(t, r, "set", item, item)
		}
		for _, call := range [][]any{
			{"get", "large"}, {"mget", []string{"large", "k"}}, {"lrange", "list", 0, -1}, {"hgetall", "hash"}, {"keys"}, {"get_pattern", "large"},
			{"hkeys", "hash"}, {"getset", "large", large}, {"rpush", "other", large}, {"lpop", "other"}, {"blpop", "other", 10},
		} {
			q := request(t, call[0].(string), call[1:]...)
			want := RedisError
			switch call[0] {
			case "rpush":
				want = ""
			case "blpop":
				ask(t, r, "rpush", "other", large)
				want = UnknownOutcome
			case "getset", "lpop":
				want = UnknownOutcome
			}
			_, err := r.Do(t.Context(), q)
			var e *CacheError
			if want == "" && err == nil || errors.As(err, &e) && e.Code == want && strings.Contains(e.Message, "1MiB") {
				continue
			}
			t.Errorf("%.50q: got %.200v, want %s", call, err, want)
		}
		if got := ask(t, r, "lrange", "list", 0, 3); len(got.List) != 4 {
			t.Errorf("a small part of a large list has %d elements", len(got.List))
		}
		if target.Name != "embedded" { // which answers SCAN in one page
			if got := ask(t, r, "delete_pattern", "*"); got.Int < 30 {
				t.Errorf("deleted %d keys", got.Int)
			}
		}
	})
}

// TestAnnouncedLarge believes no announcement: nothing is allocated for what has not come.
func TestAnnouncedLarge(t *testing.T) {
	var answer atomic.Value
	url := fakeServer(t, func(command []string) string {
		switch command[0] {
		case "ping":
			return "+PONG"
		case "hello":
			return ""
		}
		return answer.Load().(string)
	})
	r := connect(t, url+"?read_timeout=10s")
	for _, s := range []string{"$500000000", "*1\r\n$500000000", "*100000000", "%50000000"} {
		answer.Store(s)
		for _, call := range slices.Concat(repeated, [][]any{{"lrange", "k", 0, -1}, {"hgetall", "k"}}) {
			var e *CacheError
			if _, err := r.Do(t.Context(), request(t, call[0].(string), call[1:]...)); !errors.As(err, &e) || !strings.Contains(e.Message, "64MiB") {
				t.Errorf("%q answered by %q: got %v", call, s, err)
			}
		}
	}
}

func TestMaxReplyTooSmall(t *testing.T) {
	for _, n := range []int64{-1, 1, minMaxReply - 1} {
		if r, err := Connect(t.Context(), RedisOptions{MaxReply: n}); err == nil {
			_ = r.Close()
			t.Errorf("%d: no error", n)
		}
	}
}
