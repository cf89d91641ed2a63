// outcome: ok
// result: []
exports.main = () => ['fs', 'node:fs', 'net', 'http', 'child_process', 'os', 'process', 'vm', 'worker_threads', 'dff'].map(m => { try { require(m); return m } catch (e) { return e.code } }).filter(c => c !== 'MODULE_NOT_FOUND')
