package bindings

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dff/sandbox"
)

// fullRequest returns a request of m with every argument given.
func fullRequest(m *Method) *Request {
	q := &Request{Method: m, Script: "demo/report"}
	if !m.Unscoped {
		q.Scope = "s"
	}
	if m.TwoScopes {
		q.DestScope = "d"
	}
	for _, p := range m.Params {
		a := Arg{Given: true}
		switch {
		case p.Kind == KindScore:
			a.Text = "(1.5"
		case p.Kind.form() == formText:
			a.Text = "text\x00\xff"
		case p.Kind == KindScores:
			a.List = []string{"m", "-inf"}
		case p.Kind.form() == formList:
			a.List = []string{"a", "b"}
		default:
			a.Int = 1
		}
		q.Args = append(q.Args, a)
	}
	return q
}

func TestRequestOnTheWire(t *testing.T) {
	for i := range Methods {
		m := &Methods[i]
		if m.AliasOf != "" {
			continue
		}
		want := fullRequest(m)
		b := AppendRequest(nil, want)
		var got Request
		if err := DecodeRequest(b, &got); err != nil {
			t.Errorf("%s: %v", m.Name, err)
			continue
		}
		if got.Method != m {
			t.Errorf("%s became %s", m.Name, got.Method.Name)
		}
		if d := cmp.Diff(want, &got, cmpopts.IgnoreFields(Request{}, "Method"), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("%s: (-sent +received)\n%s", m.Name, d)
		}
		for n := range b {
			if err := DecodeRequest(b[:n], &got); !errors.Is(err, sandbox.ErrMalformed) {
				t.Errorf("%s cut to %d of %d bytes: %v", m.Name, n, len(b), err)
			}
		}
	}
}

// TestForgedRequest sends what the argument binding never makes.
func TestForgedRequest(t *testing.T) {
	method := func(name string) *Request { return fullRequest(plans.byName[name].method) }
	for name, q := range map[string]*Request{
		"no scope":           func() *Request { q := method("get"); q.Scope = ""; return q }(),
		"a scope too many":   func() *Request { q := method("ping"); q.Scope = "x"; return q }(),
		"no dest_scope":      func() *Request { q := method("rpoplpush"); q.DestScope = ""; return q }(),
		"a dest_scope":       func() *Request { q := method("get"); q.DestScope = "x"; return q }(),
		"no key":             func() *Request { q := method("get"); q.Args[0].Given = false; return q }(),
		"half a pair":        func() *Request { q := method("mset"); q.Args[0].List = []string{"a"}; return q }(),
		"a score of NaN":     func() *Request { q := method("zadd"); q.Args[1].List = []string{"a", "nan"}; return q }(),
		"a bound of nothing": func() *Request { q := method("zrangebyscore"); q.Args[1].Text = "("; return q }(),
		"zero seconds":       func() *Request { q := method("set"); q.Args[2].Int = 0; return q }(),
		"a negative timeout": func() *Request { q := method("blpop"); q.Args[1].Int = -1; return q }(),
		"a truth of two":     func() *Request { q := method("set"); q.Args[3].Int = 2; return q }(),
	} {
		var got Request
		if err := DecodeRequest(AppendRequest(nil, q), &got); !errors.Is(err, sandbox.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestReplyOnTheWire(t *testing.T) {
	for _, want := range []Reply{
		{},
		{Kind: ReplyBool, Int: 1},
		{Kind: ReplyInt, Int: -1 << 63},
		{Kind: ReplyText, Text: "a\xff"},
		{Kind: ReplyInfo, Text: "# Server\r\n"},
		{Kind: ReplyList, List: []string{"a", ""}},
		{Kind: ReplyList},
		{Kind: ReplyMap, List: []string{"a", "1", "b", ""}, Missing: []bool{false, true}},
		{Kind: ReplyMap, List: []string{"a", "1"}},
		{Kind: ReplyScored, List: []string{"a"}, Scores: []float64{1.5}},
	} {
		b := AppendReply(nil, &want)
		got, err := DecodeReply(b)
		if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Reply{}), cmpopts.EquateEmpty()); err != nil || d != "" {
			t.Errorf("%+v: %v\n%s", want, err, d)
		}
		for n := range b {
			if _, err := DecodeReply(b[:n]); !errors.Is(err, sandbox.ErrMalformed) {
				t.Errorf("%+v cut to %d bytes: %v", want, n, err)
			}
		}
	}
}

func TestCacheErrorOnTheWire(t *testing.T) {
	want := &CacheError{Code: WrongType, Method: "get", Key: "k", Scope: "s", Message: "m"}
	got, err := DecodeCacheError(AppendCacheError(nil, want))
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%v\n%s", err, d)
	}
}

// FuzzWire feeds a worker's bytes to the host and a host's to the worker: whatever is accepted is written back the same.
func FuzzWire(f *testing.F) {
	for i := range Methods {
		if Methods[i].AliasOf == "" {
			f.Add(AppendRequest(nil, fullRequest(&Methods[i])))
		}
	}
	f.Add(AppendReply(nil, &Reply{Kind: ReplyMap, List: []string{"a", "1"}, Missing: []bool{true}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		var q Request
		if DecodeRequest(b, &q) == nil {
			var again Request
			if err := DecodeRequest(AppendRequest(nil, &q), &again); err != nil {
				t.Fatalf("a request that was accepted is not when sent on: %v", err)
			}
		}
		if r, err := DecodeReply(b); err == nil {
			if _, err := DecodeReply(AppendReply(nil, &r)); err != nil {
				t.Fatalf("a reply that was accepted is not when sent on: %v", err)
			}
		}
		_, _ = DecodeCacheError(b)
	})
}
