package bindings

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dff/sandbox"
	"dff/tests/redistest"
)

// TestExtensions shows that the extensions are complete, and no rows of the table.
func TestExtensions(t *testing.T) {
	reference, types := Reference(), Types()
	for i, m := range Extensions {
		if Lookup(m.Name) != &Extensions[i] {
			t.Errorf("%s: is not found", m.Name)
		}
		if plans.byName[m.Name] != nil {
			t.Errorf("%s: is a method of the table", m.Name)
		}
		if m.Doc == "" || m.ReturnsDoc == "" || len(m.Examples) == 0 || m.run != nil || !strings.Contains(m.Doc, "**Extension:**") {
			t.Errorf("%s: something is missing", m.Name)
		}
		if !strings.Contains(reference, "\n#### "+m.Name+"\n") {
			t.Errorf("%s: is not in the reference", m.Name)
		}
		if !strings.Contains(types, "\n  "+m.Name+"<") {
			t.Errorf("%s: is not declared", m.Name)
		}
	}
	declared := types[strings.Index(types, "interface DFFPipeline {"):]
	declared = declared[:strings.Index(declared, "\n}\n")]
	for _, name := range plans.names {
		if got, want := strings.Contains(declared, "\n  "+name+"("), plans.byName[name].method.Pipelined(); got != want {
			t.Errorf("%s: declared for pipelines is %v, want %v", name, got, want)
		}
	}
}

// batchBackend answers pipelines with do.
type batchBackend func(ctx context.Context, b *Batch) ([]Result, error)

func (batchBackend) Do(context.Context, *Request) (Reply, error) {
	return Reply{}, errors.New("a call apart from the pipeline")
}

func (f batchBackend) DoBatch(ctx context.Context, b *Batch) ([]Result, error) { return f(ctx, b) }

// TestPipelineRequests shows what a Backend gets to see.
func TestPipelineRequests(t *testing.T) {
	var got string
	backend := batchBackend(func(_ context.Context, b *Batch) ([]Result, error) {
		got = fmt.Sprint(b.Atomic)
		for i := range b.Calls {
			got += "; " + show(&b.Calls[i])
		}
		return make([]Result, len(b.Calls)), nil
	})
	vm := newVM(t, RunOptions{Backend: backend})
	for _, test := range []struct{ code, want string }{
		{"p => { p.get('a'); p.mget(['b', 'c']); p.mget(['d', 'e']) }", `false; get "a"; mget ["b" "c"]; mget ["d" "e"]`},
		{"p => { p.set('a', 1, {scope: 's'}); p.get('b') }", `false; set "a" "1" in s; get "b"`},
		{"{fn(p) { p.push('l', [1, 2]); p.push('l', 'x') }, atomic: true}", `true; lpush "l" ["1" "2"]; lpush "l" ["x"]`},
		{"p => { try { p.get() } catch {} p.get('a') }", `false; get "a"`},
		{"p => {}", ""},
	} {
		got = ""
		if run(t, vm, "DFF.CACHE.pipeline("+test.code+")"); got != test.want {
			t.Errorf("%s: got %s, want %s", test.code, got, test.want)
		}
	}
}

// show writes a request as a call, with what of it is given.
func show(q *Request) string {
	var b strings.Builder
	b.WriteString(q.Method.Name)
	for i, p := range q.Method.Params {
		switch a := &q.Args[i]; {
		case !a.Given:
		case p.Kind.form() == formText:
			fmt.Fprintf(&b, " %q", a.Text)
		case p.Kind.form() == formList:
			fmt.Fprintf(&b, " %q", a.List)
		default:
			fmt.Fprintf(&b, " %d", a.Int)
		}
	}
	if q.Scope != q.Script {
		b.WriteString(" in " + q.Scope)
	}
	return b.String()
}

// TestPipelineEnds shows what ends a run, and what a script can catch.
func TestPipelineEnds(t *testing.T) {
	cause := errors.New("over")
	for name, c := range map[string]struct {
		backend batchBackend
		want    string // what the script catches; "" when the run ends
		err     error  // what ends it
	}{
		"a refusal of all": {func(context.Context, *Batch) ([]Result, error) {
			return nil, &CacheError{Code: Unavailable, Message: "no"}
		}, "CacheError: DFF.CACHE.pipeline: no (UNAVAILABLE)", nil},
		"an end":           {func(context.Context, *Batch) ([]Result, error) { return nil, cause }, "", cause},
		"too few results":  {func(context.Context, *Batch) ([]Result, error) { return make([]Result, 1), nil }, "", nil},
		"too many results": {func(context.Context, *Batch) ([]Result, error) { return make([]Result, 3), nil }, "", nil},
	} {
		vm := newVM(t, RunOptions{Backend: c.backend})
		v, err := vm.RunString("try { DFF.CACHE.pipeline(p => { p.get('a'); p.get('b') }) } catch (e) { String(e) }")
		if c.want != "" {
			if err != nil || v.String() != c.want {
				t.Errorf("%s: got %v, %v, want %s", name, v, err, c.want)
			}
			continue
		}
		if _, ok := errors.AsType[*RunEnded](err); !ok || c.err != nil && !errors.Is(err, c.err) {
			t.Errorf("%s: got %v, %v, want the end of the run", name, v, err)
		}
	}
}

// TestPipelinesAfterEachOther: the results of one pipeline leave nothing behind for those of the next, which has their memory.
func TestPipelinesAfterEachOther(t *testing.T) {
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		vm := newVM(t, RunOptions{Ctx: t.Context(), Backend: connect(t, target.URL(t))})
		got := run(t, vm, `JSON.stringify([
			p => { p.delete(['s', 'l']); p.rpush('l', 'a'); p.incr('l'); p.lrange('l', 0, -1) },
			p => { p.set('s', 'b'); p.get('s'); p.get('none'); p.exists('none') },
			p => { p.hget('l', 'f'); p.ttl('s') },
			p => { p.get('s') },
		].map(f => DFF.CACHE.pipeline(f).map(x => x instanceof Error ? x.code : x)))`).String()
		want := `[[0,1,"WRONGTYPE",["a"]],[true,"b",null,false],["WRONGTYPE",-1],["b"]]`
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

// TestPipelineInterrupted shows that no pipeline keeps alive a run that is over.
func TestPipelineInterrupted(t *testing.T) {
	cause := errors.New("over")
	for name, code := range map[string]string{
		"before": "end(); try { DFF.CACHE.pipeline(p => {}) } finally { went('on') }",
		"inside": "try { DFF.CACHE.pipeline(p => { end(); p.get('a') }) } catch { went('on') } finally { went('on') }",
		"caught": "DFF.CACHE.pipeline(p => { end(); try { p.get('a') } catch { went('on') } finally { went('on') } went('on') }); went('on')",
		"sent":   "DFF.CACHE.pipeline(p => { p.get('a'); end() }); went('on')",
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		backend := batchBackend(func(context.Context, *Batch) ([]Result, error) { return nil, context.Cause(ctx) })
		vm := newVM(t, RunOptions{Ctx: ctx, Backend: backend})
		wentOn := false
		vm.Set("went", func(goja.FunctionCall) goja.Value { wentOn = true; return nil })
		vm.Set("end", func(goja.FunctionCall) goja.Value { cancel(cause); return nil })
		if _, err := vm.RunString(code); !errors.Is(err, cause) {
			t.Errorf("%s: got %v, want the cause of the context's end", name, err)
		}
		if wentOn {
			t.Errorf("%s: the script went on", name)
		}
	}
}

// TestPipelinePolicy shows that each call is held to the policy, and an atomic pipeline as a whole.
func TestPipelinePolicy(t *testing.T) {
	sent := 0
	backend := WithPolicy(batchBackend(func(_ context.Context, b *Batch) ([]Result, error) {
		sent += len(b.Calls)
		results := make([]Result, len(b.Calls))
		for i := range results {
			results[i].Reply = text(b.Calls[i].Args[0].Text)
		}
		return results, nil
	}), OwnScopes())
	vm := newVM(t, RunOptions{Backend: backend})
	for _, test := range []struct {
		code, want string
		sent       int
	}{
		{"p => { p.get('a'); p.get('b', 's'); p.get('c') }", "a,FORBIDDEN,c", 2},
		{"p => { p.get('a', 's') }", "FORBIDDEN", 0},
		{"p => { p.get('a') }", "a", 1},
		{"p => { p.get('a'); p.get('b', 'demo/test') }, true", "a,b", 2},
		{"p => { p.get('a', 's'); p.get('b', 's') }, true", "thrown FORBIDDEN", 0},
	} {
		sent = 0
		got := run(t, vm, "try { DFF.CACHE.pipeline("+test.code+").map(v => v.code || v).join() } catch (e) { 'thrown ' + e.code }").String()
		if got != test.want || sent != test.sent {
			t.Errorf("%s: got %s and %d calls sent, want %s and %d", test.code, got, sent, test.want, test.sent)
		}
	}
}

// fullBatch returns a batch of every method that can be in one.
func fullBatch(atomic bool) *Batch {
	b := &Batch{Atomic: atomic}
	for i := range Methods {
		if m := &Methods[i]; m.AliasOf == "" && m.Pipelined() {
			q := fullRequest(m)
			if atomic && m.TwoScopes {
				q.DestScope = q.Scope
			}
			b.Calls = append(b.Calls, *q)
		}
	}
	return b
}

func TestBatchOnTheWire(t *testing.T) {
	for _, want := range []*Batch{{}, {Atomic: true}, fullBatch(false), fullBatch(true)} {
		b := AppendBatch(nil, want)
		got, err := DecodeBatch(b)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, got, cmp.Comparer(func(a, b *Method) bool { return a == b }), cmpopts.IgnoreUnexported(Batch{}), cmpopts.EquateEmpty()); d != "" {
			t.Errorf("(-sent +received)\n%s", d)
		}
		for n := range b {
			if _, err := DecodeBatch(b[:n]); !errors.Is(err, sandbox.ErrMalformed) {
				t.Fatalf("cut to %d of %d bytes: %v", n, len(b), err)
			}
		}
	}
}

// TestForgedBatch sends what no pipeline makes.
func TestForgedBatch(t *testing.T) {
	method := func(name string) Request { return *fullRequest(plans.byName[name].method) }
	other := method("get")
	other.Scope = "other"
	badly := method("set")
	badly.Args[2].Int = 0
	for name, b := range map[string]*Batch{
		"a call that waits":              {Calls: []Request{method("blpop")}},
		"a call of several steps":        {Calls: []Request{method("get"), method("keys")}},
		"a bad call":                     {Calls: []Request{method("get"), badly}},
		"two scopes in one":              {Calls: []Request{method("ping"), method("get"), other}, Atomic: true},
		"two scopes in one call":         {Calls: []Request{method("rpoplpush")}, Atomic: true},
		"more calls than a pipeline has": {Calls: make([]Request, 0, MaxPipeline+1)},
	} {
		for len(b.Calls) < cap(b.Calls) && cap(b.Calls) > MaxPipeline {
			b.Calls = append(b.Calls, method("ping"))
		}
		if _, err := DecodeBatch(AppendBatch(nil, b)); !errors.Is(err, sandbox.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestResultsOnTheWire(t *testing.T) {
	want := []Result{
		{Reply: Reply{Kind: ReplyMap, List: []string{"a", "1", "b", ""}, Missing: []bool{false, true}}},
		{Err: &CacheError{Code: WrongType, Method: "get", Key: "k", Scope: "s", Message: "m"}},
		{},
		{Reply: Reply{Kind: ReplyScored, List: []string{"a"}, Scores: []float64{1.5}}},
	}
	b := AppendResults(nil, want)
	got, err := DecodeResults(b)
	if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Reply{}), cmpopts.EquateEmpty()); err != nil || d != "" {
		t.Errorf("%v\n%s", err, d)
	}
	for n := range b {
		if _, err := DecodeResults(b[:n]); !errors.Is(err, sandbox.ErrMalformed) {
			t.Errorf("cut to %d bytes: %v", n, err)
		}
	}
}

// FuzzBatch feeds a worker's pipelines to the host and a host's results to the worker.
func FuzzBatch(f *testing.F) {
	f.Add(AppendBatch(nil, fullBatch(false)))
	f.Add(AppendBatch(nil, fullBatch(true)))
	f.Add(AppendBatch(nil, &Batch{Calls: []Request{*fullRequest(plans.byName["blpop"].method)}}))
	f.Add(AppendResults(nil, []Result{{Err: &CacheError{Code: WrongType}}, {Reply: Reply{Kind: ReplyInt, Int: 7}}, {}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		if batch, err := DecodeBatch(b); err == nil {
			for i := range batch.Calls {
				if !batch.Calls[i].Method.Pipelined() {
					t.Fatalf("a pipeline with %s was accepted", batch.Calls[i].Method.Name)
				}
			}
			if _, err := DecodeBatch(AppendBatch(nil, batch)); err != nil {
				t.Fatalf("a pipeline that was accepted is not when sent on: %v", err)
			}
		}
		if results, err := DecodeResults(b); err == nil {
			if _, err := DecodeResults(AppendResults(nil, results)); err != nil {
				t.Fatalf("results that were accepted are not when sent on: %v", err)
			}
		}
	})
}
