package tests

import (
	"encoding/json"
	"slices"
	"testing"
	"unicode/utf8"

	"dff/bindings"
	"dff/runtime"
)

// patternScript fills the scopes of an empty store, lets every pattern loose in every scope, and returns what it saw or
// harmed of another's.
const patternScript = `
exports.reach = (scopes, keys, patterns) => {
  const C = DFF.CACHE, wrong = [];
  const fill = s => C.mset(Object.fromEntries(keys.map(k => [k, s])), {scope: s});
  const mine = got => got.every(k => keys.includes(k));
  scopes.forEach(fill);
  for (const scope of scopes) {
    for (const pattern of patterns) {
      const at = JSON.stringify([scope, pattern]);
      const names = C.keys(pattern, scope), got = C.get_pattern(pattern, scope);
      if (!mine(names)) wrong.push('keys ' + at);
      if (Object.keys(got).length !== names.length || names.some(k => got[k] !== scope)) wrong.push('get_pattern ' + at);
      if (C.delete_pattern(pattern, scope) !== names.length) wrong.push('delete_pattern ' + at);
      if (C.dbsize() !== scopes.length * keys.length - names.length) wrong.push('dbsize after delete_pattern ' + at);
      if (names.length > 0) fill(scope);
    }
    for (const other of scopes) {
      const all = C.get_pattern('*', other);
      if (Object.keys(all).length !== keys.length || keys.some(k => all[k] !== other)) {
        wrong.push('* in ' + JSON.stringify(other) + ' after ' + JSON.stringify(scope));
      }
    }
  }
  scopes.forEach(s => C.delete_pattern('*', s));
  return wrong;
};`

func newPatternEngine(t testing.TB, url string, layout bindings.Layout) *runtime.Engine {
	t.Helper()
	backend := connectWith(t, bindings.RedisOptions{URL: url, Layout: layout})
	return newEngine(t, runtime.Options{Backend: backend}, map[string]string{"patterns.js": patternScript})
}

func checkReach(t *testing.T, engine *runtime.Engine, scopes, keys, patterns []string) {
	t.Helper()
	result, err := engine.Run(t.Context(), runtime.Call{Script: "patterns", Func: "reach", Args: []any{scopes, keys, patterns}})
	if err != nil {
		t.Fatalf("%v\n%s", err, frameOf(err))
	}
	var wrong []string
	if err := json.Unmarshal(result.Value, &wrong); err != nil {
		t.Fatal(err)
	}
	for _, w := range wrong {
		t.Errorf("%s", w)
	}
}

// TestPatternsStayInScope lets hostile patterns loose in hostile scopes, on every kind of Redis and in both key layouts.
func TestPatternsStayInScope(t *testing.T) {
	scopes := []string{"a", "ab", "*", "?", "[a-z]", "[^b]", `\`, `a\`, "a*", "{a}", "}", "a}:k", "a:key:x", ":", "%", "%7B", "[", "ключ", "a\nb"}
	keys := []string{"k", "k:", "*", "a:k", "}:k", "[k]", "ключ", ""}
	patterns := []string{"", "*", "**", "?", "*k", "k*", "*:*", "*}:*", "[", "[k", "[^k", "[^", `[\`, `\`, `*\`, `\*`, "k]", "[]", "[a-", "[z-a]", "{*}", "*:key:*", "*@*", "ключ", "[к-я]*"}
	for _, layout := range []bindings.Layout{bindings.NativeLayout, bindings.DataFluxLayout} {
		for _, target := range targetsOf(layout) {
			t.Run(target.Name+"-"+string(layout), func(t *testing.T) {
				checkReach(t, newPatternEngine(t, target.URL(t), layout), scopes, keys, patterns)
			})
		}
	}
}

// FuzzPatternsStayInScope does the same with whatever the fuzzer thinks of, on the embedded store.
func FuzzPatternsStayInScope(f *testing.F) {
	f.Add("a", "b", "k", "*")
	f.Add("a*", "ab", "k", "*")
	f.Add("[ab]", "a", "b", "[")
	f.Add(`a\`, "a", "*", `\*`)
	f.Add("{a}", "a", "}:k", "*}*")
	f.Add("a:key:b", "a", "b:key:c", "*:key:*")
	f.Add("%7B", "{", "k:", "?:")
	engines := []*runtime.Engine{newPatternEngine(f, "", bindings.NativeLayout), newPatternEngine(f, "", bindings.DataFluxLayout)}
	f.Fuzz(func(t *testing.T, scope, other, key, pattern string) {
		for _, s := range []string{scope, other, key, pattern} {
			if !utf8.ValidString(s) {
				t.Skip("no JavaScript string becomes these bytes")
			}
		}
		scopes := slices.Compact([]string{scope, other})
		if slices.Contains(scopes, "") {
			t.Skip("no scope is empty")
		}
		for _, engine := range engines {
			checkReach(t, engine, scopes, slices.Compact([]string{key, "k"}), []string{pattern, key + "*", "*"})
		}
	})
}
