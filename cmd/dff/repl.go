package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"

	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"

	"github.com/spf13/cobra"
)

// replFlags are the flags of dff repl.
type replFlags struct {
	hostFlags
	scope     string
	noHistory bool
}

func newReplCommand() *cobra.Command {
	var flags replFlags
	cmd := &cobra.Command{
		Use:   "repl [flags]",
		Short: "Run lines as they are typed, with DFF at hand",
		Long: `Repl reads JavaScript or TypeScript, a statement at a time, runs it, and prints its value.
DFF, console, timers, require and await are there; what a line declares, the later ones see
and may declare again. A statement that is not complete goes on in the next line.

A line ends when what it awaits has settled and its timers are done, and has the limits of a
run. Lines run in this process, whatever --isolation says elsewhere.

  Tab       complete names; show the signatures of DFF.CACHE methods
  Ctrl-R    search the history
  Ctrl-C    end the line that is running, or forget the one being typed
  Ctrl-D    end the session, as .exit does

When standard input or output is no terminal, there is no prompt: lines are read to the end,
values go to standard output, errors and what console writes to standard error. A line that
fails does not keep the next one from running.

Exit codes:
  0    the session has ended
  1    a line failed; without a prompt only
  2    wrong usage or configuration
  130  the session was told to end by a signal, or by Ctrl-C where there is no prompt

The history is kept in $XDG_STATE_HOME/dff/history, readable by its owner only.`,
		Example: `  dff repl
  dff repl --redis redis://localhost:6379 --scope visits       see what visits.js has stored
  echo 'DFF.CACHE.keys()' | dff repl --quiet --scope visits`,
		Args: atMost(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return startRepl(cmd, &flags) },
	}
	fs := cmd.Flags()
	fs.StringVar(&flags.scope, "scope", runtime.DefaultSessionScope, "default `scope` of DFF.CACHE: the name of the script whose keys are meant")
	fs.BoolVar(&flags.noHistory, "no-history", false, "neither read nor write the history")
	flags.register(cmd)
	fs.Lookup("dir").Usage = "script `directory` that require can reach (default: the current one)\n[$DFF_DIR]"
	fs.Lookup("timeout").Usage = strings.Replace(fs.Lookup("timeout").Usage, "a run", "a line", 1)
	for _, name := range []string{"isolation", "memory", "max-result"} { // a session has no such thing
		cobra.CheckErr(fs.MarkHidden(name))
	}
	return cmd
}

// replHelp is what .help prints.
const replHelp = `.help     show this
.exit     end the session, as Ctrl-D does
Tab       complete names; after DFF.CACHE. and inside a call, show signatures
Ctrl-R    search the history; the arrow keys go through what begins like the line
Ctrl-C    end the line that is running, or forget the one being typed
A line ends when what it awaits has settled and its timers are done.`

// repl is one session at a prompt, or one that reads its lines from a file.
type repl struct {
	session   *runtime.Session
	lines     lineReader
	values    *reporter // standard output
	messages  *reporter // standard error
	dir       string
	interrupt *interrupter
}

// lineReader is where lines come from. io.EOF ends the session.
type lineReader interface {
	// read returns the next line, without its end; more is true of one that goes on from the line before. Its error is
	// errForget when the person has given up what was typed so far.
	read(more bool) (string, error)
	// close gives the terminal back.
	close()
}

// errForget says that what has been typed so far is to be forgotten.
var errForget = errors.New("forget the line")

func startRepl(cmd *cobra.Command, flags *replFlags) error {
	if flags.scope == "" {
		return configError("--scope is empty: name the script whose keys are meant, or leave it out")
	}
	if flags.isolation == string(runtime.OutProcess) && cmd.Flags().Changed("isolation") {
		return errors.New("--isolation process is not possible here: a session runs in this process")
	}
	flags.isolation = string(runtime.InProcess)
	if flags.dir == "" {
		flags.dir = "."
	}
	engine, release, err := flags.open(context.Background(), cmd, flags.dir)
	if err != nil {
		return err
	}
	defer release()
	r := &repl{dir: flags.dir, values: newReporter(cmd.OutOrStdout()), messages: newReporter(cmd.ErrOrStderr())}
	r.session = engine.NewSession(runtime.SessionOptions{Scope: flags.scope, Log: r.messages.log})
	interactive := isTerminal(os.Stdin) && isTerminal(cmd.OutOrStdout())
	if interactive {
		r.lines = newPrompt(r.session, r.messages, !flags.noHistory)
		fmt.Fprintf(r.values.w, "The scope is %q. %s\n", flags.scope, r.values.paint(styleFaint, "Tab completes, .help explains, Ctrl-D ends."))
	} else {
		r.lines = &inputLines{bufio.NewReader(cmd.InOrStdin())}
	}
	defer r.lines.close()
	r.interrupt = &interrupter{interactive: interactive, say: r.messages, leave: r.lines.close}
	defer r.interrupt.watch()()
	failed, err := r.loop()
	switch {
	case err != nil:
		return err
	case r.interrupt.isEnding():
		return &exitError{code: exitInterrupted}
	case failed && !interactive:
		return &exitError{code: exitFailed}
	}
	return nil
}

// replCommand is a line that is a command to the prompt.
var replCommand = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\s*\.([A-Za-z]+)\s*$`)
})

// loop reads and runs lines, and reports whether one of them failed. Its error is one of reading or printing.
func (r *repl) loop() (failed bool, err error) {
	var source string               // what has been typed of a statement that is not complete
	var incomplete *runtime.Failure // what is missing
	for !r.interrupt.isEnding() {
		line, err := r.lines.read(incomplete != nil)
		switch {
		case err == errForget:
			source, incomplete = "", nil
			continue
		case err == io.EOF && incomplete != nil:
			r.failure(incomplete)
			return true, nil
		case err == io.EOF:
			return failed, nil
		case err != nil:
			return failed, &exitError{code: exitFailed, err: fmt.Errorf("standard input cannot be read: %w", err)}
		}
		if incomplete == nil {
			if strings.TrimSpace(line) == "" {
				continue
			}
			if command := replCommand().FindStringSubmatch(line); command != nil {
				switch command[1] {
				case "exit":
					return failed, nil
				case "help":
					fmt.Fprintln(r.values.w, replHelp)
				default:
					failed = true
					fmt.Fprintf(r.messages.w, "no command .%s%s: there are .help and .exit\n", command[1], didYouMean(".", scripts.Nearest(command[1], []string{"help", "exit"})))
				}
				continue
			}
		}
		source += line
		shown, err := r.eval(source)
		if failure, ok := errors.AsType[*runtime.Failure](err); ok {
			if syntax, ok := errors.AsType[*scripts.SyntaxError](err); ok && syntax.Incomplete {
				source, incomplete = source+"\n", failure
				continue
			}
			failed = true
			r.failure(failure)
		} else if shown != "" {
			if _, err := fmt.Fprintln(r.values.w, highlight(r.values, shown)); err != nil {
				return failed, outputError(err)
			}
		}
		source, incomplete = "", nil
	}
	return failed, nil
}

// eval runs a line, which can be interrupted.
func (r *repl) eval(source string) (string, error) {
	ctx, done := r.interrupt.begin()
	defer done()
	return r.session.Eval(ctx, source)
}

// failure reports what went wrong.
func (r *repl) failure(f *runtime.Failure) {
	if f.Outcome == sandbox.Canceled {
		fmt.Fprintln(r.messages.w, r.messages.paint(styleWarn, "interrupted"))
		return
	}
	r.messages.failure(f, "repl", func(path string) string {
		if filepath.Ext(path) == "" { // a line's own name
			return path
		}
		return filepath.Join(r.dir, filepath.FromSlash(path))
	})
}

// inputLines are the lines of a file or a pipe.
type inputLines struct{ *bufio.Reader }

func (l *inputLines) read(bool) (string, error) {
	line, err := l.ReadString('\n')
	if err == io.EOF && line != "" {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}

func (l *inputLines) close() {}

// interrupter ends the line that is running when Ctrl-C is pressed, and the session when a signal asks for that.
type interrupter struct {
	interactive bool      // Ctrl-C is not meant for the session
	say         *reporter // where to explain
	leave       func()    // called before the process ends

	mu      sync.Mutex
	cancel  context.CancelFunc // ends the line that is running; nil when none is
	signals int                // since the line began
	ending  bool               // the session is to end after the line
}

// watch starts to look for signals, and returns what stops that.
func (i *interrupter) watch() (stop func()) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	var wait sync.WaitGroup
	wait.Go(func() {
		for s := range signals {
			i.handle(s)
		}
	})
	return func() {
		signal.Stop(signals)
		close(signals)
		wait.Wait()
	}
}

func (i *interrupter) handle(s os.Signal) {
	i.mu.Lock()
	defer i.mu.Unlock()
	ends := s != os.Interrupt || !i.interactive
	i.ending = i.ending || ends
	if i.cancel == nil {
		if ends { // whoever reads a line cannot be woken
			i.exit()
		}
		return
	}
	i.cancel()
	switch i.signals++; {
	case i.signals == 1 && !ends:
		fmt.Fprintln(i.say.w, "^C") // the terminal does not, between lines
	case i.signals == 2 && !ends:
		fmt.Fprintln(i.say.w, i.say.paint(styleWarn, "The line goes on: it may be in a built-in function, which cannot be interrupted. "+
			"Wait for it, or press Ctrl-C again to leave; what the session has declared is then gone."))
	case i.signals >= 2:
		i.exit()
	}
}

func (i *interrupter) exit() {
	i.leave()
	os.Exit(exitInterrupted)
}

// begin returns the context of a line that is about to run, and what is to be called when it has ended.
func (i *interrupter) begin() (context.Context, func()) {
	ctx, cancel := context.WithCancel(context.Background())
	i.mu.Lock()
	defer i.mu.Unlock()
	i.cancel, i.signals = cancel, 0
	return ctx, func() {
		i.mu.Lock()
		defer i.mu.Unlock()
		i.cancel = nil
		cancel()
	}
}

// isEnding reports whether a signal has asked for the session's end.
func (i *interrupter) isEnding() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.ending
}
