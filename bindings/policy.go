package bindings

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Policy says which scopes and methods a script may use. The nil Policy allows everything. It is immutable, and so
// safe for concurrent use.
type Policy struct {
	rules []policyRule
}

// policyRule is one rule of a policy file. The first rule whose scripts match a call's script decides it.
type policyRule struct {
	Scripts []string `json:"scripts"` // patterns of script names
	Scopes  []string `json:"scopes"`  // patterns of scopes; "@own" is the script's own name
	Methods []string `json:"methods"` // method names, "@read", "@write" or "*"; none means "*"

	scripts, scopes []*regexp.Regexp // Scripts and Scopes, compiled
}

// OwnScopes returns the Policy under which every script may use its own scope only.
func OwnScopes() *Policy {
	return &Policy{rules: []policyRule{{scripts: []*regexp.Regexp{regexp.MustCompile("")}, Scopes: []string{ownScope}}}}
}

// ownScope stands for the script's own name in the scopes of a rule.
const ownScope = "@own"

// ParsePolicy reads a policy file: a JSON array of rules. The first rule whose "scripts" match the script that makes a
// call decides; a script that no rule names may use nothing.
//
//	[
//	  {"scripts": ["billing/*"], "scopes": ["@own", "shared"], "methods": ["*"]},
//	  {"scripts": ["**"], "scopes": ["@own"], "methods": ["@read", "set"]}
//	]
//
// In the patterns of scripts and scopes, * stands for any characters but "/", ** for any characters at all, ? for one
// character but "/", [a-c] for one of those, and \ makes what follows it stand for itself. A pattern has at most 512 bytes, and
// matches nothing that is longer than 4096. Methods that take no scope (ping, info, dbsize) need their method allowed only.
func ParsePolicy(data []byte) (*Policy, error) {
	p := new(Policy)
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&p.rules); err != nil {
		return nil, fmt.Errorf(`reading the scope policy: %w (it is a JSON array of {"scripts": […], "scopes": […], "methods": […]})`, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("reading the scope policy: something follows the array of rules")
	}
	for i := range p.rules {
		r := &p.rules[i]
		if len(r.Scripts) == 0 {
			return nil, fmt.Errorf(`rule %d of the scope policy names no scripts ("scripts": ["**"] means all)`, i+1)
		}
		var err error
		if r.scripts, err = compilePatterns(r.Scripts); err == nil {
			r.scopes, err = compilePatterns(slices.DeleteFunc(slices.Clone(r.Scopes), func(s string) bool { return s == ownScope }))
		}
		if err != nil {
			return nil, fmt.Errorf("rule %d of the scope policy: %w", i+1, err)
		}
		for _, m := range r.Methods {
			if plans.byName[m] == nil && m != "*" && m != "@read" && m != "@write" {
				return nil, fmt.Errorf(`rule %d of the scope policy: DFF.CACHE has no method %q (groups are "@read", "@write" and "*")`, i+1, m)
			}
		}
	}
	return p, nil
}

// Check returns a *CacheError with the code Forbidden when the policy does not allow the request.
func (p *Policy) Check(q *Request) error {
	if p == nil {
		return nil
	}
	if err := p.check(q); err != nil {
		return err
	}
	return nil
}

func (p *Policy) check(q *Request) *CacheError {
	for i := range p.rules {
		r := &p.rules[i]
		if !matchAny(r.scripts, q.Script) {
			continue
		}
		switch {
		case !r.allowsMethod(q.Method):
			return q.forbidden(fmt.Sprintf("the host's scope policy does not let script %q use this method", q.Script), q.Scope)
		case q.Scope != "" && !r.allowsScope(q.Script, q.Scope):
			return q.forbiddenScope(q.Scope)
		case q.DestScope != "" && !r.allowsScope(q.Script, q.DestScope):
			return q.forbiddenScope(q.DestScope)
		}
		return nil
	}
	return q.forbidden(fmt.Sprintf("the host's scope policy has no rule for script %q", q.Script), q.Scope)
}

func (q *Request) forbiddenScope(scope string) *CacheError {
	message := fmt.Sprintf("the host's scope policy does not let script %q use the scope %.100q", q.Script, scope)
	if len(scope) > maxMatched {
		message += fmt.Sprintf("…, which is %d bytes long: %d are allowed", len(scope), maxMatched)
	}
	return q.forbidden(message, scope)
}

func (q *Request) forbidden(message, scope string) *CacheError {
	return &CacheError{Code: Forbidden, Method: q.Method.Name, Scope: scope, Message: message}
}

func (r *policyRule) allowsMethod(m *Method) bool {
	if len(r.Methods) == 0 {
		return true
	}
	for _, name := range r.Methods {
		switch name {
		case "*":
			return true
		case "@read", "@write":
			if m.Writes == (name == "@write") {
				return true
			}
		default:
			if plans.byName[name].method == m {
				return true
			}
		}
	}
	return false
}

func (r *policyRule) allowsScope(script, scope string) bool {
	return scope == script && slices.Contains(r.Scopes, ownScope) || matchAny(r.scopes, scope)
}

// A script chooses its scopes, and the host matches them while nothing watches the time: in linear time, and not without end.
const (
	maxPattern = 512     // bytes
	maxMatched = 4 << 10 // bytes
)

func matchAny(patterns []*regexp.Regexp, s string) bool {
	return len(s) <= maxMatched && slices.ContainsFunc(patterns, func(p *regexp.Regexp) bool { return p.MatchString(s) })
}

func compilePatterns(patterns []string) ([]*regexp.Regexp, error) {
	var compiled []*regexp.Regexp
	for _, p := range patterns {
		if len(p) > maxPattern {
			return nil, fmt.Errorf("the pattern %.40q… is %d bytes long, %d are allowed", p, len(p), maxPattern)
		}
		if _, err := path.Match(p, ""); err != nil {
			return nil, fmt.Errorf("%q is no pattern: %w", p, err)
		}
		re, err := regexp.Compile(patternRegexp(p))
		if err != nil {
			return nil, fmt.Errorf("%q is no pattern: %w", p, err)
		}
		compiled = append(compiled, re)
	}
	return compiled, nil
}

// patternRegexp returns a regular expression for what path.Match takes for a pattern, and ** for any characters.
func patternRegexp(p string) string {
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	for p != "" {
		var c rune
		switch {
		case strings.HasPrefix(p, "**"):
			b.WriteString(`.*`)
			p = strings.TrimLeft(p, "*")
		case p[0] == '*':
			b.WriteString(`[^/]*`)
			p = p[1:]
		case p[0] == '?':
			b.WriteString(`[^/]`)
			p = p[1:]
		case p[0] == '[':
			p = classRegexp(&b, p[1:])
		default:
			c, p = cutRune(p)
			b.WriteString(regexp.QuoteMeta(string(c)))
		}
	}
	b.WriteString(`\z`)
	return b.String()
}

// classRegexp writes the class behind whose "[" p begins, and returns what is behind its "]".
func classRegexp(b *strings.Builder, p string) (rest string) {
	b.WriteByte('[')
	if p[0] == '^' {
		b.WriteByte('^')
		p = p[1:]
	}
	for p[0] != ']' {
		var low, high rune
		low, p = cutRune(p)
		if high = low; p[0] == '-' {
			high, p = cutRune(p[1:])
		}
		fmt.Fprintf(b, `\x{%x}-\x{%x}`, low, high)
	}
	b.WriteByte(']')
	return p[1:]
}

// cutRune cuts the first character off a pattern; a backslash before it is dropped.
func cutRune(p string) (c rune, rest string) {
	p = strings.TrimPrefix(p, `\`)
	c, n := utf8.DecodeRuneInString(p)
	return c, p[n:]
}

// WithPolicy returns a Backend that refuses what the policy does not allow. A nil policy returns b itself.
func WithPolicy(b Backend, p *Policy) Backend {
	if p == nil {
		return b
	}
	return &policed{b, p}
}

type policed struct {
	backend Backend
	policy  *Policy
}

func (b *policed) Do(ctx context.Context, q *Request) (Reply, error) {
	if err := b.policy.Check(q); err != nil {
		return Reply{}, err
	}
	return b.backend.Do(ctx, q)
}

// DoBatch passes on the calls that are allowed. An atomic batch with one that is not is refused.
func (b *policed) DoBatch(ctx context.Context, batch *Batch) ([]Result, error) {
	results := make([]Result, len(batch.Calls))
	allowed := Batch{Calls: make([]Request, 0, len(batch.Calls)), Atomic: batch.Atomic}
	for i := range batch.Calls {
		err := b.policy.check(&batch.Calls[i])
		switch {
		case err == nil:
			allowed.Calls = append(allowed.Calls, batch.Calls[i])
		case batch.Atomic:
			return nil, err
		default:
			results[i].Err = err
		}
	}
	if len(allowed.Calls) == 0 {
		return results, nil
	}
	got, err := b.backend.DoBatch(ctx, &allowed)
	if err != nil || len(got) == len(results) {
		return got, err
	}
	for i := range results {
		if results[i].Err == nil && len(got) > 0 {
			results[i], got = got[0], got[1:]
		}
	}
	return results, nil
}
