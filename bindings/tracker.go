package bindings

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"
)

// tracker listens to what Redis tells of changed keys. go-redis opens its connection, with all that belongs to it; from then
// on the tracker reads it by itself, because go-redis reads only while there are commands.
type tracker struct {
	redis  *Redis
	target *target
	role   bool // make sure that the server is still a master
}

// heartbeat is how often the server is asked for a sign of life. Several fit into ClientCacheStaleness, so that a busy
// machine does not lose its cache.
const heartbeat = ClientCacheStaleness / 5

// subscription is a connection over which changes come.
type subscription struct {
	conn   net.Conn
	since  time.Time
	client *redis.Client
	held   *redis.Conn
}

func (s *subscription) close() {
	_ = s.conn.Close()
	_ = s.held.Close()
	_ = s.client.Close()
}

// subscribe opens a connection over which changes come.
func (t *tracker) subscribe(ctx context.Context) (*subscription, error) {
	var found atomic.Pointer[watchedConn]
	client := t.target.openTracker(func(c net.Conn) net.Conn { return &watchedConn{Conn: c, found: &found} })
	s := &subscription{client: client, held: client.Conn(), since: time.Now()}
	err := s.held.Do(ctx, "client", trackingWord, "on", "bcast", "prefix", t.redis.keys.open).Err()
	conn := found.Load()
	if err == nil && conn == nil {
		err = errors.New("the connection was lost")
	}
	if err != nil {
		_ = s.held.Close()
		_ = client.Close()
		return nil, err
	}
	s.conn = conn.Conn
	return s, nil
}

const trackingWord = "tracking"

// watchedConn notices that it is the connection that tracks changes: a Sentinel set-up has others as well.
type watchedConn struct {
	net.Conn
	found *atomic.Pointer[watchedConn]
}

func (c *watchedConn) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(trackingWord)) {
		c.found.Store(c)
	}
	return c.Conn.Write(p)
}

// run listens until the Redis is closed, over s at first, and over another connection whenever one has broken.
func (t *tracker) run(s *subscription) {
	defer t.redis.active.Done()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-t.redis.closing:
			cancel()
		case <-ctx.Done():
		}
	}()
	for attempt := 0; ; attempt++ {
		if s != nil {
			attempt = 0
			err := t.listen(ctx, s)
			t.redis.cache.lost()
			s.close()
			if ctx.Err() == nil {
				t.redis.log.Debug("the client cache is empty: the connection that tells of changes broke", "error", err)
			}
		}
		if !backOff(ctx, attempt) {
			return
		}
		dial, stop := context.WithTimeout(ctx, connectTimeout)
		s, _ = t.subscribe(dial)
		stop()
	}
}

// listen applies what comes over the connection until it breaks or ctx ends.
func (t *tracker) listen(ctx context.Context, s *subscription) error {
	cache := t.redis.cache
	pings := make(chan time.Time, 16) // when those were sent that have no answer yet
	stopped := make(chan struct{})
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
		<-stopped
	}()
	ask := "*1\r\n$4\r\nPING\r\n"
	if t.role {
		ask = "*1\r\n$4\r\nROLE\r\n"
	}
	if err := s.conn.SetDeadline(time.Now().Add(ClientCacheStaleness)); err != nil {
		close(stopped)
		return err
	}
	go func() {
		defer close(stopped)
		defer s.conn.Close() // ends the reading
		beat := time.NewTicker(heartbeat)
		defer beat.Stop()
		for {
			select {
			case pings <- time.Now():
			default: // far too many without an answer: the deadline is near
			}
			if _, err := io.WriteString(s.conn, ask); err != nil {
				return
			}
			select {
			case <-beat.C:
			case <-ctx.Done():
				return
			}
		}
	}()
	in := bufio.NewReader(s.conn)
	for {
		push, item, err := readItem(in, 0)
		if err != nil {
			return err
		}
		if push {
			parts, _ := item.([]any)
			if len(parts) == 2 && parts[0] == "invalidate" {
				t.invalidate(parts[1])
			}
			continue
		}
		if t.role {
			if role, _ := item.([]any); len(role) == 0 || role[0] != "master" {
				return fmt.Errorf("the server is no master: %.100v", item)
			}
		}
		var sent time.Time
		select {
		case sent = <-pings:
		default:
			return fmt.Errorf("the server answers what nobody asked: %.100v", item)
		}
		if err := s.conn.SetDeadline(sent.Add(ClientCacheStaleness)); err != nil {
			return err
		}
		cache.alive(sent)
	}
}

func (t *tracker) invalidate(keys any) {
	cache := t.redis.cache
	list, ok := keys.([]any)
	if !ok { // everything: FLUSHALL
		cache.mu.Lock()
		cache.clear()
		cache.mu.Unlock()
		return
	}
	names := make([]string, 0, len(list))
	for _, k := range list {
		if name, ok := k.(string); ok {
			names = append(names, name)
		}
	}
	cache.changed(names...)
}

// readItem reads one reply or push of RESP3: a string, a []any, or nil.
func readItem(in *bufio.Reader, depth int) (push bool, item any, err error) {
	const mostItems, mostBytes = 1 << 20, 512 << 20
	line, err := in.ReadString('\n')
	if err != nil {
		return false, nil, err
	}
	line = strings.TrimRight(line, "\r\n")
	if line == "" || depth > 8 {
		return false, nil, errors.New("malformed reply")
	}
	kind, rest := line[0], line[1:]
	if strings.IndexByte("$=*~>%", kind) < 0 {
		if kind == '_' {
			return false, nil, nil
		}
		return false, rest, nil
	}
	n, err := strconv.Atoi(rest)
	if err != nil || n > mostBytes {
		return false, nil, fmt.Errorf("malformed reply: %.40q", line)
	}
	if n < 0 {
		return false, nil, nil
	}
	if kind == '$' || kind == '=' {
		text := make([]byte, n+2)
		if _, err := io.ReadFull(in, text); err != nil {
			return false, nil, err
		}
		return false, string(text[:n]), nil
	}
	if kind == '%' {
		n *= 2
	}
	if n > mostItems {
		return false, nil, fmt.Errorf("malformed reply: %.40q", line)
	}
	items := make([]any, 0, min(n, 1024))
	for range n {
		_, item, err := readItem(in, depth+1)
		if err != nil {
			return false, nil, err
		}
		items = append(items, item)
	}
	return kind == '>', items, nil
}
