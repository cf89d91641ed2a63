// outcome: timeout
new Uint8Array(40000000).join('xxxxxxxx')
