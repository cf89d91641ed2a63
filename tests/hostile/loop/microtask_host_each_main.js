// outcome: timeout
const spin = () => { for (;;); }
const again = () => { Promise.resolve(spin).then(queueMicrotask).then(again, again) }
exports.main = again
