package sandbox

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// alive reports whether a process exists and is no zombie.
func alive(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	return !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}

// until polls for what has no other way to be noticed.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); {
		if time.Now().After(deadline) {
			t.Fatal("never came true: ", what)
		}
		time.Sleep(time.Millisecond)
	}
}

func descriptors(t *testing.T) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestWorkersDieWithTheHost(t *testing.T) {
	c := helper(t, "host")
	stdin, err := c.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stdout, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	var pids []int
	lines := bufio.NewScanner(stdout)
	for lines.Scan() && lines.Text() != "ready" {
		var pid int
		if _, err := fmt.Sscanf(lines.Text(), "worker %d <nil>", &pid); err != nil {
			t.Fatal(lines.Text())
		}
		pids = append(pids, pid)
	}
	if len(pids) != 3 {
		t.Fatalf("workers %v", pids)
	}
	for _, pid := range pids {
		if !alive(pid) {
			t.Fatalf("worker %d is not alive", pid)
		}
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
	for _, pid := range pids {
		until(t, fmt.Sprintf("worker %d is gone", pid), func() bool { return !alive(pid) })
	}
}

// Where the kernel does not kill it, an idle worker ends when its host hangs up.
func TestWorkerEndsWithItsStream(t *testing.T) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	w, err := startProcess(workerConfig{memory: 64 << 20, stack: 16 << 20, maxFrame: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.hello(); err != nil {
		t.Error(err)
	}
	w.stream.Close()
	w.reap()
	if w.state.ExitCode() != 0 || w.stderr != "" {
		t.Errorf("%v: %s", w.state, w.stderr)
	}
}

func TestWorkerSurroundings(t *testing.T) {
	t.Setenv("DFF_SECRET", "redis://:password@host")
	t.Setenv("TZ", "Asia/Kolkata")
	p := newPool(t, PoolOptions{Size: 1})
	l := acquire(t, p, "a")
	l.Start(t.Context(), 0)
	if got := mustCall(t, l, frameTrick, "environment"); got != "[] / <nil>" && !strings.HasPrefix(got, "[]  ") {
		t.Errorf("environment and directory: %s", got)
	}
	if _, err := time.LoadLocation("Asia/Kolkata"); err == nil {
		if got := mustCall(t, l, frameTrick, "zone"); got != "IST" {
			t.Errorf("time zone %s", got)
		}
	}
	if got := mustCall(t, l, frameTrick, "flood"); got != "flooded" {
		t.Error(got)
	}
	pid, _ := strconv.Atoi(mustCall(t, l, framePID, ""))
	if sid, err := getsid(pid); err != nil || sid != pid {
		t.Errorf("session %d of worker %d: %v", sid, pid, err)
	}
}

func getsid(pid int) (int, error) {
	sid, _, errno := syscall.RawSyscall(syscall.SYS_GETSID, uintptr(pid), 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(sid), nil
}

func TestKilledFromOutside(t *testing.T) {
	p := newPool(t, PoolOptions{Size: 1})
	for _, sig := range []syscall.Signal{syscall.SIGKILL, syscall.SIGTERM} {
		l := acquire(t, p, sig.String())
		l.Start(t.Context(), 0)
		pid, _ := strconv.Atoi(mustCall(t, l, framePID, ""))
		if err := syscall.Kill(pid, sig); err != nil {
			t.Fatal(err)
		}
		_, _, err := l.Recv()
		var d *Death
		if !errors.As(err, &d) || d.Outcome != Killed {
			t.Errorf("error %v", err)
		}
		l.Release(true)
	}
	if s := p.Status(); s.Killed[Killed] != 2 || len(s.Backoff) != 0 {
		t.Errorf("status %+v", s)
	}
}

func TestGuard(t *testing.T) {
	p := newPool(t, PoolOptions{Size: 1})
	l := acquire(t, p, "a")
	l.Start(t.Context(), 0)
	if got := mustCall(t, l, frameTrick, "guarded"); got != "stopped, over the limit: true" {
		t.Error(got)
	}
	for range 100 { // often, and with what the last one left behind
		if got := mustCall(t, l, frameTrick, "guarded by nothing"); got != "done" {
			t.Error(got)
		}
	}
	if got := mustCall(t, l, frameTrick, "garbage collected"); got != "exceeded: false" {
		t.Error(got)
	}
}

func TestReplacedWhenGrown(t *testing.T) {
	p := newPool(t, PoolOptions{Size: 1, MaxGrowth: 16 << 20})
	l := acquire(t, p, "a")
	l.Start(t.Context(), 0)
	pid, _ := strconv.Atoi(mustCall(t, l, framePID, ""))
	if got := mustCall(t, l, frameTrick, "grow"); got != "grown" {
		t.Fatal(got)
	}
	l.Release(true)
	until(t, "the worker is gone", func() bool { return !alive(pid) })
	if s := p.Status(); s.Replaced != 1 {
		t.Errorf("status %+v", s)
	}
}

func TestWorkersComeAfterTheHost(t *testing.T) {
	l, err := newPool(t, PoolOptions{Size: 1}).Acquire(t.Context(), "a")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Release(true)
	host, err := unix.Getpriority(unix.PRIO_PROCESS, 0)
	if err != nil {
		t.Fatal(err)
	}
	worker, err := unix.Getpriority(unix.PRIO_PROCESS, l.w.process.(*osProcess).Pid)
	if want := max(host-workerNice, 1); err != nil || worker != want {
		t.Errorf("priority %d, %v; want %d, the host has %d", worker, err, want, host)
	}
}

// Workers that are killed at any moment cost their run and nothing else: every run has one outcome, and no process and no
// descriptor is left.
func TestRandomKills(t *testing.T) {
	before := descriptors(t)
	p, err := NewPool(PoolOptions{Size: 4})
	if err != nil {
		t.Fatal(err)
	}
	const callers, runs = 4, 100
	var mu sync.Mutex
	outcomes := make(map[Outcome]uint64)
	var wg sync.WaitGroup
	for c := range callers {
		wg.Go(func() {
			rnd := rand.New(rand.NewPCG(1, uint64(c)))
			for range runs {
				outcome := func() Outcome {
					l, err := p.Acquire(context.Background(), strconv.Itoa(c))
					if err != nil {
						t.Error(err)
						return Busy
					}
					defer l.Release(true)
					l.Start(context.Background(), 0)
					for range 3 {
						answer, err := call(l, framePID, "")
						var d *Death
						if errors.As(err, &d) {
							return d.Outcome
						}
						if pid, err := strconv.Atoi(answer); err != nil {
							t.Errorf("answer %q", answer)
						} else if rnd.IntN(20) == 0 {
							go syscall.Kill(pid, syscall.SIGKILL)
						}
					}
					return OK
				}()
				mu.Lock()
				outcomes[outcome]++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	s := p.Status()
	if outcomes[OK]+outcomes[Killed] != callers*runs || s.Runs != callers*runs || s.Busy != 0 || s.Killed[Killed] != outcomes[Killed] {
		t.Errorf("outcomes %v, status %+v", outcomes, s)
	}
	t.Logf("outcomes %v, %d workers", outcomes, s.Spawned)
	if err := p.Close(t.Context()); err != nil {
		t.Error(err)
	}
	var status syscall.WaitStatus
	if pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil); err != syscall.ECHILD {
		t.Errorf("a child is left: %d %v", pid, err)
	}
	if after := descriptors(t); after > before+2 { // the poller's own
		t.Errorf("%d descriptors before, %d after", before, after)
	}
}
