package main

import (
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestSoak soaks for seconds what the program soaks for minutes.
func TestSoak(t *testing.T) {
	c := config{duration: 2 * time.Second, callers: 8, honest: 2, writers: 10}
	var err error
	if c.bin, err = buildCommand(t.Context(), t.TempDir()); err != nil {
		t.Fatal(err)
	}
	for _, mode := range []string{"engine", "http", "writers"} {
		t.Run(mode, func(t *testing.T) {
			if mode == "engine" && race {
				t.Skip("the race detector multiplies the memory of the workers, too, and ends them when a script asks for gigabytes")
			}
			var report strings.Builder
			if err := modes[mode](t.Context(), &report, c, t.TempDir()); err != nil {
				t.Error(err)
			}
			t.Log("\n" + report.String())
		})
	}
}
