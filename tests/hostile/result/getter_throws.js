// outcome: error
exports.main = () => { return ({get a(){ throw new Error('boom') }}) }
