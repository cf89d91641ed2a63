package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// maxCallDepth keeps the Go stack, on which some nested calls of a script live, far from its own limit.
const maxCallDepth = 100_000

// hostFlags are the flags of every command that runs scripts.
type hostFlags struct {
	redis     string
	dir       string
	keyPrefix string
	keyLayout string
	maxReply  int64
	cache     int64 // bytes of the client cache
	quiet     bool
	isolation string
	scopes    string
	limits    sandbox.Limits
	callDepth int64 // becomes limits.CallDepth
}

// register adds the flags to cmd and has the environment fill in what the command line does not give.
func (h *hostFlags) register(cmd *cobra.Command) {
	h.limits = sandbox.DefaultLimits
	h.callDepth = int64(h.limits.CallDepth)
	h.isolation = string(runtime.OutProcess)
	h.keyPrefix, h.keyLayout = bindings.DefaultPrefix, string(bindings.NativeLayout)
	fs := cmd.Flags()
	fs.SortFlags = false // in the order of their use
	fs.StringVar(&h.redis, "redis", "", "`URL` of the Redis to use: redis://, rediss://, unix://, redis+cluster://\n"+
		"or redis+sentinel://; none means an embedded store")
	fs.StringVar(&h.dir, "dir", "", "script `directory`: the root of script names and of what require can\nreach (default: the folder of FILE)")
	fs.Var((*isolationValue)(&h.isolation), "isolation", "where scripts run: process, in worker processes that can be killed, or none,\n"+
		"in this process, for scripts that are trusted")
	fs.StringVar(&h.scopes, "scopes", "any", "which scopes and methods scripts may use: any, own, or a `FILE` of rules\n(\"dff run --help\" shows one)")
	fs.Var((*durationValue)(&h.limits.Timeout), "timeout", fmt.Sprintf("time limit of a run, at most %s", formatDuration(sandbox.MaxTimeout)))
	fs.Var((*sizeValue)(&h.limits.Memory), "memory", "memory limit of a run; with --isolation process only")
	fs.Var((*sizeValue)(&h.limits.LogBytes), "max-log", "limit of what a run may write to the console")
	fs.Var((*sizeValue)(&h.limits.ResultBytes), "max-result", "limit of a result's JSON")
	fs.Var((*sizeValue)(&h.limits.CacheBytes), "max-cache", "limit of what a run may give to the cache and get from it")
	fs.Var(&countValue{&h.limits.CacheReplies, math.MaxInt64}, "max-cache-calls", "limit of a run's cache calls")
	fs.Var(&countValue{&h.callDepth, maxCallDepth}, "call-depth", fmt.Sprintf("limit of nested calls, at most %d", maxCallDepth))
	h.maxReply = bindings.DefaultMaxReply
	fs.Var((*sizeValue)(&h.maxReply), "max-reply", "limit of what one cache call may read from Redis")
	fs.Var((*sizeValue)(&h.cache), "client-cache", fmt.Sprintf("keep replies to reads in this much memory until Redis tells of a change;\nthey can be up to %s old", formatDuration(bindings.ClientCacheStaleness)))
	fs.StringVar(&h.keyPrefix, "key-prefix", h.keyPrefix, "first part of every Redis key; native layout only")
	fs.Var((*layoutValue)(&h.keyLayout), "key-layout", "Redis keys: native, or dataflux to share them with DataFlux Func")
	fs.BoolVarP(&h.quiet, "quiet", "q", false, "do not say that the embedded store is used")
	cobra.CheckErr(cmd.MarkFlagDirname("dir"))
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("key-layout",
		cobra.FixedCompletions(layouts, cobra.ShellCompDirectiveNoFileComp)))
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("isolation",
		cobra.FixedCompletions(isolations, cobra.ShellCompDirectiveNoFileComp)))
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("scopes",
		cobra.FixedCompletions([]cobra.Completion{"any", "own"}, cobra.ShellCompDirectiveDefault)))
	fs.VisitAll(func(f *pflag.Flag) { f.Usage += " [$" + envName(f) + "]" })
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error { return fromEnvironment(cmd.Flags()) }
}

// open connects the cache and returns an engine for the scripts below dir, and what releases both. The engine carries out
// one run at a time.
func (h *hostFlags) open(ctx context.Context, cmd *cobra.Command, dir string) (*runtime.Engine, func(), error) {
	options, err := h.options()
	if err != nil {
		return nil, nil, err
	}
	options.Dir = dir
	options.Workers.Size = 1 // a spare would start together with the run, and take its CPU
	release := func() {}
	if h.redis != "" {
		options.Connect = func() (bindings.Backend, error) {
			redis, err := bindings.Connect(ctx, h.redisOptions())
			if err != nil {
				return nil, err
			}
			release = func() { redis.Close() }
			return redis, nil
		}
	} else if !h.quiet {
		cmd.PrintErrln("dff: using an embedded store; what it holds is gone when the command ends (--redis URL keeps it, --quiet hides this line)")
	}
	engine, err := runtime.New(options)
	if err != nil {
		release()
		return nil, nil, configError("%w", err)
	}
	return engine, func() {
		// What is still under way has lost its caller: there is nothing to wait for but the cache calls it made.
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		engine.Shutdown(ctx)
		release()
	}, nil
}

// redisOptions returns what the flags say of the Redis.
func (h *hostFlags) redisOptions() bindings.RedisOptions {
	return bindings.RedisOptions{URL: h.redis, Prefix: h.keyPrefix, Layout: bindings.Layout(h.keyLayout), MaxReply: h.maxReply, ClientCache: h.cache}
}

// options returns what the flags say of an engine, without its scripts and its Redis.
func (h *hostFlags) options() (runtime.Options, error) {
	policy, err := h.policy()
	options := runtime.Options{Limits: h.limits, Isolation: runtime.Isolation(h.isolation), Policy: policy}
	options.Limits.CallDepth = int(h.callDepth)
	return options, err
}

// policy returns the policy that --scopes names.
func (h *hostFlags) policy() (*bindings.Policy, error) {
	switch h.scopes {
	case "any":
		return nil, nil
	case "own":
		return bindings.OwnScopes(), nil
	}
	data, err := os.ReadFile(h.scopes)
	if err != nil {
		return nil, configError("--scopes is any, own or a file of rules: %w", err)
	}
	policy, err := bindings.ParsePolicy(data)
	if err != nil {
		return nil, configError("--scopes %s: %w", h.scopes, err)
	}
	return policy, nil
}

// envName is the environment variable that stands for a flag.
func envName(f *pflag.Flag) string {
	return "DFF_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
}

// fromEnvironment sets each flag that was not given from its environment variable. An empty variable counts as unset.
func fromEnvironment(fs *pflag.FlagSet) error {
	var first error
	fs.VisitAll(func(f *pflag.Flag) {
		value := os.Getenv(envName(f))
		if f.Changed || f.Name == "help" || value == "" || first != nil {
			return
		}
		if err := f.Value.Set(value); err != nil {
			first = configError("environment variable %s: %w", envName(f), valueError(f, value, err))
		}
	})
	return first
}

// valueError words the errors of pflag's own types, which show Go's; those of the types below speak for themselves.
func valueError(f *pflag.Flag, value string, err error) error {
	if f.Value.Type() == "bool" {
		return fmt.Errorf("%q is neither true nor false", value)
	}
	return err
}

// durationValue is a time limit.
type durationValue time.Duration

func (d *durationValue) Type() string   { return "duration" }
func (d *durationValue) String() string { return formatDuration(time.Duration(*d)) }
func (d *durationValue) Set(s string) error {
	v, err := time.ParseDuration(s)
	switch {
	case err != nil:
		return fmt.Errorf("%q is no duration: write a number and a unit, as in 500ms, 30s, 1m30s or 1h", s)
	case v <= 0:
		return fmt.Errorf("%s is not allowed: a run needs a time limit above zero", s)
	case v > sandbox.MaxTimeout:
		return fmt.Errorf("%s is more than the %s that a run may have", s, formatDuration(sandbox.MaxTimeout))
	}
	*d = durationValue(v)
	return nil
}

// formatDuration writes 1h, where Go writes 1h0m0s.
func formatDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// sizeValue is a limit in bytes.
type sizeValue int64

func (v *sizeValue) Type() string   { return "size" }
func (v *sizeValue) String() string { return sandbox.FormatSize(int64(*v)) }
func (v *sizeValue) Set(s string) error {
	n, err := sandbox.ParseSize(s)
	if err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("%s is not allowed: the limit must be at least 1 byte", s)
	}
	*v = sizeValue(n)
	return nil
}

// countValue is a whole number from 1 to most.
type countValue struct {
	n    *int64
	most int64
}

func (v *countValue) Type() string   { return "number" }
func (v *countValue) String() string { return strconv.FormatInt(*v.n, 10) }
func (v *countValue) Set(s string) error {
	n, err := strconv.ParseInt(s, 10, 64)
	if errors.Is(err, strconv.ErrSyntax) {
		return fmt.Errorf("%q is no whole number", s)
	}
	if err != nil || n < 1 || n > v.most {
		return fmt.Errorf("%s is not between 1 and %d", s, v.most)
	}
	*v.n = n
	return nil
}

// layouts are the key layouts by name, isolations the isolations.
var (
	layouts    = []string{string(bindings.NativeLayout), string(bindings.DataFluxLayout)}
	isolations = []string{string(runtime.OutProcess), string(runtime.InProcess)}
)

// layoutValue is one of layouts.
type layoutValue string

func (v *layoutValue) Type() string       { return strings.Join(layouts, "|") }
func (v *layoutValue) String() string     { return string(*v) }
func (v *layoutValue) Set(s string) error { return oneOf((*string)(v), s, "key layout", layouts) }

// isolationValue is one of isolations.
type isolationValue string

func (v *isolationValue) Type() string       { return strings.Join(isolations, "|") }
func (v *isolationValue) String() string     { return string(*v) }
func (v *isolationValue) Set(s string) error { return oneOf((*string)(v), s, "isolation", isolations) }

// oneOf sets v to s if that is one of names.
func oneOf(v *string, s, what string, names []string) error {
	if !slices.Contains(names, s) {
		return fmt.Errorf("%q is no %s: there are %s%s", s, what, strings.Join(names, " and "), didYouMean("", scripts.Nearest(s, names)))
	}
	*v = s
	return nil
}
