package main

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"syscall"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/runtime/httpapi"
	"dff/sandbox"
	"dff/scripts"

	"github.com/spf13/cobra"
)

// serveFlags are the flags of dff serve.
type serveFlags struct {
	hostFlags
	listen        string
	token         string
	tokenFile     string
	hosts         []string
	maxConcurrent int64 // 0: the engine's default
	maxWaiting    int64 // 0: the engine's default
	maxBody       int64
	drain         time.Duration
	poll          bool
}

func newServeCommand() *cobra.Command {
	flags := serveFlags{maxBody: httpapi.DefaultMaxBody, drain: 10 * time.Second}
	cmd := &cobra.Command{
		Use:   "serve [flags] [DIR]",
		Short: "Serve a directory of scripts over HTTP",
		Long: `Serve watches the scripts of DIR (default: the current directory) and runs them for HTTP
clients. A file that is saved is live at the next request. One that does not compile leaves
its last good version live, and its error goes to the log and to GET /v1/scripts.

  POST /v1/run/SCRIPT[:FUNCTION]   run a script; the body is {"args":[...]} or empty
  GET  /v1/scripts[/SCRIPT]        list the scripts, or show one
  GET  /v1/events                  follow reloads, runs and console messages
  GET  /healthz /readyz /metrics   see how the host is
  GET  /openapi.json               read the description of all this

Whoever can connect can run every script. So an address that other machines can reach needs a
token, which clients send as "Authorization: Bearer TOKEN".

The log goes to standard error: for people on a terminal, else as JSON. SIGHUP looks for
changed scripts now. SIGTERM and Ctrl-C let the runs under way finish for as long as --drain
says, then interrupt them; the exit code is 0.`,
		Example: `  dff serve scripts
  curl -d '{"args":["Ann"]}' http://127.0.0.1:8733/v1/run/demo/report:daily
  DFF_REDIS=redis://localhost:6379 dff serve --listen 0.0.0.0:8733 --token-file token scripts`,
		Args: atMost(1),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error { return serve(cmd, &flags, args) },
	}
	fs := cmd.Flags()
	fs.StringVar(&flags.listen, "listen", "127.0.0.1:8733", "`address` to serve at")
	fs.StringVar(&flags.token, "token", "", "what clients must send; others on this machine can see flags, so\nprefer --token-file or the environment")
	fs.StringVar(&flags.tokenFile, "token-file", "", "`file` with the token")
	fs.StringSliceVar(&flags.hosts, "host", nil, "`name` by which clients may call this host, besides localhost and\naddresses; can be given more than once")
	fs.Var(&countValue{&flags.maxConcurrent, 10_000}, "max-concurrent", "runs under way at once (default: 4 for each CPU, at least 8, and with\n--isolation none 32, at least 64)")
	fs.Var(&countValue{&flags.maxWaiting, math.MaxInt32}, "max-waiting", "runs that wait for their turn (default: 32 for each that may be\nunder way)")
	fs.Var((*sizeValue)(&flags.maxBody), "max-body", "limit of a request's body")
	fs.Var((*drainValue)(&flags.drain), "drain", "how long runs may go on after SIGTERM")
	fs.BoolVar(&flags.poll, "poll", false, "look for changed scripts at intervals: for network file systems")
	flags.register(cmd)
	fs.Lookup("dir").Usage = "script `directory`, instead of DIR [$DFF_DIR]"
	fs.Lookup("quiet").Usage = "log warnings and errors only [$DFF_QUIET]"
	cobra.CheckErr(cmd.MarkFlagFilename("token-file"))
	return cmd
}

func serve(cmd *cobra.Command, flags *serveFlags, args []string) error {
	dir, token, err := flags.resolve(args)
	if err != nil {
		return err
	}
	level := slog.LevelInfo
	if flags.quiet {
		level = slog.LevelWarn
	}
	log := newLogger(cmd.ErrOrStderr(), level)
	defer goruntime.KeepAlive(make([]byte, spareHeap))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second signal finds Go's default and ends the process at once.
	context.AfterFunc(ctx, stop)
	// From the first moment on: SIGHUP would end the process, and one that comes before the scripts are there is answered then.
	hangups := make(chan os.Signal, 1)
	signal.Notify(hangups, syscall.SIGHUP)
	defer signal.Stop(hangups)

	options, err := flags.options()
	if err != nil {
		return err
	}
	where := flags.redisOptions()
	where.Log = log
	redis, err := bindings.Connect(ctx, where)
	if err != nil {
		return configError("%w", err)
	}
	defer redis.Close()
	var watcher *scripts.Watcher
	live := func() *scripts.Set { return watcher.Current() }
	metrics := httpapi.NewMetrics()
	options.Scripts, options.Backend = live, metrics.Backend(redis)
	options.Workers.Size, options.Workers.MaxWaiting = int(flags.maxConcurrent), int(flags.maxWaiting)
	engine, err := runtime.New(options)
	if err != nil {
		return configError("%w", err)
	}
	defer func() {
		ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
		defer cancel()
		if err := engine.Shutdown(ctx); err != nil {
			log.Warn("runs had to be given up", "error", err)
		}
	}()
	handler, err := httpapi.New(httpapi.Options{Engine: engine, Scripts: live, Metrics: metrics, Ready: redis.Ping, Token: token, Hosts: flags.hosts,
		MaxBody: flags.maxBody, MaxConcurrent: int(flags.maxConcurrent), MaxWaiting: int(flags.maxWaiting), Log: log})
	if err != nil {
		return configError("--token: %w", err)
	}
	logSandbox(ctx, log, options.Isolation)
	log.Info("cache", "at", redis.Where(), "lasting", flags.redis != "")
	watcher, err = scripts.Watch(ctx, scripts.WatchOptions{Dir: dir, Poll: flags.poll, Check: engine.Check, OnChange: handler.Changed, Logger: log})
	if err != nil {
		return configError("%w", err)
	}
	defer watcher.Close()
	names, err := watcher.Current().Names()
	if err != nil {
		return configError("%w", err)
	}
	log.Info("scripts", "dir", dir, "found", len(names)) // those that do not compile follow as they are found
	defer rescanOnHangup(ctx, log, watcher, hangups)()

	listener, err := net.Listen("tcp", flags.listen)
	if err != nil {
		return configError("--listen: %w", err)
	}
	log.Info("serving", "url", "http://"+listener.Addr().String(), "token", token != "")
	context.AfterFunc(ctx, func() { log.Info("stopping", "drain", flags.drain.String()) })
	if err := handler.Serve(ctx, listener, flags.drain); err != nil {
		return &exitError{code: exitFailed, err: err}
	}
	log.Info("stopped")
	return nil
}

// spareHeap is bytes of the heap that are never touched, and so take no memory, but the garbage collector counts them. It runs when the
// heap has doubled, which under load would be dozens of times a second for the small heap of a host, and cost a quarter of the
// CPU. This way it waits for as many bytes more of garbage, be the heap small or large.
const spareHeap = 32 << 20

// closeTimeout is how long runs that were interrupted may take to end.
const closeTimeout = 5 * time.Second

// resolve returns the script directory and the token that the arguments and flags mean together.
func (f *serveFlags) resolve(args []string) (dir, token string, err error) {
	switch {
	case len(args) > 0:
		dir = args[0]
	case f.dir != "":
		dir = f.dir
	default:
		dir = "."
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return "", "", configError("%w", err)
	}
	token = f.token
	if f.tokenFile != "" {
		if token != "" {
			return "", "", configError("--token and --token-file are both given: leave one of them out")
		}
		text, err := os.ReadFile(f.tokenFile)
		if err != nil {
			return "", "", configError("--token-file: %w", plainPathError(err))
		}
		if token = strings.TrimSpace(string(text)); token == "" {
			return "", "", configError("--token-file: %s is empty: write the token into it", f.tokenFile)
		}
	}
	if err := httpapi.CheckListen(f.listen, token); err != nil {
		return "", "", configError("--listen: %w", err)
	}
	return dir, token, nil
}

// logSandbox says what keeps scripts away from the host.
func logSandbox(ctx context.Context, log *slog.Logger, isolation runtime.Isolation) {
	if isolation != runtime.OutProcess {
		log.Warn("scripts run in this process: serve only scripts that you trust", "isolation", runtime.InProcess)
		return
	}
	lockdown, err := sandbox.Probe(ctx)
	if err != nil {
		log.Error("a worker process cannot be started: every run will fail", "error", err)
		return
	}
	log.Info("sandbox", "isolation", runtime.OutProcess, "complete", lockdown.Complete())
	for _, measure := range lockdown {
		if !measure.On {
			log.Warn("this system does not give the sandbox everything", "missing", measure.Name, "reason", measure.Detail)
		}
	}
}

// rescanOnHangup has the watcher look for changes at each of the hangups. What it returns ends that.
func rescanOnHangup(ctx context.Context, log *slog.Logger, watcher *scripts.Watcher, hangups <-chan os.Signal) (end func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-ctx.Done():
				return
			case <-hangups:
			}
			if err := watcher.Rescan(ctx); err != nil {
				log.Warn("the script directory could not be looked at", "error", err)
				continue
			}
			log.Info("looked for changed scripts")
		}
	}()
	return func() {
		cancel()
		<-done
	}
}

// drainValue is how long a stop may take.
type drainValue time.Duration

func (d *drainValue) Type() string   { return "duration" }
func (d *drainValue) String() string { return formatDuration(time.Duration(*d)) }
func (d *drainValue) Set(s string) error {
	v, err := time.ParseDuration(s)
	if err != nil || v < 0 {
		return fmt.Errorf("%q is no duration: write a number and a unit, as in 10s or 1m, or 0s", s)
	}
	*d = drainValue(v)
	return nil
}
