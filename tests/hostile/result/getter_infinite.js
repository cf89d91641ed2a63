// outcome: timeout
exports.main = () => { return ({get a(){for(;;);}}) }
