// outcome: ok
// result: 1
exports.main = () => { Object.defineProperty(Array,Symbol.species,{get(){return function(){ return {length:0} }},configurable:true}); return 1 }
