// outcome: ok
// result: "x"
String.prototype.toJSON = function () { return { toJSON: this.toJSON } }
exports.main = () => 'x'
