package bindings

import (
	"context"
	"errors"
	"testing"

	"github.com/dop251/goja"
)

// fakeBackend answers each request with do.
type fakeBackend func(ctx context.Context, q *Request) (Reply, error)

func (f fakeBackend) Do(ctx context.Context, q *Request) (Reply, error) { return f(ctx, q) }

func (f fakeBackend) DoBatch(ctx context.Context, b *Batch) ([]Result, error) {
	results := make([]Result, len(b.Calls))
	for i := range b.Calls {
		reply, err := f(ctx, &b.Calls[i])
		if results[i].Reply = reply; err != nil && !errors.As(err, &results[i].Err) {
			return nil, err
		}
	}
	return results, nil
}

// newVM returns a VM with DFF for the script "demo/test".
func newVM(tb testing.TB, o RunOptions) *goja.Runtime {
	tb.Helper()
	vm := goja.New()
	if err := vm.Set("DFF", NewRun(vm, o).DFF("demo/test")); err != nil {
		tb.Fatal(err)
	}
	return vm
}

func run(tb testing.TB, vm *goja.Runtime, code string) goja.Value {
	tb.Helper()
	v, err := vm.RunString(code)
	if err != nil {
		tb.Fatalf("%s\n%v", code, err)
	}
	return v
}

func TestMethods(t *testing.T) {
	vm := newVM(t, RunOptions{Backend: fakeBackend(nil)})
	for _, test := range []struct{ code, want string }{
		{"Object.keys(DFF).join()", "CACHE"},
		{"Object.keys(DFF.CACHE).length", "53"},
		{"new Set(Object.keys(DFF.CACHE)).size", "53"},
		{"Object.keys(DFF.CACHE).every(name => typeof DFF.CACHE[name] === 'function')", "true"},
		{"DFF.CACHE.push === DFF.CACHE.lpush && DFF.CACHE.pop === DFF.CACHE.rpop && DFF.CACHE.bpop === DFF.CACHE.brpop", "true"},
		{"DFF.CACHE === DFF.CACHE && DFF.CACHE.get === DFF.CACHE.get", "true"},
		{"DFF.CACHE.get.name", "get"},
		{"DFF.CACHE.push.name", "lpush"},
		{"typeof DFF.CACHE.nosuch", "undefined"},
		{"typeof DFF.nosuch", "undefined"},
		{"'get' in DFF.CACHE && !('nosuch' in DFF.CACHE)", "true"},
		{"typeof DFF.CACHE[Symbol.iterator] + typeof DFF[Symbol.toPrimitive]", "undefinedundefined"},
		{"`${DFF.CACHE} ${DFF}`", "[object Object] [object Object]"},
		{"try { DFF.CACHE.get = 1 } catch (e) { String(e) }", `TypeError: DFF.CACHE is read-only: cannot set "get"`},
		{"try { DFF.CACHE = 1 } catch (e) { String(e) }", `TypeError: DFF is read-only: cannot set "CACHE"`},
		{"try { delete DFF.CACHE.get } catch (e) { String(e) }", `TypeError: DFF.CACHE is read-only: cannot delete "get"`},
		{"try { Object.defineProperty(DFF.CACHE, 'x', {value: 1, writable: true, enumerable: true, configurable: true}) } catch (e) { String(e) }", `TypeError: DFF.CACHE is read-only: cannot set "x"`},
		{"try { DFF.CACHE[Symbol.iterator] = 1; typeof DFF.CACHE[Symbol.iterator] } catch (e) { 'refused' }", "undefined"},
		{"Object.create(DFF.CACHE).get === DFF.CACHE.get", "true"},
	} {
		if got := run(t, vm, test.code).String(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.code, got, test.want)
		}
	}
}

// TestRunEnded shows that nothing a script can do keeps a run alive whose context has ended.
func TestRunEnded(t *testing.T) {
	cause := errors.New("over")
	for name, code := range map[string]string{
		"try":              "try { DFF.CACHE.get('k') } catch (e) { went('on') } finally { went('on') }; went('on')",
		"promise":          "new Promise(() => DFF.CACHE.get('k')).then(() => went('on'), () => went('on')); went('on')",
		"async":            "(async () => { try { await DFF.CACHE.get('k') } catch { went('on') } })().catch(() => went('on')); went('on')",
		"job":              "Promise.resolve().then(() => DFF.CACHE.get('k')).then(() => went('on'), () => went('on')).finally(() => went('on'))",
		"getter":           "try { ({get x() { return DFF.CACHE.get('k') }}).x } catch { went('on') }",
		"option's getter":  "try { DFF.CACHE.get('k', {get scope() { DFF.CACHE.get('k'); return 's' }}) } catch { went('on') }; went('on')",
		"element's getter": "let a = []; Object.defineProperty(a, 0, {get() { DFF.CACHE.get('k') }}); try { DFF.CACHE.mget(a) } catch { went('on') }",
		"generator":        "function* g() { try { yield DFF.CACHE.get('k') } finally { went('on') } } for (let x of g()) went('on')",
		"proxy":            "try { new Proxy({}, {get() { return DFF.CACHE.get('k') }}).x } catch { went('on') }",
		"toJSON":           "try { JSON.stringify({toJSON() { DFF.CACHE.get('k') }}) } catch { went('on') }",
		"embedder":         "try { DFF.ours.f({toJSON() { DFF.CACHE.get('k') }}) } catch { went('on') }",
		"sort":             "try { [1, 2].sort(() => DFF.CACHE.get('k')) } catch { went('on') }",
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancelCause(t.Context())
			backend := fakeBackend(func(context.Context, *Request) (Reply, error) {
				cancel(cause)
				return Reply{}, ctx.Err()
			})
			ours := Object{Name: "ours", Functions: map[string]Function{"f": func(context.Context, FunctionCall) (any, error) { return nil, nil }}}
			vm := newVM(t, RunOptions{Ctx: ctx, Backend: backend, Objects: []Object{ours}})
			wentOn := false
			vm.Set("went", func(goja.FunctionCall) goja.Value {
				wentOn = wentOn || ctx.Err() != nil
				return nil
			})
			_, err := vm.RunString(code)
			if _, ok := errors.AsType[*RunEnded](err); !ok || !errors.Is(err, cause) {
				t.Errorf("got %v, want the cause of the context's end", err)
			}
			if wentOn {
				t.Error("the script went on")
			}
		})
	}
}
