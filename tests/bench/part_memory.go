package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"dff/runtime"

	"github.com/redis/go-redis/v9"
)

// memory reports what a host takes, with its workers, as the system counts it: no garbage collection is asked for.
func memory() *part {
	inProcess := []string{"--isolation", string(runtime.InProcess)}
	outProcess := []string{"--isolation", string(runtime.OutProcess)}
	return &part{
		name:    "memory",
		title:   "memory of dff serve",
		metrics: []metric{{unit: "MiB", lower: true}},
		contenders: []contender{
			growth("idle, isolation none", inProcess, true, nil),
			growth("idle, isolation process, with its spare worker", outProcess, true, nil),
			growth("each waiting run, isolation none", append(inProcess, "--max-concurrent", "500"), true, func(ctx context.Context, s *stage, h *host) (int, error) {
				return s.wait(ctx, h, s.count(500, 1))
			}),
			growth("each waiting run, isolation process", append(outProcess, "--max-concurrent", "20"), true, func(ctx context.Context, s *stage, h *host) (int, error) {
				return s.wait(ctx, h, 10) // a script may have half of the workers
			}),
			growth("embedded store with 100,000 keys of 100 bytes", inProcess, false, func(ctx context.Context, s *stage, h *host) (int, error) {
				return 1, fill(ctx, h, s.count(100_000, 1000))
			}),
		},
	}
}

// growth measures by how much a host grows with what use makes of it, for each of the number that use returns. Without use it
// measures the idle host.
func growth(name string, flags []string, withRedis bool, use func(context.Context, *stage, *host) (int, error)) contender {
	return contender{name, func(_ context.Context, s *stage) (measure, error) {
		return func(ctx context.Context) ([]float64, error) {
			own := &stage{settings: s.settings, redis: s.redis}
			defer own.close()
			if withRedis {
				flags = append(flags[:len(flags):len(flags)], "--redis", s.url())
			}
			h, err := own.serve(ctx, flags...)
			if err != nil {
				return nil, err
			}
			idle, err := h.memory()
			if err != nil || use == nil {
				return []float64{idle}, err
			}
			n, err := use(ctx, own, h)
			if err != nil {
				return nil, err
			}
			used, err := h.memory()
			return []float64{(used - idle) / float64(n)}, err
		}, nil
	}}
}

// wait has n runs wait in a blocking call, until the stage is closed.
func (s *stage) wait(ctx context.Context, h *host, n int) (int, error) {
	for i := range n {
		c, err := dialHTTP(ctx, h.addr)
		if err != nil {
			return 0, err
		}
		s.onClose(func() { _ = c.Close() })
		if err := c.post("/v1/run/wait", fmt.Sprintf(`{"args":["queue%d"]}`, i)); err != nil {
			return 0, err
		}
	}
	c := s.goRedis(redis.Options{})
	for deadline := time.Now().Add(startTimeout); ; time.Sleep(10 * time.Millisecond) {
		info, err := c.Info(ctx, "clients").Result()
		if err != nil {
			return 0, err
		}
		_, after, _ := strings.Cut(info, "blocked_clients:")
		digits, _, _ := strings.Cut(after, "\r")
		if blocked, err := strconv.Atoi(digits); err != nil || blocked >= n {
			return n, err
		} else if time.Now().After(deadline) {
			return 0, fmt.Errorf("%d of %d runs wait", blocked, n)
		}
	}
}

// fill makes keys in a host's embedded store.
func fill(ctx context.Context, h *host, n int) error {
	const page = 1000
	c, err := dialHTTP(ctx, h.addr)
	if err != nil {
		return err
	}
	defer c.Close()
	for first := 0; first < n; first += page {
		if err := c.post("/v1/run/fill", fmt.Sprintf(`{"args":[%d,%d]}`, first, page)); err != nil {
			return err
		}
		if _, err := c.answer(); err != nil {
			return err
		}
	}
	return nil
}

// memory returns the memory of the host and its workers, in MiB. What processes share is divided between them.
func (h *host) memory() (float64, error) {
	pids := []string{strconv.Itoa(h.pid)}
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", h.pid))
	if err != nil {
		return 0, err
	}
	for _, task := range tasks {
		if children, err := os.ReadFile(task); err == nil { // a thread may have ended
			pids = append(pids, strings.Fields(string(children))...)
		}
	}
	total := 0.0
	for _, pid := range pids {
		text := procField("/proc/"+pid+"/smaps_rollup", "Pss")
		kib, err := strconv.ParseFloat(strings.TrimSuffix(text, " kB"), 64)
		if err != nil {
			if _, err := os.Stat("/proc"); errors.Is(err, fs.ErrNotExist) {
				return 0, absent("there is no /proc")
			}
			return 0, fmt.Errorf("memory of process %s: %q", pid, text)
		}
		total += kib / 1024
	}
	return total, nil
}
