exports.polluted = false
