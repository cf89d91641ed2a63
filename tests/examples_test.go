package tests

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dff/bindings"
	"dff/runtime"
	"dff/scripts"
	"dff/tests/redistest"
)

// exampleCall is a call of an example, and what it must return.
type exampleCall struct {
	call string // script:function
	args string // JSON array; "" for none
	want string // regular expression over the whole JSON of the result
}

// exampleCalls are made one after the other: what one leaves in the cache, the next one finds.
var exampleCalls = []exampleCall{
	{"counter", ``, `{"page":"/","visits":1}`},
	{"counter", `["/about"]`, `{"page":"/about","visits":1}`},
	{"counter", ``, `{"page":"/","visits":2}`},
	{"counter:report", ``, `\[{"page":"/","visits":2},{"page":"/about","visits":1}\]`},

	{"rate_limiter:allow", `["bob", 2, 60, 630]`, `{"allowed":true,"remaining":1,"retry_after":0}`},
	{"rate_limiter:allow", `["bob", 2, 60, 630]`, `{"allowed":true,"remaining":0,"retry_after":0}`},
	{"rate_limiter:allow", `["bob", 2, 60, 630]`, `{"allowed":false,"remaining":0,"retry_after":30}`},
	{"rate_limiter:allow", `["bob", 2, 60, 660]`, `{"allowed":true,"remaining":1,"retry_after":0}`},
	{"rate_limiter:allow", `["cem", 2, 60, 630]`, `{"allowed":true,"remaining":1,"retry_after":0}`},
	{"rate_limiter", ``, `\[true,true,true,true,true,false\]`},

	{"cache_aside", ``, `{"first":{"source":"origin","product":{"id":42,.*}},"second":{"source":"cache","product":{"id":42,"name":"Product 42","price":420}},"seconds_left":(299|300)}`},
	{"cache_aside:get", `[42]`, `{"source":"cache",.*}`},
	{"cache_aside:changed", `[42]`, `true`},
	{"cache_aside:changed", `[42]`, `false`},
	{"cache_aside:get", `[42]`, `{"source":"origin",.*}`},

	{"queue/producer", ``, `{"waiting":3}`},
	{"queue/producer", `[["fold b.png"]]`, `{"waiting":4}`},
	{"queue/consumer", `["one", 0.01]`, `{"recovered":0,"done":3,"failed":1}`},
	{"queue/producer", `[["resize d.png"]]`, `{"waiting":1}`},
	{"queue/consumer", `["two", 0.01]`, `{"recovered":0,"done":1,"failed":0}`},
	{"queue/consumer", `["two", 0.01]`, `{"recovered":0,"done":0,"failed":0}`},

	{"leaderboard", ``, `\[{"rank":1,"player":"ann","points":55},{"rank":2,"player":"bob","points":45},{"rank":3,"player":"cem","points":20}\]`},
	{"leaderboard:score", `["dee", 50]`, `60`},
	{"leaderboard:top", `[1]`, `\[{"rank":1,"player":"dee","points":60}\]`},
	{"leaderboard:atLeast", `[50]`, `\["ann","dee"\]`},

	{"unique_visitors", ``, `{"2024-05-31":3}`},
	{"unique_visitors:visit", `["dee", "2024-06-01"]`, `{"day":"2024-06-01","isNew":true,"visitors":1}`},
	{"unique_visitors:visit", `["dee", "2024-06-01"]`, `{"day":"2024-06-01","isNew":false,"visitors":1}`},
	{"unique_visitors:days", ``, `{"2024-05-31":3,"2024-06-01":1}`},

	{"sessions", ``, `{"user":"ann","requests":2,"closed":true,"after":null}`},
	{"sessions:open", `["s1", "bob"]`, `true`},
	{"sessions:open", `["s2", "bob"]`, `true`},
	{"sessions:use", `["s1"]`, `{"user":"bob","opened":\d+,"requests":1}`},
	{"sessions:closeAll", `["bob"]`, `2`},
	{"sessions:use", `["s1"]`, `null`},
	{"sessions:close", `["s1"]`, `false`},

	{"config", ``, `{"text":"Hello, world!","page_size":20}`},
	{"config:set", `["greeting", "Moin"]`, ``},
	{"config", `["Ann"]`, `{"text":"Moin, Ann!","page_size":20}`},
	{"config:reset", `["greeting"]`, `true`},
	{"config", ``, `{"text":"Hello, world!","page_size":20}`},

	{"webhook", ``, `\["handled","ignored",\["7"\]\]`},
	{"webhook:receive", `[{"id":"e2","order":8}]`, `"handled"`},
	{"webhook:receive", `[{"id":"e2","order":8}]`, `"ignored"`},

	{"report", ``, `{"day":"2024-05-31","orders":2,"total":"15.99 EUR"}`},
	{"report:add", `[{"id":"a3","day":"2024-05-31","cents":1}]`, `true`},
	{"report:report", `["2024-05-31"]`, `{"day":"2024-05-31","orders":3,"total":"16.00 EUR"}`},
}

// TestExamples runs every example over every kind of cache.
func TestExamples(t *testing.T) {
	t.Run("all are run", func(t *testing.T) {
		for _, name := range exampleScripts(t) {
			if !slices.ContainsFunc(exampleCalls, func(c exampleCall) bool { return c.call == name }) {
				t.Errorf("%s is not in the table of calls", name)
			}
		}
	})
	redistest.Each(t, func(t *testing.T, target redistest.Target) {
		redis, err := bindings.Connect(t.Context(), bindings.RedisOptions{URL: target.URL(t)})
		if err != nil {
			t.Fatal(err)
		}
		defer redis.Close()
		engine, err := runtime.New(runtime.Options{Dir: "../examples", Backend: redis})
		if err != nil {
			t.Fatal(err)
		}
		defer engine.Shutdown(t.Context())
		for _, c := range exampleCalls {
			script, function, _ := strings.Cut(c.call, ":")
			call := runtime.Call{Script: script, Func: function}
			if c.args != "" {
				if err := json.Unmarshal([]byte(c.args), &call.Args); err != nil {
					t.Fatal(err)
				}
			}
			result, err := engine.Run(t.Context(), call)
			if err != nil {
				t.Fatalf("%s%s: %v", c.call, c.args, err)
			}
			if !regexp.MustCompile(`^(?:` + c.want + `)$`).Match(result.Value) {
				t.Errorf("%s%s returns %s, want %s", c.call, c.args, result.Value, c.want)
			}
		}
	})
}

// exampleScripts lists the names of the scripts in examples, as the engine does. The embedding program's own are not among them.
func exampleScripts(t *testing.T) []string {
	t.Helper()
	var names []string
	err := fs.WalkDir(os.DirFS("../examples"), ".", func(path string, d fs.DirEntry, err error) error {
		if name, ok := scripts.NameOf(path); ok && !d.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestExampleQueueRecovers has a consumer find what one of its name has left behind when it died.
func TestExampleQueueRecovers(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../examples")); err != nil {
		t.Fatal(err)
	}
	dying := `exports.main = () => { DFF.CACHE.rpoplpush('jobs', 'working:one', {scope: 'queue'}); throw new Error('dies'); };`
	if err := os.WriteFile(filepath.Join(dir, "dying.js"), []byte(dying), 0o600); err != nil {
		t.Fatal(err)
	}
	engine, err := runtime.New(runtime.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Shutdown(t.Context())
	for _, step := range []struct {
		script string
		args   []any
		want   string // "" for a failure
	}{
		{"queue/producer", nil, `{"waiting":3}`},
		{"dying", nil, ""},
		{"queue/consumer", []any{"two", 0.01}, `{"recovered":0,"done":2,"failed":0}`},
		{"queue/consumer", []any{"one", 0.01}, `{"recovered":1,"done":1,"failed":0}`},
	} {
		result, err := engine.Run(t.Context(), runtime.Call{Script: step.script, Args: step.args})
		if (err != nil) != (step.want == "") {
			t.Fatalf("%s: %v", step.script, err)
		}
		if string(result.Value) != step.want {
			t.Errorf("%s returns %s, want %s", step.script, result.Value, step.want)
		}
	}
}

// TestExampleEmbed runs the Go program that embeds the host.
func TestExampleEmbed(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "run", "dff/examples/embed").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := `mail to ann@example.com: Welcome, ann!
{"user":"ann","sent":true,"id":1}
mail to bob@example.com: Welcome, bob!
{"user":"bob","sent":true,"id":2}
{"user":"ann","sent":false}
`
	if string(out) != want {
		t.Errorf("prints\n%s\nwant\n%s", out, want)
	}
}

// TestGenerated compares the generated files with what generates them.
func TestGenerated(t *testing.T) {
	for file, want := range map[string]string{
		"../bindings/REFERENCE.md": bindings.Reference(),
		"../examples/dff.d.ts":     bindings.Types(),
	} {
		got, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, []byte(want)) {
			t.Errorf("%s is not what the method table says: run go generate ./...", file)
		}
	}
}
