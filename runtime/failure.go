package runtime

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	goruntime "runtime"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dop251/goja"

	"dff/bindings"
	"dff/sandbox"
	"dff/scripts"
)

// Error returns one line: "file:line:column: Name: message", without the parts that are not known.
func (f *Failure) Error() string {
	var b strings.Builder
	if f.Location.File != "" {
		fmt.Fprintf(&b, "%s:%d:%d: ", f.Location.File, f.Location.Line, f.Location.Column)
	}
	if f.Name != "" {
		b.WriteString(f.Name)
		if f.Message != "" {
			b.WriteString(": ")
		}
	}
	b.WriteString(strings.ReplaceAll(f.Message, "\n", " "))
	return b.String()
}

// Unwrap returns the cause on the Go side, if there is one.
func (f *Failure) Unwrap() error { return f.Err }

// endOf makes the Failure of a run that was ended from outside: by a limit, or by its caller.
func endOf(cause error) *Failure {
	f := &Failure{Outcome: sandbox.Canceled, Message: cause.Error(), Err: cause}
	var limit *sandbox.LimitError
	switch {
	case errors.As(cause, &limit):
		f.Outcome = limit.Outcome
	case errors.Is(cause, context.DeadlineExceeded):
		f.Outcome, f.Message = sandbox.Timeout, "the caller's deadline came before the run's end"
	case errors.Is(cause, context.Canceled):
		f.Message = canceledText
	}
	return f
}

const canceledText = "the run was canceled"

// limit returns the limit that is the failure's cause, or nil.
func (f *Failure) limit() *sandbox.LimitError {
	limit, _ := errors.AsType[*sandbox.LimitError](f.Err)
	return limit
}

// failure turns whatever ended the script into a Failure. It may run script code (a message can be a getter), so it is
// called inside the run's limits; what cannot be read is left out.
func (r *run) failure(err error) *Failure {
	var (
		ended     *bindings.RunEnded
		interrupt *goja.InterruptedError
		overflow  *goja.StackOverflowError
		thrown    *goja.Exception
		syntax    *scripts.SyntaxError
		known     *Failure
	)
	switch {
	// First of all, because looking further into an exception runs code of the script: its Unwrap is an instanceof.
	case errors.As(err, &thrown):
		return r.thrown(thrown.Value(), framesOf(thrown.Stack()), "")
	case errors.As(err, &known):
		return known
	case errors.As(err, &ended):
		return r.locate(endOf(ended.Cause), nil)
	case errors.As(err, &interrupt):
		if cause, ok := interrupt.Value().(error); ok {
			return r.locate(endOf(cause), framesOf(interrupt.Stack()))
		}
		return r.locate(endOf(context.Cause(r.ctx)), framesOf(interrupt.Stack()))
	case errors.As(err, &overflow):
		limit := &sandbox.LimitError{Outcome: sandbox.Stack, Limit: strconv.Itoa(r.limits.CallDepth)}
		return r.locate(endOf(limit), framesOf(overflow.Stack()))
	case errors.As(err, &syntax):
		return syntaxFailure(syntax)
	case context.Cause(r.ctx) != nil:
		return endOf(context.Cause(r.ctx))
	}
	return &Failure{Outcome: sandbox.Error, Message: err.Error(), Err: err}
}

// panicked describes a panic of the engine.
func (r *run) panicked(x any) *Failure {
	switch x := x.(type) {
	case goruntime.Error:
		// Some natives ask Go for a slice of a length that no machine has.
		if strings.HasPrefix(x.Error(), "runtime error: makeslice:") {
			return endOf(&sandbox.LimitError{Outcome: sandbox.Memory, Limit: sandbox.FormatSize(r.limits.Memory)})
		}
	case goja.Value: // its text may come from a function of the script
		return &Failure{Outcome: sandbox.Crashed, Message: "the engine failed: an exception passed all that could have caught it"}
	}
	return &Failure{Outcome: sandbox.Crashed, Message: fmt.Sprintf("the engine failed: %v", x)}
}

func syntaxFailure(e *scripts.SyntaxError) *Failure {
	return &Failure{
		Outcome: sandbox.Error, Name: "SyntaxError", Message: e.Message, Frame: e.Frame,
		Location: Location{File: e.File, Line: e.Line, Column: e.Column}, Err: e,
	}
}

// thrown describes a value that was thrown, or that a promise was rejected with. prefix goes before its message.
func (r *run) thrown(v goja.Value, frames []Location, prefix string) *Failure {
	f := &Failure{Outcome: sandbox.Error}
	read := func() error {
		o, ok := v.(*goja.Object)
		if !ok || !isError(o) {
			f.Message = prefix + "uncaught " + bindings.Inspect(r.vm, v)
			return nil
		}
		f.Name, f.Message = text(o.Get("name")), prefix+text(o.Get("message"))
		if syntax := r.syntaxErrors[o]; syntax != nil {
			f.Location = Location{File: syntax.File, Line: syntax.Line, Column: syntax.Column}
			f.Frame = syntax.Frame
		}
		if len(frames) == 0 {
			frames = parseStack(text(o.Get("stack")))
		}
		return nil
	}
	if err := r.guard(read); err != nil {
		if cause := context.Cause(r.ctx); cause != nil {
			return endOf(cause)
		}
		f.Message = prefix + "uncaught value that cannot be read"
	}
	return r.locate(f, frames)
}

// guard runs f, which may run script code, and returns what that threw, or what ended the run inside it.
func (r *run) guard(f func() error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			uncatchable, ok := x.(error)
			if !ok || !endsRun(uncatchable) {
				panic(x)
			}
			err = uncatchable
		}
	}()
	if ex := r.vm.Try(func() { err = f() }); ex != nil {
		return ex
	}
	return err
}

// endsRun reports whether err is of the kind that no script can catch.
func endsRun(err error) bool {
	var interrupt *goja.InterruptedError
	var overflow *goja.StackOverflowError
	return errors.As(err, &interrupt) || errors.As(err, &overflow)
}

// isError reports whether o is, or inherits from, an Error: Go's view of instanceof that no script can change.
func isError(o *goja.Object) bool {
	for p := o; p != nil; p = p.Prototype() {
		if p.ClassName() == "Error" {
			return true
		}
	}
	return false
}

func text(v goja.Value) string {
	if v == nil || goja.IsUndefined(v) {
		return ""
	}
	return v.String()
}

// locate fills in the stack, and the location and code frame where they are not known, with the frames that lie in
// files that the run loaded: natives, eval and the host's own code mean nothing to a user.
func (r *run) locate(f *Failure, frames []Location) *Failure {
	for _, l := range frames {
		if r.fileAt(l.File) != nil {
			f.Stack = append(f.Stack, l)
		}
	}
	if f.Location.File == "" && len(f.Stack) > 0 {
		f.Location = f.Stack[0]
	}
	if f.Frame == "" {
		if file := r.fileAt(f.Location.File); file != nil {
			f.Frame = scripts.Frame(file.Source, f.Location.Line, f.Location.Column)
		}
	}
	return f
}

// The longest texts of a Failure, in bytes. A script chooses them, and they end up in logs and answers.
const (
	maxText = 64 << 10 // of the message and of the frame
	maxName = 256      // of the error and of each function, also in Result.Functions
)

// clip shortens what a script has made too long.
func (f *Failure) clip() {
	f.Name, f.Message, f.Frame = clip(f.Name, maxName), clip(f.Message, maxText), clip(f.Frame, maxText)
	f.Location.Function = clip(f.Location.Function, maxName)
	for i := range f.Stack {
		f.Stack[i].Function = clip(f.Stack[i].Function, maxName)
	}
}

// clip cuts s after max bytes, between two characters.
func clip(s string, max int) string {
	if len(s) <= max {
		return s
	}
	for !utf8.RuneStart(s[max]) && max > 0 {
		max--
	}
	return s[:max] + "…"
}

// framesOf copies the places of a goja stack, innermost first.
func framesOf(stack []goja.StackFrame) []Location {
	out := make([]Location, 0, len(stack))
	for i := range stack {
		p := stack[i].Position()
		if p.Filename != "" {
			out = append(out, Location{File: p.Filename, Line: p.Line, Column: p.Column, Function: functionName(stack[i].FuncName())})
		}
	}
	return clipStack(out)
}

// maxStack is the number of frames kept of a deep stack.
const maxStack = 32

func clipStack(s []Location) []Location { return s[:min(len(s), maxStack)] }

// stackLine is one line of an error's stack property, as goja writes it: "\tat name (file:line:column(pc))".
var stackLine = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\tat (?:(.*) \()?(.+?):(\d+):(\d+)\(\d+\)\)?$`)
})

// parseStack reads the places out of an error's stack property: for a rejection there is nothing else to read them from.
func parseStack(s string) []Location {
	var out []Location
	for line := range strings.Lines(s) {
		if m := stackLine().FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
			l, _ := strconv.Atoi(m[3])
			c, _ := strconv.Atoi(m[4])
			out = append(out, Location{File: m[2], Line: l, Column: c, Function: functionName(m[1])})
		}
	}
	return clipStack(out)
}

// functionName drops goja's name for code outside functions.
func functionName(s string) string {
	if s == "<anonymous>" || s == "<eval>" {
		return ""
	}
	return s
}
