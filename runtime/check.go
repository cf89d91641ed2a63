package runtime

import (
	"context"
	"errors"
	"fmt"

	"dff/sandbox"
	"dff/scripts"
)

// Check compiles a file and runs nothing of it. Its error is a *Failure: a syntax error with its place and code frame, or
// the limit that ended the compilation, which takes place where runs do, under the same limits. The next run of the file
// need not compile it again where that is in the same process. An error that says nothing of the file, because there was no
// worker for it or the engine is shutting down, is scripts.ErrUnchecked too.
func (e *Engine) Check(ctx context.Context, f *scripts.File) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	handle := &runHandle{cancel}
	if !e.begin(handle) {
		return fmt.Errorf("%w: %w", scripts.ErrUnchecked, endOf(ErrShutdown))
	}
	defer e.end(handle)
	err := e.carryOut(ctx, cancel, job{script: f.Name, check: true, limits: e.limits, modules: single{f}, programs: &e.programs}).err
	if failure, ok := errors.AsType[*Failure](err); ok {
		switch failure.Outcome {
		case sandbox.Busy, sandbox.Canceled, sandbox.Killed:
			return fmt.Errorf("%w: %w", scripts.ErrUnchecked, failure)
		}
	}
	return err
}

// single is the modules of one file alone.
type single struct{ file *scripts.File }

func (s single) Script(string) (*scripts.File, error) { return s.file, nil }

func (s single) Resolve(*scripts.File, string) (*scripts.File, error) {
	return nil, scripts.ErrNotFound
}
