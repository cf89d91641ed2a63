package scripts

import (
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/dop251/goja/ast"
	"github.com/dop251/goja/file"
)

// text is the source of a file as goja is to see it: with one byte for each UTF-16 unit, so that the columns that goja
// reports, which count bytes, are those of JavaScript.
type text struct {
	name   string
	source string     // without byte order mark
	file   *file.File // what positions refer to
	units  []int32    // for each offset of source the offset in file; nil if they are the same
	lines  []int      // where the lines of file begin
}

// newText returns the text of a file.
func newText(f *File) *text {
	t := &text{name: f.Path, source: strings.TrimPrefix(string(f.Source), string(byteOrderMark))}
	flat := t.source
	if strings.IndexFunc(flat, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 {
		flat = t.flatten()
	}
	t.file = file.NewFile(f.Path, flat, 1)
	t.lines = lineStarts(flat)
	return t
}

// flatten fills units and returns the text that they refer to.
func (t *text) flatten() string {
	var b strings.Builder
	b.Grow(len(t.source))
	t.units = make([]int32, len(t.source)+1)
	for at, r := range t.source {
		n := utf8.RuneLen(r)
		if r == utf8.RuneError && !strings.HasPrefix(t.source[at:], "\uFFFD") {
			n = 1 // a byte that is no UTF-8
		}
		for i := range n {
			t.units[at+i] = int32(b.Len())
		}
		switch {
		case r < utf8.RuneSelf || r == '\u2028' || r == '\u2029': // line ends stay line ends
			b.WriteRune(r)
		default:
			b.WriteString("xx"[:utf16Len(r)])
		}
	}
	t.units[len(t.source)] = int32(b.Len())
	return b.String()
}

// offset returns the offset in t.file of an offset of t.source.
func (t *text) offset(offset int) int {
	offset = max(0, min(offset, len(t.source)))
	if t.units == nil {
		return offset
	}
	return int(t.units[offset])
}

// offsetOf returns the offset in t.file of a line, from 1, and a column, from 0.
func (t *text) offsetOf(line, column int) int {
	line = max(1, min(line, len(t.lines)))
	return min(t.lines[line-1]+max(0, column), len(t.file.Source()))
}

// errorAt returns the SyntaxError for an offset of t.file.
func (t *text) errorAt(offset int, message string) error {
	at := t.file.Position(max(0, min(offset, len(t.file.Source()))))
	return &SyntaxError{File: t.name, Line: at.Line, Column: at.Column, Message: message, Frame: Frame([]byte(t.source), at.Line, at.Column)}
}

// lineStarts returns the offsets at which the lines of a text begin.
func lineStarts(s string) []int {
	starts := []int{0}
	at, source := 0, []byte(s)
	for {
		_, next := lineEnd(source[at:])
		if next < 0 {
			return starts
		}
		at += next
		starts = append(starts, at)
	}
}

// relocate replaces each position of a tree, an offset, by what to makes of it. It goes by reflection because there are
// seventy kinds of nodes, and a position that it misses would be a wrong line in somebody's error message.
func relocate(tree *ast.Program, to func(offset int) int) {
	r := relocator{to: to, done: make(map[place]bool, 1000)}
	r.walk(reflect.ValueOf(tree).Elem())
}

type relocator struct {
	to   func(offset int) int
	done map[place]bool // the structs that were visited
}

// place is a value in memory. The type is needed as well: a struct begins where its first field does.
type place struct {
	at  uintptr
	typ reflect.Type
}

var (
	idxType    = reflect.TypeFor[file.Idx]()
	astPackage = reflect.TypeFor[ast.Program]().PkgPath()
)

func (r *relocator) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Int:
		if v.Type() == idxType && v.Int() > 0 {
			v.SetInt(int64(r.to(int(v.Int())-1) + 1))
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Type().Elem().PkgPath() == astPackage {
			r.walk(v.Elem())
		}
	case reflect.Interface:
		if e := v.Elem(); e.Kind() == reflect.Pointer {
			r.walk(e)
		}
	case reflect.Struct:
		// Nodes are shared, as declarations are with the lists of them, and some are fields of others.
		p := place{v.Addr().Pointer(), v.Type()}
		if r.done[p] {
			return
		}
		r.done[p] = true
		for i := range v.NumField() {
			r.walk(v.Field(i))
		}
	case reflect.Slice:
		switch v.Type().Elem().Kind() {
		case reflect.Pointer, reflect.Interface, reflect.Struct:
			for i := range v.Len() {
				r.walk(v.Index(i))
			}
		}
	}
}
