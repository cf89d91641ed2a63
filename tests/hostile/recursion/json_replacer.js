// outcome: stack
const f = () => JSON.stringify([1], f); f()
