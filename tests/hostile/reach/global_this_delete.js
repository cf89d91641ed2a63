// outcome: ok
// result: 1
for (const k of Reflect.ownKeys(globalThis)) try { delete globalThis[k] } catch {}
exports.main = () => 1
