package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"syscall"

	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"

	"github.com/spf13/cobra"
)

// checkFlags are the flags of dff check.
type checkFlags struct {
	hostFlags
	format string
}

// formats are the output formats of dff check.
var formats = []string{"text", "json"}

func newCheckCommand() *cobra.Command {
	flags := checkFlags{format: formats[0]}
	cmd := &cobra.Command{
		Use:   "check [flags] [DIR | FILE...]",
		Short: "Compile scripts, run nothing, print what is wrong with them",
		Long: `Check compiles every script and module of DIR (default: the current directory), or each FILE,
and runs none of them. It prints all errors with code frames.

With --format json it prints an array with an object for each error: file, line and column
where they are known, code (how the compiling ended: error, timeout, memory...), message
and frame.

Exit codes:
  0    everything compiles
  1    something does not
  2    wrong usage, or nothing to check`,
		Example: `  dff check
  dff check scripts
  dff check --format json scripts/demo/report.ts`,
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error { return check(cmd, &flags, args) },
	}
	fs := cmd.Flags()
	fs.Var((*formatValue)(&flags.format), "format", "text, or json for other programs")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp)))
	flags.register(cmd)
	// Nothing runs, so that most of a host's flags say nothing.
	for _, name := range []string{"redis", "dir", "scopes", "max-log", "max-result", "max-cache", "max-cache-calls", "call-depth", "max-reply", "client-cache", "key-prefix", "key-layout", "quiet"} {
		cobra.CheckErr(fs.MarkHidden(name))
	}
	fs.Lookup("timeout").Usage = "time limit of compiling a file [$DFF_TIMEOUT]"
	fs.Lookup("memory").Usage = "memory limit of compiling a file; with --isolation process only [$DFF_MEMORY]"
	return cmd
}

// formatValue is one of formats.
type formatValue string

func (v *formatValue) Type() string       { return strings.Join(formats, "|") }
func (v *formatValue) String() string     { return string(*v) }
func (v *formatValue) Set(s string) error { return oneOf((*string)(v), s, "format", formats) }

// module is one file to check.
type module struct {
	dir, path string // the script directory, and the path below it
	file      *scripts.File
	err       error // why there is no file, or what is wrong with it
}

// shown is how the user knows a path of the module's directory.
func (m module) shown(path string) string { return filepath.Join(m.dir, filepath.FromSlash(path)) }

// finding is one error as JSON shows it.
type finding struct {
	File    string          `json:"file"`
	Line    int             `json:"line,omitempty"`
	Column  int             `json:"column,omitempty"`
	Code    sandbox.Outcome `json:"code"`
	Message string          `json:"message"`
	Frame   string          `json:"frame,omitempty"`
}

func check(cmd *cobra.Command, flags *checkFlags, args []string) error {
	if len(args) == 0 {
		args = []string{"."}
	}
	var modules []module
	for _, arg := range args {
		found, err := modulesOf(arg)
		if err != nil {
			return err
		}
		modules = append(modules, found...)
	}
	if len(modules) == 0 {
		return configError("no scripts in %s", strings.Join(args, " "))
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)
	options, err := flags.options()
	if err != nil {
		return err
	}
	engine, err := runtime.New(options)
	if err != nil {
		return configError("%w", err)
	}
	defer engine.Shutdown(context.Background())
	compile(ctx, engine, modules)
	if ctx.Err() != nil {
		return &exitError{code: exitInterrupted, err: errors.New("interrupted")}
	}
	return reportModules(cmd, flags.format, modules)
}

// modulesOf returns the file arg, or every file that scripts can import below the directory arg.
func modulesOf(arg string) ([]module, error) {
	info, err := os.Stat(arg)
	if err != nil {
		return nil, configError("%w", plainPathError(err))
	}
	dir, paths := arg, []string(nil)
	if !info.IsDir() {
		dir = filepath.Dir(arg)
		paths = []string{filepath.Base(arg)}
		if !slices.Contains(scripts.Extensions, filepath.Ext(arg)) && filepath.Ext(arg) != ".json" {
			return nil, configError("%s is no script: those end in %s", arg, strings.Join(scripts.Extensions, ", "))
		}
	}
	set, err := scripts.Open(dir)
	if err != nil {
		return nil, configError("%w", err)
	}
	if paths == nil {
		if paths, err = set.Paths(); err != nil {
			return nil, configError("%w", err)
		}
	}
	modules := make([]module, 0, len(paths))
	for _, p := range paths {
		m := module{dir: dir, path: p}
		m.file, m.err = set.Resolve(nil, "./"+p)
		if name, ok := scripts.NameOf(p); ok && m.err == nil {
			// It compiles beside the other file of its name, and yet it can never run.
			if _, err := set.Script(name); err != nil {
				m.err = err
			}
		}
		modules = append(modules, m)
	}
	return modules, nil
}

// compile has each module compiled, as many at once as there are CPUs, and notes what is wrong with it.
func compile(ctx context.Context, engine *runtime.Engine, modules []module) {
	var workers sync.WaitGroup
	next := make(chan *module)
	for range goruntime.GOMAXPROCS(0) {
		workers.Go(func() {
			for m := range next {
				m.err = engine.Check(ctx, m.file)
			}
		})
	}
	for i := range modules {
		if m := &modules[i]; m.err == nil && ctx.Err() == nil {
			next <- m
		}
	}
	close(next)
	workers.Wait()
}

// reportModules prints what is wrong with the modules, and returns an error if anything is.
func reportModules(cmd *cobra.Command, format string, modules []module) error {
	findings := []finding{}
	report := newReporter(cmd.OutOrStdout())
	for _, m := range modules {
		if m.err == nil {
			continue
		}
		failure, ok := errors.AsType[*runtime.Failure](m.err)
		if !ok {
			failure = &runtime.Failure{Outcome: sandbox.Error, Message: m.err.Error()}
		}
		if format == "text" {
			report.failure(failure, m.shown(m.path), m.shown)
		}
		f := finding{File: m.shown(m.path), Line: failure.Location.Line, Column: failure.Location.Column, Code: failure.Outcome, Message: failure.Message, Frame: failure.Frame}
		if failure.Name != "" {
			f.Message = failure.Name + ": " + f.Message
		}
		findings = append(findings, f)
	}
	if format == "json" {
		enc := json.NewEncoder(cmd.OutOrStdout())
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		if err := enc.Encode(findings); err != nil {
			return outputError(err)
		}
	}
	if len(findings) > 0 {
		return &exitError{code: exitFailed}
	}
	return nil
}
