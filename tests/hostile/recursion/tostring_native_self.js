// outcome: stack
exports.main = () => { return ({toString:''.trim})+'' }
