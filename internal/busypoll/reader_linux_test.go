package busypoll

import (
	"errors"
	"io"
	"net"
	"os"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

// pair returns the reader of a connection, the connection, and its peer.
func pair(t *testing.T, readers *atomic.Int64) (*reader, net.Conn, net.Conn) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2)) // with one CPU there would be none
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	c, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	peer, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(); peer.Close() })
	return New(c, readers).(*reader), c, peer
}

func TestReadsAll(t *testing.T) {
	r, c, peer := pair(t, nil)
	const turns = 1000
	go func() {
		defer peer.Close()
		var b [1]byte
		for range turns {
			if _, err := io.ReadFull(peer, b[:]); err != nil {
				return
			}
			b[0]++
			_, _ = peer.Write(b[:])
		}
	}()
	for i := range turns {
		if _, err := c.Write([]byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
		var b [8]byte
		if n, err := r.Read(b[:]); n != 1 || err != nil || b[0] != byte(i)+1 {
			t.Fatalf("turn %d: read %d bytes %v, %v", i, n, b[:n], err)
		}
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || err != io.EOF {
		t.Errorf("at the end: %d, %v; want io.EOF", n, err)
	}
	if r.into != nil || r.readers.Load() != 0 {
		t.Errorf("after the last Read: %v is kept, %d readers are left", r.into, r.readers.Load())
	}
}

// TestPauses lets a server be silent: the reader stays awake less and less often.
func TestPauses(t *testing.T) {
	r, c, peer := pair(t, nil)
	moments := 0
	for range 200 {
		paused := r.pause
		_ = c.SetReadDeadline(time.Now().Add(200 * time.Microsecond))
		if n, err := r.Read(make([]byte, 1)); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatalf("read %d, %v from a silent server; want the deadline", n, err)
		}
		if r.pause > paused {
			moments++
		}
	}
	if r.after != maxPause || moments == 0 || moments > 10 {
		t.Errorf("it stayed awake in %d of 200 reads, and pauses for %d after the next; want few, and %d", moments, r.after, maxPause)
	}
	_ = c.SetReadDeadline(time.Time{})
	for range 100 { // what has come already is there within a moment, but for bad luck
		if _, err := peer.Write([]byte("x")); err != nil {
			t.Fatal(err)
		}
		r.pause = 0
		if _, err := r.Read(make([]byte, 1)); err != nil {
			t.Fatal(err)
		}
		if r.after == 1 {
			return
		}
	}
	t.Errorf("it still pauses for %d reads when the server answers at once", r.after)
}

// TestAlone reads beside another reader: nobody stays awake.
func TestAlone(t *testing.T) {
	readers := new(atomic.Int64)
	readers.Add(1)
	r, c, _ := pair(t, readers)
	_ = c.SetReadDeadline(time.Now().Add(time.Millisecond))
	if n, err := r.Read(make([]byte, 1)); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("read %d, %v from a silent server; want the deadline", n, err)
	}
	if r.pause != 0 || r.after != 1 {
		t.Errorf("it stayed awake beside another reader")
	}
}
