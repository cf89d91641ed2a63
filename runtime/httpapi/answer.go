package httpapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"
)

// Error codes of answers that no outcome of a run stands behind; a run that failed has its outcome for a code.
const (
	codeBadRequest   = "bad_request"
	codeUnauthorized = "unauthorized"
	codeForbidden    = "forbidden"
	codeNotFound     = "not_found"
	codeMethod       = "method_not_allowed"
	codeTooLarge     = "body_too_large"
	codeUnavailable  = "unavailable"
	codeInternal     = "internal"
)

// errorAnswer is the body of an answer that is no success.
type errorAnswer struct {
	Error apiError `json:"error"`
}

type apiError struct {
	Code     string    `json:"code"`
	Message  string    `json:"message"`
	Location *location `json:"location,omitempty"`
	Frame    string    `json:"frame,omitempty"`
}

type location struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Column   int    `json:"column"`
	Function string `json:"function,omitempty"`
}

// runRecord is what is known of a run however it ended.
type runRecord struct {
	Logs    []logLine       `json:"logs"`
	Version string          `json:"version"`
	Outcome sandbox.Outcome `json:"outcome"`
	Elapsed milliseconds    `json:"elapsed_ms"`
	Waited  milliseconds    `json:"waited_ms"`
}

type runAnswer struct {
	Result json.RawMessage `json:"result"`
	runRecord
}

type runErrorAnswer struct {
	errorAnswer
	runRecord
}

type logLine struct {
	Time    time.Time `json:"time"`
	Level   string    `json:"level"`
	Message string    `json:"message"`
}

// milliseconds is a duration that JSON shows in milliseconds, to the microsecond.
type milliseconds time.Duration

func (m milliseconds) MarshalJSON() ([]byte, error) {
	return strconv.AppendFloat(nil, float64(time.Duration(m).Round(time.Microsecond))/1e6, 'f', -1, 64), nil
}

// refusal is a request that is not carried out.
type refusal struct {
	status int
	apiError
	retryAfter time.Duration // 503 only: when it may be worth trying again; 0 means the shortest time
}

func refuse(status int, code, format string, args ...any) *refusal {
	return &refusal{status: status, apiError: apiError{Code: code, Message: fmt.Sprintf(format, args...)}}
}

func (f *refusal) header(h http.Header) {
	switch f.status {
	case http.StatusServiceUnavailable:
		h.Set("Retry-After", strconv.Itoa(max(1, int((f.retryAfter+time.Second-1)/time.Second))))
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Bearer realm="dff"`)
	}
}

// refuse answers with a refusal.
func (h *Handler) refuse(w http.ResponseWriter, f *refusal) {
	f.header(w.Header())
	h.answer(w, f.status, errorAnswer{f.apiError})
}

// answer writes a JSON document.
func (h *Handler) answer(w http.ResponseWriter, status int, body any) {
	text, err := marshal(body)
	if err != nil {
		h.log.Error("an answer cannot be written as JSON", "error", err)
		status, text = http.StatusInternalServerError, []byte(`{"error":{"code":"`+codeInternal+`","message":"the answer cannot be written as JSON"}}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	h.write(w, status, text)
}

// write sends an answer to a client that has writeTimeout to take it.
func (h *Handler) write(w http.ResponseWriter, status int, body []byte) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTimeout)) // an error: this server has none
	w.WriteHeader(status)
	_, _ = w.Write(body) // an error: the client has gone
}

// runFailure is the answer to a run that did not end well. What only an operator may see goes to the log.
func (h *Handler) runFailure(script string, err error) *refusal {
	if missing, ok := errors.AsType[*runtime.NotFoundError](err); ok {
		return refuse(http.StatusNotFound, codeNotFound, "%s", missing)
	}
	if wrong, ok := errors.AsType[*scripts.NameError](err); ok {
		return refuse(http.StatusNotFound, codeNotFound, "%s", wrong)
	}
	failure, ok := errors.AsType[*runtime.Failure](err)
	if !ok {
		h.log.Error("a run could not be started", "script", script, "error", err)
		return refuse(http.StatusInternalServerError, codeInternal, "the run could not be started; the host's log says why")
	}
	f := &refusal{apiError: failureError(failure)}
	switch failure.Outcome {
	case sandbox.Error:
		f.status = http.StatusUnprocessableEntity
	case sandbox.Timeout:
		f.status = http.StatusGatewayTimeout
	case sandbox.Canceled:
		f.status = http.StatusServiceUnavailable
	case sandbox.Busy:
		f.status = http.StatusServiceUnavailable
		if busy, ok := errors.AsType[*sandbox.BusyError](err); ok {
			f.retryAfter = busy.RetryAfter
			break
		}
		h.log.Error("no worker could be had", "script", script, "error", err)
		f.Message = "no worker could be started; the host's log says why"
	case sandbox.Killed, sandbox.Crashed:
		// How a process ended tells of the host: paths, memory, other processes.
		f.status = http.StatusInternalServerError
		h.log.Error("a run's worker was lost", "script", script, "error", err, "outcome", failure.Outcome)
		f.Message = "the run was lost: its worker ended unexpectedly; the host's log says how"
	default:
		f.status = http.StatusInternalServerError
	}
	return f
}

// failureError is a run's failure, or a file's, as an answer shows it.
func failureError(f *runtime.Failure) apiError {
	e := apiError{Code: string(f.Outcome), Message: f.Message, Frame: f.Frame}
	if f.Name != "" {
		e.Message = f.Name
		if f.Message != "" {
			e.Message += ": " + f.Message
		}
	}
	if at := f.Location; at.File != "" && at.Line > 0 && at.Column > 0 {
		e.Location = &location{at.File, at.Line, at.Column, at.Function}
	}
	return e
}

// cacheResult is the label of a cache call's end in metrics.
func cacheResult(err error) string {
	if err == nil {
		return "ok"
	}
	if failed, ok := errors.AsType[*bindings.CacheError](err); ok {
		return string(failed.Code)
	}
	return "ended"
}
