// outcome: timeout
const t = {}; const p = new Proxy(t, {}); Object.setPrototypeOf(t, p); throw t
