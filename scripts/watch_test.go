//go:build linux

package scripts

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// compileCheck is the check of tests, whose scripts can be trusted.
func compileCheck(_ context.Context, f *File) error {
	_, err := Compile(f)
	return err
}

// watched is a Watcher under test that keeps all its Sets.
type watched struct {
	*Watcher
	t       testing.TB
	changed chan struct{} // has an element after a change
	logs    *syncBuffer

	mu      sync.Mutex
	sets    []*Set
	changes []Change
}

type syncBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}

// startWatch watches a directory. Unless o says otherwise, nothing is looked at without an event.
func startWatch(t testing.TB, o WatchOptions) *watched {
	t.Helper()
	w := &watched{t: t, changed: make(chan struct{}, 1), logs: &syncBuffer{}}
	if o.Check == nil {
		o.Check = compileCheck
	}
	if o.Interval == 0 {
		o.Interval = time.Hour
	}
	if o.Debounce == 0 {
		o.Debounce = 20 * time.Millisecond
	}
	o.Logger = slog.New(slog.NewTextHandler(w.logs, nil))
	o.OnChange = func(s *Set, c Change) {
		w.mu.Lock()
		w.sets, w.changes = append(w.sets, s), append(w.changes, c)
		w.mu.Unlock()
		select {
		case w.changed <- struct{}{}:
		default:
		}
	}
	var err error
	w.Watcher, err = Watch(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sets = append(w.sets, w.Current())
	return w
}

// until waits for a Set that want accepts.
func (w *watched) until(what string, want func(*Set) bool) {
	w.t.Helper()
	deadline := time.After(15 * time.Second)
	for !want(w.Current()) {
		select {
		case <-w.changed:
		case <-deadline:
			w.t.Fatalf("not %s; live is:\n%s\nlog:\n%s", what, describe(w.Current()), w.logs)
		}
	}
}

// is waits until what can be called is as described: "a=1 b=2!" for a stale b, "c!" for a broken one.
func (w *watched) is(want string) {
	w.t.Helper()
	w.until(fmt.Sprintf("%q", want), func(s *Set) bool { return describe(s) == want })
}

// describe lists the scripts of a Set with their version, which is what their source says behind "= ".
func describe(s *Set) string {
	var list []string
	for e := range s.Entries() {
		if e.Name == "" {
			continue
		}
		d := e.Name
		f, err := s.Script(e.Name)
		if err == nil {
			_, version, _ := strings.Cut(string(f.Source), "= ")
			d += "=" + strings.TrimSpace(version)
		}
		if e.Status != Live {
			d += "!"
		}
		list = append(list, d)
	}
	return strings.Join(list, " ")
}

// shell runs a small script of file operations in dir.
func shell(t testing.TB, dir, script string) {
	t.Helper()
	c := exec.Command("sh", "-ec", script)
	c.Dir = dir
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", script, err, out)
	}
}

// scenarios are what people and programs do to files. Each begins in the folder above "dir", which is watched, and is
// a list of steps: operations, and what is live after them. "never" is what no Set may ever have said.
var scenarios = []struct {
	name  string
	setup string
	never string
	steps [][2]string
	gap   bool // a file is missing while a process starts, which may take longer than the debounce of the other tests
}{
	{"in place", `echo 'v = 1' > dir/a.js`, "", [][2]string{{`echo 'v = 2' > dir/a.js`, "a=2"}, {`echo 'v = 3' > dir/a.js`, "a=3"}}, false},
	{"in place, same size and time", `echo 'v = 1' > dir/a.js; touch -d 2020-01-01 dir/a.js`, "", [][2]string{{`echo 'v = 2' > dir/a.js; touch -d 2020-01-01 dir/a.js`, "a=2"}}, false},
	{"chunks", `echo 'v = 1' > dir/a.js`, "a!", [][2]string{{`printf 'v' > dir/a.js; printf ' = ' >> dir/a.js; printf '2' >> dir/a.js`, "a=2"}}, false},
	{"vim", `echo 'v = 1' > dir/a.js`, "gone", [][2]string{{`cd dir; touch .a.js.swp 4913; rm 4913; mv a.js a.js~; echo 'v = 2' > a.js; rm a.js~; rm .a.js.swp`, "a=2"}}, true},
	{"vim with backup kept", `echo 'v = 1' > dir/a.js`, "gone", [][2]string{{`cd dir; mv a.js a.js~; echo 'v = 2' > a.js`, "a=2"}}, true},
	{"emacs", `echo 'v = 1' > dir/a.js`, "gone", [][2]string{{`cd dir; ln -s me@host.1:2 .#a.js; echo 'v = ' > '#a.js#'; cp a.js a.js~; echo 'v = 2' > a.js; rm '#a.js#' .#a.js`, "a=2"}}, false},
	{"VS Code", `echo 'v = 1' > dir/a.js`, "gone", [][2]string{{`: > dir/a.js; echo 'v = 2' >> dir/a.js`, "a=2"}}, false},
	{"atomic save", `echo 'v = 1' > dir/a.js`, "gone", [][2]string{{`echo 'v = 2' > dir/.a.js.tmp; mv dir/.a.js.tmp dir/a.js`, "a=2"}}, false},
	{"sed -i", `echo 'v = 1' > dir/a.js`, "gone", [][2]string{{`sed -i s/1/2/ dir/a.js`, "a=2"}}, false},
	{"old time", `echo 'v = 1' > dir/a.js; echo 'v = 2' > b; touch -d 2001-01-01 b`, "gone", [][2]string{{`mv b dir/a.js`, "a=2"}}, false},
	{"future time", `echo 'v = 1' > dir/a.js`, "gone", [][2]string{{`echo 'v = 2' > dir/a.js; touch -d 2100-01-01 dir/a.js`, "a=2"}, {`echo 'v = 3' > dir/a.js; touch -d 2100-01-01 dir/a.js`, "a=3"}}, false},
	{"new file", `true`, "", [][2]string{{`echo 'v = 1' > dir/a.js`, "a=1"}, {`echo 'v = 2' > dir/b.js`, "a=1 b=2"}}, false},
	{"delete", `echo 'v = 1' > dir/a.js; echo 'v = 2' > dir/b.js`, "", [][2]string{{`rm dir/a.js`, "b=2"}, {`rm dir/b.js`, ""}}, false},
	{"move", `echo 'v = 1' > dir/a.js`, "", [][2]string{{`mv dir/a.js dir/b.js`, "b=1"}, {`mkdir dir/sub; mv dir/b.js dir/sub/c.js`, "sub/c=1"}}, false},
	{"change of extension", `echo 'v = 1' > dir/a.js`, "a!", [][2]string{{`mv dir/a.js dir/a.ts`, "a=1"}}, false},
	{"move of a folder", `mkdir -p dir/x/y; echo 'v = 1' > dir/x/y/a.js`, "", [][2]string{{`mv dir/x dir/z`, "z/y/a=1"}, {`echo 'v = 2' > dir/z/y/a.js`, "z/y/a=2"}}, false},
	{"out of the tree and in again", `mkdir -p dir/x; echo 'v = 1' > dir/x/a.js`, "", [][2]string{{`mv dir/x out`, ""}, {`echo 'v = 2' > out/a.js; echo 'v = 1' > dir/b.js`, "b=1"}, {`mv out dir/x`, "b=1 x/a=2"}, {`echo 'v = 3' > dir/x/a.js`, "b=1 x/a=3"}}, false},
	{"new nested folders", `true`, "", [][2]string{{`mkdir -p dir/x/y/z; echo 'v = 1' > dir/x/y/z/a.js`, "x/y/z/a=1"}, {`echo 'v = 2' > dir/x/y/z/a.js`, "x/y/z/a=2"}, {`mkdir dir/x/y/q; echo 'v = 3' > dir/x/y/q/a.js`, "x/y/q/a=3 x/y/z/a=2"}}, false},
	{"folder replaced", `mkdir dir/x; echo 'v = 1' > dir/x/a.js`, "", [][2]string{{`rm -r dir/x; mkdir dir/x; echo 'v = 2' > dir/x/a.js`, "x/a=2"}, {`echo 'v = 3' > dir/x/a.js`, "x/a=3"}}, false},
	{"ConfigMap", `cd dir; mkdir ..1; echo 'v = 1' > ..1/a.js; echo 'v = 1' > ..1/b.js; ln -s ..1 ..data; ln -s ..data/a.js a.js; ln -s ..data/b.js b.js`, "gone", [][2]string{
		{`cd dir; mkdir ..2; echo 'v = 2' > ..2/a.js; echo 'v = 2' > ..2/b.js; ln -s ..2 ..data_tmp; mv -T ..data_tmp ..data; rm -r ..1`, "a=2 b=2"},
		{`cd dir; mkdir ..3; echo 'v = 3' > ..3/a.js; echo 'v = 3' > ..3/b.js; ln -s ..3 ..data_tmp; mv -T ..data_tmp ..data; rm -r ..2`, "a=3 b=3"}}, false},
	{"release folders", `rmdir dir; mkdir r1 r2 r3; for i in 1 2 3; do echo "v = $i" > r$i/a.js; done; ln -s r1 dir`, "gone", [][2]string{{`ln -s r2 next; mv -T next dir`, "a=2"}, {`echo 'v = 4' > r2/a.js`, "a=4"}, {`ln -s r3 next; mv -T next dir`, "a=3"}, {`echo 'v = 5' > r3/a.js`, "a=5"}}, false},
	{"release folders, not atomic", `rmdir dir; mkdir r1 r2; for i in 1 2; do echo "v = $i" > r$i/a.js; done; ln -s r1 dir`, "gone", [][2]string{{`rm dir; ln -s r2 dir`, "a=2"}}, false},
	{"release folder above", `rmdir dir; mkdir -p r1/s r2/s; for i in 1 2; do echo "v = $i" > r$i/s/a.js; done; ln -s r1 current; ln -s current/s dir`, "gone", [][2]string{{`ln -s r2 next; mv -T next current`, "a=2"}, {`echo 'v = 3' > r2/s/a.js`, "a=3"}}, false},
	{"directory removed and made again", `echo 'v = 1' > dir/a.js`, "", [][2]string{{`rm -r dir; mkdir dir; echo 'v = 2' > dir/a.js`, "a=2"}}, false},
	{"truncation", `echo 'v = 1' > dir/a.js; echo 'v = 1' > dir/b.js`, "", [][2]string{{`: > dir/a.js`, "a= b=1"}}, false},
	{"syntax error and repair", `echo 'v = 1' > dir/a.js`, "a!", [][2]string{{`echo 'v = (2' > dir/a.js`, "a=1!"}, {`echo 'v = (3' > dir/a.js`, "a=1!"}, {`echo 'v = 3' > dir/a.js`, "a=3"}}, false},
	{"syntax error undone", `echo 'v = 1' > dir/a.js`, "a!", [][2]string{{`echo 'v = (2' > dir/a.js`, "a=1!"}, {`echo 'v = 1' > dir/a.js`, "a=1"}}, false},
	{"never compiled", `echo 'v = (1' > dir/a.js`, "", [][2]string{{`echo 'v = (2' > dir/b.js`, "a! b!"}, {`echo 'v = 1' > dir/a.js`, "a=1 b!"}, {`echo 'v = 2' > dir/b.js`, "a=1 b=2"}}, false},
	{"broken at first, broken again, repaired", `echo 'v = (1' > dir/a.js`, "", [][2]string{{`echo 'v = (2' > dir/a.js; echo 'v = 1' > dir/b.js`, "a! b=1"}, {`echo 'v = 1' > dir/a.js`, "a=1 b=1"}}, false},
	{"unreadable and readable again", `echo 'v = 1' > dir/a.js; echo 'v = 1' > dir/b.js`, "gone", [][2]string{{`ln -s /etc/hostname out; cp dir/a.js keep; mv -T out dir/a.js; echo 'v = 2' > dir/b.js`, "a=1! b=2"}, {`mv -T keep dir/a.js`, "a=1 b=2"}}, false},
	{"dangling", `echo 'v = 1' > dir/a.js`, "gone", [][2]string{{`ln -sf nothing dir/a.js`, "a=1!"}, {`echo 'v = 2' > dir/nothing`, "a=2"}}, false},
	{"replaced by a folder", `echo 'v = 1' > dir/a.js`, "", [][2]string{{`rm dir/a.js; mkdir dir/a.js; echo 'v = 2' > dir/a.js/b.js`, "a.js/b=2"}, {`rm -r dir/a.js; echo 'v = 3' > dir/a.js`, "a=3"}}, false},
	{"named pipe", `echo 'v = 1' > dir/a.js`, "", [][2]string{{`mkfifo dir/p.js`, "a=1 p!"}, {`rm dir/p.js; echo 'v = 2' > dir/p.js`, "a=1 p=2"}}, false},
	{"too large", `echo 'v = 1' > dir/a.js; echo 'v = 1' > dir/b.js`, "", [][2]string{{`head -c 5000000 /dev/zero > dir/a.js; echo 'v = 2' > dir/b.js`, "a=1! b=2"}, {`echo 'v = 3' > dir/a.js`, "a=3 b=2"}}, false},
	{"doubled name", `echo 'v = 1' > dir/a.js`, "", [][2]string{{`echo 'v = 2' > dir/a.ts; echo 'v = 1' > dir/b.js`, "a=1! a=1! b=1"}, {`rm dir/a.js`, "a=2 b=1"}}, false},
	{"doubled at the start", `echo 'v = 1' > dir/a.js; echo 'v = 2' > dir/a.ts; echo 'v = 1' > dir/b.js`, "", [][2]string{{`echo 'v = 2' > dir/b.js`, "a! a! b=2"}, {`rm dir/a.ts`, "a=1 b=2"}}, false},
	{"not scripts", `echo 'v = 1' > dir/a.js`, "", [][2]string{{`mkdir dir/.git dir/node_modules dir/_lib; for d in .git node_modules _lib; do echo 'v = (' > dir/$d/x.js; done; echo > dir/notes.txt; echo '{' > dir/d.json; echo 'v = 2' > dir/a.js`, "a=2"}}, false},
	{"folder linked inside", `mkdir dir/_lib; echo 'v = 1' > dir/_lib/a.js; ln -s _lib dir/x`, "", [][2]string{{`echo 'v = 2' > dir/_lib/a.js`, "x/a=2"}}, false},
	{"two at once", `echo 'v = 1' > dir/a.js; echo 'v = 1' > dir/b.js`, "a=2 b=1", [][2]string{{`echo 'v = 2' > dir/a.js; echo 'v = 2' > dir/b.js`, "a=2 b=2"}, {`echo 'v = 3' > dir/a.js; echo 'v = 3' > dir/b.js`, "a=3 b=3"}}, false},
}

func TestWatch(t *testing.T) {
	for _, mode := range []string{"events", "poll"} {
		t.Run(mode, func(t *testing.T) {
			for _, sc := range scenarios {
				t.Run(sc.name, func(t *testing.T) {
					t.Parallel()
					above := t.TempDir()
					shell(t, above, "mkdir dir; "+sc.setup)
					o := WatchOptions{Dir: filepath.Join(above, "dir")}
					if sc.gap {
						o.Debounce = 300 * time.Millisecond
					}
					if mode == "poll" {
						o.Poll, o.Interval = true, 10*time.Millisecond
					}
					w := startWatch(t, o)
					if w.Polling() != o.Poll {
						t.Fatalf("polling: %t\n%s", w.Polling(), w.logs)
					}
					for _, step := range sc.steps {
						shell(t, above, step[0])
						w.is(step[1])
					}
					w.Close()
					for _, s := range w.sets {
						d := describe(s)
						if sc.never != "" && sc.never != "gone" && d == sc.never || sc.never == "gone" && d == "" {
							t.Errorf("%q was live", d)
						}
					}
				})
			}
		})
	}
}

func TestWatchGitCheckout(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir := t.TempDir()
	commit := func(version int) {
		for i := range 500 {
			write(t, filepath.Join(dir, fmt.Sprintf("d%d/s%d.js", i%20, i)), fmt.Sprintf("v = %d", version))
		}
	}
	const git = "git -c user.name=x -c user.email=x@x.example -c commit.gpgsign=false "
	shell(t, dir, "git init -q -b one")
	commit(1)
	shell(t, dir, git+"add .; "+git+"commit -q -m one; "+git+"checkout -q -b two")
	commit(2)
	shell(t, dir, git+"rm -q -f d0/s0.js; "+git+"commit -q -a -m two")
	w := startWatch(t, WatchOptions{Dir: dir})
	for _, branch := range []string{"one", "two"} {
		shell(t, dir, git+"checkout -q "+branch)
		want := map[string]string{"one": "1", "two": "2"}[branch]
		w.until("on branch "+branch, func(s *Set) bool {
			n := 0
			for e := range s.Entries() {
				if string(e.file.Source) != "v = "+want {
					return false
				}
				n++
			}
			return n == 499 && want == "2" || n == 500 && want == "1"
		})
	}
}

// TestWatchErrors looks at what is reported, and how often.
func TestWatchErrors(t *testing.T) {
	dir := tree(t, map[string]string{"a.js": "v = 1", "b.js": "v = (", "_lib/u.js": "v = 1", "c.json": "{}"})
	w := startWatch(t, WatchOptions{Dir: dir})
	w.is("a=1 b!")
	var syntax *SyntaxError
	if f, err := w.Current().Script("b"); !errors.As(err, &syntax) || f != nil || syntax.File != "b.js" || syntax.Frame == "" {
		t.Errorf("%v, %v", f, err)
	}
	if e, ok := w.Current().Entry("b"); !ok || e.Status != Broken || e.Hash != "" || !e.LoadedAt.IsZero() {
		t.Errorf("%+v", e)
	}
	write(t, filepath.Join(dir, "a.js"), "v = (2")
	w.is("a=1! b!")
	e, _ := w.Current().Entry("a")
	f, err := w.Current().Script("a")
	if err != nil || e.Status != Stale || e.Hash != f.Hash || e.LoadedAt.IsZero() || !errors.As(e.Err, &syntax) || syntax.Line != 1 {
		t.Errorf("%+v, %v", e, err)
	}
	for range 3 {
		write(t, filepath.Join(dir, "a.js"), "v = (2") // no other content
		if err := w.Rescan(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if n := strings.Count(w.logs.String(), "path=a.js"); n != 1 {
		t.Errorf("one content was logged %d times:\n%s", n, w.logs)
	}
	// What can only be imported has an entry without a name, and a broken one is an error for its user only.
	write(t, filepath.Join(dir, "_lib/u.js"), "v = 2")
	write(t, filepath.Join(dir, "_lib/new.js"), "v = (")
	write(t, filepath.Join(dir, "c.json"), "{")
	if err := w.Rescan(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := w.Current()
	a, err := s.Script("a")
	if err != nil {
		t.Fatal(err)
	}
	if u, err := s.Resolve(a, "./_lib/u"); err != nil || string(u.Source) != "v = 2" {
		t.Errorf("%v, %v", u, err)
	}
	if _, err := s.Resolve(a, "./_lib/new"); !errors.As(err, &syntax) || syntax.File != "_lib/new.js" {
		t.Error(err)
	}
	if c, err := s.Resolve(a, "./c.json"); err != nil || string(c.Source) != "{}" {
		t.Errorf("%v, %v", c, err)
	}
	if _, err := s.Script("aa"); err == nil || err.Error() != `no script "aa"; did you mean "a"?` {
		t.Error(err)
	}
	if _, err := s.Resolve(a, "./_lib/uu"); err == nil || !strings.Contains(err.Error(), `did you mean "./_lib/u"?`) {
		t.Error(err)
	}
	names, err := s.Names()
	if err != nil || !slices.Equal(names, []string{"a", "b"}) {
		t.Errorf("%q, %v", names, err)
	}
	var statuses []string
	for e := range s.Entries() {
		statuses = append(statuses, fmt.Sprintf("%s:%s:%s", e.Path, e.Name, e.Status))
	}
	if want := []string{"_lib/new.js::broken", "_lib/u.js::live", "a.js:a:stale", "b.js:b:broken", "c.json::stale"}; !slices.Equal(statuses, want) {
		t.Errorf("%q", statuses)
	}
}

func TestWatchChange(t *testing.T) {
	dir := tree(t, map[string]string{"a.js": "v = 1", "b.js": "v = 1", "c.js": "v = 1", "d.js": "v = 1"})
	w := startWatch(t, WatchOptions{Dir: dir, Debounce: 300 * time.Millisecond})
	shell(t, dir, `echo 'v = 2' > a.js; rm b.js; echo 'v = 1' > new.js; echo 'v = (' > c.js`)
	w.is("a=2 c=1! d=1 new=1")
	shell(t, dir, `printf 'v = 1' > c.js`)
	w.is("a=2 c=1 d=1 new=1")
	w.Close()
	want := []Change{{Added: []string{"new.js"}, Updated: []string{"a.js"}, Removed: []string{"b.js"}, Failed: []string{"c.js"}}, {Fixed: []string{"c.js"}}}
	if fmt.Sprint(w.changes) != fmt.Sprint(want) {
		t.Errorf("%+v\nwant %+v", w.changes, want)
	}
}

// TestWatchKeepsOldSets changes files under a run that has begun.
func TestWatchKeepsOldSets(t *testing.T) {
	dir := tree(t, map[string]string{"a.js": "v = 1", "lib.js": "v = 1"})
	w := startWatch(t, WatchOptions{Dir: dir})
	before := w.Current()
	shell(t, dir, "echo 'v = 2' > a.js; rm lib.js")
	w.is("a=2")
	a, err := before.Script("a")
	if err != nil || string(a.Source) != "v = 1" {
		t.Errorf("%v, %v", a, err)
	}
	if _, err := before.Resolve(a, "./lib"); err != nil {
		t.Error(err)
	}
}

// fakeEvents is a notifier that a test plays.
type fakeEvents struct {
	add    func(dir string) error
	events chan fsnotify.Event
	errors chan error
	closed atomic.Bool
}

func (f *fakeEvents) Add(dir string) error { return f.add(dir) }
func (f *fakeEvents) Remove(string) error  { return nil }
func (f *fakeEvents) Close() error         { f.closed.Store(true); return nil }
func (f *fakeEvents) listen(root string) (*events, error) {
	return newEvents(root, f, f.events, f.errors)
}

func newFakeEvents() *fakeEvents {
	return &fakeEvents{add: func(string) error { return nil }, events: make(chan fsnotify.Event), errors: make(chan error)}
}

func TestWatchWithoutEvents(t *testing.T) {
	t.Run("no instance", func(t *testing.T) {
		dir := tree(t, map[string]string{"a.js": "v = 1"})
		w := startWatch(t, WatchOptions{Dir: dir, Interval: 10 * time.Millisecond, listen: func(string) (*events, error) { return nil, os.NewSyscallError("inotify_init", syscall.EMFILE) }})
		write(t, filepath.Join(dir, "a.js"), "v = 2")
		w.is("a=2")
		if !w.Polling() || strings.Count(w.logs.String(), "fs.inotify.max_user_instances") != 1 {
			t.Error(w.logs)
		}
	})
	t.Run("limit at the start", func(t *testing.T) {
		fake := newFakeEvents()
		fake.add = func(string) error { return syscall.ENOSPC }
		dir := tree(t, map[string]string{"a.js": "v = 1", "x/b.js": "v = 1"})
		w := startWatch(t, WatchOptions{Dir: dir, Interval: 10 * time.Millisecond, listen: fake.listen})
		write(t, filepath.Join(dir, "x/b.js"), "v = 2")
		w.is("a=1 x/b=2")
		if !w.Polling() || !fake.closed.Load() || strings.Count(w.logs.String(), "fs.inotify.max_user_watches") != 1 {
			t.Error(w.logs)
		}
	})
	t.Run("limit later", func(t *testing.T) {
		fake := newFakeEvents()
		dir := tree(t, map[string]string{"a.js": "v = 1"})
		fake.add = func(p string) error {
			if strings.HasSuffix(p, "many") {
				return syscall.ENOSPC
			}
			return nil
		}
		w := startWatch(t, WatchOptions{Dir: dir, Interval: 10 * time.Millisecond, listen: fake.listen})
		if w.Polling() {
			t.Error("polling without need")
		}
		write(t, filepath.Join(dir, "many/b.js"), "v = 1")
		w.is("a=1 many/b=1")
		write(t, filepath.Join(dir, "many/b.js"), "v = 2")
		w.is("a=1 many/b=2")
		if !w.Polling() || !fake.closed.Load() {
			t.Error(w.logs)
		}
	})
	t.Run("overflow", func(t *testing.T) {
		fake := newFakeEvents()
		dir := tree(t, map[string]string{"a.js": "v = 1"})
		w := startWatch(t, WatchOptions{Dir: dir, listen: fake.listen})
		write(t, filepath.Join(dir, "a.js"), "v = 2")
		write(t, filepath.Join(dir, "x/y/b.js"), "v = 1")
		fake.errors <- fsnotify.ErrEventOverflow
		w.is("a=2 x/y/b=1")
		if w.Polling() || !strings.Contains(w.logs.String(), "overflow") {
			t.Error(w.logs)
		}
	})
	t.Run("events missed", func(t *testing.T) {
		fake := newFakeEvents()
		dir := tree(t, map[string]string{"a.js": "v = 1"})
		w := startWatch(t, WatchOptions{Dir: dir, Interval: 10 * time.Millisecond, listen: fake.listen})
		write(t, filepath.Join(dir, "a.js"), "v = 2")
		w.is("a=2")
	})
	t.Run("events end", func(t *testing.T) {
		fake := newFakeEvents()
		dir := tree(t, map[string]string{"a.js": "v = 1"})
		w := startWatch(t, WatchOptions{Dir: dir, Interval: 10 * time.Millisecond, listen: fake.listen})
		close(fake.events)
		write(t, filepath.Join(dir, "a.js"), "v = 2")
		w.is("a=2")
		w.Close()
		if !w.Polling() {
			t.Error("not polling")
		}
	})
}

func TestWatchRescan(t *testing.T) {
	fake := newFakeEvents()
	dir := tree(t, map[string]string{"a.js": "v = 1"})
	w := startWatch(t, WatchOptions{Dir: dir, listen: fake.listen})
	for i := range 5 {
		write(t, filepath.Join(dir, "a.js"), fmt.Sprintf("v = %d", i+2))
		if err := w.Rescan(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got, want := describe(w.Current()), fmt.Sprintf("a=%d", i+2); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	// A directory that is gone leaves live what is live.
	shell(t, dir, "mv ../"+filepath.Base(dir)+" ../away")
	for range 2 {
		if err := w.Rescan(t.Context()); !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
	}
	if describe(w.Current()) != "a=6" || strings.Count(w.logs.String(), "cannot read the script directory") != 1 {
		t.Error(describe(w.Current()), w.logs)
	}
	shell(t, filepath.Dir(dir), "mv away "+filepath.Base(dir))
	if err := w.Rescan(t.Context()); err != nil || !strings.Contains(w.logs.String(), "can be read again") {
		t.Error(err, w.logs)
	}
	w.Close()
	if err := w.Rescan(t.Context()); err == nil || describe(w.Current()) != "a=6" {
		t.Errorf("after Close: %v", err)
	}
}

func TestWatchStartErrors(t *testing.T) {
	if w, err := Watch(t.Context(), WatchOptions{Dir: filepath.Join(t.TempDir(), "nothing")}); !errors.Is(err, fs.ErrNotExist) || w != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	w, err := Watch(ctx, WatchOptions{Dir: tree(t, map[string]string{"a.js": "v = ("})})
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-w.done
	if err := w.Rescan(t.Context()); err == nil {
		t.Error("the Watcher outlives its context")
	}
	if f, err := w.Current().Script("a"); err != nil || f == nil {
		t.Errorf("without a check: %v", err)
	}
	w.Close()
	w.Close()
}

// TestWatchSlowCheck has a file whose check does not end.
func TestWatchSlowCheck(t *testing.T) {
	dir := tree(t, map[string]string{"a.js": "v = 1", "slow.js": "v = 1"})
	hanging := make(chan struct{})
	w := startWatch(t, WatchOptions{Dir: dir, Checks: 2, Check: func(ctx context.Context, f *File) error {
		if strings.Contains(string(f.Source), "hang") {
			select {
			case <-hanging:
				return errors.New("its compilation took too long")
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return compileCheck(ctx, f)
	}})
	shell(t, dir, "echo 'v = 2' > a.js; echo 'v = hang' > slow.js")
	w.is("a=2 slow=1") // not held up for ever
	shell(t, dir, "echo 'v = 3' > a.js")
	w.is("a=3 slow=1")
	close(hanging)
	w.is("a=3 slow=1!")
	shell(t, dir, "echo 'v = 4' > slow.js")
	w.is("a=3 slow=4")
}

// TestWatchUnchecked has checks that cannot be carried out for a while.
func TestWatchUnchecked(t *testing.T) {
	dir := tree(t, map[string]string{"a.js": "v = 1"})
	var busy atomic.Bool
	busy.Store(true)
	w := startWatch(t, WatchOptions{Dir: dir, Interval: 10 * time.Millisecond, Check: func(ctx context.Context, f *File) error {
		if busy.Load() {
			return fmt.Errorf("no worker is free: %w", ErrUnchecked)
		}
		return compileCheck(ctx, f)
	}})
	write(t, filepath.Join(dir, "a.js"), "v = 2")
	write(t, filepath.Join(dir, "b.js"), "v = 1")
	if err := w.Rescan(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := describe(w.Current()); got != "a=1" {
		t.Error(got)
	}
	busy.Store(false)
	w.is("a=2 b=1")
}

// TestWatchFirstVersionUnknown breaks a file before its first content was checked, which was broken too.
func TestWatchFirstVersionUnknown(t *testing.T) {
	dir := tree(t, map[string]string{"a.js": "v = (1"})
	first := make(chan struct{})
	var calls atomic.Int32
	w := startWatch(t, WatchOptions{Dir: dir, Check: func(ctx context.Context, f *File) error {
		if calls.Add(1) == 1 {
			<-first
		}
		return compileCheck(ctx, f)
	}})
	if got := describe(w.Current()); got != "a=(1" {
		t.Error(got)
	}
	write(t, filepath.Join(dir, "a.js"), "v = (2")
	w.is("a!")
	close(first)
}

// TestWatchWriters saves, breaks and deletes at random. No Set may hold what does not compile.
func TestWatchWriters(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	dir := t.TempDir()
	for i := range 10 {
		write(t, filepath.Join(dir, fmt.Sprintf("s%d.js", i)), "v = 0")
	}
	w := startWatch(t, WatchOptions{Dir: dir, Interval: 50 * time.Millisecond, Debounce: 5 * time.Millisecond})
	var writers sync.WaitGroup
	for i := range 10 {
		writers.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(i)))
			p, tmp := filepath.Join(dir, fmt.Sprintf("s%d.js", i)), filepath.Join(dir, fmt.Sprintf(".s%d.tmp", i))
			for n := range 150 {
				good := fmt.Sprintf("v = %d", n)
				switch r.IntN(5) {
				case 0:
					os.WriteFile(p, []byte("v = ("+good), 0o644)
				case 1:
					os.WriteFile(tmp, []byte(good), 0o644)
					os.Rename(tmp, p)
				case 2:
					if f, err := os.OpenFile(p, os.O_WRONLY|os.O_TRUNC|os.O_CREATE, 0o644); err == nil {
						for _, c := range []byte(good) {
							f.Write([]byte{c})
						}
						f.Close()
					}
				case 3:
					os.Remove(p)
				case 4:
					os.WriteFile(p, []byte(good), 0o644)
				}
			}
			os.WriteFile(p, []byte("v = 'end'"), 0o644)
		})
	}
	writers.Wait()
	var want []string
	for i := range 10 {
		want = append(want, fmt.Sprintf("s%d='end'", i))
	}
	w.is(strings.Join(want, " "))
	w.Close()
	for _, s := range w.sets {
		for e := range s.Entries() {
			if e.file != nil && compileCheck(t.Context(), e.file) != nil {
				t.Errorf("%s was live as %q", e.Path, e.file.Source)
			}
		}
	}
}

// bigTree writes 10,000 scripts of 50 lines each.
func bigTree(b *testing.B) string {
	dir := b.TempDir()
	source := fiftyLines(false)
	for i := range 10_000 {
		write(b, filepath.Join(dir, fmt.Sprintf("d%d/s%d.js", i%100, i)), source)
	}
	return dir
}

// BenchmarkWatchStart measures how long it takes until 10,000 scripts can be called, and what they cost.
func BenchmarkWatchStart(b *testing.B) {
	dir := bigTree(b)
	b.ReportAllocs()
	for b.Loop() {
		w, err := Watch(b.Context(), WatchOptions{Dir: dir})
		if err != nil {
			b.Fatal(err)
		}
		if n := len(w.Current().entries); n != 10_000 {
			b.Fatal(n)
		}
		w.Close()
	}
	b.StopTimer()
	w, err := Watch(b.Context(), WatchOptions{Dir: dir})
	if err != nil {
		b.Fatal(err)
	}
	var with, without runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&with)
	w.Close()
	w = nil
	runtime.GC()
	runtime.ReadMemStats(&without)
	b.ReportMetric(float64(with.HeapAlloc-without.HeapAlloc)/1e6, "MB-live")
	b.ReportMetric(float64(10_000*len(fiftyLines(false)))/1e6, "MB-source")
}

// BenchmarkRescan measures a look at 10,000 scripts that did not change.
func BenchmarkRescan(b *testing.B) {
	dir := bigTree(b)
	shell(b, dir, "find . -name '*.js' | xargs touch -d 2020-01-01")
	w := startWatch(b, WatchOptions{Dir: dir, Check: func(context.Context, *File) error { return nil }})
	// Until all signatures are old enough to be trusted, every file is read.
	for start := time.Now(); time.Since(start) < racy; {
		if err := w.Rescan(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := w.Rescan(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkChange measures the time from a change being complete to its being live, among 10,000 scripts.
func BenchmarkChange(b *testing.B) {
	for name, save := range map[string]func(p, source string) error{
		"InPlace": func(p, source string) error { return os.WriteFile(p, []byte(source), 0o644) },
		"Rename": func(p, source string) error {
			if err := os.WriteFile(p+"~", []byte(source), 0o644); err != nil {
				return err
			}
			return os.Rename(p+"~", p)
		},
		"RemoveAndCreate": func(p, source string) error {
			if err := os.Remove(p); err != nil {
				return err
			}
			return os.WriteFile(p, []byte(source), 0o644)
		},
	} {
		b.Run(name, func(b *testing.B) {
			dir := bigTree(b)
			w := startWatch(b, WatchOptions{Dir: dir, Debounce: 50 * time.Millisecond, Interval: 5 * time.Second, Check: compileCheck})
			var times []time.Duration
			for i := 0; b.Loop(); i++ {
				source := fmt.Sprintf("v = %d", i)
				if err := save(filepath.Join(dir, "d7/s7.js"), source); err != nil {
					b.Fatal(err)
				}
				start := time.Now()
				w.until("saved", func(s *Set) bool { f, err := s.Script("d7/s7"); return err == nil && string(f.Source) == source })
				times = append(times, time.Since(start))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Milliseconds()), "p50-ms")
			b.ReportMetric(float64(times[len(times)*99/100].Milliseconds()), "p99-ms")
		})
	}
}

// TestWatchMovedAndRemoved moves folders out of the tree and removes them there, while others come: inotify then has
// something to tell of watches that it has ended already, at the time that new ones are set.
func TestWatchMovedAndRemoved(t *testing.T) {
	dir := tree(t, map[string]string{"a.js": "v = 1"})
	away := t.TempDir()
	w := startWatch(t, WatchOptions{Dir: dir})
	for i := range 30 {
		for j := range 10 {
			write(t, filepath.Join(dir, fmt.Sprintf("x%d/b.js", j)), fmt.Sprintf("v = %d", i))
		}
		if err := w.Rescan(t.Context()); err != nil {
			t.Fatal(err)
		}
		for j := range 10 {
			p := filepath.Join(away, fmt.Sprintf("%d-%d", i, j))
			if err := os.Rename(filepath.Join(dir, fmt.Sprintf("x%d", j)), p); err != nil {
				t.Fatal(err)
			}
			if err := os.RemoveAll(p); err != nil {
				t.Fatal(err)
			}
		}
	}
	write(t, filepath.Join(dir, "a.js"), "v = 2")
	w.is("a=2")
}

// TestEventsOverflow has more happen than a Watcher that is busy can be told of.
func TestEventsOverflow(t *testing.T) {
	fake := newFakeEvents()
	e, err := fake.listen(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer e.close()
	for range maxHints + 1 {
		fake.events <- fsnotify.Event{Op: fsnotify.Write}
	}
	if err := <-e.errors; !errors.Is(err, fsnotify.ErrEventOverflow) {
		t.Error(err)
	}
}
