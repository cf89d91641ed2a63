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

// maxHints is how many events are kept for a Watcher that is busy. When there are more, it looks at everything instead.
const maxHints = 10_000

// events is where hints come from that something changed. It may miss some: a rescan finds what it missed.
type events struct {
	notifier notifier
	events   <-chan fsnotify.Event
	errors   <-chan error
	done     chan struct{} // closed by close
	relayed  chan struct{} // closed when relay has ended

	root    string                 // the script directory
	folders map[string]fs.FileInfo // the folders that are watched, by slash-separated path below root, as they were then
	links   map[string]bool        // the symbolic links on the way to root
}

// newEvents begins to listen for changes on the way to root. Folders below it are added by watch. It takes over n, and
// closes it if it fails.
func newEvents(root string, n notifier, ev <-chan fsnotify.Event, errs <-chan error) (*events, error) {
	hints, faults := make(chan fsnotify.Event), make(chan error)
	e := &events{notifier: n, events: hints, errors: faults, done: make(chan struct{}), relayed: make(chan struct{}),
		root: root, folders: map[string]fs.FileInfo{}}
	go e.relay(ev, errs, hints, faults)
	if err := e.watchLinks(); err != nil {
		e.close()
		return nil, err
	}
	return e, nil
}

// relay passes on what the notifier tells, and is ready for more at any time. While fsnotify waits for somebody to hear of an
// error, it holds the lock that Add, Remove and Close take: if the goroutine that calls these had to listen too, both would
// wait for ever.
func (e *events) relay(ev <-chan fsnotify.Event, errs <-chan error, hints chan<- fsnotify.Event, faults chan<- error) {
	defer close(e.relayed)
	defer close(faults)
	defer close(hints)
	var waiting []fsnotify.Event
	var fault error
	for {
		var next fsnotify.Event
		var toHints chan<- fsnotify.Event
		var toFaults chan<- error
		if len(waiting) > 0 {
			next, toHints = waiting[0], hints
		}
		if fault != nil {
			toFaults = faults
		}
		select {
		case <-e.done:
			return
		case hint, ok := <-ev:
			switch {
			case !ok:
				return
			case len(waiting) == maxHints:
				waiting, fault = nil, fsnotify.ErrEventOverflow
			default:
				waiting = append(waiting, hint)
			}
		case err, ok := <-errs:
			switch {
			case !ok:
				return
			case errors.Is(err, syscall.EINVAL):
				// The watch of a folder that was moved away ended with the folder before fsnotify could end it. The event of
				// the move says all there is to say.
			case fault == nil || errors.Is(err, fsnotify.ErrEventOverflow):
				fault = err
			}
		case toHints <- next:
			waiting = waiting[1:]
		case toFaults <- fault:
			fault = nil
		}
	}
}

// close ends the watches.
func (e *events) close() {
	_ = e.notifier.Close() // nothing is lost with it
	close(e.done)
	<-e.relayed
}

// fsnotifyEvents is newEvents with fsnotify.
func fsnotifyEvents(root string) (*events, error) {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, err
	}
	return newEvents(root, w, w.Events, w.Errors)
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
