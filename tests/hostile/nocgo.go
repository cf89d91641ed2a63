//go:build !cgo

package hostile

const cgo = false
