package main

import (
	"context"
	"io/fs"
	"os/exec"
	"path/filepath"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"

	"github.com/redis/go-redis/v9"
)

// limits are far from what any measurement needs.
var limits = sandbox.Limits{Timeout: 10 * time.Minute, CacheReplies: 1 << 40, CacheBytes: 1 << 50}

// engine returns an engine over the bench's server, for the scripts that are part of this program.
func (s *stage) engine(ctx context.Context, isolation runtime.Isolation, o bindings.RedisOptions) (*runtime.Engine, error) {
	o.URL = s.url()
	backend, err := bindings.Connect(ctx, o)
	if err != nil {
		return nil, err
	}
	s.onClose(func() { _ = backend.Close() })
	e, err := newEngine(runtime.Options{Backend: backend, Isolation: isolation})
	if err != nil {
		return nil, err
	}
	s.onClose(func() { _ = e.Shutdown(context.WithoutCancel(ctx)) })
	return e, nil
}

// newEngine returns an engine with the scripts and limits of this program.
func newEngine(o runtime.Options) (*runtime.Engine, error) {
	sub, err := fs.Sub(files, "scripts")
	if err != nil {
		return nil, err
	}
	set := scripts.New(sub)
	o.Scripts, o.Limits = func() *scripts.Set { return set }, limits
	return runtime.New(o)
}

// script is the work of running a script to its end.
func script(e *runtime.Engine, name string, args ...any) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := e.Run(ctx, runtime.Call{Script: name, Args: args})
		return err
	}
}

// goRedis returns a plain client of the bench's server.
func (s *stage) goRedis(o redis.Options) *redis.Client {
	o.Addr = s.redis
	c := redis.NewClient(&o)
	s.onClose(func() { _ = c.Close() })
	return c
}

// buildCommand builds cmd/dff into dir and returns the program's path.
func buildCommand(ctx context.Context, dir string) (string, error) {
	path := filepath.Join(dir, "dff")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", path, "dff/cmd/dff")
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", absent("cmd/dff does not build: %s", firstLine(out))
	}
	return path, nil
}
