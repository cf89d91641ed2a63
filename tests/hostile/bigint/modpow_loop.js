// outcome: timeout
let x = (1n << 200000n) - 1n, m = (1n << 100000n) + 7n; for (;;) x = (x * x) % m + 1n
