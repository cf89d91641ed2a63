// outcome: timeout
JSON.stringify(new Proxy({}, { ownKeys () { for (;;); } }))
