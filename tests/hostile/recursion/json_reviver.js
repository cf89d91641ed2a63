// outcome: stack
const f = () => JSON.parse('[1]', f); f()
