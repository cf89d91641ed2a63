// outcome: timeout
const f = () => queueMicrotask(f); f()
