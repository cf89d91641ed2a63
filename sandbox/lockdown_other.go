//go:build !linux

package sandbox

import "errors"

// lockDown has nothing to apply: on this system a worker is bounded by what the host measures and by being killed.
func lockDown(workerConfig) Lockdown {
	err := errors.New("not available on this system")
	var l Lockdown
	for _, name := range []string{MeasureNoNewPrivs, MeasureNoDump, MeasureLimits, MeasureOOM, MeasureLandlock, MeasureSeccomp} {
		l.add(name, "", err)
	}
	return l
}
