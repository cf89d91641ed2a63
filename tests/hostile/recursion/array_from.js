// outcome: stack
const f = () => Array.from([1], f); f()
