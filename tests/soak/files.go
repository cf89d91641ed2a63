package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// script is a file that is written.
type script struct {
	name    string // of the script
	ext     string
	shared  *script // the module that it requires; nil for none
	padding int     // bytes

	serial int // of the last content that was begun
}

// firstSerial and all that follow have as many digits, so that all contents of a script have the same length.
const firstSerial = 1_000_000

// source returns the three parts of a content. No part of a source, and no mix of two of them, can be compiled: all is within one
// pair of parentheses, and the label at its end has to be that of its beginning. So what a save leaves on the disk before it is
// complete must not become live, however long it takes.
func (s *script) source(serial int) [3]string {
	shared := ""
	if s.shared != nil {
		shared = "const shared = require('./" + filepath.Base(s.shared.name) + "')\n"
	}
	return [3]string{
		fmt.Sprintf("(exports.main = exports.serial = () => { s%d: {\n%s/*", serial, shared),
		strings.Repeat("-", s.padding),
		fmt.Sprintf("*/\nreturn { script: '%s', serial: %d%s }\nbreak s%d } })\n", s.name, serial,
			map[bool]string{true: ", shared: shared.serial().serial"}[s.shared != nil], serial),
	}
}

func (s *script) text(serial int) string {
	parts := s.source(serial)
	return parts[0] + parts[1] + parts[2]
}

// brokenText returns a content that cannot be compiled.
func (s *script) brokenText(serial int) string {
	text := s.text(serial)
	switch rand.IntN(3) {
	case 0:
		return text[:len(text)/2]
	case 1:
		return strings.Replace(text, "return {", "return {{", 1)
	}
	return text + "}"
}

// unit is what one writer at a time may write: a script alone, or in a folder with the module that it requires.
type unit struct {
	mu      sync.Mutex
	scripts []*script
	folder  string // "" for a script alone
}

// span is a time in which the disk was in some state, at the longest.
type span struct{ from, to time.Time }

// records are what writers have done. They are safe for concurrent use.
type records struct {
	mu       sync.Mutex
	contents map[string]content // by version
	gone     map[string][]span  // times without a file, by name of the script
	emptied  map[string][]span  // times with an empty file
	saves    map[string]int     // by manner
	began    time.Time          // when the writers began
	broken   int                // saves of what cannot be compiled
}

// storm reports whether at a time all writers are in a hurry. Between storms a server gets to see single saves, in one it can
// hardly keep up.
func (r *records) storm(at time.Time) bool { return int(at.Sub(r.began)/time.Second)%6 >= 4 }

// rest is how long a writer rests at most between two saves.
func (r *records) rest(at time.Time) time.Duration {
	if r.storm(at) {
		return 50 * time.Millisecond
	}
	return time.Second
}

// content is what was written, as a whole.
type content struct {
	script *script
	serial int
	saved  time.Time // when it was complete; zero before
	beside int       // serial of the other script of its folder that came with it; 0 if it came alone
}

// versionOf returns the version by which a server calls a content.
func versionOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

var emptyVersion = versionOf("")

// Times that a server waits for more. What lasts longer may become live.
const (
	settling      = 45 * time.Millisecond // of what is new or gone: the watcher's 50 ms, less a clock tick
	settlingEmpty = 4 * settling          // of a file that has become empty
)

// next returns the next content of a script, recorded before any of it can be seen.
func (r *records) next(s *script) (text string, complete func()) { return r.nextBeside(s, 0) }

func (r *records) nextBeside(s *script, beside int) (text string, complete func()) {
	s.serial++
	text = s.text(s.serial)
	version, c := versionOf(text), content{script: s, serial: s.serial, beside: beside}
	r.mu.Lock()
	r.contents[version] = c
	r.mu.Unlock()
	return text, func() {
		c.saved = time.Now()
		r.mu.Lock()
		r.contents[version] = c
		r.mu.Unlock()
	}
}

// was records a state of the disk that began at some time and is over.
func (r *records) was(in map[string][]span, s *script, from time.Time, least time.Duration) {
	if to := time.Now(); to.Sub(from) >= least {
		r.mu.Lock()
		in[s.name] = append(in[s.name], span{from, to})
		r.mu.Unlock()
	}
}

// writer saves and breaks scripts. It belongs to one goroutine.
type writer struct {
	*records
	dir  string // of the scripts
	away string // a directory beside it, of this writer alone
}

func (w *writer) path(s *script) string { return filepath.Join(w.dir, s.name+s.ext) }

// manner is a way in which people, editors and tools save a file.
type manner struct {
	name string
	save func(w *writer, s *script) error
}

// manners are the ways to save one script.
var manners = []manner{
	{"in place, in pieces", (*writer).inPieces},
	{"in place, over the old", (*writer).over},
	{"in place, at once", (*writer).atOnce},
	{"rename over (VS Code, sed -i)", (*writer).renameOver},
	{"backup and new file (vim)", (*writer).backup},
	{"delete and create (git)", (*writer).recreate},
	{"a syntax error and its repair", (*writer).breakAndRepair},
	{"cut off and its repair", (*writer).cutOff},
	{"away and back", (*writer).awayAndBack},
	{"touch", (*writer).touch},
}

// folderManners are the ways to save a folder.
var folderManners = []struct {
	name string
	save func(w *writer, u *unit) error
}{
	{"both files, one after the other (git)", (*writer).both},
	{"another folder in its place", (*writer).otherFolder},
	{"folder away and back", (*writer).folderAwayAndBack},
}

// save has the writer save some script, or folder, in some manner.
func (w *writer) save(u *unit) error {
	var name string
	var err error
	if i := rand.IntN(len(manners) + len(folderManners)); u.folder != "" && i < len(folderManners) {
		name, err = folderManners[i].name, folderManners[i].save(w, u)
	} else {
		m := manners[rand.IntN(len(manners))]
		name, err = m.name, m.save(w, u.scripts[rand.IntN(len(u.scripts))])
	}
	w.mu.Lock()
	w.saves[name]++
	w.mu.Unlock()
	return err
}

// hesitate lets time pass: often less than a server waits for more, and sometimes more than that.
func hesitate() {
	time.Sleep(time.Duration(rand.Int64N(int64(100*time.Millisecond))) * time.Duration(rand.IntN(2)))
}

// pauseBelow lets time pass that a server waits for more, at most two thirds of it.
func pauseBelow(most time.Duration) { time.Sleep(time.Duration(rand.Int64N(int64(most * 2 / 3)))) }

// inPieces empties the file and writes three pieces.
func (w *writer) inPieces(s *script) error {
	text, complete := w.next(s)
	parts := s.source(s.serial)
	emptied := time.Now()
	f, err := os.Create(w.path(s))
	if err != nil {
		return err
	}
	pauseBelow(settlingEmpty)
	_, err = f.WriteString(parts[0])
	w.was(w.emptied, s, emptied, settlingEmpty)
	for _, part := range []string{parts[1][:s.padding/2], text[len(parts[0])+s.padding/2:]} {
		hesitate()
		_, more := f.WriteString(part)
		err = errors.Join(err, more)
	}
	complete()
	return errors.Join(err, f.Close())
}

// over writes three pieces over what is there, which is as long.
func (w *writer) over(s *script) error {
	text, complete := w.next(s)
	f, err := os.OpenFile(w.path(s), os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	parts := s.source(s.serial)
	cuts := []int{0, len(parts[0]) + s.padding/3, len(parts[0]) + s.padding/3*2, len(text)}
	for i := range 3 {
		_, more := f.WriteString(text[cuts[i]:cuts[i+1]])
		err = errors.Join(err, more)
		if i < 2 {
			hesitate()
		}
	}
	complete()
	return errors.Join(err, f.Close())
}

func (w *writer) atOnce(s *script) error {
	text, complete := w.next(s)
	defer complete()
	return w.write(s, text, time.Time{})
}

// write replaces the content of a file that has been gone since some time, if that is not zero.
func (w *writer) write(s *script, text string, gone time.Time) error {
	least := time.Duration(settlingEmpty)
	from := time.Now()
	if !gone.IsZero() {
		least, from = settling, gone // nothing that it replaces has to stay
	}
	err := os.WriteFile(w.path(s), []byte(text), 0o600)
	w.was(w.emptied, s, from, least)
	if !gone.IsZero() {
		w.was(w.gone, s, gone, settling)
	}
	return err
}

// aside writes a file beside a script, which is no script, and returns its path.
func (w *writer) aside(s *script, text string) (string, error) {
	p := filepath.Join(filepath.Dir(w.path(s)), "."+filepath.Base(s.name)+".tmp")
	return p, os.WriteFile(p, []byte(text), 0o600)
}

func (w *writer) renameOver(s *script) error {
	text, complete := w.next(s)
	p, err := w.aside(s, text)
	if err != nil {
		return err
	}
	hesitate()
	defer complete()
	return os.Rename(p, w.path(s))
}

func (w *writer) backup(s *script) error {
	text, complete := w.next(s)
	gone := time.Now()
	if err := os.Rename(w.path(s), w.path(s)+"~"); err != nil {
		return err
	}
	err := w.write(s, text, gone)
	complete()
	hesitate()
	return errors.Join(err, os.Remove(w.path(s)+"~"))
}

func (w *writer) recreate(s *script) error {
	text, complete := w.next(s)
	gone := time.Now()
	if err := os.Remove(w.path(s)); err != nil {
		return err
	}
	pauseBelow(settling)
	defer complete()
	return w.write(s, text, gone)
}

func (w *writer) breakAndRepair(s *script) error {
	w.mu.Lock()
	w.broken++
	w.mu.Unlock()
	p, err := w.aside(s, s.brokenText(s.serial+1))
	if err == nil {
		err = os.Rename(p, w.path(s))
	}
	if err != nil {
		return err
	}
	for range rand.IntN(5) {
		hesitate()
	}
	return w.renameOver(s)
}

// cutOff cuts the end of a file off, and writes it anew.
func (w *writer) cutOff(s *script) error {
	w.mu.Lock()
	w.broken++
	w.mu.Unlock()
	if err := os.Truncate(w.path(s), int64(20+rand.IntN(s.padding))); err != nil {
		return err
	}
	hesitate()
	return w.atOnce(s)
}

func (w *writer) awayAndBack(s *script) error {
	p := filepath.Join(w.away, filepath.Base(w.path(s)))
	gone := time.Now()
	if err := os.Rename(w.path(s), p); err != nil {
		return err
	}
	for range rand.IntN(4) {
		hesitate()
	}
	complete := func() {}
	if rand.IntN(2) == 0 {
		var text string
		text, complete = w.next(s)
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			return err
		}
	}
	defer complete()
	err := os.Rename(p, w.path(s))
	w.was(w.gone, s, gone, settling)
	return err
}

func (w *writer) touch(s *script) error {
	now := time.Now()
	return os.Chtimes(w.path(s), now, now)
}

func (w *writer) both(u *unit) error {
	var err error
	for _, s := range u.scripts {
		err = errors.Join(err, w.atOnce(s))
	}
	return err
}

// otherFolder has a new folder take the place of the old one.
func (w *writer) otherFolder(u *unit) error {
	fresh, old := filepath.Join(w.away, "fresh"), filepath.Join(w.away, "old")
	if err := os.Mkdir(fresh, 0o755); err != nil {
		return err
	}
	for i, s := range u.scripts {
		beside := u.scripts[1-i].serial
		if i == 0 {
			beside++ // it follows
		}
		text, complete := w.nextBeside(s, beside)
		defer complete()
		if err := os.WriteFile(filepath.Join(fresh, filepath.Base(w.path(s))), []byte(text), 0o600); err != nil {
			return err
		}
	}
	hesitate()
	if err := w.moveFolder(u, old, fresh, false); err != nil {
		return err
	}
	return os.RemoveAll(old)
}

func (w *writer) folderAwayAndBack(u *unit) error {
	p := filepath.Join(w.away, "moved")
	return w.moveFolder(u, p, p, true)
}

// moveFolder moves a folder away, and one into its place.
func (w *writer) moveFolder(u *unit, to, from string, slowly bool) error {
	p := filepath.Join(w.dir, u.folder)
	gone := time.Now()
	if err := os.Rename(p, to); err != nil {
		return err
	}
	if slowly {
		hesitate()
	}
	err := os.Rename(from, p)
	for _, s := range u.scripts {
		w.was(w.gone, s, gone, settling)
	}
	return err
}

// makeUnits writes the first contents of all scripts: some that nobody will write, some alone, some in folders with the module
// that they require.
func makeUnits(w *writer) (calm, written []*unit, err error) {
	newScript := func(name, ext string, shared *script) *script {
		return &script{name: name, ext: ext, shared: shared, padding: 300 + rand.IntN(10_000), serial: firstSerial}
	}
	for i := range 20 {
		calm = append(calm, &unit{scripts: []*script{newScript(fmt.Sprintf("calm/%d", i), ".js", nil)}})
	}
	for i := range 120 {
		written = append(written, &unit{scripts: []*script{newScript(fmt.Sprintf("alone/%d/%d", i%7, i), []string{".js", ".ts"}[i%2], nil)}})
	}
	for i := range 30 {
		folder := fmt.Sprintf("folder%d", i)
		shared := newScript(folder+"/shared", ".js", nil)
		written = append(written, &unit{folder: folder, scripts: []*script{newScript(folder+"/main", ".js", shared), shared}})
	}
	for _, units := range [][]*unit{calm, written} {
		for _, u := range units {
			for _, s := range u.scripts {
				err = errors.Join(err, os.MkdirAll(filepath.Dir(w.path(s)), 0o755), w.atOnce(s))
			}
		}
	}
	return calm, written, err
}
