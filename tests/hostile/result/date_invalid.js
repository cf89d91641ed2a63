// outcome: ok
// result: {"d":null,"e":"+275760-09-13T00:00:00.000Z"}
exports.main = () => { return ({d:new Date(NaN), e:new Date(8.64e15)}) }
