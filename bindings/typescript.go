package bindings

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed globals.d.ts
var globalTypes string

// Types returns dff.d.ts: the TypeScript declarations of everything that a script finds beside the language. It is
// made from the table, and always the same.
func Types() string {
	var b strings.Builder
	b.WriteString(globalTypes)
	b.WriteString("\n/** A store that scripts share, over Redis. Every script has a scope of its own in it; `scope` reaches another. */\ninterface DFFCache {\n")
	for _, name := range plans.names {
		writeMethodType(&b, name, plans.byName[name].method)
	}
	for i := range Extensions {
		writeMethodType(&b, Extensions[i].Name, &Extensions[i])
	}
	b.WriteString("}\n")
	writePipelineType(&b)
	for _, methods := range [][]Method{Methods, Extensions} {
		for i := range methods {
			if m := &methods[i]; m.AliasOf == "" && len(m.Slots()) > 0 {
				writeArgumentsType(&b, m)
			}
		}
	}
	return b.String()
}

// writePipelineType writes what the fn of a pipeline gets.
func writePipelineType(b *strings.Builder) {
	b.WriteString("\n/**\n * What the function given to `DFF.CACHE.pipeline` gets (an extension). Its methods take what those of `DFF.CACHE` take, and\n" +
		" * return the place of their result among those of the pipeline.\n */\ninterface DFFPipeline {\n")
	for _, name := range plans.names {
		m := plans.byName[name].method
		if !m.Pipelined() {
			continue
		}
		writeComment(b, "  ", "Adds a call of `DFF.CACHE."+name+"`.")
		writeOverloads(b, name, m, []variant{{returns: "number"}})
	}
	b.WriteString("}\n")
}

// inputTypes are the types that each kind accepts.
var inputTypes = [...]string{
	KindKey:       "CacheKey",
	KindKeys:      "CacheKey | readonly CacheKey[]",
	KindValue:     "CacheValue",
	KindValues:    "CacheValue | readonly CacheValue[]",
	KindPattern:   "CacheKey",
	KindPairs:     "{ readonly [key: string]: CacheValue }",
	KindScores:    "{ readonly [member: string]: number }",
	KindSeconds:   "number",
	KindTimestamp: "number",
	KindTimeout:   "number",
	KindInteger:   "number",
	KindScore:     "number | string",
	KindBool:      "boolean",
	KindScope:     "string",
	KindFunction:  "(p: DFFPipeline) => void",
}

// argumentsType is the name of the interface of a method's parameters.
func argumentsType(m *Method) string {
	var b strings.Builder
	for part := range strings.SplitSeq(m.Name, "_") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String() + "Arguments"
}

func writeArgumentsType(b *strings.Builder, m *Method) {
	fmt.Fprintf(b, "\n/** The parameters of `DFF.CACHE.%s`, by name. */\ninterface %s {\n", m.Name, argumentsType(m))
	for _, p := range m.Slots() {
		doc := p.Doc
		if p.Default != "" {
			doc += " Default: " + p.DefaultText() + "."
		}
		for i, name := range append([]string{p.Name}, p.Also...) {
			if i > 0 {
				doc = "The same as `" + p.Name + "`."
			}
			writeComment(b, "  ", doc)
			if p.Required {
				fmt.Fprintf(b, "  %s: %s;\n", name, inputTypes[p.Kind])
			} else {
				fmt.Fprintf(b, "  %s?: %s | null;\n", name, inputTypes[p.Kind])
			}
		}
	}
	b.WriteString("}\n")
}

// writeMethodType writes every way to call a method: all by position, and for each number of leading positions the rest
// by name.
func writeMethodType(b *strings.Builder, name string, m *Method) {
	slots := m.Slots()
	doc := m.Doc + "\n\n"
	if name != m.Name {
		doc = "The same function as `" + m.Name + "`. " + doc
	}
	for _, p := range slots {
		doc += "@param " + p.Name + " " + p.Doc
		if p.Default != "" {
			doc += " Default: " + p.DefaultText() + "."
		}
		doc += "\n"
	}
	doc += "@returns " + m.ReturnsDoc
	for _, example := range m.Examples {
		doc += "\n@example\n" + example.Code
	}
	writeComment(b, "  ", doc)
	if m.Generic != "" {
		name += "<" + m.Generic + ">"
	}
	writeOverloads(b, name, m, m.variants())
}

func writeOverloads(b *strings.Builder, name string, m *Method, variants []variant) {
	slots := m.Slots()
	for _, v := range variants {
		fmt.Fprintf(b, "  %s(%s): %s;\n", name, positionalType(slots, v), v.returns)
		for at := range slots {
			if slots[at].Kind.isObject() {
				continue
			}
			v := v
			given := make([]string, at)
			for i, p := range slots[:at] {
				given[i] = fmt.Sprintf("%q", p.Name)
				for _, also := range p.Also {
					given[i] += fmt.Sprintf(" | %q", also)
				}
			}
			options := argumentsType(m)
			if at > 0 {
				options = fmt.Sprintf("Omit<%s, %s>", options, strings.Join(given, " | "))
			}
			if v.param != "" && at <= v.index(slots) {
				options += " & { " + v.param + v.colon + " " + v.value + " }"
			}
			before := ""
			for i, p := range slots[:at] {
				before += p.Name + ": " + nullable(&slots[i], v) + ", "
			}
			fmt.Fprintf(b, "  %s(%soptions: %s): %s;\n", name, before, options, v.returns)
		}
	}
}

// variant is one return type of a method, with the type of the parameter that leads to it.
type variant struct {
	param, colon, value, returns string
}

func (m *Method) variants() []variant {
	other := m.ReturnsIf
	if other.Param == "" {
		return []variant{{returns: m.Returns}}
	}
	return []variant{
		{other.Param, ":", "true", other.Type},
		{other.Param, "?:", "false | null", m.Returns},
		{other.Param, ":", "boolean", m.Returns + " | " + other.Type},
	}
}

func (v variant) index(slots []Param) int {
	return slices.IndexFunc(slots, func(p Param) bool { return p.Name == v.param })
}

// nullable is the type of a parameter that stands before others.
func nullable(p *Param, v variant) string {
	switch {
	case p.Name == v.param && v.colon == ":":
		return v.value
	case p.Name == v.param:
		return v.value + " | undefined"
	case p.Required:
		return inputTypes[p.Kind]
	}
	return inputTypes[p.Kind] + " | null | undefined"
}

// positionalType lists the parameters by position. What stands before one that must be given cannot be left out.
func positionalType(slots []Param, v variant) string {
	needed := -1
	if v.colon == ":" {
		needed = v.index(slots)
	}
	list := make([]string, len(slots))
	for i := range slots {
		p := &slots[i]
		switch {
		case p.Required || i <= needed:
			list[i] = p.Name + ": " + nullable(p, v)
		case p.Name == v.param:
			list[i] = p.Name + "?: " + v.value
		default:
			list[i] = p.Name + "?: " + inputTypes[p.Kind] + " | null"
		}
	}
	return strings.Join(list, ", ")
}

// writeComment writes a documentation comment.
func writeComment(b *strings.Builder, indent, text string) {
	text = strings.ReplaceAll(text, "*/", "*\\/")
	if !strings.Contains(text, "\n") {
		fmt.Fprintf(b, "%s/** %s */\n", indent, text)
		return
	}
	fmt.Fprintf(b, "%s/**\n", indent)
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString(strings.TrimRight(indent+" * "+line, " ") + "\n")
	}
	fmt.Fprintf(b, "%s */\n", indent)
}
