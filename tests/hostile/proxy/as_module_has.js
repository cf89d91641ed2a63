// outcome: timeout
module.exports = new Proxy(() => {}, { get () { for (;;); }, has () { for (;;); }, ownKeys () { for (;;); } })
