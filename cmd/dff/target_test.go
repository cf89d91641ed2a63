package main

import (
	"strings"
	"testing"
)

func TestCutFunction(t *testing.T) {
	for _, test := range []struct {
		arg, file, function string
		found               bool
	}{
		{"counter.js", "counter.js", "", false},
		{"counter.js:reset", "counter.js", "reset", true},
		{"counter.js:", "counter.js", "", true},
		{"a:b.js:main", "a:b.js", "main", true},
		{"./a/b.ts:default", "./a/b.ts", "default", true},
		{`C:\scripts\a.js`, `C:\scripts\a.js`, "", false},
		{`C:\scripts\a.js:main`, `C:\scripts\a.js`, "main", true},
		{"C:/scripts/a.js", "C:/scripts/a.js", "", false},
		{"C:/scripts/a.js:main", "C:/scripts/a.js", "main", true},
		{"a:b/c.js", "a:b/c.js", "", false},
		{":main", ":main", "", false},
		{"", "", "", false},
	} {
		file, function, found := cutFunction(test.arg)
		if file != test.file || function != test.function || found != test.found {
			t.Errorf("cutFunction(%q) = %q, %q, %t; want %q, %q, %t",
				test.arg, file, function, found, test.file, test.function, test.found)
		}
	}
}

func FuzzCutFunction(f *testing.F) {
	for _, seed := range []string{"a.js:main", `C:\a.js`, "a:b:c", ":", "/:", "é:ü"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, arg string) {
		file, function, found := cutFunction(arg)
		if found && (file+":"+function != arg || file == "" || strings.ContainsAny(function, `:/\`)) {
			t.Errorf("cutFunction(%q) = %q, %q", arg, file, function)
		}
		if !found && file != arg {
			t.Errorf("cutFunction(%q) changes the file to %q", arg, file)
		}
	})
}
