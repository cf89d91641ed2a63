package scripts

import (
	"regexp"
	"strings"
	"sync"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/unistring"
	"github.com/evanw/esbuild/pkg/api"
)

// Line is a compiled line of a session: one or more statements that are complete by themselves. What it declares at its
// top level belongs to the session, whose later lines see it and may declare it again.
//
// Running Program gives a function of one parameter. Called with a function, it runs the line and gives that function
// the value of the line's last statement, if that is an expression. Called for a line that awaits something, it returns a
// promise that settles when the line has ended.
type Line struct {
	*goja.Program
	// Names are what the line declares. Those that are no global variables of the runtime yet must become such before
	// the line runs. A const is a variable like the others: only so can a session declare it again.
	Names []string
}

// lineResult is the parameter of a line's function. No source can contain that name.
const lineResult = "<result>"

// CompileLine compiles what was typed at a prompt: JavaScript, or TypeScript, with await at the top level. f.Path is the
// name that positions have, as in Compile. Its error is a *SyntaxError, which is Incomplete if the source ends in the
// middle of a statement. The warning that Compile gives is true of it too.
func CompileLine(f *File) (line *Line, err error) {
	defer recovered(f, &err)
	if err := checkEncoding(f); err != nil {
		return nil, err
	}
	t := newText(f)
	tree, function, err := t.parseLine()
	if err != nil {
		return nil, err
	}
	names := shareDeclarations(function)
	if n := len(function.Body.List); n > 0 {
		if last, ok := function.Body.List[n-1].(*ast.ExpressionStatement); ok {
			at := last.Expression.Idx0()
			last.Expression = &ast.CallExpression{
				Callee:          &ast.Identifier{Name: lineResult, Idx: at},
				LeftParenthesis: at, ArgumentList: []ast.Expression{last.Expression}, RightParenthesis: at,
			}
		}
	}
	start := function.Function
	function.ParameterList = &ast.ParameterList{Opening: start, Closing: start, List: []*ast.Binding{
		{Target: &ast.Identifier{Name: lineResult, Idx: start}},
	}}
	// Without await the line is run by a plain function: its errors then have a stack, whatever is thrown.
	function.Async = awaits().MatchString(t.source)
	// What stands before the function are esbuild's helpers: they become the function's own.
	helpers := tree.Body[:len(tree.Body)-1]
	function.Body.List = append(helpers[:len(helpers):len(helpers)], function.Body.List...)
	function.DeclarationList = tree.DeclarationList
	tree.Body, tree.DeclarationList = []ast.Statement{&ast.ExpressionStatement{Expression: function}}, nil
	p, err := t.compile(tree)
	if err != nil {
		return nil, err
	}
	return &Line{Program: p, Names: names}, nil
}

var awaits = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`\bawait\b`)
})

// Lines are parsed as the body of an async function, one line below its beginning.
const (
	lineHead = "(async function () {\n"
	lineTail = "\n})"
)

// parseLine returns a tree whose positions are offsets of t, and the function in it whose body the line is.
func (t *text) parseLine() (*ast.Program, *ast.FunctionLiteral, error) {
	// {a: 1} is meant as an object, though a statement that begins so is a block.
	if trimmed := strings.TrimSpace(t.source); strings.HasPrefix(trimmed, "{") && !strings.HasSuffix(trimmed, ";") {
		if tree, function := t.parseInside("(async function () {(", ")})"); function != nil {
			return tree, function, nil
		}
	}
	if tree, function := t.parseInside(lineHead, lineTail); function != nil {
		return tree, function, nil
	}
	// What goja refuses may be TypeScript, or syntax that it does not know. The line alone tells whether it is right: in
	// the function, its end would be the brace that follows it.
	if message := lineError(t.source); message != nil {
		err := t.transformError(*message)
		if syntax, ok := err.(*SyntaxError); ok {
			syntax.Incomplete = endsEarly(t.source, message.Text)
		}
		return nil, nil, err
	}
	if at := moduleStatement().FindStringIndex(t.source); at != nil {
		return nil, nil, t.errorAt(t.offset(at[1]-1), "import and export declarations belong into files; here, write: const {name} = await import('./file.js')")
	}
	tree, _, err := t.lower(lineHead+t.source+lineTail, 1, api.TransformOptions{
		Loader: api.LoaderTS, Format: api.FormatCommonJS, TsconfigRaw: lineTsconfig,
	})
	if err != nil {
		return nil, nil, err
	}
	function := onlyFunction(tree.Body[len(tree.Body)-1:])
	if function == nil {
		return nil, nil, &SyntaxError{File: t.name, Message: "the line could not be made into a function"}
	}
	return tree, function, nil
}

// lineTsconfig keeps lines as sloppy as JavaScript is outside modules.
const lineTsconfig = `{"compilerOptions":{"alwaysStrict":false,"useDefineForClassFields":true}}`

// lineError returns what esbuild finds wrong with a line, or nil.
func lineError(source string) *api.Message {
	result := api.Transform(source, api.TransformOptions{Loader: api.LoaderTS, Target: api.ESNext, TsconfigRaw: lineTsconfig})
	if len(result.Errors) == 0 {
		return nil
	}
	return &result.Errors[0]
}

// endsEarly reports whether more text could mend an error of esbuild's.
func endsEarly(source, message string) bool {
	const unterminated = "Unterminated string literal"
	switch {
	case strings.Contains(message, "end of file"), strings.Contains(message, "to terminate multi-line comment"):
		return true
	case message != unterminated:
		return false
	}
	// esbuild says so of a template too: then a backtick ends it.
	closed := lineError(source + "`")
	return closed == nil || closed.Text != unterminated
}

// moduleStatement finds what only a module can contain.
var moduleStatement = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[;}\n\r])[ \t]*(?:import[ \t]*[\w$"'{*]|export\b)`)
})

// parseInside has goja parse the line between a head and a tail that make it the body of a function. It returns nil for
// what is more, or less, than that.
func (t *text) parseInside(head, tail string) (*ast.Program, *ast.FunctionLiteral) {
	tree, err := parse(head+t.source+tail, t.name)
	if err != nil {
		return nil, nil
	}
	function := onlyFunction(tree.Body)
	if function == nil || int(function.Body.RightBrace) != len(head+t.source+tail)-1 {
		return nil, nil
	}
	relocate(tree, func(offset int) int { return t.offset(offset - len(head)) })
	return tree, function
}

// onlyFunction returns the function that a list of one statement consists of, or nil.
func onlyFunction(list []ast.Statement) *ast.FunctionLiteral {
	if len(list) != 1 {
		return nil
	}
	statement, ok := list[0].(*ast.ExpressionStatement)
	if !ok {
		return nil
	}
	function, _ := statement.Expression.(*ast.FunctionLiteral)
	return function
}

// shareDeclarations makes what the body of a function declares at its top level, and with var anywhere, assignments to
// variables of that name outside the function, and returns the names.
func shareDeclarations(function *ast.FunctionLiteral) []string {
	var names boundNames
	for _, declaration := range function.DeclarationList {
		names.addBindings(declaration.List)
	}
	// Without its declaration, a var statement is an assignment to what the scope outside has.
	function.DeclarationList = nil
	var hoisted, rest []ast.Statement
	variable := func(at file.Idx, name *ast.Identifier, value ast.Expression) ast.Statement {
		list := []*ast.Binding{{Target: name, Initializer: value}}
		names.addBindings(list)
		return &ast.VariableStatement{Var: at, List: list}
	}
	for _, statement := range function.Body.List {
		switch s := statement.(type) {
		case *ast.LexicalDeclaration:
			names.addBindings(s.List)
			for _, b := range s.List {
				if b.Initializer == nil { // let x; declares x anew
					b.Initializer = &ast.Identifier{Name: "undefined", Idx: b.Idx0()}
				}
			}
			rest = append(rest, &ast.VariableStatement{Var: s.Idx, List: s.List})
		case *ast.ClassDeclaration:
			rest = append(rest, variable(s.Idx0(), s.Class.Name, s.Class))
		case *ast.FunctionDeclaration:
			name := s.Function.Name
			s.Function.Name = nil // it takes the variable's, and calls itself through that
			hoisted = append(hoisted, variable(s.Idx0(), name, s.Function))
		default:
			rest = append(rest, statement)
		}
	}
	function.Body.List = append(hoisted, rest...)
	return names
}

// boundNames are the names that patterns bind.
type boundNames []string

func (n *boundNames) addBindings(list []*ast.Binding) {
	for _, b := range list {
		n.add(b.Target)
	}
}

func (n *boundNames) add(e ast.Expression) {
	switch e := e.(type) {
	case *ast.Identifier:
		n.addName(e.Name)
	case *ast.AssignExpression: // a default
		n.add(e.Left)
	case *ast.PropertyShort:
		n.addName(e.Name.Name)
	case *ast.PropertyKeyed:
		n.add(e.Value)
	case *ast.ObjectPattern:
		for _, p := range e.Properties {
			n.add(p)
		}
		n.add(e.Rest)
	case *ast.ArrayPattern:
		for _, element := range e.Elements {
			n.add(element)
		}
		n.add(e.Rest)
	}
}

func (n *boundNames) addName(name unistring.String) { *n = append(*n, name.String()) }
