package bindings

import (
	"errors"
	"strings"

	"github.com/dop251/goja"
)

// Code says what went wrong in the cache. A script sees it as the property code of a CacheError.
type Code string

// The codes. No other values exist; a new one is a change of the public contract.
const (
	WrongType      Code = "WRONGTYPE"       // the key holds another type
	NotANumber     Code = "NOT_A_NUMBER"    // a counter on a value that is no integer, or past 64 bits
	CrossSlot      Code = "CROSSSLOT"       // two scopes in one call on a Redis Cluster
	Forbidden      Code = "FORBIDDEN"       // the host's policy does not let this script use that scope or method
	Unavailable    Code = "UNAVAILABLE"     // the cache cannot be used now; nothing was written
	UnknownOutcome Code = "UNKNOWN_OUTCOME" // a write was sent and its reply never came: it may or may not have happened
	RedisError     Code = "REDIS"           // any other error reply, with its text as message
)

// Codes lists every Code, for metrics and documentation.
var Codes = [...]Code{WrongType, NotANumber, CrossSlot, Forbidden, Unavailable, UnknownOutcome, RedisError}

// CacheError is a failure of the cache, as opposed to one of the script's arguments. A script sees it as an Error
// with the properties name ("CacheError"), code, method, key and scope, and can catch it.
type CacheError struct {
	Code    Code
	Method  string // "" is filled in by the caller of Backend.Do
	Key     string // the key as the script named it; "" when the method has none
	Scope   string // "" when the method has none
	Message string // what went wrong, without the method's name
	Err     error  // the cause; nil if there is none. Scripts never see it
}

// Error returns one line: the method, the message and the code.
func (e *CacheError) Error() string {
	var b strings.Builder
	if e.Method != "" {
		b.WriteString("DFF.CACHE.")
		b.WriteString(e.Method)
		b.WriteString(": ")
	}
	switch {
	case e.Message != "":
		b.WriteString(e.Message)
	case e.Err != nil:
		b.WriteString(e.Err.Error())
	}
	b.WriteString(" (")
	b.WriteString(string(e.Code))
	b.WriteByte(')')
	return b.String()
}

// Unwrap returns the cause.
func (e *CacheError) Unwrap() error { return e.Err }

// RunEnded is what a native panics with when the run has ended under it: an end which a script can neither catch nor
// delay. errors.Is and errors.As see the cause; goja sees an interrupt.
type RunEnded struct {
	Cause error // what ended the run; context.Cause of its context, or an error of the Backend that is no *CacheError
}

// Error returns the cause's text.
func (e *RunEnded) Error() string { return "the run has ended: " + e.Cause.Error() }

// Is reports whether the cause is target.
func (e *RunEnded) Is(target error) bool { return errors.Is(e.Cause, target) }

// As finds the cause that target points at.
func (e *RunEnded) As(target any) bool { return errors.As(e.Cause, target) }

// Unwrap returns an InterruptedError, because goja lets no script catch an error that wraps one. It follows a single
// Unwrap only, so the cause is reached through Is and As.
func (e *RunEnded) Unwrap() error { return new(goja.InterruptedError) }
