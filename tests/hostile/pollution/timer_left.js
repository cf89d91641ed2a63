// outcome: error
setTimeout(() => { globalThis.late = 1 }, 2000000000); exports.main = () => { throw new Error('left a timer') }
