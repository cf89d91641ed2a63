//go:build !linux

package sandbox

import "os"

// executable is what a worker is started from: this program.
func executable() (string, error) { return os.Executable() }

// stepBack does nothing on this system.
func stepBack(int) {}

// residentMeter knows nothing on this system.
type residentMeter struct{}

func newResidentMeter(int) residentMeter { return residentMeter{} }

func (residentMeter) read() int64 { return 0 }
func (residentMeter) close()      {}
