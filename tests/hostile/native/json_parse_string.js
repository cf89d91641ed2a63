// outcome: memory
const s = '"' + '\\u0041'.repeat(5000000) + '"'; for (;;) JSON.parse(s)
