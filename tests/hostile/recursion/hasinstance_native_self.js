// outcome: ok
// result: false
exports.main = () => { var F={}; F[Symbol.hasInstance]=Reflect.apply.bind(null,Function.prototype.call,Object); try { ({}) instanceof F } catch(e) {} var G=function(){}.bind(); Object.defineProperty(G,Symbol.hasInstance,{value:Function.prototype[Symbol.hasInstance].bind(G)}); return ({}) instanceof G }
