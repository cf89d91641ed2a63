// outcome: ok
const p = { then: Promise.prototype.then.bind(Promise.resolve()) }; Promise.resolve(p)
