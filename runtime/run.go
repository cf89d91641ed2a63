package runtime

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"

	"dff/bindings"
	"dff/sandbox"
	"dff/scripts"
)

// modules is where a run finds its files: a scripts.Set, or one behind a pipe.
type modules interface {
	Script(name string) (*scripts.File, error)
	Resolve(from *scripts.File, spec string) (*scripts.File, error)
}

// job is one run as it looks from inside the process that carries it out.
type job struct {
	script, function string
	args             []byte // JSON array; empty for none
	list             bool   // report the functions that the script exports
	check            bool   // compile the script and run nothing
	limits           sandbox.Limits
	modules          modules
	programs         *programs
	backend          bindings.Backend
	objects          []bindings.Object
	callObject       objectCaller // nil: call the Functions of objects
	log              func(LogEntry)
}

// objectCaller carries out a call of an embedder's function.
type objectCaller = func(ctx context.Context, object, function string, call bindings.FunctionCall) (json.RawMessage, error)

// answer is what came of a job.
type answer struct {
	value     []byte
	version   string
	functions []string
	waited    time.Duration // for a worker
	err       error         // nil, *Failure, *NotFoundError
}

// run is the state of one job. It belongs to the goroutine that carries it out.
type run struct {
	job
	ctx          context.Context
	vm           *goja.Runtime
	timers       timers
	dff          *bindings.Run
	done         chan struct{}      // closed when answer is there
	answer       answer             // what came of the job
	loaded       map[string]*module // by path
	rejected     []*goja.Promise    // without a handler, in order
	functions    []string           // what the script exports, if that is asked for
	syntaxErrors map[*goja.Object]*scripts.SyntaxError
	logged       int64
}

// module is one loaded file of a run.
type module struct {
	file    *scripts.File
	exports goja.Value   // what they are at first
	object  *goja.Object // the script's `module`; nil if its code does not reach that
	failure error        // what its top level threw
}

// result is what the module exports.
func (m *module) result() goja.Value {
	if m.object == nil {
		return m.exports
	}
	return m.object.Get("exports")
}

// newRun returns the run of a job, bounded by ctx: when that ends, whoever waits for the run must interrupt it.
func newRun(ctx context.Context, j job) *run {
	return &run{job: j, ctx: ctx, vm: goja.New(), done: make(chan struct{})}
}

// interrupt stops the VM, when ctx has ended. A getter on the stack can make it wait for the VM.
func (r *run) interrupt() { r.vm.Interrupt(context.Cause(r.ctx)) }

// do carries out the job, until its promise has settled and its timers have drained, or ctx ends.
func (r *run) do() {
	a := &r.answer
	defer close(r.done)
	defer func() {
		// A panic here is a fault of the engine that a script has found. The VM is thrown away with the run.
		if x := recover(); x != nil {
			a.value, a.err = nil, r.panicked(x)
		}
		if f, ok := a.err.(*Failure); ok {
			f.clip()
		}
		a.version, a.functions = r.version(), r.functions
	}()
	if err := context.Cause(r.ctx); err != nil {
		a.err = endOf(err)
		return
	}
	if r.check {
		if file, err := r.modules.Script(r.script); err != nil {
			a.err = scriptError(r.script, err)
		} else if _, err := r.programs.get(file); err != nil {
			a.err = r.failure(err)
		}
		return
	}
	r.prepare()
	err := r.guard(func() (err error) {
		a.value, err = r.execute()
		return err
	})
	if missing, ok := err.(*NotFoundError); ok {
		a.err = missing
	} else if err != nil {
		a.err = r.failure(err)
	}
}

// prepare fills the global object.
func (r *run) prepare() {
	r.vm.SetMaxCallStackSize(r.limits.CallDepth)
	// A source map comment makes goja read files, from eval too.
	r.vm.SetParserOptions(parser.WithDisableSourceMaps)
	r.vm.SetPromiseRejectionTracker(r.trackRejection)
	r.timers.vm = r.vm
	r.dff = bindings.NewRun(r.vm, bindings.RunOptions{Ctx: r.ctx, Backend: r.backend, Objects: r.objects, Caller: r.callObject})
	_ = r.vm.GlobalObject().SetPrototype(r.vm.NewDynamicObject(&globals{run: r}))
}

// entryCost is what a console message counts, in bytes. The host keeps the empty ones, too.
func entryCost(message string) int64 { return int64(max(len(message), 32)) + 1 }

// write takes one console message.
func (r *run) write(level, message string) {
	r.logged += entryCost(message)
	if r.logged > r.limits.LogBytes {
		r.dff.End(&sandbox.LimitError{Outcome: sandbox.Log, Limit: sandbox.FormatSize(r.limits.LogBytes)})
	}
	r.log(LogEntry{Time: time.Now(), Level: level, Message: message})
}

// trackRejection keeps the list of rejected promises that nobody handles.
func (r *run) trackRejection(p *goja.Promise, op goja.PromiseRejectionOperation) {
	if op == goja.PromiseRejectionReject {
		r.rejected = append(r.rejected, p)
	} else if i := slices.Index(r.rejected, p); i >= 0 {
		r.rejected = slices.Delete(r.rejected, i, i+1)
	}
}

// execute runs the script and returns its result as JSON.
func (r *run) execute() ([]byte, error) {
	args := r.arguments()
	file, err := r.modules.Script(r.script)
	if err != nil {
		return nil, scriptError(r.script, err)
	}
	entry, err := r.load(file)
	if err != nil {
		return nil, err
	}
	if r.list {
		if exports, ok := entry.result().(*goja.Object); ok {
			r.functions = keepFunctions(functionNames(exports))
		}
	}
	this, function, err := r.function(entry)
	if err != nil {
		return nil, err
	}
	value := goja.Value(goja.Undefined())
	if function != nil {
		if value, err = function(this, args...); err != nil {
			return nil, err
		}
	}
	promise, err := r.promiseOf(value)
	if err != nil {
		return nil, err
	}
	if err := r.drain(promise); err != nil {
		return nil, err
	}
	if promise != nil {
		if promise.State() == goja.PromiseStatePending {
			return nil, &Failure{Outcome: sandbox.Error, Name: "Error",
				Message: "the promise that the script returned never settles: nothing is left that could settle it"}
		}
		value = promise.Result()
	}
	return r.encode(value)
}

// arguments makes values of the call's arguments.
func (r *run) arguments() []goja.Value {
	if len(r.args) == 0 {
		return nil
	}
	text := jsonText{vm: r.vm, text: string(r.args)}
	items := text.array()
	args := make([]goja.Value, len(items))
	for i, item := range items {
		args[i] = item.(goja.Value)
	}
	return args
}

// function finds what to call in the entry's exports: the named function, or main, default, module.exports itself, or nothing.
func (r *run) function(entry *module) (this goja.Value, f goja.Callable, err error) {
	exports := entry.result()
	object, ok := exports.(*goja.Object)
	if r.job.function != "" {
		if ok {
			if f, ok := goja.AssertFunction(object.Get(r.job.function)); ok {
				return exports, f, nil
			}
		}
		return nil, nil, &NotFoundError{Script: r.script, Func: r.job.function, Functions: keepFunctions(functionNames(object))}
	}
	if !ok {
		return nil, nil, nil
	}
	for _, name := range [...]string{"main", "default"} {
		if f, ok := goja.AssertFunction(object.Get(name)); ok {
			return exports, f, nil
		}
	}
	if f, ok := goja.AssertFunction(object); ok {
		return goja.Undefined(), f, nil
	}
	return nil, nil, nil
}

// functionNames lists the functions that a module exports.
func functionNames(exports *goja.Object) []string {
	var names []string
	if exports != nil {
		for _, k := range exports.Keys() {
			if _, ok := goja.AssertFunction(exports.Get(k)); ok {
				names = append(names, k)
			}
		}
	}
	return names
}

var promiseType = reflect.TypeFor[*goja.Promise]()

// promiseOf returns the promise that a result is, or nil when it is a plain value.
func (r *run) promiseOf(v goja.Value) (*goja.Promise, error) {
	o, ok := v.(*goja.Object)
	if !ok {
		return nil, nil
	}
	if o.ExportType() == promiseType {
		return o.Export().(*goja.Promise), nil
	}
	if _, ok := goja.AssertFunction(o.Get("then")); !ok {
		return nil, nil
	}
	p, resolve, _ := r.vm.NewPromise()
	if err := resolve(o); err != nil {
		return nil, err
	}
	// goja runs microtasks when it comes back from a call, and resolve is none.
	if _, err := r.vm.RunString(""); err != nil {
		return nil, err
	}
	return p, nil
}

// drain runs timers until none is left. result is the promise that the run's value comes from: its rejection is the
// script's failure, as every other rejection that nobody handles is.
func (r *run) drain(result *goja.Promise) error {
	for {
		if len(r.rejected) > 0 {
			p := r.rejected[0]
			prefix := "unhandled rejection: "
			if p == result {
				prefix = ""
			}
			return r.thrown(p.Result(), nil, prefix)
		}
		more, err := r.timers.next(r.ctx)
		if err != nil || !more {
			return err
		}
	}
}

// encode writes a result as JSON; nil stands for undefined.
func (r *run) encode(v goja.Value) ([]byte, error) {
	if v == nil || goja.IsUndefined(v) {
		return nil, nil
	}
	_, symbol := v.(*goja.Symbol)
	if _, callable := goja.AssertFunction(v); callable || symbol {
		return nil, noJSON(fmt.Sprintf("it is a %s", map[bool]string{true: "symbol", false: "function"}[symbol]))
	}
	// Wrapped in an array, every kind of value goes the same way; the brackets are taken off again.
	b, err := r.vm.NewArray(v).MarshalJSON()
	if err != nil {
		var thrown *goja.Exception
		if errors.As(err, &thrown) {
			f := r.thrown(thrown.Value(), framesOf(thrown.Stack()), "the result is no JSON: ")
			return nil, f
		}
		return nil, err
	}
	b = bytes.TrimSuffix(bytes.TrimPrefix(b, []byte("[")), []byte("]"))
	if int64(len(b)) > r.limits.ResultBytes {
		return nil, endOf(&sandbox.LimitError{Outcome: sandbox.TooLarge, Limit: sandbox.FormatSize(r.limits.ResultBytes)})
	}
	return b, nil
}

func noJSON(why string) *Failure {
	return &Failure{Outcome: sandbox.Error, Name: "TypeError", Message: "the result is no JSON: " + why}
}

// version covers every module that the run has loaded.
func (r *run) version() string {
	return versionOf(r.loaded, func(m *module) *scripts.File { return m.file })
}

// versionOf hashes the contents of files and, where there are several, their paths, whatever their order; "" for none.
func versionOf[M any](modules map[string]M, file func(M) *scripts.File) string {
	var lines []string
	for _, m := range modules {
		f := file(m)
		if len(modules) == 1 {
			return f.Hash[:16]
		}
		lines = append(lines, f.Hash+" "+f.Path+"\n")
	}
	if len(lines) == 0 {
		return ""
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "")))
	return hex.EncodeToString(sum[:8])
}

// NotFoundError says that a script, or a function in it, does not exist.
type NotFoundError struct {
	Script    string
	Func      string   // "" when the script itself is missing
	Functions []string // what the script does export
	Err       error    // the cause, when the script is missing
}

// Error names what is missing and what there is instead.
func (e *NotFoundError) Error() string {
	switch {
	case e.Func == "":
		return e.Err.Error()
	case len(e.Functions) == 0:
		return fmt.Sprintf("script %q exports no function %q: it exports no functions at all", e.Script, e.Func)
	}
	return fmt.Sprintf("script %q exports no function %q; it exports %s", e.Script, e.Func, strings.Join(e.Functions, ", "))
}

// Unwrap returns the cause.
func (e *NotFoundError) Unwrap() error { return e.Err }

// scriptError makes a *NotFoundError of an error about a script that does not exist.
func scriptError(script string, err error) error {
	if errors.Is(err, scripts.ErrNotFound) {
		return &NotFoundError{Script: script, Err: err}
	}
	if failure, ok := errors.AsType[*Failure](err); ok {
		return failure // what a check found
	}
	return &Failure{Outcome: sandbox.Error, Message: err.Error(), Err: err}
}
