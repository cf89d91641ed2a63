package bindings

import (
	"net"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"
)

// A script that makes one call after the other waits for each reply. If its thread goes to sleep meanwhile, waking it up takes longer
// than a server nearby needs for the answer, in a virtual machine several times as long. So the only one who waits stays
// awake for a moment, and lets everybody else have the CPU who can use it.

const (
	// busyPollFor is how long a reader stays awake.
	busyPollFor = 100 * time.Microsecond
	// busyPollPause is the most reads that go to sleep at once after one that stayed awake for nothing.
	busyPollPause = 64
)

// busyPolled is a connection whose reader stays awake for a moment. After a moment that was too short it pauses, for longer each
// time: a server far away costs little of it. Only one goroutine may read at a time.
type busyPolled struct {
	net.Conn
	raw     syscall.RawConn
	readers *atomic.Int64 // of these connections: nobody stays awake beside another

	try   func(fd uintptr) bool
	into  []byte // for try
	got   int    // by try
	after int    // reads to pause after the next moment that is too short
	pause int    // reads that still pause
}

// busyPoll returns the connection with busy polling, if its system and kind allow it; readers is what all connections share that
// are not to be read beside each other.
func busyPoll(c net.Conn, readers *atomic.Int64) net.Conn {
	s, ok := c.(syscall.Conn)
	if !ok || runtime.GOMAXPROCS(0) == 1 {
		return c
	}
	raw, err := s.SyscallConn()
	if err != nil {
		return c
	}
	b := &busyPolled{Conn: c, raw: raw, readers: readers, after: 1}
	b.try = b.poll
	return b
}

func (b *busyPolled) Read(p []byte) (int, error) {
	defer b.readers.Add(-1)
	if b.readers.Add(1) > 1 {
		return b.Conn.Read(p)
	}
	if b.pause > 0 {
		b.pause--
		return b.Conn.Read(p)
	}
	b.into, b.got = p, 0
	err := b.raw.Read(b.try) // an error: the deadline has passed, or the connection is closed; Read says it
	b.into = nil
	if err == nil && b.got > 0 {
		b.after = 1
		return b.got, nil
	}
	b.pause, b.after = b.after, min(2*b.after, busyPollPause)
	return b.Conn.Read(p)
}

// poll reads what comes within busyPollFor, the end and errors excepted. It is always done: nobody is to wait for it.
func (b *busyPolled) poll(fd uintptr) bool {
	for start := time.Now(); ; {
		n, err := syscall.Read(int(fd), b.into)
		if err == nil {
			b.got = n
			return true
		}
		if err != syscall.EAGAIN || time.Since(start) > busyPollFor {
			return true
		}
		_, _, _ = syscall.RawSyscall(syscall.SYS_SCHED_YIELD, 0, 0, 0) // the server may want this CPU
		runtime.Gosched()                                              // and so may other scripts
	}
}
