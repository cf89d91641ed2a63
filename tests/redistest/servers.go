package redistest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// startTimeout bounds how long servers may take to be ready.
const startTimeout = 30 * time.Second

// poll is how often readiness is looked at.
const poll = 10 * time.Millisecond

// TB is what a set of servers needs of the test that uses it.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
	Skipf(format string, args ...any)
	Logf(format string, args ...any)
}

var _ TB = testing.TB(nil)

// Need skips the test when no Redis server is installed. With DFF_TEST_REDIS=require it fails instead.
func Need(t TB) {
	t.Helper()
	if missing := missingPrograms(); len(missing) > 0 {
		if os.Getenv("DFF_TEST_REDIS") == "require" {
			t.Fatalf("DFF_TEST_REDIS=require, but %s is not installed", strings.Join(missing, ", "))
		}
		t.Skipf("%s is not installed (set DFF_TEST_REDIS=require to make this a failure)", strings.Join(missing, ", "))
	}
}

func missingPrograms() (missing []string) {
	for _, p := range []string{"redis-server", "redis-cli"} {
		if _, err := exec.LookPath(p); err != nil {
			missing = append(missing, p)
		}
	}
	return missing
}

// Standalone starts one server and returns its URL.
func Standalone(t TB) string {
	t.Helper()
	Need(t)
	s := start(t, "")
	return "redis://" + s.addr
}

// Sentinel starts a master, its replica and a sentinel, and returns the set-up's URL.
func Sentinel(t TB) string {
	t.Helper()
	url, _ := sentinelOf(t, time.Second)
	return url
}

// Failover starts what Sentinel does, with a sentinel that loses patience sooner. kill kills the master: a second or so
// later, the replica is the master.
func Failover(t TB) (url string, kill func()) {
	t.Helper()
	url, master := sentinelOf(t, 300*time.Millisecond)
	return url, func() {
		_ = master.cmd.Process.Kill()
		<-master.exited
	}
}

// sentinelOf starts a Sentinel set-up that thinks a master dead which has been silent for so long.
func sentinelOf(t TB, silence time.Duration) (url string, master *server) {
	t.Helper()
	Need(t)
	master = start(t, "")
	replica := start(t, "replicaof "+strings.ReplaceAll(master.addr, ":", " ")+"\n")
	sentinel := start(t, fmt.Sprintf("sentinel monitor main %s 1\nsentinel down-after-milliseconds main %d\nsentinel failover-timeout main 5000\n",
		strings.ReplaceAll(master.addr, ":", " "), silence.Milliseconds()), "--sentinel")
	replica.await(t, "master_link_status:up", "INFO", "replication")
	sentinel.await(t, "slaves=1", "INFO", "sentinel")
	return "redis+sentinel://" + sentinel.addr + "?master_name=main", master
}

// Cluster starts a cluster of three masters and returns its URL.
func Cluster(t TB) string {
	t.Helper()
	Need(t)
	var nodes []*server
	for range 3 {
		nodes = append(nodes, start(t, "cluster-enabled yes\ncluster-node-timeout 5000\n"))
	}
	args := []string{"--cluster", "create"}
	for _, n := range nodes {
		args = append(args, n.addr)
	}
	out, err := exec.Command("redis-cli", append(args, "--cluster-yes")...).CombinedOutput()
	if err != nil {
		t.Fatalf("redis-cli %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	for _, n := range nodes {
		n.await(t, "cluster_state:ok", "CLUSTER", "INFO")
		n.await(t, "cluster_slots_ok:16384", "CLUSTER", "INFO")
	}
	return "redis+cluster://" + nodes[0].addr + "?addr=" + nodes[1].addr + "&addr=" + nodes[2].addr
}

// server is one process.
type server struct {
	addr   string
	cmd    *exec.Cmd
	exited chan struct{}
	output *bytes.Buffer // complete when exited is closed
}

// start starts a redis-server with further lines of configuration and waits until it answers. A port that was free
// can be taken by the time the server asks for it, so it tries a few.
func start(t TB, config string, flags ...string) *server {
	t.Helper()
	var err error
	for range 5 {
		var s *server
		if s, err = tryStart(t, config, flags...); err == nil {
			return s
		}
	}
	t.Fatalf("redis-server does not start: %v", err)
	return nil
}

func tryStart(t TB, config string, flags ...string) (*server, error) {
	dir, err := os.MkdirTemp("", "redistest")
	if err != nil {
		return nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	conf := fmt.Sprintf("port %d\nbind 127.0.0.1\ndir %s\nsave \"\"\nappendonly no\nloglevel warning\n"+
		"repl-diskless-sync-delay 0\n%s", port, dir, config)
	if len(flags) > 0 { // a sentinel knows only some of these
		conf = fmt.Sprintf("port %d\nbind 127.0.0.1\ndir %s\n%s", port, dir, config)
	}
	file := filepath.Join(dir, "redis.conf")
	if err := os.WriteFile(file, []byte(conf), 0o600); err != nil {
		return nil, err
	}
	s := &server{
		addr:   net.JoinHostPort("127.0.0.1", strconv.Itoa(port)),
		cmd:    exec.Command("redis-server", append([]string{file}, flags...)...),
		exited: make(chan struct{}),
		output: new(bytes.Buffer),
	}
	s.cmd.Stdout, s.cmd.Stderr = s.output, s.output
	s.cmd.SysProcAttr = dieWithParent()
	started := make(chan error)
	go func() {
		// The kernel ties the child to the thread that started it: this one must live as long.
		lockThread()
		err := s.cmd.Start()
		started <- err
		if err == nil {
			_ = s.cmd.Wait()
			close(s.exited)
		}
	}()
	if err := <-started; err != nil {
		return nil, err
	}
	stop := sync.OnceFunc(func() {
		_ = s.cmd.Process.Signal(syscall.SIGKILL) // nothing is worth saving
		<-s.exited
		_ = os.RemoveAll(dir)
	})
	deadline := time.Now().Add(startTimeout)
	for {
		reply, err := s.ask("PING")
		if err == nil && strings.HasPrefix(reply, "+PONG") {
			t.Cleanup(stop)
			return s, nil
		}
		select {
		case <-s.exited:
			stop()
			return nil, fmt.Errorf("it exited: %s", s.output)
		case <-time.After(poll):
		}
		if time.Now().After(deadline) {
			stop()
			return nil, fmt.Errorf("it is not ready after %s: %s %v", startTimeout, reply, err)
		}
	}
}

// await waits until the reply to a command contains text.
func (s *server) await(t TB, text string, command ...string) {
	t.Helper()
	deadline := time.Now().Add(startTimeout)
	for {
		reply, err := s.ask(command...)
		if err == nil && strings.Contains(reply, text) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("redis-server: no %s after %s: %s %v", text, startTimeout, reply, err)
		}
		time.Sleep(poll)
	}
}

// ask sends one command and returns the raw text of its reply. It knows status, error and bulk replies.
func (s *server) ask(command ...string) (string, error) { return Ask(s.addr, command...) }

// Ask sends one command to the server at addr over a connection of its own and returns the raw text of its reply,
// which must be a status, an error, an integer or a bulk string.
func Ask(addr string, command ...string) (string, error) {
	conn, err := net.DialTimeout("tcp", addr, time.Second)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(startTimeout)); err != nil {
		return "", err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "*%d\r\n", len(command))
	for _, c := range command {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(c), c)
	}
	if _, err := conn.Write(b.Bytes()); err != nil {
		return "", err
	}
	in := bufio.NewReader(conn)
	line, err := in.ReadString('\n')
	if err != nil || line[0] != '$' {
		return strings.TrimSpace(line), err
	}
	n, err := strconv.Atoi(strings.TrimSpace(line[1:]))
	if err != nil || n < 0 {
		return "", errors.Join(err, errors.New("no value"))
	}
	text := make([]byte, n)
	for read := 0; read < n; {
		m, err := in.Read(text[read:])
		if err != nil {
			return "", err
		}
		read += m
	}
	return string(text), nil
}

// freePort returns a port that nobody listens on, and whose cluster bus port (10,000 above) exists.
func freePort() (int, error) {
	for range 100 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return 0, err
		}
		port := l.Addr().(*net.TCPAddr).Port
		_ = l.Close()
		if port+10_000 < 1<<16 {
			return port, nil
		}
	}
	return 0, errors.New("no free port below 55536")
}
