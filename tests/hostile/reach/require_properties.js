// outcome: ok
// result: ["undefined","undefined","undefined","undefined",["exports","id"]]
exports.main = () => [typeof require.cache, typeof require.main, typeof require.resolve, typeof require.extensions, Object.keys(module).sort()]
