// outcome: ok
// result: ["s",1,false,true]
exports.main = () => [new String('s'), new Number(1), new Boolean(false), Object(1n) instanceof BigInt]
