package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// closeTimeout is how long runs that were interrupted, and clients that take their answers, hold up the end of Serve.
const closeTimeout = 5 * time.Second

// Serve answers requests that arrive at l until ctx ends. It then accepts none, lets those under way finish for as long as
// drain, interrupts the runs that are left, and closes l and the Handler. It returns nil when ctx was its end.
func (h *Handler) Serve(ctx context.Context, l net.Listener, drain time.Duration) error {
	defer h.Close()
	server := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: headerTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(h.log.Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	h.Drain()
	defer func() { <-failed }()
	draining, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	if err := server.Shutdown(draining); err == nil {
		return nil
	}
	h.Close()
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
	defer cancel()
	if err := server.Shutdown(closing); errors.Is(err, context.DeadlineExceeded) {
		return server.Close()
	}
	return nil
}
