// Package hostile holds scripts that try to harm their host, each with one trick, and what has to come of each. They are
// run by this package's tests, one at a time and to the letter, and by the program in tests/soak, all at once.
//
// A script says in its first lines what to expect of it, under Limits and the policy bindings.OwnScopes:
//
//	// outcome: timeout         how its run ends; where it depends on the machine, several, as in timeout|memory
//	// outcome without cgo: …   instead, in a build without cgo
//	// result: [1,"x"]          its result, if that is to be compared
//	// function: main           the function to call, if not the usual one
//
// Files whose names begin with "_" are modules that scripts import. Beside the folders are two scripts that mean well:
// honest, to be called all the time, and probe, which tells what it finds in its VM.
package hostile

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"dff/sandbox"
	"dff/scripts"
)

//go:embed *.js */*
var files embed.FS

// Limits are those under which the scripts behave as they say.
var Limits = sandbox.Limits{
	Timeout:      20 * time.Second,
	Memory:       64 << 20,
	LogBytes:     64 << 10,
	ResultBytes:  1 << 20,
	CacheReplies: 1000,
	CacheBytes:   8 << 20,
}

// shortTimeout is the time limit of a script that is expected to use all of it.
const shortTimeout = 100 * time.Millisecond

// Script is one hostile script.
type Script struct {
	Name     string // as in "regexp/exponential"
	Function string // to call; "" for the usual one
	// Timeout is the time limit of its run: short if it is expected to be reached, else that of Limits.
	Timeout  time.Duration
	Outcomes []sandbox.Outcome // that are right
	Result   string            // JSON that it has to return; "" for anything
}

// Right reports whether a run of the script may end so.
func (s *Script) Right(o sandbox.Outcome) bool { return slices.Contains(s.Outcomes, o) }

// Scripts returns all hostile scripts, sorted by name, and the directory they are in, with honest and probe.
func Scripts() ([]Script, fs.FS, error) {
	var all []Script
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		ext := path.Ext(name)
		if err != nil || d.IsDir() || !strings.Contains(name, "/") || strings.HasPrefix(d.Name(), "_") || !slices.Contains(scripts.Extensions, ext) {
			return err
		}
		text, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		s, err := parse(string(text))
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		s.Name = strings.TrimSuffix(name, ext)
		all = append(all, s)
		return nil
	})
	return all, files, err
}

// parse reads a script's first lines.
func parse(text string) (Script, error) {
	s := Script{Timeout: Limits.Timeout}
lines:
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "// ")), ": ")
		switch key {
		case "outcome", "outcome without cgo":
			if key != "outcome" {
				if cgo {
					continue
				}
				s.Outcomes = nil
			}
			for o := range strings.SplitSeq(value, "|") {
				if !slices.Contains(sandbox.Outcomes[:], sandbox.Outcome(o)) {
					return s, fmt.Errorf("no outcome %q", o)
				}
				s.Outcomes = append(s.Outcomes, sandbox.Outcome(o))
			}
		case "result":
			s.Result = value
		case "function":
			s.Function = value
		default:
			break lines
		}
	}
	if len(s.Outcomes) == 0 {
		return s, errors.New("it does not begin with // outcome: …")
	}
	if s.Right(sandbox.Timeout) {
		s.Timeout = shortTimeout
	}
	return s, nil
}

// HonestResult is what honest returns when it is called with n.
func HonestResult(n int) string {
	return fmt.Sprintf(`{"n":%d,"squares":%d,"words":[["be",2],["to",2],["not",1],["or",1]],"strange":[]}`, n, 4*n*n)
}
