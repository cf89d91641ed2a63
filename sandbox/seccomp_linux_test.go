//go:build linux && (amd64 || arm64)

package sandbox

import (
	"os"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// The filter is a program for a small machine; here one is built in Go and compared with what it should say.
func TestFilter(t *testing.T) {
	type data struct {
		nr   int32
		arch uint32
		ip   uint64
		args [6]uint64
	}
	run := func(d data) uint32 {
		b := unsafe.Slice((*byte)(unsafe.Pointer(&d)), unsafe.Sizeof(d))
		word := func(at uint32) uint32 { return *(*uint32)(unsafe.Pointer(&b[at])) }
		f := filter()
		var acc uint32
		for pc := 0; ; pc++ {
			in := f[pc]
			switch in.Code {
			case unix.BPF_LD | unix.BPF_W | unix.BPF_ABS:
				acc = word(in.K)
			case unix.BPF_RET | unix.BPF_K:
				return in.K
			case unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K:
				yes := acc == in.K
				if in.Code&unix.BPF_JSET != 0 && in.Code&unix.BPF_JEQ == 0 {
					yes = acc&in.K != 0
				}
				if yes {
					pc += int(in.Jt)
				} else {
					pc += int(in.Jf)
				}
			default:
				t.Fatalf("instruction %#x", in.Code)
			}
		}
	}
	args := func(a ...uint64) (r [6]uint64) { copy(r[:], a); return r }
	pid := uint64(os.Getpid())
	for name, c := range map[string]struct {
		d    data
		want uint32
	}{
		"read":              {data{nr: unix.SYS_READ, arch: auditArch}, seccompAllow},
		"last of the free":  {data{nr: unix.SYS_EXIT_GROUP, arch: auditArch}, seccompAllow},
		"open":              {data{nr: unix.SYS_OPENAT, arch: auditArch}, seccompRefuse},
		"another world":     {data{nr: unix.SYS_READ, arch: auditArch ^ 1}, unix.SECCOMP_RET_KILL_PROCESS},
		"another numbering": {data{nr: unix.SYS_READ | 0x40000000, arch: auditArch}, seccompRefuse},
		"clone3":            {data{nr: unix.SYS_CLONE3, arch: auditArch}, seccompAbsent},
		"from the host":     {data{nr: unix.SYS_RECVFROM, arch: auditArch, args: args(workerFD)}, seccompAllow},
		"from elsewhere":    {data{nr: unix.SYS_RECVFROM, arch: auditArch, args: args(workerFD + 1)}, seccompRefuse},
		"thread":            {data{nr: unix.SYS_CLONE, arch: auditArch, args: args(unix.CLONE_VM | unix.CLONE_THREAD)}, seccompAllow},
		"fork":              {data{nr: unix.SYS_CLONE, arch: auditArch, args: args(unix.CLONE_VM)}, seccompRefuse},
		"own signal":        {data{nr: unix.SYS_TGKILL, arch: auditArch, args: args(pid, 1, 2)}, seccompAllow},
		"other's signal":    {data{nr: unix.SYS_TGKILL, arch: auditArch, args: args(pid+1, 1, 2)}, seccompRefuse},
		"memory":            {data{nr: unix.SYS_MMAP, arch: auditArch, args: args(0, 4096, unix.PROT_READ)}, seccompAllow},
		"code":              {data{nr: unix.SYS_MMAP, arch: auditArch, args: args(0, 4096, unix.PROT_READ|unix.PROT_EXEC)}, seccompRefuse},
		"flags":             {data{nr: unix.SYS_FCNTL, arch: auditArch, args: args(3, unix.F_SETFL)}, seccompAllow},
		"duplicate":         {data{nr: unix.SYS_FCNTL, arch: auditArch, args: args(3, unix.F_DUPFD)}, seccompRefuse},
	} {
		if got := run(c.d); got != c.want {
			t.Errorf("%s: %#x, want %#x", name, got, c.want)
		}
	}
}
