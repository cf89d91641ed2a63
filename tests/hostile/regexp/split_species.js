// outcome: timeout
class R extends RegExp { static get [Symbol.species] () { for (;;); } }
'x'.split(new R('x'))
