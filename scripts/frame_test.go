package scripts

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestFrame(t *testing.T) {
	long := strings.Repeat("0123456789", 30)
	for _, tt := range []struct {
		name, source string
		line, column int
		want         string
	}{
		{"middle", "a\nb\nc = d\ne\nf\n", 3, 5, "  1 | a\n  2 | b\n> 3 | c = d\n    |     ^\n  4 | e"},
		{"first", "abc", 1, 1, "> 1 | abc\n    | ^"},
		{"last", "a\nb", 2, 1, "  1 | a\n> 2 | b\n    | ^"},
		{"end of line", "abc", 1, 4, "> 1 | abc\n    |    ^"},
		{"behind the end", "abc", 1, 40, "> 1 | abc\n    |    ^"},
		{"no caret", "abc", 1, 0, "> 1 | abc"},
		{"empty line", "a\n\nb", 2, 1, "  1 | a\n> 2 |\n    | ^\n  3 | b"},
		{"empty source", "", 1, 1, "> 1 |\n    | ^"},
		{"no such line", "a", 2, 1, ""},
		{"line zero", "a", 0, 1, ""},
		{"negative", "a", -3, -1, ""},
		{"wide numbers", strings.Repeat("x\n", 9) + "y\nz", 10, 1, "   8 | x\n   9 | x\n> 10 | y\n     | ^\n  11 | z"},
		{"tab", "\tif (a) b", 1, 6, "> 1 |     if (a) b\n    |         ^"},
		{"tab inside", "a\tb", 1, 3, "> 1 | a   b\n    |     ^"},
		{"umlaut", "ü = b", 1, 5, "> 1 | ü = b\n    |     ^"},
		{"emoji", "'😀' + b", 1, 8, "> 1 | '😀' + b\n    |        ^"},
		{"wide", "漢字 b", 1, 4, "> 1 | 漢字 b\n    |      ^"},
		{"combining", "e\u0301 b", 1, 4, "> 1 | e\u0301 b\n    |   ^"},
		{"byte order mark", "\ufeffab", 1, 2, "> 1 | ab\n    |  ^"},
		{"Windows", "a\r\nb\r\n", 2, 1, "  1 | a\n> 2 | b\n    | ^\n  3 |"},
		{"separators", "a\u2028b\u2029c", 2, 1, "  1 | a\n> 2 | b\n    | ^\n  3 | c"},
		{"terminal codes", "a\x1b[31m\u202eb", 1, 7, "> 1 | a\ufffd[31m\ufffdb\n    |       ^"},
		{"no UTF-8", "a\xffb", 1, 3, "> 1 | a\ufffdb\n    |   ^"},
		{"long, early", long, 1, 5, "> 1 | " + long[:100] + "…\n    |     ^"},
		{"long, late", long, 1, 205, "> 1 | …" + long[139:238] + "…\n    | " + strings.Repeat(" ", 66) + "^"},
	} {
		if got := Frame([]byte(tt.source), tt.line, tt.column); got != tt.want {
			t.Errorf("%s:\n%s\nwant\n%s", tt.name, got, tt.want)
		}
	}
}

func FuzzFrame(f *testing.F) {
	for _, s := range []string{"a\nb\nc", "\t\tx", "ü😀漢", "a\r\rb", "\u2028", "\xff\xe2\x80", "", strings.Repeat("x", 300), "\x1b[2J"} {
		f.Add([]byte(s), 2, 3)
		f.Add([]byte(s), 1, 150)
	}
	f.Fuzz(func(t *testing.T, source []byte, line, column int) {
		got := Frame(source, line, column)
		if exists := line >= 1 && line <= len(lineStarts(strings.TrimPrefix(string(source), "\ufeff"))); exists != (got != "") {
			t.Fatalf("line %d: %q", line, got)
		}
		if got == "" {
			return
		}
		shown := strings.Split(got, "\n")
		if len(shown) > frameBefore+frameAfter+2 || !utf8.ValidString(got) || (strings.Count(got, "\n") >= 0 && strings.IndexFunc(strings.ReplaceAll(got, "\n", ""), unicode.IsControl) >= 0) {
			t.Fatalf("%q", got)
		}
		for _, l := range shown {
			if width := utf8.RuneCountInString(l); width > frameWidth+40 && !strings.ContainsFunc(l, func(r rune) bool { return displayWidth(r, 0) == 0 }) {
				t.Fatalf("%d characters wide: %q", width, l)
			}
		}
	})
}
