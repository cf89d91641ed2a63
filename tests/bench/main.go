package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"time"

	"dff/runtime"
)

// parts lists everything that can be measured, in the order of the table.
func parts() []*part {
	return []*part{
		incr("incr", "one script, 50,000 × incr in a row, isolation none", runtime.InProcess,
			aim{against: "go-redis", ratio: 0.95}, aim{against: "redis-py", ratio: 1.4}, aim{against: "ioredis", ratio: 1}, aim{against: "bun", ratio: 0.9}),
		incr("incr-process", "the same, isolation process", runtime.OutProcess,
			aim{against: "go-redis", ratio: 0.6}, aim{against: "redis-py", ratio: 0.9}),
		concurrent(),
		pipeline(),
		hot(),
		runs(),
		overHTTP("http", runtime.InProcess),
		overHTTP("http-process", runtime.OutProcess),
		start(),
		keys(),
		memory(),
	}
}

// settings are what flags and machine give to all parts.
type settings struct {
	rounds int
	length float64
	dir    string // temporary; holds scripts and peers
	peers  *peers
	dff    func() (string, error) // builds the command, once
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// run is the whole program. The table goes to out, progress to log.
func run(ctx context.Context, args []string, out, log io.Writer) error {
	all := parts()
	var names []string
	for _, p := range all {
		names = append(names, p.name)
	}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(log)
	only := flags.String("parts", "", "measure only these parts, a list of "+strings.Join(names, ","))
	rounds := flags.Int("rounds", 7, "rounds of each part")
	length := flags.Float64("length", 1, "length of each measurement, as a factor")
	results := flags.String("out", filepath.Join("tests", "bench", "results"), "directory of the files with the results; -parts, -ours and -smoke write none unless it is given")
	directory := flags.String("peers", peerDirectory(), "directory of npm's packages, see peers/install.sh")
	limit := flags.Duration("timeout", time.Hour, "longest time for everything")
	ours := flags.Bool("ours", false, "measure only the first contender of each part, ours")
	profile := flags.String("cpuprofile", "", "write a CPU profile of this process, which is where isolation none runs, to this file")
	smoke := flags.Bool("smoke", false, "one very short round of everything: shows that it works, and measures nothing")
	if err := flags.Parse(args); err != nil {
		return err
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if flags.NArg() > 0 || *rounds < 1 || !(*length > 0) {
		return fmt.Errorf("takes flags only, at least one round and a length above zero; see -help")
	}
	if *only != "" {
		wanted := strings.Split(*only, ",")
		for _, name := range wanted {
			if !slices.Contains(names, name) {
				return fmt.Errorf("no part %q: there are %s", name, strings.Join(names, ", "))
			}
		}
		all = slices.DeleteFunc(all, func(p *part) bool { return !slices.Contains(wanted, p.name) })
	}
	if *ours {
		for _, p := range all {
			p.contenders = p.contenders[:1]
		}
	}
	if *smoke {
		*rounds, *length = 1, 0.005
	}
	if (*smoke || *ours || *only != "") && !given["out"] {
		*results = ""
	}
	ctx, cancel := context.WithTimeoutCause(ctx, *limit, fmt.Errorf("it took longer than -timeout %v", *limit))
	defer cancel()

	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}

	dir, err := unpack()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s := &settings{rounds: *rounds, length: *length, dir: dir, peers: findPeers(ctx, *directory),
		dff: sync.OnceValues(func() (string, error) { return buildCommand(ctx, dir) })}
	about := describe(ctx, s.peers) + fmt.Sprintf("- measured: %d rounds, length %g\n", s.rounds, s.length)

	server := &stage{settings: s}
	defer server.close()
	addr, err := startRedis(server.onClose)
	if err != nil {
		return err
	}
	var outcomes []partOutcome
	for _, p := range all {
		o, err := p.run(ctx, &stage{settings: s, redis: addr}, log)
		if err != nil {
			if ctx.Err() != nil {
				err = context.Cause(ctx)
			}
			return err
		}
		outcomes = append(outcomes, o)
	}
	text := table(outcomes)
	if _, err := io.WriteString(out, text); err != nil || *results == "" {
		return err
	}
	return write(*results, text, about, plot(outcomes))
}

// unpack writes the scripts and peer programs to a temporary directory.
func unpack() (string, error) {
	dir, err := os.MkdirTemp("", "dff-bench")
	if err != nil {
		return "", err
	}
	for _, sub := range []string{"scripts", "peers"} {
		tree, err := fs.Sub(files, sub)
		if err == nil {
			err = os.CopyFS(filepath.Join(dir, sub), tree)
		}
		if err != nil {
			return "", errors.Join(err, os.RemoveAll(dir))
		}
	}
	return dir, nil
}

// write makes the files of the results.
func write(dir, table, about, svg string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	page := "# Benchmark\n\nMade by `go run ./tests/bench`; its documentation says how. A ratio is the median of the ratios within the rounds, ours by theirs " +
		"(lowest – highest).\n\n" + about + "\n" + table + "\n![plot](results.svg)\n"
	return errors.Join(
		os.WriteFile(filepath.Join(dir, "README.md"), []byte(page), 0o644),
		os.WriteFile(filepath.Join(dir, "results.svg"), []byte(svg), 0o644))
}
