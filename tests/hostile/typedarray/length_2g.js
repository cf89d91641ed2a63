// outcome: ok|memory
// outcome without cgo: memory
new Uint8Array(2 ** 31)
