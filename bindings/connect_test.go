package bindings

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dff/tests/redistest"
)

func TestConnectErrors(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	gone := closed.Addr().String()
	_ = closed.Close()
	const secret = "s3cret"
	for _, test := range []struct {
		options RedisOptions
		want    []string
	}{
		{RedisOptions{URL: "redis://:" + secret + "@" + gone}, []string{gone, "connection refused"}},
		{RedisOptions{URL: "redis+cluster://u:" + secret + "@" + gone}, []string{gone, "connection refused"}},
		{RedisOptions{URL: "redis+sentinel://u:" + secret + "@" + gone + "?master_name=m"}, []string{`master "m"`, gone}},
		{RedisOptions{URL: "unix://u:" + secret + "@/no/such.sock"}, []string{"/no/such.sock", "no such file"}},
		{RedisOptions{URL: "redis://u:" + secret + "@host:bad"}, []string{"Redis URL", "malformed"}},
		{RedisOptions{URL: "redis://u:" + secret + "%zz@host"}, []string{"Redis URL"}},
		{RedisOptions{URL: "redis://u:" + secret + " @host"}, []string{"Redis URL", "malformed"}},
		{RedisOptions{URL: "redis://" + secret + "[@host"}, []string{"Redis URL"}},
		{RedisOptions{URL: "redis://u:" + secret + "@host/notanumber"}, []string{"Redis URL", "database number"}},
		{RedisOptions{URL: "redis://u:" + secret + "@host?nosuch=1"}, []string{"Redis URL", "unexpected option: nosuch"}},
		{RedisOptions{URL: "localhost:6379"}, []string{"no scheme", "redis://"}},
		{RedisOptions{URL: "http://u:" + secret + "@host"}, []string{`unknown scheme "http"`, "redis+cluster://"}},
		{RedisOptions{URL: "unix+cluster://x"}, []string{`unknown scheme "unix+cluster"`}},
		{RedisOptions{URL: "redis+sentinel://u:" + secret + "@host"}, []string{"master_name"}},
		{RedisOptions{URL: "redis+sentinel://host?master_name=m&replica_only=true"}, []string{"not supported"}},
		{RedisOptions{URL: "redis+cluster://host", Layout: DataFluxLayout}, []string{"dataflux", "Cluster", "native"}},
		{RedisOptions{Layout: "x"}, []string{`unknown key layout "x"`}},
	} {
		r, err := Connect(t.Context(), test.options)
		if err == nil {
			_ = r.Close()
			t.Errorf("%s: no error", test.options.URL)
			continue
		}
		for _, want := range test.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v: does not say %q", test.options.URL, err, want)
			}
		}
		if strings.Contains(err.Error(), secret) || strings.Contains(fmt.Sprintf("%+v", errors.Unwrap(err)), secret) {
			t.Errorf("%s: the error gives the password away: %v", test.options.URL, err)
		}
	}
}

// TestConnectSilence connects to a server that never answers.
func TestConnectSilence(t *testing.T) {
	for _, scheme := range []string{"redis", "rediss"} {
		_, addr, _ := strings.Cut(fakeServer(t, func([]string) string { return silence }), "://")
		cause := errors.New("enough")
		ctx, cancel := context.WithTimeoutCause(t.Context(), 20*time.Millisecond, cause)
		defer cancel()
		_, err := Connect(ctx, RedisOptions{URL: scheme + "://" + addr})
		if !errors.Is(err, cause) || strings.Contains(err.Error(), "TLS") != (scheme == "rediss") {
			t.Errorf("%s: got %v, want the cause of the context's end", scheme, err)
		}
	}
}

func TestConnectUnix(t *testing.T) {
	dir, err := os.MkdirTemp("", "dff") // t.TempDir's paths can be too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	socket := filepath.Join(dir, "redis.sock")
	serveFake(t, "unix", socket, func(command []string) string {
		if command[0] == "hello" {
			return ""
		}
		return "+PONG"
	})
	connect(t, "unix://"+socket)
}

const (
	silence = "silence" // the fake server does not answer
	hangUp  = "hang up" // it closes the connection instead
)

// fakeServer starts a server that answers each command as a function says, HELLO with an error where that is "", and returns its URL.
func fakeServer(t *testing.T, answer func(command []string) string) (url string) {
	t.Helper()
	return "redis://" + serveFake(t, "tcp", "127.0.0.1:0", answer)
}

func serveFake(t *testing.T, network, addr string, answer func(command []string) string) string {
	t.Helper()
	l, err := net.Listen(network, addr)
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	var mu sync.Mutex
	var conns []net.Conn
	serving.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			conns = append(conns, c)
			mu.Unlock()
			serving.Go(func() {
				defer c.Close()
				in := bufio.NewReader(c)
				for {
					command, err := readCommand(in)
					if err != nil {
						return
					}
					reply := answer(command)
					if command[0] == "hello" && reply == "" {
						reply = "-ERR unknown command" // as an old server
					}
					switch reply {
					case silence:
						continue
					case hangUp:
						return
					}
					if _, err := c.Write([]byte(reply + "\r\n")); err != nil {
						return
					}
				}
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		mu.Lock()
		for _, c := range conns {
			_ = c.Close()
		}
		mu.Unlock()
		serving.Wait()
	})
	return l.Addr().String()
}

func readCommand(in *bufio.Reader) ([]string, error) {
	number := func() (int, error) {
		line, err := in.ReadString('\n')
		if err != nil {
			return 0, err
		}
		return strconv.Atoi(strings.TrimSpace(line[1:]))
	}
	n, err := number()
	if err != nil {
		return nil, err
	}
	command := make([]string, n)
	for i := range command {
		size, err := number()
		if err != nil {
			return nil, err
		}
		b := make([]byte, size+2)
		for read := 0; read < len(b); {
			m, err := in.Read(b[read:])
			if err != nil {
				return nil, err
			}
			read += m
		}
		command[i] = string(b[:size])
	}
	return command, nil
}

// repeated are the requests that may be sent again, once those that must not be.
var (
	repeated = [][]any{{"get", "k"}, {"set", "k", "v"}, {"hset", "k", "f", "v"}, {"delete", "k"}, {"sadd", "k", "m"}, {"expire", "k", 9}, {"mset", []string{"k", "v"}}, {"keys"}}
	once     = [][]any{
		{"incr", "k"}, {"incrby", "k", 2}, {"hincr", "k", "f"}, {"hincrby", "k", "f", 2}, {"lpush", "k", "v"}, {"rpush", "k", "v"},
		{"lpop", "k"}, {"rpop", "k"}, {"blpop", "k", 10}, {"brpop", "k", 10}, {"rpoplpush", "k"}, {"brpoplpush", "k"}, {"getset", "k", "v"},
		{"set", "k", "v", nil, true}, {"set", "k", "v", nil, nil, true}, {"hset", "k", "f", "v", true}, {"publish", "k", "m"}, {"ltrim", "k", 0, 1},
	}
)

// eachWay runs a test for calls that have a connection each, and for calls that share connections.
func eachWay(t *testing.T, test func(t *testing.T, connect func(url string) *Redis)) {
	for name, above := range map[string]int{"alone": -1, "shared": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of it is waiting
			test(t, func(url string) *Redis { return connectWith(t, RedisOptions{URL: url, ShareAbove: above}) })
		})
	}
}

// TestSentOnce counts what reaches a server that hangs up, does not answer, or refuses.
func TestSentOnce(t *testing.T) { eachWay(t, testSentOnce) }

func testSentOnce(t *testing.T, connect func(url string) *Redis) {
	for _, test := range []struct {
		name          string
		answer        string
		writes        Code // for a write
		reads         Code // for a read
		again         bool // what may be repeated is
		onlyHandshake bool // answer is for the handshake: nothing is sent after it
	}{
		{name: "hang up", answer: hangUp, writes: UnknownOutcome, reads: Unavailable, again: true},
		{name: "no answer", answer: silence, writes: UnknownOutcome, reads: Unavailable, again: true},
		{name: "hang up at the handshake", answer: hangUp, writes: Unavailable, reads: Unavailable, again: true, onlyHandshake: true},
		{name: "loading", answer: "-LOADING Redis is loading the dataset in memory", writes: Unavailable, reads: Unavailable, again: true},
		{name: "read-only", answer: "-READONLY You can't write against a read only replica.", writes: Unavailable, reads: Unavailable, again: true},
		{name: "no memory", answer: "-OOM command not allowed when used memory > 'maxmemory'.", writes: Unavailable, reads: Unavailable},
		{name: "no persistence", answer: "-MISCONF Redis is configured to save RDB snapshots", writes: Unavailable, reads: Unavailable},
		{name: "no password", answer: "-NOAUTH Authentication required.", writes: Unavailable, reads: Unavailable},
		{name: "no permission", answer: "-NOPERM this user has no permissions to run the command", writes: RedisError, reads: RedisError},
		{name: "cross slot", answer: "-CROSSSLOT Keys in request don't hash to the same slot", writes: CrossSlot, reads: CrossSlot},
		{name: "no number", answer: "-ERR value is not an integer or out of range", writes: NotANumber, reads: NotANumber},
		{name: "overflow", answer: "-ERR increment or decrement would overflow", writes: NotANumber, reads: NotANumber},
		{name: "no hash number", answer: "-ERR hash value is not an integer", writes: NotANumber, reads: NotANumber},
		{name: "wrong type", answer: "-WRONGTYPE Operation against a key", writes: WrongType, reads: WrongType},
		{name: "other", answer: "-ERR whatever", writes: RedisError, reads: RedisError},
	} {
		t.Run(test.name, func(t *testing.T) {
			var commands, handshakes atomic.Int64
			var broken atomic.Bool
			url := fakeServer(t, func(command []string) string {
				switch {
				case command[0] == "ping":
					return "+PONG"
				case command[0] == "hello":
					handshakes.Add(1)
					if test.onlyHandshake && broken.Load() {
						return test.answer
					}
					return ""
				}
				commands.Add(1)
				return test.answer
			})
			patience := "1m" // for an answer that comes
			if test.answer == silence {
				patience = "20ms"
			}
			r := connect(url + "?max_retries=9&read_timeout=" + patience)
			if test.onlyHandshake {
				broken.Store(true)
				// The connection that Connect left idle is not to be used.
				r2 := &Redis{keys: r.keys, closing: r.closing}
				target, err := parseTarget(RedisOptions{URL: url, MaxReply: DefaultMaxReply})
				if err != nil {
					t.Fatal(err)
				}
				r2.client, _ = target.open(ordinaryUse)
				r2.blocking = func() client { return r2.client }
				r2.opened = []client{r2.client}
				if r.sharing.client != nil {
					shared, _ := target.open(sharedUse)
					r2.opened = append(r2.opened, shared)
					r2.sharing.client = func() client { return shared }
				}
				t.Cleanup(func() {
					for _, c := range r2.opened {
						_ = c.Close()
					}
				})
				r = r2
			}
			check := func(call []any, most int64) {
				commands.Store(0)
				handshakes.Store(0)
				q := request(t, call[0].(string), call[1:]...)
				_, err := r.Do(t.Context(), q)
				want := test.reads
				if q.Method.Writes {
					want = test.writes
				}
				var e *CacheError
				if !errors.As(err, &e) || e.Code != want {
					t.Errorf("%q: got %v, want %s", call, err, want)
				}
				sent := commands.Load()
				if test.onlyHandshake {
					if sent != 0 {
						t.Errorf("%q: sent %d times over a connection without a handshake", call, sent)
					}
					sent = handshakes.Load()
				}
				if sent != most {
					t.Errorf("%q: sent %d times, want %d", call, sent, most)
				}
			}
			for _, call := range once {
				if test.name == "no answer" && (call[0] == "blpop" || call[0] == "brpop" || call[0] == "brpoplpush") {
					continue // they wait a slice longer
				}
				check(call, 1)
			}
			for _, call := range repeated {
				if test.again {
					check(call, maxAttempts)
				} else {
					check(call, 1)
				}
			}
		})
	}
}

// TestRecovers repeats until the server answers.
func TestRecovers(t *testing.T) { eachWay(t, testRecovers) }

func testRecovers(t *testing.T, connect func(url string) *Redis) {
	var n atomic.Int64
	url := fakeServer(t, func(command []string) string {
		switch {
		case command[0] == "ping":
			return "+PONG"
		case command[0] == "hello":
			return ""
		case n.Add(1) < maxAttempts:
			return hangUp
		}
		return "$1\r\nv"
	})
	if got := ask(t, connect(url), "get", "k"); got.Text != "v" {
		t.Errorf("got %+v", got)
	}
}

// TestEndedContext: what ends the context is the error, never a CacheError that a script could catch.
func TestEndedContext(t *testing.T) { eachWay(t, testEndedContext) }

func testEndedContext(t *testing.T, connect func(url string) *Redis) {
	url := fakeServer(t, func(command []string) string {
		switch command[0] {
		case "ping":
			return "+PONG"
		case "hello":
			return ""
		}
		return silence
	})
	r := connect(url + "?read_timeout=50ms")
	cause := errors.New("the run has ended")
	for _, call := range append(append([][]any{}, once...), repeated...) {
		ctx, cancel := context.WithTimeoutCause(t.Context(), 5*time.Millisecond, cause) // sooner than read_timeout
		if _, err := r.Do(ctx, request(t, call[0].(string), call[1:]...)); err != cause {
			t.Errorf("%q: got %v, want the context's cause", call, err)
		}
		if _, err := r.Do(ctx, request(t, call[0].(string), call[1:]...)); err != cause {
			t.Errorf("%q with an ended context: got %v, want its cause", call, err)
		}
		cancel()
	}
}

// TestCrossSlot moves elements between scopes of a cluster.
func TestCrossSlot(t *testing.T) {
	r := connect(t, redistest.All()[4].URL(t))
	ask(t, r, "rpush", "l", "x")
	for _, method := range []string{"rpoplpush", "brpoplpush"} {
		q := request(t, method, "l")
		var e *CacheError
		for _, q.DestScope = range []string{"other", "scope2", "scope3"} {
			if _, err := r.Do(t.Context(), q); err != nil && (!errors.As(err, &e) || e.Code != CrossSlot || e.Key != "l") {
				t.Errorf("%s: %v", method, err)
			}
		}
		if e == nil {
			t.Errorf("%s: no scope is in another slot", method)
		}
	}
}

// TestGiveBackFaults puts an element back over a connection that breaks, or where scripts are refused.
func TestGiveBackFaults(t *testing.T) {
	for _, test := range []struct {
		name   string
		answer []string // to each attempt to put the element back
		want   []string // what is sent
	}{
		{"breaks twice", []string{hangUp, hangUp, ":1"}, []string{"eval", "eval", "eval"}},
		{"loading", []string{"-LOADING", ":1"}, []string{"eval", "eval"}},
		{"no scripts", []string{"-NOPERM no scripts", ":1"}, []string{"eval", "lpush"}},
		{"no scripts, loading", []string{"-NOPERM no scripts", "-LOADING", ":1"}, []string{"eval", "lpush", "lpush"}},
		{"no scripts, breaks", []string{"-NOPERM no scripts", hangUp}, []string{"eval", "lpush"}},
		{"wrong type", []string{"-WRONGTYPE"}, []string{"eval"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var mu sync.Mutex
			var sent [][]string
			url := fakeServer(t, func(command []string) string {
				switch command[0] {
				case "ping":
					return "+PONG"
				case "blpop":
					return "*2\r\n$11\r\ndff:{test}:\r\n$1\r\ne"
				case "eval", "lpush":
					mu.Lock()
					defer mu.Unlock()
					sent = append(sent, command)
					return test.answer[len(sent)-1]
				case "hello":
					return ""
				}
				return ":1"
			})
			var log strings.Builder
			r, err := Connect(t.Context(), RedisOptions{URL: url, Log: slog.New(slog.NewTextHandler(&log, nil))})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			reply := ask(t, r, "blpop", "")
			reply.GiveBack()
			mu.Lock()
			defer mu.Unlock()
			var names []string
			for _, command := range sent {
				names = append(names, command[0])
				if last := command[len(command)-1]; last != "e" {
					t.Errorf("put back %q", last)
				}
				if command[0] == "eval" && !slices.Equal(command, sent[0]) {
					t.Errorf("the second attempt is %q, the first was %q", command, sent[0])
				}
			}
			if !slices.Equal(names, test.want) {
				t.Errorf("sent %q, want %q", names, test.want)
			}
			lost := !strings.HasPrefix(test.answer[len(test.answer)-1], ":")
			if got := strings.Contains(log.String(), "element=e"); got != lost {
				t.Errorf("log is %q", log.String())
			}
		})
	}
}
