package scripts

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/fsnotify/fsnotify"
)

// notifier is the part of fsnotify that is used. Folders are watched, not files: editors replace files.
type notifier interface {
	Add(dir string) error
	Remove(dir string) error
	Close() error
}

// events is where hints come from that something changed. It may miss some: a rescan finds what it missed.
type events struct {
	notifier notifier
	events   <-chan fsnotify.Event
	errors   <-chan error

	root    string                 // the script directory
	folders map[string]fs.FileInfo // the folders that are watched, by slash-separated path below root, as they were then
	links   map[string]bool        // the symbolic links on the way to root
}

// newEvents begins to listen for changes on the way to root. Folders below it are added by watch.
func newEvents(root string, n notifier, ev <-chan fsnotify.Event, errs <-chan error) (*events, error) {
	e := &events{notifier: n, events: ev, errors: errs, root: root, folders: map[string]fs.FileInfo{}}
	return e, e.watchLinks()
}

// fsnotifyEvents is newEvents with fsnotify.
func fsnotifyEvents(root string) (*events, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	e, err := newEvents(root, w, w.Events, w.Errors)
	if err != nil {
		w.Close()
		return nil, err
	}
	return e, nil
}

// path returns the path of a folder below root, given slash-separated.
func (e *events) path(dir string) string { return filepath.Join(e.root, filepath.FromSlash(dir)) }

// isWatched reports whether a folder has a watch.
func (e *events) isWatched(dir string) bool { return e.folders[dir] != nil }

// isWatchedAs reports whether a folder has a watch, and is the one that it was set on.
func (e *events) isWatchedAs(dir string, info fs.FileInfo) bool {
	return e.isWatched(dir) && os.SameFile(e.folders[dir], info)
}

// watch sets a watch on a folder, unless it has one.
func (e *events) watch(dir string, info fs.FileInfo) error {
	if e.isWatchedAs(dir, info) {
		return nil
	}
	if e.isWatched(dir) {
		e.forget(dir) // another folder has taken its place
	}
	if err := e.notifier.Add(e.path(dir)); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	e.folders[dir] = info
	return nil
}

// forget ends the watch of a folder.
func (e *events) forget(dir string) {
	delete(e.folders, dir)
	_ = e.notifier.Remove(e.path(dir)) // it ended by itself if the folder is gone
}

// keep ends the watches of the folders that are not in seen. It reports whether events may have been lost: a folder
// that was moved takes its watch along, and loses it when the watch of its old path ends.
func (e *events) keep(seen map[string]bool) (lost bool, err error) {
	var gone []fs.FileInfo
	for dir, info := range e.folders {
		if !seen[dir] {
			e.forget(dir)
			gone = append(gone, info)
		}
	}
	for dir, info := range e.folders {
		if slices.ContainsFunc(gone, func(g fs.FileInfo) bool { return os.SameFile(g, info) }) {
			lost = true
			if err := e.notifier.Add(e.path(dir)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return lost, err
			}
		}
	}
	return lost, nil
}

// watchLinks watches the folders of all symbolic links on the way to root: when one is switched, root is another
// directory and its own watch is silent.
func (e *events) watchLinks() error {
	links := map[string]bool{}
	rest, at := strings.Split(filepath.ToSlash(e.root), "/"), filepath.VolumeName(e.root)+string(filepath.Separator)
	for range 1000 { // links may form a circle
		if len(rest) == 0 {
			break
		}
		next := rest[0]
		rest = rest[1:]
		if next == "" || next == "." || next == filepath.VolumeName(e.root) {
			continue
		}
		p := filepath.Join(at, next)
		target, err := os.Readlink(p)
		if err != nil {
			at = p
			continue
		}
		links[p] = true
		rest = append(strings.Split(filepath.ToSlash(target), "/"), rest...)
		if filepath.IsAbs(target) {
			at = filepath.VolumeName(target) + string(filepath.Separator)
		}
	}
	for p := range links {
		if !e.links[p] {
			if err := e.notifier.Add(filepath.Dir(p)); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
		}
	}
	e.links = links
	return nil
}

// folderOf says where to look after an event: in one folder, or everywhere, which is "". It reports false if the event
// can be ignored. If there are links below root, it can be about any of them.
func (e *events) folderOf(ev fsnotify.Event, hasLinks bool) (dir string, ok bool) {
	if e.links[ev.Name] {
		return "", true
	}
	rel, err := filepath.Rel(e.root, ev.Name)
	if err != nil {
		return "", true
	}
	rel = filepath.ToSlash(rel)
	switch dir := path.Dir(rel); {
	case e.isWatched(rel):
		if ev.Has(fsnotify.Remove | fsnotify.Rename) {
			e.forget(rel) // a new folder of that name may have its inode
		}
		return "", true
	case !e.isWatched(dir):
		return "", false // a neighbour of a link, or of a folder that is gone
	case isModule(rel):
		return dir, true
	}
	// Editors and logs write many files that are no modules. Anything else may be a folder, or have to do with a link.
	if hasLinks {
		return "", true
	}
	info, err := os.Lstat(ev.Name)
	return "", err == nil && !info.Mode().IsRegular()
}

// adviceFor explains why there are no events.
func adviceFor(err error) string {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return "the limit of watched folders is reached: raise fs.inotify.max_user_watches"
	case errors.Is(err, syscall.EMFILE):
		return "the limit of inotify instances or open files is reached: raise fs.inotify.max_user_instances or ulimit -n"
	}
	return fmt.Sprintf("the file system gives no events: %v", err)
}
