package bindings

import (
	"context"
	"errors"
	"fmt"

	"github.com/dop251/goja"
)

// MaxPipeline is how many calls one pipeline may have.
const MaxPipeline = 10_000

// maxPipelineBytes is what the arguments of a pipeline may take together. It is less than what one call may have, because
// the script, the host and the connection have all of it in memory at once.
const maxPipelineBytes = 16 << 20

// What a call in a pipeline, and an element of a list in it, take besides their strings, at most and roughly, in bytes.
const (
	callOverhead    = 64
	elementOverhead = 16
)

const pipelineName = "pipeline"

// Extensions are the methods that DFF.CACHE has beyond those of the published documentation. They are no requests of their
// own, and Object.keys(DFF.CACHE) does not list them.
var Extensions = []Method{
	{Name: pipelineName, Group: "Extensions",
		Params: []Param{
			{Name: "fn", Kind: KindFunction, Required: true, Doc: "A function that gets the pipeline `p` and makes the calls: `p` has the methods of `DFF.CACHE`, and each returns the place that its result will have. It cannot be `async`."},
			{Name: "atomic", Kind: KindBool, Default: "false", Doc: "Whether the calls are carried out as one transaction, all in one scope."},
		},
		Unscoped: true,
		Writes:   true,
		Generic:  "T extends readonly unknown[] = unknown[]",
		Returns:  "{ -readonly [I in keyof T]: T[I] | CacheError }",
		ReturnsDoc: "An array of the results, in the order of the calls. One that failed has a `CacheError` for its result, which is not thrown; " +
			"the others are carried out all the same. `[]` if there were no calls.",
		Doc: "Sends several calls in one round trip. **Extension:** the documentation of DataFlux Func has no such method.\n\n" +
			"The calls that `fn` makes are checked at once, and sent when it has returned; if it throws, nothing is sent. " +
			"Every call has its own scope, and is subject to the host's policy, as if it were made alone. " +
			"Methods that wait (`blpop`, `brpop`, `brpoplpush`) or take several round trips (`keys`, `get_pattern`, `delete_pattern`, `hkeys`, `dbsize`) " +
			"are refused with a `TypeError`, and so is a pipeline inside another. A pipeline may have 10,000 calls, whose arguments may have " +
			"16 MiB together, of which each call takes about 100 bytes, and each element of an array 16, besides its text; past that a call is a `RangeError`.\n\n" +
			"Calls on one scope are carried out in their order. Between them, others may do something, and on a Redis Cluster calls on " +
			"different scopes can be carried out side by side.\n\n" +
			"With `atomic: true` the calls are one transaction (MULTI and EXEC): nothing happens between them, and either all are carried out or none. " +
			"What concerns them all is then thrown: that the cache refuses (also by policy) or cannot be reached, and `UNKNOWN_OUTCOME` when the " +
			"connection broke. As in Redis, a call that fails only when its turn comes, for what the key holds, undoes nothing: " +
			"the `CacheError` is its result, and the others are carried out. A call in a second scope is a `TypeError`.\n\n" +
			"A pipeline with a call that must not be repeated is never sent twice. One whose connection breaks " +
			"gives `UNKNOWN_OUTCOME` for each write that may have been sent, and `UNAVAILABLE` for the rest.",
		Examples: []Example{
			{"DFF.CACHE.set('x', 'a')\nconst [x, n] = DFF.CACHE.pipeline(p => {\n  p.get('x')\n  p.incr('n')\n})\n;[x, n]", `["a",1]`},
			{"DFF.CACHE.set('x', 'a')\nconst [n, y] = DFF.CACHE.pipeline(p => {\n  p.incr('x')\n  p.set('y', 1)\n})\n;[n instanceof Error && n.code, y]", `["NOT_A_NUMBER",true]`},
			{"DFF.CACHE.pipeline(p => {\n  p.rpush('log', 'entry')\n  p.ltrim('log', -100, -1)\n}, {atomic: true})", `[1,true]`},
		},
	},
}

var pipelinePlan = newPlan(&Extensions[0], len(Methods))

// filling is a pipeline whose fn runs.
type filling struct {
	batch Batch
	scope string // of an atomic one, once it has a call with a scope
	args  []Arg  // room for those of the calls
	bytes int    // of what the arguments take
}

// pipeline carries out DFF.CACHE.pipeline.
func (o *cacheObject) pipeline(values []goja.Value) goja.Value {
	r := o.run
	r.endIfOver()
	c := &binding{run: r} // fn makes calls of its own while this one is being made
	c.bind(pipelinePlan, o.script, values)
	if r.filling != nil {
		c.typeError("a pipeline cannot be inside another")
	}
	f := &filling{batch: Batch{Calls: r.emptied.batch.Calls, Atomic: c.args[1].Int != 0, results: r.emptied.batch.results}, args: r.emptied.args}
	r.emptied = filling{}
	if r.fill(f, c.function, o.filler()) {
		c.typeError("fn must not be async: it returned a promise, and nothing has been sent")
	}
	calls := f.batch.Calls
	if len(calls) == 0 {
		return r.vm.NewArray()
	}
	results, err := r.backend.DoBatch(r.ctx, &f.batch)
	if r.ctx.Err() != nil {
		r.End(context.Cause(r.ctx))
	}
	if err == nil && len(results) != len(calls) {
		err = fmt.Errorf("the cache gave %d results for a pipeline of %d calls", len(results), len(calls))
	}
	if err != nil {
		if cacheErr, ok := errors.AsType[*CacheError](err); ok {
			panic(r.cacheError(cacheErr, &c.request))
		}
		r.End(err)
	}
	items := make([]any, len(results))
	for i := range results {
		if err := results[i].Err; err != nil {
			items[i] = r.cacheError(err, &calls[i])
		} else {
			items[i] = r.value(&results[i].Reply)
		}
	}
	f.batch.results = results
	r.empty(f)
	return r.vm.NewArray(items...)
}

// maxKeptCalls is how many calls a pipeline may have for its memory to be used again.
const maxKeptCalls = 1024

// empty keeps the memory of a pipeline for the next one. One that throws leaves it to the garbage collector.
func (r *Run) empty(f *filling) {
	if len(f.batch.Calls) <= maxKeptCalls {
		clear(f.batch.Calls)
		clear(f.args)
		clear(f.batch.results)
		r.emptied = filling{batch: Batch{Calls: f.batch.Calls[:0], results: f.batch.results[:0]}, args: f.args[:0]}
	}
}

// fill lets fn make the calls of a pipeline. It reports whether fn is one that goes on later.
func (r *Run) fill(f *filling, fn goja.Callable, p *goja.Object) (async bool) {
	r.filling = f
	defer func() { r.filling = nil }()
	v, err := fn(goja.Undefined(), p)
	if err != nil {
		panic(err)
	}
	o, ok := v.(*goja.Object)
	return ok && o.ExportType() == promiseType
}

// add puts a call into the pipeline that is being filled.
func (r *Run) add(p *plan, script string, values []goja.Value) goja.Value {
	r.endIfOver()
	c := r.takeBinding()
	c.plan, c.pipelined = p, true
	f := r.filling
	switch {
	case f == nil:
		c.typeError("the pipeline has been sent (make the call inside fn)")
	case p.method.Blocks:
		c.typeError("cannot be part of a pipeline, because it waits")
	case !p.method.Pipelined():
		c.typeError("cannot be part of a pipeline, because it takes several round trips")
	}
	before := f.bytes + maxArgumentBytes - maxPipelineBytes // as if the difference had been used
	c.bytes = before
	c.bind(p, script, values)
	q := &c.request
	bytes := c.bytes - before + callOverhead + 2*len(script)
	for i := range q.Args {
		bytes += elementOverhead * len(q.Args[i].List)
	}
	// An option's getter may have made calls, too.
	if f.bytes += bytes; f.bytes > maxPipelineBytes {
		c.tooLarge()
	}
	index := len(f.batch.Calls)
	if index >= MaxPipeline {
		c.rangeError("a pipeline may have %d calls (split it)", MaxPipeline)
	}
	if f.batch.Atomic && q.Scope != "" {
		if f.scope == "" {
			f.scope = q.Scope
		}
		if !q.within(f.scope) {
			c.typeError("an atomic pipeline works in one scope: this one is in %s", quote(f.scope))
		}
	}
	at := len(f.args)
	f.args = append(f.args, q.Args...)
	call := *q
	call.Args = f.args[at:len(f.args):len(f.args)]
	f.batch.Calls = append(f.batch.Calls, call)
	for i := range c.args {
		c.args[i].List = nil // it is the call's now
	}
	c.release()
	return r.vm.ToValue(index)
}

// fillerObject is what fn gets: it has the methods of DFF.CACHE, and each adds a call to the pipeline that is being filled.
type fillerObject struct {
	readOnly
	run       *Run
	script    string
	functions map[string]*goja.Object
}

// filler returns the object that fn gets. One is enough, for only one pipeline is being filled at a time.
func (o *cacheObject) filler() *goja.Object {
	if o.fill == nil {
		o.fill = o.vm.NewDynamicObject(&fillerObject{readOnly: readOnly{o.vm, "the pipeline"}, run: o.run, script: o.script, functions: map[string]*goja.Object{}})
	}
	return o.fill
}

func (o *fillerObject) Get(key string) goja.Value {
	if f := o.functions[key]; f != nil {
		return f
	}
	p := plans.byName[key]
	var f *goja.Object
	switch {
	case p != nil:
		f = Native(o.vm, p.method.Name, func(call goja.FunctionCall) goja.Value { return o.run.add(p, o.script, call.Arguments) })
	case key == pipelineName:
		f = Native(o.vm, pipelineName, func(goja.FunctionCall) goja.Value {
			(&binding{run: o.run, plan: pipelinePlan}).typeError("a pipeline cannot be inside another")
			return nil
		})
	default:
		return nil
	}
	o.functions[key] = f
	return f
}

func (o *fillerObject) Has(key string) bool { return plans.byName[key] != nil || key == pipelineName }

func (o *fillerObject) Keys() []string {
	var names []string
	for _, name := range plans.names {
		if plans.byName[name].method.Pipelined() {
			names = append(names, name)
		}
	}
	return names
}
