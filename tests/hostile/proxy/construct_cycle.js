// outcome: stack
const p = new Proxy(function () {}, { construct () { return new p() } }); new p()
