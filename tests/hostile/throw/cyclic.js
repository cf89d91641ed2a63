// outcome: error
const a = []; a.push(a, { a }); throw a
