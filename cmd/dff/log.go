package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode"

	"dff/runtime"
)

// newLogger returns a log for people on a terminal, and one of JSON lines elsewhere. The code frame of an error in it is
// shown too.
func newLogger(w io.Writer, level slog.Level) *slog.Logger {
	if !isTerminal(w) {
		return slog.New(&frameHandler{Handler: slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level})})
	}
	attributes := slog.NewTextHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: withoutHead})
	return slog.New(&frameHandler{Handler: attributes, people: newReporter(w), mu: new(sync.Mutex)})
}

// withoutHead leaves out of a record what frameHandler writes itself.
func withoutHead(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey || a.Key == slog.MessageKey) {
		return slog.Attr{}
	}
	return a
}

// frameHandler adds the code frames of errors to what another handler writes.
type frameHandler struct {
	slog.Handler
	people *reporter   // who also gets the time, the level, the message, and frames below the line; nil: frames are an attribute
	mu     *sync.Mutex // keeps together what belongs to a record
}

// levelStyles are those of the levels; info, the plain one, has none.
var levelStyles = map[slog.Level]string{slog.LevelDebug: styleFaint, slog.LevelWarn: styleWarn, slog.LevelError: styleError}

// Handle writes one record.
func (h *frameHandler) Handle(ctx context.Context, r slog.Record) error {
	frame := ""
	r.Attrs(func(a slog.Attr) bool {
		if err, ok := a.Value.Any().(error); ok {
			frame = frameOf(err)
		}
		return frame == ""
	})
	if h.people == nil {
		if frame != "" {
			r = r.Clone()
			r.AddAttrs(slog.String("frame", frame))
		}
		return h.Handler.Handle(ctx, r)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	level := h.people.paint(levelStyles[r.Level], fmt.Sprintf("%-5s", r.Level))
	if _, err := fmt.Fprintf(h.people.w, "%s %s %s ", r.Time.Format(time.TimeOnly), level, printable(r.Message)); err != nil {
		return err
	}
	if err := h.Handler.Handle(ctx, r); err != nil || frame == "" {
		return err
	}
	_, err := fmt.Fprintln(h.people.w, strings.TrimRight(frame, "\n"))
	return err
}

// printable returns a message without what could change a terminal: scripts write messages too.
func printable(message string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, message)
}

// WithAttrs returns a handler whose records have more attributes.
func (h *frameHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &frameHandler{h.Handler.WithAttrs(attrs), h.people, h.mu}
}

// WithGroup returns a handler whose records have their attributes in a group.
func (h *frameHandler) WithGroup(name string) slog.Handler {
	return &frameHandler{h.Handler.WithGroup(name), h.people, h.mu}
}

// frameOf returns the code frame of an error, "" if it has none.
func frameOf(err error) string {
	if failure, ok := errors.AsType[*runtime.Failure](err); ok {
		return failure.Frame
	}
	return ""
}
