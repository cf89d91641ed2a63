// outcome: timeout
[...new Uint8Array(30000000).entries()]
