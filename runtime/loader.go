package runtime

import (
	"errors"
	"path"

	"github.com/dop251/goja"

	"dff/scripts"
)

// load returns the module of a file, running its top level if the run has not done so yet. A module that is still
// being loaded (a cycle) is returned as far as it is, with partial exports, as CommonJS does.
func (r *run) load(f *scripts.File) (*module, error) {
	if m := r.loaded[f.Path]; m != nil {
		return m, m.failure
	}
	m := &module{file: f}
	if r.loaded == nil {
		r.loaded = make(map[string]*module, 1)
	}
	r.loaded[f.Path] = m
	program, err := r.programs.get(f)
	if err != nil {
		m.failure = err
		return nil, err
	}
	if program.JSON != nil {
		text := jsonText{vm: r.vm, text: string(program.JSON)}
		m.exports = text.value()
		return m, nil
	}
	m.exports = r.vm.NewObject()
	value, err := r.vm.RunProgram(program.Program)
	if err == nil {
		top, _ := goja.AssertFunction(value)
		var args [len(scripts.ModuleParameters)]goja.Value
		for i := range args {
			args[i] = goja.Undefined()
			if program.Reaches[i] {
				args[i] = r.parameter(m, scripts.ModuleParameters[i])
			}
		}
		_, err = top(m.exports, args[:]...)
	}
	if err != nil {
		m.failure = err
		return nil, err
	}
	return m, nil
}

// parameter makes what a module's code finds under that name.
func (r *run) parameter(m *module, name string) goja.Value {
	f := m.file
	switch name {
	case "exports":
		return m.exports
	case "require":
		return r.vm.ToValue(func(c goja.FunctionCall) goja.Value { return r.require(f, c) })
	case "module":
		m.object = r.vm.NewObject()
		_ = m.object.Set("exports", m.exports)
		_ = m.object.Set("id", f.Path)
		return m.object
	case "__filename":
		return r.vm.ToValue(f.Path)
	case "__dirname":
		return r.vm.ToValue(path.Dir(f.Path))
	}
	return r.dff.DFF(f.Name)
}

// require is the function of that name in the module from.
func (r *run) require(from *scripts.File, c goja.FunctionCall) goja.Value {
	spec, ok := c.Argument(0).(goja.String)
	if !ok {
		panic(r.vm.NewTypeError("require: the module's path must be a string"))
	}
	f, err := r.modules.Resolve(from, spec.String())
	if err != nil {
		r.throw("Error", "MODULE_NOT_FOUND", err.Error())
	}
	m, err := r.load(f)
	if err != nil {
		var thrown *goja.Exception
		var syntax *scripts.SyntaxError
		switch {
		case errors.As(err, &thrown):
			panic(thrown.Value())
		case errors.As(err, &syntax):
			o := r.newError("SyntaxError", syntax.Error())
			if r.syntaxErrors == nil {
				r.syntaxErrors = make(map[*goja.Object]*scripts.SyntaxError)
			}
			r.syntaxErrors[o] = syntax
			panic(o)
		}
		panic(err)
	}
	return m.result()
}

// newError makes a JavaScript error of the named class, or a TypeError where the script has spoiled that class.
func (r *run) newError(class, message string) *goja.Object {
	if o, err := r.vm.New(r.vm.Get(class), r.vm.ToValue(message)); err == nil {
		return o
	}
	return r.vm.NewTypeError(message)
}

func (r *run) throw(class, code, message string) {
	o := r.newError(class, message)
	_ = o.Set("code", code)
	panic(o)
}

// fileAt returns the loaded file at a path, or nil.
func (r *run) fileAt(path string) *scripts.File {
	if m := r.loaded[path]; m != nil {
		return m.file
	}
	return nil
}
