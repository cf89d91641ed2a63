// outcome: stack
class A { get x () { return super.x } }; class B extends A {} ; Object.setPrototypeOf(A.prototype, new Proxy({}, { get: (t, k, r) => r.x })); new B().x
