package tests

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// TestReplTerminal talks to dff repl in a pseudo-terminal.
func TestReplTerminal(t *testing.T) {
	bin := builtCommand(t)
	t.Run("session", func(t *testing.T) { testReplSession(t, bin) })
	t.Run("completion", func(t *testing.T) { testReplCompletion(t, bin) })
	t.Run("interrupt", func(t *testing.T) { testReplInterrupt(t, bin) })
	t.Run("leave a built-in function", func(t *testing.T) { testReplHang(t, bin) })
	t.Run("history", func(t *testing.T) { testReplHistory(t, bin) })
	t.Run("terminate", func(t *testing.T) { testReplTerminate(t, bin) })
	t.Run("colour", func(t *testing.T) { testReplColour(t, bin) })
}

// conversation is a dff repl and what the person in front of it sees.
type conversation struct {
	t       *testing.T
	cmd     *exec.Cmd
	program *os.File // the program's end of the terminal
	person  *os.File
	ended   chan error

	mu     sync.Mutex
	screen strings.Builder
	seen   int           // how much of the screen has been looked at
	more   chan struct{} // has something when the screen has changed
}

// talk starts dff repl. Its state is kept in the folder state, and what env gives goes to its environment.
func talk(t *testing.T, bin, state string, env []string, args ...string) *conversation {
	t.Helper()
	program, person := openTerminal(t)
	if err := unix.IoctlSetWinsize(int(person.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 120}); err != nil {
		t.Fatal(err)
	}
	c := &conversation{t: t, program: program, person: person, ended: make(chan error, 1), more: make(chan struct{}, 1)}
	c.cmd = command(t, bin, append([]string{"repl", "--quiet"}, args...)...)
	c.cmd.Env = append(append(c.cmd.Env, "TERM=xterm", "XDG_STATE_HOME="+state), env...)
	c.cmd.Stdin, c.cmd.Stdout, c.cmd.Stderr = program, program, program
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var reading sync.WaitGroup
	reading.Go(func() {
		b := make([]byte, 4096)
		for {
			n, err := person.Read(b)
			c.mu.Lock()
			c.screen.Write(b[:n])
			c.mu.Unlock()
			select {
			case c.more <- struct{}{}:
			default:
			}
			if err != nil {
				return
			}
		}
	})
	go func() { c.ended <- c.cmd.Wait() }()
	t.Cleanup(func() {
		c.cmd.Process.Kill()
		program.Close() // the last of its users: reading ends
		reading.Wait()
	})
	c.expect("> ")
	return c
}

// control finds what moves the cursor and what changes the colour.
var control = regexp.MustCompile("\x1b\\[[0-9;]*[A-Za-z]|\r")

// expect waits until the screen shows a text, below what has been expected before.
func (c *conversation) expect(text string) {
	c.t.Helper()
	deadline := time.After(30 * time.Second)
	for {
		c.mu.Lock()
		raw := c.screen.String()
		c.mu.Unlock()
		plain := control.ReplaceAllString(raw, "")
		if i := strings.Index(plain[min(c.seen, len(plain)):], text); i >= 0 {
			c.seen += i + len(text)
			return
		}
		select {
		case <-c.more:
		case <-deadline:
			c.t.Fatalf("the screen does not show %q below\n%s", text, plain[min(c.seen, len(plain)):])
		}
	}
}

func (c *conversation) send(keys string) {
	c.t.Helper()
	if _, err := c.person.WriteString(keys); err != nil {
		c.t.Fatal(err)
	}
}

// enter types a line, and waits for what it gives and for the next prompt.
func (c *conversation) enter(line string, shows ...string) {
	c.t.Helper()
	c.send(line + "\r")
	c.expect("\n")
	for _, s := range shows {
		c.expect(s)
	}
	c.expect("> ")
}

// end waits for the end of the command, and sees that it has left the terminal as it was.
func (c *conversation) end(code int) {
	c.t.Helper()
	select {
	case err := <-c.ended:
		got := 0
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			got = exit.ExitCode()
		} else if err != nil {
			c.t.Fatal(err)
		}
		if got != code {
			c.t.Errorf("exit code %d, want %d", got, code)
		}
	case <-time.After(30 * time.Second):
		c.t.Fatal("the command goes on")
	}
	mode, err := unix.IoctlGetTermios(int(c.program.Fd()), unix.TCGETS)
	if err != nil {
		c.t.Fatal(err)
	}
	if usual := uint32(unix.ECHO | unix.ICANON | unix.ISIG); mode.Lflag&usual != usual {
		c.t.Errorf("the terminal is left in mode %#x", mode.Lflag)
	}
}

const (
	ctrlC = "\x03"
	ctrlD = "\x04"
	ctrlR = "\x12"
	up    = "\x1b[A"
)

func testReplSession(t *testing.T, bin string) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "lib.ts"), []byte("export const twice = (n: number) => 2 * n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := talk(t, bin, t.TempDir(), nil, "--scope", "visits", "--dir", dir)
	c.enter("DFF.CACHE.set('k', 'v')", "true\n")
	c.enter("DFF.CACHE.get('k', 'visits')", "'v'\n")
	c.enter("let answer = 6 * 7; answer", "42\n")
	c.enter("let answer = 'again'; answer", "'again'\n")
	c.enter("const {twice} = await import('./lib'); twice(21)", "42\n")
	c.enter("await new Promise(f => setTimeout(f, 1, {late: [true, null]}))", "{ late: [ true, null ] }\n")
	c.send("function f() {\r")
	c.expect("... ")
	c.send("return 'of ' + 'f' }\r")
	c.expect("> ")
	c.enter("f()", "'of f'\n")
	c.enter("console.warn('con' + 'sole')", "warn: console\n")
	c.enter("null.x", "TypeError: Cannot read property 'x' of undefined\n", "| null.x\n", "^")
}

func testReplCompletion(t *testing.T, bin string) {
	c := talk(t, bin, t.TempDir(), nil, "--no-history")
	c.enter("DFF.CACHE.set('k', 'before')", "true\n")
	c.send("DFF.CACHE.getse\t")
	c.expect("  getset(key, value, scope?): string | null")
	c.expect("> DFF.CACHE.getset")
	c.enter("('k', 'after')", "'before'\n")
	c.send("DFF.CACHE.exp\t")
	c.expect("DFF.CACHE.expire")
	c.send("\t")
	c.expect("  expire(key, expire?, scope?): ")
	c.expect("  expireat(key, timestamp, scope?): ")
	c.expect("> DFF.CACHE.expire")
	c.send("('k', \t")
	c.expect("  expire(key, expire?, scope?): ")
	c.expect("> DFF.CACHE.expire('k', ")
	c.enter("60)", "true\n")
	c.enter("const person = {nameOfIt: 'Ann', naming: 1}")
	c.send("person.na\teO\t")
	c.enter("", "'Ann'\n")
	// Pasted indentation completes nothing.
	c.send("{\r\tperson.naming\r}\r")
	c.expect("> ")
	c.enter("person.naming + 41", "42\n")
}

func testReplInterrupt(t *testing.T, bin string) {
	c := talk(t, bin, t.TempDir(), nil, "--timeout", "1h")
	c.enter("let kept = 'ke' + 'pt'")
	for _, line := range []string{"for (;;);", "await new Promise(f => setTimeout(f, 3600e3))", "DFF.CACHE.blpop('nothing')", "setInterval(() => {}, 1)"} {
		c.send("console.log('be' + 'gun'); " + line + "\r")
		c.expect("begun\n")
		c.send(ctrlC)
		c.expect("^C\ninterrupted\n> ")
		c.enter("kept", "'kept'\n")
	}
	// At the prompt it forgets what was typed, of several lines too.
	c.send("kept = (")
	c.expect("kept = (") // until then the terminal would make a signal of it
	c.send(ctrlC)
	c.expect("^C\n(Ctrl-D ends the session)\n> ")
	c.send("kept = (\r")
	c.expect("... ")
	c.send("'lost'")
	c.expect("'lost'")
	c.send(ctrlC)
	c.expect("^C\n> ")
	c.enter("kept", "'kept'\n")
	c.send(ctrlD)
	c.end(0)
}

func testReplHang(t *testing.T, bin string) {
	c := talk(t, bin, t.TempDir(), nil)
	// What says that it has begun is called by the built-in function itself, which then finds no end.
	c.enter("const endless = Object.defineProperty({length: 2 ** 53 - 1}, 0, {get: console.log.bind(null, 'be' + 'gun')})")
	c.send("[].includes.call(endless, 1)\r")
	c.expect("begun\n")
	c.send(ctrlC)
	c.expect("^C\n")
	c.send(ctrlC)
	c.expect("cannot be interrupted. Wait for it, or press Ctrl-C again to leave")
	c.send(ctrlC)
	c.end(130)
}

func testReplHistory(t *testing.T, bin string) {
	state := t.TempDir()
	c := talk(t, bin, state, nil)
	c.enter("'first' + 1", "'first1'\n")
	c.enter("'second' + 2", "'second2'\n")
	c.enter("'second' + 2", "'second2'\n")
	c.enter(".help", "show this\n")
	c.enter(".hepl", "no command .hepl (did you mean .help?)")
	c.send(".exit\r")
	c.end(0)

	file := filepath.Join(state, "dff", "history")
	text, err := os.ReadFile(file)
	if want := "'first' + 1\n'second' + 2\n.help\n.hepl\n.exit\n"; err != nil || string(text) != want {
		t.Errorf("the history is %q, %v; want %q", text, err, want)
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
		t.Errorf("the history is readable by others: %v, %v", info.Mode(), err)
	}

	c = talk(t, bin, state, nil)
	c.send(up + up + up + up)
	c.expect("'second' + 2")
	c.enter("", "'second2'\n")
	c.send(ctrlR + "fir")
	c.expect("'first' + 1")
	c.enter("", "'first1'\n")
	c.send(ctrlD)
	c.end(0)

	c = talk(t, bin, state, []string{"DFF_NO_HISTORY=true"})
	c.enter("'sec' + 'ret'", "'secret'\n")
	c.send(ctrlD)
	c.end(0)
	if text, err := os.ReadFile(file); err != nil || strings.Contains(string(text), "ret") {
		t.Errorf("--no-history writes %q, %v", text, err)
	}

	// A history that cannot be kept is said, and hinders nothing.
	if err := os.WriteFile(filepath.Join(state, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c = talk(t, bin, filepath.Join(state, "file"), nil)
	c.enter("6 * 7", "42\n")
	if screen := c.screen.String(); !strings.Contains(screen, "the history is not kept: ") {
		t.Errorf("shows %q", screen)
	}
	c.send(ctrlD)
	c.end(0)
}

// testReplTerminate sends a signal to a session at its prompt, and to one that runs a line.
func testReplTerminate(t *testing.T, bin string) {
	for _, line := range []string{"", "console.log('be' + 'gun'); for (;;);\r"} {
		c := talk(t, bin, t.TempDir(), nil)
		if line != "" {
			c.send(line)
			c.expect("begun\n")
		}
		if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		c.end(130)
	}
}

func testReplColour(t *testing.T, bin string) {
	for _, test := range []struct {
		env    []string
		colour bool
	}{
		{nil, true},
		{[]string{"NO_COLOR=1"}, false},
	} {
		c := talk(t, bin, t.TempDir(), test.env)
		c.enter("({a1: 'tr' + 'ue', b: 6 * 7, c: [null, true], f() {}})", "f: [Function: f]")
		c.mu.Lock()
		screen := c.screen.String()
		c.mu.Unlock()
		want := "{ a1: \x1b[32m'true'\x1b[0m, b: \x1b[33m42\x1b[0m, c: [ \x1b[2mnull\x1b[0m, \x1b[33mtrue\x1b[0m ], f: \x1b[36m[Function: f]\x1b[0m }"
		if got := strings.Contains(screen, want); got != test.colour {
			t.Errorf("%v: colour is %t in %q", test.env, got, screen)
		}
	}
}
