package sandbox

import (
	"fmt"
	"os"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// executable is what a worker is started from: this program, even if its file has been replaced or removed since.
func executable() (string, error) {
	const self = "/proc/self/exe"
	if _, err := os.Stat(self); err != nil {
		return os.Executable()
	}
	return self, nil
}

// sysProcAttr puts a worker into a session of its own, out of reach of a terminal's Ctrl-C, and has the kernel kill it when
// the thread that started it ends.
func sysProcAttr() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
}

// workerNice is how much nicer a worker is than its host.
const workerNice = 5

// stepBack has a worker that has just begun come after its host when both want a CPU, because all the other workers wait for
// the host. Its threads to come inherit that from its only one. Where the kernel shares the CPUs among sessions, it
// counts that of the session instead, which may be set ten times a second by who is not root. No promise hangs on it.
func stepBack(pid int) {
	own, err := unix.Getpriority(unix.PRIO_PROCESS, 0)
	if err != nil {
		return
	}
	nice := min(20-own+workerNice, 19) // the system call has no negative results: it returns 20 less the niceness
	_ = unix.Setpriority(unix.PRIO_PROCESS, pid, nice)
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/autogroup", pid), []byte(strconv.Itoa(nice)), 0)
}

// residentMeter reads how much memory a process occupies.
type residentMeter struct{ f *os.File }

// newResidentMeter opens what it needs once: at a busy moment no descriptor may be left, and a reader that was let in stays
// in when the process hides itself.
func newResidentMeter(pid int) residentMeter {
	f, err := os.Open(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return residentMeter{}
	}
	return residentMeter{f}
}

// read returns the resident size in bytes, 0 if it is unknown.
func (m residentMeter) read() int64 {
	if m.f == nil {
		return 0
	}
	var b [128]byte
	n, _ := m.f.ReadAt(b[:], 0)
	_, resident, err := parseStatm(b[:n])
	if err != nil {
		return 0
	}
	return resident
}

func (m residentMeter) close() {
	if m.f != nil {
		m.f.Close()
	}
}
