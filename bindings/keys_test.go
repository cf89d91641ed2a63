package bindings

import (
	"strconv"
	"strings"
	"testing"

	"dff/tests/redistest"

	"github.com/redis/go-redis/v9"
)

func keyspaces(tb testing.TB) []keyspace {
	tb.Helper()
	var all []keyspace
	for _, l := range []Layout{NativeLayout, DataFluxLayout} {
		k, err := newKeyspace(l, "")
		if err != nil {
			tb.Fatal(err)
		}
		all = append(all, k)
	}
	return all
}

func TestKeys(t *testing.T) {
	for _, test := range []struct{ scope, key, native, dataflux string }{
		{"demo/report", "k", "dff:{demo/report}:k", "DataFluxFunc-worker#funcCache@demo/report:key:k:"},
		{"a", "", "dff:{a}:", "DataFluxFunc-worker#funcCache@a:key::"},
		{"set__script.func", "a:key:b", "dff:{set__script.func}:a:key:b", "DataFluxFunc-worker#funcCache@set__script.func:key:a:key:b:"},
		{"a}:b", "k", "dff:{a%7D:b}:k", "DataFluxFunc-worker#funcCache@a}%3Ab:key:k:"},
		{"{a%", "%{}:", "dff:{%7Ba%25}:%{}:", "DataFluxFunc-worker#funcCache@{a%25:key:%{}::"},
		{"a\n\x7fé", "\n", "dff:{a\n\x7fé}:\n", "DataFluxFunc-worker#funcCache@a%0A%7Fé:key:\n:"},
		{"*[a]?\\", "*", "dff:{*[a]?\\}:*", "DataFluxFunc-worker#funcCache@*[a]?\\:key:*:"},
	} {
		for i, want := range []string{test.native, test.dataflux} {
			k := keyspaces(t)[i]
			if got := k.key(test.scope, test.key); got != want {
				t.Errorf("%s: (%q, %q) is %q, want %q", k.layout, test.scope, test.key, got, want)
			}
		}
	}
	k, err := newKeyspace("", "my:app")
	if got := k.key("s", "k"); err != nil || got != "my:app:{s}:k" {
		t.Errorf("with a prefix: %q, %v", got, err)
	}
	for _, bad := range []struct {
		layout Layout
		prefix string
		want   string
	}{
		{NativeLayout, "a{b}", `key prefix "a{b}": braces are not allowed`},
		{"other", "", `unknown key layout "other" (use "native" or "dataflux")`},
	} {
		if _, err := newKeyspace(bad.layout, bad.prefix); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%+v: got %v", bad, err)
		}
	}
}

func TestKeyAllocations(t *testing.T) {
	for _, k := range keyspaces(t) {
		if n := testing.AllocsPerRun(100, func() { k.key("demo/report", "counter") }); n > 1 {
			t.Errorf("%s: %v allocations for a key, want 1", k.layout, n)
		}
	}
}

// FuzzKeys: no two (scope, key) pairs share a Redis key in either layout, and a Redis key leads back to its key in its
// own scope and in no other.
func FuzzKeys(f *testing.F) {
	for _, s := range []string{"", "a", "a:b", "}:", "{a}", "%7D", "%", "key:", ":key:", "\x00", "é\xff"} {
		f.Add("a", s, s+"x", "b")
		f.Add(s+"x", "b", "a", s)
	}
	f.Fuzz(func(t *testing.T, scope1, key1, scope2, key2 string) {
		for _, k := range keyspaces(t) {
			one, two := k.key(scope1, key1), k.key(scope2, key2)
			same := scope1 == scope2 && key1 == key2
			if (one == two) != same {
				t.Fatalf("%s: (%q, %q) is %q and (%q, %q) is %q", k.layout, scope1, key1, one, scope2, key2, two)
			}
			if key, ok := k.unkey(k.head(scope1), one); !ok || key != key1 {
				t.Fatalf("%s: %q leads back to %q, %v", k.layout, one, key, ok)
			}
			if key, ok := k.unkey(k.head(scope2), one); ok && scope1 != scope2 {
				t.Fatalf("%s: %q of scope %q is %q in scope %q", k.layout, one, scope1, key, scope2)
			}
			if token := k.tokenKey(scope1, key1); token == two {
				t.Fatalf("%s: the token %q is a key of scope %q", k.layout, token, scope2)
			}
		}
	})
}

// FuzzPatterns: a pattern matches keys of its own scope only, and among them those that it matches as a script sees
// them.
func FuzzPatterns(f *testing.F) {
	for _, p := range []string{"*", "", "?", "[a-c]", "[^a]", `\*`, `\`, "[", "[a", "[a-", `[\`, "[]", "[^]", "a*b", "**", "}:*", "]"} {
		f.Add("a", p, "a", "abc")
		f.Add("*", p, "b", "*")
		f.Add(`a\E.*`, p, "a", "k:")
		f.Add("[ab]", p, "a", ":key:")
	}
	f.Fuzz(func(t *testing.T, scope, pattern, otherScope, key string) {
		for _, k := range keyspaces(t) {
			head := k.head(scope)
			glob := k.pattern(head, pattern)
			if other := k.key(otherScope, key); otherScope != scope && matchGlob(glob, other) {
				t.Fatalf("%s: pattern %q of scope %q matches %q", k.layout, pattern, scope, other)
			}
			if k.tail != "" && !isWhole(pattern) {
				continue // scan filters these itself
			}
			own := k.key(scope, key)
			if got, want := matchGlob(glob, own), matchGlob(pattern, key); got != want {
				t.Fatalf("%s: pattern %q matches key %q: %v, but %q matches %q: %v", k.layout, pattern, key, want, glob, own, got)
			}
		}
	})
}

var globTests = []struct{ glob, yes, no string }{
	{"", "", "a"},
	{"*", "|a|a b|\n|é", ""},
	{"a*c", "ac|abc|abcc", "a|ab|acb"},
	{"*a*b*", "ab|xaxbx", "ba|a"},
	{"?", "a|*|\xff", "|ab|é"},
	{"??", "é|ab", "a"},
	{"[abc]", "a|c", "d|ab|"},
	{"[a-c]x", "ax|bx", "dx|-x"},
	{"[c-a]", "b", "d"},
	{"[^a-c]", "d|^", "a|"},
	{"[]", "", "a|]"},
	{"[^]", "a|]", ""},
	{"[a-]", "a|]|_", "-|b"},
	{`[\]]`, "]", `\`},
	{`[\-]`, "-", `\|a`},
	{"[ab", "a|b", "[ab|["},
	{"[a-", "a|-", "b"},
	{`[a\`, `a|\`, "b"},
	{"x[", "", "x|x["},
	{"x[^", "xy|x[", "x"},
	{`\*`, "*", `a|\*`},
	{`\a`, "a", `\a`},
	{`a\`, `a\`, "a"},
	{"a]", "a]", "a"},
	{"a**", "a|ab", "b"},
	{"a{b}:%", "a{b}:%", "ab"},
}

func each(list string) []string {
	if list == "" {
		return nil
	}
	return strings.Split(list, "|")
}

func TestMatchGlob(t *testing.T) {
	for _, test := range globTests {
		for _, s := range each(test.yes) {
			if !matchGlob(test.glob, s) {
				t.Errorf("%q does not match %q", test.glob, s)
			}
		}
		for _, s := range each(test.no) {
			if matchGlob(test.glob, s) {
				t.Errorf("%q matches %q", test.glob, s)
			}
		}
	}
	// Backtracking must not explode.
	if matchGlob(strings.Repeat("*a", 200)+"b", strings.Repeat("a", 2000)) {
		t.Error("matched")
	}
}

// TestMatchGlobAsRedis asks a real server about the same globs. It matches commands of MONITOR-like classes nowhere
// else than in key names, so each string becomes a key.
func TestMatchGlobAsRedis(t *testing.T) {
	url := redistest.All()[1].URL(t)
	o, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	c := redis.NewClient(o)
	defer c.Close()
	var strs []string
	for _, test := range globTests {
		strs = append(strs, each(test.yes+"|"+test.no)...)
	}
	for i := range 256 {
		strs = append(strs, string([]byte{byte(i)}), "a"+string([]byte{byte(i)}))
	}
	const head = "x:" // as in every layout, something literal comes first
	for _, s := range strs {
		if err := c.Set(t.Context(), head+s, "", 0).Err(); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range globTests {
		found, err := c.Keys(t.Context(), head+test.glob).Result()
		if err != nil {
			t.Fatal(err)
		}
		matched := map[string]bool{}
		for _, k := range found {
			matched[k] = true
		}
		for _, s := range strs {
			if got, want := matchGlob(test.glob, s), matched[head+s]; got != want {
				t.Errorf("%q and %q: %v, Redis says %v", test.glob, s, got, want)
			}
		}
	}
}

// TestScopesApart writes into scopes that look like patterns of each other: no pattern reaches another scope.
func TestScopesApart(t *testing.T) {
	scopes := []string{"a", "*", "a*", "?", "[a]", `a\`, `\E.*`, "a}:", "{", "%7B", "a:key:b", "a\nb"}
	for _, layout := range []Layout{NativeLayout, DataFluxLayout} {
		redistest.Each(t, func(t *testing.T, target redistest.Target) {
			if target.Name == "cluster" && layout != NativeLayout {
				return
			}
			r, err := Connect(t.Context(), RedisOptions{URL: target.URL(t), Layout: layout})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			in := func(scope, method string, args ...any) Reply {
				q := request(t, method, args...)
				q.Scope = scope
				reply, err := r.Do(t.Context(), q)
				if err != nil {
					t.Fatal(err)
				}
				return reply
			}
			for i, s := range scopes {
				in(s, "set", "k"+strconv.Itoa(i), s)
			}
			for i, s := range scopes {
				for _, p := range []string{"*", "k*", "**", "[k]*", "[^x]*", "k" + strconv.Itoa(i), "?*"} {
					if got := in(s, "keys", p).List; len(got) != 1 || got[0] != "k"+strconv.Itoa(i) {
						t.Errorf("%s: keys(%q) of scope %q: %q", layout, p, s, got)
					}
				}
				for _, p := range []string{"[", `\`, "[x", `k\`, "[k", "k[z-", ":*"} {
					if got := in(s, "keys", p).List; len(got) != 0 {
						t.Errorf("%s: keys(%q) of scope %q: %q", layout, p, s, got)
					}
				}
			}
			for i, s := range scopes {
				if n := in(s, "delete_pattern").Int; n != 1 {
					t.Errorf("%s: deleted %d keys of scope %q", layout, n, s)
				}
				if n := in(s, "dbsize").Int; n != int64(len(scopes)-1-i) {
					t.Errorf("%s: %d keys left after deleting those of %d scopes", layout, n, i+1)
				}
			}
		})
	}
}

// TestManyKeys goes through more than one page.
func TestManyKeys(t *testing.T) {
	onEach(t, func(t *testing.T, r *Redis) {
		const n = 3*scanPage + 1
		var kv []string
		for i := range n {
			kv = append(kv, strconv.Itoa(i), "v"+strconv.Itoa(i))
		}
		ask(t, r, "mset", kv)
		ask(t, r, "hmset", "h", kv)
		if got := len(ask(t, r, "keys", "[0-9]*").List); got != n {
			t.Errorf("keys: %d", got)
		}
		if got := len(ask(t, r, "hkeys", "h", "[0-9]*").List); got != n {
			t.Errorf("hkeys: %d", got)
		}
		got := ask(t, r, "get_pattern", "*[0-9]")
		for i := 0; i < len(got.List); i += 2 {
			if got.List[i+1] != "v"+got.List[i] || got.Missing[i/2] {
				t.Fatalf("get_pattern: %q is %q", got.List[i], got.List[i+1])
			}
		}
		if len(got.List) != 2*n {
			t.Errorf("get_pattern: %d", len(got.List)/2)
		}
		if got := ask(t, r, "delete_pattern", "*[0-9]").Int; got != n {
			t.Errorf("delete_pattern: %d", got)
		}
		if got := ask(t, r, "keys").List; len(got) != 1 {
			t.Errorf("left: %q", got)
		}
	})
}
