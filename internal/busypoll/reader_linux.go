package busypoll

import (
	"io"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// moment is how long a reader stays awake.
	moment = 100 * time.Microsecond
	// maxPause is the most reads that go to sleep at once after a moment that was too short.
	maxPause = 64
)

// reader is a socket whose reader stays awake for a moment.
type reader struct {
	socket  io.Reader
	raw     syscall.RawConn
	readers *atomic.Int64

	try   func(fd uintptr) bool
	into  []byte // for try
	got   int    // by try
	after int    // reads to pause after the next moment that is too short
	pause int    // reads that still pause
}

// New returns a reader of a socket. It returns the socket itself if it is none that the system knows, as a TLS connection.
// readers counts the reads under way of all readers that share it, of which only the first stays awake; nil: there is no other.
func New(socket io.Reader, readers *atomic.Int64) io.Reader {
	s, ok := socket.(syscall.Conn)
	if !ok || runtime.GOMAXPROCS(0) == 1 {
		return socket
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return socket
	}
	if readers == nil {
		readers = new(atomic.Int64)
	}
	r := &reader{socket: socket, raw: raw, readers: readers, after: 1}
	r.try = r.poll
	return r
}

func (r *reader) Read(p []byte) (int, error) {
	defer r.readers.Add(-1)
	if r.readers.Add(1) > 1 {
		return r.socket.Read(p)
	}
	if r.pause > 0 {
		r.pause--
		return r.socket.Read(p)
	}
	r.into, r.got = p, 0
	err := r.raw.Read(r.try) // an error: the deadline has passed, or the socket is closed; Read says it
	r.into = nil
	if err == nil && r.got > 0 {
		r.after = 1
		return r.got, nil
	}
	r.pause, r.after = r.after, min(2*r.after, maxPause)
	return r.socket.Read(p)
}

// poll reads what comes within a moment; not the end of the stream, nor an error. It always returns true: it is not to be called
// again when something comes.
func (r *reader) poll(fd uintptr) bool {
	for start := time.Now(); ; {
		n, _, err := syscall.Recvfrom(int(fd), r.into, syscall.MSG_DONTWAIT)
		if err == nil {
			r.got = n
			return true
		}
		if err != syscall.EAGAIN || time.Since(start) > moment {
			return true
		}
		_, _, _ = syscall.RawSyscall(syscall.SYS_SCHED_YIELD, 0, 0, 0) // the peer may need this CPU
		runtime.Gosched()                                              // and so may others here
	}
}
