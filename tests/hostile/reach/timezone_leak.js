// outcome: ok
// result: "numberstring"
exports.main = () => typeof new Date().getTimezoneOffset() + typeof new Date(0).toString()
