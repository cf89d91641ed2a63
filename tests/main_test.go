package tests

import (
	"os"
	"testing"

	"dff/tests/redistest"

	"go.uber.org/goleak"
)

// The tests share one set of servers, and leave no goroutine behind.
func TestMain(m *testing.M) {
	os.Exit(redistest.Run(m, func() error { return goleak.Find() }))
}
