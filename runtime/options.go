package runtime

import (
	"time"

	"dff/bindings"
	"dff/sandbox"
	"dff/scripts"
)

// Isolation says where a script runs.
type Isolation string

// The isolations. The zero value of Options.Isolation means InProcess.
const (
	InProcess  Isolation = "none"    // in the caller's process: fast, and only for scripts that are trusted
	OutProcess Isolation = "process" // in a worker process that can be killed
)

// Options configures an Engine. The zero value runs scripts of the current directory, in this process, over an
// embedded store, with sandbox.DefaultLimits.
type Options struct {
	// Dir is the script directory; "" means ".". It is not used when Scripts is set.
	Dir string
	// Scripts is where the live Set comes from, instead of Dir.
	Scripts func() *scripts.Set
	// Backend carries out the cache calls; nil means an embedded store of this engine's own, closed by Shutdown.
	// A Backend that is given here stays the caller's to close.
	Backend bindings.Backend
	// Connect, if set, is called once by New for the Backend, while the first workers start; Backend is not used then. What
	// it returns is the caller's to close, and its error is New's.
	Connect func() (bindings.Backend, error)
	// Policy says which scopes and methods a script may use; nil allows everything.
	Policy *bindings.Policy
	// Limits bound every run; zero fields mean sandbox.DefaultLimits.
	Limits sandbox.Limits
	// Bindings are the embedder's own objects under DFF.
	Bindings []bindings.Object
	// Isolation defaults to InProcess.
	Isolation Isolation
	// Workers configures the pool of worker processes; it is not used InProcess. Its Memory is taken from Limits.
	Workers sandbox.PoolOptions
}

// Call says what to run.
type Call struct {
	Script string // name of the script, as in "demo/report"
	Func   string // an exported function; "" means main, else default, else module.exports, else the top level alone
	Args   []any  // encoded with encoding/json; a json.RawMessage goes through as it is
	// Timeout lowers the engine's time limit for this run; 0, or a longer one, leaves it.
	Timeout time.Duration
	// Functions asks for Result.Functions.
	Functions bool
	// Log, if set, receives each console message as it is written, one at a time. Result.Logs holds them all the same.
	Log func(LogEntry)
}

// Result is what came of a run. Run returns one whenever the script was found, also beside an error.
type Result struct {
	Value   []byte          // JSON of what the function returned; nil for undefined
	Logs    []LogEntry      // console messages in order
	Outcome sandbox.Outcome // how the run ended
	Version string          // hash over the entry and every module it loaded
	// Functions are the functions that the script exports, at most MaxFunctions, sorted. They are there only if the call
	// asked for them, and only once the script's top level has run.
	Functions []string
	Elapsed   time.Duration
	Waited    time.Duration // the part of Elapsed in which there was no worker for the run; 0 in this process
}

// LogEntry is one console message.
type LogEntry struct {
	Time    time.Time
	Level   string // "debug", "log", "info", "warn", "error"
	Message string
}

// Failure is the error of a run that did not end with OK. It carries Go-side only strings: nothing of the VM.
type Failure struct {
	Outcome  sandbox.Outcome
	Name     string // JavaScript error name, "" if the thrown value was no Error
	Message  string
	Location Location   // where it happened in the user's own source; zero if nowhere
	Frame    string     // code frame, several lines; "" if none
	Stack    []Location // innermost first, in the user's files only
	Err      error      // the cause on the Go side, if any: *sandbox.LimitError, context.Canceled…
}

// Location is a place in a user's file.
type Location struct {
	File     string // path below the script directory, with extension
	Line     int    // from 1
	Column   int    // from 1
	Function string // "" at the top level
}
