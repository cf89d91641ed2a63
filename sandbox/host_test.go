package sandbox

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// helpers are what the test binary does, instead of testing, when it is told to in its environment.
var helpers = map[string]func(){
	// A host with three workers, which it names, and which it leaves alone until its standard input ends.
	"host": func() {
		p, err := NewPool(PoolOptions{Size: 3})
		if err != nil {
			fmt.Println(err)
			return
		}
		for i, trick := range []string{"loop", "", ""} {
			l, err := p.Acquire(context.Background(), fmt.Sprint(i))
			if err != nil {
				fmt.Println(err)
				return
			}
			l.Start(context.Background(), 0)
			pid, err := call(l, framePID, "")
			fmt.Println("worker", pid, err)
			if trick != "" {
				_ = l.Send(frameTrick, []byte(trick))
			}
		}
		fmt.Println("ready")
		_, _ = io.Copy(io.Discard, os.Stdin)
	},
}

const helperVariable = "DFF_TEST_HELPER"

func helper(t testing.TB, name string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(exe)
	c.Env = append(os.Environ(), helperVariable+"="+name)
	return c
}

func runHelper(t testing.TB, name string) string {
	t.Helper()
	out, err := helper(t, name).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

// A worker that is started by anything but a Pool says so and ends.
func TestWorkerByHand(t *testing.T) {
	for _, args := range [][]string{
		{workerName},
		workerConfig{}.args(),
		{workerName, "99", "1", "1", "1", ""},
		{workerName, fmt.Sprint(frameVersion), "x", "y", "z", ""},
	} {
		c := helper(t, "")
		c.Args = args
		out, err := c.CombinedOutput()
		if err == nil || !strings.HasPrefix(string(out), "dff-worker: ") {
			t.Errorf("%q: %v, %s", args, err, out)
		}
	}
}
