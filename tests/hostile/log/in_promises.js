// outcome: log
const f = () => { console.log('again'.repeat(100)); return Promise.resolve().then(f) }; f()
