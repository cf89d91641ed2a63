package main

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/pflag"
)

func TestFormatDuration(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Hour: "1h", 30 * time.Second: "30s", 90 * time.Second: "1m30s", 5 * time.Minute: "5m",
		time.Hour + time.Second: "1h0m1s", 500 * time.Millisecond: "500ms", 20 * time.Minute: "20m", 10 * time.Second: "10s",
	} {
		if got := formatDuration(d); got != want {
			t.Errorf("formatDuration(%v) = %q, want %q", int64(d), got, want)
		}
	}
}

func FuzzDurationValue(f *testing.F) {
	for _, seed := range []string{"30s", "1h", "1m30s", "0", "-1s", "99999h", "1e9s", "30"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var v, again durationValue
		if v.Set(s) != nil {
			return
		}
		if err := again.Set(v.String()); err != nil || again != v {
			t.Errorf("%q becomes %s, which is read as %s, %v", s, &v, &again, err)
		}
	})
}

func TestScriptArgs(t *testing.T) {
	fs := pflag.NewFlagSet("", pflag.ContinueOnError)
	fs.String("redis", "", "")
	raw := func(s string) any { return json.RawMessage(s) }
	for _, test := range []struct {
		rest []string
		want []any // nil: an error
	}{
		{[]string{}, []any{}},
		{[]string{"5", "-5", `"5"`, "five", ""}, []any{raw("5"), raw("-5"), raw(`"5"`), "five", ""}},
		{[]string{"[1,2]", `{"a":null}`, "{a:1}", "true", "True"}, []any{raw("[1,2]"), raw(`{"a":null}`), "{a:1}", raw("true"), "True"}},
		{[]string{"NaN", "0x10", "1e3", "01", " 1 "}, []any{"NaN", "0x10", raw("1e3"), "01", raw(" 1 ")}},
		{[]string{"--verbose", "-v"}, []any{"--verbose", "-v"}},
		{[]string{"--", "--redis", "--"}, []any{"--redis", "--"}},
		{[]string{"a", "--", "b"}, []any{"a", "b"}},
		{[]string{"\"\xff\""}, []any{raw("\"\ufffd\"")}},
		{[]string{"a", "--redis", "url"}, nil},
		{[]string{"--redis=url"}, nil},
	} {
		got, err := scriptArgs(fs, test.rest)
		if (err != nil) != (test.want == nil) {
			t.Errorf("%q: error %v", test.rest, err)
		} else if diff := cmp.Diff(test.want, got); err == nil && diff != "" {
			t.Errorf("%q: (-want +got)\n%s", test.rest, diff)
		}
	}
}

func FuzzScriptArgs(f *testing.F) {
	for _, seed := range []string{"1", "{", `"\ud800"`, "--redis", "--", "[[[["} {
		f.Add(seed, "--x")
	}
	fs := pflag.NewFlagSet("", pflag.ContinueOnError)
	fs.String("redis", "", "")
	f.Fuzz(func(t *testing.T, a, b string) {
		args, err := scriptArgs(fs, []string{a, b})
		if err != nil {
			return
		}
		if _, err := json.Marshal(args); err != nil {
			t.Errorf("%q, %q: %v", a, b, err)
		}
	})
}
