// outcome: ok
// result: "done"
exports.main = () => new Promise(ok => { for (const d of [-1, NaN, Infinity, 2 ** 40, '1', null, {}]) setTimeout(() => {}, d); setTimeout(ok, 5, 'done') })
