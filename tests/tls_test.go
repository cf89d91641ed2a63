package tests

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dff/bindings"
	"dff/tests/redistest"
)

// TestTLS talks to a server over TLS, and tries to with certificates that are not to be trusted.
func TestTLS(t *testing.T) {
	url, authority, plain := redistest.TLS(t)
	t.Run("each kind of connection", func(t *testing.T) {
		r := connectWith(t, bindings.RedisOptions{URL: url + "?skip_verify=true", ShareAbove: 1, ClientCache: 1 << 20})
		mustDo(t, r, "rpush", textArg("list"), listArg("a", "b")) // shares
		if got := mustDo(t, r, "blpop", listArg("list"), numberArg(60_000)); !slices.Equal(got.List, []string{"list", "a"}) {
			t.Errorf("blpop: %+v", got)
		}
		batch := &bindings.Batch{Atomic: true, Calls: []bindings.Request{*cacheCall(t, "incr", textArg("n"), numberArg(1)), *cacheCall(t, "get", textArg("n"))}}
		if got, err := r.DoBatch(t.Context(), batch); err != nil || got[1].Reply.Text != "1" {
			t.Errorf("pipeline: %+v, %v", got, err)
		}
		large := strings.Repeat("x", 100<<10) // more than a TLS record holds
		mustDo(t, r, "set", textArg("large"), textArg(large))
		for range 2 {
			if got := mustDo(t, r, "get", textArg("large")); got.Text != large {
				t.Errorf("get: %d bytes, want %d", len(got.Text), len(large))
			}
		}
	})
	bin := builtCommand(t)
	script := filepath.Join(t.TempDir(), "faults.js")
	if err := os.WriteFile(script, []byte("DFF.CACHE.set('over', 'tls'); exports.main = () => DFF.CACHE.get('over');"), 0o600); err != nil {
		t.Fatal(err)
	}
	cluster, sentinel := strings.Replace(url, ":", "+cluster:", 1), strings.Replace(url, ":", "+sentinel:", 1)+"?master_name=main"
	for _, test := range []struct {
		name, url, authority string
		stdout               string
		stderr               []string // of one that exits with 2
	}{
		{name: "trusted", url: url, authority: authority, stdout: "\"tls\"\n"},
		{name: "unchecked", url: url + "?skip_verify=true", stdout: "\"tls\"\n"},
		{name: "not trusted", url: url, stderr: []string{"signed by unknown authority", "SSL_CERT_FILE"}},
		{name: "not trusted, cluster", url: cluster, stderr: []string{"signed by unknown authority", "SSL_CERT_FILE"}},
		{name: "not trusted, sentinel", url: sentinel, stderr: []string{"signed by unknown authority", "SSL_CERT_FILE"}},
		{name: "trusted, cluster", url: cluster, authority: authority, stderr: []string{"cluster support disabled"}},
		{name: "trusted, sentinel", url: sentinel, authority: authority, stderr: []string{"sentinel"}},
		{name: "other name", url: strings.Replace(url, "127.0.0.1", "localhost", 1), authority: authority, stderr: []string{"localhost", "a name that its certificate is for"}},
		{name: "TLS where there is none", url: strings.Replace(plain, "redis", "rediss", 1) + "?dial_timeout=50ms", stderr: []string{"no answer in time", "with TLS"}},
		{name: "no TLS where there is one", url: strings.Replace(url, "rediss", "redis", 1), stderr: []string{"rediss://"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			cmd := command(t, bin, "run", "--redis", test.url, script)
			cmd.Env = append(cmd.Env, "SSL_CERT_FILE="+test.authority) // "" is the system's
			var stderr strings.Builder
			cmd.Stderr = &stderr
			stdout, err := cmd.Output()
			exit, failed := errors.AsType[*exec.ExitError](err)
			if string(stdout) != test.stdout || failed != (test.stderr != nil) || failed && exit.ExitCode() != 2 {
				t.Errorf("ended with %v, printed %q; %s", err, stdout, &stderr)
			}
			for _, want := range test.stderr {
				if !strings.Contains(stderr.String(), want) {
					t.Errorf("does not say %q: %s", want, &stderr)
				}
			}
		})
	}
}
