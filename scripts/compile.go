package scripts

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/dop251/goja"
	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
	"github.com/dop251/goja/parser"
	"github.com/dop251/goja/unistring"
	"github.com/evanw/esbuild/pkg/api"
	"github.com/go-sourcemap/sourcemap"
)

// ModuleParameters are the parameters of the function that a Program's run returns.
var ModuleParameters = [...]string{"exports", "require", "module", "__filename", "__dirname", "DFF"}

// Program is a compiled file. It can be run by any number of runtimes at the same time.
//
// For a module, running it returns a function of ModuleParameters, to be called with this = exports. For a .json file,
// Program.Program is nil and JSON holds the text, which is valid: module.exports is what JSON.parse makes of it.
type Program struct {
	*goja.Program
	JSON []byte
	// Reaches says of each of ModuleParameters whether the module's code may use it. What it does not reach need not be
	// made: undefined does as well.
	Reaches [len(ModuleParameters)]bool
}

// reaches says which parameters code names, or could get at without naming them.
func reaches(code string) (r [len(ModuleParameters)]bool) {
	all := slices.ContainsFunc([]string{"eval", "arguments", `\u`}, func(s string) bool { return strings.Contains(code, s) }) // an escape may spell a name
	for i, name := range ModuleParameters {
		r[i] = all || strings.Contains(code, name)
	}
	return r
}

// byteOrderMark is what some editors write at the start of a file.
var byteOrderMark = []byte("\ufeff")

// Compile turns a file into a Program. Every position that comes out of the Program, in the stack of an error or of the
// runtime, is one of f.Source: line from 1, column from 1 in UTF-16 units, in f.Path. Its error is a *SyntaxError.
//
// Compiling a hostile file can take any amount of time and memory, and can overflow the stack: a file that is
// not trusted is compiled in a process that can be killed.
func Compile(f *File) (p *Program, err error) {
	defer recovered(f, &err)
	if err := checkEncoding(f); err != nil {
		return nil, err
	}
	t := newText(f)
	switch ext := path.Ext(f.Path); ext {
	case ".json":
		return compileJSON(t)
	case ".js", ".cjs":
		var compileErr error
		if tree, err := parse(t.source, f.Path); err == nil {
			tree.Body, tree.DeclarationList = []ast.Statement{moduleFunction(tree, t.source)}, nil
			if t.units != nil {
				relocate(tree, t.offset)
			}
			if p, compileErr = t.compileModule(tree, t.source); compileErr == nil {
				return p, nil
			}
		}
		// What goja refuses may be a syntax that it does not know: modules, top-level return, async generators.
		p, err := transform(t, api.LoaderJS, esmStatement().MatchString(t.source))
		if err != nil && compileErr != nil {
			err = compileErr
		}
		return p, err
	case ".mjs":
		return transform(t, api.LoaderJS, true)
	case ".ts", ".mts", ".cts":
		return transform(t, api.LoaderTS, true)
	default:
		return nil, &SyntaxError{File: f.Path, Message: fmt.Sprintf("%q is the extension neither of a script nor of JSON", ext)}
	}
}

// recovered is deferred by what compiles. goja and esbuild report what they find by errors; a panic is a defect of theirs that must
// not end the caller.
func recovered(f *File, err *error) {
	if r := recover(); r != nil {
		*err = &SyntaxError{File: f.Path, Message: fmt.Sprintf("the compiler failed: %v", r)}
	}
}

// esmStatement finds the statements that make a file an ECMAScript module, whose code is strict.
var esmStatement = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[;}\n\r])[ \t]*(?:import\b[ \t]*[\w$"'{*]|export\b[ \t]*[\w{*])`)
})

// checkEncoding returns an error if a file is no UTF-8.
func checkEncoding(f *File) error {
	if utf8.Valid(f.Source) {
		return nil
	}
	if bytes.HasPrefix(f.Source, []byte{0xFF, 0xFE}) || bytes.HasPrefix(f.Source, []byte{0xFE, 0xFF}) {
		return &SyntaxError{File: f.Path, Message: "the file is UTF-16: save it as UTF-8"}
	}
	bad := 0
	for {
		r, n := utf8.DecodeRune(f.Source[bad:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		bad += n
	}
	t := newText(f)
	return t.errorAt(t.offset(bad), fmt.Sprintf("byte 0x%02X is no valid UTF-8: save the file as UTF-8", t.source[bad]))
}

// parse parses JavaScript. Comments that name a source map are not followed: goja would read the files they name.
func parse(source, name string) (*ast.Program, error) {
	return goja.Parse(name, source, parser.WithDisableSourceMaps)
}

// moduleFunction returns the statement whose value is the function of a module. The tree of the file becomes the body
// of that function as it is: a wrapper of text would move the first line, and let a file close it.
func moduleFunction(tree *ast.Program, source string) ast.Statement {
	const start = file.Idx(1)
	parameters := &ast.ParameterList{Opening: start, Closing: start}
	for _, name := range ModuleParameters {
		parameters.List = append(parameters.List, &ast.Binding{Target: &ast.Identifier{Name: unistring.NewFromString(name), Idx: start}})
	}
	return &ast.ExpressionStatement{Expression: &ast.FunctionLiteral{
		Function:        start,
		ParameterList:   parameters,
		Body:            &ast.BlockStatement{LeftBrace: start, List: tree.Body, RightBrace: file.Idx(len(source) + 1)},
		Source:          source,
		DeclarationList: tree.DeclarationList,
	}}
}

// compileJSON checks a JSON file.
func compileJSON(t *text) (*Program, error) {
	var value json.RawMessage
	err := json.Unmarshal([]byte(t.source), &value)
	if err == nil {
		return &Program{JSON: []byte(t.source)}, nil
	}
	offset := len(t.source)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && !strings.HasPrefix(syntax.Error(), "unexpected end") {
		offset = int(syntax.Offset) - 1 // it counts the byte that it refuses
	}
	return nil, t.errorAt(t.offset(offset), "invalid JSON: "+err.Error())
}

// lowered is the syntax that goja does not know and that esbuild can express otherwise.
var lowered = map[string]bool{
	"async-generator": false, "decorators": false, "dynamic-import": false, "for-await": false, "import-meta": false,
	"top-level-await": false, "using": false,
}

// transform compiles what goja cannot read itself, after esbuild has turned it into a CommonJS module.
func transform(t *text, loader api.Loader, strict bool) (*Program, error) {
	var define map[string]string
	if strings.Contains(t.source, "import.meta") { // definitions take a tenth of esbuild's time
		url, err := json.Marshal("file:///" + t.name)
		if err != nil {
			return nil, err
		}
		define = map[string]string{"import.meta.url": string(url), "import.meta.filename": "__filename", "import.meta.dirname": "__dirname"}
	}
	// As text, because a top-level return is no program. esbuild has seen to it that the module cannot close it.
	banner := "(function (" + strings.Join(ModuleParameters[:], ", ") + ") {"
	tree, code, err := t.lower(t.source, 0, api.TransformOptions{
		Loader: loader,
		Format: api.FormatCommonJS,
		Define: define,
		// No tsconfig.json is read: a script means the same wherever it lies.
		TsconfigRaw: fmt.Sprintf(`{"compilerOptions":{"alwaysStrict":%t,"useDefineForClassFields":true}}`, strict),
		Banner:      banner,
		Footer:      "})",
	})
	if err != nil {
		return nil, err
	}
	return t.compileModule(tree, strings.TrimPrefix(code, banner))
}

// lower has esbuild turn source into code of a syntax that goja knows, and returns that and its tree, whose positions are offsets
// of t. source is that of t, behind lead lines that are not.
func (t *text) lower(source string, lead int, o api.TransformOptions) (tree *ast.Program, code string, err error) {
	o.Platform, o.Target, o.Supported = api.PlatformNeutral, api.ESNext, lowered
	o.Sourcemap, o.SourcesContent = api.SourceMapExternal, api.SourcesContentExclude
	// A name that ends in .mjs would give imports the meaning that they have in Node between ECMAScript modules
	// and foreign CommonJS: every module is both here.
	o.Sourcefile = "module.js"
	result := api.Transform(source, o)
	if len(result.Errors) > 0 {
		first := result.Errors[0]
		if first.Location != nil {
			first.Location.Line -= lead
		}
		return nil, "", t.transformError(first)
	}
	code = string(result.Code)
	sourceMap, err := sourcemap.Parse("", result.Map)
	if err != nil && !isEmptyMap(result.Map) {
		return nil, "", &SyntaxError{File: t.name, Message: "the source map of its transformation is damaged: " + err.Error()}
	}
	lines := lineStarts(code)
	origin := func(offset int) int {
		line, found := slices.BinarySearch(lines, offset)
		if !found {
			line--
		}
		if sourceMap == nil {
			return 0
		}
		_, _, sourceLine, column, ok := sourceMap.Source(line+1, offset-lines[line])
		if !ok {
			return 0 // a helper of esbuild's
		}
		return t.offsetOf(sourceLine-lead, column)
	}
	if tree, err = parse(code, t.name); err != nil {
		return nil, "", t.parseError(err, lines, origin)
	}
	relocate(tree, origin)
	return tree, code, nil
}

// isEmptyMap reports whether a source map maps nothing, which is an error to who reads it: of types and comments no code is left.
func isEmptyMap(text []byte) bool {
	var m struct{ Mappings string }
	return json.Unmarshal(text, &m) == nil && m.Mappings == ""
}

// transformError returns the SyntaxError for an error of esbuild's.
func (t *text) transformError(m api.Message) error {
	message := m.Text
	if strings.HasPrefix(message, "Top-level await") {
		message = "top-level await is not available: put it into an async function, such as export async function main() {…}"
	}
	if m.Location == nil {
		return &SyntaxError{File: t.name, Message: message}
	}
	column := 0
	for _, r := range m.Location.LineText[:min(m.Location.Column, len(m.Location.LineText))] {
		column += utf16Len(r)
	}
	return t.errorAt(t.offsetOf(m.Location.Line, column), message)
}

// parseError returns the SyntaxError for an error of goja's parser in code that esbuild has made.
func (t *text) parseError(err error, lines []int, origin func(int) int) error {
	var list parser.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return &SyntaxError{File: t.name, Message: strings.TrimPrefix(err.Error(), "SyntaxError: ")}
	}
	at := list[0].Position
	return t.errorAt(origin(lines[min(at.Line, len(lines))-1]+at.Column-1), list[0].Message)
}

// compileModule makes a Program of code's tree, whose positions are offsets of t.
func (t *text) compileModule(tree *ast.Program, code string) (*Program, error) {
	p, err := t.compile(tree)
	if err != nil {
		return nil, err
	}
	return &Program{Program: p, Reaches: reaches(code)}, nil
}

// compile compiles a tree whose positions are offsets of t.
func (t *text) compile(tree *ast.Program) (*goja.Program, error) {
	tree.File = t.file
	p, err := goja.CompileAST(tree, false)
	if err == nil {
		return p, nil
	}
	var syntax *goja.CompilerSyntaxError
	var reference *goja.CompilerReferenceError
	switch {
	case errors.As(err, &syntax):
		return nil, t.errorAt(syntax.Offset, syntax.Message)
	case errors.As(err, &reference):
		return nil, t.errorAt(reference.Offset, reference.Message)
	}
	return nil, &SyntaxError{File: t.name, Message: err.Error()}
}
