// outcome: timeout
const o = Object.fromEntries(Array.from({ length: 100000 }, (_, i) => ['k' + i, i])); for (;;) Object.entries(o)
