// outcome: ok
// result: ["undefined","undefined","undefined"]
exports.main = () => [typeof WeakRef, typeof FinalizationRegistry, typeof gc]
