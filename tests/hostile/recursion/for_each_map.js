// outcome: stack
const m = new Map([[1, 1]]), f = () => m.forEach(f); f()
