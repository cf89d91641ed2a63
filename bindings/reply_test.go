package bindings

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

func TestReplies(t *testing.T) {
	info := "# Server\r\nredis_version:7.0.15\r\nredis_git_sha1:00000000\r\nprocess_id:42\r\nused_cpu:1.50\r\nneg:-1\r\nbig:18446744073709551615\r\nempty:\r\n" +
		"config_file:/etc/a=b\r\nexecutable:/usr/bin/redis:x\r\n\r\n# Keyspace\r\ndb0:keys=1,expires=0,avg_ttl=0\r\nlatency_get:p50=1.003,p99.9=2\r\n" +
		"__proto__:a=1\r\n"
	for _, test := range []struct {
		reply Reply
		code  string // of the value r; "" is JSON.stringify
		want  string
	}{
		{Reply{}, "", "null"},
		{Reply{Kind: ReplyBool, Int: 1}, "", "true"},
		{Reply{Kind: ReplyBool}, "", "false"},
		{Reply{Kind: ReplyInt, Int: -5}, "", "-5"},
		{Reply{Kind: ReplyInt, Int: maxSafe}, "", "9007199254740991"},
		{Reply{Kind: ReplyInt, Int: maxSafe + 1}, "", `"9007199254740992"`},
		{Reply{Kind: ReplyInt, Int: -maxSafe - 2}, "", `"-9007199254740993"`},
		{Reply{Kind: ReplyText, Text: ""}, "", `""`},
		{Reply{Kind: ReplyText, Text: "é😀\x00"}, "", `"é😀\u0000"`},
		{Reply{Kind: ReplyText, Text: "a\xffb\xe2\x82"}, "", `"a�b��"`},
		{Reply{Kind: ReplyText, Text: strings.Repeat("\xff", 20)}, "r.length + r[19]", `20�`},
		{Reply{Kind: ReplyList}, "", "[]"},
		{Reply{Kind: ReplyList, List: []string{"a", "\xff"}}, "", `["a","�"]`},
		{Reply{Kind: ReplyList, List: []string{"a"}}, "Array.isArray(r) && r.map(x => x + 1).join()", "a1"},
		{Reply{Kind: ReplyMap}, "", "{}"},
		{Reply{Kind: ReplyMap, List: []string{"b", "1", "a", ""}, Missing: []bool{false, true}}, "", `{"b":"1","a":null}`},
		{Reply{Kind: ReplyMap, List: []string{"__proto__", "1", "constructor", "2", "toString", "3", "2", "4", "\xff", "5"}}, "",
			`{"2":"4","__proto__":"1","constructor":"2","toString":"3","�":"5"}`},
		{Reply{Kind: ReplyMap, List: []string{"__proto__", "1"}}, "Object.getPrototypeOf(r) === Object.prototype && Object.hasOwn(r, '__proto__') && delete r.__proto__", "true"},
		{Reply{Kind: ReplyMap, List: []string{"x", "1"}}, "Object.defineProperty(Object.prototype, 'x', {set() { throw 1 }}), DFF.CACHE.get('k').x", "1"},
		{Reply{Kind: ReplyScored, List: []string{"a", "b"}, Scores: []float64{1, -0.5}}, "", `[["a",1],["b",-0.5]]`},
		{Reply{Kind: ReplyInfo, Text: info}, "",
			`{"redis_version":"7.0.15","redis_git_sha1":"00000000","process_id":42,"used_cpu":1.5,"neg":-1,"big":"18446744073709551615","empty":"",` +
				`"config_file":"/etc/a=b","executable":"/usr/bin/redis:x","db0":{"keys":1,"expires":0,"avg_ttl":0},"latency_get":{"p50":1.003,"p99.9":2},"__proto__":{"a":1}}`},
	} {
		vm := newVM(t, RunOptions{Backend: fakeBackend(func(context.Context, *Request) (Reply, error) { return test.reply, nil })})
		code := test.code
		if code == "" {
			code = "JSON.stringify(r)"
		}
		if got := run(t, vm, "let r = DFF.CACHE.get('k'); "+code).String(); got != test.want {
			t.Errorf("%+v: got %s, want %s", test.reply, got, test.want)
		}
	}
}

func TestCacheErrors(t *testing.T) {
	failure := &CacheError{Code: WrongType, Message: "the key holds another type", Err: errors.New("secret")}
	for _, test := range []struct{ code, want string }{
		{"DFF.CACHE.get('k')", `CacheError: DFF.CACHE.get: the key holds another type (WRONGTYPE)|true|CacheError|WRONGTYPE|get|k|demo/test|["code","method","key","scope"]`},
		{"DFF.CACHE.push('k', 1, 's')", `CacheError: DFF.CACHE.lpush: the key holds another type (WRONGTYPE)|true|CacheError|WRONGTYPE|lpush|k|s|["code","method","key","scope"]`},
		{"DFF.CACHE.mget(['a', 'b'])", `CacheError: DFF.CACHE.mget: the key holds another type (WRONGTYPE)|true|CacheError|WRONGTYPE|mget|undefined|demo/test|["code","method","scope"]`},
		{"DFF.CACHE.blpop(['a'])", `CacheError: DFF.CACHE.blpop: the key holds another type (WRONGTYPE)|true|CacheError|WRONGTYPE|blpop|a|demo/test|["code","method","key","scope"]`},
		{"DFF.CACHE.ping()", `CacheError: DFF.CACHE.ping: the key holds another type (WRONGTYPE)|true|CacheError|WRONGTYPE|ping|undefined|undefined|["code","method"]`},
		{"Error = TypeError = null; DFF.CACHE.ping()", `CacheError: DFF.CACHE.ping: the key holds another type (WRONGTYPE)|true|CacheError|WRONGTYPE|ping|undefined|undefined|["code","method"]`},
	} {
		vm := newVM(t, RunOptions{Backend: fakeBackend(func(context.Context, *Request) (Reply, error) {
			return Reply{}, fmt.Errorf("wrapped: %w", failure)
		})})
		got := run(t, vm, "let E = Error; try { "+test.code+" } catch (e) { [`${e}`, e instanceof E, e.name, e.code, e.method, e.key, e.scope, JSON.stringify(Object.keys(e))].join('|').replaceAll('||', '|undefined|') }").String()
		got = strings.ReplaceAll(got, "||", "|undefined|")
		if got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.code, got, test.want)
		}
	}
	vm := newVM(t, RunOptions{Backend: fakeBackend(func(context.Context, *Request) (Reply, error) { return Reply{}, failure })})
	stack := run(t, vm, "function f() { DFF.CACHE.get('k') }\ntry { f() } catch (e) { e.stack }").String()
	if !strings.HasPrefix(stack, "CacheError: DFF.CACHE.get: the key") || !strings.Contains(stack, "at get (native)") || !strings.Contains(stack, "at f (") || strings.Contains(stack, "secret") {
		t.Errorf("stack %q", stack)
	}
}

// TestOtherErrors shows that an error of the Backend's that is no CacheError ends the run.
func TestOtherErrors(t *testing.T) {
	limit := errors.New("limit")
	vm := newVM(t, RunOptions{Backend: fakeBackend(func(context.Context, *Request) (Reply, error) { return Reply{}, limit })})
	if _, err := vm.RunString("try { DFF.CACHE.get('k') } catch {}"); !errors.Is(err, limit) {
		t.Errorf("got %v", err)
	}
}

func TestGiveBack(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	given := 0
	vm := newVM(t, RunOptions{Ctx: ctx, Backend: fakeBackend(func(context.Context, *Request) (Reply, error) {
		cancel()
		return Reply{Kind: ReplyList, List: []string{"k", "v"}, giveBack: func() { given++ }}, nil
	})})
	if _, err := vm.RunString("try { DFF.CACHE.blpop('k') } catch {}"); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if given != 1 {
		t.Errorf("given back %d times", given)
	}
}

func TestObjects(t *testing.T) {
	objects := []Object{
		{Name: "mail", Functions: map[string]Function{
			"echo": func(_ context.Context, call FunctionCall) (any, error) {
				return map[string]any{"script": call.Script, "args": call.Args}, nil
			},
			"fail":    func(context.Context, FunctionCall) (any, error) { return nil, errors.New("no \"mail\"") },
			"nothing": func(context.Context, FunctionCall) (any, error) { return nil, nil },
			"channel": func(context.Context, FunctionCall) (any, error) { return make(chan int), nil },
		}},
		{Name: "sms"},
	}
	if err := CheckObjects(objects); err != nil {
		t.Fatal(err)
	}
	vm := newVM(t, RunOptions{Objects: objects})
	for _, test := range []struct{ code, want string }{
		{"Object.keys(DFF).join()", "CACHE,mail,sms"},
		{"Object.keys(DFF.mail).join()", "channel,echo,fail,nothing"},
		{"DFF.mail === DFF.mail && DFF.mail.echo === DFF.mail.echo && DFF.mail.echo.name", "echo"},
		{"typeof DFF.mail.nosuch", "undefined"},
		{"JSON.stringify(DFF.mail.echo(1, 'é<\\ud800', null, undefined, {a: [1n < 2, NaN, , new Date(0)]}, () => 1, Symbol(), -0, [Infinity]))",
			`{"args":[1,"é<�",null,null,{"a":[true,null,null,"1970-01-01T00:00:00.000Z"]},null,null,0,[null]],"script":"demo/test"}`},
		{"let r = DFF.mail.echo({['__proto__']: 1}).args[0]; Object.hasOwn(r, '__proto__') && Object.getPrototypeOf(r) === Object.prototype", "true"},
		{"String(DFF.mail.nothing())", "null"},
		{"try { DFF.mail.fail() } catch (e) { e instanceof Error && !(e instanceof TypeError) && `${e}` }", `Error: no "mail"`},
		{"try { DFF.mail.channel() } catch (e) { `${e}` }", `Error: the result of DFF.mail.channel has no JSON: json: unsupported type: chan int`},
		{"try { DFF.mail.echo(1n) } catch (e) { `${e}` }", `TypeError: a BigInt has no JSON (use String)`},
		{"try { DFF.mail.echo({toJSON() { throw new Error('mine') }}) } catch (e) { `${e}` }", `Error: mine`},
		{"let o = {}; o.o = o; try { DFF.mail.echo(o) } catch (e) { e instanceof TypeError }", `true`},
		{"JSON = null; DFF.mail.echo({a: 1}).args[0].a", "1"},
		{"try { DFF.mail.echo = 1 } catch (e) { `${e}` }", `TypeError: DFF.mail is read-only: cannot set "echo"`},
	} {
		if got := run(t, vm, "{"+test.code+"}").String(); got != test.want {
			t.Errorf("%s: got %s, want %s", test.code, got, test.want)
		}
	}

	for _, bad := range [][]Object{{{Name: "CACHE"}}, {{Name: ""}}, {{Name: "a"}, {Name: "a"}}, {{Name: "a", Functions: map[string]Function{"f": nil}}}} {
		if CheckObjects(bad) == nil {
			t.Errorf("%v passed", bad)
		}
	}
}

func TestCaller(t *testing.T) {
	vm := newVM(t, RunOptions{
		Objects: []Object{{Name: "mail", Functions: map[string]Function{"send": nil}}},
		Caller: func(_ context.Context, object, function string, call FunctionCall) (json.RawMessage, error) {
			return json.Marshal(object + "." + function + string(call.Args[0]))
		},
	})
	if got := run(t, vm, "DFF.mail.send([1])").String(); got != "mail.send[1]" {
		t.Errorf("got %s", got)
	}
}

func TestFromJSON(t *testing.T) {
	vm := goja.New()
	for data, want := range map[string]string{
		`{"a": [1, -0.5, 1e3, true, false, null, "é\u0000"], "b": {}, "__proto__": []}`: `{"a":[1,-0.5,1000,true,false,null,"é\u0000"],"b":{},"__proto__":[]}`,
		`"x"`: `"x"`, ` 7 `: `7`, `null`: `null`, ``: `undefined`,
		`{"a": 1, "a": 2}`: `{"a":2}`,
	} {
		v, err := FromJSON(vm, []byte(data))
		if err != nil {
			t.Errorf("%s: %v", data, err)
			continue
		}
		vm.Set("v", v)
		if got := run(t, vm, "`${JSON.stringify(v)}`").String(); got != want {
			t.Errorf("%s: got %s, want %s", data, got, want)
		}
	}
	for _, data := range []string{`{`, `1 2`, `[1,]`, `NaN`, `1e999`, strings.Repeat("[", 1e6)} {
		if _, err := FromJSON(vm, []byte(data)); err == nil {
			t.Errorf("%.10s passed", data)
		}
	}
}
