// outcome: stack
const f = () => Function('f', 'return f()')(f); f()
