// outcome: stack
exports.main = () => { JSON.parse('['.repeat(1000000)+']'.repeat(1000000)); return 'ok' }
