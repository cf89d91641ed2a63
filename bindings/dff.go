package bindings

import (
	"context"
	"encoding/json"
	"errors"
	"sync"

	"github.com/dop251/goja"
)

// RunOptions configures a Run. Backend is required.
type RunOptions struct {
	// Ctx bounds the run: every cache call and every embedder's function gets it, and when it ends, the next touch of
	// DFF.CACHE ends the run. nil means context.Background.
	Ctx context.Context
	// Backend carries out the cache calls. A *CacheError that it returns is thrown to the script; any other error ends
	// the run, as the end of Ctx does.
	Backend Backend
	// Objects are the embedder's own, as DFF.<Name>. See CheckObjects.
	Objects []Object
	// Caller carries out the calls of Objects; nil calls their Functions directly. A *RunEnded that it returns ends the run; any
	// other error is thrown to the script.
	Caller func(ctx context.Context, object, function string, call FunctionCall) (json.RawMessage, error)
}

// Run holds the DFF objects of one run, which belong to one VM and are used from its goroutine only.
type Run struct {
	vm      *goja.Runtime
	ctx     context.Context
	backend Backend
	objects []Object
	caller  func(ctx context.Context, object, function string, call FunctionCall) (json.RawMessage, error)

	interrupts  sync.WaitGroup // of the VM, that End has under way
	spare       *binding       // for the next call; nil while one is being made
	filling     *filling       // the pipeline whose fn runs; nil: none
	emptied     filling        // room for the next one
	objectProto *goja.Object   // Object.prototype, when first needed
	errorProto  *goja.Object   // the prototype of CacheErrors, when first needed
}

// NewRun returns the Run of a VM. Nothing is installed in the VM: see DFF.
func NewRun(vm *goja.Runtime, o RunOptions) *Run {
	r := &Run{vm: vm, ctx: o.Ctx, backend: o.Backend, objects: o.Objects, caller: o.Caller}
	if r.ctx == nil {
		r.ctx = context.Background()
	}
	if r.caller == nil {
		r.caller = r.callDirectly
	}
	return r
}

// DFF returns a new DFF object for the module of that script name, which is the default scope of the calls made
// through it. Its parts are made when they are first touched.
func (r *Run) DFF(script string) *goja.Object {
	return r.vm.NewDynamicObject(&dffObject{readOnly: readOnly{r.vm, "DFF"}, run: r, script: script})
}

// SetContext replaces the context that bounds the run, while the VM is at rest. A session, which keeps its VM after the
// end of what ran in it, then clears the VM's interrupt: no more is to come for the context before.
func (r *Run) SetContext(ctx context.Context) {
	r.interrupts.Wait()
	r.ctx = ctx
}

// End ends the run, and is called by a native in the middle of it. It does not return.
func (r *Run) End(cause error) {
	if r.ctx.Err() == nil {
		// The panic passes every catch, but goja still closes the iterators on its way; the interrupt stops them. It is
		// set from another goroutine because this one may hold the VM's lock.
		r.interrupts.Go(func() { r.vm.Interrupt(cause) })
	}
	panic(&RunEnded{Cause: cause})
}

// endIfOver ends the run if its context has ended.
func (r *Run) endIfOver() {
	if r.ctx.Err() != nil {
		r.End(context.Cause(r.ctx))
	}
}

// cache carries out one call of a DFF.CACHE method.
func (r *Run) cache(p *plan, script string, args []goja.Value) goja.Value {
	r.endIfOver()
	c := r.takeBinding()
	c.bind(p, script, args)
	reply, err := r.backend.Do(r.ctx, &c.request)
	if r.ctx.Err() != nil {
		reply.GiveBack()
		r.End(context.Cause(r.ctx))
	}
	if err != nil {
		if cacheErr, ok := errors.AsType[*CacheError](err); ok {
			panic(r.cacheError(cacheErr, &c.request))
		}
		r.End(err)
	}
	v := r.value(&reply)
	c.release()
	return v
}

// takeBinding returns a binding for a call. An option's getter may call DFF.CACHE while its object is being read: then that
// call finds no spare, and makes its own. A call that throws leaves its own to the garbage collector.
func (r *Run) takeBinding() *binding {
	c := r.spare
	r.spare = nil
	if c == nil {
		c = &binding{run: r}
	}
	return c
}

// readOnly is what the objects under DFF have in common: no script changes them. A change is refused loudly, in
// sloppy mode too, because a script that tries it has a mistake.
type readOnly struct {
	vm   *goja.Runtime
	name string
}

func (o readOnly) Set(key string, _ goja.Value) bool {
	panic(o.vm.NewTypeError("%s is read-only: cannot set %s", o.name, quote(key)))
}

func (o readOnly) Delete(key string) bool {
	panic(o.vm.NewTypeError("%s is read-only: cannot delete %s", o.name, quote(key)))
}

// dffObject is DFF.
type dffObject struct {
	readOnly
	run     *Run
	script  string
	cache   *goja.Object
	objects []*goja.Object // beside run.objects; nil until one is touched
}

func (o *dffObject) Get(key string) goja.Value {
	if key == "CACHE" {
		if o.cache == nil {
			o.cache = o.vm.NewDynamicObject(&cacheObject{readOnly: readOnly{o.vm, "DFF.CACHE"}, run: o.run, script: o.script})
		}
		return o.cache
	}
	for i := range o.run.objects {
		object := &o.run.objects[i]
		if object.Name != key {
			continue
		}
		if o.objects == nil {
			o.objects = make([]*goja.Object, len(o.run.objects))
		}
		if o.objects[i] == nil {
			o.objects[i] = o.vm.NewDynamicObject(&embedderObject{readOnly: readOnly{o.vm, "DFF." + key}, run: o.run, script: o.script, object: object})
		}
		return o.objects[i]
	}
	return nil
}

func (o *dffObject) Has(key string) bool { return o.Get(key) != nil }

func (o *dffObject) Keys() []string {
	keys := make([]string, 1, 1+len(o.run.objects))
	keys[0] = "CACHE"
	for _, object := range o.run.objects {
		keys = append(keys, object.Name)
	}
	return keys
}

// cacheObject is DFF.CACHE.
type cacheObject struct {
	readOnly
	run       *Run
	script    string
	functions []*goja.Object // by plan.index; nil until touched
	fill      *goja.Object   // what the fn of a pipeline gets; nil until touched
}

func (o *cacheObject) Get(key string) goja.Value {
	p := plans.byName[key]
	if p == nil {
		if key != pipelineName {
			return nil
		}
		p = pipelinePlan
	}
	if o.functions == nil {
		o.functions = make([]*goja.Object, len(Methods)+len(Extensions))
	}
	f := o.functions[p.index]
	switch {
	case f != nil:
		return f
	case p == pipelinePlan:
		f = Native(o.vm, pipelineName, func(call goja.FunctionCall) goja.Value { return o.pipeline(call.Arguments) })
	default:
		f = Native(o.vm, p.method.Name, func(call goja.FunctionCall) goja.Value {
			return o.run.cache(p, o.script, call.Arguments)
		})
	}
	o.functions[p.index] = f
	return f
}

func (o *cacheObject) Has(key string) bool { return plans.byName[key] != nil || key == pipelineName }
func (o *cacheObject) Keys() []string      { return plans.names }

// Native makes a JavaScript function of a Go function. Its name is fixed, because goja asks for it, getter or not, when it captures a
// stack; without one, stacks would show the Go function's.
func Native(vm *goja.Runtime, name string, f func(goja.FunctionCall) goja.Value) *goja.Object {
	o := vm.ToValue(f).(*goja.Object)
	if err := o.DefineDataProperty("name", vm.ToValue(name), goja.FLAG_FALSE, goja.FLAG_FALSE, goja.FLAG_FALSE); err != nil {
		panic(err)
	}
	return o
}
