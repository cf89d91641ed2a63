package sandbox

import (
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// A worker that is killed before it is ready costs the run that waits for it, and nobody else.
func TestKilledBeforeReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		starts := 0
		p, err := NewPool(PoolOptions{Size: 1, Spare: -1, launch: func(c workerConfig) (*worker, error) {
			if starts++; starts > 1 {
				return launchFake(c)
			}
			host, theirs := net.Pipe()
			theirs.Close()
			dead := newFakeProcess()
			dead.kill()
			return newWorker(dead, host, c.maxFrame), nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Acquire(t.Context(), "a"); err == nil || !strings.Contains(err.Error(), "it was not ready") {
			t.Errorf("error %v", err)
		}
		time.Sleep(2 * exitTimeout)
		ask(t.Context(), p, "a").got(t).Release(true)
		if err := p.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// A pool that is closed does not wait for a worker to become ready.
func TestClosedBeforeReady(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mute := newFakeProcess()
		p, err := NewPool(PoolOptions{Size: 1, launch: func(c workerConfig) (*worker, error) {
			host, theirs := net.Pipe()
			go func() {
				<-mute.dead
				theirs.Close()
			}()
			return newWorker(mute, host, c.maxFrame), nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		start := time.Now()
		if err := p.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if d := time.Since(start); d != 0 {
			t.Errorf("Close took %v", d)
		}
	})
}
