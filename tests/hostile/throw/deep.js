// outcome: memory
let a = []; for (let i = 0; i < 300000; i++) a = [a]; throw a
