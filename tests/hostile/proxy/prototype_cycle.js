// outcome: timeout
const t = {}, p = new Proxy(t, {}); Object.setPrototypeOf(t, p); p instanceof Object
