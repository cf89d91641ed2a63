package bindings

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
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
}

// OwnScopes returns the Policy under which every script may use its own scope only.
func OwnScopes() *Policy {
	return &Policy{rules: []policyRule{{Scripts: []string{"**"}, Scopes: []string{"@own"}}}}
}

// ParsePolicy reads a policy file: a JSON array of rules. The first rule whose "scripts" match the script that makes a
// call decides; a script that no rule names may use nothing.
//
//	[
//	  {"scripts": ["billing/*"], "scopes": ["@own", "shared"], "methods": ["*"]},
//	  {"scripts": ["**"], "scopes": ["@own"], "methods": ["@read", "set"]}
//	]
//
// In the patterns of scripts and scopes, * stands for any characters but "/", ** for any characters at all, ? for one
// character, [a-c] for one of those. Methods that take no scope (ping, info, dbsize) need their method allowed only.
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
		for _, list := range [][]string{r.Scripts, r.Scopes} {
			for _, pattern := range list {
				if _, err := path.Match(pattern, ""); err != nil {
					return nil, fmt.Errorf("rule %d of the scope policy: %q is no pattern: %w", i+1, pattern, err)
				}
			}
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
		if !matchAny(r.Scripts, q.Script) {
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
	return q.forbidden(fmt.Sprintf("the host's scope policy does not let script %q use the scope %q", q.Script, scope), scope)
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
	for _, pattern := range r.Scopes {
		if pattern == "@own" {
			if scope == script {
				return true
			}
		} else if matchPattern(pattern, scope) {
			return true
		}
	}
	return false
}

func matchAny(patterns []string, s string) bool {
	for _, pattern := range patterns {
		if matchPattern(pattern, s) {
			return true
		}
	}
	return false
}

// matchPattern is path.Match with ** for any characters, slashes included.
func matchPattern(pattern, s string) bool {
	head, tail, wild := strings.Cut(pattern, "**")
	if !wild {
		ok, _ := path.Match(pattern, s)
		return ok
	}
	for i := 0; i <= len(s); i++ {
		if ok, _ := path.Match(head, s[:i]); !ok {
			continue
		}
		for j := i; j <= len(s); j++ {
			if matchPattern(tail, s[j:]) {
				return true
			}
		}
	}
	return false
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
