// outcome: timeout
async function * g () { for (;;) yield 1 }
exports.main = async () => { for await (const x of g()); }
