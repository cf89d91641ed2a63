package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// startTimeout is how long a worker may take from its start to its first frame. It is generous: a worker that hangs is
// not expected, a machine that is busy is.
const startTimeout = 10 * time.Second

// exitTimeout is how long a worker that closed its stream may take to die of its own. On a busy machine it takes a while
// until one that was killed is known to be dead.
const exitTimeout = 2 * time.Second

// stderrSize is how much of each end of a worker's standard error is kept, in bytes.
const stderrSize = 4 << 10

// Death says how a worker ended during a lease. It is the error of the lease's Send and Recv.
type Death struct {
	Outcome Outcome // Timeout, Memory, Stack, Killed, Crashed or Canceled
	Reason  string  // one line
	Stderr  string  // what the worker wrote to its standard error, shortened
}

// Error returns the reason.
func (d *Death) Error() string { return "the worker process " + d.Reason }

// process is a worker as seen from the host. Pool tests put another one in the place of osProcess.
type process interface {
	kill()
	wait() (*os.ProcessState, string) // blocks until the process is gone, and returns what it wrote to its standard error
	resident() int64                  // bytes, 0 if unknown
}

// worker is a process and the stream to it.
type worker struct {
	process
	stream   io.ReadWriteCloser
	in       *FrameReader
	out      *FrameWriter
	lockdown Lockdown
	base     int64 // resident size when it was ready
	size     int64 // resident size when it was last idle
	runs     int
	since    time.Time // idle since; guarded by the pool

	cause atomic.Pointer[Death] // why the host killed it

	// Set before exited is closed.
	state  *os.ProcessState
	stderr string
	exited chan struct{}
}

func newWorker(p process, stream io.ReadWriteCloser, maxFrame int) *worker {
	return &worker{
		process: p,
		stream:  stream,
		in:      NewFrameReader(stream, maxFrame),
		out:     NewFrameWriter(stream, maxFrame),
		exited:  make(chan struct{}),
	}
}

// end kills the worker, for the reason d unless there was one before.
func (w *worker) end(d *Death) {
	w.cause.CompareAndSwap(nil, d)
	w.kill()
}

// reap waits until the process is gone.
func (w *worker) reap() {
	w.state, w.stderr = w.wait()
	close(w.exited)
}

// hello waits for the worker's first frame.
func (w *worker) hello() error {
	timer := time.AfterFunc(startTimeout, func() {
		w.end(&Death{Outcome: Crashed, Reason: fmt.Sprintf("was not ready within %v", startTimeout)})
	})
	defer timer.Stop()
	typ, payload, err := w.in.Read()
	if err == nil && typ != typeHello {
		err = fmt.Errorf("%w: first frame is of type %d", ErrFrame, typ)
	}
	if err == nil {
		err = json.Unmarshal(payload, &w.lockdown)
	}
	if err == nil {
		w.base = w.resident()
		w.size = w.base
	}
	return err
}

// death explains err, which reading from or writing to the worker returned. It kills a worker that is not dead.
// overMemory says that the worker was last seen above its memory limit.
func (w *worker) death(err error, overMemory bool) *Death {
	if errors.Is(err, ErrFrame) {
		w.end(&Death{Outcome: Crashed, Reason: "broke the protocol: " + err.Error()})
	}
	if w.cause.Load() == nil {
		// Its stream ended first; its last words and its status are on their way.
		timer := time.AfterFunc(exitTimeout, func() {
			w.end(&Death{Outcome: Crashed, Reason: "closed its stream"})
		})
		<-w.exited
		timer.Stop()
	}
	if d := w.cause.Load(); d != nil {
		return d
	}
	return classify(w.state, w.stderr, overMemory)
}

// classify says how a process ended that the host did not kill.
func classify(state *os.ProcessState, stderr string, overMemory bool) *Death {
	d := &Death{Outcome: Crashed, Reason: "ended: unknown state", Stderr: stderr}
	if state != nil {
		d.Reason = "ended: " + state.String()
	}
	for line := range strings.Lines(stderr) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "fatal error: ") && !strings.HasPrefix(line, "runtime: ") {
			continue
		}
		switch {
		case strings.Contains(line, "stack overflow"), strings.Contains(line, "goroutine stack exceeds"):
			d.Outcome, d.Reason = Stack, "overflowed its stack"
			return d
		case strings.Contains(line, "out of memory"), strings.Contains(line, "cannot allocate memory"),
			strings.Contains(line, "address space collisions"): // the race detector's words
			d.Outcome, d.Reason = Memory, "ran out of memory"
			return d
		}
	}
	if state == nil {
		return d
	}
	if s, ok := state.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		switch s.Signal() {
		case syscall.SIGKILL, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP:
			d.Outcome, d.Reason = Killed, "was killed from outside: "+s.Signal().String()
			if overMemory {
				d.Outcome = Memory
			}
		}
		return d
	}
	if first, _, _ := strings.Cut(stderr, "\n"); first != "" {
		d.Reason += ": " + first
	}
	return d
}

// osProcess is a worker process of the operating system.
type osProcess struct {
	*os.Process
	stderr *os.File
	meter  residentMeter
}

// startProcess starts a worker. It must be called from a thread that lives at least as long as the worker.
func startProcess(c workerConfig) (*worker, error) {
	exe, err := executable()
	if err != nil {
		return nil, err
	}
	stderr, theirs, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	stream, files, env, err := newChannel(theirs)
	if err != nil {
		return nil, errors.Join(err, stderr.Close(), theirs.Close())
	}
	p, err := os.StartProcess(exe, c.args(), &os.ProcAttr{Dir: rootDir, Env: env, Files: files, Sys: sysProcAttr()})
	for _, f := range slices.Compact(files) {
		f.Close()
	}
	if err != nil {
		return nil, errors.Join(err, stream.Close(), stderr.Close())
	}
	stepBack(p.Pid)
	return newWorker(&osProcess{Process: p, stderr: stderr, meter: newResidentMeter(p.Pid)}, stream, c.maxFrame), nil
}

// rootDir is the working directory of workers: one that holds no mount point and no folder in use.
const rootDir = string(os.PathSeparator)

func (p *osProcess) kill() { _ = p.Kill() } // an error means that it is gone already

func (p *osProcess) resident() int64 { return p.meter.read() }

func (p *osProcess) wait() (*os.ProcessState, string) {
	var e ends
	_, _ = io.Copy(&e, p.stderr) // until the process is gone: nobody else holds the other end
	state, _ := p.Wait()         // only then, because this occupies a thread
	p.stderr.Close()
	p.meter.close()
	return state, e.String()
}

// ends keeps the beginning and the end of what is written to it. A crashing Go program says first what happened and then
// where, at length.
type ends struct {
	head, tail []byte
	cut        bool
}

func (e *ends) Write(b []byte) (int, error) {
	n := len(b)
	m := min(n, stderrSize-len(e.head))
	e.head = append(e.head, b[:m]...)
	e.tail = append(e.tail, b[m:]...)
	if over := len(e.tail) - stderrSize; over > 0 {
		e.tail = append(e.tail[:0], e.tail[over:]...)
		e.cut = true
	}
	return n, nil
}

func (e *ends) String() string {
	var sep []byte
	if e.cut {
		sep = []byte("\n[…]\n")
	}
	return string(bytes.Join([][]byte{e.head, e.tail}, sep))
}
