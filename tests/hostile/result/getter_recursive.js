// outcome: timeout
exports.main = () => { function mk(){ return {get a(){ return mk() }} } return mk() }
