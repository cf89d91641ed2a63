package hostile

import (
	"syscall"
	"testing"
)

// checkChildren fails if a child process is left, alive or a zombie.
func checkChildren(t *testing.T) {
	t.Helper()
	if pid, err := syscall.Wait4(-1, nil, syscall.WNOHANG, nil); err != syscall.ECHILD {
		t.Errorf("a child process is left: %d, %v", pid, err)
	}
}
