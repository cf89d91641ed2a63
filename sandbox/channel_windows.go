package sandbox

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// pipes is the host's end of two pipes.
type pipes struct{ r, w *os.File }

func (p pipes) Read(b []byte) (int, error)  { return p.r.Read(b) }
func (p pipes) Write(b []byte) (int, error) { return p.w.Write(b) }
func (p pipes) Close() error                { return errors.Join(p.r.Close(), p.w.Close()) }

// newChannel makes the streams between host and worker, which are the worker's standard input and output. files are
// what the worker inherits; the host closes them once the worker has started.
func newChannel(stderr *os.File) (host io.ReadWriteCloser, files []*os.File, env []string, err error) {
	fromHost, toWorker, err := os.Pipe()
	if err != nil {
		return nil, nil, nil, err
	}
	fromWorker, toHost, err := os.Pipe()
	if err != nil {
		return nil, nil, nil, errors.Join(err, fromHost.Close(), toWorker.Close())
	}
	// Programs do not start without this variable.
	env = []string{"SYSTEMROOT=" + os.Getenv("SYSTEMROOT")}
	return pipes{fromWorker, toWorker}, []*os.File{fromHost, toHost, stderr}, env, nil
}

// workerChannel returns the worker's end, and keeps everybody else from writing to it.
func workerChannel() (io.Reader, io.Writer, error) {
	in, out := os.Stdin, os.Stdout
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		return nil, nil, err
	}
	os.Stdin, os.Stdout = null, null
	return in, out, nil
}

func sysProcAttr() *syscall.SysProcAttr { return &syscall.SysProcAttr{HideWindow: true} }
