// outcome: memory
let f = () => {}; for (let i = 0; i < 300000; i++) f = f.bind(null); f()
