package runtime

import (
	"context"
	"errors"
	"time"

	"dff/bindings"
	"dff/sandbox"
	"dff/scripts"
)

// The frames of one run. The host sends frameRun; then the worker speaks, and the host answers each question
// (frameSource, frameResolve, frameCache, frameBatch, frameObject) with one frame of the same type; frameResult ends it.
const (
	frameRun      = 1 + iota
	frameSource   // → path, hash; ← the file's content
	frameResolve  // → path of the requiring file, specifier; ← status, then a file's description
	frameCache    // → bindings.Request; ← status, then bindings.Reply
	frameBatch    // → bindings.Batch; ← status, then a bindings.Result for each call
	frameTaken    // → the reply of a blocking pop has arrived. No answer
	frameGiveBack // → it came too late: put the element back. No answer
	frameObject   // → object, function, script, arguments; ← status, then JSON
	frameLog      // → level, message. No answer
	frameResult   // → answer
)

// The status byte of an answer.
const (
	statusOK     = iota
	statusFailed // a text follows, or a bindings.CacheError
	statusEnded  // the run has ended: a cause follows
)

// workOrder is the content of frameRun: a job as a worker needs it.
type workOrder struct {
	script, function string
	args             []byte
	list, check      bool
	limits           sandbox.Limits
	left             time.Duration // until the deadline
	callersDeadline  bool          // the deadline is the caller's, not the time limit
	entry            fileRef
	objects          []bindings.Object // names only
}

// fileRef describes a file whose content the worker may know already.
type fileRef struct{ name, path, hash string }

func refOf(f *scripts.File) fileRef { return fileRef{f.Name, f.Path, f.Hash} }

func (f fileRef) append(b []byte) []byte {
	return sandbox.AppendString(sandbox.AppendString(sandbox.AppendString(b, f.name), f.path), f.hash)
}

func decodeRef(d *sandbox.Decoder) fileRef { return fileRef{d.String(), d.String(), d.String()} }

func (o *workOrder) append(b []byte) []byte {
	b = sandbox.AppendString(b, o.script)
	b = sandbox.AppendString(b, o.function)
	b = sandbox.AppendString(b, o.args)
	b = sandbox.AppendBool(b, o.list)
	b = sandbox.AppendBool(b, o.check)
	for _, n := range [...]int64{int64(o.limits.Timeout), o.limits.Memory, int64(o.limits.CallDepth), o.limits.LogBytes,
		o.limits.ResultBytes, int64(o.left)} {
		b = sandbox.AppendInt(b, n)
	}
	b = sandbox.AppendBool(b, o.callersDeadline)
	b = o.entry.append(b)
	b = sandbox.AppendInt(b, int64(len(o.objects)))
	for _, object := range o.objects {
		b = sandbox.AppendString(b, object.Name)
		b = sandbox.AppendInt(b, int64(len(object.Functions)))
		for name := range object.Functions {
			b = sandbox.AppendString(b, name)
		}
	}
	return b
}

func decodeWorkOrder(b []byte) (o workOrder, err error) {
	d := sandbox.NewDecoder(b)
	o.script, o.function, o.args = d.String(), d.String(), []byte(d.String())
	o.list, o.check = d.Bool(), d.Bool()
	o.limits = sandbox.Limits{Timeout: time.Duration(d.Int()), Memory: d.Int(), CallDepth: int(d.Int()), LogBytes: d.Int(), ResultBytes: d.Int()}
	o.left = time.Duration(d.Int())
	o.callersDeadline = d.Bool()
	o.entry = decodeRef(d)
	for range d.Int() {
		object := bindings.Object{Name: d.String(), Functions: map[string]bindings.Function{}}
		for range d.Int() {
			object.Functions[d.String()] = nil
			if d.Err() != nil {
				return o, d.Err()
			}
		}
		if d.Err() != nil {
			return o, d.Err()
		}
		o.objects = append(o.objects, object)
	}
	return o, d.Done()
}

// The kinds of error in an answer.
const (
	answerOK = iota
	answerFailure
	answerNotFound
)

// append writes what the worker says of its run. The version is not in it: the host knows what it handed out.
func (a *answer) append(b []byte) []byte {
	return a.appendEnd(sandbox.AppendStrings(b, a.functions))
}

// appendEnd writes how the run ended.
func (a *answer) appendEnd(b []byte) []byte {
	switch err := a.err.(type) {
	case nil:
		b = append(b, answerOK)
		b = sandbox.AppendBool(b, a.value != nil)
		return sandbox.AppendString(b, a.value)
	case *NotFoundError:
		b = append(b, answerNotFound)
		b = sandbox.AppendString(b, err.Func)
		return sandbox.AppendStrings(b, err.Functions)
	case *Failure:
		b = append(b, answerFailure)
		b = sandbox.AppendString(b, string(err.Outcome))
		b = sandbox.AppendString(b, err.Name)
		b = sandbox.AppendString(b, err.Message)
		b = sandbox.AppendString(b, err.Frame)
		b = appendLocation(b, err.Location)
		b = sandbox.AppendInt(b, int64(len(err.Stack)))
		for _, l := range err.Stack {
			b = appendLocation(b, l)
		}
		return appendCause(b, err.Err)
	default:
		return (&answer{err: &Failure{Outcome: sandbox.Error, Message: err.Error()}}).appendEnd(b)
	}
}

func decodeAnswer(b []byte) (a answer, err error) {
	d := sandbox.NewDecoder(b)
	if a.functions = d.Strings(); len(a.functions) > MaxFunctions {
		return a, sandbox.ErrMalformed
	}
	switch d.Byte() {
	case answerOK:
		defined := d.Bool()
		if value := d.String(); defined {
			a.value = []byte(value)
		}
	case answerNotFound:
		a.err = &NotFoundError{Func: d.String(), Functions: d.Strings()}
	case answerFailure:
		f := &Failure{Outcome: sandbox.Outcome(d.String()), Name: d.String(), Message: d.String(), Frame: d.String(), Location: decodeLocation(d)}
		n := d.Int()
		if n > maxStack {
			return a, sandbox.ErrMalformed
		}
		for range n {
			f.Stack = append(f.Stack, decodeLocation(d))
		}
		f.Err = decodeCause(d)
		a.err = f
	default:
		return a, sandbox.ErrMalformed
	}
	return a, d.Done()
}

func appendLocation(b []byte, l Location) []byte {
	b = sandbox.AppendString(b, l.File)
	b = sandbox.AppendInt(b, int64(l.Line))
	b = sandbox.AppendInt(b, int64(l.Column))
	return sandbox.AppendString(b, l.Function)
}

func decodeLocation(d *sandbox.Decoder) Location {
	return Location{File: d.String(), Line: int(d.Int()), Column: int(d.Int()), Function: d.String()}
}

// The causes that mean something on both sides; any other becomes its text.
const (
	causeNone = iota
	causeLimit
	causeDeadline
	causeCanceled
	causeOther
)

func appendCause(b []byte, err error) []byte {
	if err == nil {
		return append(b, causeNone)
	}
	switch cause := endOf(err); {
	case cause.Outcome != sandbox.Canceled && cause.limit() != nil:
		limit := cause.limit()
		return sandbox.AppendString(sandbox.AppendString(append(b, causeLimit), string(limit.Outcome)), limit.Limit)
	case cause.Outcome == sandbox.Timeout:
		return append(b, causeDeadline)
	case cause.Message == canceledText:
		return append(b, causeCanceled)
	}
	return sandbox.AppendString(append(b, causeOther), err.Error())
}

func decodeCause(d *sandbox.Decoder) error {
	switch d.Byte() {
	case causeLimit:
		return &sandbox.LimitError{Outcome: sandbox.Outcome(d.String()), Limit: d.String()}
	case causeDeadline:
		return context.DeadlineExceeded
	case causeCanceled:
		return context.Canceled
	case causeOther:
		return errors.New(clip(d.String(), maxText))
	}
	return nil
}
