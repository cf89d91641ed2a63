// outcome: timeout
exports.main = () => { return [...('x'+'a'.repeat(60)+'!').matchAll(/(a+)+$|x/g)].length }
