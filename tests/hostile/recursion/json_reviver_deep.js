// outcome: stack
exports.main = () => { JSON.parse('['.repeat(300000)+']'.repeat(300000), Object); return 'ok' }
