// outcome: ok|memory
// outcome without cgo: memory
class X extends Uint8Array { static get [Symbol.species] () { return function () { return new Uint8Array(2 ** 32) } } }
new X(4).map(x => x)
