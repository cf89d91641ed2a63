// outcome: ok
// result: ["reach/module_paths.js","reach","reach/module_paths.js"]
exports.main = () => [__filename, __dirname, module.id]
