package tests

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is a dff serve under test.
type server struct {
	cmd   *exec.Cmd
	url   string
	lines chan map[string]any // its log
	seen  []map[string]any    // records that nothing has waited for yet
}

// startServer serves dir at a free port, and returns when it does. The server is killed with the test, if not before.
func startServer(t *testing.T, bin, dir string, args ...string) *server {
	t.Helper()
	cmd := command(t, bin, append([]string{"serve", "--listen", "127.0.0.1:0"}, append(args, dir)...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s := &server{cmd: cmd, lines: make(chan map[string]any, 1000)}
	go func() {
		defer close(s.lines)
		for lines := bufio.NewScanner(stderr); lines.Scan(); {
			var record map[string]any
			if err := json.Unmarshal(lines.Bytes(), &record); err != nil {
				record = map[string]any{"msg": lines.Text()}
			}
			s.lines <- record
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill() // an error: it has ended
		for range s.lines {
		}
		_ = cmd.Wait()
	})
	s.url = s.logged(t, "serving")["url"].(string)
	return s
}

// logged waits for a record of the log with that message.
func (s *server) logged(t *testing.T, message string) map[string]any {
	t.Helper()
	late := time.After(20 * time.Second)
	for i := 0; ; i++ {
		if i == len(s.seen) {
			select {
			case record, open := <-s.lines:
				if !open {
					t.Fatalf("the log ends without %q: %v", message, s.seen)
				}
				s.seen = append(s.seen, record)
			case <-late:
				t.Fatalf("the log does not say %q: %v", message, s.seen)
			}
		}
		if record := s.seen[i]; record["msg"] == message {
			s.seen = slices.Delete(s.seen, i, i+1)
			return record
		}
	}
}

// end waits until the server has ended and returns its exit code.
func (s *server) end(t *testing.T) int {
	t.Helper()
	for range s.lines {
	}
	_ = s.cmd.Wait() // the exit code says it
	return s.cmd.ProcessState.ExitCode()
}

func (s *server) do(t *testing.T, method, path, token, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	defer http.DefaultClient.CloseIdleConnections()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// until asks until the answer is as wanted.
func (s *server) until(t *testing.T, method, path, want string) {
	t.Helper()
	var status int
	var body string
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if status, body = s.do(t, method, path, "", ""); strings.Contains(body, want) {
			return
		}
	}
	t.Fatalf("%s %s: %d %s, want %s", method, path, status, body, want)
}

func writeFiles(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(files)) {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(files[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestServe runs dff serve as its users do, in both isolations.
func TestServe(t *testing.T) {
	bin := builtCommand(t)
	for _, isolation := range []string{"process", "none"} {
		t.Run(isolation, func(t *testing.T) {
			t.Run("reload", func(t *testing.T) { testServeReload(t, bin, isolation) })
			t.Run("stop", func(t *testing.T) { testServeStop(t, bin, isolation) })
			t.Run("token", func(t *testing.T) { testServeToken(t, bin, isolation) })
		})
	}
	t.Run("examples", func(t *testing.T) {
		s := startServer(t, bin, "../examples")
		if status, body := s.do(t, "POST", "/v1/run/counter", "", ""); status != 200 {
			t.Errorf("%d %s", status, body)
		}
		s.until(t, "GET", "/v1/scripts", `"name":"report"`)
		if _, body := s.do(t, "GET", "/v1/scripts", "", ""); strings.Contains(body, `"status":"broken"`) {
			t.Errorf("an example is broken: %s", body)
		}
	})
}

func testServeReload(t *testing.T, bin, isolation string) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{
		"hello.js": "exports.main = () => require('./_lib/text').text;", "_lib/text.js": "exports.text = 'first';", "broken.js": "exports.main = (",
	})
	s := startServer(t, bin, dir, "--isolation", isolation)
	const run = "/v1/run/hello"
	if status, body := s.do(t, "POST", run, "", ""); status != 200 || !strings.Contains(body, `"result":"first"`) {
		t.Fatalf("%d %s", status, body)
	}
	if frame, _ := s.logged(t, "script cannot be used")["frame"].(string); !strings.Contains(frame, "exports.main = (") {
		t.Errorf("the log does not show what is broken: %q", frame)
	}
	s.until(t, "GET", "/v1/scripts/broken", `"status":"broken"`)
	if status, body := s.do(t, "POST", "/v1/run/broken", "", ""); status != 422 || !strings.Contains(body, `"frame":"`) || !strings.Contains(body, `"location":{"file":"broken.js"`) {
		t.Errorf("a broken script: %d %s", status, body)
	}

	writeFiles(t, dir, map[string]string{"_lib/text.js": "exports.text = 'second';"})
	s.until(t, "POST", run, `"result":"second"`)

	writeFiles(t, dir, map[string]string{"hello.js": "exports.main = () => {"})
	s.until(t, "GET", "/v1/scripts/hello", `"status":"stale"`)
	if status, body := s.do(t, "POST", run, "", ""); status != 200 || !strings.Contains(body, `"result":"second"`) {
		t.Errorf("the last good version is gone: %d %s", status, body)
	}
	s.until(t, "GET", "/metrics", `dff_scripts{status="stale"} 1`)

	writeFiles(t, dir, map[string]string{"hello.js": "exports.main = () => 'third';"})
	s.until(t, "POST", run, `"result":"third"`)
	if err := os.Remove(filepath.Join(dir, "hello.js")); err != nil {
		t.Fatal(err)
	}
	s.until(t, "POST", run, `"code":"not_found"`)
	s.until(t, "GET", "/v1/scripts/hello", `"code":"not_found"`)
	if _, body := s.do(t, "GET", "/metrics", "", ""); strings.Contains(body, `script="hello"`) {
		t.Error("a script that is gone has metrics")
	}
	if runtime.GOOS != "windows" {
		writeFiles(t, dir, map[string]string{"new.js": "exports.main = () => 'new';"})
		if err := s.cmd.Process.Signal(syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
		s.logged(t, "looked for changed scripts")
		if status, body := s.do(t, "POST", "/v1/run/new", "", ""); status != 200 {
			t.Errorf("not live after SIGHUP: %d %s", status, body)
		}
	}
}

// TestServeHangupAtStart sends SIGHUP to a server that waits for Redis: it goes on waiting.
func TestServeHangupAtStart(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGHUP")
	}
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = silent.(*net.TCPListener).SetDeadline(time.Now().Add(20 * time.Second)) // it may never come
	cmd := command(t, builtCommand(t), "serve", "--redis", "redis://"+silent.Addr().String(), t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // an error: it has ended
	c, err := silent.Accept()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	silent.Close()
	c.Close()
	_ = cmd.Wait() // the exit code says it
	if code := cmd.ProcessState.ExitCode(); code != 2 {
		t.Errorf("exit code %d after SIGHUP and the end of Redis; want 2, that of a cache that cannot be reached", code)
	}
}

// testServeStop has a run finish that is under way at SIGTERM, and another one interrupted.
func testServeStop(t *testing.T, bin, isolation string) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no signals to send")
	}
	for _, test := range []struct {
		name, drain string
		status      int
		want        string
	}{
		{"drain", "1m", 200, `"result":"done"`},
		{"interrupt", "10ms", 503, `"code":"canceled"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			writeFiles(t, dir, map[string]string{"wait.js": "exports.main = (ms) => { console.log('begun'); return new Promise(r => setTimeout(() => r('done'), ms)); };"})
			s := startServer(t, bin, dir, "--isolation", isolation, "--drain", test.drain)
			body := `{"args":[20000]}`
			if test.status == 200 {
				body = `{"args":[300]}`
			}
			answer := make(chan string, 1)
			go func() {
				status, text := s.do(t, "POST", "/v1/run/wait", "", body)
				answer <- fmt.Sprint(status, text)
			}()
			s.logged(t, "begun")
			if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			if got := <-answer; !strings.HasPrefix(got, fmt.Sprint(test.status)) || !strings.Contains(got, test.want) {
				t.Errorf("the run that was under way: %s", got)
			}
			s.logged(t, "stopped")
			if code := s.end(t); code != 0 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

func testServeToken(t *testing.T, bin, isolation string) {
	dir := t.TempDir()
	writeFiles(t, dir, map[string]string{"scripts/hello.js": "exports.main = () => 'hello';", "token": "secret-token\n"})
	s := startServer(t, bin, filepath.Join(dir, "scripts"), "--isolation", isolation, "--token-file", filepath.Join(dir, "token"))
	for _, test := range []struct {
		path, token string
		status      int
	}{
		{"/v1/run/hello", "secret-token", 200},
		{"/v1/run/hello", "", 401},
		{"/v1/run/hello", "secret", 401},
		{"/v1/run/nosuch", "", 401},
	} {
		status, body := s.do(t, "POST", test.path, test.token, "")
		if status != test.status {
			t.Errorf("%s with token %q: %d %s", test.path, test.token, status, body)
		}
		if strings.Contains(body, dir) || strings.Contains(body, "secret-token") {
			t.Errorf("says too much: %s", body)
		}
	}
	if status, _ := s.do(t, "GET", "/healthz", "", ""); status != 200 {
		t.Errorf("health: %d", status)
	}
}
