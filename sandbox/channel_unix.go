//go:build unix

package sandbox

import (
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"syscall"

	"dff/internal/busypoll"
)

// workerFD is the descriptor at which a worker finds its end of the socket pair.
const workerFD = 3

// hostReads counts how many workers the host is waiting for.
var hostReads atomic.Int64

// newChannel makes the stream between host and worker. files are what the worker inherits, stderr apart, which the
// host closes once the worker has started. Both ends block: a thread that sleeps in read is woken at less cost than one
// that has to ask epoll first. The host needs a thread for each worker that is busy, of which there are few; what wakes it for
// certain is the death of the worker. Before they sleep they poll for a moment: in a run that calls the cache, each side waits for
// little but the other.
func newChannel(stderr *os.File) (host io.ReadWriteCloser, files []*os.File, env []string, err error) {
	syscall.ForkLock.RLock()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, nil, nil, os.NewSyscallError("socketpair", err)
	}
	worker := os.NewFile(uintptr(fds[1]), "worker")
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		syscall.Close(fds[0])
		worker.Close()
		return nil, nil, nil, err
	}
	f := os.NewFile(uintptr(fds[0]), "host")
	return end{f, busypoll.New(f, &hostReads)}, []*os.File{null, null, stderr, worker}, []string{}, nil
}

// end is the host's end of a channel.
type end struct {
	*os.File
	in io.Reader // to read from it
}

func (e end) Read(p []byte) (int, error) { return e.in.Read(p) }

// workerChannel returns the worker's end.
func workerChannel() (io.Reader, io.Writer, error) {
	if _, err := syscall.Getpeername(workerFD); err != nil {
		return nil, nil, fmt.Errorf("%s is started by its host, not by hand: descriptor %d: %w", workerName, workerFD, err)
	}
	syscall.CloseOnExec(workerFD)
	f := os.NewFile(workerFD, "host")
	return busypoll.New(f, nil), f, nil
}
