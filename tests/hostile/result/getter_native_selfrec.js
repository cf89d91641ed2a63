// outcome: stack
exports.main = () => { var o={}; Object.defineProperty(o,'x',{get:Reflect.get.bind(null,o,'x'),enumerable:true}); return o }
