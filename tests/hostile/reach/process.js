// outcome: ok
// result: ["undefined","undefined","undefined","undefined","undefined","undefined","undefined","undefined","undefined","undefined","undefined","undefined"]
exports.main = () => [typeof process, typeof Buffer, typeof global, typeof Deno, typeof Bun, typeof WebAssembly, typeof SharedArrayBuffer, typeof Atomics, typeof fetch, typeof XMLHttpRequest, typeof WebSocket, typeof Worker]
