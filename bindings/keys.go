package bindings

import (
	"fmt"
	"strings"
)

// Layout says how a script's (scope, key) becomes a Redis key.
type Layout string

// The layouts. The zero value means NativeLayout.
const (
	// NativeLayout is <prefix>:{<scope>}:<key>. The braces are Redis Cluster's hash tag: one scope lives in one slot.
	NativeLayout Layout = "native"
	// DataFluxLayout is DataFluxFunc-worker#funcCache@<scope>:key:<key>:, for sharing a Redis with DataFlux Func.
	// It has no hash tag, so it cannot be used on a Redis Cluster.
	DataFluxLayout Layout = "dataflux"
)

// DefaultPrefix begins every Redis key of the native layout unless RedisOptions.Prefix says otherwise.
const DefaultPrefix = "dff"

// keyspace turns (scope, key) into Redis keys and back. In both layouts a Redis key is
// open + escaped scope + mid + key + tail, where the escaped scope cannot contain what mid begins with: the first
// such byte after open ends the scope, so no two pairs share a Redis key.
type keyspace struct {
	layout          Layout
	open, mid, tail string
}

func newKeyspace(l Layout, prefix string) (keyspace, error) {
	if prefix == "" {
		prefix = DefaultPrefix
	}
	switch l {
	case "", NativeLayout:
		if strings.ContainsAny(prefix, "{}") {
			return keyspace{}, fmt.Errorf("key prefix %q: braces are not allowed, they mark the scope for Redis Cluster", prefix)
		}
		return keyspace{layout: NativeLayout, open: prefix + ":{", mid: "}:"}, nil
	case DataFluxLayout:
		return keyspace{layout: l, open: "DataFluxFunc-worker#funcCache@", mid: ":key:", tail: ":"}, nil
	}
	return keyspace{}, fmt.Errorf("unknown key layout %q (use %q or %q)", l, NativeLayout, DataFluxLayout)
}

// key returns the Redis key, or pub/sub channel, of a script's key.
func (k *keyspace) key(scope, key string) string {
	return k.open + k.escape(scope) + k.mid + key + k.tail
}

// keys returns the Redis keys of a script's keys.
func (k *keyspace) keys(scope string, keys []string) []string {
	head := k.head(scope)
	out := make([]string, len(keys))
	for i, key := range keys {
		out[i] = head + key + k.tail
	}
	return out
}

// head returns what every Redis key of the scope, and no other, begins with.
func (k *keyspace) head(scope string) string {
	return k.open + k.escape(scope) + k.mid
}

// unkey returns the script's key of a Redis key that begins with head. It reports false for a key that is none of
// this keyspace's.
func (k *keyspace) unkey(head, redisKey string) (string, bool) {
	key, ok := strings.CutPrefix(redisKey, head)
	if !ok {
		return "", false
	}
	return strings.CutSuffix(key, k.tail)
}

// pattern returns the Redis glob for a script's glob: everything but the key part is literal.
func (k *keyspace) pattern(head, pattern string) string {
	return escapeGlob(head) + pattern + k.tail
}

// tokenKey returns a Redis key beside those of the scope, in the same cluster slot, that no script can name.
func (k *keyspace) tokenKey(scope, token string) string {
	open, mid := k.open, k.mid
	if k.layout == NativeLayout {
		open = strings.TrimSuffix(open, ":{") + "#token:{"
	} else {
		mid = ":token:"
	}
	return open + k.escape(scope) + mid + token + k.tail
}

const upperHex = "0123456789ABCDEF"

// escape writes what would end the scope part as %XX, and % itself so that no two scopes become one.
func (k *keyspace) escape(scope string) string {
	n := 0
	for i := range len(scope) {
		if k.mustEscape(scope[i]) {
			n++
		}
	}
	if n == 0 {
		return scope
	}
	var b strings.Builder
	b.Grow(len(scope) + 2*n)
	for i := range len(scope) {
		c := scope[i]
		if k.mustEscape(c) {
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func (k *keyspace) mustEscape(c byte) bool {
	if k.layout == NativeLayout {
		return c == '%' || c == '{' || c == '}'
	}
	return c == '%' || c == ':' || c < 0x20 || c == 0x7f
}
