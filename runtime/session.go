package runtime

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/dop251/goja"

	"dff/bindings"
	"dff/sandbox"
	"dff/scripts"
)

// DefaultSessionScope is the scope of a Session that is given none.
const DefaultSessionScope = "repl"

// SessionOptions configures a Session. The zero value works.
type SessionOptions struct {
	// Scope is the default scope of DFF.CACHE, and the script's name for a Policy; "" means DefaultSessionScope.
	Scope string
	// Log, if set, receives each console message as it is written.
	Log func(LogEntry)
}

// Session runs lines that are typed at a prompt, one after the other in one VM: what a line declares, the later ones see.
// It has DFF, console, timers, and require, whose paths begin at the script directory. A Session is always carried out in
// this process, whatever the engine's isolation: it is for people who may do there what they like. It is used by one
// goroutine at a time, and needs no closing.
type Session struct {
	engine  *Engine
	options SessionOptions
	run     *run
	meter   *meter
	lines   int
	// getOwnPropertyDescriptor is JavaScript's own, to look at properties without running their getters.
	getOwnPropertyDescriptor goja.Callable
}

// NewSession returns a new Session.
func (e *Engine) NewSession(o SessionOptions) *Session {
	o.Scope = cmp.Or(o.Scope, DefaultSessionScope)
	if o.Log == nil {
		o.Log = func(LogEntry) {}
	}
	s := &Session{engine: e, options: o}
	s.begin()
	return s
}

// begin gives the session a new VM.
func (s *Session) begin() {
	e := s.engine
	s.meter = &meter{}
	s.run = &run{vm: goja.New(), loaded: make(map[string]*module), job: job{script: s.options.Scope, limits: e.limits,
		programs: &e.programs, backend: s.meter, objects: e.objects, log: s.options.Log}}
	s.run.prepare()
	vm := s.run.vm
	require := bindings.Native(vm, "require", func(c goja.FunctionCall) goja.Value { return s.run.require(nil, c) })
	_ = vm.GlobalObject().DefineDataProperty("require", require, goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_FALSE)
	s.getOwnPropertyDescriptor, _ = goja.AssertFunction(vm.Get("Object").ToObject(vm).Get("getOwnPropertyDescriptor"))
}

// Eval runs a line: one or more statements of JavaScript or TypeScript, with await at the top level. It returns what the
// last of them gives as the console shows it, strings quoted, and "" for undefined. The line has ended when what it
// awaits has settled and its timers have drained; it has the limits of a run, all but the one of the result's size. Variables,
// functions and classes may be declared again; a const is a variable like the others.
//
// The error is a *Failure. Where its cause is a *scripts.SyntaxError that is Incomplete, nothing has run, and the line
// may be given again with more of it. When ctx ends, the line ends, and what it had declared and changed stays; Eval
// returns only when the VM is at rest, and a native function that hangs keeps it from that, past every limit.
func (s *Session) Eval(ctx context.Context, source string) (shown string, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	handle := &runHandle{cancel}
	if !s.engine.begin(handle) {
		return "", endOf(ErrShutdown)
	}
	defer s.engine.end(handle)

	file := &scripts.File{Path: fmt.Sprintf("repl-%d", s.lines+1), Source: []byte(source)}
	line, err := scripts.CompileLine(file)
	if syntax, ok := errors.AsType[*scripts.SyntaxError](err); !ok || !syntax.Incomplete {
		s.lines++
	}
	if err != nil {
		return "", s.run.failure(err)
	}
	s.run.loaded[file.Path] = &module{file: file} // errors in it, in later lines too, show where
	bounded, _ := withLimit(ctx, cancel, s.engine.limits.Timeout)
	defer bounded.stop()
	defer func() {
		if x := recover(); x != nil {
			s.begin()
			shown, err = "", &Failure{Outcome: sandbox.Crashed,
				Message: fmt.Sprintf("the engine failed: %v; the session begins anew, and what it had declared is gone", x)}
		}
	}()
	r := s.run
	s.enter(bounded)
	interrupted := make(chan struct{})
	stop := context.AfterFunc(bounded, func() {
		defer close(interrupted)
		r.interrupt()
	})
	defer func() {
		if !stop() {
			<-interrupted
		}
		s.leave()
	}()
	err = r.guard(func() (err error) {
		shown, err = r.line(line)
		return err
	})
	if err != nil {
		return "", r.failure(err)
	}
	return shown, nil
}

// enter makes the run ready for a line.
func (s *Session) enter(ctx context.Context) {
	r := s.run
	*s.meter = meter{backend: s.engine.backend, limits: s.engine.limits}
	r.ctx, r.modules, r.rejected, r.logged = ctx, s.engine.scripts(), nil, 0
	r.dff.SetContext(ctx)
}

// leave drops what a line has left behind: timers of one that failed, interrupts that came late, and modules that did not
// load, so that they can be required again.
func (s *Session) leave() {
	r := s.run
	r.timers.queue, r.timers.active = nil, nil
	maps.DeleteFunc(r.loaded, func(_ string, m *module) bool { return m.failure != nil })
	r.ctx = context.Background()
	r.dff.SetContext(r.ctx)
	r.vm.ClearInterrupt()
}

// line runs a line and returns its value as the console shows it.
func (r *run) line(line *scripts.Line) (string, error) {
	global := r.vm.GlobalObject()
	for _, name := range line.Names {
		if global.Get(name) == nil {
			if err := global.DefineDataProperty(name, goja.Undefined(), goja.FLAG_TRUE, goja.FLAG_TRUE, goja.FLAG_TRUE); err != nil {
				return "", err
			}
		}
	}
	function, err := r.vm.RunProgram(line.Program)
	if err != nil {
		return "", err
	}
	call, _ := goja.AssertFunction(function)
	value := goja.Undefined()
	result := bindings.Native(r.vm, "", func(c goja.FunctionCall) goja.Value {
		value = c.Argument(0)
		return goja.Undefined()
	})
	returned, err := call(goja.Undefined(), result)
	if err != nil {
		return "", err
	}
	promise, err := r.promiseOf(returned)
	if err != nil {
		return "", err
	}
	if err := r.drain(promise); err != nil {
		return "", err
	}
	if promise != nil && promise.State() == goja.PromiseStatePending {
		return "", &Failure{Outcome: sandbox.Error, Name: "Error",
			Message: "the line awaits what never settles: nothing is left that could settle it"}
	}
	if goja.IsUndefined(value) {
		return "", nil
	}
	return bindings.Inspect(r.vm, value), nil
}
