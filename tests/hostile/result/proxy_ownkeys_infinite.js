// outcome: timeout
exports.main = () => { return new Proxy({}, {ownKeys(){for(;;);}}) }
