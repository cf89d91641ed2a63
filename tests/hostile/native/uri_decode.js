// outcome: memory
const s = '%E2%82%AC'.repeat(3000000); for (;;) decodeURIComponent(s)
