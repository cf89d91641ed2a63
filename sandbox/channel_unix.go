//go:build unix

package sandbox

import (
	"fmt"
	"io"
	"os"
	"syscall"
)

// workerFD is the descriptor at which a worker finds its end of the socket pair.
const workerFD = 3

// newChannel makes the stream between host and worker. files are what the worker inherits, stderr apart, which the
// host closes once the worker has started. Both ends block: a thread that sleeps in read is woken at less cost than one
// that has to ask epoll first. The host needs a thread for each worker that is busy, of which there are few; what wakes it for
// certain is the death of the worker.
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
	return os.NewFile(uintptr(fds[0]), "host"), []*os.File{null, null, stderr, worker}, []string{}, nil
}

// workerChannel returns the worker's end.
func workerChannel() (io.Reader, io.Writer, error) {
	if _, err := syscall.Getpeername(workerFD); err != nil {
		return nil, nil, fmt.Errorf("%s is started by its host, not by hand: descriptor %d: %w", workerName, workerFD, err)
	}
	syscall.CloseOnExec(workerFD)
	f := os.NewFile(workerFD, "host")
	return f, f, nil
}
