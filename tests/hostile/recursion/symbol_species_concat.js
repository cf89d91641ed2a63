// outcome: ok
class A extends Array { static get [Symbol.species] () { return A.from([new A(1)].concat([1])).constructor } }; new A(1).concat([1])
