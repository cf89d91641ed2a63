package tests

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"dff/tests/redistest"

	"github.com/rogpeppe/go-internal/testscript"
)

// builtCommand builds dff for the first test that asks for it, and returns the folder it is in. Linking takes longer than
// most of the tests.
func builtCommand(t *testing.T) string {
	t.Helper()
	if err := built(); err != nil {
		t.Fatal(err)
	}
	return commandDir
}

var commandDir string // of the tests' process

var built = sync.OnceValue(func() error {
	if out, err := exec.Command("go", "build", "-o", commandDir+string(filepath.Separator), "dff/cmd/dff").CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, out)
	}
	return nil
})

// TestCommand runs what is in testdata/script: the command as users see it, over the embedded store.
func TestCommand(t *testing.T) {
	bin := builtCommand(t)
	for _, isolation := range []string{"process", "none"} {
		t.Run("isolation="+isolation, func(t *testing.T) { testscript.Run(t, commandParams("testdata/script", bin, isolation)) })
	}
	t.Run("streams until interrupted", func(t *testing.T) { testInterrupt(t, bin) })
	t.Run("readme", func(t *testing.T) { testReadme(t, bin) })
	t.Run("terminal", func(t *testing.T) { testTerminal(t, bin) })
}

// TestCommandOverRedis runs what is in testdata/redis over each kind of Redis, at $REDIS.
func TestCommandOverRedis(t *testing.T) {
	bin := builtCommand(t)
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		url := target.URL(t)
		if url == "" {
			t.Skip("the embedded store is gone when the command ends")
		}
		params := commandParams("testdata/redis", bin, "process")
		setup, condition := params.Setup, params.Condition
		params.Setup = func(env *testscript.Env) error {
			env.Setenv("REDIS", url)
			// The scripts share a server and run at the same time: each has keys of its own.
			env.Setenv("DFF_KEY_PREFIX", filepath.Base(env.WorkDir))
			return setup(env)
		}
		params.Condition = func(name string) (bool, error) {
			if name == "cluster" {
				return target.Name == name, nil
			}
			return condition(name)
		}
		testscript.Run(t, params)
	})
}

// commandParams are those of tests with the command in the folder bin, in an isolation.
func commandParams(dir, bin, isolation string) testscript.Params {
	return testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("DFF_ISOLATION", isolation)
			env.Setenv("PATH", bin+string(os.PathListSeparator)+env.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		Condition: func(condition string) (bool, error) {
			if condition != "root" {
				return false, fmt.Errorf("unknown condition %q", condition)
			}
			return os.Geteuid() == 0, nil
		},
	}
}

// exits runs a program that must end with a given exit code: exits 124 dff run slow.js. "-" before the program closes
// its standard input.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE [-] PROGRAM [ARG...]")
	}
	code, err := strconv.Atoi(args[0])
	ts.Check(err)
	args = args[1:]
	if args[0] == "-" {
		args = append([]string{"sh", "-c", `exec "$0" "$@" <&-`}, args[1:]...)
	}
	err = ts.Exec(args[0], args[1:]...)
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != code {
		ts.Fatalf("exit code %d, want %d", got, code)
	}
}

// testInterrupt sees console messages before the run has ended, and ends it as Ctrl-C and kill do.
func testInterrupt(t *testing.T, bin string) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no signals to send")
	}
	for _, test := range []struct {
		name, body string
		signal     os.Signal
	}{
		{"waiting for a timer", "setTimeout(() => {}, 3600e3)", os.Interrupt},
		{"waiting for the cache", "DFF.CACHE.blpop('nothing')", os.Interrupt},
		{"in a loop", "for (;;);", syscall.SIGTERM},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "wait.js")
			if err := os.WriteFile(file, []byte("console.log('begun');\n"+test.body), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := command(t, bin, "run", "--timeout", "1h", "--quiet", file)
			stderr, err := cmd.StderrPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			lines := bufio.NewScanner(stderr)
			if !lines.Scan() || lines.Text() != "begun" {
				t.Fatalf("first line %q, %v", lines.Text(), lines.Err())
			}
			if err := cmd.Process.Signal(test.signal); err != nil {
				t.Fatal(err)
			}
			rest, err := io.ReadAll(stderr)
			if err != nil {
				t.Fatal(err)
			}
			err = cmd.Wait()
			if exit, ok := errors.AsType[*exec.ExitError](err); !ok || exit.ExitCode() != 130 {
				t.Errorf("ended with %v, want exit code 130", err)
			}
			if !strings.Contains(lines.Text()+string(rest), "interrupted") {
				t.Errorf("does not say that it was interrupted: %q", rest)
			}
		})
	}
}

// command prepares to run dff with an environment that holds nothing for it.
func command(t *testing.T, bin string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(bin, "dff"), args...)
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "DFF_") && !strings.HasPrefix(entry, "NO_COLOR=") && !strings.HasPrefix(entry, "TERM=") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	return cmd
}

// transcript is a block of the README that shows commands and what they print to standard output.
var transcript = regexp.MustCompile("(?s)```console\n(.*?)```")

// testReadme runs the README's transcripts. They begin with "$ dff run", so that they can be run anywhere.
func testReadme(t *testing.T, bin string) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := transcript.FindAllStringSubmatch(string(readme), -1)
	if len(blocks) == 0 {
		t.Fatal("the README shows no command with its output")
	}
	dir := t.TempDir()
	// The README's own files come first: a block that begins with a comment that names it.
	for _, m := range regexp.MustCompile("(?s)```(?:js|ts)\n// (\\S+\\.(?:js|ts))\n.*?```").FindAllStringSubmatch(string(readme), -1) {
		body := strings.TrimSuffix(m[0][strings.Index(m[0], "\n")+1:], "```")
		if err := os.WriteFile(filepath.Join(dir, m[1]), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.CopyFS(filepath.Join(dir, "examples"), os.DirFS("../examples")); err != nil {
		t.Fatal(err)
	}
	for _, block := range blocks {
		for _, step := range strings.Split("\n"+block[1], "\n$ ")[1:] {
			line, want, _ := strings.Cut(step, "\n")
			t.Run(line, func(t *testing.T) {
				cmd := exec.CommandContext(t.Context(), "bash", "-c", line)
				cmd.Dir = dir
				cmd.Env = append(command(t, bin).Env, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
				out, err := cmd.Output()
				if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
					t.Fatal(err)
				}
				if strings.TrimSpace(string(out)) != strings.TrimSpace(want) {
					t.Errorf("prints\n%s\nand the README says\n%s", out, want)
				}
			})
		}
	}
}
