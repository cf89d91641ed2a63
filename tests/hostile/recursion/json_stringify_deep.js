// outcome: memory
let o = {}; for (let i = 0; i < 1000000; i++) o = { o }; JSON.stringify(o)
