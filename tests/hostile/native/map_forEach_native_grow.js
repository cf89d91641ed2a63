// outcome: ok
// result: "ok"
exports.main = () => { var m=new Map([[0,0]]); m.forEach(Map.prototype.set.bind(m)); return 'ok' }
