package bindings

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/dop251/goja"
)

// Object is a set of functions that an embedder puts under DFF, as DFF.<Name>.<function>.
type Object struct {
	Name      string
	Functions map[string]Function
}

// Function is one function of an Object. What it returns is given to the script as JSON; an error becomes an
// exception with its text as message. It is called from one goroutine a run, and must return when ctx ends.
type Function func(ctx context.Context, call FunctionCall) (any, error)

// FunctionCall is one call of a Function.
type FunctionCall struct {
	Script string            // name of the script whose code makes the call
	Args   []json.RawMessage // arguments as JSON; undefined is null
}

// CheckObjects says what is wrong with the objects of an embedder: a name that is empty, taken or given twice, a
// function that is nil.
func CheckObjects(objects []Object) error {
	seen := map[string]bool{"": true, "CACHE": true}
	for _, o := range objects {
		if seen[o.Name] {
			return fmt.Errorf("bindings: an object cannot be called %q: the name is empty or already taken", o.Name)
		}
		seen[o.Name] = true
		for name, f := range o.Functions {
			if f == nil {
				return fmt.Errorf("bindings: the function %s.%s is nil", o.Name, name)
			}
		}
	}
	return nil
}

// embedderObject is DFF.<Name>.
type embedderObject struct {
	readOnly
	run       *Run
	script    string
	object    *Object
	functions map[string]*goja.Object
}

func (o *embedderObject) Get(key string) goja.Value {
	if f := o.functions[key]; f != nil {
		return f
	}
	if !o.Has(key) {
		return nil
	}
	f := Native(o.vm, key, func(call goja.FunctionCall) goja.Value {
		return o.run.embedded(o.object.Name, key, o.script, call.Arguments)
	})
	if o.functions == nil {
		o.functions = make(map[string]*goja.Object)
	}
	o.functions[key] = f
	return f
}

func (o *embedderObject) Has(key string) bool {
	_, ok := o.object.Functions[key]
	return ok
}

func (o *embedderObject) Keys() []string { return slices.Sorted(maps.Keys(o.object.Functions)) }

// embedded carries out a call of an embedder's function.
func (r *Run) embedded(object, function, script string, values []goja.Value) goja.Value {
	r.endIfOver()
	call := FunctionCall{Script: script, Args: make([]json.RawMessage, len(values))}
	for i, v := range values {
		call.Args[i] = r.toJSON(v)
	}
	result, err := r.caller(r.ctx, object, function, call)
	r.endIfOver()
	if ended, ok := errors.AsType[*RunEnded](err); ok {
		r.End(ended.Cause)
	}
	var v goja.Value
	if err == nil {
		v, err = FromJSON(r.vm, result)
	}
	if err != nil {
		o := r.vm.NewTypeError("%s", decode(err.Error()))
		mustSetPrototype(o, o.Prototype().Prototype())
		panic(o)
	}
	return v
}

// callDirectly is the Caller of a Run that was given none.
func (r *Run) callDirectly(ctx context.Context, object, function string, call FunctionCall) (json.RawMessage, error) {
	return CallObject(ctx, r.objects, object, function, call)
}

// CallObject calls a function of one of the objects and returns its result as JSON: what a RunOptions.Caller does in the end.
func CallObject(ctx context.Context, objects []Object, object, function string, call FunctionCall) (json.RawMessage, error) {
	i := slices.IndexFunc(objects, func(o Object) bool { return o.Name == object })
	if i < 0 || objects[i].Functions[function] == nil {
		return nil, fmt.Errorf("there is no function DFF.%s.%s", object, function)
	}
	result, err := objects[i].Functions[function](ctx, call)
	if err != nil {
		return nil, err
	}
	b, err := json.Marshal(result)
	if err != nil {
		return nil, fmt.Errorf("the result of DFF.%s.%s has no JSON: %w", object, function, err)
	}
	return b, nil
}

// toJSON is JSON.stringify of an argument. It runs the script's toJSON methods and getters, and throws what they throw.
func (r *Run) toJSON(v goja.Value) json.RawMessage {
	var b []byte
	var err error
	switch {
	case isMissing(v), goja.IsNaN(v), goja.IsInfinity(v):
	case goja.IsString(v):
		b, err = json.Marshal(v.String())
	case goja.IsNumber(v), v.ExportType() == boolType:
		b = []byte(v.String())
	case goja.IsBigInt(v):
		panic(r.vm.NewTypeError("a BigInt has no JSON (use String)"))
	default:
		if o, ok := v.(*goja.Object); ok {
			b, err = o.MarshalJSON()
		}
	}
	if err != nil {
		panic(err)
	}
	if b == nil {
		return json.RawMessage("null")
	}
	return b
}

// FromJSON makes JSON into a value of the VM, as JSON.parse does, without the global of that name, which a script may
// have changed. No data at all gives undefined.
func FromJSON(vm *goja.Runtime, data []byte) (goja.Value, error) {
	if len(data) == 0 {
		return goja.Undefined(), nil
	}
	if !json.Valid(data) { // it also bounds the depth
		return nil, fmt.Errorf("%s is no JSON", quote(string(data)))
	}
	d := json.NewDecoder(bytes.NewReader(data))
	return decodeNext(vm, d)
}

func decodeNext(vm *goja.Runtime, d *json.Decoder) (goja.Value, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		var items []any
		for d.More() {
			v, err := decodeNext(vm, d)
			if err != nil {
				return nil, err
			}
			items = append(items, v)
		}
		_, err := d.Token()
		return vm.NewArray(items...), err
	case json.Delim('{'):
		o := vm.NewObject()
		for d.More() {
			name, err := d.Token()
			if err != nil {
				return nil, err
			}
			v, err := decodeNext(vm, d)
			if err != nil {
				return nil, err
			}
			setOwn(o, name.(string), v)
		}
		_, err := d.Token()
		return o, err
	}
	return vm.ToValue(token), nil // nil, bool, float64 or string
}
