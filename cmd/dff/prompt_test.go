package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dff/runtime"
)

func TestHighlight(t *testing.T) {
	r := &reporter{colour: true}
	mark := strings.NewReplacer("\x1b[0m", "»", "\x1b["+styleString+"m", "s«", "\x1b["+styleNumber+"m", "n«", "\x1b["+styleFaint+"m", "f«", "\x1b["+styleInfo+"m", "i«")
	for shown, want := range map[string]string{
		"1":                              "n«1»",
		"-1.5e-7":                        "n«-1.5e-7»",
		"10n":                            "n«10n»",
		"'it is 1'":                      "s«'it is 1'»",
		`'\'true'`:                       `s«'\'true'»`,
		"\"it's\"":                       "s«\"it's\"»",
		"{ a1: true, 'b-2': null }":      "{ a1: n«true», s«'b-2'»: f«null» }",
		"[ [], [ 1 ], [Array] ]":         "[ [], [ n«1» ], i«[Array]» ]",
		"[class A extends B]":            "i«[class A extends B]»",
		"[Function: f]":                  "i«[Function: f]»",
		"Promise { <pending> }":          "Promise { i«<pending>» }",
		"nullable":                       "nullable",
		"Error: it's 1\n    at repl-1:1": "Error: it's 1\n    at repl-1:1",
		"`a\\n${1}`":                     "s«`a\\n${1}`»",
	} {
		if got := mark.Replace(highlight(r, shown)); got != want {
			t.Errorf("%s is shown as %s, want %s", shown, got, want)
		}
		if got := highlight(&reporter{}, shown); got != shown {
			t.Errorf("without colour %s is shown as %s", shown, got)
		}
	}
}

func FuzzHighlight(f *testing.F) {
	for _, seed := range []string{"{ a: 'b' }", "'", "[[", "<ref *1> { a: [Circular *1] }", "é: -é1"} {
		f.Add(seed)
	}
	r := &reporter{colour: true}
	f.Fuzz(func(t *testing.T, shown string) {
		if strings.Contains(shown, "\x1b") {
			return
		}
		plain := highlight(r, shown)
		for _, code := range []string{"0", styleString, styleNumber, styleFaint, styleInfo} {
			plain = strings.ReplaceAll(plain, "\x1b["+code+"m", "")
		}
		if plain != shown {
			t.Errorf("%q becomes %q", shown, plain)
		}
	})
}

func TestDescribeAll(t *testing.T) {
	names := []runtime.Completion{{Name: "alpha"}, {Name: "beta"}, {Name: "gamma"}}
	methods := []runtime.Completion{{Name: "get", Signature: "get(key)", Returns: "string", Doc: "Reads a value."}, {Name: "getset", Signature: "getset(key, value)", Returns: "string | null", Doc: "Swaps it."}}
	for _, test := range []struct {
		list  []runtime.Completion
		width int
		want  string
	}{
		{names, 80, "  alpha  beta  gamma\n"},
		{names, 16, "  alpha  beta\n  gamma\n"},
		{names, 1, "…\n…\n…\n"},
		{methods, 80, "  get(key): string                    Reads a value.\n  getset(key, value): string | null   Swaps it.\n"},
		{methods, 20, "  get(key): string…\n  getset(key, valu…\n"},
	} {
		got := describeAll(test.list, test.width)
		if got != test.want {
			t.Errorf("in %d columns\n%s, want\n%s", test.width, got, test.want)
		}
		for line := range strings.Lines(got) {
			if utf8.RuneCountInString(line) > max(2, test.width) {
				t.Errorf("%q is longer than %d columns", line, test.width)
			}
		}
	}
}
