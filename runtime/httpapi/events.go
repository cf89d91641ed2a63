package httpapi

import (
	"bytes"
	"errors"
	"net/http"
	"sync"
	"time"
	"unicode/utf8"

	"dff/runtime"
	"dff/sandbox"
)

const (
	// eventQueue is how many events may wait for one client. One that falls further behind is cut off.
	eventQueue = 256
	// maxEventClients bounds how many clients can follow the events at once.
	maxEventClients = 64
	// maxEventMessage bounds a console message in an event, in bytes.
	maxEventMessage = 4 << 10
	// heartbeat is how often a quiet stream shows that it is alive.
	heartbeat = 15 * time.Second
)

// runEvent tells that a run has ended.
type runEvent struct {
	Time     time.Time       `json:"time"`
	Run      uint64          `json:"run"`
	Script   string          `json:"script"`
	Function string          `json:"function,omitempty"`
	Outcome  sandbox.Outcome `json:"outcome"`
	Version  string          `json:"version"`
	Elapsed  milliseconds    `json:"elapsed_ms"`
	Waited   milliseconds    `json:"waited_ms"`
	Error    *apiError       `json:"error,omitempty"`
}

// logEvent is one console message of a run under way.
type logEvent struct {
	Run    uint64 `json:"run"`
	Script string `json:"script"`
	logLine
}

// broker hands events to the clients that listen. It never waits for one of them.
type broker struct {
	mu      sync.Mutex
	clients map[chan []byte]struct{}
	closed  bool
}

// errStreams is why one more client cannot listen.
var errStreams = errors.New("too many clients follow the events already, or the host is shutting down")

// subscribe returns the queue of a new client. It is closed when the client is too slow, and by close.
func (b *broker) subscribe() (chan []byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed || len(b.clients) >= maxEventClients {
		return nil, errStreams
	}
	if b.clients == nil {
		b.clients = make(map[chan []byte]struct{})
	}
	queue := make(chan []byte, eventQueue)
	b.clients[queue] = struct{}{}
	return queue, nil
}

// unsubscribe forgets a client, if that has not happened yet.
func (b *broker) unsubscribe(queue chan []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.clients, queue)
}

// listeners returns the number of clients.
func (b *broker) listeners() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.clients)
}

// publish sends an event to every client. data is made only if there is one.
func (b *broker) publish(name string, data func() any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.clients) == 0 {
		return
	}
	text, err := marshal(data())
	if err != nil {
		return // no event holds what JSON cannot
	}
	message := append(append([]byte("event: "+name+"\ndata: "), text...), "\n\n"...)
	for queue := range b.clients {
		select {
		case queue <- message:
		default:
			delete(b.clients, queue)
			close(queue)
		}
	}
}

// close ends every stream.
func (b *broker) close() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	for queue := range b.clients {
		close(queue)
	}
	clear(b.clients)
}

// publishLog sends a console message, shortened if it is long.
func (b *broker) publishLog(run uint64, script string, entry runtime.LogEntry) {
	b.publish("log", func() any { return logEvent{run, script, logLine{entry.Time, entry.Level, shorten(entry.Message)}} })
}

// shorten cuts a message to maxEventMessage bytes, between two characters.
func shorten(s string) string {
	if len(s) <= maxEventMessage {
		return s
	}
	end := maxEventMessage
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end] + "…"
}

// events is GET /v1/events: a stream of server-sent events.
func (h *Handler) events(w http.ResponseWriter, r *http.Request) {
	queue, err := h.broker.subscribe()
	if err != nil {
		h.refuse(w, refuse(http.StatusServiceUnavailable, codeUnavailable, "%s", err))
		return
	}
	defer h.broker.unsubscribe(queue)
	w.Header().Set("Content-Type", "text/event-stream")
	stream := http.NewResponseController(w)
	// Many small events at once become one packet: they are flushed when none is left.
	send := func(message []byte, flush bool) bool {
		_ = stream.SetWriteDeadline(time.Now().Add(writeTimeout))
		if _, err := w.Write(message); err != nil {
			return false
		}
		return !flush || stream.Flush() == nil
	}
	if !send([]byte("retry: 2000\n\n"), true) {
		return
	}
	beat := time.NewTicker(h.heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-r.Context().Done():
			return
		case message, open := <-queue:
			if !open || !send(message, len(queue) == 0) {
				return
			}
		case <-beat.C:
			if !send([]byte(":\n\n"), true) {
				return
			}
		}
	}
}

// marshal writes JSON with <, > and & as they are: these answers are no HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := newEncoder(&b)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
