package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func newRunCommand() *cobra.Command {
	var flags hostFlags
	cmd := &cobra.Command{
		Use:   "run [flags] FILE[:FUNCTION] [ARG...]",
		Short: "Run a script, print its result as JSON",
		Long: `Run runs FILE, a JavaScript or TypeScript file, and calls FUNCTION, which the file must
export. Without FUNCTION it calls the export main, else the default export, else
module.exports itself; if the file exports none of these, its top level is the run.

Each ARG is an argument of the function: JSON where it is JSON, else a string. So 5 is a
number, '"5"' a string, [1,2] an array and hello a string. Flags go before FILE.

The value that the function returns, or that its promise resolves to, goes to standard
output as JSON. What the script writes with console goes to standard error, and errors do.

The file of --scopes is a JSON array of rules. The first whose scripts match decides a call;
@own is the script's own scope, @read and @write are groups of methods, no methods means all:

  [{"scripts": ["billing/*"], "scopes": ["@own", "shared"]},
   {"scripts": ["**"], "scopes": ["@own"], "methods": ["@read", "set"]}]

Exit codes:
  0    the script ran
  1    the script failed: an exception, a rejected promise, a syntax error, a result that is no JSON
  2    wrong usage or configuration: no such file or function, Redis cannot be reached
  124  the time limit ended the run (--timeout)
  125  another limit ended the run (--memory, --max-log, --max-result, --max-cache,
       --max-cache-calls, --call-depth), or its worker process died
  130  Ctrl-C ended the run

Each flag can be set by the environment variable that stands behind it; the flag wins.`,
		Example: `  dff run counter.js                                call main, or run the top level
  dff run counter.js:reset                          call the function reset
  dff run report.ts 2024 '{"format":"short"}'       with a number and an object
  dff run --dir scripts scripts/jobs/daily.js       let daily.js require files of all of scripts
  dff run --timeout 5s --max-result 64KiB job.js    with limits of its own

  dff run --redis redis://:password@localhost:6379/0 counter.js
  dff run --redis unix:///run/redis.sock counter.js
  dff run --redis 'redis+cluster://n1:6379?addr=n2:6379&addr=n3:6379' counter.js
  dff run --redis 'redis+sentinel://s1:26379?master_name=mymaster&addr=s2:26379' counter.js
  DFF_REDIS=rediss://cache.example.com:6380 dff run counter.js`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("no FILE given: name the script to run")
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveDefault
			}
			var names []string
			for _, ext := range scripts.Extensions {
				names = append(names, strings.TrimPrefix(ext, "."))
			}
			return names, cobra.ShellCompDirectiveFilterFileExt
		},
		RunE: func(cmd *cobra.Command, args []string) error { return runScript(cmd, &flags, args[0], args[1:]) },
	}
	flags.register(cmd)
	// Flags end at FILE: what follows belongs to the script, so that -5 and --verbose can be arguments.
	cmd.Flags().SetInterspersed(false)
	return cmd
}

func runScript(cmd *cobra.Command, flags *hostFlags, file string, rest []string) error {
	args, err := scriptArgs(cmd.Flags(), rest)
	if err != nil {
		return err
	}
	t, err := resolveTarget(file, flags.dir)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first signal ends the run; a second one finds Go's default and ends the process, whatever the script does.
	context.AfterFunc(ctx, stop)

	engine, release, err := flags.open(ctx, cmd, t.dir)
	if err != nil {
		if ctx.Err() != nil {
			return &exitError{code: exitInterrupted}
		}
		return err
	}
	defer release()
	report := newReporter(cmd.ErrOrStderr())
	result, err := engine.Run(ctx, runtime.Call{Script: t.script, Func: t.function, Args: args, Log: report.log})
	if err != nil {
		return runError(err, t, report)
	}
	if result.Value == nil {
		return nil
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", result.Value)
	return outputError(err)
}

// runError reports the error of a run and turns it into an exit code.
func runError(err error, t target, report *reporter) error {
	if missing, ok := errors.AsType[*runtime.NotFoundError](err); ok && missing.Func != "" {
		return missingFunction(t.file, missing)
	}
	// Files that cannot be read or told apart never ran: that is for the user to put right, not for the script.
	_, doubled := errors.AsType[*scripts.DoubledError](err)
	_, unreadable := errors.AsType[*scripts.ReadError](err)
	failure, ok := errors.AsType[*runtime.Failure](err)
	if !ok || doubled || unreadable {
		return configError("%w", err)
	}
	if failure.Outcome == sandbox.Canceled {
		return &exitError{code: exitInterrupted, err: errors.New("interrupted")}
	}
	report.failure(failure, t.file, t.shown)
	switch {
	case failure.Outcome == sandbox.Error:
		return &exitError{code: exitFailed}
	case failure.Outcome == sandbox.Timeout:
		return &exitError{code: exitTimeout}
	}
	return &exitError{code: exitLimit}
}

// missingFunction says what the script exports instead.
func missingFunction(file string, missing *runtime.NotFoundError) error {
	if len(missing.Functions) == 0 {
		return configError("%s has no function %q: it exports no functions", file, missing.Func)
	}
	return configError("%s has no function %q%s: it exports %s", file, missing.Func,
		didYouMean("", scripts.Nearest(missing.Func, missing.Functions)), strings.Join(missing.Functions, ", "))
}

// scriptArgs turns what follows FILE into arguments. A flag of this command there was meant for the command, unless
// "--" says otherwise: passing it to the script would silently run without it.
func scriptArgs(fs *pflag.FlagSet, rest []string) ([]any, error) {
	args := make([]any, 0, len(rest))
	literal := false
	for _, arg := range rest {
		if arg == "--" && !literal {
			literal = true
			continue
		}
		if name, ok := strings.CutPrefix(arg, "--"); ok && !literal {
			name, _, _ = strings.Cut(name, "=")
			if fs.Lookup(name) != nil {
				return nil, fmt.Errorf("--%s comes after FILE: flags go before it (or write -- before it to pass it to the script)", name)
			}
		}
		if json.Valid([]byte(arg)) {
			args = append(args, json.RawMessage(strings.ToValidUTF8(arg, "\ufffd")))
		} else {
			args = append(args, arg)
		}
	}
	return args, nil
}

// outputError is the error of writing to standard output.
func outputError(err error) error {
	if err == nil {
		return nil
	}
	return &exitError{code: exitFailed, err: fmt.Errorf("the result cannot be written: %w", err)}
}
