// outcome: error
const t = {}; t.then = Reflect.apply.bind(null, (ok) => ok(t), null); Promise.resolve(t)
