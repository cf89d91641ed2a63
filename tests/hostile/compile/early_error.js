// outcome: error
let a; let a
