package main

import (
	"errors"
	"fmt"

	"dff/tests/redistest"
)

// startRedis starts a redis-server and returns its host:port. onClose gets what stops it.
func startRedis(onClose func(func())) (addr string, err error) {
	t := &starter{onClose: onClose}
	defer func() {
		if r := recover(); r != nil {
			if r != t {
				panic(r)
			}
			err = t.err
		}
	}()
	return redistest.Standalone(t)[len("redis://"):], nil
}

// starter is the redistest.TB of a program.
type starter struct {
	onClose func(func())
	err     error
}

func (t *starter) Helper()             {}
func (t *starter) Cleanup(f func())    { t.onClose(f) }
func (t *starter) Logf(string, ...any) {}

func (t *starter) Fatalf(format string, args ...any) {
	t.err = fmt.Errorf(format, args...)
	panic(t)
}

func (t *starter) Skipf(format string, args ...any) {
	t.err = errors.New("the benchmarks need redis-server and redis-cli: " + fmt.Sprintf(format, args...))
	panic(t)
}
