package scripts

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// tree writes files, "path" to content, below a new directory. A content that begins with "-> " is a symbolic link.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for p, content := range files {
		write(t, filepath.Join(dir, filepath.FromSlash(p)), content)
	}
	return dir
}

func write(t testing.TB, p, content string) {
	t.Helper()
	err := os.MkdirAll(filepath.Dir(p), 0o755)
	if err == nil {
		if target, ok := strings.CutPrefix(content, "-> "); ok {
			err = os.Symlink(target, p)
		} else {
			err = os.WriteFile(p, []byte(content), 0o644)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
}

func open(t testing.TB, dir string) *Set {
	t.Helper()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNameOf(t *testing.T) {
	for p, want := range map[string]string{
		"a.js": "a", "a.mjs": "a", "a.cjs": "a", "a.ts": "a", "a.mts": "a", "a.cts": "a", "demo/report.ts": "demo/report",
		"a.test.js": "a.test", "größe 1.js": "größe 1", "a..js": "a.", "x.d.js": "x.d", "a.js/b.js": "a.js/b",
		"a.json": "", "a.txt": "", "a": "", "a.d.ts": "", "a.d.mts": "", "a.d.cts": "", ".a.js": "", "_a.js": "", ".js": "", "_lib/a.js": "", "a/_b/c.js": "",
		".git/a.js": "", "node_modules/a/b.js": "", "x/node_modules/b.js": "", "a.tsx": "", "a.jsx": "", "a.JS": "", "a:b.js": "",
		"": "", "/a.js": "", "a//b.js": "", "a\nb.js": "", "a\\b.js": "", "\xff.js": "",
	} {
		if got, ok := NameOf(p); got != want && ok || ok != (want != "") {
			t.Errorf("NameOf(%q) = %q, %t; want %q", p, got, ok, want)
		}
	}
}

func TestCheckName(t *testing.T) {
	for name, want := range map[string]string{
		"a": "", "demo/report": "", "a b": "", "a.b": "", "größe": "", "a.js": "",
		"": "empty", "/a": "begins without", "../a": `".."`, "a/../b": `".."`, "a//b": "empty parts", "a/": "empty parts", ".": `"."`, "a\\b": `"/"`, "a:b": "function",
		"_a": `"_a"`, "a/.b": `".b"`, "node_modules/x": "node_modules", "a\x00": "control", "\xff": "UTF-8", strings.Repeat("x", 600): "512",
	} {
		err := CheckName(name)
		var nameError *NameError
		if (want == "") != (err == nil) || err != nil && (!errors.As(err, &nameError) || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n")) {
			t.Errorf("CheckName(%q) = %v; want %q", name, err, want)
		}
	}
}

func TestScript(t *testing.T) {
	dir := tree(t, map[string]string{
		"a.js": "A", "b.ts": "B", "c.js": "", "c.ts": "", "demo/report.mts": "R", "_lib/util.js": "", ".env.js": "", "types.d.ts": "", "data.json": "{}",
		"node_modules/x/y.js": "", "link.js": "-> demo/report.mts", "folder": "-> demo", "out.js": "-> /etc/hostname", "up.js": "-> ../up.js", "dangling.js": "-> nothing.js",
		"dir.js/inner.js": "I", "big.js": strings.Repeat(" ", MaxFileSize+1), "full.js": strings.Repeat(" ", MaxFileSize), "loop/again": "-> ..", "loop/x.js": "",
	})
	s := open(t, dir)
	for name, want := range map[string]string{
		"a": "a.js", "b": "b.ts", "demo/report": "demo/report.mts", "link": "link.js", "folder/report": "folder/report.mts", "dir.js/inner": "dir.js/inner.js", "full": "full.js",
	} {
		f, err := s.Script(name)
		if err != nil || f.Path != want || f.Name != name || len(f.Hash) != 64 {
			t.Errorf("Script(%q) = %+v, %v", name, f, err)
		}
	}
	for name, want := range map[string]string{
		"c":           `script "c" is in c.js and c.ts at once: rename or remove all but one`,
		"nothing":     `no script "nothing"`,
		"a.js":        `no script "a.js"; did you mean "a"?`,
		"demo/reprot": `no script "demo/reprot"; did you mean "demo/report"?`,
		"report":      `no script "report"; did you mean "demo/report" or "folder/report"?`,
		"A":           `no script "A"; did you mean "a"?`,
		"_lib/util":   `invalid script name "_lib/util": "_lib" is no script: files and folders that begin with "." or "_", and node_modules, hold none`,
		"types.d":     `no script "types.d"`,
		"data":        `no script "data"`,
		"out":         "cannot read out.js: it is a symbolic link that leads out of the script directory",
		"up":          "cannot read up.js: it is a symbolic link that leads out of the script directory",
		"dangling":    `no script "dangling"`,
		"dir":         `no script "dir"`,
		"big":         "cannot read big.js: it has 4194305B, more than the 4MiB that a file may have: split it, or keep data in the cache",
		"a/b":         `no script "a/b"; did you mean "b"?`,
		"demo":        `no script "demo"`,
	} {
		f, err := s.Script(name)
		if err == nil || err.Error() != want {
			t.Errorf("Script(%q) = %v, %v\nwant %s", name, f, err, want)
		}
		if strings.HasPrefix(want, "no script") != errors.Is(err, ErrNotFound) {
			t.Errorf("Script(%q): %v is ErrNotFound: %t", name, err, errors.Is(err, ErrNotFound))
		}
	}
	names, err := s.Names()
	want := []string{"a", "b", "big", "c", "demo/report", "dir.js/inner", "folder/report", "full", "link", "loop/x"}
	if err != nil || !slices.Equal(names, want) {
		t.Errorf("Names() = %q, %v\nwant %q", names, err, want)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := tree(t, map[string]string{"a.js": ""})
	for _, p := range []string{filepath.Join(dir, "nowhere"), filepath.Join(dir, "a.js")} {
		if s, err := Open(p); err == nil || s != nil || !strings.HasPrefix(err.Error(), "cannot open the script directory "+p+": ") {
			t.Errorf("Open(%s) = %v, %v", p, s, err)
		}
	}
}

// TestImmutable changes files under a Set.
func TestImmutable(t *testing.T) {
	dir := tree(t, map[string]string{"a.js": "1", "b.js": "1"})
	s := open(t, dir)
	before, err := s.Script("a")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.js", "b.js"} {
		write(t, filepath.Join(dir, name), "2")
	}
	after, err := s.Script("a")
	if err != nil || after != before {
		t.Errorf("%v, %v: not the file that was read", after, err)
	}
	if b, err := s.Script("b"); err != nil || string(b.Source) != "2" {
		t.Errorf("%v, %v: not read lazily", b, err)
	}
	if err := os.Remove(filepath.Join(dir, "a.js")); err != nil {
		t.Fatal(err)
	}
	if f, err := s.Resolve(nil, "./a"); err != nil || f != before {
		t.Errorf("%v, %v: not the file that was read", f, err)
	}
}

var resolveFiles = map[string]string{
	"main.js": "", "util.js": "", "both.js": "", "both.ts": "", "typed.ts": "", "m.mts": "", "c.cts": "", "data.json": "{}", "notes.txt": "", "none": "",
	"lib/index.ts": "", "lib/deep/x.js": "", "lib.js": "", "folder/index.json": "{}", "_lib/util.js": "", ".hidden/x.js": "", "node_modules/p/index.js": "",
	"a.b.js": "", "types.d.ts": "", "demo/one.js": "", "demo/sub/two.js": "", "out.js": "-> ../../etc/passwd", "inside.js": "-> lib/deep/x.js", "x.json.js": "",
}

func TestResolve(t *testing.T) {
	s := open(t, tree(t, resolveFiles))
	for _, tt := range []struct{ from, spec, want string }{
		{"main.js", "./util.js", "util.js"},
		{"main.js", "./util", "util.js"},
		{"main.js", "./both", "both.js"},
		{"main.js", "./both.ts", "both.ts"},
		{"main.js", "./typed.js", "typed.ts"},
		{"main.js", "./typed.ts", "typed.ts"},
		{"main.js", "./m.mjs", "m.mts"},
		{"main.js", "./m", "m.mts"},
		{"main.js", "./c.cjs", "c.cts"},
		{"main.js", "./data", "data.json"},
		{"main.js", "./data.json", "data.json"},
		{"main.js", "./lib", "lib.js"},
		{"main.js", "./lib/", "lib/index.ts"},
		{"main.js", "./lib/.", "lib/index.ts"},
		{"lib/deep/x.js", "..", "lib/index.ts"},
		{"lib/deep/x.js", "../", "lib/index.ts"},
		{"lib/deep/x.js", "./..", "lib/index.ts"},
		{"lib/deep/x.js", "../../main", "main.js"},
		{"lib/deep/x.js", ".././../main", "main.js"},
		{"lib/index.ts", ".", "lib/index.ts"},
		{"main.js", "./folder", "folder/index.json"},
		{"main.js", "./_lib/util", "_lib/util.js"},
		{"_lib/util.js", "../main.js", "main.js"},
		{"main.js", "./a.b", "a.b.js"},
		{"main.js", "./types.d.ts", "types.d.ts"},
		{"main.js", "./inside", "inside.js"},
		{"main.js", "./x.json", "x.json.js"},
		{"", "./main", "main.js"},
		{"demo/one.js", "./../demo/sub/../one", "demo/one.js"},

		{"main.js", "", `cannot find module "" from main.js: it is empty: only relative paths below the script directory can be imported`},
		{"demo/one.js", "/util", `cannot find module "/util" from demo/one.js: it is an absolute path, and only relative paths below the script directory can be imported; did you mean "../util"?`},
		{"demo/one.js", "sub/two", `cannot find module "sub/two" from demo/one.js: it is the name of a package, and only relative paths below the script directory can be imported, as "./sub/two" is one; did you mean "./sub/two"?`},
		{"demo/one.js", "util", `cannot find module "util" from demo/one.js: it is the name of a package, and only relative paths below the script directory can be imported, as "./util" is one; did you mean "../util"?`},
		{"main.js", "fs", `cannot find module "fs" from main.js: it is the name of a package, and only relative paths below the script directory can be imported, as "./fs" is one`},
		{"main.js", "node:fs", `cannot find module "node:fs" from main.js: it is no path, and only relative paths below the script directory can be imported`},
		{"main.js", "https://x.example/y.js", `cannot find module "https://x.example/y.js" from main.js: it is no path, and only relative paths below the script directory can be imported`},
		{"main.js", `.\util`, `cannot find module ".\\util" from main.js: folders are separated by "/"; did you mean "./util"?`},
		{"main.js", "./a\x00", `cannot find module "./a\x00" from main.js: it contains a control character`},
		{"main.js", "./" + strings.Repeat("x/", 3000), `cannot find module "./` + strings.Repeat("x/", 2047) + `" from main.js: it is longer than 4096 bytes`},
		{"main.js", "../x", `cannot find module "../x" from main.js: it is outside the script directory`},
		{"main.js", "..", `cannot find module ".." from main.js: it is outside the script directory`},
		{"demo/one.js", "../../../../etc/passwd", `cannot find module "../../../../etc/passwd" from demo/one.js: it is outside the script directory`},
		{"main.js", "./.hidden/x", `cannot find module "./.hidden/x" from main.js: files and folders that begin with ".", and node_modules, are out of reach`},
		{"main.js", "./node_modules/p", `cannot find module "./node_modules/p" from main.js: files and folders that begin with ".", and node_modules, are out of reach`},
		{"main.js", "./notes.txt", `cannot find module "./notes.txt" from main.js: there is no such file (and only .js .mjs .cjs .ts .mts .cts .json can be imported)`},
		{"main.js", "./none", `cannot find module "./none" from main.js: there is no such file`},
		{"main.js", "./utli", `cannot find module "./utli" from main.js: there is no such file; did you mean "./util"?`},
		{"main.js", "./Util.js", `cannot find module "./Util.js" from main.js: there is no such file; did you mean "./util.js"?`},
		{"demo/one.js", "./oen", `cannot find module "./oen" from demo/one.js: there is no such file; did you mean "./one"?`},
		{"main.js", "./util.js/x", `cannot find module "./util.js/x" from main.js: there is no such file`},
		{"main.js", "./util/", `cannot find module "./util/" from main.js: there is no such file; did you mean "./util"?`},
		{"main.js", "./" + strings.Repeat("x", 300), `cannot find module "./` + strings.Repeat("x", 300) + `" from main.js: there is no such file`},
		{"", "./nothing", `cannot find module "./nothing": there is no such file`},
		{"main.js", "./out", `cannot read out.js: it is a symbolic link that leads out of the script directory`},
	} {
		var from *File
		if tt.from != "" {
			from = newFile(tt.from, nil)
		}
		f, err := s.Resolve(from, tt.spec)
		got := fmt.Sprint(err)
		if err == nil {
			got = f.Path
		}
		if got != tt.want {
			t.Errorf("Resolve(%q, %q) = %s\nwant %s", tt.from, tt.spec, got, tt.want)
		}
		if missing := strings.Contains(tt.want, "no such file"); missing != errors.Is(err, ErrNotFound) {
			t.Errorf("Resolve(%q, %q): ErrNotFound: %t", tt.from, tt.spec, !missing)
		}
	}
}

// TestFS runs the same rules over a file system that is no directory.
func TestFS(t *testing.T) {
	s := New(fstest.MapFS{"a.js": {Data: []byte("1")}, "demo/b.ts": {Data: []byte("2")}, "_lib/c.js": {}})
	names, err := s.Names()
	if err != nil || !slices.Equal(names, []string{"a", "demo/b"}) {
		t.Errorf("%q, %v", names, err)
	}
	b, err := s.Script("demo/b")
	if err != nil {
		t.Fatal(err)
	}
	if c, err := s.Resolve(b, "../_lib/c"); err != nil || c.Path != "_lib/c.js" {
		t.Errorf("%v, %v", c, err)
	}
}

func TestNearest(t *testing.T) {
	for _, tt := range []struct {
		name, want string
	}{
		{"coutner", "counter"}, {"countr", "counter"}, {"Counter", "counter"}, {"x", ""}, {"demo/counter", "counter"}, {"completely different", ""}, {"abc", "ab abd"}, {"", ""},
	} {
		if got := strings.Join(Nearest(tt.name, []string{"counter", "board", "ab", "abd", "limit/er"}), " "); got != tt.want {
			t.Errorf("Nearest(%q) = %q, want %q", tt.name, got, tt.want)
		}
	}
}

func FuzzName(f *testing.F) {
	for _, s := range []string{"a.js", "demo/b.ts", "_x.js", "a/../b.js", "/a.js", ".js", "a..js", "node_modules/x.js", "\xff.js", "a:b.ts", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, p string) {
		name, ok := NameOf(p)
		if !ok {
			return
		}
		if err := CheckName(name); err != nil || path.Clean(p) != p || !strings.HasPrefix(p, name+".") || strings.HasPrefix(name, "..") {
			t.Errorf("%q is %q: %v", p, name, err)
		}
	})
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"./a", "../x", "..", ".", "/a", "a", "./a/../../b", "./a//b", "./\x00", `..\x`, "./.x", "./_lib/util", "././././lib/", "./out", "file:///etc/passwd"} {
		f.Add("main.js", s)
		f.Add("lib/deep/x.js", s)
	}
	outside := f.TempDir()
	write(f, filepath.Join(outside, "etc", "passwd"), "SECRET")
	write(f, filepath.Join(outside, "main.js"), "SECRET")
	dir := filepath.Join(outside, "root", "dir")
	for p, content := range resolveFiles {
		write(f, filepath.Join(dir, p), content)
	}
	write(f, filepath.Join(dir, "updir"), "-> ../..")
	s, err := Open(dir)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, from, spec string) {
		if _, ok := resolveFiles[from]; !ok {
			return
		}
		file, err := s.Resolve(newFile(from, nil), spec)
		if err != nil {
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q", err)
			}
			return
		}
		if _, ok := resolveFiles[file.Path]; !ok || strings.Contains(string(file.Source), "SECRET") || !isVisible(file.Path) {
			t.Errorf("%q from %q is %s", spec, from, file.Path)
		}
	})
}
