package bindings

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var writeTypes = flag.String("write-types", "", "write dff.d.ts to this file, for a look or a compiler")

func TestTypes(t *testing.T) {
	types := Types()
	if types != Types() {
		t.Error("not the same twice")
	}
	for _, name := range plans.names {
		if !strings.Contains(types, "\n  "+name+"(") {
			t.Errorf("%s is not declared", name)
		}
	}
	for _, code := range Codes {
		if !strings.Contains(types, `| "`+string(code)+`"`) {
			t.Errorf("the code %s is not declared", code)
		}
	}
	if *writeTypes != "" {
		if err := os.WriteFile(*writeTypes, []byte(types), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
