package tests

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"dff/bindings"
	"dff/runtime"
	"dff/scripts"
	"dff/tests/redistest"
)

// A conformance case is a few lines of JavaScript below a heading:
//
//	// incr of a value that is no integer
//	//redis SET dff:{s}:k abc
//	CACHE.incr('k', 1, 's') //! CacheError {code: 'NOT_A_NUMBER', key: 'k'}
//	CACHE.get('k', 's') //=> 'abc'
//
// A line that ends with //=> is an expression, and what stands behind it, an expression too, is its value. One that ends
// with //! throws: names of errors (separated by |), properties that the error has, and pieces of its message (separated
// by …). Other lines are statements. CACHE is DFF.CACHE, SCOPE the name of the script that the case becomes, and
// until(f) waits for f() to be true.
//
// Lines that begin with //word are for the runner:
//
//	//redis COMMAND…              carried out before the script, by a client of its own
//	//redis COMMAND… => JSON      carried out after it, and compared
//	//subscribe CHANNEL           receives messages while the script runs
//	//received JSON               the messages it received
//	//only TARGET…, //not TARGET… where the case makes sense
//	//layout LAYOUT               the key layout it is about; without it, a case runs in both
type conformanceCase struct {
	file      string // path of the data file
	line      int    // of the heading
	name      string
	script    string // name of the script
	body      []caseLine
	before    [][]string
	after     []redisCheck
	subscribe string
	received  []string
	only, not []string
	layout    string
}

// caseLine is one line of a case: a statement, or an expression whose value or error is checked.
type caseLine struct {
	number int
	code   string
	value  string       // expected value, as an expression; "" if it is not one
	fails  *caseFailure // expected error; nil if it is not one
}

type caseFailure struct {
	names []string
	props string // an object literal
	parts []string
}

// redisCheck is a command and its reply, as JSON.
type redisCheck struct {
	line    int
	command []string
	want    string
}

// parseCases reads a data file. group is the first part of its scripts' names.
func parseCases(file, group, text string) ([]conformanceCase, error) {
	var cases []conformanceCase
	var c *conformanceCase
	number := 0
	fail := func(err error) error { return fmt.Errorf("%s:%d: %w", file, number, err) }
	scanner := bufio.NewScanner(strings.NewReader(text))
	for scanner.Scan() {
		number++
		line := scanner.Text()
		if heading, ok := strings.CutPrefix(line, "// "); ok {
			cases = append(cases, conformanceCase{file: file, line: number, name: heading,
				script: fmt.Sprintf("%s/%03d", group, len(cases)+1)})
			c = &cases[len(cases)-1]
			continue
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		if c == nil {
			return nil, fail(errors.New("a line before the first heading"))
		}
		if word, ok := strings.CutPrefix(line, "//"); ok {
			if err := c.directive(number, word); err != nil {
				return nil, fail(err)
			}
			continue
		}
		l, err := parseLine(number, line)
		if err != nil {
			return nil, fail(err)
		}
		c.body = append(c.body, l)
	}
	for i := range cases {
		if cases[i].checks() == 0 {
			return nil, fmt.Errorf("%s:%d: the case checks nothing", file, cases[i].line)
		}
	}
	return cases, scanner.Err()
}

// directive takes a line for the runner, without its slashes.
func (c *conformanceCase) directive(number int, line string) error {
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.ReplaceAll(rest, "{SCOPE}", "{"+c.script+"}")
	switch word {
	case "redis":
		command, want, check := strings.Cut(rest, " => ")
		words, err := splitWords(command)
		if err != nil {
			return err
		}
		if check {
			c.after = append(c.after, redisCheck{number, words, want})
		} else {
			c.before = append(c.before, words)
		}
	case "subscribe":
		c.subscribe = rest
	case "received":
		return json.Unmarshal([]byte(rest), &c.received)
	case "only":
		c.only = strings.Fields(rest)
	case "not":
		c.not = strings.Fields(rest)
	case "layout":
		c.layout = rest
	default:
		return fmt.Errorf("unknown directive %q", word)
	}
	return nil
}

var (
	errorLine = regexp.MustCompile(`^([A-Za-z|]+)(?: (\{.*\}))?(?:: (.*))?$`)
	redisWord = regexp.MustCompile(`^(?:"(?:[^"\\]|\\.)*"|[^"\s]\S*)`)
)

func parseLine(number int, line string) (caseLine, error) {
	l := caseLine{number: number, code: line}
	if i := strings.LastIndex(line, " //=> "); i >= 0 {
		l.code, l.value = line[:i], line[i+len(" //=> "):]
	} else if i := strings.LastIndex(line, " //! "); i >= 0 {
		m := errorLine.FindStringSubmatch(line[i+len(" //! "):])
		if m == nil {
			return l, errors.New("no error after //!")
		}
		l.code = line[:i]
		l.fails = &caseFailure{names: strings.Split(m[1], "|"), props: m[2]}
		if m[3] != "" {
			l.fails.parts = strings.Split(m[3], " … ")
		}
	} else if strings.Contains(line, "//=>") || strings.Contains(line, "//!") {
		return l, errors.New("a mark without a blank on both sides")
	}
	return l, nil
}

// splitWords splits a Redis command as redis-cli does: at spaces, with double quotes and Go's escapes.
func splitWords(s string) ([]string, error) {
	var words []string
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		w := redisWord.FindString(s)
		if w == "" {
			return nil, fmt.Errorf("malformed command at %q", s)
		}
		s = s[len(w):]
		if w[0] == '"' {
			unquoted, err := strconv.Unquote(w)
			if err != nil {
				return nil, fmt.Errorf("malformed word %s: %w", w, err)
			}
			w = unquoted
		}
		words = append(words, w)
	}
	return words, nil
}

// source returns the script of a case. It returns a list of what was found and what was expected.
func (c *conformanceCase) source() string {
	var b strings.Builder
	fmt.Fprintf(&b, "const check = require('../check')(), until = check.until, CACHE = DFF.CACHE, SCOPE = %s;\n", quoteJS(c.script))
	b.WriteString("module.exports = async () => {\n")
	for _, l := range c.body {
		later, async, await := "", "", ""
		if strings.Contains(l.code, "await ") {
			later, async, await = "Later", "async ", "await "
		}
		switch {
		case l.fails != nil:
			props := l.fails.props
			if props == "" {
				props = "{}"
			}
			fmt.Fprintf(&b, "%scheck.error%s(%d, %s() => (%s), %s, () => (%s), %s);\n", await, later, l.number, async, l.code,
				quoteJS(l.fails.names), props, quoteJS(l.fails.parts))
		case l.value != "":
			fmt.Fprintf(&b, "%scheck.value%s(%d, %s() => (%s), () => (%s));\n", await, later, l.number, async, l.code, l.value)
		default:
			fmt.Fprintf(&b, "%s;\n", l.code)
		}
	}
	b.WriteString("return check.results;\n};\n")
	return b.String()
}

// quoteJS writes a string or a list of them as JavaScript; nil is an empty list.
func quoteJS(v any) string {
	if list, ok := v.([]string); ok && list == nil {
		v = []string{}
	}
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings can always be marshalled
	}
	return string(text)
}

// checks counts what a case compares.
func (c *conformanceCase) checks() int {
	n := len(c.after)
	if c.subscribe != "" {
		n++
	}
	for _, l := range c.body {
		if l.fails != nil || l.value != "" {
			n++
		}
	}
	return n
}

// loadCases reads every data file of a directory. Files below modules are no cases, and check.js is what they report with.
func loadCases(t *testing.T, dir string) []conformanceCase {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.js"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases in %s: %v", dir, err)
	}
	var cases []conformanceCase
	for _, file := range files {
		group := strings.TrimSuffix(filepath.Base(file), ".js")
		if group == "check" {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found, err := parseCases(filepath.ToSlash(file), group, string(text))
		if err != nil {
			t.Fatal(err)
		}
		cases = append(cases, found...)
	}
	return cases
}

// scriptDirectory returns what the cases find: themselves, check.js and the modules.
func scriptDirectory(t *testing.T, cases []conformanceCase) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	for i := range cases {
		files[cases[i].script+".js"] = &fstest.MapFile{Data: []byte(cases[i].source())}
	}
	shared := os.DirFS("testdata/conformance")
	err := fs.WalkDir(shared, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || name != "check.js" && !strings.HasPrefix(name, "modules/") {
			return err
		}
		data, err := fs.ReadFile(shared, name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// conformanceTarget is a store that cases run on.
type conformanceTarget struct {
	name    string
	layout  bindings.Layout
	client  *redistest.Client // nil for the embedded store, which only this process can reach
	backend *switchedBackend
	engine  *runtime.Engine
}

// switchedBackend lets one engine, with its compiled programs, go on with another store.
type switchedBackend struct{ *bindings.Redis }

// open connects the target, until t ends.
func (c *conformanceTarget) open(t *testing.T, target redistest.Target) {
	t.Helper()
	url := target.URL(t)
	c.backend.Redis = connect(t, url, c.layout)
	t.Cleanup(func() {
		if err := c.backend.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	if url == "" {
		return
	}
	c.client = redistest.Dial(t, url)
	t.Cleanup(func() {
		if err := c.client.Flush(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

func connect(t *testing.T, url string, layout bindings.Layout) *bindings.Redis {
	t.Helper()
	o := bindings.RedisOptions{URL: url, Layout: layout, ShareAbove: 1} // all targets but one share connections
	if strings.Contains(url, "protocol=3") {
		o.ShareAbove = -1
	}
	r, err := bindings.Connect(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// empty gives the next case a store with nothing in it.
func (c *conformanceTarget) empty(t *testing.T) {
	t.Helper()
	if c.client != nil {
		if err := c.client.Flush(t.Context()); err != nil {
			t.Fatal(err)
		}
		return
	}
	if err := c.backend.Close(); err != nil {
		t.Fatal(err)
	}
	c.backend.Redis = connect(t, "", c.layout)
}

// runs says whether a case makes sense on the target.
func (c *conformanceTarget) runs(k *conformanceCase) bool {
	touchesRedis := len(k.before) > 0 || len(k.after) > 0 || k.subscribe != ""
	switch {
	case touchesRedis && c.client == nil:
		return false
	case k.layout != "" && k.layout != string(c.layout):
		return false
	case k.layout == "" && touchesRedis && c.layout != bindings.NativeLayout:
		return false // it names keys of the native layout
	case len(k.only) > 0:
		return slices.Contains(k.only, c.name)
	}
	return !slices.Contains(k.not, c.name)
}

// recorded is an entry of the list that a case's script returns.
type recorded struct {
	Line      int
	Got, Want string
}

// run carries out a case.
func (c *conformanceTarget) run(t *testing.T, k *conformanceCase) {
	t.Helper()
	ctx := t.Context()
	c.empty(t)
	for _, command := range k.before {
		if _, err := c.client.Do(ctx, command...); err != nil {
			t.Fatalf("%s:%d: %v", k.file, k.line, err)
		}
	}
	var receive func(context.Context, int) ([]string, error)
	if k.subscribe != "" {
		var err error
		if receive, err = c.client.Subscribe(ctx, k.subscribe); err != nil {
			t.Fatal(err)
		}
	}
	result, err := c.engine.Run(ctx, runtime.Call{Script: k.script})
	if err != nil {
		t.Fatalf("%s:%d: %v\n%s", k.file, k.line, err, frameOf(err))
	}
	var records []recorded
	if err := json.Unmarshal(result.Value, &records); err != nil {
		t.Fatalf("%s:%d: %v in %s", k.file, k.line, err, result.Value)
	}
	if want := k.checks() - len(k.after) - min(len(k.subscribe), 1); len(records) != want {
		t.Errorf("%s:%d: %d of its %d checks were made", k.file, k.line, len(records), want)
	}
	for _, r := range records {
		if r.Got != r.Want {
			t.Errorf("%s:%d: got %s, want %s", k.file, r.Line, r.Got, r.Want)
		}
	}
	if receive != nil {
		if got, err := receive(ctx, len(k.received)); err != nil || !slices.Equal(got, k.received) {
			t.Errorf("%s:%d: received %q, %v, want %q", k.file, k.line, got, err, k.received)
		}
	}
	for _, check := range k.after {
		reply, err := c.client.Do(ctx, check.command...)
		if err != nil {
			t.Errorf("%s:%d: %v", k.file, check.line, err)
			continue
		}
		if got, want := replyText(reply), compactJSON(t, check.want); got != want {
			t.Errorf("%s:%d: %q in Redis: got %s, want %s", k.file, check.line, check.command, got, want)
		}
	}
}

// frameOf returns the code frame of a run's error.
func frameOf(err error) string {
	if f := (*runtime.Failure)(nil); errors.As(err, &f) {
		return f.Frame
	}
	return ""
}

// replyText writes a reply as JSON. A number with a fraction is a string in RESP2 and a number in RESP3.
func replyText(reply any) string {
	if list, ok := reply.([]any); ok {
		texts := make([]string, len(list))
		for i := range list {
			texts[i] = replyText(list[i])
		}
		return "[" + strings.Join(texts, ",") + "]"
	}
	if f, ok := reply.(float64); ok {
		reply = strconv.FormatFloat(f, 'g', -1, 64)
	}
	text, err := json.Marshal(reply)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

func compactJSON(t *testing.T, text string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	compact, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(compact)
}

// targetsOf are the kinds of Redis to try a key layout on. DataFlux Func's keys have no hash tag, so that they do not suit
// a cluster; and neither a Sentinel nor the protocol makes a difference to keys.
func targetsOf(layout bindings.Layout) []redistest.Target {
	all := redistest.All()
	if layout == bindings.NativeLayout {
		return all
	}
	return slices.DeleteFunc(all, func(target redistest.Target) bool { return target.Name != "embedded" && target.Name != "resp3" })
}

// runCases runs cases on every kind of Redis, in both key layouts and in both isolations. What they find is compared with
// what they expect and, thereby, the stores and the isolations with each other.
func runCases(t *testing.T, cases []conformanceCase) {
	t.Helper()
	set := scripts.New(scriptDirectory(t, cases))
	checks, ran := 0, 0
	for i := range cases {
		checks += cases[i].checks()
	}
	for _, setting := range []struct {
		isolation runtime.Isolation
		layout    bindings.Layout
	}{
		{runtime.InProcess, bindings.NativeLayout},
		{runtime.InProcess, bindings.DataFluxLayout},
		{runtime.OutProcess, bindings.NativeLayout},
	} {
		backend := new(switchedBackend)
		engine, err := runtime.New(runtime.Options{Scripts: func() *scripts.Set { return set }, Backend: backend, Isolation: setting.isolation})
		if err != nil {
			t.Fatal(err)
		}
		for _, target := range targetsOf(setting.layout) {
			t.Run(fmt.Sprintf("%s-%s-isolation=%s", target.Name, setting.layout, setting.isolation), func(t *testing.T) {
				c := &conformanceTarget{name: target.Name, layout: setting.layout, backend: backend, engine: engine}
				c.open(t, target)
				start, before := time.Now(), ran
				for i := range cases {
					if k := &cases[i]; c.runs(k) {
						ran++
						t.Run(k.script+" "+k.name, func(t *testing.T) { c.run(t, k) })
					}
				}
				t.Logf("%d cases in %v", ran-before, time.Since(start).Round(time.Millisecond))
			})
		}
		if err := engine.Shutdown(context.Background()); err != nil {
			t.Errorf("Shutdown: %v", err)
		}
	}
	t.Logf("%d cases with %d checks, run %d times", len(cases), checks, ran)
}

// TestConformance holds every method to its contract.
func TestConformance(t *testing.T) {
	cases := loadCases(t, "testdata/conformance")
	signatures, err := loadSignatures("testdata/conformance/signatures.txt")
	if err != nil {
		t.Fatal(err)
	}
	for i := range signatures {
		cases = append(cases, signatures[i].cases()...)
	}
	runCases(t, cases)
}

// TestMethodExamples runs the examples that the reference shows.
func TestMethodExamples(t *testing.T) {
	var cases []conformanceCase
	for _, m := range slices.Concat(bindings.Methods, bindings.Extensions) {
		if len(m.Examples) == 0 && m.AliasOf == "" {
			t.Errorf("%s has no example", m.Name)
		}
		for i, example := range m.Examples {
			line := caseLine{number: i + 1, code: "eval(" + quoteJS(example.Code) + ")", value: example.Want}
			cases = append(cases, conformanceCase{file: "example of " + m.Name, line: i + 1, name: m.Name,
				script: fmt.Sprintf("examples/%s-%d", m.Name, i+1), body: []caseLine{line}})
		}
	}
	runCases(t, cases)
}
