// outcome: ok
// result: 1
exports.main = () => 1
//# sourceMappingURL=file:///dev/zero
