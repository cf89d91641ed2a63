package bindings

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// A script that makes one call after the other need not fetch a connection from the pool each time, have it examined, and
// give it back: that takes a tenth of a call to a server nearby. Its connection stays parked between two calls that follow
// each other at once.

const (
	// parkedIdle is within what time the next call must come. A connection that was idle for longer is examined by the
	// pool, because the server may have closed it.
	parkedIdle = 5 * time.Millisecond
	// parkedLife is how long a connection stays away from its pool. After five seconds go-redis examines it at each call.
	parkedLife = 4 * time.Second
)

// parking is where the connection of a lone caller waits for the next call.
type parking struct {
	client *redis.Client        // nil: no connection is parked
	now    func() time.Duration // since some moment
	last   atomic.Int64         // when the last call ended
	parked atomic.Pointer[parkedConn]
}

// parkedConn is a connection that is away from its pool.
type parkedConn struct {
	*redis.Conn
	since time.Duration
}

// newParking returns the parking of a client, whose pool must have more than one connection: the only one is for everyone.
func newParking(c *redis.Client) parking {
	start := time.Now()
	return parking{client: c, now: func() time.Duration { return time.Since(start) }}
}

// process carries out a command of a caller that was the only one when it began; callers tells how many there are now.
func (p *parking) process(ctx context.Context, c *call, callers *atomic.Int64) error {
	now := p.now()
	quick := now-time.Duration(p.last.Load()) < parkedIdle
	conn := p.parked.Swap(nil)
	if conn != nil && (!quick || now-conn.since > parkedLife) {
		_ = conn.Close() // back to the pool
		conn = nil
	}
	if conn == nil {
		if !quick {
			err := p.client.Process(ctx, c)
			p.last.Store(int64(p.now()))
			return err
		}
		conn = &parkedConn{p.client.Conn(), now}
	}
	err := conn.Process(ctx, c)
	p.last.Store(int64(p.now()))
	if err != nil && err != redis.Nil || callers.Load() > 1 || !p.parked.CompareAndSwap(nil, conn) {
		_ = conn.Close() // the pool sees whether it is broken
	} else if callers.Load() > 1 {
		p.empty() // whoever came meanwhile has found no connection here, and may wait for one of the pool
	}
	return err
}

// empty gives a parked connection back to the pool.
func (p *parking) empty() {
	if conn := p.parked.Swap(nil); conn != nil {
		_ = conn.Close()
	}
}
