package runtime

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dff/bindings"
	"dff/sandbox"
)

func TestAnswerOnTheWire(t *testing.T) {
	place := Location{File: "a/b.ts", Line: 3, Column: 7, Function: "f"}
	for _, want := range []answer{
		{},
		{value: []byte("null")},
		{value: []byte(`{"a":1}`), functions: []string{"daily", "main"}},
		{err: &NotFoundError{Func: "f", Functions: []string{"a", "b"}}},
		{err: &Failure{Outcome: sandbox.Error, Name: "TypeError", Message: "m\xff", Frame: "f", Location: place, Stack: []Location{place, {}}}},
		{err: endOf(timeLimit(time.Second))},
		{err: endOf(context.DeadlineExceeded)},
		{err: endOf(context.Canceled)},
	} {
		got, err := decodeAnswer(want.append(nil))
		if err != nil {
			t.Errorf("%+v: %v", want, err)
		}
		if d := cmp.Diff(want, got, cmp.AllowUnexported(answer{}), cmpopts.EquateEmpty(), cmp.Comparer(sameError)); d != "" {
			t.Errorf("(-sent +received)\n%s", d)
		}
	}
}

// sameError compares what people and programs see of two errors.
func sameError(a, b error) bool {
	if a == nil || b == nil {
		return a == b
	}
	var x, y *Failure
	if errors.As(a, &x) && errors.As(b, &y) {
		return cmp.Equal(x, y, cmpopts.IgnoreFields(Failure{}, "Err"), cmpopts.EquateEmpty()) && sameError(x.Err, y.Err)
	}
	return a.Error() == b.Error()
}

func TestWorkOrderOnTheWire(t *testing.T) {
	want := workOrder{
		script: "s", function: "f", args: []byte("[1]"), list: true, check: true,
		limits: sandbox.Limits{Timeout: time.Second, Memory: 1, CallDepth: 2, LogBytes: 3, ResultBytes: 4}, left: time.Minute,
		callersDeadline: true, entry: fileRef{"s", "s.ts", "hash"},
		objects: []bindings.Object{{Name: "A", Functions: map[string]bindings.Function{"f": nil, "g": nil}}, {Name: "B", Functions: map[string]bindings.Function{}}},
	}
	got, err := decodeWorkOrder(want.append(nil))
	if d := cmp.Diff(want, got, cmp.AllowUnexported(workOrder{}, fileRef{})); err != nil || d != "" {
		t.Errorf("%v\n%s", err, d)
	}
}

// FuzzAnswer feeds the host what a worker that was taken over could send.
func FuzzAnswer(f *testing.F) {
	for _, a := range []answer{
		{value: []byte("1"), functions: []string{"main"}},
		{err: &NotFoundError{Func: "f", Functions: []string{"a"}}},
		{err: endOf(timeLimit(time.Second))},
		{err: &Failure{Outcome: sandbox.Error, Stack: []Location{{File: "a", Line: 1}}}},
	} {
		f.Add(a.append(nil))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := decodeAnswer(b)
		if err != nil {
			return
		}
		if _, err := decodeAnswer(a.append(nil)); err != nil {
			t.Fatalf("an answer that was accepted is not when sent on: %v", err)
		}
	})
}

// FuzzWorkOrder feeds a worker what a host never sends.
func FuzzWorkOrder(f *testing.F) {
	order := workOrder{script: "s", objects: []bindings.Object{{Name: "A", Functions: map[string]bindings.Function{"f": nil}}}}
	f.Add(order.append(nil))
	f.Fuzz(func(t *testing.T, b []byte) { _, _ = decodeWorkOrder(b) })
}
