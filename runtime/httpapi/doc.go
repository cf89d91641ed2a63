// Package httpapi serves an engine and its script directory over HTTP.
//
// # Usage
//
// A Handler is an http.Handler that can be mounted in any server; Serve is a server of its own that drains.
//
//	var watcher *scripts.Watcher
//	live := func() *scripts.Set { return watcher.Current() }
//	engine, err := runtime.New(runtime.Options{Scripts: live})
//	handler, err := httpapi.New(httpapi.Options{Engine: engine, Scripts: live, Token: token})
//	watcher, err = scripts.Watch(ctx, scripts.WatchOptions{Dir: "scripts", Check: engine.Check, OnChange: handler.Changed})
//	http.Handle("/", handler)
//
// POST /v1/run/{script}[:{function}] runs a script. GET /v1/scripts, /v1/scripts/{name} and /v1/events show the directory and
// what happens in it, GET /healthz, /readyz and /metrics how the host is. GET /openapi.json describes all of it.
//
// # Security
//
// Whoever may use the API may run every script. Without a token that is everybody who can connect, so that a server without
// one belongs on a loopback address (see CheckListen). Requests from web pages of other sites are refused, and so are
// requests to a host name that is not this host's, which is how a page gets around that (DNS rebinding). A Handler below
// a path prefix is mounted with http.StripPrefix. Answers say nothing of the host's environment or of
// paths outside the script directory; what only an operator may know goes to the log.
//
// # Limits
//
// The body of a request, the runs under way, those that wait, the clients that follow the events and what may queue up for
// one of them are bounded. A client that goes away cancels its run. A server that a Handler is mounted in must have no
// WriteTimeout, which would cut runs and event streams off: the Handler sets the time-outs of bodies and answers itself.
package httpapi
