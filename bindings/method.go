package bindings

import (
	"context"
	"slices"
	"strings"
)

// Kind is the kind of a parameter: what a script may pass, and how it is sent.
type Kind uint8

// The kinds of parameters (what each accepts is in the reference's table of values).
const (
	KindKey       Kind = iota + 1 // key, field, member or topic: a string or a finite number
	KindKeys                      // one KindKey or an array of them
	KindValue                     // a string, a finite number or a BigInt
	KindValues                    // one KindValue or an array of them
	KindPattern                   // a Redis glob
	KindPairs                     // object key → KindValue
	KindScores                    // object member → score
	KindSeconds                   // integer ≥ 1
	KindTimestamp                 // UNIX seconds, kept to the millisecond
	KindTimeout                   // seconds ≥ 0, kept to the millisecond
	KindInteger                   // safe integer
	KindScore                     // number, ±Infinity or a Redis bound
	KindBool                      // boolean
	KindScope                     // non-empty string
	KindFunction                  // a function; in Extensions only, never in a Request
)

// Param declares one parameter of a method.
type Param struct {
	Name     string
	Kind     Kind
	Required bool
	Default  string   // as the documentation writes it; "" for null
	Doc      string   // one sentence
	Also     []string // other names accepted in the options object
}

// Repeat says whether a request may be sent again when a connection broke under it.
type Repeat uint8

// Never is the zero value: a row that says nothing is never sent twice.
const (
	Never  Repeat = iota
	Always        // a read, or a write that has the same effect twice
	Unless        // Always, unless an option that makes it conditional (not_exists, exists) is given
)

// Method is one row of the table: everything that is known of one DFF.CACHE method.
type Method struct {
	Name       string
	AliasOf    string  // "" or the method that this is another name of
	Group      string  // heading in the reference
	Params     []Param // without scope and dest_scope
	Unscoped   bool    // the method takes no scope
	TwoScopes  bool    // the method takes dest_scope after scope
	Writes     bool
	Repeat     Repeat
	Blocks     bool   // waits in the server
	Steps      bool   // takes several round trips
	Generic    string // TypeScript type parameters; "" for none
	Returns    string // TypeScript type
	ReturnsIf  ReturnsIf
	ReturnsDoc string
	Doc        string // Markdown, first sentence is the summary
	Examples   []Example

	// check looks at the arguments together, once each is right by itself. What it returns is the text of a TypeError.
	check func(args []Arg) string
	run   func(ctx context.Context, r conn, q *Request) (Reply, error)
}

// ReturnsIf is the other type that a method returns when a boolean parameter is true. The zero value: there is none.
type ReturnsIf struct {
	Param string
	Type  string // TypeScript
}

// Example is a piece of JavaScript that the reference shows and a test runs.
type Example struct {
	Code string // its last expression is its value
	Want string // that value as JSON; "" when it is not checked
}

// Slots returns every parameter in the order of positions: Params, then scope and dest_scope where the method takes them.
func (m *Method) Slots() []Param {
	slots := slices.Clone(m.Params)
	if !m.Unscoped {
		slots = append(slots, scopeParam)
	}
	if m.TwoScopes {
		slots = append(slots, destScopeParam)
	}
	return slots
}

// Signature shows how the method is called by position, under its own name or that of an alias: "get(key, scope?)".
func (m *Method) Signature(name string) string {
	slots := m.Slots()
	list := make([]string, len(slots))
	for i, p := range slots {
		list[i] = p.Name
		if !p.Required {
			list[i] += "?"
		}
	}
	return name + "(" + strings.Join(list, ", ") + ")"
}

// Pipelined reports whether a pipeline can have calls of the method: one that takes a single round trip and does not wait.
func (m *Method) Pipelined() bool { return !m.Blocks && !m.Steps }

// Lookup returns the method of a name, which may be an alias or that of one of the Extensions, or nil.
func Lookup(name string) *Method {
	if p := plans.byName[name]; p != nil {
		return p.method
	}
	if i := slices.IndexFunc(Extensions, func(m Method) bool { return m.Name == name }); i >= 0 {
		return &Extensions[i]
	}
	return nil
}

var (
	scopeParam     = Param{Name: "scope", Kind: KindScope, Default: "the script's name", Doc: "The scope to work in."}
	destScopeParam = Param{Name: "dest_scope", Kind: KindScope, Default: "scope", Doc: "The scope of `dest_key`."}
)

// DefaultText returns the default as documentation shows it.
func (p *Param) DefaultText() string {
	if p.Kind == KindScope && p.Default != "scope" {
		return p.Default
	}
	return "`" + p.Default + "`"
}
