// outcome: ok
// result: "undefined"
exports.main = () => typeof Intl
