// outcome: timeout
module.exports = new Proxy({}, { get () { for (;;); } })
