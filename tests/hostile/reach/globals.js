// outcome: ok
// What the host adds to the language, and nothing else.
const known = 'DFF console setTimeout setInterval clearTimeout clearInterval queueMicrotask'.split(' ')
exports.main = () => { const names = []; for (let o = globalThis; o; o = Object.getPrototypeOf(o)) for (const k of Reflect.ownKeys(o)) if (!known.includes(k) && typeof k === 'string' && /^[a-z]/.test(k)) names.push(k); return names.filter(k => !(k in Object.prototype)).sort() }
