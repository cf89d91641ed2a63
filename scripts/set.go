package scripts

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
	"syscall"
	"unicode"
)

// File is one file of a Set. It is immutable.
type File struct {
	Name   string // script name: Path without its extension
	Path   string // slash-separated path below the root, with extension
	Source []byte
	Hash   string // hex SHA-256 of Source
}

// newFile returns the File of a path and its content.
func newFile(p string, source []byte) *File {
	sum := sha256.Sum256(source)
	return &File{Name: strings.TrimSuffix(p, path.Ext(p)), Path: p, Source: source, Hash: hex.EncodeToString(sum[:])}
}

// Set is an immutable view of a script directory. It is safe for concurrent use. In one that Open or New made, a file is
// read when it is first asked for, and stays as it was read then for the life of the Set. One of a Watcher holds
// all files that scripts can reach, and of a file that cannot be used its last good version.
type Set struct {
	fsys fs.FS

	mu    sync.Mutex
	read  map[string]*File // by path
	named map[string]*File // scripts that were found, by name

	// Of a Watcher's Set only, which has no fsys.
	entries map[string]*Entry // by path
	scripts map[string]*Entry // by name: the entry that answers for it
}

// Open returns the Set of the directory dir. Nothing outside dir can be read through it, by no path and no symbolic link.
// The directory itself may be a symbolic link; the Set keeps the directory it led to when it was opened.
func Open(dir string) (*Set, error) {
	fsys, err := openRoot(dir)
	if err != nil {
		return nil, err
	}
	return New(fsys), nil
}

// New returns the Set of a file system, as embed.FS is one. What fsys lets be read is what scripts can import.
func New(fsys fs.FS) *Set {
	return &Set{fsys: fsys, read: map[string]*File{}, named: map[string]*File{}}
}

// Script returns the entry file of the script called name. Its error is a *NameError, a *NotFoundError, a *DoubledError,
// a *ReadError or, in a Set of a Watcher, what its check found wrong.
func (s *Set) Script(name string) (*File, error) {
	if s.entries != nil {
		e := s.scripts[name]
		if e == nil {
			if err := CheckName(name); err != nil {
				return nil, err
			}
			return nil, &NotFoundError{Name: name, Near: s.nearScripts(name)}
		}
		if e.Status == Broken {
			return nil, e.Err
		}
		return e.file, nil
	}
	s.mu.Lock()
	f := s.named[name]
	s.mu.Unlock()
	if f != nil {
		return f, nil
	}
	f, err := s.find(name)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	s.named[name] = f
	s.mu.Unlock()
	return f, nil
}

// find looks for the script called name in the file system.
func (s *Set) find(name string) (*File, error) {
	if err := CheckName(name); err != nil {
		return nil, err
	}
	var paths []string
	for _, ext := range Extensions {
		if p := name + ext; !isDeclaration(p) && s.has(p) {
			paths = append(paths, p)
		}
	}
	switch len(paths) {
	case 0:
		return nil, &NotFoundError{Name: name, Near: s.nearScripts(name)}
	case 1:
		return s.file(paths[0])
	}
	return nil, &DoubledError{Name: name, Paths: paths}
}

// Resolve returns the file that require(spec) means in the file from, or in the script directory itself if from is nil.
// Only relative specifiers are allowed, and only files of the Set are found: the exact path, the TypeScript file that
// "./util.js" stands for, the path with an extension added, and index files of a folder, in that order. Its error is a
// *ResolveError or a *ReadError.
func (s *Set) Resolve(from *File, spec string) (*File, error) {
	e := &ResolveError{Spec: spec[:min(len(spec), maxSpec)]}
	dir := "."
	if from != nil {
		e.From, dir = from.Path, path.Dir(from.Path)
	}
	if reason := refuseSpec(spec); reason != "" {
		e.Reason, e.Near = reason, s.relativeTo(dir, spec)
		return nil, e
	}
	target := path.Join(dir, spec)
	switch {
	case target == ".." || strings.HasPrefix(target, "../"):
		e.Reason = "it is outside the script directory"
		return nil, e
	case target != "." && (!fs.ValidPath(target) || !isVisible(target)):
		e.Reason = `files and folders that begin with ".", and node_modules, are out of reach`
		return nil, e
	}
	last := spec[strings.LastIndexByte(spec, '/')+1:]
	folder := last == "" || last == "." || last == ".."
	for p := range candidates(target, folder) {
		if s.has(p) {
			return s.file(p)
		}
	}
	e.Missing, e.Reason, e.Near = true, "there is no such file", s.nearFiles(dir, target)
	if ext := path.Ext(target); ext != "" && !isModule(target) {
		e.Reason += fmt.Sprintf(" (and only %s can be imported)", strings.Join(moduleExtensions, " "))
	}
	return nil, e
}

// candidates yields the paths that a specifier can mean, best first.
func candidates(target string, folder bool) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		if !folder {
			ext := path.Ext(target)
			if isModule(target) {
				if !yield(target) {
					return
				}
				// TypeScript wants an import to name the file that the compiler would write.
				if typed, ok := strings.CutSuffix(ext, "js"); ok && !yield(strings.TrimSuffix(target, ext)+typed+"ts") {
					return
				}
			}
			for _, ext := range moduleExtensions {
				if !yield(target + ext) {
					return
				}
			}
		}
		for _, ext := range moduleExtensions {
			if !yield(path.Join(target, "index"+ext)) {
				return
			}
		}
	}
}

// maxSpec is the length of the longest specifier, in bytes.
const maxSpec = 4096

// refuseSpec says why a specifier cannot name a module, or returns "".
func refuseSpec(spec string) string {
	const only = "only relative paths below the script directory can be imported"
	switch {
	case spec == "":
		return "it is empty: " + only
	case len(spec) > maxSpec:
		return fmt.Sprintf("it is longer than %d bytes", maxSpec)
	case strings.Contains(spec, `\`):
		return `folders are separated by "/"`
	case strings.ContainsFunc(spec, unicode.IsControl):
		return "it contains a control character"
	case spec == "." || spec == ".." || strings.HasPrefix(spec, "./") || strings.HasPrefix(spec, "../"):
		return ""
	case spec[0] == '/':
		return "it is an absolute path, and " + only
	case strings.Contains(spec, ":"):
		return "it is no path, and " + only
	}
	return "it is the name of a package, and " + only + `, as "./` + spec + `" is one`
}

// relativeTo offers the relative specifier of the file that a refused one seems to mean.
func (s *Set) relativeTo(dir, spec string) []string {
	spec = strings.ReplaceAll(spec[:min(len(spec), maxSpec)], `\`, "/")
	for _, base := range []string{dir, "."} {
		target := path.Join(base, spec)
		if !fs.ValidPath(target) || target == "." || !isVisible(target) {
			continue
		}
		for p := range candidates(target, false) {
			if s.has(p) {
				return []string{specifier(dir, target)}
			}
		}
	}
	return nil
}

// specifier is what a file in dir writes to import target.
func specifier(dir, target string) string {
	up := ""
	for dir != "." && target != dir && !strings.HasPrefix(target, dir+"/") {
		dir, up = path.Dir(dir), up+"../"
	}
	if dir != "." {
		target = strings.TrimPrefix(target, dir+"/")
	}
	if up == "" {
		up = "./"
	}
	return up + target
}

// Names returns the names of all scripts, sorted, those that cannot be used among them. A Set of Open or New walks the
// whole directory for it.
func (s *Set) Names() ([]string, error) {
	var names []string
	err := s.each(".", func(p string) bool {
		if name, ok := NameOf(p); ok {
			names = append(names, name)
		}
		return true
	})
	slices.Sort(names)
	return slices.Compact(names), err
}

// each calls visit for the path of each module below dir, until visit returns false. A folder that cannot be read hides
// no others; only dir itself is reported.
func (s *Set) each(dir string, visit func(p string) bool) error {
	if s.entries != nil {
		for _, p := range slices.Sorted(maps.Keys(s.entries)) {
			if (dir == "." || strings.HasPrefix(p, dir+"/")) && !visit(p) {
				break
			}
		}
		return nil
	}
	return walker{fsys: s.fsys, visit: func(p string, _ fs.FileInfo, err error) error {
		switch {
		case err != nil && p == dir:
			return err
		case err == nil && !visit(p):
			return fs.SkipAll
		}
		return nil
	}}.walk(dir)
}

// suggestionEntries bounds how many files are looked at to find a name that resembles a wrong one.
const suggestionEntries = 10_000

// nearScripts returns names that resemble name.
func (s *Set) nearScripts(name string) []string {
	// Somebody who gives a file name means the script in it.
	if n, ok := NameOf(name); ok && s.has(name) {
		return []string{n}
	}
	return Nearest(name, s.list(".", NameOf))
}

// nearFiles returns the specifiers of files that resemble target, as a file in dir writes them.
func (s *Set) nearFiles(dir, target string) []string {
	ext := path.Ext(target)
	importable := s.list(path.Dir(target), func(p string) (string, bool) {
		if ext == "" {
			p = strings.TrimSuffix(p, path.Ext(p))
		}
		return p, true
	})
	near := Nearest(target, importable)
	for i, p := range near {
		near[i] = specifier(dir, p)
	}
	return slices.Compact(near)
}

// list collects what keep makes of the paths of the first modules below dir.
func (s *Set) list(dir string, keep func(string) (string, bool)) []string {
	var found []string
	entries := 0
	// An error only makes the suggestion poorer.
	_ = s.each(dir, func(p string) bool {
		if n, ok := keep(p); ok {
			found = append(found, n)
		}
		entries++
		return entries < suggestionEntries
	})
	return found
}

// has reports whether there is something at a path that file would try to read.
func (s *Set) has(p string) bool {
	if s.entries != nil {
		return s.entries[p] != nil
	}
	s.mu.Lock()
	_, ok := s.read[p]
	s.mu.Unlock()
	if ok {
		return true
	}
	info, err := fs.Stat(s.fsys, p)
	if err != nil {
		// Not "not there": permissions, or a link out of the directory. Reading it will say which.
		for _, none := range []error{fs.ErrNotExist, fs.ErrInvalid, syscall.ENOTDIR, syscall.EINVAL, syscall.ENAMETOOLONG} {
			if errors.Is(err, none) {
				return false
			}
		}
		return true
	}
	return !info.IsDir()
}

// file returns the file at a path, reading it if that did not happen before.
func (s *Set) file(p string) (*File, error) {
	if s.entries != nil {
		if e := s.entries[p]; e.file == nil {
			return nil, e.Err
		}
		return s.entries[p].file, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if f, ok := s.read[p]; ok {
		return f, nil
	}
	source, _, err := readFile(s.fsys, p)
	if err != nil {
		return nil, &ReadError{Path: p, Err: err}
	}
	f := newFile(p, source)
	s.read[p] = f
	return f, nil
}
