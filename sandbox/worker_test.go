package sandbox

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// Types of the frames that the tests' worker understands.
const (
	frameEcho  = 1 // answered with the same
	frameTrick = 2 // the name of one of tricks, answered with what came of it
	frameReady = 3 // sent by a trick that goes on
	framePID   = 4 // answered with the worker's process id
)

// tricks are what the tests' worker can be told to do. Those that return give the answer.
var tricks = map[string]func(*Worker) string{
	"loop":  func(*Worker) string { spin(); return "" },
	"stack": func(*Worker) string { return fmt.Sprint(deep(1)) },
	"bomb": func(*Worker) string {
		var keep [][]byte
		for {
			b := make([]byte, 1<<20)
			for i := range b {
				b[i] = 1
			}
			keep = append(keep, b)
			runtime.KeepAlive(keep)
		}
	},
	"hoard": func(w *Worker) string { // does not stop when it is told to, and touches none of its memory
		w.Guard(8<<20, func() {})
		garbage = make([]byte, 96<<20)
		spin()
		return ""
	},
	"giant": func(*Worker) string {
		size := int64(8 << 30)
		b := make([]byte, size)
		return fmt.Sprint(len(b))
	},
	"guarded": func(w *Worker) string {
		exceeded := make(chan struct{})
		defer w.Guard(16<<20, func() { close(exceeded) })()
		var keep [][]byte
		for {
			select {
			case <-exceeded:
				return fmt.Sprintf("stopped, over the limit: %v", len(keep) > 15)
			default:
			}
			keep = append(keep, make([]byte, 64<<10))
		}
	},
	"guarded by nothing": func(w *Worker) string {
		w.Guard(16<<20, func() { panic("a run that does nothing took too much") })()
		return "done"
	},
	"garbage collected": func(w *Worker) string {
		exceeded := false
		defer w.Guard(32<<20, func() { exceeded = true })()
		var keep [64][]byte // 4 MiB in use, 1 GiB made
		for i := range 16 << 10 {
			keep[i%len(keep)] = make([]byte, 64<<10)
		}
		return fmt.Sprint("exceeded: ", exceeded)
	},
	"garbage": func(w *Worker) string {
		_, _ = w.out.w.Write([]byte("HTTP/1.1 200 OK\r\n\r\n"))
		return ""
	},
	"oversized": func(w *Worker) string {
		_, _ = w.out.w.Write([]byte{frameMagic, frameVersion, frameEcho, 0, 0xff, 0xff, 0xff, 0xff})
		return ""
	},
	"exit":  func(*Worker) string { os.Exit(3); return "" },
	"panic": func(*Worker) string { panic("a bug in the worker") },
	"hang up": func(w *Worker) string {
		w.out.w.(*os.File).Close()
		select {}
	},
	"grow": func(*Worker) string {
		hoard = make([]byte, 24<<20)
		for i := range hoard {
			hoard[i] = 1
		}
		return "grown"
	},
	"environment": func(*Worker) string {
		dir, err := os.Getwd()
		return fmt.Sprint(os.Environ(), " ", dir, " ", err)
	},
	"zone":  func(*Worker) string { return time.Unix(0, 0).Format("MST") },
	"flood": func(w *Worker) string { return flood(w) },
}

var hoard []byte

func spin() {
	for {
		runtime.KeepAlive(1)
	}
}

//go:noinline
func deep(n int) int {
	if n == 0 {
		return 0
	}
	return deep(n+1) + n
}

// flood writes so much to standard error that the pipe would be full if nobody read it.
func flood(*Worker) string {
	line := make([]byte, 1<<10)
	for range 1 << 10 {
		if _, err := os.Stderr.Write(line); err != nil {
			return err.Error()
		}
	}
	return "flooded"
}

func testHandler(w *Worker) error {
	for {
		typ, payload, err := w.Recv()
		if err != nil {
			return err
		}
		switch typ {
		case frameEcho:
		case framePID:
			payload = []byte(fmt.Sprint(os.Getpid()))
		case frameTrick:
			trick := tricks[string(payload)]
			if trick == nil {
				return errors.New("no such trick: " + string(payload))
			}
			payload = []byte(trick(w))
		}
		if err := w.Send(typ, payload); err != nil {
			return err
		}
	}
}

func TestMain(m *testing.M) {
	if IsWorker() {
		ServeWorker(testHandler)
	}
	if f := helpers[os.Getenv(helperVariable)]; f != nil {
		f()
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}
