package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// host is a dff serve.
type host struct {
	addr string
	pid  int
}

// startTimeout bounds how long a host may take to answer.
const startTimeout = 30 * time.Second

// serve starts dff serve for the scripts of this program and waits until it answers.
func (s *stage) serve(ctx context.Context, flags ...string) (*host, error) {
	dff, err := s.dff()
	if err != nil {
		return nil, err
	}
	if help := output(ctx, dff, "help", "serve"); !strings.Contains(help, "dff serve") {
		return nil, absent("there is no dff serve")
	}
	addr, err := freeAddr()
	if err != nil {
		return nil, err
	}
	args := append([]string{"serve", "--quiet", "--listen", addr}, flags...)
	cmd := exec.CommandContext(ctx, dff, append(args, filepath.Join(s.dir, "scripts"))...)
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	exited := make(chan struct{})
	go func() {
		_ = cmd.Wait()
		close(exited)
	}()
	s.onClose(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		select {
		case <-exited:
		case <-time.After(startTimeout):
			_ = cmd.Process.Kill()
			<-exited
		}
	})
	for deadline := time.Now().Add(startTimeout); ; {
		select {
		case <-exited:
			return nil, fmt.Errorf("dff %s: %s", strings.Join(args, " "), firstLine(said.Bytes()))
		case <-time.After(10 * time.Millisecond):
		}
		if c, err := net.Dial("tcp", addr); err == nil {
			return &host{addr, cmd.Process.Pid}, c.Close()
		} else if time.Now().After(deadline) {
			return nil, err
		}
	}
}

// freeAddr returns a host:port of the loopback interface that nobody listens on.
func freeAddr() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(strings.TrimSpace(string(b)), "\n")
	return line
}
