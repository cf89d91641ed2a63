// outcome: ok
Object.defineProperty(RegExp.prototype, 'flags', { get () { for (;;); } }); 'x'.replace(/x/g, 'y')
