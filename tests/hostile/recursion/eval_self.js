// outcome: stack
const f = () => eval('f()'); f()
