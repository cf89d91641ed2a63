package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"dff/runtime"
	"dff/sandbox"
)

// run is POST /v1/run/{script}[:{function}].
func (h *Handler) run(w http.ResponseWriter, r *http.Request) {
	call, refused := h.call(w, r)
	if refused != nil {
		h.refuse(w, refused)
		return
	}
	id := h.runs.Add(1)
	call.Log = func(entry runtime.LogEntry) {
		h.broker.publishLog(id, call.Script, entry)
		h.log.LogAttrs(context.Background(), consoleLevel(entry.Level), entry.Message, slog.String("script", call.Script), slog.Uint64("run", id))
	}
	hash, exists := h.find(call.Script)
	call.Functions = exists && !h.functions.knows(call.Script, hash)
	result, err := h.carryOut(r.Context(), *call)
	if call.Functions && (err == nil || result.Functions != nil) {
		h.functions.note(call.Script, hash, result.Functions)
	}
	if exists {
		h.metrics.run(call.Script, result)
	}
	record := runRecord{Logs: make([]logLine, len(result.Logs)), Version: result.Version, Outcome: result.Outcome,
		Elapsed: milliseconds(result.Elapsed), Waited: milliseconds(result.Waited)}
	for i, entry := range result.Logs {
		record.Logs[i] = logLine{entry.Time, entry.Level, entry.Message}
	}
	if err == nil {
		h.finished(id, call, result, nil)
		value := result.Value
		if value == nil {
			value = []byte("null")
		}
		h.answer(w, http.StatusOK, runAnswer{bytes.ToValidUTF8(value, []byte("\ufffd")), record})
		return
	}
	f := h.runFailure(call.Script, err)
	h.finished(id, call, result, f)
	f.header(w.Header())
	h.answer(w, f.status, runErrorAnswer{errorAnswer{f.apiError}, record})
}

// carryOut runs a call when it is its turn. It always returns a Result.
func (h *Handler) carryOut(ctx context.Context, call runtime.Call) (*runtime.Result, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stop := context.AfterFunc(h.interrupted, func() { cancel(context.Cause(h.interrupted)) })
	defer stop()
	var waited time.Duration
	if h.gate != nil {
		start := time.Now()
		err := h.gate.enter(ctx)
		waited = time.Since(start)
		if err != nil {
			failure, _ := errors.AsType[*runtime.Failure](err)
			return &runtime.Result{Outcome: failure.Outcome, Elapsed: waited, Waited: waited}, err
		}
		defer h.gate.leave()
	}
	result, err := h.engine.Run(ctx, call)
	if result == nil {
		result = &runtime.Result{Outcome: sandbox.Error}
	}
	result.Elapsed += waited
	result.Waited += waited
	return result, err
}

// finished tells everybody who wants to know that a run has ended.
func (h *Handler) finished(id uint64, call *runtime.Call, result *runtime.Result, failed *refusal) {
	level, message := slog.LevelInfo, ""
	attrs := []slog.Attr{slog.String("script", call.Script)}
	if call.Func != "" {
		attrs = append(attrs, slog.String("function", call.Func))
	}
	attrs = append(attrs, slog.Uint64("run", id), slog.String("outcome", string(result.Outcome)), slog.String("elapsed", result.Elapsed.Round(time.Microsecond).String()))
	event := runEvent{Time: time.Now(), Run: id, Script: call.Script, Function: call.Func, Outcome: result.Outcome,
		Version: result.Version, Elapsed: milliseconds(result.Elapsed), Waited: milliseconds(result.Waited)}
	if failed != nil {
		level, message = slog.LevelWarn, failed.Message
		attrs = append(attrs, slog.String("error", message))
		if at := failed.Location; at != nil {
			attrs = append(attrs, slog.String("at", fmt.Sprintf("%s:%d:%d", at.File, at.Line, at.Column)))
		}
		short := failed.apiError
		short.Message = shorten(short.Message)
		event.Error = &short
	}
	h.log.LogAttrs(context.Background(), level, "run", attrs...)
	h.broker.publish("run", func() any { return event })
}

// consoleLevel is the level of the log that a level of the console stands for.
func consoleLevel(level string) slog.Level {
	switch level {
	case "debug":
		return slog.LevelDebug
	case "warn":
		return slog.LevelWarn
	case "error":
		return slog.LevelError
	}
	return slog.LevelInfo
}

// call reads a request to run a script.
func (h *Handler) call(w http.ResponseWriter, r *http.Request) (*runtime.Call, *refusal) {
	script, function, colon := strings.Cut(r.PathValue("target"), ":")
	if colon && function == "" {
		return nil, refuse(http.StatusBadRequest, codeBadRequest, "no function after the colon: leave the colon out, or name a function")
	}
	timeout, err := timeoutOf(r.URL.RawQuery)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, codeBadRequest, "%s", err)
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(bodyTimeout)) // an error: this server has none
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.maxBody))
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, refuse(http.StatusRequestEntityTooLarge, codeTooLarge, "the body is larger than the %s that the host takes (--max-body)", sandbox.FormatSize(h.maxBody))
		}
		return nil, refuse(http.StatusBadRequest, codeBadRequest, "the body could not be read to its end")
	}
	// From here on reading serves only to notice that the client has gone.
	_ = control.SetReadDeadline(time.Time{})
	args, err := argsOf(body)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, codeBadRequest, "%s", err)
	}
	return &runtime.Call{Script: script, Func: function, Args: args, Timeout: timeout}, nil
}

// timeoutOf reads the query of a run; 0 means that it sets no time limit.
func timeoutOf(query string) (time.Duration, error) {
	values, err := url.ParseQuery(query)
	if err != nil {
		return 0, errors.New("the query cannot be read: it is URL-encoded, as in ?timeout=5s")
	}
	for name, list := range values {
		if name != "timeout" || len(list) != 1 {
			return 0, errors.New("the only query parameter is timeout, given once, as in ?timeout=5s")
		}
		d, err := time.ParseDuration(list[0])
		if err != nil || d <= 0 {
			return 0, errors.New("timeout is no duration above zero: write a number and a unit, as in ?timeout=500ms or ?timeout=5s")
		}
		return d, nil
	}
	return 0, nil
}

// argsOf reads the body of a run: nothing, or {"args":[…]}.
func argsOf(body []byte) ([]any, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, nil
	}
	const want = `it is {"args":[…]}, or empty`
	if !utf8.Valid(body) {
		return nil, errors.New("the body is no UTF-8: " + want)
	}
	var call struct {
		Args []json.RawMessage `json:"args"`
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&call); err != nil {
		if typed, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			return nil, errors.New("the body has a JSON " + typed.Value + " in the wrong place: " + want)
		}
		return nil, errors.New("the body cannot be used (" + strings.TrimPrefix(err.Error(), "json: ") + "): " + want)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the JSON of the body: " + want)
	}
	args := make([]any, len(call.Args))
	for i, a := range call.Args {
		args[i] = a
	}
	return args, nil
}

// newEncoder returns a JSON encoder that leaves <, > and & alone.
func newEncoder(w io.Writer) *json.Encoder {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc
}
