package scripts

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"syscall"
)

// errNotRegular is the error for devices, pipes and sockets.
var errNotRegular = errors.New("it is no regular file")

// readFile reads a regular file of at most MaxFileSize bytes. The info is of the file after it was read; nil if it could
// not be had.
func readFile(fsys fs.FS, p string) ([]byte, fs.FileInfo, error) {
	f, err := fsys.Open(p)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, nil, err
	case !info.Mode().IsRegular():
		return nil, info, errNotRegular
	case info.Size() > MaxFileSize:
		return nil, info, errTooLarge(info.Size())
	}
	source := make([]byte, 0, info.Size()+1)
	for {
		n, err := f.Read(source[len(source):cap(source)])
		source = source[:len(source)+n]
		if len(source) > MaxFileSize { // it grew, or its file system does not know sizes
			return nil, info, errTooLarge(int64(len(source)))
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, info, err
		}
		if len(source) == cap(source) {
			source = slices.Grow(source, len(source)+512)
		}
	}
	info, err = f.Stat()
	return slices.Clip(source), info, err
}

// rootFS is the file system of an os.Root. Unlike its FS method, Open does not wait for a writer of a named pipe.
type rootFS struct {
	root *os.Root
	fs.FS
}

// openRoot returns the file system of a directory.
func openRoot(dir string) (*rootFS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		var pathErr *fs.PathError
		if errors.As(err, &pathErr) {
			err = pathErr.Err
		}
		return nil, fmt.Errorf("cannot open the script directory %s: %w", dir, err)
	}
	return &rootFS{root, root.FS()}, nil
}

func (r *rootFS) Close() error { return r.root.Close() }

func (r *rootFS) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	return r.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

func (r *rootFS) Stat(name string) (fs.FileInfo, error) { return fs.Stat(r.FS, name) }

// walker visits the modules of a file system.
type walker struct {
	fsys fs.FS
	// descend, if set, says whether to go into a folder, or to look where a link leads.
	descend func(p string, link bool) bool
	// enter, if set, is called with each folder before it is listed.
	enter func(dir string, info fs.FileInfo)
	// visit is called with each module, in lexical order, and with each folder or link that cannot be read and its error.
	// Modules that are no regular files are visited as they are. An error of visit ends the walk; fs.SkipAll is none.
	visit func(p string, info fs.FileInfo, err error) error
}

// walk visits the modules below dir. It follows symbolic links, but not to a folder that they are in.
func (w walker) walk(dir string) error {
	err := w.walkDir(dir, nil)
	if err == fs.SkipAll {
		return nil
	}
	return err
}

func (w walker) walkDir(dir string, above []fs.FileInfo) error {
	f, err := w.fsys.Open(dir)
	if err != nil {
		return w.visit(dir, nil, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return w.visit(dir, nil, err)
	}
	reader, ok := f.(fs.ReadDirFile)
	if !ok || !info.IsDir() {
		return w.visit(dir, nil, &fs.PathError{Op: "readdir", Path: dir, Err: syscall.ENOTDIR})
	}
	if slices.ContainsFunc(above, func(a fs.FileInfo) bool { return os.SameFile(a, info) }) {
		return nil
	}
	if w.enter != nil {
		w.enter(dir, info)
	}
	above = append(above[:len(above):len(above)], info)
	entries, listErr := reader.ReadDir(-1)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, entry := range entries {
		if err := w.visitEntry(path.Join(dir, entry.Name()), entry, above); err != nil {
			return err
		}
	}
	if listErr != nil {
		return w.visit(dir, nil, listErr)
	}
	return nil
}

func (w walker) visitEntry(p string, entry fs.DirEntry, above []fs.FileInfo) error {
	link := entry.Type()&fs.ModeSymlink != 0
	if !isVisible(entry.Name()) || !link && !entry.IsDir() && !isModule(p) {
		return nil
	}
	if (link || entry.IsDir()) && w.descend != nil && !w.descend(p, link) {
		return nil
	}
	if entry.IsDir() {
		return w.walkDir(p, above)
	}
	if !link {
		info, err := entry.Info()
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it was removed since the folder was listed
		}
		return w.visit(p, info, err)
	}
	info, err := fs.Stat(w.fsys, p)
	switch {
	case err == nil && info.IsDir():
		return w.walkDir(p, above)
	case !isModule(p):
		return nil
	}
	return w.visit(p, info, err)
}
