// outcome: timeout
const f = () => Promise.race([new Promise(f), new Promise(f)]); f()
