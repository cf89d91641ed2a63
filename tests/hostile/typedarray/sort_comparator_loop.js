// outcome: timeout
new Uint8Array(1000).sort(() => { for (;;); })
