// outcome: timeout
exports.main = () => { console.log('%s', { toString () { for (;;); } }); console.log(`${{ toString () { for (;;); } }}`) }
