package tests

import (
	"errors"
	"testing"
	"time"

	"dff/bindings"
	"dff/runtime"
)

// New connects the cache while the first worker starts; when it cannot, no worker stays behind.
func TestFailedNewLeavesNoWorker(t *testing.T) {
	errDown := errors.New("down")
	for _, wait := range []bool{true, false} {
		_, err := runtime.New(runtime.Options{Dir: t.TempDir(), Isolation: runtime.OutProcess, Connect: func() (bindings.Backend, error) {
			for deadline := time.Now().Add(10 * time.Second); wait && len(workerPIDs(t)) == 0; {
				if time.Now().After(deadline) {
					t.Error("no worker starts")
					break
				}
			}
			return nil, errDown
		}})
		if !errors.Is(err, errDown) {
			t.Errorf("error %v", err)
		}
		if pids := workerPIDs(t); len(pids) > 0 {
			t.Errorf("workers %v are left", pids)
		}
	}
}
