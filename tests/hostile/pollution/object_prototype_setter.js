// outcome: ok
// result: 1
exports.main = () => { Object.defineProperty(Object.prototype,'a',{set(v){globalThis.__stolen=v},get(){return 'owned'},configurable:true}); Object.defineProperty(Object.prototype,'z',{get(){return 'owned'}}); return 1 }
