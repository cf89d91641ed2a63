package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dff/scripts"
)

// A target is what FILE[:FUNCTION] and --dir mean together.
type target struct {
	file     string // as the user wrote it
	function string // "" when none was written
	dir      string // the script directory
	script   string // name of the script below dir
	path     string // path of the file below dir, with / between folders
}

// shown is how the user would write the path of a file below the script directory.
func (t target) shown(path string) string {
	if path == t.path {
		return t.file
	}
	return filepath.Join(t.dir, filepath.FromSlash(path))
}

// resolveTarget finds the script that arg, FILE[:FUNCTION], means below dir; dir "" is the folder of FILE.
func resolveTarget(arg, dir string) (target, error) {
	file, function, err := splitTarget(arg)
	if err != nil {
		return target{}, explainNotFound(err, file, dir)
	}
	info, err := os.Stat(file)
	if err != nil {
		return target{}, configError("%w", err)
	}
	if info.IsDir() {
		return target{}, configError("%s is a directory; name a script%s", file, suchAs(file))
	}
	t := target{file: file, function: function, dir: dir}
	if dir == "" {
		t.dir = filepath.Dir(file)
	} else if info, err := os.Stat(dir); err != nil {
		return target{}, configError("--dir: %w", plainPathError(err))
	} else if !info.IsDir() {
		return target{}, configError("--dir: %s is a file; give the directory of the scripts", dir)
	}
	if t.path, err = below(t.dir, file); err != nil {
		return target{}, err
	}
	var ok bool
	if t.script, ok = scripts.NameOf(t.path); !ok {
		return target{}, explainNoScript(t)
	}
	return t, nil
}

// explainNoScript says why the file of t is none.
func explainNoScript(t target) error {
	name, found := cutExtension(t.path)
	if !found {
		return configError("%s is no script: those end in %s, and not in .d.ts", t.file, strings.Join(scripts.Extensions, ", "))
	}
	return configError("%s: %w", t.file, scripts.CheckName(name))
}

// cutExtension takes the extension off a file's name, if it is a script's.
func cutExtension(path string) (name string, found bool) {
	ext := filepath.Ext(path)
	name = strings.TrimSuffix(path, ext)
	return name, slices.Contains(scripts.Extensions, ext) && filepath.Ext(name) != ".d"
}

// splitTarget splits FILE[:FUNCTION] at the colon that makes FILE exist. Where none does, it returns the FILE that was
// probably meant, with an error that is fs.ErrNotExist.
func splitTarget(arg string) (file, function string, err error) {
	if arg == "" {
		return "", "", errors.New("FILE is empty")
	}
	_, err = os.Stat(arg)
	if err == nil {
		return arg, "", nil
	}
	file, function, found := cutFunction(arg)
	if !found {
		return arg, "", err
	}
	if _, err := os.Stat(file); err != nil {
		return file, function, err
	}
	if function == "" {
		return file, "", fmt.Errorf("no function after the colon of %q", arg)
	}
	return file, function, nil
}

// cutFunction splits arg at its last colon, unless that belongs to a path: to C:\… or to a folder's name.
func cutFunction(arg string) (file, function string, found bool) {
	i := strings.LastIndexByte(arg, ':')
	if i < 1 || strings.ContainsAny(arg[i:], `/\`) {
		return arg, "", false
	}
	return arg[:i], arg[i+1:], true
}

// below returns the path of file below dir, with / between folders. Both may be reached through symbolic links.
func below(dir, file string) (string, error) {
	for _, resolve := range []func(string) (string, error){filepath.Abs, filepath.EvalSymlinks} {
		d, err := resolve(dir)
		if err != nil {
			return "", configError("--dir: %w", plainPathError(err))
		}
		f, err := resolve(file)
		if err != nil {
			return "", configError("%w", plainPathError(err))
		}
		// EvalSymlinks leaves relative paths relative.
		if d, err = filepath.Abs(d); err != nil {
			return "", configError("--dir: %w", err)
		}
		if f, err = filepath.Abs(f); err != nil {
			return "", configError("%w", err)
		}
		if path, err := filepath.Rel(d, f); err == nil && filepath.IsLocal(path) {
			return filepath.ToSlash(path), nil
		}
	}
	return "", configError("%s is not below the script directory %s (--dir)", file, dir)
}

// explainNotFound adds to the error of a file what was probably meant instead.
func explainNotFound(err error, file, dir string) error {
	if !errors.Is(err, fs.ErrNotExist) {
		if _, ok := errors.AsType[*fs.PathError](err); ok {
			return configError("%w", plainPathError(err))
		}
		return err
	}
	exists := func(path string) bool {
		info, err := os.Stat(path)
		return err == nil && !info.IsDir()
	}
	candidates := []string{}
	for _, ext := range scripts.Extensions {
		candidates = append(candidates, file+ext)
	}
	if dir != "" {
		candidates = append(candidates, filepath.Join(dir, file))
		for _, ext := range scripts.Extensions {
			candidates = append(candidates, filepath.Join(dir, file+ext))
		}
	}
	if i := slices.IndexFunc(candidates, exists); i >= 0 {
		return configError("no such file: %s%s", file, didYouMean("", candidates[i:i+1]))
	}
	folder, base := filepath.Split(file)
	return configError("no such file: %s%s", file, didYouMean(folder, scripts.Nearest(base, scriptsIn(filepath.Clean(folder)))))
}

// suchAs names a script of a directory, as the end of an error.
func suchAs(dir string) string {
	if names := scriptsIn(dir); len(names) > 0 {
		return " in it, such as " + filepath.Join(dir, names[0])
	}
	return ""
}

// scriptsIn lists the files in dir that look like scripts. A directory that cannot be read has none.
func scriptsIn(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, entry := range entries {
		if _, ok := cutExtension(entry.Name()); ok && !entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names
}

// plainPathError drops the system call that Go names in the errors of files: people look for the path and the reason.
func plainPathError(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s: %w", e.Path, e.Err)
	}
	return err
}
