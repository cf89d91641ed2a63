package scripts

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Extensions are the extensions of scripts, in the order in which a module without one is looked for.
var Extensions = []string{".js", ".mjs", ".cjs", ".ts", ".mts", ".cts"}

// moduleExtensions are the extensions that can be required: those of scripts, and JSON.
var moduleExtensions = append(slices.Clone(Extensions), ".json")

// MaxNameLength is the longest name a script can have, in bytes.
const MaxNameLength = 512

// NameOf returns the name of the script in the file path, a slash-separated path below the script directory. It
// reports false if that file is no script: its extension is not one of Extensions, it ends in .d.ts, one of its folders
// or the file itself begins with "." or "_" or is called node_modules, or its name is refused by CheckName.
func NameOf(p string) (name string, ok bool) {
	ext := path.Ext(p)
	if !slices.Contains(Extensions, ext) || isDeclaration(p) || !isVisible(p) {
		return "", false
	}
	for part := range strings.SplitSeq(p, "/") {
		if part[0] == '_' {
			return "", false
		}
	}
	name = strings.TrimSuffix(p, ext)
	return name, CheckName(name) == nil
}

// CheckName returns a *NameError if no script can have that name.
func CheckName(name string) error {
	switch {
	case name == "":
		return &NameError{Name: name, Reason: "it is empty"}
	case len(name) > MaxNameLength:
		return &NameError{Name: name[:40] + "…", Reason: fmt.Sprintf("it is %d bytes long, %d are allowed", len(name), MaxNameLength)}
	case !utf8.ValidString(name):
		return &NameError{Name: name, Reason: "it is no valid UTF-8"}
	case strings.Contains(name, `\`):
		return &NameError{Name: name, Reason: `folders are separated by "/"`}
	case strings.Contains(name, ":"):
		return &NameError{Name: name, Reason: `":" separates a script from a function`}
	case strings.IndexFunc(name, unicode.IsControl) >= 0:
		return &NameError{Name: name, Reason: "it contains a control character"}
	case name[0] == '/':
		return &NameError{Name: name, Reason: `it is a path below the script directory, and begins without "/"`}
	case !fs.ValidPath(name):
		return &NameError{Name: name, Reason: `it is a path below the script directory, without ".", ".." and empty parts`}
	}
	for part := range strings.SplitSeq(name, "/") {
		if part[0] == '.' || part[0] == '_' || part == "node_modules" {
			return &NameError{Name: name, Reason: fmt.Sprintf(`%q is no script: files and folders that begin with "." or "_", and node_modules, hold none`, part)}
		}
	}
	return nil
}

// isModule reports whether a path has an extension that can be imported.
func isModule(p string) bool { return slices.Contains(moduleExtensions, path.Ext(p)) }

// isDeclaration reports whether a file only declares types.
func isDeclaration(p string) bool {
	for _, end := range []string{".d.ts", ".d.mts", ".d.cts"} {
		if strings.HasSuffix(p, end) {
			return true
		}
	}
	return false
}

// isVisible reports whether a path is within reach of scripts at all. Hidden files are not, because that is where
// credentials and repositories are kept; node_modules is not, because a live Set would have to hold all of it.
func isVisible(p string) bool {
	for part := range strings.SplitSeq(p, "/") {
		if part == "" || part[0] == '.' || part == "node_modules" {
			return false
		}
	}
	return true
}
