// outcome: error
Error = TypeError = null; delete globalThis.RangeError; DFF.CACHE.set({}, {})
