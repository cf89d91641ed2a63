package bindings

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dff/tests/redistest"
)

// batch builds a batch of requests.
func batch(atomic bool, requests ...*Request) *Batch {
	b := &Batch{Atomic: atomic}
	for _, q := range requests {
		b.Calls = append(b.Calls, *q)
	}
	return b
}

// TestBatchLikeCalls carries out each list of calls as one pipeline and as one transaction: the results are those of the
// calls made one by one.
func TestBatchLikeCalls(t *testing.T) {
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		r := connect(t, target.URL(t))
		for _, test := range commandTests() {
			for _, atomic := range []bool{false, true} {
				t.Run(test.name+" "+strconv.FormatBool(atomic), func(t *testing.T) {
					ask(t, r, "delete_pattern")
					b := &Batch{Atomic: atomic}
					var steps []step
					flush := func() {
						results, err := r.DoBatch(t.Context(), b)
						if err != nil {
							t.Fatal(err)
						}
						for i, s := range steps {
							var code Code
							if results[i].Err != nil {
								code = results[i].Err.Code
							}
							if s.method == "smembers" {
								slices.Sort(results[i].Reply.List)
							}
							if d := cmp.Diff(s.want, results[i].Reply, cmpopts.IgnoreUnexported(Reply{}), cmpopts.EquateEmpty()); code != s.code || d != "" {
								t.Errorf("%s%v: %v\n%s", s.method, s.args, results[i].Err, d)
							}
						}
						b.Calls, steps = nil, nil
					}
					for _, s := range test.steps {
						q := request(t, s.method, s.args...)
						if q.Method.Pipelined() {
							b.Calls, steps = append(b.Calls, *q), append(steps, s)
							continue
						}
						flush()
						if _, err := r.Do(t.Context(), q); (err == nil) != (s.code == "") {
							t.Errorf("%s%v: %v", s.method, s.args, err)
						}
					}
					flush()
				})
			}
		}
	})
}

// codes are what came of each call: "" for success.
func codes(results []Result) []Code {
	list := make([]Code, len(results))
	for i := range results {
		if results[i].Err != nil {
			list[i] = results[i].Err.Code
		}
	}
	return list
}

// codeOf is the code of an error, "" of none.
func codeOf(t *testing.T, err error) Code {
	t.Helper()
	var e *CacheError
	if err != nil && !errors.As(err, &e) {
		t.Fatal(err)
	}
	if e == nil {
		return ""
	}
	return e.Code
}

// TestOutboxUsedAgain: the commands of one batch leave nothing behind for those of the next.
func TestOutboxUsedAgain(t *testing.T) {
	const n = 2
	o := &outbox{room: make([]call, n)} // none of the pool's, which others use
	for range n + 1 {                   // one more than there is room for
		c := o.add()
		c.name, c.written, c.read, c.request = "get", true, readText, &Request{}
		c.state.Store(1)
		o.ends = append(o.ends, len(o.calls))
	}
	o.empty()
	if len(o.calls)+len(o.ends) > 0 {
		t.Errorf("%d commands and %d ends are left", len(o.calls), len(o.ends))
	}
	for range n {
		if c := o.add(); c.name != "" || c.written || c.read != nil || c.request != nil || c.state.Load() != 0 {
			t.Errorf("a command that is not empty: %+v", c)
		}
	}
}

// TestBrokenBatch breaks connections under pipelines: each says what is known, and nothing is sent twice that must not be.
func TestBrokenBatch(t *testing.T) {
	server := redistest.Standalone(t)
	direct := connect(t, server)
	get, set, incr := request(t, "get", "k"), request(t, "set", "k", "v"), request(t, "incr", "n", 1)
	const none = Code("")
	for _, c := range []struct {
		name    string
		atomic  bool
		calls   []*Request
		breaks  int32               // how many pipelines lose their connection
		on      redistest.Direction // before they reach the server, or before the replies come back
		want    []Code              // of each call
		all     Code                // of the whole
		counter string              // what n is then; "" for nothing
	}{
		{"reads are repeated", false, []*Request{get, get}, 2, redistest.Reply, []Code{none, none}, none, ""},
		{"reads fail in the end", false, []*Request{get, get}, 99, redistest.Reply, []Code{Unavailable, Unavailable}, none, ""},
		{"writes are not repeated", false, []*Request{get, set}, 1, redistest.Reply, []Code{Unavailable, UnknownOutcome}, none, ""},
		{"counters are not repeated", false, []*Request{get, incr, incr}, 1, redistest.Reply, []Code{Unavailable, UnknownOutcome, UnknownOutcome}, none, "2"},
		{"counters that never came", false, []*Request{incr, get}, 1, redistest.Request, []Code{UnknownOutcome, Unavailable}, none, ""},
		{"atomic reads are repeated", true, []*Request{get, get}, 2, redistest.Reply, []Code{none, none}, none, ""},
		{"atomic reads fail in the end", true, []*Request{get}, 99, redistest.Reply, nil, Unavailable, ""},
		{"atomic writes are not repeated", true, []*Request{incr, incr}, 1, redistest.Reply, nil, UnknownOutcome, "2"},
		{"atomic writes that never came", true, []*Request{incr, set}, 1, redistest.Request, nil, UnknownOutcome, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ask(t, direct, "delete", []string{"k", "n"})
			proxy := redistest.NewProxy(t, server)
			r := connect(t, "redis://"+proxy.Addr())
			if err := r.checkTransactions(t.Context()); err != nil {
				t.Fatal(err)
			}
			var broken atomic.Int32
			var armed atomic.Bool
			proxy.Set(func(d redistest.Direction, chunk []byte) redistest.Action {
				switch text := strings.ToLower(string(chunk)); {
				case d == redistest.Request && (strings.Contains(text, "\r\nget\r\n") || strings.Contains(text, "\r\nincrby\r\n")):
					armed.Store(true)
				case d == redistest.Request:
					armed.Store(false) // the handshake of another connection
				}
				if d == c.on && armed.Load() && broken.Load() < c.breaks {
					broken.Add(1)
					return redistest.Action{Swallow: true, Cut: true}
				}
				return redistest.Action{}
			})
			results, err := r.DoBatch(t.Context(), batch(c.atomic, c.calls...))
			if got := codeOf(t, err); got != c.all {
				t.Errorf("got %v, want %q", err, c.all)
			}
			if d := cmp.Diff(c.want, codes(results), cmpopts.EquateEmpty()); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
			if got := ask(t, direct, "get", "n"); got.Text != c.counter {
				t.Errorf("the counter is %q, want %q", got.Text, c.counter)
			}
		})
	}
}

// TestUnreachableBatch shows that what was never sent is known not to have happened.
func TestUnreachableBatch(t *testing.T) {
	proxy := redistest.NewProxy(t, redistest.Standalone(t))
	r := connect(t, "redis://"+proxy.Addr())
	incr, set := request(t, "incr", "n", 1), request(t, "set", "k", "v")
	if err := r.checkTransactions(t.Context()); err != nil {
		t.Fatal(err)
	}
	proxy.Refuse(true)
	proxy.Cut()
	results, err := r.DoBatch(t.Context(), batch(false, incr, set))
	if d := cmp.Diff([]Code{Unavailable, Unavailable}, codes(results)); err != nil || d != "" {
		t.Errorf("%v\n%s", err, d)
	}
	if _, err := r.DoBatch(t.Context(), batch(true, incr, set)); codeOf(t, err) != Unavailable {
		t.Errorf("atomic: %v", err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if results, err := r.DoBatch(t.Context(), batch(false, incr)); err != nil || results[0].Err.Code != Unavailable {
		t.Errorf("closed: %v, %v", results, err)
	}
	if _, err := r.DoBatch(t.Context(), batch(true, incr)); codeOf(t, err) != Unavailable {
		t.Errorf("closed, atomic: %v", err)
	}
	ended, cancel := context.WithCancelCause(t.Context())
	over := errors.New("over")
	cancel(over)
	if _, err := r.DoBatch(ended, batch(false, incr)); err != over {
		t.Errorf("ended: %v", err)
	}
}

// TestRefusedBatch shows what a server does that refuses a command, all writes, or transactions.
func TestRefusedBatch(t *testing.T) {
	server := redistest.Standalone(t)
	admin := redistest.Dial(t, server)
	must := func(command ...string) {
		t.Helper()
		if _, err := admin.Do(t.Context(), command...); err != nil {
			t.Fatal(err)
		}
	}
	incr, get, set := request(t, "incr", "n", 1), request(t, "get", "n"), request(t, "set", "k", "v")
	host := strings.TrimPrefix(server, "redis://")
	nothing := func(t *testing.T) {
		t.Helper()
		if n, err := admin.Do(t.Context(), "DBSIZE"); err != nil || n != int64(0) {
			t.Errorf("there are %v keys, %v", n, err)
		}
	}

	must("ACL", "SETUSER", "noset", "on", ">pw", "~*", "&*", "+@all", "-set")
	r := connect(t, "redis://noset:pw@"+host)
	results, err := r.DoBatch(t.Context(), batch(false, set, get))
	if d := cmp.Diff([]Code{RedisError, ""}, codes(results)); err != nil || d != "" {
		t.Errorf("a command refused: %v\n%s", err, d)
	}
	for _, calls := range [][]*Request{{incr, set}, {set}, {incr, set, get}} {
		if _, err := r.DoBatch(t.Context(), batch(true, calls...)); codeOf(t, err) != RedisError || !strings.Contains(err.Error(), "NOPERM") {
			t.Errorf("a command of %d refused in a transaction: %v", len(calls), err)
		}
	}
	nothing(t)

	must("ACL", "SETUSER", "nomulti", "on", ">pw", "~*", "&*", "+@all", "-multi")
	r = connect(t, "redis://nomulti:pw@"+host)
	if _, err := r.DoBatch(t.Context(), batch(true, incr, set)); codeOf(t, err) != RedisError {
		t.Errorf("transactions refused: %v", err)
	}
	nothing(t)

	r = connect(t, server)
	must("CONFIG", "SET", "maxmemory", "1")
	results, err = r.DoBatch(t.Context(), batch(false, get, incr))
	if d := cmp.Diff([]Code{"", Unavailable}, codes(results)); err != nil || d != "" {
		t.Errorf("no memory: %v\n%s", err, d)
	}
	if _, err := r.DoBatch(t.Context(), batch(true, get, incr)); codeOf(t, err) != Unavailable {
		t.Errorf("no memory, atomic: %v", err)
	}
	must("CONFIG", "SET", "maxmemory", "0")
	nothing(t)
}
