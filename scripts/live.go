package scripts

import (
	"iter"
	"maps"
	"slices"
	"time"
)

// Status says whether a file of a watched directory can be used.
type Status string

// The statuses of a file.
const (
	Live   Status = "live"   // what is on the disk is in use
	Stale  Status = "stale"  // what is on the disk cannot be used; the last version that could is in use
	Broken Status = "broken" // it cannot be used and never could, or its name is not its own
)

// Entry is what a Watcher's Set knows of a file. It is immutable.
type Entry struct {
	Name     string    // script name; "" for a file that can only be imported
	Path     string    // slash-separated path below the root
	Hash     string    // of the version in use, as in File; "" if there is none
	Status   Status    // Live, Stale or Broken
	Err      error     // why it is not Live: a *ReadError, a *DoubledError, or what the check found
	LoadedAt time.Time // when the version in use became so; zero if there is none

	file    *File
	failing string // hash of the content that Err is about
}

// Entries yields what is known of each file, by path; of nothing in a Set that no Watcher made.
func (s *Set) Entries() iter.Seq[*Entry] {
	return func(yield func(*Entry) bool) {
		for _, p := range slices.Sorted(maps.Keys(s.entries)) {
			if !yield(s.entries[p]) {
				return
			}
		}
	}
}

// Entry returns what is known of the script called name. A Set that no Watcher made knows nothing.
func (s *Set) Entry(name string) (*Entry, bool) {
	e, ok := s.scripts[name]
	return e, ok
}

// Change says how a Set differs from the one before it, by paths, sorted. A path is in one list only.
type Change struct {
	Added   []string // files that are new
	Updated []string // files whose version in use is another
	Removed []string // files that are gone
	Failed  []string // files that became Stale or Broken, or are so for another reason than before
	Fixed   []string // files that are Live again with the version that was in use all along
}

// isEmpty reports whether nothing changed.
func (c Change) isEmpty() bool {
	return len(c.Added)+len(c.Updated)+len(c.Removed)+len(c.Failed)+len(c.Fixed) == 0
}

// newLiveSet makes a Set of entries. Two files of one script name spoil it, but a script that was in use before the
// second file came stays in use.
func newLiveSet(entries map[string]*Entry, before *Set) *Set {
	s := &Set{entries: entries, scripts: make(map[string]*Entry, len(entries))}
	doubled := map[string][]string{}
	for p, e := range entries {
		if e.Name == "" {
			continue
		}
		if first := s.scripts[e.Name]; first != nil {
			if doubled[e.Name] == nil {
				doubled[e.Name] = []string{first.Path}
			}
			doubled[e.Name] = append(doubled[e.Name], p)
			continue
		}
		s.scripts[e.Name] = e
	}
	for name, paths := range doubled {
		slices.Sort(paths)
		err := &DoubledError{Name: name, Paths: paths}
		answers, status := paths[0], Broken
		if before != nil {
			e := before.scripts[name]
			if e != nil && e.Status != Broken && slices.Contains(paths, e.Path) && entries[e.Path].file != nil {
				answers, status = e.Path, Stale
			}
		}
		for _, p := range paths {
			e := *entries[p]
			if e.Err == nil {
				e.Err = err
			}
			e.Status = Broken
			entries[p] = &e
		}
		s.scripts[name] = entries[answers]
		s.scripts[name].Status = status
	}
	return s
}

// since returns how s differs from before.
func (s *Set) since(before *Set) Change {
	var c Change
	for p, e := range s.entries {
		old := before.entries[p]
		switch {
		case old == e:
		case e.Err != nil && (old == nil || old.failing != e.failing || !sameText(old.Err, e.Err)):
			c.Failed = append(c.Failed, p)
		case old == nil:
			c.Added = append(c.Added, p)
		case e.file != old.file && e.Hash != old.Hash:
			c.Updated = append(c.Updated, p)
		case e.Err == nil && old.Err != nil:
			c.Fixed = append(c.Fixed, p)
		}
	}
	for p := range before.entries {
		if s.entries[p] == nil {
			c.Removed = append(c.Removed, p)
		}
	}
	for _, list := range [][]string{c.Added, c.Updated, c.Removed, c.Failed, c.Fixed} {
		slices.Sort(list)
	}
	return c
}

// sameText reports whether two errors say the same. Errors of a check may be of types that cannot be compared.
func sameText(a, b error) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return a.Error() == b.Error()
}
