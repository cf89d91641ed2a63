//go:build !race

// The race detector multiplies the memory of the workers too, and ends them itself when a script asks for gigabytes: what
// is judged here are the limits of workers as they are.

package main

import (
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestSoak(t *testing.T) {
	duration := 20 * time.Second
	if testing.Short() {
		duration = 2 * time.Second
	}
	var report strings.Builder
	if err := soak(t.Context(), &report, config{duration: duration, callers: 8, honest: 2}); err != nil {
		t.Error(err)
	}
	t.Log("\n" + report.String())
}
