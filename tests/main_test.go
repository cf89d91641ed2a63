package tests

import (
	"context"
	"fmt"
	"os"
	"testing"
	"testing/fstest"

	"dff/runtime"
	"dff/scripts"
	"dff/tests/redistest"

	"go.uber.org/goleak"
)

// The tests share one set of servers and one build of the command, and leave no goroutine behind.
func TestMain(m *testing.M) {
	var err error
	if commandDir, err = os.MkdirTemp("", "dff-command"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := redistest.Run(m, func() error { return goleak.Find() })
	if err := os.RemoveAll(commandDir); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}

// newEngine returns an engine over scripts given by file name, shut down with the test.
func newEngine(t testing.TB, o runtime.Options, files map[string]string) *runtime.Engine {
	t.Helper()
	dir := fstest.MapFS{}
	for name, text := range files {
		dir[name] = &fstest.MapFile{Data: []byte(text)}
	}
	set := scripts.New(dir)
	o.Scripts = func() *scripts.Set { return set }
	e, err := runtime.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return e
}
