// outcome: ok
// result: 1
export const main = () => 1
//# sourceMappingURL=file:///dev/zero
