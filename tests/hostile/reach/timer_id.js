// outcome: ok
// result: ["number","function"]
exports.main = () => { const id = setTimeout(() => {}, 1); clearTimeout(id); return [typeof id, typeof setTimeout.constructor] }
