package scripts

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"dff/sandbox"
)

// ErrNotFound is what errors.Is finds in the error for a script or a module that does not exist.
var ErrNotFound = errors.New("not found")

// MaxFileSize is the size of the largest file that is read, in bytes.
const MaxFileSize = 4 << 20

// NameError says why no script can have a name.
type NameError struct {
	Name   string
	Reason string
}

func (e *NameError) Error() string {
	return fmt.Sprintf("invalid script name %q: %s", e.Name, e.Reason)
}

// DoubledError says that several files have one script name, so that none of them can be called.
type DoubledError struct {
	Name  string
	Paths []string
}

func (e *DoubledError) Error() string {
	return fmt.Sprintf("script %q is in %s at once: rename or remove all but one", e.Name, strings.Join(e.Paths, " and "))
}

// NotFoundError says that there is no script of a name. It is ErrNotFound.
type NotFoundError struct {
	Name string
	Near []string // names that are there and resemble it, nearest first; at most three
}

func (e *NotFoundError) Error() string {
	return fmt.Sprintf("no script %q%s", e.Name, didYouMean(e.Near))
}

// Is makes the error ErrNotFound.
func (e *NotFoundError) Is(target error) bool { return target == ErrNotFound }

// ResolveError says why a file cannot have the module it asks for. It is ErrNotFound if there is no such file.
type ResolveError struct {
	From    string // path of the file that asks, "" if none
	Spec    string // what it asks for
	Reason  string
	Near    []string // specifiers that would work, nearest first; at most three
	Missing bool     // the specifier is allowed, but nothing is there
}

func (e *ResolveError) Error() string {
	from := ""
	if e.From != "" {
		from = " from " + e.From
	}
	return fmt.Sprintf("cannot find module %q%s: %s%s", e.Spec, from, e.Reason, didYouMean(e.Near))
}

// Is makes the error ErrNotFound if nothing is where the specifier points.
func (e *ResolveError) Is(target error) bool { return e.Missing && target == ErrNotFound }

// ReadError says why a file that exists cannot be used.
type ReadError struct {
	Path string
	Err  error
}

func (e *ReadError) Error() string { return fmt.Sprintf("cannot read %s: %s", e.Path, e.reason()) }

func (e *ReadError) Unwrap() error { return e.Err }

// reason is the cause without the names of system calls, and without the path a second time.
func (e *ReadError) reason() string {
	err := e.Err
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	// os.Root has no exported error for this.
	if strings.Contains(err.Error(), "escapes from parent") {
		return "it is a symbolic link that leads out of the script directory"
	}
	return err.Error()
}

// errTooLarge is the error for a file of more than MaxFileSize bytes.
func errTooLarge(size int64) error {
	return fmt.Errorf("it has %s, more than the %s that a file may have: split it, or keep data in the cache",
		sandbox.FormatSize(size), sandbox.FormatSize(MaxFileSize))
}

// SyntaxError says where and why a file cannot be compiled.
type SyntaxError struct {
	File    string // path below the script directory
	Line    int    // from 1; 0 if the place is not known
	Column  int    // from 1, in UTF-16 units as JavaScript counts them
	Message string
	Frame   string // code frame, several lines; "" if the place is not known
	// Incomplete says of a line of a session that it is wrong only in that it ends too early. See CompileLine.
	Incomplete bool
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: SyntaxError: %s", e.File, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: SyntaxError: %s", e.File, e.Line, e.Column, e.Message)
}

// didYouMean is the end of a message that offers names.
func didYouMean(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	switch n := len(quoted); n {
	case 0:
		return ""
	case 1:
		return "; did you mean " + quoted[0] + "?"
	default:
		return "; did you mean " + strings.Join(quoted[:n-1], ", ") + " or " + quoted[n-1] + "?"
	}
}
