// outcome: error
exports.main = () => { const o = {}; o.o = [o]; return o }
