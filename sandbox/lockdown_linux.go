package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// addressSlack is what a worker may map beyond what it had at its start and twice the memory of a run: the Go runtime
// reserves the heap 64 MiB at a time, and tables beside it. With cgo the C library adds its own stack and heap for each thread.
const (
	addressSlack    = 256 << 20
	addressSlackCgo = 4 << 30
)

// maxOpenFiles leaves a worker its pipe, the standard three, and what the Go runtime opens for itself.
const maxOpenFiles = 32

// lockDown gives up everything that a worker does not need to run scripts. Nothing of it can be taken back.
func lockDown(c workerConfig) Lockdown {
	// Some of it is per thread, and seccomp spreads it from the thread that has it all.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	var l Lockdown
	_, _, errno := syscall.AllThreadsSyscall(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0)
	cgo := errno == syscall.ENOTSUP
	var err error
	if cgo {
		err = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
	} else if errno != 0 {
		err = errno
	}
	l.add(MeasureNoNewPrivs, "", err)
	l.add(MeasureNoDump, "", unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0))
	detail, err := limitResources(c.memory, cgo)
	l.add(MeasureLimits, detail, err)
	l.add(MeasureOOM, "", os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0))
	detail, err = landlock(cgo)
	l.add(MeasureLandlock, detail, err)
	detail, err = seccomp()
	l.add(MeasureSeccomp, detail, err)
	return l
}

func limitResources(memory int64, cgo bool) (string, error) {
	mapped, _, err := readStatm("/proc/self/statm")
	if err != nil {
		return "", err
	}
	space := uint64(mapped + 2*memory + addressSlack)
	if cgo {
		space += addressSlackCgo
	}
	for _, l := range []struct {
		resource int
		value    uint64
	}{
		{unix.RLIMIT_AS, space},
		{unix.RLIMIT_CORE, 0},
		{unix.RLIMIT_FSIZE, 0},
		{unix.RLIMIT_NOFILE, maxOpenFiles},
	} {
		if err := unix.Setrlimit(l.resource, &unix.Rlimit{Cur: l.value, Max: l.value}); err != nil {
			return "", fmt.Errorf("setrlimit %d to %d: %w", l.resource, l.value, err)
		}
	}
	return fmt.Sprintf("address space %d MiB, %d open files, no file growth, no core", space>>20, maxOpenFiles), nil
}

func readStatm(name string) (mapped, resident int64, err error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return 0, 0, err
	}
	return parseStatm(b)
}

// parseStatm returns the first two fields of /proc/PID/statm, in bytes.
func parseStatm(b []byte) (mapped, resident int64, err error) {
	first, rest, _ := bytes.Cut(b, []byte(" "))
	second, _, _ := bytes.Cut(rest, []byte(" "))
	m, err1 := strconv.ParseInt(string(first), 10, 40)
	r, err2 := strconv.ParseInt(string(second), 10, 40)
	page := int64(os.Getpagesize())
	return m * page, r * page, errors.Join(err1, err2)
}

// landlock takes all access to files, and what else this kernel's Landlock knows, from every thread.
func landlock(cgo bool) (string, error) {
	abi, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	if errno != 0 {
		return "", fmt.Errorf("the kernel lacks it: %w", errno)
	}
	if cgo && abi < 8 {
		return "", fmt.Errorf("ABI %d applies to one thread, and a program with cgo cannot reach its others; build with CGO_ENABLED=0", abi)
	}
	covers := "files"
	attr := unix.LandlockRulesetAttr{Handled_access_fs: unix.LANDLOCK_ACCESS_FS_REFER - 1}
	if abi >= 2 {
		attr.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_REFER
	}
	if abi >= 3 {
		attr.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_TRUNCATE
	}
	if abi >= 4 {
		attr.Handled_access_net = unix.LANDLOCK_ACCESS_NET_BIND_TCP | unix.LANDLOCK_ACCESS_NET_CONNECT_TCP
		covers += ", TCP"
	}
	if abi >= 5 {
		attr.Handled_access_fs |= unix.LANDLOCK_ACCESS_FS_IOCTL_DEV
	}
	if abi >= 6 {
		attr.Scoped = unix.LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET
		covers += ", abstract sockets"
		// The first kernels with this scope refused signals between the threads of one process, which Go's scheduler
		// lives by; the second bit of the errata says that this one does not.
		errata, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_ERRATA)
		if errno == 0 && errata&2 != 0 {
			attr.Scoped |= unix.LANDLOCK_SCOPE_SIGNAL
			covers += ", signals"
		}
	}
	fd, _, errno := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, uintptr(unsafe.Pointer(&attr)), unsafe.Offsetof(attr.Quiet_access_fs), 0)
	if errno != 0 {
		return "", fmt.Errorf("create ruleset, ABI %d: %w", abi, errno)
	}
	defer unix.Close(int(fd))
	if abi >= 8 {
		_, _, errno = unix.Syscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, unix.LANDLOCK_RESTRICT_SELF_TSYNC, 0)
	} else {
		_, _, errno = syscall.AllThreadsSyscall(unix.SYS_LANDLOCK_RESTRICT_SELF, fd, 0, 0)
	}
	if errno != 0 {
		return "", fmt.Errorf("restrict, ABI %d: %w", abi, errno)
	}
	return fmt.Sprintf("ABI %d: %s", abi, covers), nil
}
