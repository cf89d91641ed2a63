package runtime

import (
	"container/list"
	"sync"

	"dff/scripts"
)

// programs caches compiled modules by path and content, the least recently used thrown out when their sources
// together grow past maxCachedSource. Safe for concurrent use; two runs that need the same module at once compile it once.
type programs struct {
	mu     sync.Mutex
	byKey  map[programKey]*list.Element
	recent list.List // of *compiled, the most recently used in front
	size   int
}

// maxCachedSource bounds the sources whose compiled form is kept, in bytes.
const maxCachedSource = 64 << 20

// programKey: the path counts too, because positions in errors carry it.
type programKey struct{ path, hash string }

type compiled struct {
	key     programKey
	file    *scripts.File
	once    sync.Once
	program *scripts.Program
	err     error
}

// file returns the file of that path and hash if its program is in the cache, or nil.
func (p *programs) file(path, hash string) *scripts.File {
	p.mu.Lock()
	defer p.mu.Unlock()
	if e := p.byKey[programKey{path, hash}]; e != nil {
		return e.Value.(*compiled).file
	}
	return nil
}

// get returns the program of f, compiling it if need be. An error is cached like a program.
func (p *programs) get(f *scripts.File) (*scripts.Program, error) {
	key := programKey{f.Path, f.Hash}
	p.mu.Lock()
	e := p.byKey[key]
	if e != nil {
		p.recent.MoveToFront(e)
	} else {
		e = p.recent.PushFront(&compiled{key: key, file: f})
		if p.byKey == nil {
			p.byKey = make(map[programKey]*list.Element)
		}
		p.byKey[key] = e
		p.size += len(f.Source)
		for p.size > maxCachedSource && p.recent.Len() > 1 {
			old := p.recent.Remove(p.recent.Back()).(*compiled)
			delete(p.byKey, old.key)
			p.size -= len(old.file.Source)
		}
	}
	p.mu.Unlock()
	c := e.Value.(*compiled)
	c.once.Do(func() { c.program, c.err = scripts.Compile(f) })
	return c.program, c.err
}
