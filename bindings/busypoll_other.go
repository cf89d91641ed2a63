//go:build !linux

package bindings

import (
	"net"
	"sync/atomic"
)

// busyPoll returns the connection: busy polling is for Linux.
func busyPoll(c net.Conn, _ *atomic.Int64) net.Conn { return c }
