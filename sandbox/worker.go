package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"sync"
	"time"
)

// workerName is the argv[0] of a worker process: what ps shows, and how a process knows that it is one. It cannot be taken
// for a user's argument.
const workerName = "dff-worker"

// typeHello is the type of the first frame a worker sends: its Lockdown as JSON. Leases never see it.
const typeHello = 255

// maxGarbage is how much more than at the beginning of the last run the heap may hold at the beginning of the next, in bytes.
const maxGarbage = 4 << 20

// guardInterval is how often a worker looks at its own heap during a run.
const guardInterval = 5 * time.Millisecond

// limitStep is what the collector's limit is a multiple of, in bytes.
const limitStep = 16 << 20

// toldGrace is how long a run that was told that its memory is over may go on before its worker ends itself.
const toldGrace = 100 * time.Millisecond

// workerConfig is what a worker must know before it can be spoken to. It travels in the arguments, because the environment
// is empty; all of it is for everyone to see.
type workerConfig struct {
	memory   int64 // most that a run may ask for, bytes
	stack    int   // largest Go stack, bytes
	maxFrame int   // largest payload, bytes
	timezone string
}

func (c workerConfig) args() []string {
	return []string{workerName, strconv.Itoa(frameVersion), strconv.FormatInt(c.memory, 10), strconv.Itoa(c.stack), strconv.Itoa(c.maxFrame), c.timezone}
}

func parseWorkerArgs(args []string) (workerConfig, error) {
	if len(args) != 6 || args[0] != workerName || args[1] != strconv.Itoa(frameVersion) {
		return workerConfig{}, fmt.Errorf("%s is started by its host, not by hand", workerName)
	}
	memory, err1 := strconv.ParseInt(args[2], 10, 64)
	stack, err2 := strconv.Atoi(args[3])
	maxFrame, err3 := strconv.Atoi(args[4])
	return workerConfig{memory, stack, maxFrame, args[5]}, errors.Join(err1, err2, err3)
}

// IsWorker reports whether this process was started by a Pool. A program that is such a worker must call ServeWorker before
// it does anything else, from an init function or at the top of main or TestMain.
func IsWorker() bool { return len(os.Args) > 0 && os.Args[0] == workerName }

// Handler speaks with the host from inside a worker until Recv returns an error.
type Handler func(*Worker) error

// Worker is a worker process as seen from inside. It is not safe for concurrent use.
type Worker struct {
	in       *FrameReader
	out      *FrameWriter
	lockdown Lockdown
	guard    guard
}

// Lockdown says what this worker gave up.
func (w *Worker) Lockdown() Lockdown { return w.lockdown }

// Recv waits for the next frame of the host. The payload is valid until the next Recv. io.EOF means that the host is gone or
// does not want this worker any more: the Handler should return.
func (w *Worker) Recv() (typ byte, payload []byte, err error) { return w.in.Read() }

// Send sends a frame to the host: its payload is parts, one after the other. The types 1 to 254 are free.
func (w *Worker) Send(typ byte, parts ...[]byte) error { return w.out.Write(typ, parts...) }

// Guard calls exceeded, once and on a goroutine of its own, when the heap has grown by more than memory bytes, until stop is
// called; exceeded may still be running when stop returns. When stop is not called soon after exceeded, the process ends. Only
// one Guard may be active. It is the soft limit: it lets a run end with a message. The host watches from outside for what the
// garbage collector cannot see in time.
func (w *Worker) Guard(memory int64, exceeded func()) (stop func()) {
	return w.guard.start(memory, exceeded)
}

// ServeWorker turns this process into a worker: it locks itself down, tells the host that it is ready and runs h. It never
// returns; the process ends with h.
func ServeWorker(h Handler) {
	if err := serveWorker(h); err != nil && !errors.Is(err, io.EOF) {
		fmt.Fprintln(os.Stderr, "dff-worker:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func serveWorker(h Handler) error {
	c, err := parseWorkerArgs(os.Args)
	if err != nil {
		return err
	}
	in, out, err := workerChannel()
	if err != nil {
		return err
	}
	runtime.GOMAXPROCS(2) // one for the script, one for the collector and the guard
	debug.SetMaxStack(c.stack)
	loadTimezone(c.timezone)
	w := &Worker{in: NewFrameReader(in, c.maxFrame), out: NewFrameWriter(out, c.maxFrame)}
	w.guard.init()
	w.lockdown = lockDown(c)
	hello, err := json.Marshal(w.lockdown)
	if err != nil {
		return err
	}
	if err := w.Send(typeHello, hello); err != nil {
		return err
	}
	return h(w)
}

// loadTimezone makes the local time zone the host's, while its file can still be read.
func loadTimezone(tz string) {
	if tz != "" {
		os.Setenv("TZ", tz)
		defer os.Unsetenv("TZ")
	}
	name, _ := time.Now().Zone() // loads it
	runtime.KeepAlive(name)
}

// guard watches the heap of this process.
type guard struct {
	parent int
	idle   int64 // what the Go runtime held before the first run
	limit  int64 // what the collector was last told to stay below

	mu       sync.Mutex
	sample   [1]metrics.Sample
	timer    *time.Timer
	run      uint64 // counts the runs
	held     uint64 // what the heap held when the run began
	ceiling  uint64 // most the heap may hold
	exceeded func() // nil while no run is watched
	told     bool   // exceeded has been called
}

func (g *guard) init() {
	g.parent = os.Getppid()
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	g.idle = int64(s[0].Value.Uint64() - s[1].Value.Uint64())
	g.held = g.read(occupied)
	g.timer = time.AfterFunc(time.Hour, g.look)
	g.timer.Stop()
}

func (g *guard) start(memory int64, exceeded func()) (stop func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	held := g.read(occupied)
	if held > g.held+maxGarbage {
		// What the run before has left would count as this one's allowance.
		runtime.GC()
		held = g.read(occupied)
	}
	g.held = held
	// Near its limit the collector works harder, so that what is over the ceiling is in use and not garbage. Telling it stops
	// the world, so it is told in steps.
	if limit := (g.idle + int64(held) + memory + limitStep) / limitStep * limitStep; limit != g.limit {
		g.limit = limit
		debug.SetMemoryLimit(limit)
	}
	g.run++
	g.ceiling = held + uint64(memory)
	g.exceeded, g.told = exceeded, false
	g.timer.Reset(guardInterval)
	return g.stop
}

func (g *guard) stop() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.exceeded = nil
	g.timer.Stop()
}

func (g *guard) look() {
	// Where the system does not end a child with its parent, a long run must not outlive it either.
	if os.Getppid() != g.parent {
		os.Exit(1)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.told && g.exceeded != nil {
		// It is where no interrupt reaches it. Memory that it has not touched is not seen from outside.
		fmt.Fprintln(os.Stderr, "fatal error: out of memory: the run did not stop at its limit")
		os.Exit(2)
	}
	if g.exceeded == nil || !g.over(occupied) {
		g.again()
		return
	}
	// Most of it may be garbage that the collector has not come to yet, on a machine that is busy.
	run := g.run
	g.mu.Unlock()
	runtime.GC()
	g.mu.Lock()
	if g.run != run || g.exceeded == nil || !g.over(inUse) {
		g.again()
		return
	}
	go g.exceeded()
	g.told = true
	g.timer.Reset(toldGrace)
}

// What over can look at.
const (
	occupied = "/memory/classes/heap/objects:bytes" // with garbage
	inUse    = "/gc/heap/live:bytes"                // as the last collection found it
)

// over reports whether a metric is above the ceiling.
func (g *guard) over(metric string) bool { return g.read(metric) > g.ceiling }

func (g *guard) read(metric string) uint64 {
	g.sample[0].Name = metric
	metrics.Read(g.sample[:])
	return g.sample[0].Value.Uint64()
}

// again sets the timer for the next look.
func (g *guard) again() {
	if g.exceeded != nil {
		g.timer.Reset(guardInterval)
	}
}
