// outcome: stack
const o = { get a () { return { ...o } } }; ({ ...o })
