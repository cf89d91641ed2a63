package scripts

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"
)

// MaxFiles is how many modules a watched directory can have.
const MaxFiles = 100_000

// racy is how old a file must be for its signature to be trusted: within the resolution of a file system's clock a file
// can change twice and keep its times.
const racy = 2 * time.Second

// signature tells versions of a file apart without reading it. The zero signature is that of no file.
type signature struct {
	size, modified, changed int64
	device, inode           uint64
}

// unknown is the signature of a file that cannot be looked at.
var unknown = signature{size: -1}

// state is what the Watcher knows of a file. A content goes through it from disk by way of a check to good.
type state struct {
	signature signature
	reread    bool      // the signature cannot be trusted
	disk      *File     // the content on the disk; nil if it cannot be read
	err       error     // why disk cannot be used
	checked   bool      // disk needs no check any more
	queued    bool      // disk waits for its check
	good      *File     // the version in use; nil if there is none
	goodKnown bool      // good has passed a check, and is not only what was found first
	loadedAt  time.Time // when good was taken into use
}

// pending is a change that may not be complete yet.
type pending struct {
	signature signature
	first     time.Time // when the path was first seen to be different
	since     time.Time // when it was first seen to be as it is now
}

// sight is what a look has seen at a path.
type sight struct {
	signature signature
	err       error // why it cannot be read
}

// content is what a look has read.
type content struct {
	sight
	source []byte
	read   time.Time
}

// look compares the disk with the states and takes what is different: of the given folders, or of all if there are
// none. Half of a change is not taken: as long as something was written just now, or is missing since just now, look takes
// nothing and reports that it is unsettled. If it fails, because the directory is not there or is too large, nothing is
// taken either.
func (w *Watcher) look(folders map[string]bool) (unsettled bool, err error) {
	fsys, err := openRoot(w.dir)
	if err != nil {
		return false, err
	}
	defer fsys.Close()
	var seen map[string]sight
	if len(folders) > 0 && !w.hasLinks {
		seen = w.list(fsys, folders)
	}
	if seen == nil {
		folders = nil
		if seen, err = w.walk(fsys); err != nil {
			return false, err
		}
	}
	covers := func(p string) bool { return folders == nil || folders[path.Dir(p)] }
	now := time.Now()
	contents := map[string]content{}
	differs := map[string]bool{}
	for p, s := range seen {
		st := w.states[p]
		different := st == nil || st.signature != s.signature
		if !different && !st.reread {
			continue
		}
		settled := !different || w.settled(p, s.signature, now)
		if settled {
			c := readSight(fsys, p, s)
			if c.signature != s.signature { // it is being changed
				different, settled = true, w.settled(p, c.signature, now)
			}
			if settled {
				contents[p] = c
			}
		}
		if different {
			differs[p] = true
		}
	}
	for p := range w.states {
		if _, ok := seen[p]; !ok && covers(p) {
			differs[p] = true
			if w.settled(p, signature{}, now) {
				contents[p] = content{}
			}
		}
	}
	for p, change := range w.pending {
		_, settled := contents[p]
		switch {
		case covers(p) && !differs[p]:
			delete(w.pending, p)
		case !settled && now.Sub(change.first) < patience: // what changes all the time does not hold up the rest for ever
			unsettled = true
		}
	}
	if unsettled {
		return true, nil
	}
	if w.states == nil {
		w.states = make(map[string]*state, len(contents))
	}
	for p, c := range contents {
		delete(w.pending, p)
		w.take(p, c)
	}
	return false, nil
}

// sightOf returns what is to be seen of a file.
func sightOf(info fs.FileInfo, err error) sight {
	switch {
	case err != nil:
		return sight{unknown, err}
	case !info.Mode().IsRegular():
		return sight{signatureOf(info), errNotRegular}
	case info.Size() > MaxFileSize:
		return sight{signatureOf(info), errTooLarge(info.Size())}
	}
	return sight{signatureOf(info), nil}
}

// list returns what is to be seen in some folders that are watched; nil if there is more to see than files.
func (w *Watcher) list(fsys fs.FS, folders map[string]bool) map[string]sight {
	seen := map[string]sight{}
	complete := true
	for dir := range folders {
		err := walker{
			fsys: fsys,
			descend: func(p string, link bool) bool {
				complete = complete && !link && w.events.isWatched(p)
				return false
			},
			enter: func(dir string, info fs.FileInfo) { complete = complete && w.events.isWatchedAs(dir, info) },
			visit: func(p string, info fs.FileInfo, err error) error {
				if p == dir {
					return err
				}
				seen[p] = sightOf(info, err)
				return nil
			},
		}.walk(dir)
		if err != nil || !complete {
			return nil
		}
	}
	return seen
}

// walk returns what is to be seen at each path, and sets the watches of the folders on its way.
func (w *Watcher) walk(fsys fs.FS) (map[string]sight, error) {
	seen := make(map[string]sight, len(w.states))
	folders := make(map[string]bool)
	unreadable := map[string]error{}
	w.hasLinks = false
	err := walker{
		fsys: fsys,
		descend: func(_ string, link bool) bool {
			w.hasLinks = w.hasLinks || link
			return true
		},
		enter: func(dir string, info fs.FileInfo) {
			folders[dir] = true
			if w.events != nil {
				if err := w.events.watch(dir, info); err != nil {
					w.poll(err)
				}
			}
		},
		visit: func(p string, info fs.FileInfo, err error) error {
			if info == nil && !isModule(p) {
				unreadable[p] = err
				return nil
			}
			seen[p] = sightOf(info, err)
			if len(seen) > MaxFiles {
				return fmt.Errorf("there are more than %d files to import below %s: is it the right directory?", MaxFiles, w.dir)
			}
			return nil
		},
	}.walk(".")
	if err == nil {
		err = unreadable["."]
	}
	if err != nil {
		return nil, err
	}
	for p := range w.states { // what is in a folder that cannot be read may still be there
		for dir, err := range unreadable {
			if _, ok := seen[p]; !ok && strings.HasPrefix(p, dir+"/") {
				seen[p] = sight{unknown, err}
			}
		}
	}
	if w.events != nil {
		lost, err := w.events.keep(folders)
		if err == nil {
			err = w.events.watchLinks()
		}
		if err != nil {
			w.poll(err)
		}
		if lost {
			w.hint("")
		}
	}
	return seen, nil
}

// settled reports whether a change looks complete: nothing wrote to the file for the time of a debounce, or it has been
// as it is for as long. A file that became empty is given more time, because many programs empty a file, and compute,
// before they write it.
func (w *Watcher) settled(p string, s signature, now time.Time) bool {
	if w.states == nil {
		return true // the first look finds no changes
	}
	change, ok := w.pending[p]
	if !ok {
		change.first = now
	}
	if !ok || change.signature != s {
		change.signature, change.since = s, now
		w.pending[p] = change
	}
	quiet := w.options.Debounce
	if st := w.states[p]; s.size == 0 && s != (signature{}) && st != nil && st.good != nil && len(st.good.Source) > 0 {
		quiet *= 4
	}
	if now.Sub(change.since) >= quiet {
		return true
	}
	return s != (signature{}) && s != unknown && now.Sub(time.Unix(0, s.modified)) >= quiet
}

// readSight reads a file that was seen. Its signature is another if the file changed meanwhile.
func readSight(fsys fs.FS, p string, s sight) content {
	c := content{sight: s, read: time.Now()}
	if s.err != nil {
		return c
	}
	source, info, err := readFile(fsys, p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.signature = signature{}
	case info != nil:
		c.signature = signatureOf(info)
	}
	c.source, c.err = source, err
	return c
}

// take puts what was read at a path into its state.
func (w *Watcher) take(p string, c content) {
	if c.signature == (signature{}) {
		delete(w.states, p)
		w.dirty = true
		return
	}
	st := w.states[p]
	if st == nil {
		st = &state{}
		w.states[p] = st
	}
	st.signature = c.signature
	newest := time.Unix(0, max(c.signature.modified, c.signature.changed))
	st.reread = c.err != nil || c.read.Sub(newest) < racy
	if c.err != nil {
		if st.disk != nil || st.err == nil || st.err.Error() != (&ReadError{p, c.err}).Error() {
			st.disk, st.err, st.checked, w.dirty = nil, &ReadError{p, c.err}, true, true
		}
		return
	}
	f := newFile(p, c.source)
	switch {
	case st.disk != nil && st.disk.Hash == f.Hash:
		return
	case st.good != nil && st.good.Hash == f.Hash:
		st.disk, st.checked = st.good, st.goodKnown
	default:
		st.disk, st.checked = f, false
	}
	st.err, st.queued, w.dirty = nil, false, true
	if w.options.Check == nil {
		w.judge(st, st.disk, nil)
	}
}
