// outcome: timeout
const f = () => { queueMicrotask(f); queueMicrotask(f) }; f()
