package tests

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// signature is a line of signatures.txt: a method as its contract declares it, written down once more and by hand so
// that a mistake in the table of methods does not excuse itself.
type signature struct {
	file      string
	line      int
	method    string
	params    []parameter
	twoScopes bool
	refuses   []string // types of key
}

// parameter is one parameter with a value that it takes.
type parameter struct {
	name     string
	sample   string
	optional bool
}

var signatureParam = regexp.MustCompile(`^([a-z_]+)(\?)?=(\S+)$`)

func loadSignatures(file string) ([]signature, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all []signature
	for i, line := range strings.Split(string(text), "\n") {
		declared, refuses, _ := strings.Cut(line, "|")
		fields := strings.Fields(declared)
		if len(fields) == 0 || fields[0] == "#" {
			continue
		}
		s := signature{file: file, line: i + 1, method: fields[0], refuses: strings.Fields(refuses)}
		for _, f := range fields[1:] {
			m := signatureParam.FindStringSubmatch(f)
			switch {
			case f == "dest_scope":
				s.twoScopes = true
			case m == nil:
				return nil, fmt.Errorf("%s:%d: malformed parameter %q", file, i+1, f)
			default:
				s.params = append(s.params, parameter{name: m[1], optional: m[2] != "", sample: m[3]})
			}
		}
		all = append(all, s)
	}
	return all, nil
}

// real is the name that errors use.
func (s *signature) real() string {
	if name, ok := map[string]string{"push": "lpush", "pop": "rpop", "bpop": "brpop"}[s.method]; ok {
		return name
	}
	return s.method
}

// Values of a wrong kind, by parameter. A parameter that also takes an array refuses these as elements, too.
var (
	noKey      = []string{"true", "NaN", "Infinity", "Symbol('s')", "() => 1", "10n", "new Date(0)"}
	noValue    = []string{"true", "NaN", "-Infinity", "Symbol('s')", "() => 1", "/x/"}
	noInteger  = []string{"'1'", "1.5", "NaN", "Infinity", "2 ** 53", "true", "[]", "({})", "1n"}
	noSeconds  = []string{"0", "-1", "1.5", "NaN", "Infinity", "'60'", "true"}
	noTimeout  = []string{"-1", "-0.001", "NaN"}
	noBool     = []string{"1", "'yes'", "[]"}
	noObject   = []string{"'x'", "1", "true", "['a']", "() => 1", "new Map()"}
	noScope    = []string{"''", "1", "true", "[]", "Symbol('s')", "10n"}
	wrongKinds = map[string]struct {
		values []string
		error  string
	}{
		"key": {noKey, "TypeError"}, "keys": {noKey, "TypeError"}, "dest_key": {noKey, "TypeError"},
		"field": {noKey, "TypeError"}, "fields": {noKey, "TypeError"}, "member": {noKey, "TypeError"},
		"topic": {noKey, "TypeError"}, "pattern": {noKey, "TypeError"},
		"value": {noValue, "TypeError"}, "message": {noValue, "TypeError"},
		"step": {noInteger, "TypeError"}, "start": {noInteger, "TypeError"}, "stop": {noInteger, "TypeError"},
		"expire": {noSeconds, "RangeError"}, "expires": {noSeconds, "RangeError"},
		"timeout":    {noTimeout, "RangeError"},
		"not_exists": {noBool, "TypeError"}, "exists": {noBool, "TypeError"},
		"reverse": {noBool, "TypeError"}, "with_scores": {noBool, "TypeError"},
		"key_values": {noObject, "TypeError"}, "obj": {noObject, "TypeError"}, "member_scores": {noObject, "TypeError"},
	}
	// lists are the parameters that take an array beside a single value.
	lists = []string{
		"delete key", "mget keys", "hmget fields", "hdel field", "blpop key", "brpop key", "bpop key",
		"lpush value", "rpush value", "push value", "sadd member", "srem member", "zrem member",
	}
	makeKey = map[string]string{
		"string": "CACHE.set('k', 'text', {scope: 's'})",
		"list":   "CACHE.rpush('k', 'text', 's')",
		"hash":   "CACHE.hset('k', 'field', 'text', {scope: 's'})",
		"set":    "CACHE.sadd('k', 'text', 's')",
		"zset":   "CACHE.zadd('k', {text: 1}, 's')",
	}
)

// call writes a call of the method.
func (s *signature) call(args ...string) string {
	return "CACHE." + s.method + "(" + strings.Join(args, ", ") + ")"
}

// samples are values for the first n parameters.
func (s *signature) samples(n int) []string {
	values := make([]string, n)
	for i := range n {
		values[i] = s.params[i].sample
	}
	return values
}

// required is the number of parameters that cannot be left out.
func (s *signature) required() int {
	n := 0
	for n < len(s.params) && !s.params[n].optional {
		n++
	}
	return n
}

// scopes are positions for the scope or scopes.
func (s *signature) scopes(scope string) []string {
	if s.twoScopes {
		return []string{scope, scope}
	}
	return []string{scope}
}

// options writes parameters from the i-th on, and the scope, as an options object.
func (s *signature) options(i int, scope string) string {
	var b strings.Builder
	b.WriteString("{")
	for _, p := range s.params[i:] {
		fmt.Fprintf(&b, "%s: %s, ", p.name, p.sample)
	}
	return b.String() + "scope: " + scope + "}"
}

func (s *signature) waits() bool { return s.params[len(s.params)-1].name == "timeout" }

// bindsFirst says whether an object at position i is a value rather than the options.
func (s *signature) bindsFirst(i int) bool {
	return i < len(s.params) && strings.HasPrefix(s.params[i].sample, "{")
}

// cases turns a signature into cases about the calling convention.
func (s *signature) cases() []conformanceCase {
	var cases []conformanceCase
	add := func(name string, body ...caseLine) {
		for i := range body {
			body[i].number = s.line
		}
		cases = append(cases, conformanceCase{file: s.file, line: s.line, name: s.method + " " + name, body: body,
			script: fmt.Sprintf("signatures/%s-%02d", s.method, len(cases)+1)})
	}
	value := func(code, want string) caseLine { return caseLine{code: code, value: want} }
	fails := func(code, names string, parts ...string) caseLine {
		return caseLine{code: code, fails: &caseFailure{names: strings.Split(names, "|"), parts: append([]string{"DFF.CACHE." + s.real()}, parts...)}}
	}
	nothingStored := value("CACHE.dbsize()", "0")
	n, required := len(s.params), s.required()

	var forms []caseLine
	byPosition := "check.show(" + s.call(append(s.samples(n), s.scopes("'s'")...)...) + ")"
	for i := range n + 1 {
		if !s.bindsFirst(i) {
			scope := fmt.Sprintf("'s%d'", i)
			forms = append(forms, value("check.show("+s.call(append(s.samples(i), s.options(i, scope))...)+")", "first"))
		}
	}
	add("by position and by name", append([]caseLine{{code: "const first = " + byPosition}}, forms...)...)

	for i := range required {
		name := s.params[i].name
		lines := []caseLine{fails(s.call(s.samples(i)...), "TypeError", `"`+name+`"`)}
		for _, missing := range []string{"null", "undefined"} {
			args := s.samples(n)
			args[i] = missing
			lines = append(lines, fails(s.call(append(args, "'s'")...), "TypeError", `"`+name+`"`))
		}
		add("needs "+name, append(lines, nothingStored)...)
	}

	all := append(s.samples(n), s.scopes("'s'")...)
	add("takes no more positions", fails(s.call(append(slices.Clone(all), "'more'")...), "TypeError"),
		fails(s.call(append(slices.Clone(all), "1", "2")...), "TypeError"), nothingStored)

	add("takes no unknown option",
		fails(s.call(append(s.samples(required), "{qqqqqqqqqqqq: 1}")...), "TypeError", `unknown option "qqqqqqqqqqqq"`),
		fails(s.call(append(s.samples(required), "{scope: 's', 'no such': 1}")...), "TypeError", `unknown option "no such"`), nothingStored)

	names := []string{"scope"}
	for _, p := range s.params[required:] {
		names = append(names, p.name)
	}
	var typos []caseLine
	for _, name := range names {
		typo := name + name[len(name)-1:]
		typos = append(typos, fails(s.call(append(s.samples(required), "{"+typo+": "+"null}")...), "TypeError",
			`unknown option "`+typo+`" (did you mean "`+name+`"?)`))
	}
	add("suggests the option that was meant", append(typos, nothingStored)...)

	var twice []caseLine
	for i, p := range s.params {
		if !s.bindsFirst(i) {
			twice = append(twice, fails(s.call(append(s.samples(n), "{"+p.name+": "+p.sample+"}")...), "TypeError", `"`+p.name+`"`))
		}
	}
	twice = append(twice, fails(s.call(append(slices.Clone(all), "{scope: 's'}")...), "TypeError", `"scope"`))
	add("takes no parameter twice", append(twice, nothingStored)...)

	var scopes []caseLine
	for _, bad := range noScope {
		scopes = append(scopes, fails(s.call(append(s.samples(n), bad)...), "TypeError", `"scope"`),
			fails(s.call(append(s.samples(n), "{scope: "+bad+"}")...), "TypeError", `"scope"`))
		if s.twoScopes {
			scopes = append(scopes, fails(s.call(append(s.samples(n), "'s'", bad)...), "TypeError", `"dest_scope"`))
		}
	}
	scopes = append(scopes, fails(s.call(append(s.samples(n), "{scope: {}}")...), "TypeError", `"scope"`))
	add("takes no scope of a wrong kind", append(scopes, nothingStored)...)

	if required < n && !s.waits() {
		var lines []caseLine
		for _, missing := range []string{"null", "undefined"} {
			args := s.samples(required)
			for range n - required {
				args = append(args, missing)
			}
			lines = append(lines, value("check.show("+s.call(append(args, "'"+missing+"'")...)+")", "first"))
		}
		add("takes null and undefined as not given", append([]caseLine{{code: "const first = check.show(" +
			s.call(append(s.samples(required), "{scope: 's'}")...) + ")"}}, lines...)...)
	}

	for i, p := range s.params {
		wrong, ok := wrongKinds[p.name]
		if !ok {
			continue
		}
		values := wrong.values
		list := slices.Contains(lists, s.method+" "+p.name)
		switch isKey := wrong.error == "TypeError" && &values[0] != &noInteger[0] && &values[0] != &noBool[0] && &values[0] != &noObject[0]; {
		case list:
			elements := values
			values = append(slices.Clone(values), "({})")
			for _, element := range append([]string{"null", "undefined", "[]", "({})"}, elements...) {
				values = append(values, "['a', "+element+"]")
			}
		case isKey:
			values = append(slices.Clone(values), "[]", "['a']", "({})", "new String('a')")
		}
		var lines []caseLine
		for _, bad := range values {
			args := append(s.samples(n), "'s'")
			args[i] = bad
			lines = append(lines, fails(s.call(args...), wrong.error, `"`+p.name))
		}
		add("takes no "+p.name+" of a wrong kind", append(lines, nothingStored)...)
	}

	for _, kind := range s.refuses {
		props := "{code: 'WRONGTYPE', method: '" + s.real() + "', key: 'k', scope: 's'}"
		if slices.Contains(lists, s.method+" key") {
			props = "{code: 'WRONGTYPE', method: '" + s.real() + "', scope: 's'}" // any of its keys may be meant
		}
		add("refuses a "+kind, caseLine{code: makeKey[kind]},
			caseLine{code: s.call(append(s.samples(n), s.scopes("'s'")...)...), fails: &caseFailure{names: []string{"CacheError"}, props: props}},
			value("CACHE.type('k', 's')", "'"+kind+"'"))
	}
	return cases
}
