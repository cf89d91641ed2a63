// Package runtime runs scripts: a script's name, a function and arguments go in, a Result comes out.
//
// # Usage
//
// An Engine is made once and used by everyone:
//
//	engine, err := runtime.New(runtime.Options{Dir: "scripts"})
//	...
//	defer engine.Shutdown(ctx)
//	result, err := engine.Run(ctx, runtime.Call{Script: "report", Func: "daily", Args: []any{"2026-01-31"}})
//
// Every run has a VM of its own, so nothing passes from one run to the next except through DFF.CACHE; programs are
// compiled once and kept by content. A run ends when the function's promise has settled and its timers have drained.
// A *Failure says why a run did not end well: the outcome, one line for people, the place in the script's own source with a
// code frame, and the stack; a *NotFoundError that there is no such script or function.
//
// # Scripts
//
// A script is a CommonJS or ECMAScript module in JavaScript or TypeScript. It sees the language as far as goja has it, the
// global objects DFF and console, setTimeout, setInterval and their clear functions, queueMicrotask, and modules
// below the script directory. It sees no file, no network, no process and no environment. Each module has its own DFF,
// whose default scope is the module's own name. Options.Bindings adds objects of the embedder's under DFF; their functions take
// and return JSON.
//
// With Options.Dir, files are read when they are first needed and stay as they were. For a directory that is live, give the
// current Set of a scripts.Watcher as Options.Scripts.
//
// # Sessions
//
// A Session is a prompt: Engine.NewSession keeps one VM, and Session.Eval runs one line after the other in it, with await
// at the top level. Session.Complete tells what could complete a name. Both are for people who are trusted.
//
// # Isolation
//
// InProcess is the default, for scripts that are trusted: time, call depth, log and result are limited, but a native
// function (a sort, a regular expression, a huge repeat) cannot be interrupted, memory is not limited, and a Go stack
// overflow ends the process. A run that hangs in a native function is given up: Run returns at the deadline, and its
// goroutine ends when the native function does.
//
// OutProcess runs each script in a worker process, one run at a time, which can be killed: see package sandbox for what it can
// still do. Workers are this same program, started again: importing this package is all it takes, and main does not run
// in them. The host compiles nothing, reads no result but as bytes, and checks each cache call again.
//
// # Limits
//
// Options.Limits bounds every run, see sandbox.Limits for the defaults; Call.Timeout lowers the time of one. What a limit ended
// is a Failure with that limit's outcome, which wraps a *sandbox.LimitError that names the limit.
//
// # Concurrency
//
// An Engine is safe for concurrent use. Call.Log is called by one goroutine at a time for each run, before Run returns. Shutdown
// waits for the runs in flight until its context ends, then ends them. It does not wait for a run of this process that hangs in
// a native function or a cache call, but returns ErrStuck: that run's goroutine, and what it uses, stay until that returns.
package runtime
