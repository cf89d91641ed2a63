package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	goruntime "runtime"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"

	"github.com/spf13/cobra"
)

// doctorTimeout bounds how long a worker process may take to start.
const doctorTimeout = 5 * time.Second

func newDoctorCommand() *cobra.Command {
	var flags hostFlags
	cmd := &cobra.Command{
		Use:   "doctor [flags]",
		Short: "Check the sandbox, the cache and the limits in force",
		Long: `Doctor tells the versions, what a worker process gives up on this system so that no script
can hurt the host, whether the cache can be reached, and the limits in force.

Exit codes: 0 when everything is in order, 1 when the cache cannot be reached or a worker
process cannot start, 2 for wrong usage. What this system's kernel does not offer is shown,
and is no failure.`,
		Example: `  dff doctor
  dff doctor --redis redis://localhost:6379`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return examine(cmd, &flags) },
	}
	flags.register(cmd)
	return cmd
}

func examine(cmd *cobra.Command, flags *hostFlags) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	out := cmd.OutOrStdout()
	if _, err := fmt.Fprintf(out, "%scpus %d\n\n", version(), goruntime.GOMAXPROCS(0)); err != nil {
		return outputError(err)
	}
	policy, err := flags.policy()
	if err != nil {
		return err
	}
	sound := examineSandbox(ctx, out, flags.isolation)
	sound = examineCache(ctx, out, flags) && sound
	l := flags.limits
	fmt.Fprintf(out, "limits of a run\n  --timeout %s\n  --memory %s%s\n  --call-depth %d\n  --max-log %s\n  --max-result %s\n  --max-cache %s\n  --max-cache-calls %d\n",
		formatDuration(l.Timeout), sandbox.FormatSize(l.Memory), map[bool]string{true: " (not enforced with --isolation none)"}[flags.isolation == string(runtime.InProcess)],
		flags.callDepth, sandbox.FormatSize(l.LogBytes), sandbox.FormatSize(l.ResultBytes), sandbox.FormatSize(l.CacheBytes), l.CacheReplies)
	scopes := flags.scopes
	if policy == nil {
		scopes += " (every script may use every scope)"
	}
	if _, err := fmt.Fprintf(out, "  --scopes %s\n", scopes); err != nil {
		return outputError(err)
	}
	if !sound {
		return &exitError{code: exitFailed}
	}
	return nil
}

// examineSandbox starts a worker and prints what it gave up.
func examineSandbox(ctx context.Context, out io.Writer, isolation string) bool {
	fmt.Fprintf(out, "sandbox (--isolation %s)\n", isolation)
	ctx, cancel := context.WithTimeout(ctx, doctorTimeout)
	defer cancel()
	start := time.Now()
	lockdown, err := sandbox.Probe(ctx)
	if err != nil {
		fmt.Fprintf(out, "  FAIL a worker process cannot start: %v\n\n", err)
		return false
	}
	fmt.Fprintf(out, "  ok   a worker process starts (%v)\n", time.Since(start).Round(100*time.Microsecond))
	for _, m := range lockdown {
		line := m.Name
		if m.Detail != "" {
			line += ": " + m.Detail
		}
		fmt.Fprintf(out, "  %-4s %s\n", map[bool]string{true: "on", false: "off"}[m.On], line)
	}
	fmt.Fprintln(out)
	return true
}

// examineCache connects to the cache and asks it for a sign of life.
func examineCache(ctx context.Context, out io.Writer, flags *hostFlags) bool {
	if flags.redis == "" {
		fmt.Fprint(out, "cache\n  ok   embedded store, gone when the command ends (--redis URL keeps it)\n\n")
		return true
	}
	start := time.Now()
	store, err := bindings.Connect(ctx, flags.redisOptions())
	if err != nil {
		fmt.Fprintf(out, "cache\n  FAIL %v\n\n", err)
		return false
	}
	defer store.Close()
	fmt.Fprintf(out, "cache\n  ok   Redis answers (%v)\n\n", time.Since(start).Round(100*time.Microsecond))
	return true
}
