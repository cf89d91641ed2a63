// outcome: error
Error.prototype.toString = () => { for (;;); }; Object.defineProperty(Error.prototype, 'name', { get () { for (;;); } }); null.x
