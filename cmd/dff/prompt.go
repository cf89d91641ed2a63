package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	goruntime "runtime"
	"strings"
	"sync"
	"text/tabwriter"
	"unicode/utf8"

	"dff/runtime"

	"github.com/peterh/liner"
	"golang.org/x/term"
)

// prompt reads lines from a terminal.
type prompt struct {
	state    *liner.State
	mode     liner.ModeApplier // while a line is edited
	session  *runtime.Session
	history  *os.File // nil: none is written
	last     string   // line of the history
	messages *reporter
	hinted   bool // it has been said how to leave
}

func newPrompt(session *runtime.Session, messages *reporter, withHistory bool) *prompt {
	p := &prompt{state: liner.NewLiner(), session: session, messages: messages}
	if mode, err := liner.TerminalMode(); err == nil {
		p.mode = mode
	}
	p.state.SetCtrlCAborts(true)
	p.state.SetBeep(false)
	p.state.SetWordCompleter(p.complete)
	if withHistory {
		if err := p.openHistory(); err != nil {
			fmt.Fprintf(messages.w, "%s the history is not kept: %v (--no-history hides this line)\n", messages.paint(styleWarn, "warn:"), plainPathError(err))
		}
	}
	return p
}

func (p *prompt) close() {
	p.state.Close()
	if p.history != nil {
		p.history.Close()
	}
}

func (p *prompt) read(more bool) (string, error) {
	text := "> "
	if more {
		text = "... "
	}
	if p.mode != nil { // a shell that stopped the process may have changed it
		_ = p.mode.ApplyMode()
	}
	line, err := p.state.Prompt(text)
	switch {
	case errors.Is(err, liner.ErrPromptAborted):
		if !more && !p.hinted {
			p.hinted = true
			fmt.Fprintln(p.messages.w, p.messages.paint(styleFaint, "(Ctrl-D ends the session)"))
		}
		return "", errForget
	case err == io.EOF:
		fmt.Println() // the shell's prompt gets a line of its own
	case err == nil:
		p.remember(line)
	}
	return line, err
}

// complete answers the Tab key.
func (p *prompt) complete(line string, position int) (head string, completions []string, tail string) {
	runes := []rune(line)
	head, tail = string(runes[:position]), string(runes[position:])
	if strings.TrimSpace(head) == "" { // indentation, typed or pasted
		return head, []string{"    "}, tail
	}
	from, list := p.session.Complete(head)
	if len(list) == 0 {
		return head, nil, tail
	}
	common := list[0].Name
	for _, c := range list[1:] {
		for !strings.HasPrefix(c.Name, common) {
			common = common[:len(common)-1]
		}
	}
	// What several names have in common is filled in first, and the names are shown where that is nothing more.
	if list[0].Signature != "" && len(list) == 1 || len(list) > 1 && common == head[from:] {
		width, _, err := term.GetSize(int(os.Stdout.Fd()))
		if err != nil {
			width = 80
		}
		fmt.Print("\n" + describeAll(list, width))
	}
	return head[:from], []string{common}, tail
}

// describeAll lists completions in lines of less than width columns: methods with their signatures, names alone.
func describeAll(list []runtime.Completion, width int) string {
	var b bytes.Buffer
	methods := tabwriter.NewWriter(&b, 0, 0, 3, ' ', 0)
	column := 0
	for _, c := range list {
		if c.Signature != "" {
			fmt.Fprintf(methods, "  %s: %s\t%s\n", c.Signature, c.Returns, c.Doc)
			continue
		}
		if column > 0 && column+2+len(c.Name) >= width {
			fmt.Fprintln(&b)
			column = 0
		}
		fmt.Fprintf(&b, "  %s", c.Name)
		column += 2 + len(c.Name)
	}
	if column > 0 {
		fmt.Fprintln(&b)
	}
	methods.Flush()
	var cut strings.Builder
	for line := range strings.Lines(b.String()) {
		text := strings.TrimRight(line, " \n")
		if runes := []rune(text); len(runes) >= width {
			text = string(runes[:max(0, width-2)]) + "…"
		}
		cut.WriteString(text + "\n")
	}
	return cut.String()
}

// stateDir returns the folder in which programs of this user keep what should outlive them, by the XDG base directory
// specification where there is one.
func stateDir() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	if goruntime.GOOS == "windows" {
		return os.UserCacheDir()
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "state"), err
}

// openHistory reads the history, and opens it so that lines can be added: each as it is typed, because a session can end
// at any time, and another may be open beside it.
func (p *prompt) openHistory() error {
	dir, err := stateDir()
	if err != nil {
		return err
	}
	dir = filepath.Join(dir, "dff")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	path := filepath.Join(dir, "history")
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	if len(lines) > 2*liner.HistoryLimit {
		lines = lines[len(lines)-liner.HistoryLimit:]
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
			return err
		}
	}
	for _, line := range lines {
		if line != "" && utf8.ValidString(line) {
			p.state.AppendHistory(line)
			p.last = line
		}
	}
	p.history, err = os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	return err
}

// remember adds a line to the history, unless it is empty or the same as before.
func (p *prompt) remember(line string) {
	if strings.TrimSpace(line) == "" || line == p.last {
		return
	}
	p.last = line
	p.state.AppendHistory(line)
	if p.history != nil {
		// The session goes on when the disk is full.
		_, _ = p.history.WriteString(line + "\n")
	}
}

// token is a part of a shown value that has a colour, or a name, which keeps its digits out of the numbers.
var token = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile("'(?:[^'\\\\\n]|\\\\.)*'" + `|"(?:[^"\\\n]|\\.)*"` + "|`(?:[^`\\\\\n]|\\\\.)*`" +
		`|[A-Za-z_$][\w$]*|-?\d[\w.+-]*|\[(?:[A-Z]|class )[^\]\n]*\]|<[^>\n]*>`)
})

// highlight colours a value as the console shows it. The stack of an error stays plain: it is prose.
func highlight(r *reporter, shown string) string {
	if !r.colour || strings.Contains(shown, "\n    at ") {
		return shown
	}
	return token().ReplaceAllStringFunc(shown, func(s string) string { return r.paint(tokenStyle(s), s) })
}

func tokenStyle(s string) string {
	switch s {
	case "true", "false", "NaN", "Infinity":
		return styleNumber
	case "null", "undefined":
		return styleFaint
	}
	switch c := s[0]; {
	case c == '\'' || c == '"' || c == '`':
		return styleString
	case c == '-' || c >= '0' && c <= '9':
		return styleNumber
	case c == '[' || c == '<':
		return styleInfo
	}
	return "" // a name
}

// Styles of values.
const (
	styleString = "32" // green
	styleNumber = "33" // yellow
)
