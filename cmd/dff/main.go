package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"dff/scripts"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Exit codes, as "dff run --help" explains them.
const (
	exitOK          = 0
	exitFailed      = 1   // the script failed
	exitUsage       = 2   // wrong usage or configuration
	exitTimeout     = 124 // the time limit ended the run, as timeout(1) has it
	exitLimit       = 125 // another limit ended the run
	exitInterrupted = 130 // Ctrl-C, as shells have it
)

// An exitError ends the command with an exit code.
type exitError struct {
	code int
	err  error // what to print; nil when everything has been said
}

func (e *exitError) Error() string { return fmt.Sprintf("exit %d: %v", e.code, e.err) }
func (e *exitError) Unwrap() error { return e.err }

// configError is an error of a file, an address or a value that the user gave, and ends the command with exitUsage.
// Errors of how the command line is written need no wrapping: they end with exitUsage too, and point at --help.
func configError(format string, args ...any) error {
	return &exitError{code: exitUsage, err: fmt.Errorf(format, args...)}
}

func main() { os.Exit(execute(os.Args[1:], os.Stdout, os.Stderr)) }

// execute runs the command line args and returns the exit code.
func execute(args []string, stdout, stderr io.Writer) int {
	root := newRootCommand()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	cmd, err := root.ExecuteC()
	if err == nil {
		return exitOK
	}
	if exit, ok := errors.AsType[*exitError](err); ok {
		if exit.err != nil {
			fmt.Fprintf(stderr, "%s: %v\n", cmd.CommandPath(), exit.err)
		}
		return exit.code
	}
	fmt.Fprintf(stderr, "%s: %v\nRun \"%s --help\" to see how it is used.\n", cmd.CommandPath(), err, cmd.CommandPath())
	return exitUsage
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "dff",
		Short: "Run JavaScript and TypeScript files with a Redis-backed cache",
		Long: `dff runs scripts: JavaScript and TypeScript files that are given an object, DFF.
Its DFF.CACHE is a store over Redis in which every script has a namespace of its own.

    // visits.js
    exports.main = function (who) {
        return {who: who, visits: DFF.CACHE.incr('visits')};
    };

    $ dff run visits.js world
    {"who":"world","visits":1}

Without --redis, scripts use an embedded store that is gone when the command ends.`,
		Example: `  dff run visits.js world                              run a script with an argument
  dff run --redis redis://localhost:6379 visits.js     over a Redis server
  dff docs | less                                      read about every DFF.CACHE method
  dff types > dff.d.ts                                 let an editor complete DFF.CACHE
  dff doctor                                           see what protects the host from scripts here
  source <(dff completion bash)                        let the shell complete dff`,
		Version:       version(),
		Args:          cobra.ArbitraryArgs, // unknownCommand says more than cobra would
		RunE:          unknownCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetVersionTemplate("{{.Version}}")
	root.SetFlagErrorFunc(explainFlagError)
	root.AddCommand(newRunCommand(), newTypesCommand(), newDocsCommand(), newVersionCommand(), newDoctorCommand(),
		newServeCommand(), newCheckCommand(), newInitCommand(), newReplCommand())
	return root
}

// atMost lets a command have no more than n arguments, none or one.
func atMost(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) <= n {
			return nil
		}
		return fmt.Errorf("%q is one too many: %s takes %s", args[n], cmd.CommandPath(), [...]string{"no argument", "one argument"}[n])
	}
}

// unknownCommand is what dff does with arguments that name no subcommand; without arguments it shows the help.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	name := args[0]
	if file, _, err := splitTarget(name); err == nil {
		return fmt.Errorf("unknown command %q (to run %s, write: dff run %s)", name, file, strings.Join(args, " "))
	}
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return fmt.Errorf("unknown command %q%s", name, didYouMean("", scripts.Nearest(name, names)))
}

// explainFlagError words what pflag finds wrong with the flags of cmd.
func explainFlagError(cmd *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		if short := unknown.GetSpecifiedShortnames(); short != "" {
			return fmt.Errorf("unknown flag -%s", unknown.GetSpecifiedName())
		}
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		return fmt.Errorf("unknown flag --%s%s", unknown.GetSpecifiedName(),
			didYouMean("--", scripts.Nearest(unknown.GetSpecifiedName(), names)))
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		return fmt.Errorf("--%s: %w", invalid.GetFlag().Name, valueError(invalid.GetFlag(), invalid.GetValue(), invalid.Unwrap()))
	}
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return fmt.Errorf("--%s needs a value", missing.GetFlag().Name)
	}
	return err
}

// didYouMean offers names, if there are any, as the end of an error.
func didYouMean(prefix string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", prefix+strings.Join(names, " or "+prefix))
}
