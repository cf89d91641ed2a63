module.exports = () => require('./_deeper')
