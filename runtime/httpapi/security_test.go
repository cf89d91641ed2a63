package httpapi

import (
	"net/http"
	"strings"
	"testing"

	"dff/runtime"
)

func TestCheckListen(t *testing.T) {
	for _, test := range []struct {
		address, token string
		want           string // part of the error; "" for none
	}{
		{"127.0.0.1:8733", "", ""},
		{"127.9.9.9:0", "", ""},
		{"[::1]:8733", "", ""},
		{"[::ffff:127.0.0.1]:8733", "", ""},
		{"localhost:8733", "", ""},
		{"LocalHost:http", "", ""},
		{"0.0.0.0:8733", "", "set a token"},
		{":8733", "", "set a token"},
		{"[::]:8733", "", "set a token"},
		{"192.168.1.2:8733", "", "set a token"},
		{"example.com:8733", "", "set a token"},
		{"localhost.example.com:8733", "", "set a token"},
		{"0.0.0.0:8733", "secret", ""},
		{"8733", "secret", "is no address"},
		{"", "", "is no address"},
	} {
		err := CheckListen(test.address, test.token)
		if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q with token %q: %v", test.address, test.token, err)
		}
	}
}

// TestSecurity holds who is answered and who is not.
func TestSecurity(t *testing.T) {
	const token = "a-secret/of+some~length="
	bearer := func(token string) map[string]string { return map[string]string{"Authorization": "Bearer " + token} }
	const run = "/v1/run/hello"
	for _, test := range []struct {
		name, token, method, path string
		header                    map[string]string
		status                    int
		code                      string
	}{
		{"no token is needed", "", "POST", run, nil, 200, ""},
		{"a token that is not needed", "", "POST", run, bearer("x"), 200, ""},
		{"the token", token, "POST", run, bearer(token), 200, ""},
		{"the scheme in small letters", token, "POST", run, map[string]string{"Authorization": "bearer " + token}, 200, ""},
		{"no token", token, "POST", run, nil, 401, codeUnauthorized},
		{"an empty token", token, "POST", run, bearer(""), 401, codeUnauthorized},
		{"another token", token, "POST", run, bearer(token + "x"), 401, codeUnauthorized},
		{"the beginning of the token", token, "POST", run, bearer(token[:5]), 401, codeUnauthorized},
		{"another scheme", token, "POST", run, map[string]string{"Authorization": "Basic " + token}, 401, codeUnauthorized},
		{"a list without the token", token, "GET", "/v1/scripts", nil, 401, codeUnauthorized},
		{"a source without the token", token, "GET", "/v1/scripts/hello", nil, 401, codeUnauthorized},
		{"events without the token", token, "GET", "/v1/events", nil, 401, codeUnauthorized},
		{"metrics without the token", token, "GET", "/metrics", nil, 401, codeUnauthorized},
		{"readiness without the token", token, "GET", "/readyz", nil, 401, codeUnauthorized},
		{"the document without the token", token, "GET", "/openapi.json", nil, 401, codeUnauthorized},
		{"nothing without the token", token, "GET", "/nosuch", nil, 401, codeUnauthorized},
		{"a path that is not clean without the token", token, "GET", "/v1//scripts", nil, 401, codeUnauthorized},
		{"another method without the token", token, "GET", run, nil, 401, codeUnauthorized},
		{"health without the token", token, "GET", "/healthz", nil, 200, ""},

		{"a page of the host itself", "", "POST", run, map[string]string{"Sec-Fetch-Site": "same-origin"}, 200, ""},
		{"an address that was typed", "", "GET", "/v1/scripts", map[string]string{"Sec-Fetch-Site": "none"}, 200, ""},
		{"a page of another site", "", "POST", run, map[string]string{"Sec-Fetch-Site": "cross-site"}, 403, codeForbidden},
		{"a page of another port", "", "POST", run, map[string]string{"Sec-Fetch-Site": "same-site"}, 403, codeForbidden},
		{"an old browser", "", "POST", run, map[string]string{"Origin": "https://evil.example"}, 403, codeForbidden},
		{"a page that reads", "", "GET", "/v1/events", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403, codeForbidden},
		{"a page of another site with the token", token, "POST", run, map[string]string{"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer " + token}, 403, codeForbidden},

		{"localhost", "", "POST", run, map[string]string{"Host": "localhost:1"}, 200, ""},
		{"an address", "", "POST", run, map[string]string{"Host": "192.168.1.2"}, 200, ""},
		{"an IPv6 address", "", "POST", run, map[string]string{"Host": "[::1]:80"}, 200, ""},
		{"a name that was given", "", "POST", run, map[string]string{"Host": "DFF.example.com:80"}, 200, ""},
		{"the same with a dot", "", "POST", run, map[string]string{"Host": "dff.example.com."}, 200, ""},
		{"another name", "", "POST", run, map[string]string{"Host": "evil.example"}, 403, codeForbidden},
		{"a name that begins as an address", "", "GET", "/v1/scripts", map[string]string{"Host": "127.0.0.1.evil.example"}, 403, codeForbidden},
		{"a name that ends in localhost", "", "POST", run, map[string]string{"Host": "evil.localhost"}, 403, codeForbidden},
		{"another name with the token", token, "POST", run, map[string]string{"Host": "evil.example", "Authorization": "Bearer " + token}, 403, codeForbidden},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := newHost(t, func(_ *runtime.Options, o *Options) {
				o.Token, o.Hosts = test.token, []string{"dff.example.com"}
			})
			got := h.do(t, request{method: test.method, path: test.path, header: test.header})
			if got.status != test.status {
				t.Fatalf("status %d, want %d: %s", got.status, test.status, got.body)
			}
			if test.code != "" {
				if body := decode[errorAnswer](t, got.body); body.Error.Code != test.code {
					t.Errorf("got %s", got.body)
				}
				newSchemaCheck(t).answer(t, "/v1/run/{target}", "post", got)
			}
			if got.status == http.StatusUnauthorized && !strings.HasPrefix(got.header.Get("WWW-Authenticate"), "Bearer") {
				t.Errorf("no challenge: %v", got.header)
			}
		})
	}
}

// TestSecrets looks for the token, and for what else is nobody's business, in what is served and logged.
func TestSecrets(t *testing.T) {
	const token = "a-secret-of-some-length"
	h := newHost(t, func(_ *runtime.Options, o *Options) { o.Token = token })
	header := map[string]string{"Authorization": "Bearer " + token}
	var seen strings.Builder
	for _, q := range []request{
		{method: "POST", path: "/v1/run/hello", header: header},
		{method: "POST", path: "/v1/run/throws", header: header},
		{method: "POST", path: "/v1/run/nosuch", header: header},
		{path: "/v1/scripts", header: header},
		{path: "/v1/scripts/hello", header: header},
		{path: "/metrics", header: header},
		{path: "/nosuch", header: map[string]string{"Authorization": "Bearer " + token + "x"}},
	} {
		seen.WriteString(h.do(t, q).body)
	}
	h.Close()
	seen.WriteString(h.log.String())
	if strings.Contains(seen.String(), token) {
		t.Error("the token is shown")
	}
}
