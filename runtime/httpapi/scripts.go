package httpapi

import (
	"errors"
	"iter"
	"maps"
	"net/http"
	"sync"
	"time"

	"dff/runtime"
	"dff/sandbox"
	"dff/scripts"
)

// maxKnown bounds for how many scripts the names of their functions are kept.
const maxKnown = 10_000

// scriptEntry is one script as the API shows it.
type scriptEntry struct {
	Name      string         `json:"name"`
	Version   string         `json:"version"` // of the file alone; "" if none is in use
	Status    scripts.Status `json:"status"`
	Error     *apiError      `json:"error,omitempty"`
	LoadedAt  *time.Time     `json:"loaded_at,omitempty"`
	Functions []string       `json:"functions,omitempty"`
}

// scriptSource is one script with the source that is in use.
type scriptSource struct {
	scriptEntry
	Path   string `json:"path"`
	Source string `json:"source"`
}

type scriptList struct {
	Scripts []scriptEntry `json:"scripts"`
}

// changeEvent tells that the script directory has changed.
type changeEvent struct {
	Time    time.Time     `json:"time"`
	Changed []scriptEntry `json:"changed"` // scripts that are new, or different, as they are now
	Removed []string      `json:"removed"` // paths of files that are gone
	Modules []string      `json:"modules"` // paths of files that changed and can only be imported
}

// entries yields what is known of each script of a Set, by path. A Set that nobody watches knows only names.
func entries(set *scripts.Set) iter.Seq[*scripts.Entry] {
	return func(yield func(*scripts.Entry) bool) {
		watched := false
		for e := range set.Entries() {
			watched = true
			if e.Name != "" && !yield(e) {
				return
			}
		}
		if watched {
			return
		}
		names, _ := set.Names() // an error: the directory is gone, and so are its scripts
		for _, name := range names {
			if !yield(&scripts.Entry{Name: name, Status: scripts.Live}) {
				return
			}
		}
	}
}

// find reports whether there is a script of that name, which need not be one that works, and the hash of the version
// that is in use.
func (h *Handler) find(name string) (hash string, ok bool) {
	set := h.scripts()
	if e, ok := set.Entry(name); ok {
		return e.Hash, true
	}
	if f, err := set.Script(name); err == nil {
		return f.Hash, true
	}
	return "", false
}

func (h *Handler) exists(name string) bool {
	_, ok := h.find(name)
	return ok
}

// countScripts returns the number of files of scripts, by status.
func (h *Handler) countScripts() map[scripts.Status]int {
	n := map[scripts.Status]int{scripts.Live: 0, scripts.Stale: 0, scripts.Broken: 0}
	for e := range entries(h.scripts()) {
		n[e.Status]++
	}
	return n
}

// entry describes a script.
func (h *Handler) entry(e *scripts.Entry) scriptEntry {
	s := scriptEntry{Name: e.Name, Version: shortHash(e.Hash), Status: e.Status, Functions: h.functions.of(e.Name)}
	if e.Err != nil {
		failed := fileError(e.Err)
		s.Error = &failed
	}
	if !e.LoadedAt.IsZero() {
		s.LoadedAt = &e.LoadedAt
	}
	return s
}

// shortHash is what is shown of a file's hash.
func shortHash(hash string) string { return hash[:min(len(hash), 16)] }

// fileError says why a file is not in use.
func fileError(err error) apiError {
	if failure, ok := errors.AsType[*runtime.Failure](err); ok {
		return failureError(failure)
	}
	e := apiError{Code: string(sandbox.Error), Message: err.Error()}
	if syntax, ok := errors.AsType[*scripts.SyntaxError](err); ok {
		e.Message, e.Frame = "SyntaxError: "+syntax.Message, syntax.Frame
		if syntax.Line > 0 {
			e.Location = &location{File: syntax.File, Line: syntax.Line, Column: syntax.Column}
		}
	}
	return e
}

// list is GET /v1/scripts.
func (h *Handler) list(w http.ResponseWriter, _ *http.Request) {
	answer := scriptList{Scripts: []scriptEntry{}}
	for e := range entries(h.scripts()) {
		answer.Scripts = append(answer.Scripts, h.entry(e))
	}
	h.answer(w, http.StatusOK, answer)
}

// show is GET /v1/scripts/{name}.
func (h *Handler) show(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	set := h.scripts()
	file, err := set.Script(name)
	e, known := set.Entry(name)
	switch {
	case !known && err != nil:
		if _, ok := errors.AsType[*scripts.ReadError](err); !ok {
			h.refuse(w, refuse(http.StatusNotFound, codeNotFound, "%s", err))
			return
		}
		e = &scripts.Entry{Name: name, Status: scripts.Broken, Err: err}
	case !known:
		e = &scripts.Entry{Name: name, Path: file.Path, Hash: file.Hash, Status: scripts.Live}
	}
	answer := scriptSource{scriptEntry: h.entry(e), Path: e.Path}
	if file != nil {
		answer.Source = string(file.Source)
	}
	h.answer(w, http.StatusOK, answer)
}

// Changed tells the Handler that the script directory has changed: clients that follow the events learn it, and it is
// counted. It is meant for scripts.WatchOptions.OnChange.
func (h *Handler) Changed(set *scripts.Set, c scripts.Change) {
	h.metrics.reloads.add(1)
	h.functions.forget(set)
	h.broker.publish("reload", func() any {
		event := changeEvent{Time: time.Now(), Changed: []scriptEntry{}, Removed: append([]string{}, c.Removed...), Modules: []string{}}
		changed := make(map[string]bool)
		for _, list := range [...][]string{c.Added, c.Updated, c.Failed, c.Fixed} {
			for _, p := range list {
				changed[p] = true
			}
		}
		for e := range set.Entries() {
			switch {
			case !changed[e.Path]:
			case e.Name == "":
				event.Modules = append(event.Modules, e.Path)
			default:
				event.Changed = append(event.Changed, h.entry(e))
			}
		}
		return event
	})
}

// functions are the names of the functions that scripts export, as far as a run has shown them. The zero value knows none.
type functions struct {
	mu       sync.Mutex
	byScript map[string]exported
}

type exported struct {
	hash  string // of the file
	names []string
}

// of returns the functions of a script, nil if they are not known.
func (f *functions) of(script string) []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.byScript[script].names
}

// note keeps what a run has shown of a script.
func (f *functions) note(script, hash string, names []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.byScript == nil {
		f.byScript = make(map[string]exported)
	}
	if len(f.byScript) < maxKnown {
		f.byScript[script] = exported{hash, names}
	}
}

// knows reports whether the functions of a version of a script are known.
func (f *functions) knows(script, hash string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	known, ok := f.byScript[script]
	return ok && known.hash == hash
}

// forget drops what is known of versions that are no longer in use.
func (f *functions) forget(set *scripts.Set) {
	f.mu.Lock()
	defer f.mu.Unlock()
	maps.DeleteFunc(f.byScript, func(script string, known exported) bool {
		e, ok := set.Entry(script)
		return !ok || e.Hash != known.hash
	})
}
