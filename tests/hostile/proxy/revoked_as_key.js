// outcome: ok
// result: "TypeError"
const { proxy, revoke } = Proxy.revocable({}, {}); revoke()
exports.main = () => { try { DFF.CACHE.get(proxy) } catch (e) { return e.name } }
