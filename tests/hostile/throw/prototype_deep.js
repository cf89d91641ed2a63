// outcome: stack
let o = new Error('x'); for (let i = 0; i < 300000; i++) o = Object.create(o); throw o
