package bindings

import (
	"errors"
	"path"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPolicy(t *testing.T) {
	file, err := ParsePolicy([]byte(`[
		{"scripts": ["billing/*"], "scopes": ["@own", "shared", "team-[ab]"], "methods": ["*"]},
		{"scripts": ["reader", "lib/**/x"], "scopes": ["**"], "methods": ["@read"]},
		{"scripts": ["writer"], "scopes": ["w?"], "methods": ["@write", "get"]},
		{"scripts": ["nothing"]}
	]`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		policy                      *Policy
		script, method, scope, dest string
		allowed                     bool
	}{
		{nil, "a", "set", "b", "", true},
		{OwnScopes(), "a/b", "set", "a/b", "", true},
		{OwnScopes(), "a/b", "set", "a", "", false},
		{OwnScopes(), "a/b", "get", "*", "", false},
		{OwnScopes(), "a/b", "get", "@own", "", false},
		{OwnScopes(), "@own", "get", "@own", "", true},
		{OwnScopes(), "a", "ping", "", "", true},
		{OwnScopes(), "a", "rpoplpush", "a", "b", false},
		{OwnScopes(), "a", "rpoplpush", "a", "a", true},
		{file, "billing/run", "set", "billing/run", "", true},
		{file, "billing/run", "set", "shared", "", true},
		{file, "billing/run", "set", "team-b", "", true},
		{file, "billing/run", "set", "team-c", "", false},
		{file, "billing/deep/run", "get", "shared", "", false},
		{file, "reader", "get", "any/thing", "", true},
		{file, "reader", "set", "any/thing", "", false},
		{file, "lib/a/b/x", "get", "s", "", true},
		{file, "lib/a/b/y", "get", "s", "", false},
		{file, "writer", "set", "w1", "", true},
		{file, "writer", "get", "w1", "", true},
		{file, "writer", "mget", "w1", "", false},
		{file, "nothing", "get", "nothing", "", false},
		{file, "nothing", "ping", "", "", true},
		{file, "stranger", "get", "stranger", "", false},
	} {
		q := &Request{Method: plans.byName[c.method].method, Script: c.script, Scope: c.scope, DestScope: c.dest}
		err := c.policy.Check(q)
		if cacheErr, ok := errors.AsType[*CacheError](err); (err == nil) != c.allowed || err != nil && (!ok || cacheErr.Code != Forbidden) {
			t.Errorf("%s of script %q in scope %q, %q: %v, want allowed=%v", c.method, c.script, c.scope, c.dest, err, c.allowed)
		}
	}
}

func TestParsePolicyErrors(t *testing.T) {
	for in, want := range map[string]string{
		``:                      "JSON array",
		`{}`:                    "JSON array",
		`[{"script": ["a"]}]`:   "unknown field",
		`[{"scopes": ["a"]}]`:   "rule 1 of the scope policy names no scripts",
		`[{"scripts": ["[a"]}]`: `"[a" is no pattern`,
		`[{"scripts": ["a"], "scopes": ["x", "[z-a]"]}]`:               `"[z-a]" is no pattern`,
		`[{"scripts": ["` + strings.Repeat("*", maxPattern+1) + `"]}]`: "513 bytes long, 512 are allowed",
		`[{"scripts":["a"]}] []`:                                       "something follows",
		`[{"scripts":["a"],"methods":["nosuch"]}]`:                     `no method "nosuch"`,
	} {
		if _, err := ParsePolicy([]byte(in)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", in, err, want)
		}
	}
}

// TestPolicyPatterns matches patterns, some of which take a matcher that tries everything longer than the sun will shine.
func TestPolicyPatterns(t *testing.T) {
	for _, test := range []struct {
		pattern, s string
		want       bool
	}{
		{"", "", true},
		{"", "a", false},
		{"a", "a", true},
		{"a", "ab", false},
		{"a.c", "abc", false},
		{"a\nb", "a\nb", true},
		{"*", "", true},
		{"*", "a/b", false},
		{"**", "a/b\nc", true},
		{"***", "a/b", true},
		{"**/x", "a/b/x", true},
		{"**/x", "x", false},
		{"a**", "a", true},
		{"*/*", "a/b", true},
		{"*/*", "a/b/c", false},
		{"?", "é", true},
		{"?", "/", false},
		{"[a-cé]", "é", true},
		{"[^a-c]", "b", false},
		{"[^a-c]", "d", true},
		{`[\]\-]`, "-", true},
		{`[\]\-]`, "]", true},
		{`\*\*`, "**", true},
		{`\*\*`, "ab", false},
		{"@own", "@own", true}, // in the scripts of a rule
		{"**", strings.Repeat("a", maxMatched), true},
		{"**", strings.Repeat("a", maxMatched+1), false},
		{strings.Repeat("**a", maxPattern/3), strings.Repeat("a", maxMatched), true},
		{strings.Repeat("**a", maxPattern/3-1) + "b", strings.Repeat("a", maxMatched), false},
		{strings.Repeat("*a", maxPattern/2-1) + "b", strings.Repeat("a", maxMatched), false},
		{strings.Repeat("**a*", maxPattern/4-1) + "b", strings.Repeat("a/", maxMatched/2), false},
	} {
		patterns, err := compilePatterns([]string{test.pattern})
		if err != nil {
			t.Fatal(err)
		}
		if got := matchAny(patterns, test.s); got != test.want {
			t.Errorf("%.20q matches %.20q (%d bytes): %v, want %v", test.pattern, test.s, len(test.s), got, test.want)
		}
	}
}

// FuzzPolicyPattern compares with path.Match where that is not short of a **.
func FuzzPolicyPattern(f *testing.F) {
	f.Add("a*/?[^b-d]\\*", "ab/cd*")
	f.Fuzz(func(t *testing.T, pattern, s string) {
		patterns, err := compilePatterns([]string{pattern})
		want, bad := path.Match(pattern, s)
		if bad != nil && err == nil {
			t.Fatalf("%q was accepted: %v", pattern, bad)
		}
		// path.Match compares bytes that are no characters one by one, and tries nothing again after a class that matched a "/".
		if err != nil || !utf8.ValidString(pattern) || !utf8.ValidString(s) || strings.Contains(pattern, "**") || strings.Contains(pattern, "[") || len(s) > maxMatched {
			return
		}
		if got := matchAny(patterns, s); got != want {
			t.Errorf("%q matches %q: %v, want %v", pattern, s, got, want)
		}
	})
}

func FuzzPolicy(f *testing.F) {
	f.Add(`[{"scripts": ["**"], "scopes": ["@own", "a*"], "methods": ["@read"]}]`, "a", "ab")
	f.Fuzz(func(t *testing.T, policy, script, scope string) {
		if len(policy)+len(scope)+len(script) > 300 {
			t.Skip()
		}
		p, err := ParsePolicy([]byte(policy))
		if err != nil {
			return
		}
		_ = p.Check(&Request{Method: plans.byName["get"].method, Script: script, Scope: scope})
	})
}
