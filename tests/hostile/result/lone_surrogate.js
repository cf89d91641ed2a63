// outcome: ok
// result: "𐏿"
exports.main = () => { return '\ud800'+'\udfff' }
