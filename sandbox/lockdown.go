package sandbox

// Measure is one part of a worker's lockdown.
type Measure struct {
	Name   string `json:"name"`
	On     bool   `json:"on"`
	Detail string `json:"detail"` // what it covers, or why it is off
}

// Lockdown lists what a worker process did, before its first run, to give up what no script may have. What the system
// lacks is off and says why. Nil means that no worker has started yet.
type Lockdown []Measure

// The names of the measures.
const (
	MeasureNoNewPrivs = "no new privileges"
	MeasureNoDump     = "no core dumps, no ptrace"
	MeasureLimits     = "resource limits"
	MeasureOOM        = "first for the kernel's out-of-memory killer"
	MeasureLandlock   = "Landlock"
	MeasureSeccomp    = "seccomp"
)

// Complete reports whether every measure is on.
func (l Lockdown) Complete() bool {
	for _, m := range l {
		if !m.On {
			return false
		}
	}
	return len(l) > 0
}

// add appends a measure that is on if err is nil.
func (l *Lockdown) add(name, detail string, err error) {
	if err != nil {
		*l = append(*l, Measure{name, false, err.Error()})
		return
	}
	*l = append(*l, Measure{name, true, detail})
}
