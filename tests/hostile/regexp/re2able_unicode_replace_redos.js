// outcome: timeout
exports.main = () => { return ('\u0434'+'a'.repeat(60)+'!').replace(/(a+)+$/g,'') }
