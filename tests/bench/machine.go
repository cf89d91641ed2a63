package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// describe tells, as a Markdown list, what the figures were measured on.
func describe(ctx context.Context, p *peers) string {
	var b strings.Builder
	item := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "- %s: %s\n", name, value)
		}
	}
	item("date", time.Now().UTC().Format("2006-01-02 15:04 MST"))
	item("commit", output(ctx, "git", "describe", "--always", "--dirty"))
	item("CPU", fmt.Sprintf("%d × %s, %s/%s", runtime.NumCPU(), procField("/proc/cpuinfo", "model name"), runtime.GOOS, runtime.GOARCH))
	item("memory", procField("/proc/meminfo", "MemTotal"))
	item("kernel", readLine("/proc/sys/kernel/osrelease"))
	item("load before", readLine("/proc/loadavg"))
	item("Go", runtime.Version())
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range []string{"github.com/redis/go-redis/v9", "github.com/dop251/goja"} {
			if i := slices.IndexFunc(info.Deps, func(m *debug.Module) bool { return m.Path == module }); i >= 0 {
				item(module, info.Deps[i].Version)
			}
		}
	}
	item("Redis", output(ctx, "redis-server", "--version"))
	for _, name := range slices.Sorted(maps.Keys(p.version)) {
		item(name, p.version[name])
	}
	return b.String()
}

// output returns what a program prints, "" if it cannot be run.
func output(ctx context.Context, name string, args ...string) string {
	out, err := exec.CommandContext(ctx, name, args...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// readLine returns the first line of a file, "" if there is none.
func readLine(path string) string {
	b, _ := os.ReadFile(path)
	line, _, _ := strings.Cut(string(b), "\n")
	return line
}

// procField returns the value of the first line "name : value" of a file, "" if there is none.
func procField(path, name string) string {
	b, _ := os.ReadFile(path)
	for line := range strings.Lines(string(b)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
