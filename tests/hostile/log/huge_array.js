// outcome: timeout
exports.main = () => { console.log(new Array(4294967295)); console.log(Array(3000000).fill('x')); return 1 }
