package httpapi

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// CheckListen returns an error if serving at address, as net.Listen takes it, would let other machines run scripts
// without a token.
func CheckListen(address, token string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%q is no address: write HOST:PORT, as in 127.0.0.1:8733 or [::1]:8733", address)
	}
	if token != "" || isLoopback(host) {
		return nil
	}
	return fmt.Errorf("%s can be reached from other machines, and whoever reaches it can run every script: set a token (--token-file), or listen on 127.0.0.1", address)
}

// isLoopback reports whether a host is this machine as only itself can reach it. Other names than localhost are not
// looked up: what they mean can change.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}

// guard returns why a request must not be answered, or nil.
func (h *Handler) guard(r *http.Request) *refusal {
	if !h.knownHost(r.Host) {
		return refuse(http.StatusForbidden, codeForbidden, "this host is not called %q: use its IP address or localhost, or have its operator allow the name (--host)", r.Host)
	}
	// A page of another site may neither run scripts nor tie up the host by reading: no method is safe enough here.
	strict := *r
	strict.Method = http.MethodPost
	if err := h.origin.Check(&strict); err != nil {
		return refuse(http.StatusForbidden, codeForbidden, "requests from pages of other sites are refused")
	}
	if !h.authorized(r) {
		return refuse(http.StatusUnauthorized, codeUnauthorized, "this needs the token of the host: send it as Authorization: Bearer TOKEN")
	}
	return nil
}

// knownHost reports whether a Host header means this host. A page that has its own domain resolved to this machine (DNS
// rebinding) sends that domain; it cannot send an address, or a name that the operator has given.
func (h *Handler) knownHost(hostport string) bool {
	host := hostport
	if name, _, err := net.SplitHostPort(hostport); err == nil {
		host = name
	}
	host = strings.TrimSuffix(host, ".")
	if _, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")); err == nil || strings.EqualFold(host, "localhost") {
		return true
	}
	return slices.ContainsFunc(h.hosts, func(name string) bool { return strings.EqualFold(name, host) })
}

// authorized reports whether a request carries the token, in a time that tells nothing of the token.
func (h *Handler) authorized(r *http.Request) bool {
	if h.token == nil {
		return true
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	sum := sha256.Sum256([]byte(strings.TrimSpace(token)))
	return subtle.ConstantTimeCompare(sum[:], h.token) == 1 && strings.EqualFold(scheme, "Bearer")
}

// checkToken returns an error if a token cannot be sent in a header.
func checkToken(token string) error {
	for _, c := range []byte(token) {
		if c <= ' ' || c >= 0x7F {
			return errors.New("the token must consist of visible ASCII characters, without spaces")
		}
	}
	return nil
}
