// outcome: ok
// result: 1
Error.stackTraceLimit = 0; Error.prepareStackTrace = () => 'polluted'; Error.captureStackTrace = null
exports.main = () => 1
