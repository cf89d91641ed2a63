package redistest

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
)

// Target is a kind of Redis that tests run on.
type Target struct {
	Name string // "embedded", "resp2", "resp3", "sentinel", "cluster"
	set  *shared
	url  func(base string) string
}

// shared is a set of servers that the tests of a binary have in common.
type shared struct {
	start func(TB) string
	once  sync.Once
	url   string
	err   error
}

var (
	standalone = &shared{start: Standalone}
	sentinel   = &shared{start: Sentinel}
	cluster    = &shared{start: Cluster}

	cleanup struct {
		sync.Mutex
		running bool // Run is at work: servers can be shared
		funcs   []func()
	}
)

func asIs(base string) string { return base }

// All lists the targets, the embedded store first. It skips nothing: Target.URL does.
func All() []Target {
	return []Target{
		{Name: "embedded"},
		{Name: "resp2", set: standalone, url: func(base string) string { return base + "?protocol=2" }},
		{Name: "resp3", set: standalone, url: func(base string) string { return base + "?protocol=3" }},
		{Name: "sentinel", set: sentinel, url: asIs},
		{Name: "cluster", set: cluster, url: asIs},
	}
}

// Each runs a sub-test for every target.
func Each(t *testing.T, test func(t *testing.T, target Target)) {
	t.Helper()
	for _, target := range All() {
		t.Run(target.Name, func(t *testing.T) { test(t, target) })
	}
}

// URL returns where the target is, "" for the embedded store, and starts its servers when nobody has yet. The test
// finds an empty database if those before it ended with Flush. Without Run in TestMain each call starts servers of
// its own, stopped when t ends.
func (target Target) URL(t TB) string {
	t.Helper()
	if target.set == nil {
		return ""
	}
	Need(t)
	cleanup.Lock()
	running := cleanup.running
	cleanup.Unlock()
	if !running {
		return target.url(target.set.start(t))
	}
	s := target.set
	s.once.Do(func() {
		p := new(process)
		defer func() {
			if r := recover(); r != nil {
				if r != p {
					panic(r)
				}
				s.err = p.err
			}
		}()
		s.url = s.start(p)
	})
	if s.err != nil {
		t.Fatalf("%v", s.err)
	}
	Flush(t, s.url)
	return target.url(s.url)
}

// Flush empties every database of the servers that a URL of this package names.
func Flush(t TB, url string) {
	t.Helper()
	scheme, _, _ := strings.Cut(url, "://")
	host := hostPort(url)
	_, query, _ := strings.Cut(url, "?")
	addrs := []string{host}
	switch scheme {
	case "redis+sentinel":
		master, err := masterOf(host)
		if err != nil {
			t.Fatalf("sentinel %s: %v", host, err)
		}
		addrs = []string{master}
	case "redis+cluster":
		for param := range strings.SplitSeq(query, "&") {
			if addr, ok := strings.CutPrefix(param, "addr="); ok {
				addrs = append(addrs, addr)
			}
		}
	}
	for _, addr := range addrs {
		if reply, err := Ask(addr, "FLUSHALL"); err != nil || reply != "+OK" {
			t.Fatalf("FLUSHALL at %s: %s %v", addr, reply, err)
		}
	}
}

// hostPort returns the host:port of a URL of this package, or of what is none.
func hostPort(url string) string {
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	}
	host, _, _ := strings.Cut(url, "?")
	return host
}

// masterOf asks a sentinel for the address of its master.
func masterOf(sentinel string) (string, error) {
	info, err := Ask(sentinel, "INFO", "sentinel")
	if err != nil {
		return "", err
	}
	_, after, ok := strings.Cut(info, "address=")
	addr, _, ok2 := strings.Cut(after, ",")
	if !ok || !ok2 {
		return "", fmt.Errorf("no master in %q", info)
	}
	return addr, nil
}

// Run runs the tests of a binary and stops the servers that they shared. It is for TestMain, returns the exit code,
// and calls check, if not nil, after everything has stopped: that is the place for goleak.
func Run(m *testing.M, check func() error) int {
	cleanup.Lock()
	cleanup.running = true
	cleanup.Unlock()
	code := m.Run()
	cleanup.Lock()
	defer cleanup.Unlock()
	for i := len(cleanup.funcs) - 1; i >= 0; i-- {
		cleanup.funcs[i]()
	}
	if check != nil && code == 0 {
		if err := check(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return code
}

// process is the TB of servers that outlive one test.
type process struct{ err error }

func (p *process) Helper() {}

func (p *process) Cleanup(f func()) {
	cleanup.Lock()
	defer cleanup.Unlock()
	cleanup.funcs = append(cleanup.funcs, f)
}

func (p *process) Fatalf(format string, args ...any) {
	p.err = fmt.Errorf(format, args...)
	panic(p)
}

func (p *process) Skipf(format string, args ...any) { p.Fatalf(format, args...) }

func (p *process) Logf(string, ...any) {}
