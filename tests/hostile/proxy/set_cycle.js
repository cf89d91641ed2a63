// outcome: stack
const t = {}, p = new Proxy(t, {}); Object.setPrototypeOf(t, p); p.x = 1
