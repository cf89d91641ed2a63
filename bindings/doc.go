// Package bindings gives scripts the DFF object: DFF.CACHE, an embedder's own objects, and console.
//
// # The way of a call
//
// [Methods] declares each method of DFF.CACHE once. From that table come the JavaScript functions and the checks of
// their arguments, the TypeScript declarations ([Types]) and the reference page ([Reference]).
//
//	DFF.CACHE.get('k')
//	  → arguments are checked and put into a Request: method, scope, arguments in canonical form
//	  → Backend.Do carries it out: Redis, or whatever forwards it to another process
//	  → the Reply becomes a JavaScript value
//
// A mistake in the arguments is a TypeError or RangeError, thrown before anything is sent. What the cache refuses is a
// [CacheError]. Both can be caught. The end of the run's context cannot: it surfaces as [RunEnded] where the host
// started the script, and no catch or finally of the script's runs. The same happens when a Backend returns any other
// error, so that a limit can be one.
//
// # Usage
//
//	vm := goja.New()
//	run := bindings.NewRun(vm, bindings.RunOptions{Ctx: ctx, Backend: backend})
//	vm.Set("DFF", run.DFF("demo/report")) // the script's name is the default scope
//	vm.Set("console", bindings.Console(vm, func(level, message string) { … }))
//
// # What a script can reach
//
// Scripts see functions of type func(goja.FunctionCall) goja.Value behind dynamic objects, and primitives, arrays and plain
// objects made for them. No Go value is handed to them by reflection. Nothing here looks at a global that a script can
// change, but for console, which asks Object.getOwnPropertyDescriptor for properties so as not to run getters. The
// objects under DFF are made when they are first touched: a run pays for the methods it uses.
//
// # Limits
//
// The arguments of one call may have 64 MiB together, and an array or object of them 1,000,000 elements; past that the call
// is a RangeError. A console message is cut at 64 KiB.
//
// # Concurrency
//
// A [Run] and a console belong to one VM and are used by one goroutine at a time, as the VM is. A [Backend] is safe for
// concurrent use and serves any number of runs.
package bindings
