package sandbox

import (
	"cmp"
	"fmt"
	"time"
)

// Limits bounds one run. A zero field means its default (see DefaultLimits).
type Limits struct {
	Timeout      time.Duration // wall clock, from the start of the run to its result
	Memory       int64         // bytes a run may add to its worker; enforced in process isolation only
	CallDepth    int           // nested JavaScript calls
	LogBytes     int64         // bytes of console messages; each counts for at least 33
	ResultBytes  int64         // bytes of the result's JSON
	CacheReplies int64         // number of cache calls
	CacheBytes   int64         // bytes of all cache calls together, arguments and replies
}

// MaxTimeout is the longest time limit that can be set.
const MaxTimeout = time.Hour

// DefaultLimits are the limits of a run that sets none.
var DefaultLimits = Limits{
	Timeout:      30 * time.Second,
	Memory:       128 << 20,
	CallDepth:    2000,
	LogBytes:     1 << 20,
	ResultBytes:  8 << 20,
	CacheReplies: 1_000_000,
	CacheBytes:   256 << 20,
}

// OrDefault returns l with every zero field replaced by its default.
func (l Limits) OrDefault() Limits {
	d := DefaultLimits
	l.Timeout = cmp.Or(l.Timeout, d.Timeout)
	l.Memory = cmp.Or(l.Memory, d.Memory)
	l.CallDepth = cmp.Or(l.CallDepth, d.CallDepth)
	l.LogBytes = cmp.Or(l.LogBytes, d.LogBytes)
	l.ResultBytes = cmp.Or(l.ResultBytes, d.ResultBytes)
	l.CacheReplies = cmp.Or(l.CacheReplies, d.CacheReplies)
	l.CacheBytes = cmp.Or(l.CacheBytes, d.CacheBytes)
	return l
}

// LimitError says which limit ended a run and how to raise it.
type LimitError struct {
	Outcome Outcome // Timeout, Memory, Stack, Log, TooLarge or Cache
	Limit   string  // the limit's value, as people write it: "30s", "128MiB", "1000"
}

// limitTexts says, for each outcome that is a limit, what was exceeded and which flag raises it.
var limitTexts = map[Outcome]struct{ what, flag string }{
	Timeout:  {"the run took longer than its time limit", "--timeout"},
	Memory:   {"the run used more memory than its limit", "--memory"},
	Stack:    {"calls were nested deeper than the limit", "--call-depth"},
	Log:      {"the console output grew larger than the limit", "--max-log"},
	TooLarge: {"the result is larger than the limit", "--max-result"},
	Cache:    {"the run drew more from the cache than the limit", "--max-cache or --max-cache-calls"},
}

// Error names the limit, its value and the flag that raises it.
func (e *LimitError) Error() string {
	t := limitTexts[e.Outcome]
	return fmt.Sprintf("%s of %s (raise it with %s)", t.what, e.Limit, t.flag)
}
