package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"dff/runtime"
)

// TestLog holds what the two kinds of log show of one record.
func TestLog(t *testing.T) {
	var text, lines bytes.Buffer
	people := slog.New(&frameHandler{Handler: slog.NewTextHandler(&text, &slog.HandlerOptions{ReplaceAttr: withoutHead}),
		people: &reporter{w: &text}, mu: new(sync.Mutex)})
	failure := fmt.Errorf("wrapped: %w", &runtime.Failure{Message: "no", Frame: "> 1 | x\n    | ^"})
	for _, log := range []*slog.Logger{people, newLogger(&lines, slog.LevelInfo)} {
		log.Debug("not shown")
		log.With("a", 1).WithGroup("g").Warn("a \x1b[31mmessage", "error", failure)
	}
	const want = " WARN  a \ufffd[31mmessage a=1 g.error=\"wrapped: no\"\n> 1 | x\n    | ^\n"
	if got := text.String(); len(got) < len(time.TimeOnly) || got[len(time.TimeOnly):] != want {
		t.Errorf("for people:\n%q, want\n%q", got, want)
	}
	for _, part := range []string{`"msg":"a \u001b[31mmessage"`, `"error":"wrapped: no"`, `"frame":"> 1 | x\n    | ^"`} {
		if !strings.Contains(lines.String(), part) || strings.Count(lines.String(), "\n") != 1 {
			t.Errorf("for programs: %s", lines.String())
		}
	}
}
