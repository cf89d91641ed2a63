// outcome: ok
// result: 1
module.exports = Object.freeze(Object.assign(Object.create(null), { main: () => 1 }))
