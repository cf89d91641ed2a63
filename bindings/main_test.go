package bindings

import (
	"os"
	"testing"

	"dff/tests/redistest"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	os.Exit(redistest.Run(m, func() error { return goleak.Find() }))
}
