// outcome: ok
// result: 1
exports.main = () => { Object.setPrototypeOf(globalThis, new Proxy({}, {has(){return true},get(t,k){return 'owned'}})); return 1 }
