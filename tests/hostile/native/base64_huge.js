// outcome: memory
Uint8Array.fromBase64 ? Uint8Array.fromBase64('A'.repeat(400000000)) : 'none';
