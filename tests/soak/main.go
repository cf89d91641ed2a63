// Command soak proves what DFF promises for as long as it is told to, and on any machine. It has three modes:
//
//	go run ./tests/soak -duration 5m            hostile scripts, called at random in an engine
//	go run ./tests/soak -http -duration 5m      the same over HTTP, in a dff serve
//	go run ./tests/soak -writers -duration 60s  ten writers that save and break the scripts of a dff serve
//
// It writes a report, and exits with 1 and the reasons if a promise was broken.
//
// # Hostile scripts
//
// All hostile scripts are called at random, from many goroutines, and beside them all the time one that is honest. It has to
// be answered every time, with the right result, and each hostile run has to end as it should. A dff serve must stop with
// exit code 0 afterwards, and leave nothing behind.
//
// How long the honest script takes depends on the machine, so no time makes soak fail. The report tells whether its p99 stays
// below ten times its quiet value plus its share of waiting. Quiet is the time before the attack. Waiting is two things:
//
//   - for a worker: each run says how long there was none for it (runtime.Result.Waited, waited_ms over HTTP).
//   - for a CPU: the honest script is also called, in both phases, in a dff serve of its own, in which there is nothing hostile.
//     By how much its p99 grows there is what the machine's load does to any process, whosever scripts it runs.
//
// # Writers
//
// The scripts of a dff serve are saved and broken at random in the manners of editors and version control, while clients call
// them. GET /v1/events tells which versions are live from when on, so that of each answer it is known whether its versions,
// that of the script and that of the module which it requires, were live together at some moment of the call. The promises are:
//
//   - no answer comes from anything else, and nothing becomes live that was not saved as a whole, or is older than what was
//     live before;
//   - no call fails, unless the file, or the module that it requires, was gone for longer than a save takes;
//   - when the writers have stopped, each script soon answers with what was saved last;
//   - then the server holds no more memory, goroutines, descriptors and watches than before.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"sync"
	"time"
)

// config says how to soak.
type config struct {
	duration time.Duration // of the attack, or of the writing
	callers  int           // of hostile scripts, or of those that are written, at a time
	honest   int           // of the honest script
	writers  int
	only     string // prefix of the names of the hostile scripts to call
	bin      string // dff
}

// modes are what soak can do; what they write goes into dir.
var modes = map[string]func(ctx context.Context, w io.Writer, c config, dir string) error{"engine": soakEngine, "http": soakServer, "writers": soakWriters}

func main() {
	var c config
	overHTTP := flag.Bool("http", false, "attack a dff serve")
	writing := flag.Bool("writers", false, "save and break the scripts of a dff serve")
	flag.DurationVar(&c.duration, "duration", time.Minute, "of the attack, or of the writing")
	flag.IntVar(&c.callers, "callers", 0, "goroutines that call scripts (default: 16 call hostile ones, 6 those that are written)")
	flag.IntVar(&c.honest, "honest", 2, "goroutines that call the honest script")
	flag.IntVar(&c.writers, "number-of-writers", 10, "goroutines that write")
	flag.StringVar(&c.only, "only", "", "call only hostile scripts whose names begin so, as in regexp/")
	flag.Parse()
	mode := "engine"
	switch {
	case flag.NArg() > 0 || *overHTTP && *writing:
		flag.Usage()
		os.Exit(2)
	case *overHTTP:
		mode = "http"
	case *writing:
		mode = "writers"
	}
	if c.callers == 0 {
		c.callers = map[string]int{"engine": 16, "http": 16, "writers": 6}[mode]
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	err := inDirectory(func(dir string) (err error) {
		if c.bin, err = buildCommand(ctx, dir, "CGO_ENABLED=0"); err != nil { // as it is released
			return err
		}
		return modes[mode](ctx, os.Stdout, c, dir)
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

// failures are broken promises. The zero value has none.
type failures struct {
	mu    sync.Mutex
	first []string // as many as are shown
	count int
}

// maxShown is how many broken promises are shown.
const maxShown = 30

func (f *failures) add(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.count++; f.count <= maxShown {
		f.first = append(f.first, fmt.Sprintf(format, args...))
	}
}

// err returns all of them as an error, nil if there are none.
func (f *failures) err() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.count == 0 {
		return nil
	}
	return fmt.Errorf("%d times a promise was broken:\n%s", f.count, strings.Join(f.first, "\n"))
}

// inDirectory calls do with a new directory, which is removed afterwards.
func inDirectory(do func(dir string) error) error {
	dir, err := os.MkdirTemp("", "soak")
	if err != nil {
		return err
	}
	return errors.Join(do(dir), os.RemoveAll(dir))
}
