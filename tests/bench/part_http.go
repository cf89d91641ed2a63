package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"dff/runtime"
)

// overHTTP compares handlers of HTTP requests that do what order.js does.
func overHTTP(name string, isolation runtime.Isolation) *part {
	const clients = 64
	n := func(s *stage) int { return s.count(20_000, clients) }
	load := func(s *stage, addr, path string) measure {
		return func(ctx context.Context) ([]float64, error) {
			perSecond, p99, err := generate(ctx, addr, path, `{"args":[`+order+`]}`, clients, n(s))
			return []float64{perSecond, p99.Seconds() * 1000}, err
		}
	}
	peer := func(client string) func(context.Context, *stage) (measure, error) {
		return func(ctx context.Context, s *stage) (measure, error) {
			cmd, err := s.command(ctx, client, "http.js", client)
			if err != nil {
				return nil, err
			}
			if _, err := cmd.StdinPipe(); err != nil { // its end is the program's
				return nil, err
			}
			out, err := cmd.StdoutPipe()
			if err != nil {
				return nil, err
			}
			if err := cmd.Start(); err != nil {
				return nil, err
			}
			s.onClose(func() {
				_ = cmd.Process.Kill()
				_ = cmd.Wait()
			})
			port, err := bufio.NewReader(out).ReadString('\n')
			return load(s, "127.0.0.1:"+strings.TrimSpace(port), "/"), err
		}
	}
	return &part{
		name:    name,
		title:   fmt.Sprintf("the same over HTTP, %d keep-alive clients, isolation %s", clients, isolation),
		metrics: []metric{{unit: "runs/s"}, {name: "p99", unit: "ms", lower: true}},
		aims:    []aim{{against: "Node http, ioredis", ratio: 1}},
		contenders: []contender{
			{"dff serve", func(ctx context.Context, s *stage) (measure, error) {
				h, err := s.serve(ctx, "--redis", s.url(), "--isolation", string(isolation))
				if err != nil {
					return nil, err
				}
				return load(s, h.addr, "/v1/run/order"), nil
			}},
			{"Node http, ioredis", peer("ioredis")},
			{"Bun.serve, Bun redis", peer("bun")},
		},
	}
}

// generate sends n requests over keep-alive connections, each connection one after the other, and returns requests per
// second and the 99th percentile of the time to an answer. It is as small as it can be, because it shares the CPUs with the server.
func generate(ctx context.Context, addr, path, body string, connections, n int) (perSecond float64, p99 time.Duration, err error) {
	times := make([]float64, n)
	var begun atomic.Int64
	start := time.Now()
	err = together(connections, func(int) error {
		c, err := dialHTTP(ctx, addr)
		if err != nil {
			return err
		}
		defer c.Close()
		for {
			i := begun.Add(1) - 1
			if i >= int64(n) {
				return nil
			}
			sent := time.Now()
			if err := c.post(path, body); err != nil {
				return err
			}
			if _, err := c.answer(); err != nil {
				return err
			}
			times[i] = float64(time.Since(sent))
		}
	})
	if err != nil {
		return 0, 0, err
	}
	elapsed := time.Since(start)
	return float64(n) / elapsed.Seconds(), time.Duration(percentile(times, 0.99)), nil
}

// httpConn is one connection of a client.
type httpConn struct {
	net.Conn
	in   *bufio.Reader
	addr string
	body []byte
}

// httpTimeout bounds how long a connection is used.
const httpTimeout = 5 * time.Minute

func dialHTTP(ctx context.Context, addr string) (*httpConn, error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	return &httpConn{Conn: c, in: bufio.NewReader(c), addr: addr}, c.SetDeadline(time.Now().Add(httpTimeout))
}

func (c *httpConn) post(path, body string) error {
	_, err := fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", path, c.addr, len(body), body)
	return err
}

// answer reads one answer and returns its body, valid until the next one. Any status but 200 is an error.
func (c *httpConn) answer() ([]byte, error) {
	status, err := c.in.ReadString('\n')
	if err != nil {
		return nil, err
	}
	length := -1
	for {
		line, err := c.in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		if len(line) <= 2 {
			break
		}
		name, value, _ := strings.Cut(string(line), ":")
		if strings.EqualFold(name, "Content-Length") {
			if length, err = strconv.Atoi(strings.TrimSpace(value)); err != nil {
				return nil, err
			}
		}
	}
	if length < 0 {
		return nil, fmt.Errorf("an answer without Content-Length: %s", status)
	}
	c.body = append(c.body[:0], make([]byte, length)...)
	for read := 0; read < length; {
		n, err := c.in.Read(c.body[read:])
		if err != nil {
			return nil, err
		}
		read += n
	}
	if _, code, _ := strings.Cut(status, " "); !strings.HasPrefix(code, "200") {
		return nil, fmt.Errorf("%s: %.200s", strings.TrimSpace(status), c.body)
	}
	return c.body, nil
}
