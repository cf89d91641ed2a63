package runtime_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"
)

func TestCheck(t *testing.T) { isolated(t, testCheck) }

func testCheck(t *testing.T, isolation runtime.Isolation) {
	set := scripts.New(fstest.MapFS{
		"good.ts":   {Data: []byte("export const a: number = nosuch()")},
		"bad.js":    {Data: []byte("let a\nlet = = 1")},
		"data.json": {Data: []byte("{}")},
	})
	e := engine(t, runtime.Options{Isolation: isolation})
	for name, want := range map[string]string{"good": "", "bad": "bad.js:2:"} {
		f, err := set.Script(name)
		if err != nil {
			t.Fatal(err)
		}
		err = e.Check(t.Context(), f)
		var failure *runtime.Failure
		if want == "" && err != nil || want != "" && (!errors.As(err, &failure) || !strings.HasPrefix(err.Error(), want) || failure.Frame == "") {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}

// TestCheckKillsTheCompiler compiles a file that no compiler gets through.
func TestCheckKillsTheCompiler(t *testing.T) {
	e := engine(t, runtime.Options{Isolation: runtime.OutProcess, Limits: sandbox.Limits{Timeout: 200 * time.Millisecond}})
	set := scripts.New(fstest.MapFS{"bomb.js": {Data: []byte("3n**300000000n")}, "good.js": {Data: []byte("1")}})
	for _, c := range []struct {
		name string
		want sandbox.Outcome
	}{{"bomb", sandbox.Timeout}, {"good", ""}} {
		f, err := set.Script(c.name)
		if err != nil {
			t.Fatal(err)
		}
		err = e.Check(t.Context(), f)
		var failure *runtime.Failure
		if c.want == "" && err != nil || c.want != "" && (!errors.As(err, &failure) || failure.Outcome != c.want) {
			t.Errorf("%s: %v, want the outcome %q", c.name, err, c.want)
		}
	}
}
