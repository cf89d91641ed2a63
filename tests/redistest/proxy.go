package redistest

import (
	"net"
	"sync"
	"time"
)

// Direction is where bytes that pass a Proxy are going.
type Direction int

// The directions.
const (
	Request Direction = iota // to the server
	Reply                    // to the client
)

// Action is what a Proxy does with a chunk of bytes. The zero value passes it on.
type Action struct {
	Delay   time.Duration // first, wait this long
	Swallow bool          // then drop the bytes instead of passing them on
	Cut     bool          // and close the connection
}

// A Fault decides about each chunk of bytes, from many goroutines. A chunk is what one read returned: with a client
// that waits for each reply, one command or one reply, unless they are large.
type Fault func(d Direction, chunk []byte) Action

// Proxy passes connections on to a server until it is told otherwise. It is safe for concurrent use.
type Proxy struct {
	server   string
	listener net.Listener
	running  sync.WaitGroup

	mu      sync.Mutex
	fault   Fault
	refuse  bool
	stopped bool
	conns   map[net.Conn]struct{}
}

// NewProxy starts a proxy in front of the server at addr, a host:port or a redis:// URL. It stops when the test ends.
func NewProxy(t TB, addr string) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("proxy: %v", err)
	}
	p := &Proxy{server: hostPort(addr), listener: l, conns: map[net.Conn]struct{}{}}
	p.running.Go(p.accept)
	t.Cleanup(p.Stop)
	return p
}

// Addr returns the host:port that the proxy listens on.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

// Set makes f decide about every chunk from now on; nil passes everything.
func (p *Proxy) Set(f Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault = f
}

// Refuse says whether connections that come from now on are closed at once, before any byte.
func (p *Proxy) Refuse(refuse bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuse = refuse
}

// Cut closes the connections that there are now.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		_ = c.Close()
	}
}

// Stop closes everything and waits until nothing runs. It may be called twice.
func (p *Proxy) Stop() {
	p.mu.Lock()
	p.stopped = true
	p.mu.Unlock()
	_ = p.listener.Close()
	p.Cut()
	p.running.Wait()
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.running.Go(func() { p.serve(client) })
	}
}

func (p *Proxy) serve(client net.Conn) {
	defer client.Close()
	if !p.track(client) {
		return
	}
	defer p.forget(client)
	server, err := net.Dial("tcp", p.server)
	if err != nil {
		return
	}
	defer server.Close()
	if !p.track(server) {
		return
	}
	defer p.forget(server)
	var both sync.WaitGroup
	pump := func(d Direction, to, from net.Conn) {
		p.pump(d, to, from)
		// Whatever ended one direction ends the other.
		_ = client.Close()
		_ = server.Close()
	}
	both.Go(func() { pump(Request, server, client) })
	both.Go(func() { pump(Reply, client, server) })
	both.Wait()
}

func (p *Proxy) pump(d Direction, to, from net.Conn) {
	buf := make([]byte, 64<<10)
	for {
		n, err := from.Read(buf)
		if n > 0 {
			p.mu.Lock()
			fault := p.fault
			p.mu.Unlock()
			var a Action
			if fault != nil {
				a = fault(d, buf[:n])
			}
			if a.Delay > 0 {
				time.Sleep(a.Delay)
			}
			if !a.Swallow {
				if _, err := to.Write(buf[:n]); err != nil {
					return
				}
			}
			if a.Cut {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// track reports whether a connection may be used, and makes Cut know it.
func (p *Proxy) track(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.refuse || p.stopped {
		return false
	}
	p.conns[c] = struct{}{}
	return true
}

func (p *Proxy) forget(c net.Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
}
