package sandbox

// Outcome says how a run ended. The zero value is no outcome: the run has not ended.
type Outcome string

// The ways a run can end. No other values exist; a new one is a change of the public contract.
const (
	OK       Outcome = "ok"       // the script returned
	Error    Outcome = "error"    // the script failed: exception, rejection, syntax error, a result that is no JSON
	Timeout  Outcome = "timeout"  // the time limit ended it
	Memory   Outcome = "memory"   // the memory limit ended it
	Stack    Outcome = "stack"    // the call depth ended it
	Log      Outcome = "log"      // it wrote more to the console than allowed
	TooLarge Outcome = "result"   // its result was larger than allowed
	Cache    Outcome = "cache"    // it drew more from the cache than allowed
	Killed   Outcome = "killed"   // somebody outside the host killed its worker
	Crashed  Outcome = "crashed"  // its worker died, or spoke nonsense
	Canceled Outcome = "canceled" // the caller went away, or the host shut down
	Busy     Outcome = "busy"     // it never started: no runner was free
)

// Outcomes lists every Outcome, for metrics and documentation.
var Outcomes = [...]Outcome{OK, Error, Timeout, Memory, Stack, Log, TooLarge, Cache, Killed, Crashed, Canceled, Busy}

// IsLimit reports whether a limit other than time ended the run.
func (o Outcome) IsLimit() bool {
	switch o {
	case Memory, Stack, Log, TooLarge, Cache:
		return true
	}
	return false
}
