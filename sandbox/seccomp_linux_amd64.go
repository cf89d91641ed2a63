package sandbox

import "golang.org/x/sys/unix"

const auditArch = unix.AUDIT_ARCH_X86_64

// archCalls are the free calls that only this architecture has.
var archCalls = []uint32{unix.SYS_EPOLL_WAIT, unix.SYS_TIME}
