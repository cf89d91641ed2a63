// outcome: timeout
const f = () => setTimeout(f, 0); f()
