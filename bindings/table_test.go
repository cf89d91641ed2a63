package bindings

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// TestTable shows that every row is complete and says nothing that contradicts itself.
func TestTable(t *testing.T) {
	if len(Methods) != 53 {
		t.Errorf("%d methods, want 53", len(Methods))
	}
	seen := map[string]bool{}
	for _, m := range Methods {
		if seen[m.Name] {
			t.Errorf("%s: twice", m.Name)
		}
		seen[m.Name] = true
		if m.AliasOf != "" {
			if i := slices.IndexFunc(Methods, func(o Method) bool { return o.Name == m.AliasOf }); i < 0 || Methods[i].AliasOf != "" {
				t.Errorf("%s: is an alias of %s, which is no method", m.Name, m.AliasOf)
			}
			continue
		}
		if m.Group == "" || m.Doc == "" || m.Returns == "" || m.ReturnsDoc == "" || len(m.Examples) == 0 || m.run == nil {
			t.Errorf("%s: something is missing", m.Name)
		}
		if !m.Writes && m.Repeat != Always {
			t.Errorf("%s: a read that may not be repeated", m.Name)
		}
		if m.Blocks && m.Repeat != Never {
			t.Errorf("%s: a blocking method that may be repeated", m.Name)
		}
		optional := false
		for _, p := range m.Slots() {
			if p.Doc == "" || p.Kind == 0 {
				t.Errorf("%s: %s is not complete", m.Name, p.Name)
			}
			if p.Required && (optional || p.Default != "") {
				t.Errorf("%s: %s is required, after an optional one or with a default", m.Name, p.Name)
			}
			optional = optional || !p.Required
		}
		for _, e := range m.Examples {
			if _, err := goja.Compile("", e.Code, true); err != nil {
				t.Errorf("%s: %v", m.Name, err)
			}
			if !strings.Contains(e.Code, "DFF.CACHE."+m.Name+"(") {
				t.Errorf("%s: an example does not call it", m.Name)
			}
			if e.Want != "" && !json.Valid([]byte(e.Want)) {
				t.Errorf("%s: an example wants %s", m.Name, e.Want)
			}
		}
	}
}

func TestReference(t *testing.T) {
	reference := Reference()
	if reference != Reference() {
		t.Error("not the same twice")
	}
	for _, m := range Methods {
		if !strings.Contains(reference, "\n#### "+m.Name+"\n") {
			t.Errorf("%s is missing", m.Name)
		}
	}
	for _, code := range Codes {
		if !strings.Contains(reference, "\n| `"+string(code)+"` |") {
			t.Errorf("%s is missing", code)
		}
	}
	for _, link := range regexp.MustCompile(`\]\(#(\w+)\)`).FindAllStringSubmatch(reference, -1) {
		if !strings.Contains(reference, "\n#### "+link[1]+"\n") {
			t.Errorf("a link to %s leads nowhere", link[1])
		}
	}
}
