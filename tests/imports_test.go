package tests

import (
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

type room struct {
	path    string
	imports []string
}

// rooms are the packages of the module, by prefix, and what each of them may import of the others.
var rooms = []room{
	{"dff/internal/busypoll", nil},
	{"dff/sandbox", []string{"dff/internal/busypoll"}},
	{"dff/bindings", []string{"dff/sandbox", "dff/internal/busypoll"}},
	{"dff/scripts", []string{"dff/sandbox"}},
	{"dff/runtime", []string{"dff/sandbox", "dff/bindings", "dff/scripts"}},
	{"dff/cmd", []string{"dff/sandbox", "dff/bindings", "dff/scripts", "dff/runtime"}},
	{"dff/examples", []string{"dff/sandbox", "dff/bindings", "dff/scripts", "dff/runtime"}},
	{"dff/tests", []string{"dff/sandbox", "dff/bindings", "dff/scripts", "dff/runtime"}},
}

// owners are the only packages that may import a library, in their tests too.
var owners = map[string][]string{
	"github.com/redis/go-redis":     {"dff/bindings", "dff/tests/redistest", "dff/tests/bench"},
	"github.com/alicebob/miniredis": {"dff/bindings", "dff/tests/redistest"},
	"github.com/fsnotify/fsnotify":  {"dff/scripts"},
	"github.com/evanw/esbuild":      {"dff/scripts"},
	"github.com/spf13/cobra":        {"dff/cmd"},
	"github.com/spf13/pflag":        {"dff/cmd"},
	"github.com/peterh/liner":       {"dff/cmd"},
}

// testOnly are the libraries that only tests, and packages for tests, may import.
var testOnly = []string{"testing", "github.com/rogpeppe/go-internal", "go.uber.org/goleak", "github.com/google/go-cmp"}

type goPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// TestImports holds the direction of imports between the rooms, and that each library has one room that knows it.
func TestImports(t *testing.T) {
	for _, goos := range []string{"linux", "darwin", "windows"} {
		t.Run(goos, func(t *testing.T) {
			t.Parallel()
			for _, p := range listPackages(t, goos) {
				checkImports(t, p)
			}
		})
	}
}

func checkImports(t *testing.T, p goPackage) {
	t.Helper()
	i := slices.IndexFunc(rooms, func(r room) bool { return under(p.ImportPath, r.path) })
	if i < 0 {
		t.Errorf("%s is in no room: a new top-level folder needs a line in this test", p.ImportPath)
		return
	}
	for _, path := range p.Imports {
		if under(path, "dff") && !under(path, rooms[i].path) && !underAny(path, rooms[i].imports) {
			t.Errorf("%s imports %s; %s may import %v", p.ImportPath, path, rooms[i].path, rooms[i].imports)
		}
		if underAny(path, testOnly) && !under(p.ImportPath, "dff/tests") {
			t.Errorf("%s imports %s, which is for tests", p.ImportPath, path)
		}
	}
	for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
		for library, packages := range owners {
			if under(path, library) && !underAny(p.ImportPath, packages) {
				t.Errorf("%s imports %s, which only %v may", p.ImportPath, path, packages)
			}
		}
	}
}

func listPackages(t *testing.T, goos string) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-e", "-json=ImportPath,Imports,TestImports,XTestImports", "dff/...")
	cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []goPackage
	for dec := json.NewDecoder(strings.NewReader(string(out))); dec.More(); {
		var p goPackage
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	if len(packages) < len(rooms) {
		t.Fatalf("go list found %d packages in %d rooms", len(packages), len(rooms))
	}
	return packages
}

// under reports whether the import path is prefix or below it. A major version counts as below: go-redis/v9 is under go-redis.
func under(path, prefix string) bool {
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}

func underAny(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return under(path, p) })
}
