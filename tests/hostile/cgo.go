//go:build cgo

package hostile

// cgo tells that workers have a C library, whose heaps leave them a larger address space.
const cgo = true
