//go:build linux && !amd64 && !arm64

package sandbox

import (
	"errors"
	"runtime"
)

func seccomp() (string, error) {
	return "", errors.New("no filter has been written for " + runtime.GOARCH)
}
