package main

import (
	"bufio"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

//go:embed scripts/*.js peers/*.js peers/*.py
var files embed.FS

// peers is where programs of other languages are. A field is "" when there is none.
type peers struct {
	modules string            // node_modules
	node    string            // paths of programs
	bun     string            //
	python  string            // one that has redis-py
	bench   string            // redis-benchmark
	version map[string]string // by contender
}

// peerDirectory is where install.sh puts npm's packages.
func peerDirectory() string {
	if dir := os.Getenv("DFF_BENCH_PEERS"); dir != "" {
		return dir
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "dff-bench")
}

// findPeers looks for the programs, npm's below dir.
func findPeers(ctx context.Context, dir string) *peers {
	p := &peers{modules: filepath.Join(dir, "node_modules"), version: map[string]string{}}
	ask := func(name, program string, args ...string) string {
		path, err := exec.LookPath(program)
		if err != nil {
			return ""
		}
		out, err := exec.CommandContext(ctx, path, args...).Output()
		if err != nil {
			return ""
		}
		p.version[name] = strings.TrimSpace(string(out))
		return path
	}
	p.node = ask("Node", "node", "--version")
	p.bun = ask("Bun", filepath.Join(p.modules, ".bin", "bun"), "--version")
	if p.bun == "" {
		p.bun = ask("Bun", "bun", "--version")
	}
	p.bench = ask("redis-benchmark", "redis-benchmark", "--version")
	// Debian's package is for Debian's Python, which need not be the first in PATH.
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if p.python == "" {
			p.python = ask("redis-py", python, "-c", "import platform, redis; print(redis.__version__ + ', Python ' + platform.python_version())")
		}
	}
	for name, module := range map[string]string{"ioredis": "ioredis", "node-redis": "redis"} {
		var about struct{ Version string }
		if b, err := os.ReadFile(filepath.Join(p.modules, module, "package.json")); err == nil && json.Unmarshal(b, &about) == nil {
			p.version[name] = about.Version
		}
	}
	return p
}

// command returns the command line of a peer program that runs file with the client of that name.
func (s *stage) command(ctx context.Context, client, file string, args ...string) (*exec.Cmd, error) {
	program := map[string]string{"ioredis": s.peers.node, "node-redis": s.peers.node, "bun": s.peers.bun, "redis-py": s.peers.python}[client]
	known := client
	if client == "bun" {
		known = "Bun"
	}
	if program == "" || s.peers.version[known] == "" {
		return nil, absent("not installed")
	}
	cmd := exec.CommandContext(ctx, program, append([]string{filepath.Join(s.dir, "peers", file)}, args...)...)
	cmd.Env = append(os.Environ(), "NODE_PATH="+s.peers.modules, "REDIS_URL="+s.url(), "ORDER="+order)
	cmd.Stderr = os.Stderr
	return cmd, nil
}

// loop is a peer program that does work n times for each line with a number n.
type loop struct {
	in  io.Writer
	out *bufio.Reader
}

// loopAnswer is what took place.
type loopAnswer struct{ Seconds, CPU float64 }

// startLoop starts a program and waits until it is ready.
func (s *stage) startLoop(ctx context.Context, client, file string, args ...string) (*loop, error) {
	cmd, err := s.command(ctx, client, file, args...)
	if err != nil {
		return nil, err
	}
	in, err := cmd.StdinPipe()
	if err != nil {
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
		_ = in.Close() // that ends it
		if cmd.Wait() != nil {
			_ = cmd.Process.Kill()
		}
	})
	l := &loop{in: in, out: bufio.NewReader(out)}
	_, err = l.answer()
	return l, err
}

func (l *loop) do(n int) (loopAnswer, error) {
	if _, err := fmt.Fprintln(l.in, n); err != nil {
		return loopAnswer{}, err
	}
	return l.answer()
}

func (l *loop) answer() (a loopAnswer, err error) {
	line, err := l.out.ReadBytes('\n')
	if err != nil {
		return a, fmt.Errorf("the program ended: %w", err)
	}
	return a, json.Unmarshal(line, &a)
}

// peerRate is a contender: n operations per line of loop.js or loop.py, as operations per second.
func peerRate(client, file string, n func(*stage) int, args ...string) contender {
	return contender{client, func(ctx context.Context, s *stage) (measure, error) {
		l, err := s.startLoop(ctx, client, file, args...)
		if err != nil {
			return nil, err
		}
		n := n(s)
		return func(context.Context) ([]float64, error) {
			a, err := l.do(n)
			return []float64{float64(n) / a.Seconds}, err
		}, nil
	}}
}

// redisBenchmark is a contender: n requests by redis-benchmark. With several tests, each gets an equal part.
func redisBenchmark(name string, n func(*stage) int, tests string, args ...string) contender {
	return contender{name, func(_ context.Context, s *stage) (measure, error) {
		if s.peers.bench == "" {
			return nil, absent("not installed")
		}
		host, port, _ := strings.Cut(s.redis, ":")
		count := n(s) / len(strings.Split(tests, ","))
		args := append([]string{"-h", host, "-p", port, "-n", strconv.Itoa(count), "-t", tests, "--csv"}, args...)
		return func(ctx context.Context) ([]float64, error) {
			out, err := exec.CommandContext(ctx, s.peers.bench, args...).Output()
			if err != nil {
				return nil, err
			}
			perSecond, err := parseBenchmark(string(out))
			return []float64{perSecond}, err
		}, nil
	}}
}

// parseBenchmark reads what redis-benchmark --csv prints: the requests per second, over all tests together.
func parseBenchmark(csv string) (float64, error) {
	seconds, tests := 0.0, 0.0
	for line := range strings.Lines(csv) {
		fields := strings.Split(strings.TrimSpace(line), `","`)
		if len(fields) < 2 || slices.Contains(fields, "rps") {
			continue
		}
		perSecond, err := strconv.ParseFloat(strings.Trim(fields[1], `"`), 64)
		if err != nil || perSecond <= 0 {
			return 0, fmt.Errorf("redis-benchmark printed %q", line)
		}
		seconds += 1 / perSecond
		tests++
	}
	if tests == 0 {
		return 0, fmt.Errorf("redis-benchmark printed no figures: %q", csv)
	}
	return tests / seconds, nil
}
