// outcome: stack
const f = () => f`x`; f()
