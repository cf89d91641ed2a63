// outcome: timeout
// outcome without cgo: memory
Object.keys(new Uint8Array(30000000))
