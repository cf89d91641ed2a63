// outcome: ok
// result: []
exports.main = () => ['/etc/passwd', '/etc/hosts', 'C:\\Windows\\win.ini', 'file:///etc/passwd', '//etc/passwd', '/proc/self/environ'].map(m => { try { require(m); return m } catch (e) { return e.code } }).filter(c => c !== 'MODULE_NOT_FOUND')
