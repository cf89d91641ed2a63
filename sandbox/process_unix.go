//go:build unix && !linux

package sandbox

import "syscall"

// sysProcAttr puts a worker into a session of its own, out of reach of a terminal's Ctrl-C.
func sysProcAttr() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
