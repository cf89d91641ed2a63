package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"dff/runtime"

	"golang.org/x/term"
)

// reporter writes for people: console messages and errors. Colour is used on terminals that show it.
type reporter struct {
	w      io.Writer
	colour bool
}

func newReporter(w io.Writer) *reporter {
	return &reporter{w: w, colour: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)}
}

// isTerminal reports whether somebody reads what is written to w as it comes.
func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// Styles are parameters of ANSI's "select graphic rendition".
const (
	styleError = "1;31" // bold red
	styleWarn  = "33"   // yellow
	styleInfo  = "36"   // cyan
	styleFaint = "2"
)

// styles are those of the console's levels; log, the plain one, has none.
var styles = map[string]string{"debug": styleFaint, "info": styleInfo, "warn": styleWarn, "error": styleError}

func (r *reporter) paint(style, text string) string {
	if !r.colour || style == "" {
		return text
	}
	return "\x1b[" + style + "m" + text + "\x1b[0m"
}

// log writes a console message. Every level but log is named, so that they can be told apart without colour.
func (r *reporter) log(entry runtime.LogEntry) {
	message := entry.Message + "\n"
	if entry.Level != "log" {
		message = r.paint(styles[entry.Level], entry.Level+":") + " " + message
	}
	io.WriteString(r.w, message)
}

// failure writes what went wrong in a run: a line that editors understand, the code frame, the stack. shown turns a path
// below the script directory into one that the user knows.
func (r *reporter) failure(f *runtime.Failure, script string, shown func(string) string) {
	place := script
	if f.Location.File != "" {
		place = position(f.Location, shown)
	}
	text := f.Message
	if f.Name != "" {
		text = strings.TrimSuffix(f.Name+": "+f.Message, ": ")
	}
	// A message of several lines goes on below, so that the first line stays one that tools can read.
	first, rest, more := strings.Cut(text, "\n")
	fmt.Fprintf(r.w, "%s: %s\n", place, r.paint(styleError, first))
	if more {
		fmt.Fprintln(r.w, rest)
	}
	if f.Frame != "" {
		fmt.Fprintln(r.w, strings.TrimRight(f.Frame, "\n"))
	}
	for _, at := range f.Stack {
		line := position(at, shown)
		if at.Function != "" {
			line = at.Function + " (" + line + ")"
		}
		fmt.Fprintln(r.w, r.paint(styleFaint, "    at "+line))
	}
}

// position writes a location as editors expect it.
func position(l runtime.Location, shown func(string) string) string {
	return fmt.Sprintf("%s:%d:%d", shown(l.File), l.Line, l.Column)
}
