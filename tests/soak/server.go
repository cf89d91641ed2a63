package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"dff/sandbox"
)

const (
	startTimeout = 30 * time.Second // for a server to say that it serves
	stopTimeout  = 30 * time.Second // for a server to end after SIGTERM
	callTimeout  = time.Minute      // for any answer: far more than each limit
)

// buildCommand builds cmd/dff into dir, with settings added to the environment, and returns the program's path.
func buildCommand(ctx context.Context, dir string, settings ...string) (string, error) {
	path := filepath.Join(dir, "dff")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", path, "dff/cmd/dff")
	cmd.Env = append(os.Environ(), settings...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("cmd/dff does not build: %w\n%s", err, out)
	}
	return path, nil
}

// server is a dff serve: a process of its own.
type server struct {
	cmd    *exec.Cmd
	url    string
	client *http.Client
	read   chan struct{} // closed at the end of its log

	mu     sync.Mutex
	errors []string // records of its log that tell of an error
}

// startServer serves dir at a free port and returns when that answers. stop must be called.
func startServer(bin, dir string, flags ...string) (*server, error) {
	cmd := exec.Command(bin, append(append([]string{"serve", "--listen", "127.0.0.1:0"}, flags...), dir)...)
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "DFF_") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	log, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	s := &server{cmd: cmd, read: make(chan struct{}),
		client: &http.Client{Timeout: callTimeout, Transport: &http.Transport{MaxIdleConnsPerHost: 100}}}
	serving := make(chan string, 1)
	go s.readLog(log, serving)
	late := time.NewTimer(startTimeout)
	defer late.Stop()
	select {
	case s.url = <-serving:
		return s, nil
	case <-s.read:
		err = errors.New("dff serve ended")
	case <-late.C:
		err = fmt.Errorf("dff serve did not serve within %v", startTimeout)
	}
	return nil, errors.Join(err, s.kill(), s.logged())
}

// readLog reads the log to its end.
func (s *server) readLog(log io.Reader, serving chan<- string) {
	defer close(s.read)
	for lines := bufio.NewReader(log); ; {
		line, err := lines.ReadBytes('\n')
		// Thousands of runs a second are logged: only what matters here is decoded.
		if bytes.Contains(line, []byte(`"msg":"serving"`)) {
			var record struct{ URL string }
			if json.Unmarshal(line, &record) == nil && record.URL != "" {
				serving <- record.URL
			}
		} else if bytes.Contains(line, []byte(`"level":"ERROR","msg":`)) && !bytes.Contains(line, []byte(`"script":`)) || len(line) > 0 && line[0] != '{' {
			s.mu.Lock()
			s.errors = append(s.errors, strings.TrimSpace(string(line[:min(len(line), 1000)])))
			s.mu.Unlock()
		}
		if err != nil {
			return
		}
	}
}

// logged returns the errors that the server has logged, other than those of runs, and what it wrote besides its log.
func (s *server) logged() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.errors) == 0 {
		return nil
	}
	return fmt.Errorf("the log of dff serve tells of errors:\n%s", strings.Join(s.errors[:min(len(s.errors), 20)], "\n"))
}

// kill ends the server, however it is.
func (s *server) kill() error {
	_ = s.cmd.Process.Kill() // an error: it has ended
	<-s.read
	_ = s.cmd.Wait() // the exit status is that of a kill
	return nil
}

// stop sends SIGTERM and waits for the end. It fails if the server does not exit with code 0, leaves a worker behind, or
// has logged an error.
func (s *server) stop() error {
	s.client.CloseIdleConnections()
	workers := children(s.cmd.Process.Pid)
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return errors.Join(fmt.Errorf("dff serve cannot be stopped: %w", err), s.kill(), s.logged())
	}
	late := time.NewTimer(stopTimeout)
	defer late.Stop()
	select {
	case <-s.read:
	case <-late.C:
		return errors.Join(fmt.Errorf("dff serve did not end within %v of SIGTERM", stopTimeout), s.kill(), s.logged())
	}
	err := s.logged()
	if waitErr := s.cmd.Wait(); waitErr != nil {
		err = errors.Join(err, fmt.Errorf("dff serve ended with %w after SIGTERM", waitErr))
	}
	for pid, started := range workers {
		if stat, ok := processStat(pid); ok && stat.started == started && stat.state != "Z" { // who reaps orphans may be slow
			err = errors.Join(err, fmt.Errorf("dff serve left its worker %d behind", pid))
		}
	}
	return err
}

// answer is what dff serve says of a run.
type answer struct {
	status  int
	retry   string          // the header Retry-After
	Result  json.RawMessage `json:"result"`
	Version string          `json:"version"`
	Outcome sandbox.Outcome `json:"outcome"`
	Waited  float64         `json:"waited_ms"`
	Error   struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
}

// waited is how long the run waited for a worker.
func (a *answer) waited() time.Duration { return time.Duration(a.Waited * float64(time.Millisecond)) }

func (a *answer) String() string {
	text := fmt.Sprintf("%d %s %s", a.status, a.Outcome, a.Result)
	if a.Error.Code != "" {
		text = fmt.Sprintf("%d %s: %s", a.status, a.Error.Code, a.Error.Message)
	}
	if a.retry != "" {
		text += " (Retry-After: " + a.retry + ")"
	}
	return text[:min(len(text), 500)]
}

// run calls a script. target is its name, and perhaps a function and a query.
func (s *server) run(ctx context.Context, target string, args ...any) (*answer, error) {
	body, err := json.Marshal(map[string]any{"args": args})
	if err != nil || len(args) == 0 {
		body = nil
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url+"/v1/run/"+target, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	response, err := s.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	a := &answer{status: response.StatusCode, retry: response.Header.Get("Retry-After")}
	if err := json.Unmarshal(text, a); err != nil {
		return nil, fmt.Errorf("status %d with a body that is no JSON: %w: %.200s", response.StatusCode, err, text)
	}
	return a, nil
}

// get decodes the JSON at a path into v.
func (s *server) get(ctx context.Context, path string, v any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	if err != nil {
		return err
	}
	response, err := s.client.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", path, response.Status)
	}
	return json.NewDecoder(response.Body).Decode(v)
}

// metrics returns the values of GET /metrics, by name with labels.
func (s *server) metrics(ctx context.Context) (map[string]float64, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+"/metrics", nil)
	if err != nil {
		return nil, err
	}
	response, err := s.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	values := map[string]float64{}
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() {
		if i := strings.LastIndexByte(lines.Text(), ' '); i > 0 && lines.Text()[0] != '#' {
			values[lines.Text()[:i]], err = strconv.ParseFloat(lines.Text()[i+1:], 64)
			if err != nil {
				return nil, err
			}
		}
	}
	return values, lines.Err()
}

// idle waits until no run and no check has been under way for a while: then all files have been checked. Some cannot be
// compiled in any time, and are checked until the time limit: it waits no longer than most.
func (s *server) idle(ctx context.Context, most time.Duration) error {
	start := time.Now()
	for calm := 0; calm < 10 && time.Since(start) < most; calm++ {
		m, err := s.metrics(ctx)
		if err != nil {
			return err
		}
		if m["dff_runs_running"]+m["dff_runs_waiting"] > 0 {
			calm = 0
		}
		if !pause(ctx, 50*time.Millisecond) {
			return context.Cause(ctx)
		}
	}
	return nil
}

// pause waits, and reports false if ctx ended meanwhile.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// figures are what a server holds. Those that the system does not tell are 0.
type figures struct {
	resident   int64 // bytes
	goroutines int
	files      int // open descriptors
	watches    int // of inotify
	workers    int // child processes
	zombies    int // of them, those that have ended and were not waited for
}

func (f figures) String() string {
	return fmt.Sprintf("%d MiB resident, %d goroutines, %d descriptors, %d inotify watches, %d workers, %d zombies",
		f.resident>>20, f.goroutines, f.files, f.watches, f.workers, f.zombies)
}

// measure returns what the server holds now, without the connections of clients that are idle.
func (s *server) measure(ctx context.Context) (figures, error) {
	s.client.CloseIdleConnections()
	m, err := s.metrics(ctx)
	if err != nil {
		return figures{}, err
	}
	pid := s.cmd.Process.Pid
	f := figures{resident: resident(strconv.Itoa(pid)), goroutines: int(m["go_goroutines"])}
	proc := filepath.Join("/proc", strconv.Itoa(pid))
	files, _ := os.ReadDir(filepath.Join(proc, "fd")) // an error: this system does not tell
	f.files = len(files)
	for _, file := range files {
		info, _ := os.ReadFile(filepath.Join(proc, "fdinfo", file.Name()))
		f.watches += bytes.Count(info, []byte("inotify wd:"))
	}
	for child := range children(pid) {
		stat, ok := processStat(child)
		switch {
		case ok && stat.state == "Z":
			f.zombies++
		case ok:
			f.workers++
		}
	}
	return f, nil
}

// Descriptors and goroutines that a server may hold for each of its workers.
const (
	filesPerWorker      = 4
	goroutinesPerWorker = 4
)

// leavings returns what the server holds when it has had the time to notice that its clients are gone. leaked says what of it
// was not there before.
func (s *server) leavings(ctx context.Context, before figures, memory int64) (after figures, leaked, err error) {
	for start := time.Now(); ; {
		if after, err = s.measure(ctx); err != nil {
			return after, nil, err
		}
		if leaked = after.leaked(before, memory); leaked == nil || time.Since(start) > letGo {
			return after, leaked, nil
		}
		if !pause(ctx, 50*time.Millisecond) {
			return after, nil, context.Cause(ctx)
		}
	}
}

// letGo is how long a server may take to let go of what its clients needed.
const letGo = 5 * time.Second

// leaked says what a server holds that it did not hold before, beyond what its workers account for: which of them exist
// depends on what has been called of late.
func (f figures) leaked(before figures, memory int64) error {
	more := max(0, f.workers-before.workers)
	var err error
	for _, figure := range []struct {
		name          string
		before, after int
		allowed       int
		unit          string
	}{
		{"MiB of memory", int(before.resident >> 20), int(f.resident >> 20), int(memory >> 20), ""},
		{"goroutines", before.goroutines, f.goroutines, goroutinesPerWorker*more + 4, ""},
		{"descriptors", before.files, f.files, filesPerWorker*more + 4, ""},
		{"inotify watches", before.watches, f.watches, 0, ""},
		{"zombies", before.zombies, f.zombies, 0, ""},
	} {
		if figure.after > figure.before+figure.allowed {
			err = errors.Join(err, fmt.Errorf("%d %s, %d before: a leak", figure.after, figure.name, figure.before))
		}
	}
	return err
}

// resident returns how many bytes of memory a process holds, 0 if the system does not tell.
func resident(pid string) int64 {
	statm, err := os.ReadFile("/proc/" + pid + "/statm")
	if fields := strings.Fields(string(statm)); err == nil && len(fields) > 1 {
		pages, _ := strconv.ParseInt(fields[1], 10, 64)
		return pages * int64(os.Getpagesize())
	}
	return 0
}

// stat is what Linux tells of a process.
type stat struct {
	state   string
	parent  int
	started string // tells processes apart that had the same number one after the other
}

func processStat(pid int) (stat, bool) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return stat{}, false
	}
	fields := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
	if len(fields) < 20 {
		return stat{}, false
	}
	parent, _ := strconv.Atoi(fields[1])
	return stat{state: fields[0], parent: parent, started: fields[19]}, true
}

// children returns the processes that a process has started, with when they were started; none if the system does not tell.
func children(pid int) map[int]string {
	found := map[int]string{}
	all, _ := os.ReadDir("/proc") // an error: this system has none
	for _, entry := range all {
		if child, err := strconv.Atoi(entry.Name()); err == nil {
			if stat, ok := processStat(child); ok && stat.parent == pid {
				found[child] = stat.started
			}
		}
	}
	return found
}
