// outcome: ok
// result: true
// A file that exists and one that does not must look alike.
const tell = file => { try { return eval('1\n//# sourceMappingURL=file://' + file) } catch (e) { return String(e) } }
exports.main = () => tell('/etc/passwd') === tell('/etc/no-such-file')
