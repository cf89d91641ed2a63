// outcome: timeout
// A chain of microtasks that no bytecode stands between.
const p = Promise.resolve(); const t = { then: Promise.prototype.then.bind(p) }; t.then(function again () { return p.then(again) })
