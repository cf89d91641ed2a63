//go:build unix

package scripts

import (
	"path/filepath"
	"syscall"
	"testing"
)

func TestScriptOfNoRegularFile(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.js"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := open(t, dir).Script("pipe")
	if err == nil || err.Error() != "cannot read pipe.js: it is no regular file" {
		t.Error(err)
	}
}
