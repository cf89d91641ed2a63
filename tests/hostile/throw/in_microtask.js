// outcome: error
exports.main = () => { queueMicrotask(() => { throw new Error('late') }); return 1 }
