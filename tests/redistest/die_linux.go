package redistest

import (
	"runtime"
	"syscall"
)

// dieWithParent makes the kernel kill a server whose test was killed.
func dieWithParent() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}

func lockThread() { runtime.LockOSThread() }
