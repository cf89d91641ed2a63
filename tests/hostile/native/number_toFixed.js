// outcome: ok
exports.main = () => { return (1e21).toFixed(100)+(1.1).toPrecision(100)+(5e-324).toExponential(100) }
