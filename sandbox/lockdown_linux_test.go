package sandbox

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

func init() {
	for name, attempt := range attempts {
		tricks[name] = func(*Worker) string { return name + ": " + answer(attempt()) }
	}
}

func answer(err error) string {
	if err == nil {
		return "done"
	}
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return unix.ErrnoName(errno)
	}
	return err.Error()
}

// sys makes a system call. Where pointers would be needed they are nil: a call that fails with EPERM was refused before the kernel looked
// at them, and with EFAULT or anything else it was not.
func sys(nr uintptr, args ...uintptr) error {
	var a [6]uintptr
	copy(a[:], args)
	if _, _, errno := unix.RawSyscall6(nr, a[0], a[1], a[2], a[3], a[4], a[5]); errno != 0 {
		return errno
	}
	return nil
}

func parent() uintptr { return uintptr(os.Getppid()) }

// attempts are what a script must never be able to do, had it taken over its worker.
var attempts = map[string]func() error{
	"read a file":               func() error { _, err := os.ReadFile("/etc/passwd"); return err },
	"read its executable":       func() error { _, err := os.ReadFile("/proc/self/exe"); return err },
	"read the environment":      func() error { _, err := os.ReadFile("/proc/1/environ"); return err },
	"read the host's":           func() error { _, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", parent())); return err },
	"read the host's memory":    func() error { _, err := os.ReadFile(fmt.Sprintf("/proc/%d/mem", parent())); return err },
	"list a directory":          func() error { _, err := os.ReadDir("/"); return err },
	"write a file":              func() error { return os.WriteFile("/tmp/dff-was-here", nil, 0o600) },
	"make a directory":          func() error { return os.Mkdir("/tmp/dff-was-here", 0o700) },
	"remove a file":             func() error { return os.Remove("/tmp/dff-was-here") },
	"look at a file":            func() error { _, err := os.Stat("/etc/passwd"); return err },
	"open the old way":          func() error { return sys(unix.SYS_OPENAT2) },
	"change directory":          func() error { return os.Chdir("/tmp") },
	"open a TCP socket":         func() error { return sys(unix.SYS_SOCKET, unix.AF_INET, unix.SOCK_STREAM) },
	"open a UDP socket":         func() error { return sys(unix.SYS_SOCKET, unix.AF_INET6, unix.SOCK_DGRAM) },
	"open a Unix socket":        func() error { return sys(unix.SYS_SOCKET, unix.AF_UNIX, unix.SOCK_STREAM) },
	"open a netlink socket":     func() error { return sys(unix.SYS_SOCKET, unix.AF_NETLINK, unix.SOCK_RAW) },
	"make a socket pair":        func() error { return sys(unix.SYS_SOCKETPAIR, unix.AF_UNIX, unix.SOCK_STREAM) },
	"connect":                   func() error { return sys(unix.SYS_CONNECT, workerFD) },
	"be sent a descriptor":      func() error { return sys(unix.SYS_RECVMSG, workerFD) },
	"send a descriptor":         func() error { return sys(unix.SYS_SENDMSG, workerFD) },
	"execute":                   func() error { return syscall.Exec("/bin/true", []string{"true"}, nil) },
	"execute a descriptor":      func() error { return sys(unix.SYS_EXECVEAT) },
	"start a process":           func() error { return exec.Command("/bin/true").Run() },
	"fork":                      func() error { return sys(unix.SYS_CLONE, uintptr(unix.SIGCHLD)) },
	"make a namespace":          func() error { return sys(unix.SYS_UNSHARE, unix.CLONE_NEWUSER) },
	"fork with clone3":          func() error { return sys(unix.SYS_CLONE3) },
	"trace":                     func() error { return sys(unix.SYS_PTRACE, unix.PTRACE_ATTACH, parent()) },
	"read another's memory":     func() error { return sys(unix.SYS_PROCESS_VM_READV, parent()) },
	"write another's memory":    func() error { return sys(unix.SYS_PROCESS_VM_WRITEV, parent()) },
	"kill the host":             func() error { return sys(unix.SYS_KILL, parent(), uintptr(unix.SIGTERM)) },
	"kill everybody":            func() error { return sys(unix.SYS_KILL, ^uintptr(0), 0) },
	"kill its group":            func() error { return sys(unix.SYS_KILL, 0, 0) },
	"kill a thread of the host": func() error { return sys(unix.SYS_TGKILL, parent(), parent(), uintptr(unix.SIGTERM)) },
	"signal through a queue":    func() error { return sys(unix.SYS_RT_SIGQUEUEINFO, parent()) },
	"open a process":            func() error { return sys(unix.SYS_PIDFD_OPEN, parent()) },
	"become dumpable":           func() error { return sys(unix.SYS_PRCTL, unix.PR_SET_DUMPABLE, 1) },
	"outlive its parent":        func() error { return sys(unix.SYS_PRCTL, unix.PR_SET_PDEATHSIG, 0) },
	"raise a limit":             func() error { return sys(unix.SYS_PRLIMIT64, 0, unix.RLIMIT_NOFILE) },
	"limit the host":            func() error { return sys(unix.SYS_PRLIMIT64, parent(), unix.RLIMIT_CPU) },
	"run new code": func() error {
		return sys(unix.SYS_MMAP, 0, 4096, unix.PROT_EXEC, unix.MAP_ANON|unix.MAP_PRIVATE, ^uintptr(0))
	},
	"turn data into code":  func() error { return sys(unix.SYS_MPROTECT, 0, 4096, unix.PROT_READ|unix.PROT_EXEC) },
	"use io_uring":         func() error { return sys(unix.SYS_IO_URING_SETUP, 8) },
	"load a BPF program":   func() error { return sys(unix.SYS_BPF, 0) },
	"read the key ring":    func() error { return sys(unix.SYS_KEYCTL, 0) },
	"mount":                func() error { return sys(unix.SYS_MOUNT) },
	"change its root":      func() error { return sys(unix.SYS_CHROOT) },
	"change its user":      func() error { return sys(unix.SYS_SETUID, 0) },
	"make anonymous files": func() error { return sys(unix.SYS_MEMFD_CREATE) },
	"share memory":         func() error { return sys(unix.SYS_SHMGET, 0, 4096) },
	"control a device":     func() error { return sys(unix.SYS_IOCTL, 0, 0) },
	"claim signals":        func() error { return sys(unix.SYS_FCNTL, workerFD, unix.F_SETOWN, parent()) },
	"change the filter":    func() error { return sys(unix.SYS_SECCOMP, 0) },
	"set the clock":        func() error { return sys(unix.SYS_CLOCK_SETTIME, 0) },
	"handle page faults":   func() error { return sys(unix.SYS_USERFAULTFD, 0) },
	"watch performance":    func() error { return sys(unix.SYS_PERF_EVENT_OPEN) },
	"restart the system":   func() error { return sys(unix.SYS_REBOOT, 0, 0) },
}

func TestLockdown(t *testing.T) {
	p := newPool(t, PoolOptions{Size: 1})
	l := acquire(t, p, "a")
	l.Start(t.Context(), 0)
	for _, m := range l.Lockdown() {
		t.Logf("%s: %v %s", m.Name, m.On, m.Detail)
		if !m.On && (m.Name != MeasureLandlock || !usesCgo()) {
			t.Errorf("%s is off: %s", m.Name, m.Detail)
		}
	}
	for name := range attempts {
		refused := []string{"EPERM"}
		switch name {
		case "fork with clone3":
			refused[0] = "ENOSYS" // so that the runtime falls back to what the filter can look into
		case "start a process":
			refused = append(refused, "EACCES")
		}
		got := mustCall(t, l, frameTrick, name)
		if _, errno, _ := strings.Cut(got, ": "); !slices.Contains(refused, errno) {
			t.Error(got)
		}
	}
	// It must still be able to do its work: threads, collections, preemption, timers.
	if got := mustCall(t, l, frameTrick, "work"); got != "worked" {
		t.Error(got)
	}
	l.Release(true)
	if s := p.Status(); !slices.Equal(s.Lockdown, l.Lockdown()) || s.Replaced != 0 {
		t.Errorf("status %+v", s)
	}
}

func init() {
	tricks["work"] = func(*Worker) string {
		done := make(chan struct{})
		for range 8 {
			go func() {
				runtime.LockOSThread() // a new thread, which ends with the goroutine
				time.Sleep(time.Millisecond)
				done <- struct{}{}
			}()
		}
		for range 8 {
			<-done
		}
		go spin() // can only be stopped by a signal from another thread
		runtime.GC()
		return "worked"
	}
}

func usesCgo() bool {
	_, _, errno := syscall.AllThreadsSyscall(unix.SYS_GETPID, 0, 0, 0)
	return errno == syscall.ENOTSUP
}

func TestProbe(t *testing.T) {
	l, err := Probe(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(l) != 6 || l.Complete() == usesCgo() {
		t.Errorf("lockdown %+v", l)
	}
}

// Behind seccomp Landlock is never reached; here it stands alone.
func TestLandlockAlone(t *testing.T) {
	if usesCgo() {
		t.Skip("needs a program without cgo")
	}
	out := runHelper(t, "landlock")
	for line := range strings.Lines(out) {
		t.Log(strings.TrimSpace(line))
		if strings.HasPrefix(line, "landlock ") {
			if !strings.Contains(line, "ABI") {
				t.Skip("the kernel has no Landlock")
			}
			continue
		}
		if !strings.Contains(line, "EACCES") {
			t.Error(line)
		}
	}
}

func init() {
	helpers["landlock"] = func() {
		threads := make(chan func())
		for range 3 {
			go func() {
				runtime.LockOSThread()
				for f := range threads {
					f()
				}
			}()
		}
		if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
			fmt.Println("no new privileges:", err)
		}
		fmt.Println("landlock", fmt.Sprint(landlock(false)))
		done := make(chan struct{})
		for range 3 {
			threads <- func() {
				_, err := os.ReadFile("/etc/passwd")
				fmt.Println("read:", answer(err))
				fmt.Println("write:", answer(os.WriteFile("/tmp/dff-was-here", nil, 0o600)))
				if detail, _, _ := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION); detail >= 4 {
					fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
					if err == nil {
						err = unix.Connect(fd, &unix.SockaddrInet4{Port: 1, Addr: [4]byte{127, 0, 0, 1}})
						unix.Close(fd)
					}
					fmt.Println("connect:", answer(err))
				}
				done <- struct{}{}
			}
			<-done
		}
	}
}
