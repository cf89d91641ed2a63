package bindings

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"dff/internal/busypoll"
	"dff/sandbox"

	"github.com/redis/go-redis/v9"
)

// DefaultMaxReply is what RedisOptions.MaxReply is unless set, in bytes.
const DefaultMaxReply = 64 << 20

// minMaxReply leaves room for what a connection has to read by itself, as the map of a cluster.
const minMaxReply = 64 << 10

// dialer returns what opens the connections of a client: go-redis's own dialer, or the embedded store's, with a bound on
// what a reply may take of this process's memory.
func (t *target) dialer(timeout, readTimeout time.Duration, config *tls.Config, use purpose) func(ctx context.Context, network, addr string) (net.Conn, error) {
	dial := t.dial
	if dial == nil {
		dial = redis.NewDialer(&redis.Options{DialTimeout: cmp.Or(timeout, defaultTimeout), TLSConfig: config})
	}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		c, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		limited := &replyConn{Conn: c, in: c, most: t.options.MaxReply, left: t.options.MaxReply}
		if use == sharedUse {
			limited.most, limited.replace, limited.patience = min(sharedReply, limited.most), true, cmp.Or(readTimeout, defaultTimeout)
		}
		if use == ordinaryUse {
			limited.in = busypoll.New(c, &t.readers)
		}
		if s, ok := c.(syscall.Conn); ok {
			return struct { // go-redis looks through it whether the server has hung up, before it sends anything
				*replyConn
				syscall.Conn
			}{limited, s}, nil
		}
		return limited, nil
	}
}

// replyConn bounds replies while they are read: go-redis believes a server that announces a string of any length, and
// collects lists without end. It follows the framing of the protocol as far as that needs.
//
// On a connection that one call has at a time, everything that comes after a command counts, and too much of it breaks the
// connection. On one that carries the commands of many, that would be an error of all of them; there each command has a
// single item as its answer, and one that is too large is replaced by an error. Reads and writes take turns.
type replyConn struct {
	net.Conn
	in       io.Reader     // to read from Conn
	most     int64         // bytes
	replace  bool          // the connection carries the commands of many
	patience time.Duration // how long the server may be silent while it sends what is dropped; <0: without end

	left   int64  // bytes that may still come; not counted if replace
	rest   int64  // bytes to come of a string
	skip   int64  // bytes to come of a string that is dropped
	inLine bool   // to come is the rest of a line
	head   []byte // the begin of an item's first line that has not come in full
	out    []byte // to be read before anything else
	err    error  // the end of the connection
}

func (c *replyConn) Write(p []byte) (int, error) {
	c.left = c.most
	return c.Conn.Write(p)
}

func (c *replyConn) Read(p []byte) (int, error) {
	for len(c.out) == 0 && c.err == nil {
		if len(c.head) > 0 { // rare: a line that came in two parts
			var more [64]byte
			n, err := c.in.Read(more[:])
			if n == 0 {
				return 0, err
			}
			joined := append(c.head, more[:n]...)
			c.head = nil
			c.out = c.scan(joined, n)
			continue
		}
		if c.skip > 0 && c.patience > 0 {
			// The time that it takes is not taken from the replies behind it.
			_ = c.Conn.SetReadDeadline(time.Now().Add(c.patience))
		}
		n, err := c.in.Read(p)
		if n == 0 {
			return 0, err
		}
		passed := c.scan(p[:n], n)
		if len(passed) > 0 && &passed[0] == &p[0] {
			return len(passed), nil
		}
		c.out = passed
	}
	if len(c.out) > 0 {
		n := copy(p, c.out)
		c.out = c.out[n:]
		return n, nil
	}
	return 0, c.err
}

// scan returns what of b, whose last n bytes have just come, the client is to see.
func (c *replyConn) scan(b []byte, n int) []byte {
	c.left -= int64(n)
	if !c.replace && c.left < 0 {
		c.err = &largeReply{c.most}
		return nil
	}
	for i := 0; i < len(b); {
		switch left := int64(len(b) - i); {
		case c.skip > 0:
			k := min(c.skip, left)
			b = slices.Delete(b, i, i+int(k))
			if c.skip -= k; c.skip == 0 {
				// Not before: whoever has the error may look whether the connection is idle.
				note := (&largeReply{c.most}).line()
				b = slices.Insert(b, i, note...)
				i += len(note)
			}
			continue
		case c.rest > 0:
			k := min(c.rest, left)
			i += int(k)
			c.rest -= k
			continue
		}
		end := bytes.IndexByte(b[i:], '\n') + 1
		if c.inLine || strings.IndexByte("$=!*~%>|", b[i]) < 0 {
			c.inLine = end == 0
			if i += end; c.inLine {
				break
			}
			continue
		}
		if end == 0 {
			if len(b)-i > 32 {
				c.err = fmt.Errorf("the server's reply is malformed: %.40q", b[i:])
				return nil
			}
			c.head = bytes.Clone(b[i:])
			return b[:i]
		}
		size, err := strconv.ParseInt(string(bytes.TrimRight(b[i+1:i+end], "\r\n")), 10, 64)
		if err != nil {
			c.err = fmt.Errorf("the server's reply is malformed: %.40q", b[i:i+end])
			return nil
		}
		behind := int64(len(b) - i - end) // of b, behind the line
		isString := b[i] == '$' || b[i] == '=' || b[i] == '!'
		switch {
		case isString && c.replace && size > c.most:
			b = slices.Delete(b, i, i+end)
			c.skip = size + 2
			continue
		case c.replace:
		case isString && size+2-behind > c.left,
			!isString && size > (c.left+behind)/3: // no item has less than three bytes
			c.err = &largeReply{c.most}
			return nil
		}
		if isString && size >= 0 {
			c.rest = size + 2
		}
		i += end
	}
	return b
}

// largeReply is the error of a command whose reply is larger than it may be.
type largeReply struct{ most int64 }

func (e *largeReply) Error() string {
	return fmt.Sprintf("the reply is larger than %s, the most that one call may read: ask for less at once, or raise the host's --max-reply",
		sandbox.FormatSize(e.most))
}

const largeReplyPrefix = "REPLYSIZE "

// line is the error as a server would send it.
func (e *largeReply) line() []byte { return []byte("-" + largeReplyPrefix + e.Error() + "\r\n") }

// tooLarge returns the *failure of a command whose reply was too large, or of one that has no reply because that of another
// was, and nil when that is not what err says. Another attempt would not help.
func tooLarge(err error) *failure {
	if err == nil {
		return nil
	}
	if large, ok := errors.AsType[*largeReply](err); ok {
		return &failure{code: UnknownOutcome, read: RedisError, message: large.Error(), err: err}
	}
	if reply, ok := errors.AsType[redis.Error](err); ok {
		if message, ok := strings.CutPrefix(reply.Error(), largeReplyPrefix); ok {
			return &failure{code: UnknownOutcome, read: RedisError, message: message, err: err}
		}
	}
	return nil
}
