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
	c := config{duration: 3 * time.Second, callers: 8, honest: 2, writers: 10}
	for _, mode := range []string{"engine", "http", "writers"} {
		t.Run(mode, func(t *testing.T) {
			if mode == "engine" && race {
				t.Skip("the race detector multiplies the memory of the workers, too, and ends them when a script asks for gigabytes")
			}
			var report strings.Builder
			if err := modes[mode](t.Context(), &report, c); err != nil {
				t.Error(err)
			}
			t.Log("\n" + report.String())
		})
	}
}
