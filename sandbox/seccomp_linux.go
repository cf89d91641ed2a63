//go:build linux && (amd64 || arm64)

package sandbox

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// freeCalls are the system calls that a locked-down worker may make with any arguments: what the Go runtime needs to manage
// memory, threads, time and signals, and to read and write descriptors it already has. Everything that is neither here, in
// archCalls nor in boundCalls fails with EPERM.
var freeCalls = []uint32{
	unix.SYS_READ, unix.SYS_WRITE, unix.SYS_READV, unix.SYS_WRITEV, unix.SYS_PREAD64, unix.SYS_CLOSE, unix.SYS_FSTAT,
	unix.SYS_MUNMAP, unix.SYS_MADVISE, unix.SYS_BRK,
	unix.SYS_FUTEX, unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY, unix.SYS_SET_ROBUST_LIST, unix.SYS_RSEQ,
	unix.SYS_NANOSLEEP, unix.SYS_CLOCK_NANOSLEEP, unix.SYS_CLOCK_GETTIME, unix.SYS_CLOCK_GETRES, unix.SYS_GETTIMEOFDAY,
	unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK, unix.SYS_RESTART_SYSCALL,
	unix.SYS_EPOLL_CREATE1, unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_PWAIT, unix.SYS_EPOLL_PWAIT2, unix.SYS_EVENTFD2,
	unix.SYS_GETPID, unix.SYS_GETPPID, unix.SYS_GETTID, unix.SYS_GETRANDOM, unix.SYS_EXIT, unix.SYS_EXIT_GROUP,
}

// An argCheck bounds one argument of a system call. Only the low half of an argument is compared: the kernel takes these
// arguments as 32-bit numbers.
type argCheck struct {
	arg  uint32   // which argument, from 0
	any  []uint32 // it must be one of these, if there are any
	must uint32   // bits that must be set, if not 0
	not  uint32   // bits that must not be set, if not 0
}

// boundCalls are the system calls allowed with some arguments only.
func boundCalls() map[uint32][]argCheck {
	self := argCheck{arg: 0, any: []uint32{uint32(os.Getpid())}}
	return map[uint32][]argCheck{
		unix.SYS_CLONE:    {{arg: 0, must: unix.CLONE_THREAD}},
		unix.SYS_MMAP:     {{arg: 2, not: unix.PROT_EXEC}},
		unix.SYS_MPROTECT: {{arg: 2, not: unix.PROT_EXEC}},
		unix.SYS_KILL:     {self},
		unix.SYS_TGKILL:   {self},
		unix.SYS_RECVFROM: {{arg: 0, any: []uint32{workerFD}}},
		unix.SYS_PRCTL:    {{arg: 0, any: []uint32{unix.PR_SET_VMA}}},
		unix.SYS_FCNTL:    {{arg: 1, any: []uint32{unix.F_GETFD, unix.F_SETFD, unix.F_GETFL, unix.F_SETFL}}},
	}
}

const (
	seccompAllow  = unix.SECCOMP_RET_ALLOW
	seccompRefuse = unix.SECCOMP_RET_ERRNO | uint32(unix.EPERM)
	seccompAbsent = unix.SECCOMP_RET_ERRNO | uint32(unix.ENOSYS)

	// Offsets in struct seccomp_data.
	dataNr   = 0
	dataArch = 4
	dataArgs = 16
)

func stmt(code uint16, k uint32) unix.SockFilter { return unix.SockFilter{Code: code, K: k} }

func jump(code uint16, k uint32, yes, no int) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | code | unix.BPF_K, K: k, Jt: uint8(yes), Jf: uint8(no)}
}

func load(offset uint32) unix.SockFilter { return stmt(unix.BPF_LD|unix.BPF_W|unix.BPF_ABS, offset) }

func ret(action uint32) unix.SockFilter { return stmt(unix.BPF_RET|unix.BPF_K, action) }

// filter is the seccomp program. Every call is a block of its own, so that no jump has to reach far.
func filter() []unix.SockFilter {
	p := []unix.SockFilter{
		load(dataArch),
		jump(unix.BPF_JEQ, auditArch, 1, 0),
		ret(unix.SECCOMP_RET_KILL_PROCESS),
		load(dataNr),
		// Go and the C library fall back to clone, whose flags can be seen here, when clone3 does not exist.
		jump(unix.BPF_JEQ, unix.SYS_CLONE3, 0, 1),
		ret(seccompAbsent),
	}
	for _, calls := range [][]uint32{freeCalls, archCalls} {
		for _, nr := range calls {
			p = append(p, jump(unix.BPF_JEQ, nr, 0, 1), ret(seccompAllow))
		}
	}
	for nr, checks := range boundCalls() {
		var body []unix.SockFilter
		for _, c := range checks {
			body = append(body, c.program()...)
		}
		body = append(body, ret(seccompAllow))
		p = append(p, jump(unix.BPF_JEQ, nr, 0, len(body)))
		p = append(p, body...)
	}
	return append(p, ret(seccompRefuse))
}

// program refuses the call unless the argument passes. It leaves the argument, not the call's number, in the accumulator.
func (c argCheck) program() []unix.SockFilter {
	p := []unix.SockFilter{load(dataArgs + 8*c.arg)} // both architectures keep the low half first
	for i, v := range c.any {
		p = append(p, jump(unix.BPF_JEQ, v, len(c.any)-i, 0))
	}
	if len(c.any) > 0 {
		p = append(p, ret(seccompRefuse))
	}
	if c.must != 0 {
		p = append(p, jump(unix.BPF_JSET, c.must, 1, 0), ret(seccompRefuse))
	}
	if c.not != 0 {
		p = append(p, jump(unix.BPF_JSET, c.not, 0, 1), ret(seccompRefuse))
	}
	return p
}

// seccomp installs the filter on every thread of this process.
func seccomp() (string, error) {
	f := filter()
	prog := unix.SockFprog{Len: uint16(len(f)), Filter: &f[0]}
	r, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return "", fmt.Errorf("the kernel refused it: %w", errno)
	}
	if r != 0 {
		return "", fmt.Errorf("thread %d could not be given the filter", r)
	}
	return fmt.Sprintf("%d system calls allowed, the others refused", len(freeCalls)+len(archCalls)+len(boundCalls())), nil
}
