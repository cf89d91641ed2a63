// outcome: ok
// result: [0,"function",true]
exports.main = function () { return [arguments.length, typeof arguments.callee, this === exports] }
