// outcome: ok
RegExp.prototype[Symbol.matchAll].call(/x/g, 'x'); for (const m of 'x'.matchAll(Object.assign(/x/g, { exec: () => ['x'] })));
