package bindings

import (
	"context"
	"testing"

	"dff/tests/redistest"

	"github.com/dop251/goja"
	"github.com/redis/go-redis/v9"
)

// BenchmarkArguments measures what a call costs apart from the cache: arguments, request and reply, in a loop of the
// script's own. The first is what of that is goja's.
func BenchmarkArguments(b *testing.B) {
	backend := fakeBackend(func(context.Context, *Request) (Reply, error) {
		return Reply{Kind: ReplyText, Text: "value"}, nil
	})
	for _, bench := range []struct{ name, code string }{
		{"emptyFunction", "empty('k')"},
		{"get", "DFF.CACHE.get('k')"},
		{"getHeld", "get('k')"},
		{"set", "DFF.CACHE.set('k', i & 127, 60)"},
		{"setOptions", "DFF.CACHE.set('k', 'v', {expires: 60, not_exists: true})"},
		{"mget", "DFF.CACHE.mget(['a', 'b', 'c', 'd'])"},
		{"hmset", "DFF.CACHE.hmset('k', {a: 1, b: 2, c: 3})"},
		{"typeError", "try { DFF.CACHE.get() } catch {}"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			vm := newVM(b, RunOptions{Ctx: b.Context(), Backend: backend})
			vm.Set("empty", Native(vm, "empty", func(goja.FunctionCall) goja.Value { return goja.Null() }))
			f, _ := goja.AssertFunction(run(b, vm, "(function () { const get = DFF.CACHE.get; return n => { for (let i = 0; i < n; i++) "+bench.code+" } })()"))
			b.ReportAllocs()
			b.ResetTimer()
			if _, err := f(goja.Undefined(), vm.ToValue(b.N)); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// BenchmarkRun measures a fresh VM with DFF in it.
func BenchmarkRun(b *testing.B) {
	backend := fakeBackend(func(context.Context, *Request) (Reply, error) { return Reply{}, nil })
	b.Run("objectAlone", func(b *testing.B) {
		vm := goja.New()
		b.ReportAllocs()
		for b.Loop() {
			NewRun(vm, RunOptions{Ctx: b.Context(), Backend: backend}).DFF("demo/test")
		}
	})
	for _, bench := range []struct{ name, code string }{
		{"none", ""},
		{"unused", "1"},
		{"oneMethod", "DFF.CACHE.get('k')"},
		{"twoMethods", "DFF.CACHE.get('k'); DFF.CACHE.incr('k')"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			program := goja.MustCompile("", bench.code, true)
			b.ReportAllocs()
			for b.Loop() {
				vm := goja.New()
				if bench.name != "none" {
					vm.Set("DFF", NewRun(vm, RunOptions{Ctx: b.Context(), Backend: backend}).DFF("demo/test"))
				}
				if _, err := vm.RunProgram(program); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkPipeline compares a script's pipelines of 100 calls with the same by go-redis alone, on a real server.
func BenchmarkPipeline(b *testing.B) {
	const size = 100
	url := redistest.All()[2].URL(b)
	o, err := redis.ParseURL(url)
	if err != nil {
		b.Fatal(err)
	}
	plain := redis.NewClient(o)
	defer plain.Close()
	b.Run("goredis", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			p := plain.Pipeline()
			for range size {
				p.Incr(b.Context(), "counter")
			}
			if _, err := p.Exec(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	empty := batchBackend(func(_ context.Context, batch *Batch) ([]Result, error) { return make([]Result, len(batch.Calls)), nil })
	for _, bench := range []struct {
		name    string
		backend Backend
	}{{"script", connect(b, url)}, {"scriptAlone", empty}} {
		b.Run(bench.name, func(b *testing.B) {
			vm := newVM(b, RunOptions{Ctx: b.Context(), Backend: bench.backend})
			f, _ := goja.AssertFunction(run(b, vm, "n => { for (let i = 0; i < n; i++) DFF.CACHE.pipeline(p => { for (let j = 0; j < 100; j++) p.incr('counter') }) }"))
			b.ReportAllocs()
			b.ResetTimer()
			if _, err := f(goja.Undefined(), vm.ToValue(b.N)); err != nil {
				b.Fatal(err)
			}
		})
	}
}
