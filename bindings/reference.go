package bindings

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed reference.md
var referenceText string

// Reference returns the reference page of DFF.CACHE in Markdown. It is made from the table, and always the same.
func Reference() string {
	var b strings.Builder
	b.WriteString(referenceText)
	b.WriteString("## Methods\n")
	group := ""
	for _, m := range slices.Concat(Methods, Extensions) {
		if m.Group != group {
			group = m.Group
			fmt.Fprintf(&b, "\n### %s\n", group)
		}
		writeMethod(&b, &m)
	}
	return b.String()
}

func writeMethod(b *strings.Builder, m *Method) {
	if m.AliasOf != "" {
		fmt.Fprintf(b, "\n#### %s\n\nThe same function as [`%s`](#%s).\n", m.Name, m.AliasOf, m.AliasOf)
		return
	}
	fmt.Fprintf(b, "\n#### %s\n\n`%s`\n\n%s\n\n", m.Name, m.Signature(m.Name), m.Doc)
	slots := m.Slots()
	for _, p := range slots {
		fmt.Fprintf(b, "- `%s`", p.Name)
		for _, also := range p.Also {
			fmt.Fprintf(b, " (or `%s`)", also)
		}
		fmt.Fprintf(b, " — %s", p.Doc)
		if p.Default != "" {
			fmt.Fprintf(b, " Default: %s.", p.DefaultText())
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(b, "- **returns** — %s\n", m.ReturnsDoc)
	for _, example := range m.Examples {
		fmt.Fprintf(b, "\n```js\n%s\n", example.Code)
		if example.Want != "" {
			fmt.Fprintf(b, "// → %s\n", example.Want)
		}
		b.WriteString("```\n")
	}
}
