package tests

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// openTerminal returns both ends of a new pseudo-terminal: what a program is given, and what a person sees and types.
func openTerminal(t *testing.T) (program, person *os.File) {
	t.Helper()
	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { person.Close() })
	number, err := unix.IoctlGetInt(int(person.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(person.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	program, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { program.Close() })
	return program, person
}

// testTerminal looks for colour where it belongs.
func testTerminal(t *testing.T, bin string) {
	file := filepath.Join(t.TempDir(), "colours.js")
	source := "console.log('plain');\nconsole.warn('careful');\nthrow new Error('broken');\n"
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		env    []string
		colour bool
	}{
		{"colour", []string{"TERM=xterm"}, true},
		{"NO_COLOR", []string{"TERM=xterm", "NO_COLOR=1"}, false},
		{"empty NO_COLOR", []string{"TERM=xterm", "NO_COLOR="}, true},
		{"dumb", []string{"TERM=dumb"}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			program, person := openTerminal(t)
			cmd := command(t, bin, "run", "--quiet", file)
			cmd.Env = append(cmd.Env, test.env...)
			cmd.Stderr = program
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			program.Close()
			var screen bytes.Buffer
			// Reading ends with an input/output error when the last program has let go of the terminal.
			io.Copy(&screen, person)
			if code := cmd.Wait(); code == nil || cmd.ProcessState.ExitCode() != 1 {
				t.Errorf("ended with %v, want exit code 1", code)
			}
			text := strings.ReplaceAll(screen.String(), "\r\n", "\n")
			want := "plain\nwarn: careful\n"
			if test.colour {
				want = "plain\n\x1b[33mwarn:\x1b[0m careful\n"
			}
			if !strings.HasPrefix(text, want) || strings.Contains(text, "\x1b") != test.colour {
				t.Errorf("shows %q, want it to begin with %q", text, want)
			}
			if red := "\x1b[1;31mError: broken\x1b[0m"; strings.Contains(text, red) != test.colour {
				t.Errorf("shows %q; colour is %t", text, test.colour)
			}
		})
	}
}
